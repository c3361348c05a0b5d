"""Write grades as result.json and grades.csv."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from ..records import Grade, TaskGrade
from ..text import visible
from ..verdict.override import DUE, WHOLE, Override
from . import words
from .summary import mistakes, unnamed

SCHEMA = 1
NO_TASKS = '\n  "tasks": []'  # at the start of a line, so in no text of a student
COLUMNS = (
    *("student", "exercise", "score", "max_score", "status", "reason", "mistakes"),
    *("filename", "late", "overrides", "unnamed"),
)
# A spreadsheet may run a cell that begins with one of these characters. Where `;` separates cells,
# a cell begins after each `;`, even inside our quotes.
FORMULA = r"""(?=["']*[=+\-@＝＋－＠])"""


def result(grade: Grade) -> dict[str, Any]:
    """Return a grade as the JSON object of result.json and `check --json`."""
    return {
        "schema": SCHEMA,
        "student": grade.student,
        "exercise": grade.exercise,
        "filename": grade.filename,
        "submission_sha256": grade.submission_sha256,
        "late": grade.late,
        "made_by": dict(grade.made_by),
        "status": grade.status,
        "reason": grade.reason,
        "isolation": grade.isolation,
        "score": _round(grade.score),
        "max_score": _round(grade.max_score),
        "tasks": [_task(task) for task in grade.tasks],
        "warnings": list(grade.warnings),
        "overrides": [_override(name, each) for name, each in grade.overrides.items()],
    }


def as_json(value: Any) -> str:
    """Write one or more objects of `result` as JSON, in ASCII so that every name is preserved."""
    return json.dumps(value, indent=2, allow_nan=False) + "\n"


def result_json(grade: Grade) -> str:
    """Return the text of result.json: `as_json` of `result`, with each right task written once."""
    text = as_json(result(replace(grade, tasks=())))
    pieces = [
        (_task_json if task.verdict == "pass" else _task_json.__wrapped__)(task)
        for task in grade.tasks
    ]
    tasks = ",\n    ".join(pieces)
    return text.replace(f"{NO_TASKS},", f'\n  "tasks": [\n    {tasks}\n  ],') if pieces else text


@lru_cache(maxsize=256)  # a right task looks the same for every student
def _task_json(task: TaskGrade) -> str:
    return json.dumps(_task(task), indent=2, allow_nan=False).replace("\n", "\n    ")


def grades_csv(grades: Iterable[Grade]) -> str:
    """Return the text of grades.csv: a row for each student and exercise, in the order given."""
    rows: list[Iterable[object]] = [COLUMNS]
    for grade in grades:
        rows.append(
            (
                cell(grade.student or ""),
                cell(grade.exercise),
                _round(grade.score),
                _round(grade.max_score),
                grade.status,
                cell((grade.reason or "").partition("\n")[0]),
                cell(" ".join(mistakes(grade))),
                cell(grade.filename),
                "late" if grade.late else "",
                cell("; ".join(words.overrides(grade))),
                cell(" ".join(f"{task}:{mark}" for task, mark in unnamed(grade).items())),
            )
        )
    return _csv(rows)


def points_in(path: Path) -> dict[tuple[str, str], float]:
    """Read the points in a grades.csv: (visible student, exercise) -> points, where they are known.

    Nothing is known from a file that is missing, or that a spreadsheet has saved in another form.
    """
    points = {}
    damaged = ValueError, KeyError, TypeError, csv.Error
    with suppress(OSError, *damaged), path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["score"]:
                points[uncell(row["student"]), uncell(row["exercise"])] = float(row["score"])
    return points


def table_csv(rows: Iterable[Iterable[str]]) -> str:
    """Return a table as CSV, with text that is safe for spreadsheets."""
    return _csv(map(cell, row) for row in rows)


def _csv(rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _task(task: TaskGrade) -> dict[str, Any]:
    return {
        "name": task.name,
        "score": _round(task.score),
        "max_score": _round(task.max_score),
        "verdict": task.verdict,
        "cells": [
            {"part": cell.part, "aspect": cell.aspect, "passed": cell.passed, "total": cell.total}
            for cell in task.cells
        ],
        "mistake": task.mistake,
        "mistakes": list(task.mistakes),
        "fingerprint": task.fingerprint or None,
        "message": str(task.message),
        "uncounted": [{"aspect": name, "reason": why} for name, why in task.uncounted],
    }


def _override(name: str, override: Override) -> dict[str, Any]:
    return {
        "task": None if name in (WHOLE, DUE) else name,
        "points": _round(override.points),
        "graded": _round(override.graded),
        "comment": override.comment,
        **({"due": override.due, "late": override.late} if override.due else {}),
    }


def _round(points: float | None) -> float | None:
    return None if points is None else round(float(points), 6)


def cell(text: str) -> str:
    """Make text safe for spreadsheets, which may run formulas, and for terminals."""
    return re.sub(f"(^|;){FORMULA}", r"\1'", visible(text))


def uncell(text: str) -> str:
    """Return the visible text that `cell` made safe for spreadsheets."""
    return re.sub(f"(^|;)'{FORMULA}", r"\1", text)
