"""Read result.json back, and refuse anything that `result` cannot have written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, get_args

from ..records import Cell, Grade, Isolation, Line, Message, TaskGrade, Verdict
from ..text import FAILS_LIKE, INDENT, RECOGNISED, shown
from ..verdict.override import DUE, WHOLE, Override, Status
from .files import SCHEMA


def grade_from_result(stored: Any) -> Grade:
    """Return a grade from the object that `result` returned, without pictures and output.

    ValueError: the object has the wrong form.
    """
    if not isinstance(stored, dict) or stored.get("schema") != SCHEMA:
        schema = stored.get("schema") if isinstance(stored, dict) else None
        raise ValueError(f"expected a result of schema {SCHEMA}, found {_brief(schema)}")
    fields = _checked({name: stored[name] for name in stored if name != "schema"}, _GRADE, "")
    exercise = fields["exercise"]
    if exercise.startswith(".") or set(exercise) & {*"/\\\0"}:
        # The name becomes a folder's where results are merged.
        raise _wrong("the name of an exercise", "exercise", exercise)
    if (fields["score"] is None) is (graded := fields["status"] == "graded"):
        raise _wrong("a number" if graded else "null", "score", fields["score"])
    _check_at_most(fields, "")
    tasks = [_task_from(each, f"tasks[{n}].") for n, each in enumerate(fields["tasks"])]
    if len({task.name for task in tasks}) < len(tasks):
        raise _wrong("each task once", "tasks", [task.name for task in tasks])
    given = enumerate(fields.get("overrides", ()))
    overrides = dict(_override_from(each, f"overrides[{n}].") for n, each in given)
    return Grade(**{**fields, "tasks": tuple(tasks), "overrides": overrides, "warnings": ()})


def _override_from(stored: Any, place: str) -> tuple[str, Override]:
    fields = _checked(stored, _OVERRIDE, place)
    task = fields.pop("task") or (DUE if fields.get("due") else WHOLE)
    return task, Override(**fields)


def _task_from(stored: Any, place: str) -> TaskGrade:
    fields = _checked(stored, _TASK, place)
    _check_at_most(fields, place)
    mistake = fields.pop("mistake")
    fields["mistakes"] = tuple(fields.get("mistakes", [mistake] if mistake else []))
    left_out = [
        _checked(each, _UNCOUNTED, f"{place}uncounted[{n}].")
        for n, each in enumerate(fields.get("uncounted", ()))
    ]
    fields["uncounted"] = tuple((each["aspect"], each["reason"]) for each in left_out)
    fields["fingerprint"] = fields.get("fingerprint") or ""
    cells = enumerate(fields["cells"])
    fields["cells"] = tuple(
        Cell(**_checked(each, _CELL, f"{place}cells[{n}].")) for n, each in cells
    )
    return TaskGrade(**{**fields, "message": _message(fields["message"])})


def _message(text: str) -> Message:
    """Return the message that was stored as this string; `str` of it gives the string."""
    lines: list[Line] = []
    hint: list[str] = []
    start = ""
    for line in text.splitlines():
        bare = line.lstrip()
        if not start:
            start = next((each for each in (RECOGNISED, FAILS_LIKE) if bare.startswith(each)), "")
        if start:
            hint.append(bare.removeprefix(start).lstrip())
        else:
            lines.append(Line(bare, (len(line) - len(bare)) // len(INDENT)))
    return Message(tuple(lines), tuple(hint), start or RECOGNISED)


# -- the form of a result: name -> what it must be ----------------------------------------------

_Form = tuple[str, Callable[[Any], bool]]  # in words, and a check


def _is_points(value: Any) -> bool:
    return type(value) in (int, float) and 0 <= value <= 1e9  # NaN is not


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and value == date.fromisoformat(value).isoformat()
    except ValueError:
        return False


def _or_null(form: _Form) -> _Form:
    return f"{form[0]} or null", lambda value: value is None or form[1](value)


def _one_of(*words: str) -> _Form:
    return f"one of {', '.join(words)}", lambda value: isinstance(value, str) and value in words


_TEXT: _Form = "a string", lambda value: isinstance(value, str)
_FLAG: _Form = "true or false", lambda value: isinstance(value, bool)
_COUNT: _Form = "a whole number from 0", lambda value: type(value) is int and value >= 0
_POINTS: _Form = "a number from 0", _is_points
_LIST: _Form = "a list", lambda value: isinstance(value, list)
_TEXTS: _Form = (
    "a list of strings",
    lambda value: isinstance(value, list) and all(isinstance(each, str) for each in value),
)
_FACTS: _Form = (
    "an object of strings",
    lambda value: isinstance(value, dict) and all(isinstance(each, str) for each in value.values()),
)
_GRADE = {
    "student": _or_null(_TEXT),
    "exercise": _TEXT,
    "filename": _TEXT,
    "submission_sha256": _TEXT,
    "late": _FLAG,
    "made_by": _FACTS,
    "status": _one_of(*get_args(Status)),
    "reason": _or_null(_TEXT),
    "isolation": _one_of(*get_args(Isolation)),
    "score": _or_null(_POINTS),
    "max_score": _POINTS,
    "tasks": _LIST,
    "warnings": _LIST,
    "overrides": _LIST,
}
_TASK = {
    "name": _TEXT,
    "score": _or_null(_POINTS),
    "max_score": _POINTS,
    "verdict": _one_of(*(word for words in get_args(Verdict) for word in get_args(words))),
    "cells": _LIST,
    "mistake": _or_null(_TEXT),
    "mistakes": _TEXTS,
    "fingerprint": _or_null(_TEXT),
    "message": _TEXT,
    "uncounted": _LIST,
}
_CELL = {"part": _TEXT, "aspect": _TEXT, "passed": _COUNT, "total": _COUNT}
_UNCOUNTED = {"aspect": _TEXT, "reason": _TEXT}
_OVERRIDE = {
    "task": _or_null(_TEXT),
    "points": _or_null(_POINTS),
    "graded": _or_null(_POINTS),
    "comment": _TEXT,
    "due": ("a date", _is_day),
    "late": _FLAG,
}
# Keys that results of earlier versions lack.
_ADDED = {"filename", "late", "made_by", "warnings", "overrides"}
_ADDED |= {"mistakes", "fingerprint", "uncounted", "due"}


def _checked(value: Any, forms: Mapping[str, _Form], place: str) -> dict[str, Any]:
    """Return a copy of an object whose values have these forms. place: where it is."""
    if not isinstance(value, dict):
        raise _wrong("an object", place.rstrip("."), value)
    for name in value:
        if name not in forms:
            raise _wrong(f"only {', '.join(forms)}", place.rstrip(".") or "the result", name)
    for name, (words, fits) in forms.items():
        if name not in value and name not in _ADDED:
            raise _wrong(words, place + name, "nothing")
        if name in value and not fits(value[name]):
            raise _wrong(words, place + name, value[name])
    return dict(value)


def _check_at_most(fields: Mapping[str, Any], place: str) -> None:
    """Check that a score does not exceed its maximum, apart from rounding."""
    score, most = fields["score"], fields["max_score"]
    if score is not None and score > most + 1e-5:
        raise _wrong(f"at most {most:g}", f"{place}score", score)


def _wrong(expected: str, place: str, found: Any) -> ValueError:
    return ValueError(f"expected {expected} in {place}, found {_brief(found)}")


def _brief(value: Any) -> str:
    return shown(value if isinstance(value, str) else repr(value))
