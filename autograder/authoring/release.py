"""Make the files for students from a solution: skeleton, notebook, spec, further files, sheet."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import jupytext
import nbformat

from .. import catalog
from ..catalog import ExerciseFolder
from ..disk import write_whole
from .markers import strip_solutions
from .stale import difference

KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
LANGUAGE = {"language_info": {"name": "python"}}
IGNORED = {"__pycache__", ".ipynb_checkpoints", ".DS_Store"}

Sheets = Mapping[str, bytes]  # exercise -> the bytes of its public sheet, made afresh


def release(root: Path, sheets: Sheets) -> list[str]:
    """Write the files that are stale or missing, each one complete or not at all.

    Returns a sentence for each file that was written, and for each superfluous one.
    """
    written = []
    for path, fresh, _ in _differences(root, catalog.exercises(root, catalog.SOLUTIONS), sheets):
        write_whole(path, fresh)
        written.append(f"{_short(path, root)} written.")
    return written + superfluous(root)


def check(root: Path, sheets: Sheets) -> list[str]:
    """Return a sentence for each file that is stale, missing or superfluous; write nothing."""
    return stale(root, catalog.exercises(root, catalog.SOLUTIONS), sheets) + superfluous(root)


def is_released(root: Path, exercise: str) -> bool:
    """Tell whether any file of an exercise is in exercises/."""
    folder = catalog.released(root, exercise)
    names = (*generated(root, exercise), folder.sheet.name)
    return any((folder.path / name).is_file() for name in names)


def stale(root: Path, exercises: Sequence[str], sheets: Sheets) -> list[str]:
    """Return a sentence for each file that is missing, or differs from a fresh release."""
    return [sentence for _, _, sentence in _differences(root, exercises, sheets)]


def superfluous(root: Path) -> list[str]:
    """Return a sentence for each file in exercises/ that no release writes.

    Such a file is never deleted: it may be somebody's work.
    """
    expected = _expected(root)
    sentences = []
    for folder, known in expected.items():
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
        for path in paths:
            if path.name not in known | IGNORED:
                short = _short(path, root)
                sentences.append(f"{short} follows from nothing in solutions/: delete it.")
    return sentences


def _expected(root: Path) -> dict[Path, set[str]]:
    """Return the names that a release writes into each folder."""
    exercises = catalog.exercises(root, catalog.SOLUTIONS)
    expected = {root / catalog.EXERCISES: set(exercises)}
    for name in exercises:
        folder = catalog.released(root, name)
        files = (folder.spec, folder.sheet, folder.script, folder.notebook)
        further = catalog.load_spec(catalog.solution(root, name)).files
        expected[folder.path] = {*(file.name for file in files), *further}
        figures = {path.name for path in catalog.solution(root, name).figures}
        if figures:
            expected[folder.path].add("figures")
            expected[folder.path / "figures"] = figures
    return expected


def generated(root: Path, exercise: str) -> dict[str, bytes]:
    """Make the files of one released exercise that need no TensorFlow: name -> bytes."""
    folder = catalog.solution(root, exercise)
    source = folder.script.read_text(encoding="utf-8")
    skeleton = strip_solutions(source, _short(folder.script, root))
    origin = _short(folder.spec, root)
    note = f"# Generated from {origin} by `autograder release`: change it there.\n"
    return {
        folder.script.name: skeleton.encode(),
        folder.notebook.name: notebook(skeleton, folder.module).encode(),
        folder.spec.name: (note + folder.spec.read_text(encoding="utf-8")).encode(),
        **{name: (folder.path / name).read_bytes() for name in catalog.load_spec(folder).files},
        **figures(folder),
    }


def figures(folder: ExerciseFolder) -> dict[str, bytes]:
    """Read the figures of an exercise: path beside the notebook -> bytes."""
    return {f"figures/{path.name}": path.read_bytes() for path in folder.figures}


def notebook(script: str, module: str) -> str:
    """Turn a percent-format script into a notebook, the same bytes each time."""
    cells = []
    for number, cell in enumerate(jupytext.reads(script, fmt="py:percent").cells, start=1):
        new = (
            nbformat.v4.new_markdown_cell
            if cell.cell_type == "markdown"
            else nbformat.v4.new_code_cell
        )
        cells.append(new(cell.source, id=f"{module}-{number:02}"[-64:]))
    book = nbformat.v4.new_notebook(cells=cells, metadata=KERNEL | LANGUAGE)
    book.nbformat_minor = 5
    nbformat.validate(book)
    text: str = nbformat.writes(book)
    return text + "\n"


def _differences(
    root: Path, exercises: Sequence[str], sheets: Sheets
) -> Iterator[tuple[Path, bytes, str]]:
    """Yield (path, the bytes it should have, sentence) for each file that differs or is missing."""
    for exercise in exercises:
        folder = catalog.released(root, exercise)
        fresh = {**generated(root, exercise), folder.sheet.name: sheets[exercise]}
        for name, data in fresh.items():
            path = folder.path / name
            reason = _why_stale(path, data, is_sheet=path == folder.sheet)
            if reason:
                yield path, data, f"{_short(path, root)} {reason}: run `autograder release`."


def _why_stale(path: Path, fresh: bytes, is_sheet: bool) -> str | None:
    if not path.is_file():
        return "is missing"
    old = path.read_bytes()
    if is_sheet:
        changed = difference(old, fresh)
        return f"is stale ({changed.rstrip('.')})" if changed else None
    return None if old == fresh else f"is stale from line {_first_difference(old, fresh)}"


def _first_difference(old: bytes, new: bytes) -> int:
    """Return the number of the first line that differs, from 1."""
    pairs = zip(old.splitlines(keepends=True), new.splitlines(keepends=True), strict=False)
    same = 0
    for one, other in pairs:
        if one != other:
            break
        same += 1
    return same + 1


def _short(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
