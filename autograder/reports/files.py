"""Grades as files: result.json's object and back, and the rows of grades.csv."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from ..explain import visible
from ..records import Cell, Grade, TaskGrade
from .plain import mistakes

SCHEMA = 1
COLUMNS = ("student", "exercise", "score", "max_score", "status", "reason", "mistakes")
FORMULA = "=+-@\t\r\n＝＋－＠"  # a spreadsheet may run a cell that begins so


def result(grade: Grade) -> dict[str, Any]:
    """One submission as result.json and `check --json` have it."""
    return {
        "schema": SCHEMA,
        "student": grade.student,
        "exercise": grade.exercise,
        "submission_sha256": grade.submission_sha256,
        "status": grade.status,
        "reason": grade.reason,
        "isolation": grade.isolation,
        "score": _round(grade.score),
        "max_score": _round(grade.max_score),
        "tasks": [_task(task) for task in grade.tasks],
    }


def grade_from_result(found: Mapping[str, Any]) -> Grade:
    """The grade that `result` wrote, without pictures and printed output; ValueError if it is no such result."""
    if found.get("schema") != SCHEMA:
        raise ValueError(f"expected a result of schema {SCHEMA}, found {found.get('schema')!r}")
    try:
        return Grade(**{**_without(found, "schema"), "tasks": tuple(_task_from(task) for task in found["tasks"])})
    except (KeyError, TypeError) as error:
        raise ValueError(f"expected a result of schema {SCHEMA}: {error}") from error


def as_json(found: Any) -> str:
    """What `result` gives, or a list of it, as the text of a file: ASCII alone, so that any name survives."""
    return json.dumps(found, indent=2, allow_nan=False) + "\n"


def grades_csv(grades: Iterable[Grade]) -> str:
    """One row a student and exercise, in the order given."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for grade in grades:
        writer.writerow(
            [
                _cell(grade.student or ""),
                _cell(grade.exercise),
                _round(grade.score),
                _round(grade.max_score),
                grade.status,
                _cell(grade.reason or ""),
                _cell(" ".join(mistakes(grade))),
            ]
        )
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
        "message": task.message,
    }


def _task_from(found: Mapping[str, Any]) -> TaskGrade:
    return TaskGrade(**{**found, "cells": tuple(Cell(**cell) for cell in found["cells"])})


def _without(found: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name != key}


def _round(points: float | None) -> float | None:
    return None if points is None else round(float(points), 6)


def _cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula and no terminal for a command."""
    return ("'" if text[:1] in tuple(FORMULA) else "") + visible(text)
