"""Make the files for students from a solution: skeleton, notebook, page, spec, files, sheet."""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from .. import catalog
from ..catalog import ExerciseFolder
from ..disk import write_whole
from ..spec import Task
from .markers import strip_solutions
from .stale import difference
from .wheel import WHEEL

KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
LANGUAGE = {"language_info": {"name": "python"}}
FIRST = f"""\
# The checker. Where it is not installed (Colab, a new kernel), it comes from the kit.
# If pip does not find the file, run %cd with the path of this notebook's folder first.
try:
    from autograder.jupyter import case, check, hint
except ModuleNotFoundError:
    %pip install -q ../../{WHEEL}
    from autograder.jupyter import case, check, hint"""
README = "README.md"
IGNORED = {"__pycache__", ".ipynb_checkpoints", ".DS_Store"}

Sheets = Mapping[str, bytes]  # exercise -> the bytes of its public sheet, freshly made


def release(root: Path, sheets: Sheets) -> list[str]:
    """Write the files that are stale or missing, each one complete or not at all.

    Return a sentence for each file that was written, and for each superfluous one.
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

    Such a file is never deleted: it may be someone's work.
    """
    expected = _expected(root)
    sentences = []
    for folder, known in expected.items():
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
        for path in paths:
            if path.name not in known | IGNORED:
                short = _short(path, root)
                sentences.append(f"{short} has no source in solutions/: delete it.")
    return sentences


def _expected(root: Path) -> dict[Path, set[str]]:
    """Return the names that a release writes into each folder."""
    exercises = catalog.exercises(root, catalog.SOLUTIONS)
    expected = {root / catalog.EXERCISES: set(exercises)}
    for name in exercises:
        folder = catalog.released(root, name)
        files = (folder.spec, folder.sheet, folder.script, folder.notebook)
        further = catalog.load_spec(catalog.solution(root, name)).files
        expected[folder.path] = {*(file.name for file in files), README, *further}
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
    spec = catalog.load_spec(folder)
    note = f"# Generated from {origin} by `autograder release`: change it there.\n"
    return {
        folder.script.name: skeleton.encode(),
        folder.notebook.name: notebook(skeleton, folder.module, spec.tasks).encode(),
        README: page(skeleton, _short(folder.script, root)).encode(),
        folder.spec.name: (note + folder.spec.read_text(encoding="utf-8")).encode(),
        **{name: (folder.path / name).read_bytes() for name in spec.files},
        **figures(folder),
    }


def figures(folder: ExerciseFolder) -> dict[str, bytes]:
    """Read the figures of an exercise: path beside the notebook -> bytes."""
    return {f"figures/{path.name}": path.read_bytes() for path in folder.figures}


def notebook(script: str, module: str, tasks: Sequence[Task] = ()) -> str:
    """Turn a percent-format script into a notebook, the same bytes each time.

    tasks: below each of these, add a cell that checks it.
    """
    cells: list[NotebookNode] = []
    for number, (cell, done) in enumerate(with_tasks(cells_of(script), tasks), start=1):
        name = f"{module}-{number:02}"
        if cell.cell_type == "markdown":
            cells.append(nbformat.v4.new_markdown_cell(cell.source, id=name[-64:]))
            continue
        if tasks and not any(each.cell_type == "code" for each in cells):
            cells.append(nbformat.v4.new_code_cell(FIRST, id="checker"))
        cells.append(nbformat.v4.new_code_cell(cell.source, id=name[-64:]))
        for task in done:
            source = f'check("{task.name}")'
            cells.append(nbformat.v4.new_code_cell(source, id=f"check-{task.name}"[:64]))
    book = nbformat.v4.new_notebook(cells=cells, metadata=KERNEL | LANGUAGE)
    book.nbformat_minor = 5
    nbformat.validate(book)
    text: str = nbformat.writes(book)
    return text + "\n"


def page(script: str, origin: str) -> str:
    """Turn a percent-format script into a page that a repository or an editor shows.

    origin: the file that the page is made from.
    """
    pieces = [f"<!-- Generated from {origin} by `autograder release`: change it there. -->"]
    for cell in cells_of(script):
        is_text = cell.cell_type == "markdown"
        pieces.append(cell.source if is_text else f"```python\n{cell.source}\n```")
    return "\n\n".join(pieces) + "\n"


def cells_of(script: str) -> list[NotebookNode]:
    """Read the cells of a percent-format script."""
    cells: list[NotebookNode] = jupytext.reads(script, fmt="py:percent").cells
    return cells


def with_tasks(
    cells: Iterable[NotebookNode], tasks: Sequence[Task]
) -> Iterator[tuple[NotebookNode, list[Task]]]:
    """Yield each cell with the tasks that it completes by defining the last name that they need."""
    defined: set[str] = set()
    for cell in cells:
        if cell.cell_type == "markdown":
            yield cell, []
            continue
        before = set(defined)
        defined.update(catalog.bound_names(ast.parse(cell.source).body))
        ready = [task for task in tasks if {*task.names} <= defined]
        yield cell, [task for task in ready if not {*task.names} <= before]


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
