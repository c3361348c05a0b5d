"""Render the reports of `inspect` and `similar` on a terminal, for staff only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from ..records import Comparison, SheetCase
from ..text import INDENT, counted, visible
from ..verdict.copying import LEAST, Pair, Similar, bits, over_all
from ..verdict.inspection import Failure, InspectedTask, Inspection, Snippet
from . import words
from .checked import message_lines, printed, tasks_table
from .panels import FittedPicture, GivenPanels
from .picture import givens, picture
from .terminal import LOUD

MOST_PAIRS = 20


def inspection_report(inspection: Inspection) -> RenderableType:
    """Render a submission: its verdicts, and the code and cases of each task that lost points.

    For each aspect, show the case that is easiest to follow in full, and count the others.
    """
    stored, grade = inspection.stored, inspection.grade
    title = f"{stored.student or '-'}, {stored.exercise}   {visible(stored.filename)}"
    parts: list[RenderableType] = [*tasks_table(grade or stored, title), Text()]
    if grade and inspection.differs:
        points = f"{words.points(stored)} in its result, {words.points(grade)} now."
        parts.append(Text(f"{points} {words.DIFFERS}\n", LOUD))
    parts += [Text(f"{visible(line)}\n", LOUD) for line in words.overrides(stored)]
    for inspected in inspection.tasks:
        if inspected.grade.verdict != "pass":
            parts += _task(inspected, visible(stored.filename))
    return Group(*parts)


def similar_table(found: Sequence[Similar]) -> RenderableType:
    """Render what pairs of students share over all exercises, the most unlikely pair first."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for name in ("students", "bits", "shared"):
        table.add_column(name, justify="right" if name == "bits" else "left", overflow="fold")
    pairs, by_name = over_all(found), {each.exercise: each for each in found}
    for students, shared in pairs[:MOST_PAIRS]:
        table.add_row(
            Text(" and ".join(map(visible, students))),
            f"{bits(shared):.0f}",
            Text("\n".join(_shared(by_name[name], pair) for name, pair in shared.items())),
        )
    if not pairs:
        return Text("Nothing stands out.")
    usual = ", ".join(f"{each.usual:.0f} bits in {visible(each.exercise)}" for each in found)
    lines = [f"19 of 20 pairs share up to {usual}."]
    if len(pairs) > MOST_PAIRS:
        more = len(pairs) - MOST_PAIRS
        lines.insert(0, f"{counted(more, 'more pair')} on the page.")
    return Group(table, Text("\n".join(lines)))


def _shared(found: Similar, pair: Pair) -> str:
    numbers = [f"wrong numbers in {visible(same.task)}" for same in pair.same]
    lines = f"{found.share(pair, 0)} and {found.share(pair, 1)} lines of code"
    code = [lines] if pair.code >= LEAST else []
    return f"{visible(found.exercise)}: {', '.join([*code, *numbers])}"


def _task(inspected: InspectedTask, file: str) -> Iterable[RenderableType]:
    grade = inspected.grade
    missing = grade.max_score - (grade.score or 0.0)
    title = Text.assemble((grade.name, "bold"), f"   {words.short(missing)} lost")
    yield Rule(title, align="left", style="dim", characters="─")
    yield from (Text(f"  {visible(line)}") for line in words.costs(grade))
    for snippet in inspected.code:
        yield Text()
        yield _code(snippet)
    if inspected.more:
        yield Text(words.more_lines(inspected.more), "dim")
    yield Text()
    if grade.shown:
        yield _title(grade.shown.case)
    yield from message_lines(grade.message, file)
    if grade.shown:
        yield from _pictures(grade.shown)
    if grade.output:
        yield printed(grade.output)
    in_full = {grade.shown.case.aspect} if grade.shown else set[str]()
    others = Counter[str]()
    for failure in inspected.failures:
        case = failure.comparison.case
        if case.aspect in in_full:
            others[f"{visible(case.aspect)}, {_seen(case)}"] += 1
        else:
            in_full.add(case.aspect)
            yield from _failure(failure, file)
    if others:
        more = "; ".join(f"{count} more of {kind}" for kind, count in others.items())
        yield Text(f"\nAlso wrong, and on the page: {more}", "dim")
    yield Text()


def _code(snippet: Snippet) -> RenderableType:
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for number, line in enumerate(snippet.lines, start=snippet.line):
        table.add_row(str(number), Text(visible(line)))
    return table


def _seen(case: SheetCase) -> str:
    return "public" if case.public else "hidden"


def _title(case: SheetCase) -> Text:
    return Text(f"{visible(case.aspect)}, {_seen(case)}", "bold")


def _failure(failure: Failure, file: str) -> Iterable[RenderableType]:
    yield Text()
    yield _title(failure.comparison.case)
    yield from message_lines(failure.message, file)
    yield from _pictures(failure.comparison)


def _pictures(comparison: Comparison) -> Iterable[RenderableType]:
    given = givens(comparison)
    if given.panels:
        yield Padding(GivenPanels(given), (0, 0, 0, len(INDENT)))
    if picture(comparison):
        yield Padding(FittedPicture(comparison), (0, 0, 0, len(INDENT)))
