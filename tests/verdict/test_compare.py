"""compare: which answers are right, and the gap of those that are not."""

import json
import time

import numpy as np
import pytest
from msgspec.structs import asdict
from support import builders

from autograder.records import Answer, Frame, Gap, Outcome, Raised, Refused, Run
from autograder.verdict.compare import (
    alike,
    compare,
    compare_run,
    failure,
    find_gap,
)

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


def test_a_nan_is_a_wider_gap_than_a_huge_number():
    yours = RIGHT.copy()
    yours[0, 0], yours[1, 1] = 1e30, np.nan
    gap = find_gap(yours, RIGHT, NONE)
    assert (gap.kind, gap.index, gap.wrong) == ("finite", (1, 1), 2)


def test_the_first_number_that_is_not_finite_is_the_widest_gap():
    yours, right = np.array([5.0, np.inf, np.nan]), np.array([1.0, 2.0, 3.0])
    gap = find_gap(yours, right, np.zeros(3))
    assert (gap.kind, gap.wrong, gap.index) == ("finite", 3, (1,))


def test_rounding_within_the_allowance_is_right_and_beyond_it_is_not():
    allowed = np.full(RIGHT.shape, 1e-3)
    assert find_gap(RIGHT + np.float32(9e-4), RIGHT, allowed) is None
    assert find_gap(RIGHT + np.float32(2e-3), RIGHT, allowed).kind == "values"


def test_each_number_has_its_own_allowance():
    allowed = NONE.copy()
    allowed[1, 1] = 1
    assert find_gap(RIGHT + np.where(allowed, 0.5, 0), RIGHT, allowed) is None
    assert find_gap(RIGHT + 0.5, RIGHT, allowed).wrong == 5


def test_an_infinite_right_answer_needs_the_same_infinity():
    right = np.array([np.inf, 1.0], np.float32)
    assert find_gap(right.copy(), right, np.zeros(2)) is None
    assert find_gap(-right * [1, -1], right, np.zeros(2)).index == (0,)


@pytest.mark.parametrize("other", [np.inf, -np.inf, 1.0])
def test_nan_equals_only_nan(other):
    one, two = np.array([np.nan, 0.0]), np.array([other, 0.0])
    assert find_gap(one, two, np.zeros(2)).index == (0,)
    assert find_gap(two, one, np.zeros(2)).index == (0,)
    assert find_gap(one, one.copy(), np.zeros(2)) is None
    assert not alike(one, two)
    assert not alike(two, one)


def test_a_signalling_nan_is_a_gap_without_a_warning():
    signalling = np.array([0x7F800001, 0x7F800001], np.uint32).view(np.float32)
    right = np.ones(2)
    assert find_gap(signalling, right, np.zeros(2)).kind == "finite"


def test_a_count_must_be_an_integer():
    assert find_gap(np.array(8), np.array(8), np.zeros(()), integer=True) is None
    assert find_gap(np.array(np.uint8(8)), np.array(8), np.zeros(()), integer=True) is None
    assert find_gap(np.array(8.0), np.array(8), np.zeros(()), integer=True).kind == "kind"


def test_a_part_that_was_not_returned_is_missing_and_the_others_are_judged():
    case = builders.case([1, 2])
    case.answers["grad_bias"] = np.float32([3])
    task = builders.task(case)
    gaps = compare(task, case, builders.answer([1.0, 2.0])).gaps
    assert gaps["outputs"] is None
    assert gaps["grad_bias"].kind == "missing"


@pytest.mark.parametrize("shared", [True, False])
def test_an_outcome_that_submissions_share_is_compared_once(shared):
    case, outcome = builders.case(np.zeros(3)), builders.answer(np.zeros(3), shared=shared)
    task = builders.task(case)
    assert (compare(task, case, outcome) is compare(task, case, outcome)) == shared


@pytest.mark.parametrize("outcome", [None, Outcome(Refused("NoneType"))])
def test_without_an_answer_every_part_is_wrong(outcome):
    case = builders.case([1, 2])
    assert not compare(builders.task(case), case, outcome).right


def test_one_part_too_many_makes_every_part_wrong():
    case = builders.case([1, 2])
    gap = compare(builders.task(case), case, builders.answer([1.0, 2.0], [3.0])).gaps["outputs"]
    assert (gap.kind, gap.actual, gap.expected) == ("missing", "2", "1")


def test_counts_are_compared_as_integers_however_large():
    assert (
        find_gap(np.array(2**53 + 1), np.array(2**53), np.zeros(()), integer=True).kind == "values"
    )


def test_a_gap_in_shape_or_kind_gives_both():
    gap = find_gap(np.zeros((3, 2)), RIGHT, np.zeros((2, 3)))
    assert gap == Gap(kind="shape", actual="(3, 2)", expected="(2, 3)")
    gap = find_gap(np.array(8.0), np.array(8), np.zeros((), np.float32), integer=True)
    assert gap == Gap(kind="kind", actual="float64", expected="an integer")


def test_the_widest_gap_may_be_at_a_small_number():
    assert find_gap(RIGHT + np.float32([[3, 0, 0], [0, 0, 1]]), RIGHT, NONE).index == (0, 0)


def test_a_gap_in_values_says_where_it_is_widest_in_plain_numbers():
    right, allowed = RIGHT.copy(), NONE.astype(np.float32)
    right[1, 0], allowed[1, 0] = 3.25, 0.125
    yours = right.copy()
    yours[1, 0] += 0.5
    gap = find_gap(yours, right, allowed)
    assert gap == Gap(
        kind="values", wrong=1, total=6, index=(1, 0), yours=3.75, right=3.25, allowed=0.125
    )
    assert json.loads(json.dumps(asdict(gap)))["yours"] == 3.75


def test_unsigned_and_narrow_numbers_are_not_subtracted_in_their_own_dtype():
    assert find_gap(np.uint8([0, 0]), np.uint8([1, 0]), np.zeros(2)).yours == 0
    assert find_gap(np.uint8([255]), np.uint8([254]), np.full(1, 2.0)) is None
    assert find_gap(np.float32([16777216]), np.float64([16777217]), np.full(1, 0.5)) is not None
    assert find_gap(np.float64([16777217]), np.float32([16777216]), np.full(1, 0.5)) is not None
    assert find_gap(np.float64([1e308]), np.float64([-1e308]), np.zeros(1)).kind == "values"


def test_a_value_where_tensorflow_has_none_is_a_gap_in_values():
    right = np.float32([np.inf, 1])
    assert find_gap(np.float32([-np.inf, 1]), right, np.zeros(2)).kind == "values"


def test_every_case_is_compared_with_its_own_outcome_or_with_none():
    cases = [builders.case([value]) for value in (1, 2, 3, 4)]
    task = builders.task(*cases)
    outcomes = builders.answer([1.0]), builders.answer([9.0])
    first, *others = compare_run(task, Run(task="double", outcomes=outcomes[:1]))
    assert (first.right, [each.outcome for each in others]) == (True, [None] * 3)
    comparisons = compare_run(task, Run(task="double", outcomes=outcomes))
    assert isinstance(comparisons, tuple)
    assert [comparison.case for comparison in comparisons] == cases
    assert [comparison.outcome for comparison in comparisons] == [*outcomes, None, None]
    assert [comparison.right for comparison in comparisons] == [True, False, False, False]
    missing = Gap(kind="missing", actual="0", expected="1")
    assert comparisons[3].gaps == {"outputs": missing}
    assert comparisons[0].axes == {"inputs": "size", "outputs": "size"}


def test_a_part_of_an_answer_names_its_axes_where_an_argument_has_its_name():
    case = builders.case([1])
    task = builders.replace(builders.task(case), arrays={"outputs": "other"})
    assert compare(task, case, builders.answer([1.0])).axes == {"outputs": "size"}


def with_also(*further, allowed=None):
    case = builders.case([1, 2], exact=allowed is None, allowed=allowed)
    return builders.replace(case, also=tuple({"outputs": np.float32(each)} for each in further))


@pytest.mark.parametrize("yours", [[1, 2], [2, 1], [3, 0]])
def test_every_accepted_answer_is_right(yours):
    case = with_also([2, 1], [3, 0])
    assert compare(builders.task(case), case, builders.answer(yours)).gaps == {"outputs": None}
    assert compare(builders.task(case), case, builders.answer([1, 0])).gaps["outputs"].wrong == 1


def test_all_parts_must_match_the_same_accepted_answer():
    case = with_also([2, 1])
    case.answers["grad_bias"] = np.float32([5])
    case.also[0]["grad_bias"] = np.float32([6])
    task = builders.task(case)
    for outputs, bias, right in ([1, 2], 5, True), ([2, 1], 6, True), ([2, 1], 5, False):
        assert compare(task, case, builders.answer(outputs, [bias])).right is right
    assert compare(task, case, builders.answer([1, 2], [6])).gaps["outputs"] is None


def test_every_accepted_answer_has_the_same_allowance():
    case = with_also([2, 1], allowed=0.5)
    task = builders.task(case)
    assert compare(task, case, builders.answer([2.25, 1])).right
    assert not compare(task, case, builders.answer([2.75, 1])).right
    assert compare(task, case, builders.answer([1.25, 2])).right


REFUSED = [("NoneType", "None"), ("str", "str"), ("ragged list", "a list of unequal arrays")]


@pytest.mark.parametrize(("kind", "actual"), REFUSED)
def test_a_part_that_is_not_an_array_is_refused_alone(kind, actual):
    case = builders.case([1])
    case.answers["grad_bias"] = np.float32([3])
    outcome = Outcome(Answer((Refused(kind), np.float32([3]))))
    refused = Gap(kind="refused", actual=actual, expected="an array of numbers")
    gaps = compare(builders.task(case), case, outcome).gaps
    assert gaps == {"outputs": refused, "grad_bias": None}


def test_an_integer_task_refuses_floats():
    case = builders.case([1])
    case.answers["outputs"] = np.int64([1])
    task = builders.task(case, integer=True)
    assert compare(task, case, builders.answer([1])).right
    assert compare(task, case, builders.answer([1.0])).gaps["outputs"].kind == "kind"


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        ([1, 2], [1, 2], True),
        ([1, 2], [2, 1], False),
        ([1, 2], [1, 2, 3], False),
        ([1000.005, 0], [1000, 0], True),
        ([1000.02, 0], [1000, 0], False),
        ([-1000.0, 0.005], [-1000, 0], True),
        ([500, 500.007], [500, 500], False),
        ([1 / 3 + 9.5e-6], [1 / 3], True),
        ([1 / 3 + 1.1e-5], [1 / 3], False),
        ([np.nan, 1], [np.nan, 1], True),
        ([np.nan, 1], [np.nan, 2], False),
        ([np.nan, 1], [1, np.nan], False),
        ([2, 1], [np.nan, 1], False),
        ([np.nan, 1], [2, 1], False),
        ([np.inf, 1], [np.inf, 1], True),
        ([np.inf, 1], [np.inf, 1.5], False),
        ([7e9, 1], [np.inf, 1], False),
        ([np.inf, 1], [7, 1], False),
        ([np.inf, 1], [-np.inf, 1], False),
        ([1.7e308, 1], [-1.7e308, 1], False),
    ],
)
def test_two_wrong_parts_are_alike_up_to_rounding(one, other, is_alike):
    assert alike(np.array(one, float), np.array(other, float)) is is_alike


def test_a_refused_part_is_alike_only_to_the_same_kind():
    none, text, array = Refused("NoneType"), Refused("str"), np.zeros(2)
    for one, other, is_alike in (
        (none, Refused("NoneType"), True),
        (none, text, False),
        (none, array, False),
        (array, none, False),
    ):
        assert alike(one, other) is is_alike


def raised(message, kind="ValueError", *lines):
    frames = tuple(Frame(line=number, function="dense", text=text) for number, text in lines)
    return Raised(type=kind, message=message, frames=frames)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (raised("axes 2 and 3"), raised("axes 4 and 15"), True),
        (raised("axes 2 and 3"), raised("axis 2 and 3"), False),
        (raised("axes", "ValueError"), raised("axes", "TypeError"), False),
        (raised("local variable 'a'"), raised("local variable 'b'"), True),
        (raised("name 'a' is unset"), raised("name 'bias' is unset"), True),
        (raised("no attribute 'a'"), raised("no attribute 'kernels'"), True),
        (raised("keyword argument: 'a'"), raised("keyword argument: 'b'"), True),
        (raised("keyword argument 'a'"), raised("keyword argument 'b'"), True),
        (raised("mode 'a'"), raised("mode 'b'"), False),
        (raised("dense() got 3"), raised("Mine.dense() got 3"), True),
        (raised("'a'", "KeyError"), raised("'b'", "KeyError"), True),
    ],
)
def test_a_failure_is_identified_by_type_and_message_without_names_a_student_chose(
    one, other, is_same
):
    assert (failure(one) == failure(other)) is is_same


@pytest.mark.parametrize("text", ["a", ".", "<", "_."])
def test_a_long_message_is_read_once(text):
    start = time.process_time()
    assert failure(raised(2**17 * text)) == ("ValueError", 2**17 * text)
    assert time.process_time() - start < 5


def test_everything_but_an_answer_is_a_failure():
    assert failure(Answer((np.zeros(2),))) is None
    assert failure(Refused("str")) == Refused("str")
    assert failure(raised("axes 2 and 3")) == ("ValueError", "axes # and #")


@pytest.mark.parametrize(
    ("kind", "last", "is_own"),
    [
        ("ValueError", "    raise ValueError(kernel)", True),
        ("ValueError", "assert rows", True),
        ("ValueError", "np.raised()", False),
        ("ValueError", "raised = 1", False),
        ("AssertionError", "check(rows)", True),
        ("NotImplementedError", "raise NotImplementedError", False),
        ("OffLimits", "raise OffLimits", False),
    ],
)
def test_the_message_of_a_students_own_check_does_not_count(kind, last, is_own):
    lines = (1, "raise first"), (2, "return second"), (7, last)
    one, other = raised("rows", kind, *lines), raised("columns", kind, *lines)
    assert (failure(one) == failure(other)) is is_own
    assert (failure(one) is AssertionError) is is_own


def test_without_a_line_only_an_assertion_is_a_check():
    assert failure(raised("rows")) == ("ValueError", "rows")
    assert failure(raised("rows", "AssertionError")) is AssertionError


def test_a_part_that_only_one_accepted_answer_has_does_not_hide_the_other():
    case = with_also([2, 1])
    case.answers["grad_bias"] = np.float32([5])
    case.also[0]["grad_bias"] = np.float32([5])
    assert compare(builders.task(case), case, builders.answer([2, 1], [5])).right


@pytest.mark.parametrize(("value", "is_right"), [(np.nan, True), (1.0, False), (np.inf, False)])
def test_only_nan_equals_nan(value, is_right):
    gap = find_gap(np.array([value, 2.0]), np.array([np.nan, 2.0]), np.full(2, 0.5))
    assert (gap is None) == is_right
