"""Pack the student kit: a zip with the exercises, this package as a wheel, and a first page."""

from pathlib import Path

from .. import catalog
from ..disk import write_whole, zipped
from ..errors import Refusal
from .release import generated
from .wheel import SOURCES, wheel

FOLDER = "layers-by-hand"
PAGE = SOURCES / "docs/students.md"
RELEASE = "Run `autograder release` first."


def pack(root: Path, path: Path) -> str:
    """Write the kit to `path`, and return a sentence about its contents.

    Refusal: an exercise is not released.
    """
    exercises = {f"exercises/{name}": data for name, data in released(root).items()}
    name, data = wheel()
    files = {"README.md": PAGE.read_bytes(), name: data, **exercises}
    packed = {f"{FOLDER}/{name}": data for name, data in files.items()}
    # The day of the release. Jupyter shows it, and the same files still make the same kit.
    changed = max((root / name).stat().st_mtime for name in exercises)
    write_whole(path, zipped(packed, changed=changed))
    count = len(catalog.exercises(root, catalog.SOLUTIONS))
    return f"{path} holds {count} exercises, {name} and a page for students."


def released(root: Path) -> dict[str, bytes]:
    """Read the released files of every exercise: path -> bytes.

    Refusal: a file is missing, or a release would write something else: it may be somebody's work.
    """
    files = {}
    for exercise in catalog.exercises(root, catalog.SOLUTIONS):
        folder = catalog.released(root, exercise)
        for name, data in generated(root, exercise).items():
            path = folder.path / name
            if not path.is_file() or path.read_bytes() != data:
                problem = f"exercises/{exercise}/{name} is not what a release writes."
                raise Refusal(problem, RELEASE)
            files[f"{exercise}/{name}"] = data
        if not folder.sheet.is_file():
            raise Refusal(f"exercises/{exercise}/{folder.sheet.name} is missing.", RELEASE)
        files[f"{exercise}/{folder.sheet.name}"] = folder.sheet.read_bytes()
    return files
