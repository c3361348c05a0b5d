"""The student kit: one zip with the exercises, this package as a wheel, and a page that says how to begin."""

from pathlib import Path

from .. import catalog
from ..authoring.release import SHEET, generated
from ..authoring.wheel import SOURCES, wheel
from ..errors import Refusal
from ..store import write_whole, zipped

FOLDER = "layers-by-hand"
PAGE = SOURCES / "docs/students.md"
RELEASE = "Run `autograder release` first."


def pack(root: Path, path: Path) -> str:
    """Write the kit, and say so."""
    exercises = {f"exercises/{name}": data for name, data in released(root).items()}
    name, data = wheel()
    files = {"README.md": PAGE.read_bytes(), name: data, **exercises}
    write_whole(path, zipped({f"{FOLDER}/{name}": data for name, data in files.items()}))
    return f"{path} holds {len(catalog.exercises(root, 'solutions'))} exercises, {name} and a page for students."


def released(root: Path) -> dict[str, bytes]:
    """The files of every exercise, which must be there as a release writes them: never somebody's work."""
    files = {}
    for exercise in catalog.exercises(root, "solutions"):
        folder = root / "exercises" / exercise
        for name, data in generated(root, exercise).items():
            if not (folder / name).is_file() or (folder / name).read_bytes() != data:
                raise Refusal(f"exercises/{exercise}/{name} is not what a release writes.", RELEASE)
            files[f"{exercise}/{name}"] = data
        if not (folder / SHEET).is_file():
            raise Refusal(f"exercises/{exercise}/{SHEET} is missing.", RELEASE)
        files[f"{exercise}/{SHEET}"] = (folder / SHEET).read_bytes()
    return files
