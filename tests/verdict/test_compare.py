"""compare: what counts as right, and what is said of what is not."""

import numpy as np
import pytest
from support import builders

from autograder.records import Outcome, Refused
from autograder.verdict.compare import compare, find_gap

RIGHT = np.arange(6, dtype=np.float32).reshape(2, 3)
NONE = np.zeros(RIGHT.shape)


@pytest.mark.parametrize(
    ("yours", "kind"),
    [
        (RIGHT.copy(), None),
        (RIGHT.astype(np.float64), None),
        (RIGHT.astype(np.int64), None),
        (RIGHT + 1e-6, "values"),
        (RIGHT.T.copy(), "shape"),
        (RIGHT.ravel(), "shape"),
        (np.zeros((3, 2), np.float32), "shape"),
        (RIGHT[0], "shape"),
        (np.float32(1), "shape"),
        (np.full(RIGHT.shape, np.nan), "finite"),
        (np.full(RIGHT.shape, np.inf), "finite"),
        (np.where(RIGHT > 3, -np.inf, RIGHT), "lowest"),
        (np.where(RIGHT > 3, -np.inf, np.inf), "finite"),
    ],
)
def test_exact_answers_must_be_equal(yours, kind):
    gap = find_gap(np.asarray(yours), RIGHT, NONE)
    assert (gap and gap.kind) == kind


def test_the_widest_gap_is_named_with_both_numbers():
    yours = RIGHT.copy()
    yours[0, 1] += 1
    yours[1, 2] -= 3
    gap = find_gap(yours, RIGHT, NONE)
    assert (gap.wrong, gap.total, gap.index, gap.yours, gap.right) == (2, 6, (1, 2), 2.0, 5.0)


def test_a_nan_is_the_widest_gap_even_beside_a_huge_one():
    yours = RIGHT.copy()
    yours[0, 0], yours[1, 1] = 1e30, np.nan
    gap = find_gap(yours, RIGHT, NONE)
    assert (gap.kind, gap.index, gap.wrong) == ("finite", (1, 1), 2)


def test_rounding_within_the_allowance_is_right_and_beyond_it_is_not():
    allowed = np.full(RIGHT.shape, 1e-3)
    assert find_gap(RIGHT + np.float32(9e-4), RIGHT, allowed) is None
    assert find_gap(RIGHT + np.float32(2e-3), RIGHT, allowed).kind == "values"


def test_each_number_has_its_own_allowance():
    allowed = NONE.copy()
    allowed[1, 1] = 1
    assert find_gap(RIGHT + np.where(allowed, 0.5, 0), RIGHT, allowed) is None
    assert find_gap(RIGHT + 0.5, RIGHT, allowed).wrong == 5


def test_an_infinite_right_answer_wants_the_same_infinity():
    right = np.array([np.inf, 1.0], np.float32)
    assert find_gap(right.copy(), right, np.zeros(2)) is None
    assert find_gap(-right * [1, -1], right, np.zeros(2)).index == (0,)


def test_a_count_is_an_integer():
    assert find_gap(np.array(8), np.array(8), np.zeros(()), integer=True) is None
    assert find_gap(np.array(np.uint8(8)), np.array(8), np.zeros(()), integer=True) is None
    assert find_gap(np.array(8.0), np.array(8), np.zeros(()), integer=True).kind == "kind"


def test_a_part_that_did_not_come_is_missing_and_the_others_are_judged():
    case = builders.case([1, 2])
    case.answers["grad_bias"] = np.float32([3])
    task = builders.task(case)
    gaps = compare(task, case, builders.answer([1.0, 2.0])).gaps
    assert gaps["outputs"] is None
    assert gaps["grad_bias"].kind == "missing"


@pytest.mark.parametrize("outcome", [None, Outcome(Refused("NoneType"))])
def test_no_answer_is_wrong_in_every_part(outcome):
    case = builders.case([1, 2])
    assert not compare(builders.task(case), case, outcome).right


def test_a_part_too_many_makes_all_wrong():
    case = builders.case([1, 2])
    gap = compare(builders.task(case), case, builders.answer([1.0, 2.0], [3.0])).gaps["outputs"]
    assert (gap.kind, gap.actual, gap.expected) == ("missing", "2", "1")


def test_counts_are_compared_as_integers_however_large():
    assert (
        find_gap(np.array(2**53 + 1), np.array(2**53), np.zeros(()), integer=True).kind == "values"
    )
