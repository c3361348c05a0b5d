"""fingerprint: equal wrong numbers share one, rounding does not matter, and nothing else does."""

import numpy as np
import pytest
from msgspec.structs import replace
from support import builders
from support.builders import answer

from autograder.grading.submission import blamed_once, grade_hidden_task
from autograder.records import Answer, Outcome, Refused, Run
from autograder.verdict.compare import compare_run
from autograder.verdict.fingerprint import fingerprint

TASK = builders.task(
    builders.case([2, 4], mistakes={"negated": [-2, -4]}),
    builders.case([0.5], exact=False, allowed=1),
)
WRONG = [3.0, -1 / 3]


def of(*outcomes, task=TASK):
    run = Run(task="double", outcomes=outcomes, defined=True)
    return fingerprint(task, compare_run(task, run))


def test_the_same_wrong_numbers_have_one_fingerprint_of_eight_digits():
    assert of(answer(WRONG), answer([0.5])) == of(answer(WRONG), answer([7.0]))
    assert len(of(answer(WRONG))) == 8


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    "numbers", [WRONG, [5, 2.5], [1e-7, 1 / 7], [100, 0.0], [np.nan, np.inf], [-0.0, 3]]
)
def test_rounding_changes_no_fingerprint(numbers, dtype):
    one = np.array(numbers)
    other = (one * (1 + np.array([3e-7, -3e-7]))).astype(dtype)
    assert of(answer(one)) == of(answer(other))


@pytest.mark.parametrize("other", [[3, -1 / 2], [-3, 1 / 3], [3, np.nan], [[3, -1 / 3]], [3]])
def test_other_numbers_and_other_shapes_have_another_fingerprint(other):
    assert of(answer(WRONG)) != of(answer(other))


def test_the_same_numbers_in_another_case_have_another_fingerprint():
    task = builders.task(builders.case([2, 4]), builders.case([2, 4]))
    right, wrong = answer([2, 4]), answer(WRONG)
    assert of(wrong, right, task=task) != of(right, wrong, task=task)


def test_counts_that_differ_in_the_last_digit_have_other_fingerprints():
    task = builders.task(builders.case(7), integer=True)
    assert of(answer(2_000_001), task=task) != of(answer(2_000_002), task=task)


@pytest.mark.parametrize("numbers", [[5e-324, 0], [1.7e308, 5e-324]])
def test_numbers_of_any_size_have_a_fingerprint_without_a_warning(numbers):
    assert of(answer(numbers)) != of(answer([-number for number in numbers]))


def test_a_signalling_nan_has_a_fingerprint_without_a_warning():
    signalling = np.array([0x7F800001, 0x7F800001], np.uint32).view(np.float32)
    assert of(answer(signalling)) == of(answer([np.nan, np.nan]))


def test_without_a_wrong_number_there_is_no_fingerprint():
    assert of(answer([2, 4]), answer([0.5])) == ""
    assert of(Outcome(Answer((Refused("NoneType"),)))) == "" == of()


def test_a_fingerprint_reveals_nothing_without_the_sheet():
    other = builders.task(builders.case([2, 4], inputs=[9, 9, 9]), TASK.cases[1])
    assert of(answer(WRONG)) != of(answer(WRONG), task=other)


def graded(*numbers):
    run = Run(task="double", outcomes=(answer(numbers), answer([0.5])), defined=True)
    return grade_hidden_task(TASK, run, {})


def test_an_answer_that_is_named_or_right_has_no_fingerprint():
    assert graded(*WRONG).fingerprint == of(answer(WRONG))
    assert (graded(-2, -4).mistakes, graded(-2, -4).fingerprint) == (("negated",), "")
    assert graded(2, 4).fingerprint == ""


def test_a_task_that_needs_another_one_has_no_fingerprint():
    tasks = [
        replace(builders.task(*TASK.cases, name=name), uses=("Layer",)) for name in ("one", "two")
    ]
    judged = blamed_once(builders.sheet(*tasks), [graded(*WRONG), graded(*WRONG)])
    assert [bool(task.fingerprint) for task in judged] == [True, False]
