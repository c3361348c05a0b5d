"""Points set by hand come last, and can be undone."""

import pytest
from msgspec.structs import replace
from support.made_up_grades import PASSED, failed, graded, lost, one_wrong

from autograder.verdict.override import DUE, WHOLE, Override, as_graded, overridden

GRADE = graded(PASSED, failed(one_wrong()))  # 2 of 2 and 2.5 of 4
UNKNOWN = replace(
    graded(PASSED, replace(failed(one_wrong()), verdict="not_graded", score=None)),
    score=None,
    status="not_graded",
)
TASK = {"conv2d": Override(4.0, "why")}
EXCUSE = {WHOLE: Override(None, "ill")}
ALL = {WHOLE: Override(1.0, "copied")}


@pytest.mark.parametrize(
    ("grade", "overrides", "score"),
    [
        (GRADE, {}, 4.5),
        (GRADE, TASK, 6.0),
        (GRADE, ALL, 1.0),
        (GRADE, TASK | ALL, 1.0),
        (UNKNOWN, TASK, 6.0),
        (UNKNOWN, ALL, 1.0),
        (lost("the disk is full"), ALL, 1.0),
    ],
)
def test_an_override_comes_last_and_can_be_undone(grade, overrides, score) -> None:
    changed = overridden(grade, overrides)
    assert (changed.score, changed.status) == (score, "graded")
    assert as_graded(changed) == grade
    assert overridden(changed, overrides) == changed
    assert overridden(changed, {}) == grade


@pytest.mark.parametrize("grade", [GRADE, UNKNOWN, lost("the disk is full")])
def test_an_excuse_removes_the_points_and_can_be_undone(grade) -> None:
    changed = overridden(grade, TASK | {WHOLE: Override(None, "ill")} if grade.tasks else EXCUSE)
    assert (changed.score, changed.status) == (None, "excused")
    assert as_graded(changed) == grade
    assert overridden(changed, {}) == grade


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize(
    ("first", "late"),
    [("2026-11-08", False), ("2026-11-09", False), ("2026-11-10", True), ("", True)],
)
@pytest.mark.parametrize("grade", [GRADE, lost("the disk is full")])
def test_an_extension_changes_only_the_late_mark(grade, first, late, marked) -> None:
    grade = replace(grade, late=marked)
    changed = overridden(grade, {DUE: Override(None, "ill", due="2026-11-09")}, first)
    assert changed.late == (marked and late)
    assert (changed.score, changed.status) == (grade.score, grade.status)
    assert as_graded(changed) == grade


@pytest.mark.parametrize("waits", [True, False])
def test_a_missing_submission_has_no_points_until_an_extension_is_over_and_then_0(waits) -> None:
    zero = [replace(task, score=0.0, verdict="missing") for task in GRADE.tasks]
    nothing = replace(GRADE, submission_sha256="", score=0.0, tasks=tuple(zero))
    due = {DUE: Override(None, "ill", due="2026-11-09")}
    changed = overridden(nothing, due, waits=waits)
    assert (changed.score, changed.status) == ((None, "extended") if waits else (0.0, "graded"))
    assert as_graded(changed) == nothing
    assert overridden(GRADE, due, waits=waits).score == GRADE.score
    by_hand = overridden(nothing, due | {WHOLE: Override(1.0, "Shown in the lab.")}, waits=waits)
    assert (by_hand.score, by_hand.status) == (1.0, "graded")


def test_with_a_task_that_is_not_graded_there_is_no_total() -> None:
    changed = overridden(UNKNOWN, {"relu": Override(1.0, "why")})
    assert (changed.score, changed.status) == (None, "not_graded")
    assert changed.overrides["relu"].graded == 2.0
