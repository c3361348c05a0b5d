"""Render a submission for its student or for staff, and a task for a notebook.

Pages load nothing; only the class page has a script, which is part of it. All text in a template is
made visible, then escaped. The output of student code may contain numbers of hidden cases, so only
the staff's page has it.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from ..records import Cell, Comparison, Grade, Message, TaskGrade, TaskSheet
from ..text import INDENT, counted, few, visible
from ..verdict.copying import Pair, Similar, bits, over_all
from ..verdict.explain import describe
from ..verdict.habits import lost
from ..verdict.inspection import InspectedTask, Inspection
from . import words
from .picture import Givens, call, givens, picture

POINTS = re.compile("<!-- points(?: of (.*?))? -->.*?<!-- end of points -->", re.DOTALL)
MOST_ROWS = 100  # of pairs over all exercises
MOST_PAIRS = 10  # of one group, with their code
MOST_WITH_CODE = 20  # pairs of one exercise
MOST_GROUPS = 50  # of one exercise; the least likely come first
MOST_CODE = 2**15  # characters of HTML for the code of one student beside another's
LONGEST_LINE = 500  # characters
MARKUP = 50  # characters of HTML around a line
ABOVE = 5  # lines above the first shared one
SIDE = 8  # rows and columns of a picture, so that three fit side by side


class CodeLine(NamedTuple):
    """One line of a submission beside another's. marked: whether both share code on it."""

    number: int
    text: str
    marked: bool


def feedback_page(grade: Grade) -> str:
    """Return feedback.html: one submission, task by task. Only public cases are pictured."""
    cards = []
    for task in grade.tasks:
        card = _card if task.verdict == "pass" else _card.__wrapped__
        cards.append(card(task, task.name in grade.overrides))
    return render("feedback.html", grade=grade, cards=cards)


@lru_cache(maxsize=256)  # a right task looks the same for every student
def _card(task: TaskGrade, overridden: bool) -> Markup:
    """Return the part of a feedback page about one task."""
    shown = _task(task, overridden, f"autograder debug {task.name}")
    return Markup(render("task.html", task={**shown, "costs": _costs(task)}))


def with_points(page: str, grade: Grade) -> str:
    """Return a feedback page with the points of this grade; its pictures are unchanged."""
    tasks = {task.name: task for task in grade.tasks}

    def points(match: re.Match[str]) -> str:
        if (name := match[1]) is None:
            return render("points.html", grade=grade)
        task = {"grade": tasks[name], "overridden": name in grade.overrides}
        return render("task_points.html", task=task)

    return POINTS.sub(points, page)


def inspect_page(inspection: Inspection) -> str:
    """Return a submission's page for staff only: its code, and hidden cases in numbers."""
    tasks = [_inspected(each) for each in inspection.tasks]
    return render("inspect.html", inspection=inspection, tasks=tasks, differs=words.DIFFERS)


def similar_page(found: Sequence[Similar]) -> str:
    """Return the staff's page about shared work: code side by side, and equal wrong numbers."""
    exercises = []
    for each in found:
        groups: list[dict[str, Any]] = []
        room = MOST_WITH_CODE
        for group in each.groups[:MOST_GROUPS]:
            shown = [_pair(each, pair) for pair in group.pairs[: min(MOST_PAIRS, room)]]
            room -= len(shown)
            names = few(group.students, MOST_ROWS)
            others = group.pairs[len(shown) : len(shown) + MOST_ROWS]
            more = len(group.pairs) - len(shown) - len(others)
            groups.append({"students": names, "pairs": shown, "others": others, "more": more})
        exercises.append({"found": each, "groups": groups})
    together = over_all(found) if len(found) > 1 else []
    pairs = [(students, bits(shared), list(shared)) for students, shared in together[:MOST_ROWS]]
    more = len(together) - len(pairs)
    return render("similar.html", exercises=exercises, pairs=pairs, more=more)


DATA, GAP = 2, "   "  # the depth of numbers and source in a message; the gap between shapes


def cell_output(
    task: TaskGrade, notes: Sequence[str] = (), output: str = "", call: str = ""
) -> str:
    """Return one task as HTML for the output of a notebook cell; its styles affect nothing else.

    notes: further sentences for the student. output: what the code printed in a public case.
    call: the expression that gives the case that is shown.
    """
    lines = words.first_lines(output) if output else []
    grid = words.grid(words.telling(task.cells), task.uncounted)
    shown = {**_task(task, way=call), "grid": grid}
    return render("cell.html", task=shown, notes=notes, lines=lines)


def hint_output(hints: Sequence[tuple[str, str]], more: str) -> str:
    """Return hints, each with its heading, as HTML for the output of a notebook cell."""
    paragraph = Markup("<p><strong>{}</strong><br>{}</p>")
    shown = [paragraph.format(heading, _code(text)) for heading, text in hints]
    return Markup("").join([*shown, Markup("<p>{}</p>").format(_code(more))])


def render(template: str, **values: Any) -> str:
    """Fill in a template."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("autograder.reports"),
        autoescape=True,
        auto_reload=False,  # else it asks for the age of each template's file again and again
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["code"] = _code
    environment.globals.update(
        verdicts=words.VERDICTS,
        points=words.points,
        no_points=words.NO_POINTS,
        state=words.state,
        unwritten=words.unwritten,
        overrides=words.overrides,
        tally=words.tally,
        costs=words.costs,
        more_lines=words.more_lines,
        number=words.short,
        words=words.prose,
    )
    return environment


def _finalize(value: Any) -> Any:
    """Make the text that a template shows visible, except the markup of its own macros."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _code(text: str) -> Markup:
    """Return text as HTML, with passages between backticks as code."""
    pieces = [escape(piece) for piece in visible(text).split("`")]
    if len(pieces) % 2 == 0:  # one backtick is unpaired
        return Markup("`").join(pieces)
    for number in range(1, len(pieces), 2):
        pieces[number] = Markup("<code>{}</code>").format(pieces[number])
    return Markup("").join(pieces)


def _task(task: TaskGrade, overridden: bool = False, way: str = "") -> dict[str, Any]:
    shown = task.shown if task.shown is not None and task.shown.case.public else None
    case = _case(task.message, shown, way=way)
    return {
        "grade": task,
        "overridden": overridden,
        "costs": {},
        "grid": words.grid(task.cells, task.uncounted),
        **case,
    }


def _costs(task: TaskGrade) -> dict[Cell, float]:
    """Return the cost of each cell that does not count, if others do."""
    return dict(lost(task)) if task.score else {}


def _pair(found: Similar, pair: Pair) -> dict[str, Any]:
    sides = []
    for side, (student, marked) in enumerate(zip(pair.students, pair.lines, strict=True)):
        lines, above, below = _around(found.codes[student].text.split("\n"), marked)
        share = found.share(pair, side)
        left_out = [counted(above, "line") + " above"] if above else []
        left_out += [counted(below, "line") + " below"] if below else []
        sides.append(
            {"student": student, "lines": lines, "share": share, "left_out": " and ".join(left_out)}
        )
    same = [{"task": each.task, **_case(Message(), each.comparison)} for each in pair.same]
    return {"pair": pair, "sides": sides, "same": same}


def _around(code: Sequence[str], marked: Collection[int]) -> tuple[list[CodeLine], int, int]:
    """Return the lines of a submission as they are shown, and how many above and below are not.

    All are shown if they fit; otherwise, as many as fit from the first shared line on.
    """
    cut = [line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…" for line in code]
    texts = [visible(line.expandtabs(4)) for line in cut]
    ends = [*accumulate(len(escape(text)) + MARKUP for text in texts)]
    first = max(0, min(marked, default=0) - ABOVE) if ends[-1] > MOST_CODE else 0
    end = bisect(ends, MOST_CODE + (ends[first - 1] if first else 0))
    lines = [CodeLine(n + 1, texts[n], n in marked) for n in range(first, end)]
    return lines, first, len(texts) - end


def _inspected(inspected: InspectedTask) -> dict[str, Any]:
    task = inspected.grade
    return {
        "grade": task,
        "overridden": False,  # it runs again here; points set by hand are shown above
        "costs": _costs(task),
        "grid": words.grid(task.cells, task.uncounted),
        **_case(task.message, task.shown, inspected.task),
        "inspected": inspected,
        "output": task.output.expandtabs().splitlines(),
        "cases": [
            _case(each.message, each.comparison, inspected.task) for each in inspected.failures
        ],
    }


def _case(
    message: Message, shown: Comparison | None, task: TaskSheet | None = None, way: str = ""
) -> dict[str, Any]:
    """Lay out a case and its message.

    task: to write its call as code, for staff. way: how a student can see the whole case.
    """
    drawn = picture(shown, SIDE, SIDE) if shown else None
    given = givens(shown) if shown else Givens()
    about = describe(shown.case) if given.panels and shown else ""
    return {
        "message": [
            (len(INDENT) * line.depth, line.text, line.depth < DATA and GAP not in line.text)
            for line in message.lines
        ],
        "hint": message.recognised,
        "about": "" if about in (line.text for line in message.lines) else about,
        "picture": drawn,
        "givens": given.panels,
        "more": given.more(way),
        "shown": shown.case if shown else None,
        "call": call(task, shown.case) if shown and task else "",
    }
