"""Render pictures of arrays on a terminal: panels side by side, wrong numbers in brackets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from ..records import Comparison
from .picture import LONGEST_SIDE, Givens, Panel, picture, planes

PANEL_GAP = "   "
LINE = 88  # columns of what a student's script prints
FEWEST_COLUMNS = 3  # of a picture; if fewer fit side by side, the panels are stacked
WRONG = "bold red reverse"  # white on red is pale in the output of a notebook


class FittedPicture(Struct, frozen=True):
    """Yours, TensorFlow's and the difference, with as many columns as fit on the terminal."""

    comparison: Comparison

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for columns in range(LONGEST_SIDE, FEWEST_COLUMNS - 1, -1):
            drawn = picture(self.comparison, columns)
            if drawn is None:
                return
            if columns == FEWEST_COLUMNS or _width(drawn.panels) <= options.max_width:
                yield Text(drawn.caption, "dim")
                yield Panels(drawn.panels)
                return


class Panels(Struct, frozen=True):
    """Panels side by side, wrapped if they do not fit. Wrong numbers are red and in brackets."""

    panels: Sequence[Panel]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        rest = list(self.panels)
        while rest:
            fitting = 1
            while fitting < len(rest) and _width(rest[: fitting + 1]) <= options.max_width:
                fitting += 1
            table = Table.grid(padding=(0, len(PANEL_GAP)))
            table.add_row(*(_panel(panel) for panel in rest[:fitting]))
            yield table
            rest = rest[fitting:]


class GivenPanels(Struct, frozen=True):
    """The arguments of a case, and how many planes are left out. way: as in `Givens.more`."""

    given: Givens
    way: str = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Panels(self.given.panels)
        if more := self.given.more(self.way):
            yield Text(more, "dim")


def as_planes(name: str, value: object, axes: str = "") -> str:
    """Write an array of three or more axes plane by plane, as `check` does; others as NumPy does.

    name: what it is called in the titles of the planes.
    axes: a word for each axis, such as "batch height width channels".
    """
    array = np.asarray(value) if isinstance(value, np.ndarray | np.generic) else None
    if array is None or array.ndim < 3 or array.dtype.kind not in "biuf" or not array.size:
        return str(value)
    drawn = planes(name, axes, array, max(array.shape))
    if max(map(_panel_width, drawn)) > LINE:
        widest = max(panel.width for panel in drawn)
        drawn = planes(name, axes, array, max(1, LINE // (widest + 1) - 1))
    console = Console(  # in a notebook, rich would also display something empty
        width=LINE, color_system=None, highlight=False, emoji=False, force_jupyter=False
    )
    with console.capture() as captured:
        console.print(Panels(drawn))
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def _width(panels: Sequence[Panel]) -> int:
    return sum(_panel_width(panel) for panel in panels) + len(PANEL_GAP) * (len(panels) - 1)


def _panel_width(panel: Panel) -> int:
    columns = max((len(row) for row in panel.rows), default=0)
    return max(len(panel.title), columns * (panel.width + 1) + 1)


def _panel(panel: Panel) -> Text:
    text = Text(panel.title, no_wrap=True)
    for row, wrong in zip(panel.rows, panel.wrong, strict=True):
        text.append("\n").append_text(_numbers(row, wrong, panel.width))
    return text


def _numbers(row: Sequence[str], wrong: Sequence[bool], width: int) -> Text:
    """Render one row of a panel, with each run of wrong numbers in brackets: ` 1[ 5 -3] 2`."""
    text = Text()
    before = False
    for word, bad in zip(row, wrong, strict=True):
        edge = "[" if bad and not before else "]" if before and not bad else " "
        text.append(edge, WRONG if edge != " " or (bad and before) else "")
        text.append(word.rjust(width), WRONG if bad else "dim" if word == "·" else "")
        before = bad
    return text.append("]" if before else " ", WRONG if before else "")
