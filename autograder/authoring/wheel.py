"""Build this package as a wheel, from its sources only, for machines without it."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from .. import __version__
from ..errors import Refusal

WHEEL = f"layers_by_hand-{__version__}-py3-none-any.whl"  # the file's name
SOURCES = Path(__file__).parents[2]
NEEDED = ("pyproject.toml", "README.md", "LICENSE")


def wheel() -> tuple[str, bytes]:
    """Return the wheel's file name and bytes. pip fetches the build tool.

    Refusal: this is not a clone of the project, or pip fails.
    """
    if not all((SOURCES / name).is_file() for name in NEEDED):
        raise Refusal(
            "Building a wheel needs this project's sources, which are not here.",
            "Run this in a clone of the project.",
        )
    with tempfile.TemporaryDirectory() as made:
        # From a copy: an earlier build may have left files beside the sources, and pip packs them.
        clean = Path(made, "sources")
        shutil.copytree(
            SOURCES / "autograder",
            clean / "autograder",
            ignore=shutil.ignore_patterns("__pycache__"),
        )
        for name in NEEDED:
            shutil.copy(SOURCES / name, clean)
        pip_wheel = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
        command = [*pip_wheel, "--wheel-dir", made, str(clean)]
        done = subprocess.run(command, capture_output=True, text=True)
        built = sorted(Path(made).glob("*.whl"))
        if not built:
            last = (done.stderr.strip().splitlines() or ["pip said nothing"])[-1]
            raise Refusal(
                f"The wheel cannot be built: {last}.",
                "It needs pip and, the first time, the package index.",
            )
        return built[0].name, built[0].read_bytes()
