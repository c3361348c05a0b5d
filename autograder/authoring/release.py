"""What students get, made from the solutions: skeleton, notebook, spec, figures and public sheet of every exercise."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import jupytext
import nbformat

from .. import catalog
from ..store import write_whole
from .markers import strip_solutions

MakeSheet = Callable[[str], bytes]  # exercise -> the bytes of its public sheet
SameSheet = Callable[[bytes, bytes], str | None]  # committed, fresh -> what differs, or None

KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
LANGUAGE = {"language_info": {"name": "python"}}
SHEET = "sheet.npz"
IGNORED = {"__pycache__", ".ipynb_checkpoints", ".DS_Store"}


def release(root: Path, make_sheet: MakeSheet, same_sheet: SameSheet) -> list[str]:
    """Write what is stale or missing, each file whole; a sentence for each change, and for each file left over."""
    said = []
    for path, fresh, _ in _differences(root, catalog.exercises(root, "solutions"), make_sheet, same_sheet):
        write_whole(path, fresh)
        said.append(f"{_short(path, root)} written.")
    return said + superfluous(root)


def check(root: Path, make_sheet: MakeSheet, same_sheet: SameSheet) -> list[str]:
    """One sentence for each file that is stale, missing or superfluous; nothing is written."""
    return stale(root, catalog.exercises(root, "solutions"), make_sheet, same_sheet) + superfluous(root)


def is_released(root: Path, exercise: str) -> bool:
    """Whether any file of it is in exercises/."""
    folder = root / "exercises" / exercise
    return any((folder / name).is_file() for name in (*generated(root, exercise), SHEET))


def stale(root: Path, exercises: Sequence[str], make_sheet: MakeSheet, same_sheet: SameSheet) -> list[str]:
    """One sentence for each file of these exercises that is missing, or not what a fresh release gives."""
    return [sentence for _, _, sentence in _differences(root, exercises, make_sheet, same_sheet)]


def superfluous(root: Path) -> list[str]:
    """One sentence for each file in exercises/ that no release writes. It is never deleted: it may be somebody's."""
    names = catalog.exercises(root, "solutions")
    expected = {"exercises": set(names)}
    for exercise in names:
        module = catalog.module_name(exercise)
        expected[f"exercises/{exercise}"] = {"spec.py", SHEET, f"{module}.py", f"{module}.ipynb"}
        if figures := {path.name for path in _figures(root, exercise)}:
            expected[f"exercises/{exercise}"].add("figures")
            expected[f"exercises/{exercise}/figures"] = figures
    return [
        f"{_short(path, root)} follows from nothing in solutions/: delete it."
        for folder, known in expected.items()
        for path in (sorted((root / folder).iterdir()) if (root / folder).is_dir() else ())
        if path.name not in known | IGNORED
    ]


def generated(root: Path, exercise: str) -> dict[str, bytes]:
    """The files of one released exercise that follow from its solution without TensorFlow: name -> bytes."""
    folder = root / "solutions" / exercise
    module = catalog.module_name(exercise)
    source = folder / f"{module}.py"
    skeleton = strip_solutions(source.read_text(encoding="utf-8"), _short(source, root))
    spec = (folder / "spec.py").read_text(encoding="utf-8")
    note = f"# Generated from solutions/{exercise}/spec.py by `autograder release`: change it there.\n"
    return {
        f"{module}.py": skeleton.encode(),
        f"{module}.ipynb": notebook(skeleton, module).encode(),
        "spec.py": (note + spec).encode(),
        **{f"figures/{path.name}": path.read_bytes() for path in _figures(root, exercise)},
    }


def _figures(root: Path, exercise: str) -> list[Path]:
    """What the text shows: it lies beside the notebook as it lies beside the solution, or links would break."""
    return sorted((root / "solutions" / exercise / "figures").glob("*.svg"))


def notebook(script: str, module: str) -> str:
    """A percent-format script as a notebook, the same bytes each time."""
    cells = []
    for number, cell in enumerate(jupytext.reads(script, fmt="py:percent").cells, start=1):
        new = nbformat.v4.new_markdown_cell if cell.cell_type == "markdown" else nbformat.v4.new_code_cell
        cells.append(new(cell.source, id=f"{module}-{number:02}"[-64:]))
    book = nbformat.v4.new_notebook(cells=cells, metadata=KERNEL | LANGUAGE)
    book.nbformat_minor = 5
    nbformat.validate(book)
    text: str = nbformat.writes(book)
    return text + "\n"


def _differences(
    root: Path, exercises: Sequence[str], make_sheet: MakeSheet, same_sheet: SameSheet
) -> Iterator[tuple[Path, bytes, str]]:
    """(path, the bytes it should have, sentence) for each file that has others or is not there."""
    for exercise in exercises:
        for name, fresh in {**generated(root, exercise), SHEET: make_sheet(exercise)}.items():
            path = root / "exercises" / exercise / name
            reason = _why_stale(path, fresh, same_sheet)
            if reason:
                yield path, fresh, f"{_short(path, root)} {reason}: run `autograder release`."


def _why_stale(path: Path, fresh: bytes, same_sheet: SameSheet) -> str | None:
    if not path.is_file():
        return "is missing"
    old = path.read_bytes()
    if path.name == SHEET:
        difference = same_sheet(old, fresh)
        return f"is stale ({difference.rstrip('.')})" if difference else None
    return None if old == fresh else f"is stale from line {_first_difference(old, fresh)}"


def _first_difference(old: bytes, new: bytes) -> int:
    pairs = zip(old.splitlines(keepends=True), new.splitlines(keepends=True), strict=False)
    same = 0
    for mine, theirs in pairs:
        if mine != theirs:
            break
        same += 1
    return same + 1


def _short(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
