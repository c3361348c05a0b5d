"""This package as a wheel, for machines that do not have it: built from its sources, with nothing else inside."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from ..errors import Refusal

SOURCES = Path(__file__).parents[2]
NEEDED = ("pyproject.toml", "README.md", "LICENSE")


def wheel() -> tuple[str, bytes]:
    """Its file name and its bytes. pip fetches the tool that builds it."""
    if not all((SOURCES / name).is_file() for name in NEEDED):
        raise Refusal(
            "A wheel is built from this project's sources, which are not here.",
            "Run this in a clone of it.",
        )
    with tempfile.TemporaryDirectory() as made:
        clean = Path(
            made, "sources"
        )  # what an earlier build left beside the sources would be packed, too
        shutil.copytree(
            SOURCES / "autograder",
            clean / "autograder",
            ignore=shutil.ignore_patterns("__pycache__"),
        )
        for name in NEEDED:
            shutil.copy(SOURCES / name, clean)
        command = [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--wheel-dir",
            made,
            str(clean),
        ]
        done = subprocess.run(command, capture_output=True, text=True)
        built = sorted(Path(made).glob("*.whl"))
        if not built:
            last = (done.stderr.strip().splitlines() or ["pip said nothing"])[-1]
            raise Refusal(
                f"The wheel cannot be built: {last}.",
                "It needs pip, and once a way to the package index.",
            )
        return built[0].name, built[0].read_bytes()
