"""Render on a terminal: the report of `check`, and the exercises of a course."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from ..errors import lacking
from ..records import INDENT, Cell, Comparison, Grade, Message, TaskGrade, Verdict
from ..spec import Exercise
from ..text import visible
from . import words
from .picture import LONGEST_SIDE, Panel, givens, picture

OUTPUT_LINES = 12
OUTPUT_WIDTH = 200
PANEL_GAP = "   "
FEWEST_COLUMNS = 3  # of a picture; if fewer fit side by side, the panels go below each other

# Only the terminal's own sixteen colours, which are legible on a light or dark background.
STYLES: dict[Verdict, str] = {
    "pass": "green",
    "not_implemented": "yellow",
    "missing": "yellow",
    "not_graded": "magenta",
}
WRONG = "bold white on red"
HINT = "bold magenta"
LOUD = "bold white on magenta"


def console(stderr: bool = False) -> Console:
    """Return the terminal, without rich's highlighting of numbers and without emoji."""
    return Console(stderr=stderr, highlight=False, emoji=False)


def check_report(grades: Sequence[Grade], files: Sequence[str] = ()) -> RenderableType:
    """Render grades for a student: each task, and where and how it is wrong.

    files: a title for each grade, such as "03_convolution/convolution.py"; by default the exercise.
    """
    titles = files or [grade.exercise for grade in grades]
    parts: list[RenderableType] = []
    for grade, title in zip(grades, titles, strict=True):
        parts += _exercise(grade, title)
    return Group(*parts)


def catalog_table(exercises: Mapping[str, Exercise]) -> RenderableType:
    """Render the exercises of a course: title, tasks and points."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column("exercise", no_wrap=True)
    table.add_column("tasks")
    table.add_column("points", justify="right")
    for name, exercise in exercises.items():
        total = words.short(sum(task.points for task in exercise.tasks))
        table.add_row(Text(name, "bold"), Text(exercise.title, "bold"), Text(total, "bold"))
        for task in exercise.tasks:
            table.add_row("", Text(task.name), words.short(task.points))
        if refusal := lacking(name, exercise.packages):
            table.add_row("", Text(f"{refusal.problem}\n{refusal.remedy}", LOUD))
    return table


def _exercise(grade: Grade, name: str) -> Iterable[RenderableType]:
    title = Text.assemble((visible(name), "bold"), f"   {words.points(grade)}")
    yield Rule(title, align="left", style="dim", characters="─")
    if grade.score is None:
        yield Text(f"? NOT GRADED: {visible(grade.reason or 'no reason given')}", LOUD)
    elif grade.reason:
        yield Text("\n".join(map(visible, grade.reason.split("\n"))) + "\n")
    width = max((len(task.name) for task in grade.tasks), default=0)
    for task in grade.tasks:
        yield from _task(task, width)
    for warning in grade.warnings:
        yield Text(f"! {visible(warning)}", "yellow")
    if not grade.tasks:
        return
    passed = sum(task.verdict == "pass" for task in grade.tasks)
    closing = Text.assemble(
        (f"\n{passed} of {len(grade.tasks)} tasks right   {words.points(grade)}", "bold")
    )
    upcoming = next((task.name for task in grade.tasks if task.verdict != "pass"), None)
    if upcoming:
        closing.append(f"   next: {upcoming}")
    yield closing.append("\n")


def _task(task: TaskGrade, width: int) -> Iterable[RenderableType]:
    line = mark(task.verdict).append(f" {task.name.ljust(width)}", "bold")
    if task.verdict == "not_implemented":
        state = f"needs {', '.join(task.needs)}" if task.needs else "not written yet"
        yield line.append(f"   {words.points(task)}   {state}")
        return
    ending = "" if task.verdict in ("pass", "fail") else f"   {words.VERDICTS[task.verdict][1]}"
    yield line.append(f"   {words.cells(task)}   {words.points(task)}{ending}")
    if task.verdict == "pass":
        if task.message.lines:
            yield Padding(Text(str(task.message), "dim"), (0, 0, 0, 4))
        return
    details: list[RenderableType] = [
        *([_grid(task), Text()] if task.cells else []),
        *_message(task.message),
    ]
    if task.shown:
        details += _pictures(task.shown)
    if task.output:
        details.append(_output(task.output))
    yield Padding(Group(*details), (0, 0, 1, 4))


def mark(verdict: Verdict) -> Text:
    """Return the mark of a verdict in its colour."""
    return Text().append(words.VERDICTS[verdict][0], f"bold {STYLES.get(verdict, 'red')}")


def _grid(task: TaskGrade) -> RenderableType:
    grid = words.grid(task)
    table = Table.grid(padding=(0, 2))
    if grid.parts:
        table.add_row("", *(Text(part, "dim") for part in grid.parts))
    for aspect, cells in grid.rows:
        table.add_row(Text(aspect, no_wrap=True), *map(_cell, cells))
    left_out = [Text(visible(f"{aspect}  {why}"), "dim") for aspect, why in grid.uncounted]
    return Group(table, *left_out)


def _cell(cell: Cell | None) -> Text:
    if cell is None:
        return Text()
    if cell.counts:
        return Text("✓", "green")
    if not cell.total:
        return Text(words.tally(cell), "dim")
    return Text.assemble(("✗", "bold red"), f" {words.tally(cell)}")


def _message(message: Message) -> Iterable[RenderableType]:
    """Render each line with its indent, also where it wraps. The mistake's name stands out."""
    for line in message.lines:
        yield _indented(Text(visible(line.text)), len(INDENT) * line.depth)
    for number, paragraph in enumerate(message.recognised):
        style = "none" if number else HINT
        yield _indented(Text(visible(paragraph), style), len(INDENT))


def _indented(text: Text, indent: int) -> RenderableType:
    return Padding(text, (0, 0, 0, indent), expand=False)


def _pictures(comparison: Comparison) -> Iterable[RenderableType]:
    if picture(comparison) is None:
        return
    if inputs := givens(comparison):
        yield Text()
        yield Panels(inputs)
    yield Text()
    yield FittedPicture(comparison)


def _output(output: str) -> RenderableType:
    """Render the output of student code, cut, with control codes visible."""
    lines = output.rstrip("\n").split("\n")
    shown = [visible(line)[:OUTPUT_WIDTH] for line in lines[:OUTPUT_LINES]]
    if len(lines) > OUTPUT_LINES:
        shown.append(f"… and {len(lines) - OUTPUT_LINES} more lines")
    return Group(
        Text("\nyour code printed", "dim"),
        Text("\n".join(f"│ {line}" for line in shown), overflow="fold"),
    )


@dataclass(frozen=True)
class FittedPicture:
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


@dataclass(frozen=True)
class Panels:
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
