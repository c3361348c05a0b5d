"""Render the report of `check`: one failure in full, then the table and what to do next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.segment import SegmentLines
from rich.table import Table
from rich.text import Text

from ..records import Cell, Grade, Message, TaskGrade, Verdict
from ..text import INDENT, visible
from ..verdict.explain import LOADING_ENDED
from . import words
from .next_step import ShownFailure, next_step, unwritten_helper
from .panels import FittedPicture, GivenPanels
from .picture import givens, picture
from .terminal import LOUD, mark

MOST_LINES = 58  # of a report on one failure; the prompt needs room too
MOST_WARNINGS = 4
CUT = Text("Cut to fit the window: `autograder check` without --watch shows all.", "dim")
WATCHING = ("cut", "watching", "watching", "prompt")  # the lines below the report in a window
HINT = "bold magenta"
PIECE_GAP = "   "
AT_LINE = re.compile(r"( does not parse| has a merge conflict) at line (\d+)")


def check_report(
    grades: Sequence[Grade],
    files: Sequence[str] = (),
    every: bool = False,
    aspect: str = "",
    notes: Iterable[str] = (),
    height: int | None = None,
) -> RenderableType:
    """Render grades for a student: where and how they are wrong, then each task.

    files: the path of each file, as an editor opens it; by default, the name of the exercise.
    every: show every failure, not only the first. aspect: show aspects with this in their name.
    notes: further sentences for the student, below the table.
    height: of a window in which nothing may scroll off: even the table may then be dropped.
    """
    titles = files or [grade.exercise for grade in grades]
    found = [
        each
        for grade, title in zip(grades, titles, strict=True)
        for each in _failures(grade, title, every)
        if aspect.casefold() in each.aspect.casefold()
    ]
    if not every:
        found.sort(key=lambda each: each.task.verdict == "not_implemented")  # keeps the order
    table = Group(*_table(grades, titles))
    below = Group(*(Text(visible(note), "green") for note in notes))
    last = Text(next_step(grades, found, every or bool(aspect)), "bold")
    if every:
        return Group(*_in_full(found), table, below, last)
    return Fitted(tuple(found[:1]), (table, below, last), height)


def _failures(grade: Grade, file: str, every: bool) -> Iterator[ShownFailure]:
    """Yield the failures to show, of tasks that the student has begun.

    A task that only waits for other, unwritten tasks is shown only with `every`. An error that
    stopped the file from loading is shown once.
    """
    loading: set[str] = set()
    for task in grade.tasks:
        if task.verdict in ("pass", "not_graded") or not task.message.lines:
            continue
        lacks_helper = task.needs and task.shown
        if task.verdict == "not_implemented" and not (lacks_helper or words.begun(task)):
            continue
        if unwritten_helper(grade, task) and not every:
            continue
        _, ended, why = str(task.message).partition(LOADING_ENDED)
        if ended and why in loading:
            continue
        loading.add(why)
        for each in (task, *task.others):
            yield ShownFailure(grade, file, each)


class Fitted(Struct, frozen=True):
    """At most one failure, and the text below it. If room is short, drop what matters least.

    foot: the table, the notes and the last line. height: see `check_report`.
    """

    failures: Sequence[ShownFailure]
    foot: tuple[RenderableType, RenderableType, RenderableType]
    height: int | None = None

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pieces = [piece for each in self.failures for piece in _pieces(each)]
        pieces += zip((0, 0, 0) if self.height is None else (5, 6, 0), self.foot, strict=True)
        room = MOST_LINES if self.height is None else self.height - len(WATCHING)
        lines = [console.render_lines(piece, options, pad=False) for _, piece in pieces]
        whole = len(pieces)
        while sum(map(len, lines)) > room and any(rank for rank, _ in pieces):
            least = max(range(len(pieces)), key=lambda at: pieces[at][0])
            del pieces[least], lines[least]
        for piece in lines:
            yield SegmentLines(piece, new_lines=True)  # rendering twice would take twice as long
        if self.height is not None and len(pieces) < whole:
            yield CUT


def _in_full(found: Iterable[ShownFailure]) -> Iterator[RenderableType]:
    for each in found:
        yield from (piece for _, piece in _pieces(each))


def _pieces(failure: ShownFailure) -> Iterator[tuple[int, RenderableType]]:
    """Yield (rank, piece) for a failure, from top to bottom. The highest rank is dropped first."""
    task = failure.task
    title = mark(task.verdict).append(f" {task.name}", "bold")
    title.append(f"   {visible(failure.file)}", "dim")
    yield 0, _inset(Group(Rule(title, align="left", style="dim", characters="─")), 0)
    if task.cells and task.shown:
        yield 4, _inset(Group(_grid(task), Text()))
    yield 0, _inset(Group(*message_lines(task.message, failure.file)))
    yield from ((rank, _inset(piece)) for rank, piece in _pictures(task, failure.debug))
    if task.output:
        yield 1, _inset(printed(task.output))
    yield 0, Text()


def _inset(piece: RenderableType, indent: int = 2) -> RenderableType:
    return Padding(piece, (0, 0, 0, indent))


# -- the table -------------------------------------------------------------------------------


def _table(grades: Sequence[Grade], files: Sequence[str]) -> Iterator[RenderableType]:
    """Yield the table of tasks, or of exercises if there are several."""
    if len(grades) == 1:
        yield from tasks_table(grades[0], files[0])
    else:
        yield from _exercises(grades, files)


def _exercises(grades: Sequence[Grade], files: Sequence[str]) -> Iterator[RenderableType]:
    """Yield a line for each exercise, and any problem with it as a whole."""
    table = Table.grid(padding=(0, 2))
    table.add_row("", Text("right", "dim"), Text("points", "dim"))
    for grade in grades:
        right = sum(task.verdict == "pass" for task in grade.tasks)
        done = bool(grade.tasks) and right == len(grade.tasks)
        verdict: Verdict = "pass" if done else "fail" if _begun(grade) else "not_implemented"
        if grade.score is None:
            table.add_row(_name("not_graded", grade.exercise), "not checked")
        else:
            count = f"{right} of {len(grade.tasks)}"
            table.add_row(_name(verdict, grade.exercise), count, words.of_points(grade))
    yield table
    for grade, file in zip(grades, files, strict=True):
        yield from _problem(grade, file, named=True)
    of: dict[str, list[str]] = {}  # warning -> the exercises that it is about
    for grade in grades:
        for text in _warnings(grade):
            of.setdefault(text, []).append(grade.exercise)
    every = [grade.exercise for grade in grades if grade.score is not None]
    yield from _warning_lines(
        text if names == every and len(every) > 1 else f"{', '.join(names)}: {text}"
        for text, names in of.items()
    )


def tasks_table(grade: Grade, file: str) -> Iterator[RenderableType]:
    """Yield a file's title, the points of each task, and any problem with it as a whole."""
    exercise = "" if grade.exercise in file else f"   {grade.exercise}"
    title = Text.assemble((visible(file), "bold"), f"{exercise}   {words.points(grade)}")
    yield Rule(title, align="left", style="dim", characters="─")
    yield from _problem(grade, file)
    table = Table.grid(padding=(0, 2))
    for task in grade.tasks:
        silent = task.verdict == "error" and not task.message.lines
        state = "does not parse" if silent else words.state(task)
        table.add_row(_name(task.verdict, task.name), words.of_points(task), state)
    if any(task.message.lines or task.verdict == "pass" for task in grade.tasks):
        yield table  # otherwise there is only the problem with the file
    yield from _warning_lines(_warnings(grade))


def _name(verdict: Verdict, name: str) -> Text:
    text = mark(verdict).append(f" {name}", "bold")
    text.no_wrap = True
    return text


def _problem(grade: Grade, file: str, named: bool = False) -> Iterator[RenderableType]:
    """Yield any problem with a file as a whole. named: begin with the file."""
    start = f"{visible(file)}: " if named else ""
    reason = "\n".join(map(visible, (grade.reason or "").split("\n")))
    if grade.score is None:
        yield Text(f"? {start}not checked: {reason or 'no reason given'}", LOUD)
    elif place := AT_LINE.match(reason.removeprefix(grade.filename)):  # so that editors open it
        yield Text(
            f"{file}:{place[2]}{place[1]}{reason.removeprefix(grade.filename)[place.end() :]}"
        )
    elif reason:
        about = reason.removeprefix(grade.filename) if named and grade.filename else reason
        yield Text(f"{visible(file)}{about}" if about != reason else f"{start}{reason}")


def _warnings(grade: Grade) -> list[str]:
    """Return each warning, and each piece of advice about right answers, once."""
    advice: dict[str, list[str]] = {}
    for task in grade.tasks:
        if task.verdict == "pass" and task.message.lines:
            advice.setdefault(str(task.message), []).append(task.name)
    texts = [f"{', '.join(names)}: {text}" for text, names in advice.items()]
    return [*grade.warnings, *texts]


def _warning_lines(warnings: Iterable[str]) -> Iterator[RenderableType]:
    """Yield a line for each, up to a limit."""
    texts = list(warnings)
    for text in texts[:MOST_WARNINGS]:
        yield Text(f"! {visible(text)}", "yellow")
    if len(texts) > MOST_WARNINGS:
        yield Text(f"! and {len(texts) - MOST_WARNINGS} more like these", "yellow")


def _begun(grade: Grade) -> bool:
    return bool(grade.reason) or any(
        task.verdict != "not_implemented" or words.begun(task) for task in grade.tasks
    )


# -- one failure -----------------------------------------------------------------------------


def _grid(task: TaskGrade) -> RenderableType:
    """Render the cells with values, and the habits that are broken."""
    grid = words.grid(words.telling(task.cells), task.uncounted)
    table = Table.grid(padding=(0, 2))
    if grid.parts:
        table.add_row("", *(Text(part, "dim", no_wrap=True) for part in grid.parts))
    for aspect, cells in grid.rows:
        table.add_row(Text(aspect), *(_cell(cell, grid.parts) for cell in cells))
    left_out = [Text(visible(f"{aspect}  {why}"), "dim") for aspect, why in grid.uncounted]
    return Group(table, *left_out)


def _cell(cell: Cell | None, parts: Sequence[str]) -> Text:
    if cell is None:
        return Text()
    if cell.counts:
        return Text("✓", "green")
    if cell.open:
        return Text("• open" if parts else "• not written yet", "yellow")
    if not cell.total:
        return Text(words.tally(cell), "dim")
    right = f" {words.tally(cell)}{'' if parts else ' right'}"
    return Text.assemble(("✗", "bold red"), right, no_wrap=True)


def message_lines(message: Message, file: str) -> Iterator[RenderableType]:
    """Render each line with its indent, even if it wraps. The first line of the hint stands out."""
    for line in message.lines:
        text = line.text
        if line.line is not None:
            text = f"{file}:{line.line}{text.removeprefix(f'line {line.line}')}"
        yield _indented(Pieces(visible(text)), len(INDENT) * line.depth)
    for number, paragraph in enumerate(message.recognised):
        style = "none" if number else HINT
        yield _indented(Text(visible(paragraph), style), len(INDENT))


class Pieces(Struct, frozen=True):
    """A line of text that wraps between its pieces, such as `bias (2,)`, where it has several."""

    text: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        first, *rest = self.text.split(PIECE_GAP)
        lines = [first]
        for piece in rest:
            longer = f"{lines[-1]}{PIECE_GAP}{piece}"
            if cell_len(longer) <= options.max_width:
                lines[-1] = longer
            else:
                lines.append(piece)
        yield Text("\n".join(lines))


def _indented(text: RenderableType, indent: int) -> RenderableType:
    return Padding(text, (0, 0, 0, indent), expand=False)


def _pictures(task: TaskGrade, debug: str) -> Iterator[tuple[int, RenderableType]]:
    if task.shown is None:
        return
    given = givens(task.shown)
    if given.panels:
        yield 3, Group(Text(), GivenPanels(given, f"autograder debug {debug}"))
    if picture(task.shown):
        yield 2, Group(Text(), FittedPicture(task.shown))


def printed(output: str) -> RenderableType:
    """Render the output of student code, cut, with control codes visible."""
    shown = words.first_lines(output)
    return Group(
        Text("\nyour code printed", "dim"),
        Text("\n".join(f"│ {line}" for line in shown), overflow="fold"),
    )
