"""A result.json is read strictly: a damaged or forged one is refused, with what was expected."""

import math
from typing import Any

import pytest
from support.made_up_grades import PASSED, failed, graded, one_wrong

from autograder.reports.files import result
from autograder.reports.reading import grade_from_result
from autograder.verdict.override import DUE, Override, overridden

GRADE = overridden(graded(PASSED, failed(one_wrong())), {"conv2d": Override(3.0, "Read.")})
LATER = {DUE: Override(None, "Ill.", due="2026-11-09")}
OTHER: dict[str, Any] = {"list": [], "object": {}, "text": "7", "number": 7, "true": True}
# The place of a value, the values to put there, and the place that the message names.
FORGED: list[tuple[str, list[Any]]] = [
    ("student", [7, [], True]),
    ("exercise", [None, "../a", ".a", "..\\a", "/a"]),
    ("filename", [None, 7]),
    ("submission_sha256", [None, 7]),
    ("late", ["yes", 1, None]),
    ("made_by", [[], {"date": 7}, None]),
    ("status", ["passed", None, [], {}]),
    ("reason", [7, []]),
    ("isolation", ["hot", None]),
    ("score", [math.nan, math.inf, -1, 10**400, "7", True, [], None, 99]),
    ("max_score", [math.nan, math.inf, -1, "7", None]),
    ("tasks", [None, {}, "conv2d"]),
    ("tasks[0]", [None, [], "conv2d"]),
    ("tasks[0].name", [None, 7]),
    ("tasks[0].score", [math.nan, math.inf, -1, "1", 99]),
    ("tasks[0].max_score", [math.nan, None]),
    ("tasks[0].verdict", ["won", None, []]),
    ("tasks[0].cells", [None, {}]),
    ("tasks[0].cells[0]", [None, []]),
    ("tasks[0].cells[0].part", [None, 7]),
    ("tasks[0].cells[0].passed", [-1, 1.5, "3", True, None]),
    ("tasks[0].mistake", [7, []]),
    ("tasks[0].mistakes", [None, "flipped_kernel", [7]]),
    ("tasks[0].fingerprint", [7, []]),
    ("tasks[0].message", [None, [], 7]),
    ("tasks[0].uncounted", [None, {}]),
    ("overrides", [None, {}]),
    ("overrides[0]", [None, []]),
    ("overrides[0].points", [math.nan, -1, "3"]),
    ("overrides[0].comment", [None, 7]),
    ("overrides[0].due", [None, "soon", "20261109"]),
]


def steps_of(place: str) -> list[str | int]:
    words = place.replace("[", ".").replace("]", "").split(".")
    return [int(word) if word.isdigit() else word for word in words]


@pytest.mark.parametrize(
    ("place", "value"), [(place, value) for place, values in FORGED for value in values]
)
def test_a_value_of_the_wrong_form_is_refused_and_named(place: str, value: Any) -> None:
    stored = result(GRADE)
    *steps, last = steps_of(place)
    inner: Any = stored
    for step in steps:
        inner = inner[step]
    inner[last] = value
    with pytest.raises(ValueError, match=r"^expected ") as refused:
        grade_from_result(stored)
    assert f" in {place}, found " in str(refused.value)


@pytest.mark.parametrize("value", [None, [], "x", 7, {}, {"schema": 2}, {"schema": "1"}])
def test_what_has_another_schema_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="expected a result of schema 1, found "):
        grade_from_result(value)


@pytest.mark.parametrize("place", ["", "tasks[0].", "tasks[0].cells[0].", "overrides[0]."])
def test_a_missing_or_unknown_key_is_refused(place: str) -> None:
    added = {"filename", "late", "made_by", "warnings", "overrides", "mistakes", "fingerprint"}
    added |= {"uncounted", "due", "schema"}
    inner: Any = result(GRADE)
    for step in steps_of(place)[:-1]:
        inner = inner[step]
    for name in inner.keys() - added:
        stored = result(GRADE)
        inner = stored
        for step in steps_of(place)[:-1]:
            inner = inner[step]
        del inner[name]
        with pytest.raises(ValueError, match=f"^expected .*{name}, found nothing"):
            grade_from_result(stored)
    inner["extra"] = 1
    inner.setdefault(name, result(GRADE).get(name))
    with pytest.raises(ValueError, match=r"^expected only .*, found extra"):
        grade_from_result(stored)


@pytest.mark.parametrize(
    ("status", "score", "expected"), [("graded", None, "a number"), ("not_graded", 3.0, "null")]
)
def test_a_score_that_contradicts_the_status_is_refused(
    status: str, score: float | None, expected: str
) -> None:
    stored = result(GRADE) | {"status": status, "score": score}
    with pytest.raises(ValueError, match=f"^expected {expected} in score, found "):
        grade_from_result(stored)


def test_a_task_that_is_there_twice_is_refused() -> None:
    stored = result(GRADE)
    stored["tasks"].append(stored["tasks"][0])
    with pytest.raises(ValueError, match="expected each task once"):
        grade_from_result(stored)


def test_an_extended_or_excused_result_is_read() -> None:
    for given in (LATER, {**LATER, "": Override(None, "Ill.")}):
        grade = overridden(graded(PASSED), given, waits=True)
        assert result(grade_from_result(result(grade))) == result(grade)
