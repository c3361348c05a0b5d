"""Render report.html, the class report for staff, which begins with what to explain again.

It is a page of plain tables. Its script, report.js, adds sorting, filters and pages of rows.
"""

from __future__ import annotations

import base64
import hashlib
import statistics
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from ..records import Grade, TaskGrade, Verdict
from . import summary, words
from .html import render
from .items import Item, items

BINS = 10
MOST_COMMON = 5  # mistakes, tasks and names shown at first; the others are folded
MOST_ROWS = 500  # in one table: without the script, a browser lays out every row of an open one
Hints = Mapping[str, Mapping[str, str]]  # exercise -> mistake -> its hint


def class_page(
    grades: Sequence[Grade],
    folders: Mapping[str, str],
    hints: Hints | None = None,
    totals: Sequence[Grade] = (),
    notices: Sequence[str] = (),
    seconds: Mapping[tuple[str, str], float] | None = None,
    staff: Collection[str] = (),
) -> str:
    """Return report.html.

    folders: student -> the name of their folder beside the page. totals: of sets of exercises.
    notices: sentences for staff. seconds: (exercise, student) -> how long grading took.
    staff: the paths of the staff-only pages that exist, relative to this page.
    """
    rows = _Class(grades, folders, totals, staff)
    lost = [grade for grade in grades if grade.status == "not_graded"]
    script = _script()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return render(
        "class.html",
        script=Markup(script),
        policy=f"sha256-{digest}",
        grades=grades,
        lost=lost,
        notices=notices,
        overridden=[(grade, words.overrides(grade)) for grade in grades if grade.overrides],
        mean=summary.mean_share(grades),
        mistakes=rows.mistakes(hints or {}),
        shared=[_shared(*each) for each in summary.shared(grades)],
        exercises=rows.exercises,
        sets=rows.sets,
        students=_parts(rows.students()),
        runtime=_runtime(seconds or {}),
        similar=next((page for page in staff if page.endswith("similar.html")), None),
        most=MOST_COMMON,
    )


@cache
def _script() -> str:
    return files("autograder.reports").joinpath("templates/report.js").read_text(encoding="utf-8")


class _Class:
    """The rows of the page. folders, totals, staff: see `class_page`."""

    def __init__(
        self,
        grades: Sequence[Grade],
        folders: Mapping[str, str],
        totals: Sequence[Grade],
        staff: Collection[str],
    ) -> None:
        self._folders, self._staff = folders, set(staff)
        self._items = items(grades)
        self._by_exercise = dict(sorted(summary.by_exercise(grades).items()))
        self._by_set = dict(sorted(summary.by_exercise(totals).items()))
        self._names = sorted({grade.student or "" for grade in grades})

    @cached_property
    def sets(self) -> list[dict[str, Any]]:
        """The sets of the course, with their mean totals."""
        return [
            {"name": name, "mean": summary.mean_share(theirs), "most": theirs[0].max_score}
            for name, theirs in self._by_set.items()
        ]

    @cached_property
    def exercises(self) -> list[dict[str, Any]]:
        """The exercises, each with its numbers, tasks and rows."""
        return [self._exercise(name, theirs) for name, theirs in self._by_exercise.items()]

    def _exercise(self, name: str, grades: Sequence[Grade]) -> dict[str, Any]:
        graded = [grade for grade in grades if grade.status == "graded"]
        submitted = [grade for grade in graded if grade.submission_sha256]
        tasks = self._items.get(name, [])
        most = max((grade.max_score for grade in grades), default=0.0)
        columns = list(dict.fromkeys(task.name for grade in graded for task in grade.tasks))
        excused = {grade.student or "" for grade in grades if grade.status in words.NO_POINTS}
        present = {grade.student or "" for grade in grades if _is_submitted(grade)}
        return {
            "name": name,
            "submitted": len(present),
            "missing": [name for name in self._names if most and name not in present | excused],
            "lost": sum(grade.status == "not_graded" for grade in grades),
            "late": sum(grade.late for grade in grades),
            "mean": summary.mean_share(graded),
            "full": sum(grade.score == grade.max_score for grade in graded),
            "most": most,
            "bins": _bins(submitted),
            "tasks": [_item(task, submitted) for task in tasks],
            "columns": columns,
            "parts": _parts([self._row(grade, columns) for grade in grades]),
        }

    def _row(self, grade: Grade, columns: Sequence[str]) -> dict[str, Any]:
        tasks = {task.name: task for task in grade.tasks}
        folder = self._folders[grade.student or ""]
        page = f".staff/{folder}/{grade.exercise}.html"
        return {
            "grade": grade,
            "link": _link(folder, grade.exercise, "feedback.html"),
            "inspect": quote(page) if page in self._staff else "",
            "tasks": Markup("").join(_mark(tasks.get(task)) for task in columns),
            "mistakes": summary.mistakes(grade),
            "unnamed": list(summary.unnamed(grade).values()),
            "overrides": words.overrides(grade),
            "file": grade.filename or words.remark(grade) or "missing" * _is_missing(grade),
            "marks": " ".join(_marks(grade)),
        }

    def students(self) -> list[dict[str, Any]]:
        """Return a row for each student: exercises, sets, and the points of all exercises."""
        places = {(g.student or "", name): g for name, gs in self._by_exercise.items() for g in gs}
        totals = {(g.student or "", name): g for name, gs in self._by_set.items() for g in gs}
        rows = []
        for student in self._names:
            grades = [places.get((student, name)) for name in self._by_exercise]
            present = [grade for grade in grades if grade]
            lost = any(grade.status == "not_graded" for grade in present)
            scores = [grade.score for grade in present if grade.score is not None]
            marks = dict.fromkeys(mark for grade in present for mark in _marks(grade))
            lacking = {} if all(grades) else {"missing": None}
            rows.append(
                {
                    "name": student or "–",
                    "folder": _link(self._folders[student]),
                    "grades": list(zip(grades, self._by_exercise, strict=True)),
                    "sets": [totals.get((student, name)) for name in self._by_set],
                    "lost": lost,
                    "total": sum(scores) if scores else None,  # None: excused from all
                    "marks": " ".join(marks | lacking),
                }
            )
        return rows

    def mistakes(self, hints: Hints) -> list[dict[str, Any]]:
        """Return the mistakes, the most frequent first."""
        rows = []
        for (exercise, name), count in summary.most_common(
            grade for theirs in self._by_exercise.values() for grade in theirs
        ):
            graded = sum(bool(g.submission_sha256) and g.score is not None for g in
                         self._by_exercise[exercise])  # fmt: skip
            hint = " ".join(hints.get(exercise, {}).get(name, "").split())
            first, stop, rest = hint.partition(". ")
            row = {"exercise": exercise, "name": name, "count": count}
            row |= {"hint": first + stop.strip(), "rest": rest}
            rows.append({**row, "total": max(graded, count)})
        return rows


def _is_submitted(grade: Grade) -> bool:
    """Tell whether something was submitted, if only a file that cannot be graded."""
    return bool(grade.submission_sha256) or grade.status == "not_graded"


def _is_missing(grade: Grade) -> bool:
    """Tell whether a grade is for a submission that is missing."""
    return grade.score is not None and not grade.submission_sha256


def _mark(task: TaskGrade | None) -> Markup:
    """Return the cell of a task in a student's row."""
    if task is None:
        return Markup("<td></td>")
    return _mark_of(task.verdict, task.score)


@cache  # few are distinct, and a large class has a hundred thousand
def _mark_of(verdict: Verdict, score: float | None) -> Markup:
    tone = {"pass": "right", "not_graded": "lost"}.get(verdict, "part" if score else "wrong")
    return Markup(render("mark.html", verdict=verdict, score=score, tone=tone))


def _marks(grade: Grade) -> Iterable[str]:
    """Yield the words by which rows are filtered."""
    if grade.status in words.NO_POINTS:
        yield grade.status
    elif grade.score is None:
        yield "lost"
    elif _is_missing(grade):
        yield "missing"
    elif grade.score < grade.max_score:
        yield "wrong"
    if grade.late:
        yield "late"
    if grade.overrides:
        yield "hand"


def _item(item: Item, submitted: Iterable[Grade]) -> dict[str, Any]:
    """Return a task with its most frequent mistake."""
    counts: dict[str, int] = {}
    for grade in submitted:
        for task in grade.tasks:
            if task.name == item.name:
                for mistake in task.mistakes:
                    counts[mistake] = counts.get(mistake, 0) + 1
    common = max(counts, key=lambda name: (counts[name], name), default="")
    return {"item": item, "mistake": common, "count": counts.get(common, 0)}


def _shared(key: tuple[str, str, str], students: Sequence[str]) -> dict[str, Any]:
    exercise, task, fingerprint = key
    row = {"exercise": exercise, "task": task, "fingerprint": fingerprint, "count": len(students)}
    return {**row, "students": students[:MOST_COMMON]}


def _link(*steps: str) -> str:
    return "/".join(quote(step, safe="") for step in steps)


def _bins(graded: Sequence[Grade]) -> list[int]:
    """Count the submissions with up to 10 %, 20 % ... of the points."""
    bins = [0] * BINS
    for grade in graded:
        share = (grade.score or 0.0) / grade.max_score if grade.max_score else 0.0
        bins[max(0, min(BINS - 1, int(share * BINS)))] += 1
    return bins


def _parts(rows: Sequence[dict[str, Any]]) -> list[Sequence[dict[str, Any]]]:
    return [rows[start : start + MOST_ROWS] for start in range(0, len(rows), MOST_ROWS)]


def _runtime(seconds: Mapping[tuple[str, str], float]) -> list[dict[str, Any]]:
    """Return how long the submissions of each exercise took."""
    by_exercise: dict[str, list[tuple[float, str]]] = {}
    for (exercise, student), took in seconds.items():
        by_exercise.setdefault(exercise, []).append((took, student))
    rows = []
    for exercise, times in sorted(by_exercise.items()):
        longest = sorted(times, key=lambda each: (-each[0], each[1]))[:MOST_COMMON]
        median = statistics.median(took for took, _ in times)
        total = sum(took for took, _ in times)
        rows.append({"exercise": exercise, "median": median, "total": total, "longest": longest})
    return rows
