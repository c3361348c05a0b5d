"""Render a class and a submission for staff, a submission for its student, a task for a notebook.

Pages have no scripts and load nothing. All text in a template is made visible, then escaped. The
output of student code may contain numbers of hidden cases: only the page for staff has it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ..records import Comparison, Grade, Message, TaskGrade, TaskSheet
from ..text import INDENT, visible
from ..verdict.copying import Pair, Similar
from ..verdict.inspection import Inspection, Told
from . import summary, words
from .picture import call, givens, picture

BINS = 10
MOST_COMMON = 8
MOST_ROWS = 500  # of one table; a browser lays out the others when somebody opens them
POINTS = re.compile("<!-- points(?: of (.*?))? -->.*?<!-- end of points -->", re.DOTALL)
MOST_PAIRS = 10  # of one group, with their code
SIDE = 8  # rows and columns of a picture, so that three stand side by side


def class_page(
    grades: Sequence[Grade],
    folders: Mapping[str, str],
    hints: Mapping[str, Mapping[str, str]] | None = None,
    totals: Sequence[Grade] = (),
    notices: Sequence[str] = (),
) -> str:
    """Return report.html: the class's results, most common mistakes and links to feedback pages.

    folders: student -> the name of their folder beside the page.
    hints: exercise -> mistake -> its hint. totals: of sets of exercises.
    notices: sentences for staff, shown first.
    """
    by_exercise = sorted(summary.by_exercise(grades).items())
    exercises = [_exercise(name, members, folders) for name, members in by_exercise]
    graded = {exercise["name"]: exercise["graded"] for exercise in exercises}
    common = []
    for (exercise, name), count in summary.most_common(grades)[:MOST_COMMON]:
        hint = (hints or {}).get(exercise, {}).get(name, "")
        row = {"exercise": exercise, "name": name, "count": count, "hint": hint}
        common.append({**row, "total": graded[exercise]})
    return _render(
        "class.html",
        grades=grades,
        lost=[grade for grade in grades if grade.status == "not_graded"],
        notices=notices,
        overridden=[(grade, words.overrides(grade)) for grade in grades if grade.overrides],
        mean=summary.mean_share(grades),
        mistakes=common,
        sets=[_set(*each) for each in sorted(summary.by_exercise(totals).items())],
        shared=[_shared(*each) for each in summary.shared(grades)[:MOST_COMMON]],
        exercises=exercises,
    )


def feedback_page(grade: Grade) -> str:
    """Return feedback.html: one submission, task by task. Only public cases are pictured."""
    tasks = [_task(task, task.name in grade.overrides) for task in grade.tasks]
    return _render("feedback.html", grade=grade, tasks=tasks)


def with_points(page: str, grade: Grade) -> str:
    """Return a feedback page with the points of this grade; its pictures stay as they were."""
    tasks = {task.name: task for task in grade.tasks}

    def points(match: re.Match[str]) -> str:
        if (name := match[1]) is None:
            return _render("points.html", grade=grade)
        task = {"grade": tasks[name], "overridden": name in grade.overrides}
        return _render("task_points.html", task=task)

    return POINTS.sub(points, page)


def inspect_page(inspection: Inspection) -> str:
    """Return the page of a submission for staff alone: its code, and hidden cases in numbers."""
    tasks = [_told(told) for told in inspection.tasks]
    return _render("inspect.html", inspection=inspection, tasks=tasks, differs=words.DIFFERS)


def similar_page(found: Sequence[Similar]) -> str:
    """Return the page of what submissions share, for staff: code side by side, wrong numbers."""
    exercises = []
    for each in found:
        groups = []
        for group in each.groups:
            shown = [_pair(each, pair) for pair in group.pairs[:MOST_PAIRS]]
            groups.append({"group": group, "pairs": shown})
        exercises.append({"found": each, "groups": groups})
    return _render("similar.html", exercises=exercises)


def cell_output(task: TaskGrade) -> str:
    """Return one task as HTML for the output of a notebook cell; its styles affect nothing else."""
    return _render("cell.html", task=_task(task))


def _render(template: str, **values: Any) -> str:
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("autograder.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        verdicts=words.VERDICTS,
        points=words.points,
        overrides=words.overrides,
        tally=words.tally,
        number=words.short,
        words=words.prose,
    )
    return environment


def _finalize(value: Any) -> Any:
    """Make text from a template visible, except the markup of its own macros."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _exercise(name: str, grades: Sequence[Grade], folders: Mapping[str, str]) -> dict[str, Any]:
    graded = [grade for grade in grades if grade.score is not None]
    names = list(dict.fromkeys(task.name for grade in graded for task in grade.tasks))
    rows = []
    for grade in grades:
        tasks = {task.name: task for task in grade.tasks}
        rows.append(
            {
                "grade": grade,
                "link": _link(folders[grade.student or ""], name),
                "tasks": [tasks.get(task) for task in names],
                "mistakes": summary.mistakes(grade),
                "overrides": words.overrides(grade),
                "remark": words.remark(grade),
            }
        )
    return {
        "name": name,
        "graded": len(graded),
        "mean": summary.mean_share(graded),
        "bins": _bins(graded),
        "tasks": [_rate(task, graded) for task in names],
        "groups": [rows[start : start + MOST_ROWS] for start in range(0, len(rows), MOST_ROWS)],
    }


def _set(name: str, totals: Sequence[Grade]) -> dict[str, Any]:
    graded = [total for total in totals if total.score is not None]
    groups = [totals[start : start + MOST_ROWS] for start in range(0, len(totals), MOST_ROWS)]
    return {"name": name, "mean": summary.mean_share(graded), "groups": groups}


def _shared(key: tuple[str, str, str], students: Sequence[str]) -> dict[str, Any]:
    exercise, task, fingerprint = key
    row = {"exercise": exercise, "task": task, "fingerprint": fingerprint, "count": len(students)}
    return {**row, "students": students[:MOST_COMMON]}


def _link(folder: str, exercise: str) -> str:
    return "/".join(quote(step, safe="") for step in (folder, exercise, "feedback.html"))


def _bins(graded: Sequence[Grade]) -> list[int]:
    """Count the submissions with up to 10 %, 20 % ... of the points."""
    bins = [0] * BINS
    for grade in graded:
        share = (grade.score or 0.0) / grade.max_score if grade.max_score else 0.0
        bins[max(0, min(BINS - 1, int(share * BINS)))] += 1
    return bins


def _rate(name: str, graded: Sequence[Grade]) -> dict[str, Any]:
    """Count the submissions in which a task is right."""
    verdicts = []
    for grade in graded:
        verdicts += [task.verdict for task in grade.tasks if task.name == name]
    return {"name": name, "right": verdicts.count("pass"), "total": len(verdicts)}


def _task(task: TaskGrade, overridden: bool = False) -> dict[str, Any]:
    shown = task.shown if task.shown is not None and task.shown.case.public else None
    told = _case(task.message, shown)
    return {
        "grade": task,
        "overridden": overridden,
        "grid": words.grid(task.cells, task.uncounted),
        **told,
    }


def _pair(found: Similar, pair: Pair) -> dict[str, Any]:
    sides = []
    for student, marked in zip(pair.students, pair.lines, strict=True):
        lines = [line.expandtabs(4) for line in found.codes[student].text.split("\n")]
        sides.append({"student": student, "lines": lines, "marked": marked})
    same = [{"task": each.task, **_case(Message(), each.comparison)} for each in pair.same]
    return {"pair": pair, "sides": sides, "same": same}


def _told(told: Told) -> dict[str, Any]:
    task = told.grade
    return {
        "grade": task,
        "overridden": False,  # it runs again here; what was set by hand stands above
        "grid": words.grid(task.cells, task.uncounted),
        **_case(task.message, task.shown, told.task),
        "told": told,
        "output": task.output.expandtabs().splitlines(),
        "cases": [_case(each.message, each.comparison, told.task) for each in told.failures],
    }


def _case(
    message: Message, shown: Comparison | None, task: TaskSheet | None = None
) -> dict[str, Any]:
    """Lay out what is told of a case. task: to write its call as code, for staff."""
    drawn = picture(shown, SIDE, SIDE) if shown else None
    return {
        "message": [(len(INDENT) * line.depth, line.text) for line in message.lines],
        "hint": message.recognised,
        "picture": drawn,
        "givens": givens(shown) if shown and drawn else [],
        "shown": shown.case if shown else None,
        "call": call(task, shown.case) if shown and task else "",
    }
