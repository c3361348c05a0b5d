"""Render what staff alone are told on a terminal: `inspect` and `similar`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from ..text import INDENT, visible
from ..verdict.copying import LEAST, Pair, Similar, bits, over_all
from ..verdict.inspection import Failure, Inspection, Snippet, Told
from . import words
from .checked import check_report
from .panels import FittedPicture, Panels
from .picture import givens, picture
from .terminal import LOUD

MOST_PAIRS = 20


def inspection_report(inspection: Inspection) -> RenderableType:
    """Render a submission: its verdicts, and for each task with points lost, code and cases."""
    stored, grade = inspection.stored, inspection.grade
    title = f"{stored.student or '-'}, {stored.exercise}   {visible(stored.filename)}"
    parts: list[RenderableType] = [check_report([grade or stored], [title], every=True)]
    if grade and inspection.differs:
        points = f"{words.points(stored)} in its result, {words.points(grade)} now."
        parts.append(Text(f"{points} {words.DIFFERS}\n", LOUD))
    parts += [Text(f"{visible(line)}\n", LOUD) for line in words.overrides(stored)]
    for told in inspection.tasks:
        if told.lost:
            parts += _task(told)
    return Group(*parts)


def similar_table(found: Sequence[Similar]) -> RenderableType:
    """Render who shares what with whom over all exercises, the least likely first."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for name in ("students", "bits", "shared"):
        table.add_column(name, justify="right" if name == "bits" else "left", overflow="fold")
    pairs = over_all(found)
    for students, shared in pairs[:MOST_PAIRS]:
        table.add_row(
            Text(" and ".join(map(visible, students))),
            f"{bits(shared):.0f}",
            Text("\n".join(_shared(exercise, pair) for exercise, pair in shared.items())),
        )
    if len(pairs) > MOST_PAIRS:
        more = len(pairs) - MOST_PAIRS
        return Group(table, Text(f"{more} more pair{'s' * (more > 1)} on the page."))
    return table if pairs else Text("Nothing stands out.")


def _shared(exercise: str, pair: Pair) -> str:
    numbers = [f"wrong numbers in {visible(same.task)}" for same in pair.same]
    code = ["code"] if pair.code >= LEAST else []
    return f"{visible(exercise)}: {', '.join([*code, *numbers])}"


def _task(told: Told) -> Iterable[RenderableType]:
    missing = told.grade.max_score - (told.grade.score or 0.0)
    title = Text.assemble((told.grade.name, "bold"), f"   {words.short(missing)} lost")
    yield Rule(title, align="left", style="dim", characters="─")
    for cell, cost in told.lost:
        place = f"{cell.part}, {cell.aspect}"
        yield Text(f"{words.short(cost):>6} for {place}: {words.tally(cell)}")
    for snippet in told.code:
        yield Text()
        yield _code(snippet)
    aspects = {told.grade.shown.case.aspect} if told.grade.shown else set()
    for failure in told.failures:
        aspect = failure.comparison.case.aspect
        if aspect not in aspects:
            aspects.add(aspect)
            yield from _failure(failure)
    yield Text()


def _code(snippet: Snippet) -> RenderableType:
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for number, line in enumerate(snippet.lines, start=snippet.line):
        table.add_row(str(number), Text(visible(line)))
    return table


def _failure(failure: Failure) -> Iterable[RenderableType]:
    case = failure.comparison.case
    yield Text(f"\n{visible(case.aspect)}, {'public' if case.public else 'hidden'}", "bold")
    for line in failure.message.lines:
        yield Padding(Text(visible(line.text)), (0, 0, 0, len(INDENT) * (line.depth + 1)))
    for paragraph in failure.message.recognised:
        yield Padding(Text(visible(paragraph)), (0, 0, 0, 2 * len(INDENT)))
    if picture(failure.comparison):
        yield Padding(Panels(givens(failure.comparison)), (0, 0, 0, len(INDENT)))
        yield Padding(FittedPicture(failure.comparison), (0, 0, 0, len(INDENT)))
