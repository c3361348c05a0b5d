"""Render a class for its staff, a submission for its student and a task for a notebook as HTML.

Pages have no scripts and load nothing. All text in a template is made visible, then escaped. The
output of student code is left out, because it may contain numbers of hidden cases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ..records import INDENT, Grade, TaskGrade
from ..text import visible
from . import summary, words
from .picture import givens, picture

BINS = 10
MOST_COMMON = 8
MOST_ROWS = 500  # of one table; a browser lays out the others when somebody opens them
SIDE = 8  # rows and columns of a picture, so that three stand side by side


def class_page(
    grades: Sequence[Grade],
    folders: Mapping[str, str],
    hints: Mapping[str, Mapping[str, str]] | None = None,
) -> str:
    """Return report.html: the class's results, most common mistakes and links to feedback pages.

    folders: student -> the name of their folder beside the page.
    hints: exercise -> mistake -> its hint.
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
        lost=[grade for grade in grades if grade.score is None],
        mean=summary.mean_share(grades),
        mistakes=common,
        shared=[_shared(*each) for each in summary.shared(grades)[:MOST_COMMON]],
        exercises=exercises,
    )


def feedback_page(grade: Grade) -> str:
    """Return feedback.html: one submission, task by task. Only public cases are pictured."""
    return _render("feedback.html", grade=grade, tasks=[_task(task) for task in grade.tasks])


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


def _task(task: TaskGrade) -> dict[str, Any]:
    shown = task.shown if task.shown is not None and task.shown.case.public else None
    drawn = picture(shown, SIDE, SIDE) if shown else None
    return {
        "grade": task,
        "message": [(len(INDENT) * line.depth, line.text) for line in task.message.lines],
        "hint": task.message.recognised,
        "grid": words.grid(task),
        "picture": drawn,
        "givens": givens(shown) if shown and drawn else [],
    }
