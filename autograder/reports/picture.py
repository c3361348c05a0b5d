"""What terminal and page share: marks, headings, and the slice of a wrong answer in which the fault can be seen."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..explain import RECOGNISED, number, shape_text
from ..records import Cell, Comparison, Grade, TaskGrade, Verdict

# Verdict -> (mark, words). Each mark differs from the others without colour.
VERDICTS: dict[Verdict, tuple[str, str]] = {
    "pass": ("✓", "right"),
    "fail": ("✗", "wrong"),
    "missing": ("-", "missing"),
    "not_implemented": ("•", "not written yet"),
    "error": ("!", "raised an error"),
    "timeout": ("t", "out of time"),
    "memory": ("m", "out of memory"),
    "crash": ("c", "crashed"),
    "forbidden": ("f", "forbidden"),
    "not_graded": ("?", "not graded"),
}
LONGEST_SIDE = 10  # rows and columns of a picture
HAND_SIZED = 64  # numbers of an array that a person follows by hand
MOST_PLANES = 3  # channels or filters of one array worth a picture


def points(task: TaskGrade | Grade) -> str:
    """`2.5 of 4 points`."""
    score = "not graded," if task.score is None else f"{short(task.score)} of"
    return f"{score} {short(task.max_score)} point{'s' * (task.max_score != 1)}"


def cells(task: TaskGrade) -> str:
    """`5 of 8 cells`."""
    total = len(task.cells)
    return f"{sum(cell.counts for cell in task.cells)} of {total} cell{'s' * (total != 1)}"


def tally(cell: Cell) -> str:
    """`1 of 3`; a dash for what is looked at only where the answers are right, as long as none is."""
    return f"{cell.passed} of {cell.total}" if cell.total else "–"


def failure_lines(task: TaskGrade) -> list[str]:
    """The heading of a task and its message, indented: the shape all messages have."""
    heading = f"{task.name}   {cells(task)}   {points(task)}"
    return [heading, *(f"  {line}" for line in task.message.splitlines())]


@dataclass(frozen=True)
class Grid:
    """The cells of a task, aspects down and parts across; no parts named where no aspect has two of them."""

    parts: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell | None, ...]], ...]


def grid(task: TaskGrade) -> Grid:
    """The cells of a task as a table."""
    found = {(cell.aspect, cell.part): cell for cell in task.cells}
    aspects = list(dict.fromkeys(cell.aspect for cell in task.cells))
    parts = tuple(dict.fromkeys(cell.part for cell in task.cells))
    if len(aspects) == len(task.cells):
        return Grid((), tuple((cell.aspect, (cell,)) for cell in task.cells))
    return Grid(parts, tuple((aspect, tuple(found.get((aspect, part)) for part in parts)) for aspect in aspects))


def split_hint(message: str) -> tuple[str, str]:
    """A message without its hint, and the hint that names the mistake ("" where there is none)."""
    lines = message.splitlines()
    start = next((i for i, line in enumerate(lines) if line.strip().startswith(RECOGNISED)), len(lines))
    return "\n".join(lines[:start]), "\n".join(line.strip() for line in lines[start:])


def mistakes(grade: Grade) -> list[str]:
    """The mistakes named in one submission, each once, in the order of its tasks."""
    return list(dict.fromkeys(task.mistake for task in grade.tasks if task.mistake))


def words(mistake: str) -> str:
    """A mistake's file name as prose."""
    return mistake.replace("_", " ")


def most_common(grades: Iterable[Grade]) -> list[tuple[tuple[str, str], int]]:
    """((exercise, mistake), number of submissions) over the class, the most frequent first."""
    counts = Counter((grade.exercise, mistake) for grade in grades for mistake in mistakes(grade))
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def by_exercise(grades: Sequence[Grade]) -> dict[str, list[Grade]]:
    """The grades of each exercise, in the order given."""
    names = dict.fromkeys(grade.exercise for grade in grades)
    return {name: [grade for grade in grades if grade.exercise == name] for name in names}


def mean_share(grades: Iterable[Grade]) -> float | None:
    """The mean part of the full points over all that is graded, or None where nothing is."""
    shares = [grade.score / grade.max_score for grade in grades if grade.score is not None and grade.max_score]
    return sum(shares) / len(shares) if shares else None


@dataclass(frozen=True)
class Panel:
    """A two-dimensional slice as text. wrong: for each number, whether it is not what TensorFlow gives."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    wrong: tuple[tuple[bool, ...], ...]

    @property
    def width(self) -> int:
        return max((len(text) for row in self.rows for text in row), default=1)


@dataclass(frozen=True)
class Picture:
    """Panels to look at side by side, and the slice they show as a student would write it."""

    caption: str
    panels: tuple[Panel, ...]


def picture(comparison: Comparison, columns: int = LONGEST_SIDE, rows: int = LONGEST_SIDE) -> Picture | None:
    """Yours, TensorFlow's and the difference around the widest gap of the first wrong part; None where nothing came.

    Of shapes that differ only yours and TensorFlow's, each with its own shape.
    """
    outcome = comparison.outcome
    if outcome is None or outcome.parts is None:
        return None
    pairs = zip(comparison.case.answers.items(), outcome.parts, strict=False)
    wrong = [(name, right, yours) for (name, right), yours in pairs if comparison.gaps.get(name)]
    if not wrong:
        return None
    name, right, yours = wrong[0]
    gap, words = comparison.gaps[name], comparison.axes[name]
    assert gap is not None
    if yours.shape != right.shape:
        sides = (("yours", yours), ("TensorFlow", right))
        return Picture(name, tuple(_unlike(title, name, words, array, columns, rows) for title, array in sides))
    cut = _cut(name, words, right.shape, gap.index or (0,) * right.ndim, columns, rows)
    allowed = comparison.case.allowances.get(name, np.zeros(right.shape))
    mask = _wrong(yours, right, allowed)[cut.key]
    with np.errstate(invalid="ignore", over="ignore"):
        difference = yours.astype(np.float64) - right.astype(np.float64)
    panels = (
        _panel("yours", cut, yours, mask),
        _panel("TensorFlow", cut, right, mask & False),
        _panel("difference", cut, difference, mask, blank=True),
    )
    return Picture(cut.text, panels)


def givens(comparison: Comparison) -> list[Panel]:
    """The arguments of a case small enough to follow by hand, plane by plane (one channel, one filter); else []."""
    arrays = comparison.case.arrays
    if any(array.size > HAND_SIZED for array in arrays.values()):
        return []
    return [
        _panel(cut.text, cut, array, np.zeros(array[cut.key].shape, bool))
        for name, array in arrays.items()
        if array.size
        for cut in _planes(name, comparison.axes[name], array.shape)
    ]


@dataclass(frozen=True)
class _Cut:
    """Where a plane lies in an array: an index that takes it out, and how a student would write it."""

    key: tuple[int | slice, ...]
    text: str


def _axes(words: str, dimensions: int) -> tuple[int, ...]:
    """Which axes to draw down and across: height and width where the last is channels or filters, else the last two."""
    axes = words.split()
    sides = tuple(axis for axis, word in enumerate(axes) if word.endswith(("height", "width")))
    if len(axes) == dimensions and len(sides) == 2 and axes[-1] in ("channels", "filters"):
        return sides
    return tuple(range(max(0, dimensions - 2), dimensions))


def _cut(name: str, words: str, shape: tuple[int, ...], at: Sequence[int], columns: int, rows: int) -> _Cut:
    drawn = _axes(words, len(shape))
    limits = dict(zip(reversed(drawn), (columns, rows), strict=False))
    key: list[int | slice] = []
    texts = []
    for axis, size in enumerate(shape):
        if axis not in limits:
            key.append(int(at[axis]))
            texts.append(str(at[axis]))
            continue
        start = max(0, min(at[axis] - limits[axis] // 2, size - limits[axis]))
        stop = min(size, start + limits[axis])
        key.append(slice(start, stop))
        texts.append(":" if stop - start == size else f"{start}:{stop}")
    return _Cut(tuple(key), f"{name}[{', '.join(texts)}]" if shape else name)


def _planes(name: str, words: str, shape: tuple[int, ...]) -> Iterator[_Cut]:
    drawn = _axes(words, len(shape))
    outer = [1 if axis in drawn else size for axis, size in enumerate(shape)]
    for at, _ in zip(np.ndindex(*outer), range(MOST_PLANES), strict=False):
        yield _cut(name, words, shape, at, max(shape), max(shape))


def _unlike(title: str, name: str, words: str, array: np.ndarray, columns: int, rows: int) -> Panel:
    title = f"{title} {shape_text(array.shape)}"
    if array.size == 0:
        return Panel(title, (), ())
    cut = _cut(name, words, array.shape, (0,) * array.ndim, columns, rows)
    return _panel(title, cut, array, np.zeros(array[cut.key].shape, bool))


def _panel(title: str, cut: _Cut, array: np.ndarray, wrong: np.ndarray, blank: bool = False) -> Panel:
    """blank: leave out the numbers that are not wrong, so that only a difference is seen."""
    plane, mask = _flat(array[cut.key]), _flat(wrong)
    texts = _texts(plane, signed=blank)
    if blank:
        texts = [[t if w else "·" for t, w in zip(*row, strict=True)] for row in zip(texts, mask, strict=True)]
    return Panel(title, tuple(map(tuple, texts)), tuple(tuple(map(bool, row)) for row in mask))


def _flat(plane: Any) -> Any:
    """A vector as one row, a single number as one cell."""
    return np.atleast_2d(plane)


def _wrong(yours: np.ndarray, right: np.ndarray, allowed: np.ndarray) -> np.ndarray:
    """Which numbers stray further than allowed, as the comparison counts them."""
    with np.errstate(invalid="ignore", over="ignore"):
        gap = np.abs(yours.astype(np.float64) - right.astype(np.float64))
    wrong: np.ndarray = (yours != right) & ((gap > allowed) | (~np.isfinite(yours) & np.isfinite(right)))
    return wrong


def _texts(plane: np.ndarray, signed: bool = False) -> list[list[str]]:
    """Numbers of one panel: whole ones as such, others with as many decimals as show three digits of the largest."""
    finite = np.abs(plane[np.isfinite(plane)].astype(np.float64))
    largest = float(finite.max(initial=0.0))
    sign = "+" if signed else ""
    if largest < 1e6 and (finite == np.floor(finite)).all():
        spec = f"{sign}.0f"
    elif 1e-3 <= largest < 1e5:
        spec = f"{sign}.{max(0, 2 - math.floor(math.log10(largest)))}f"
    else:
        spec = f"{sign}.0e"
    return [[_text(float(value), spec) for value in row] for row in plane]


def _text(value: float, spec: str) -> str:
    if not math.isfinite(value):
        return f"{value:.0f}"
    text = format(value, spec)
    return text.replace("-", "", 1) if float(text) == 0.0 else text  # no -0.0


def short(value: float | None) -> str:
    """Points: `2.5`; a dash for those that are not known."""
    if value is None:
        return "–"
    return f"{round(value, 2):g}" if abs(value) < 1e5 else number(value)
