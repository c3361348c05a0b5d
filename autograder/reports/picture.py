"""Draw the part of a wrong answer that shows the error, as panels of text side by side."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
from msgspec import Struct, field

from ..records import Comparison, Refused, SheetCase, TaskSheet
from ..text import counted, shape_text
from ..verdict.compare import strays

LONGEST_SIDE = 10  # rows and columns of a picture
HAND_SIZED = 64  # numbers of an array that a person can follow by hand
MOST_PLANES = 4  # channels or filters of one array worth a picture
MOST_WRITTEN = 1000  # numbers of an array that is written as code


class Panel(Struct, frozen=True):
    """A two-dimensional slice as text. wrong: for each number, whether it differs."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    wrong: tuple[tuple[bool, ...], ...]

    @property
    def width(self) -> int:
        """The width of its longest number."""
        return max((len(text) for row in self.rows for text in row), default=1)


class Picture(Struct, frozen=True):
    """Panels to compare side by side. caption: their slice, as code."""

    caption: str
    panels: tuple[Panel, ...]

    @property
    def boxed(self) -> bool:
        """Whether a wrong number is marked; if the shapes differ, none is."""
        return any(any(map(any, panel.wrong)) for panel in self.panels)


class Givens(Struct, frozen=True):
    """The arguments of a case, plane by plane. hidden: argument -> planes that are left out."""

    panels: tuple[Panel, ...] = ()
    hidden: Mapping[str, int] = field(default_factory=dict)

    def more(self, way: str = "") -> str:
        """Say how many planes are left out, if any. way: the command or call that shows all."""
        counts = [f"{counted(count, 'plane')} of {name}" for name, count in self.hidden.items()]
        if not counts:
            return ""
        has = f" `{way}` has them." if way else ""
        return f"Not shown: {', '.join(counts)}.{has}"


def picture(
    comparison: Comparison, columns: int = LONGEST_SIDE, rows: int = LONGEST_SIDE
) -> Picture | None:
    """Draw yours, TensorFlow's and the difference around the widest gap of the first wrong part.

    If the shapes differ, there is no difference to draw. Return None if no wrong part is an array,
    or if it is a single number, which the message states.

    columns, rows: the largest size of a panel.
    """
    name, yours = _first_wrong(comparison)
    if yours is None:
        return None
    right, words = comparison.case.answers[name], comparison.axes[name]
    gap = comparison.gaps[name]
    assert gap is not None
    if yours.size == right.size == 1:
        return None
    if yours.shape != right.shape:
        sides = (("yours", yours), ("TensorFlow", right))
        panels = [_unlike(title, name, words, array, columns, rows) for title, array in sides]
        return Picture(name, tuple(panels))
    cut = _cut(name, words, right.shape, gap.index or (0,) * right.ndim, columns, rows)
    allowed = comparison.case.allowances.get(name, np.zeros(right.shape))
    with np.errstate(invalid="ignore", over="ignore"):
        difference = np.subtract(yours, right, dtype=np.float64)
    mask = strays(yours, right, np.abs(difference), allowed)[cut.key]
    panels = [
        _panel("yours", cut, yours, mask),
        _panel("TensorFlow", cut, right, mask & False),
        _panel("difference", cut, difference, mask, blank=True),
    ]
    return Picture(cut.text, tuple(panels))


def givens(comparison: Comparison) -> Givens:
    """Draw the planes of a case's arguments that lead to the number with the widest gap.

    These are its own image of the batch, its own filter and every channel. There are no panels if
    any argument is too large to follow by hand.
    """
    arrays = comparison.case.arrays
    if any(array.size > HAND_SIZED for array in arrays.values()):
        return Givens()
    part, yours = _first_wrong(comparison)
    gap = None if yours is None else comparison.gaps[part]
    at = _by_axis(comparison.axes[part], gap.index) if gap and gap.index else {}
    panels, hidden = [], {}
    for name, array in arrays.items():
        if array.size:
            cuts = list(_planes(name, comparison.axes[name], array.shape, at))
            for cut in cuts[:MOST_PLANES]:
                mask = np.zeros(array[cut.key].shape, bool)
                panels.append(_panel(cut.text, cut, array, mask))
            if len(cuts) > MOST_PLANES:
                hidden[name] = len(cuts) - MOST_PLANES
    return Givens(tuple(panels), hidden)


def planes(name: str, words: str, array: np.ndarray, columns: int) -> list[Panel]:
    """Draw all of an array, plane by plane. Planes wider than `columns` are cut into pieces."""
    drawn = _axes(words, array.ndim)
    panels = []
    for index in product(*(range(1 if axis in drawn else n) for axis, n in enumerate(array.shape))):
        for start in range(0, array.shape[drawn[-1]], columns):
            at = [*index]
            at[drawn[-1]] = start + columns // 2
            cut = _cut(name, words, array.shape, at, columns, max(array.shape))
            panels.append(_panel(cut.text, cut, array, np.zeros(array[cut.key].shape, bool)))
    return panels


def call(task: TaskSheet, case: SheetCase) -> str:
    """Write a call as runnable code, unless it has more numbers than anyone would read."""
    lines = []
    for name, array in case.arrays.items():
        text = f"...  # {shape_text(array.shape)}"
        if array.size <= MOST_WRITTEN:
            numbers = np.array2string(array, separator=", ", threshold=MOST_WRITTEN + 1)
            text = f"np.array({numbers}, np.{array.dtype.name})"
        lines.append(f"{name} = {text}")
    options = [f"{name}={value!r}" for name, value in case.options.items()]
    code = ["code"] if task.steps else []
    return "\n".join([*lines, f"{task.name}({', '.join([*code, *case.arrays, *options])})"])


def _first_wrong(comparison: Comparison) -> tuple[str, np.ndarray | None]:
    """Return the name of the first wrong part that is an array, and the student's array."""
    parts = comparison.outcome.parts if comparison.outcome else ()
    for name, part in zip(comparison.case.answers, parts, strict=False):
        if comparison.gaps.get(name) and not isinstance(part, Refused):
            return name, part
    return "", None


class _Cut(Struct, frozen=True):
    """The place of a plane in an array. key: an index that selects it. text: the same as code."""

    key: tuple[int | slice, ...]
    text: str


def _by_axis(words: str, along: Sequence[int]) -> dict[str, int]:
    """Return axis word -> its index in `along`; empty if "..." leaves that open."""
    axes = words.split()
    return dict(zip(axes, along, strict=True)) if len(axes) == len(along) else {}


def _axes(words: str, dimensions: int) -> tuple[int, ...]:
    """Return the axes to draw down and across.

    These are height and width if the last axis is channels or filters, else the last two.
    """
    axes = words.split()
    sides = tuple(axis for axis, word in enumerate(axes) if word.endswith(("height", "width")))
    if len(axes) == dimensions and len(sides) == 2 and axes[-1] in ("channels", "filters"):
        return sides
    return tuple(range(max(0, dimensions - 2), dimensions))


def _cut(
    name: str, words: str, shape: tuple[int, ...], at: Sequence[int], columns: int, rows: int
) -> _Cut:
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


def _planes(name: str, words: str, shape: tuple[int, ...], at: Mapping[str, int]) -> Iterator[_Cut]:
    """Yield the planes. at: axis word -> the only index wanted along that axis."""
    drawn = _axes(words, len(shape))
    wanted = {}
    for word, axis in _by_axis(words, range(len(shape))).items():
        if word in at:
            wanted[axis] = at[word]
    outer: list[Sequence[int]] = []
    for axis, size in enumerate(shape):
        outer.append([0] if axis in drawn else [wanted[axis]] if axis in wanted else range(size))
    for index in product(*outer):
        yield _cut(name, words, shape, index, max(shape), max(shape))


def _unlike(title: str, name: str, words: str, array: np.ndarray, columns: int, rows: int) -> Panel:
    title = f"{title} {shape_text(array.shape)}"
    if array.size == 0:
        return Panel(title, (), ())
    cut = _cut(name, words, array.shape, (0,) * array.ndim, columns, rows)
    return _panel(title, cut, array, np.zeros(array[cut.key].shape, bool))


def _panel(
    title: str, cut: _Cut, array: np.ndarray, wrong: np.ndarray, blank: bool = False
) -> Panel:
    """Draw one plane of an array as a panel.

    blank: draw dots for numbers that are not wrong, so that only differences stand out.
    """
    plane, mask = _flat(array[cut.key]), _flat(wrong)
    texts = _texts(plane, signed=blank)
    if blank:
        for row, wrong_in_row in zip(texts, mask, strict=True):
            row[:] = [t if w else "·" for t, w in zip(row, wrong_in_row, strict=True)]
    return Panel(title, tuple(map(tuple, texts)), tuple(tuple(map(bool, row)) for row in mask))


def _flat(plane: Any) -> Any:
    """Return a vector as one row, and a single number as one cell."""
    return np.atleast_2d(plane)


def _texts(plane: np.ndarray, signed: bool = False) -> list[list[str]]:
    """Write the numbers of one panel.

    Whole numbers have no decimals. Others have enough to show three digits of the largest.
    """
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
