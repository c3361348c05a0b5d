"""stale: only a difference that matters makes a sheet stale."""

import numpy as np
import pytest
from msgspec.structs import replace
from support import builders
from support.builders import example

from autograder.answers import sheet
from autograder.authoring.stale import difference


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (example(), None),
        (example(made_by={"device": "GPU:0"}), None),
        (example(real=0.5 + 5e-7), None),
        (example(real=0.5 + 5e-6), "case 1"),
        (example(right=(2.0, 4.000001)), "case 0"),
        (example(title="Another"), "title"),
        (example(hints={"negated": "Another hint."}), "hints"),
        (example(tasks=()), "other tasks"),
    ],
)
def test_only_a_difference_that_matters_makes_a_sheet_stale(new, reason):
    reason_given = difference(sheet.dump(example()), sheet.dump(new))
    assert reason_given is None if reason is None else reason in reason_given


@pytest.mark.parametrize("new", [{"uses": ("Scale",)}, {"steps": "def double(code, x): ..."}])
def test_a_sheet_with_other_steps_is_stale(new):
    old = {"uses": ("Double",), "steps": "def double(code): ..."}
    sheets = [
        builders.sheet(replace(builders.task(builders.case([2.0])), **asked))
        for asked in (old, old | new)
    ]
    reason_given = difference(*map(sheet.dump, sheets))
    assert reason_given is not None
    assert "steps" in reason_given


def test_a_sheet_without_the_allowance_of_a_case_is_stale():
    case = builders.case([1.0, 2.0])
    allowed = replace(case, allowances={part: np.full(2, 1e-6) for part in case.answers})
    old, new = (sheet.dump(builders.sheet(builders.task(each))) for each in (case, allowed))
    assert "cases" in (difference(old, new) or "")
    assert "cases" in (difference(new, old) or "")


def test_a_wrong_answer_with_nan_equals_itself():
    case = builders.case([1.0, 2.0, 3.0], mistakes={"overflow": [np.inf, -np.inf, np.nan]})
    same = sheet.dump(builders.sheet(builders.task(case)))
    assert difference(same, same) is None
