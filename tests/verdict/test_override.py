"""Points set by hand come last, and can be undone."""

from dataclasses import replace

import pytest
from support.made_up_grades import PASSED, failed, graded, lost, one_wrong

from autograder.verdict.override import WHOLE, Override, as_graded, overridden

GRADE = graded(PASSED, failed(one_wrong()))  # 2 of 2 and 2.5 of 4
UNKNOWN = replace(
    graded(PASSED, replace(failed(one_wrong()), verdict="not_graded", score=None)),
    score=None,
    status="not_graded",
)
TASK = {"conv2d": Override(4.0, "why")}
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


def test_a_task_that_is_still_not_graded_leaves_no_total() -> None:
    changed = overridden(UNKNOWN, {"relu": Override(1.0, "why")})
    assert (changed.score, changed.status) == (None, "not_graded")
    assert changed.overrides["relu"].graded == 2.0
