"""grade: points follow the grid, the verdict the first failing case; our faults cost nothing."""

from dataclasses import replace

import numpy as np
import pytest
from support import builders

from autograder.grading.submission import grade_hidden, grade_hidden_task, grade_task
from autograder.records import Outcome, Raised, Refused, Run, Submission

VALID = (builders.case([1], aspect="valid", public=True), builders.case([2], aspect="valid"))
SAME = (builders.case([3], aspect="same"),)
TASK = builders.task(*VALID, *SAME, points=6.0)
RIGHT = [builders.answer([1.0]), builders.answer([2.0]), builders.answer([3.0])]
WRONG = builders.answer([9.0])


def graded(*outcomes, grade=grade_task, **run):
    return grade(TASK, Run(task="double", outcomes=outcomes, **{"defined": True, **run}), {})


def raised(kind):
    return Outcome(Raised(type=kind, message="", line=3))


@pytest.mark.parametrize(
    ("outcomes", "score"),
    [
        (RIGHT, 6.0),
        ([WRONG, *RIGHT[1:]], 4.0),
        ([*RIGHT[:2], WRONG], 4.0),
        ([WRONG, RIGHT[1], WRONG], 0.0),
        ([], 0.0),
        (RIGHT[:2], 4.0),
    ],
)
def test_a_cell_counts_only_if_all_its_cases_agree(outcomes, score):
    """Two points each for valid, same, and the two habits together."""
    assert graded(*outcomes).score == pytest.approx(score)


def test_writing_into_an_argument_costs_its_cell_and_nothing_else():
    task = graded(builders.answer([1.0], changed=(0,)), *RIGHT[1:])
    assert (task.score, task.verdict) == (5.0, "fail")
    assert "writes into what it was given: inputs" in str(task.message)


def test_an_answer_that_is_overwritten_costs_its_cell_and_nothing_else():
    for grade in grade_task, grade_hidden_task:
        task = graded(builders.answer([1.0], overwritten=(0,)), *RIGHT[1:], grade=grade)
        assert (task.score, task.verdict) == (5.0, "fail")
        assert "writes into what an earlier call returned: outputs" in str(task.message)


def test_the_case_told_of_is_one_that_the_name_explains():
    """The first case is wrong in another way, for it is not recorded: it is not exact."""
    real = builders.case([0.5], exact=False, allowed=1e-6, public=True)
    named = builders.case([2, 4], mistakes={"negated": [-2, -4]}, public=True, inputs=range(9))
    task = builders.task(real, named, builders.case([3, 5], aspect="same", public=True, inputs=[1]))
    outcomes = builders.answer([9.0]), builders.answer([-2, -4]), raised("NotImplementedError")
    graded = grade_task(task, Run(task="double", outcomes=outcomes, defined=True), {})
    assert graded.mistakes == ("negated",)
    assert graded.shown.case is named


@pytest.mark.parametrize(
    ("outcomes", "run", "verdict"),
    [
        (RIGHT, {}, "pass"),
        ([RIGHT[0], WRONG, raised("ValueError")], {}, "fail"),
        ([RIGHT[0], raised("ValueError"), WRONG], {}, "error"),
        ([raised("NotImplementedError")] * 3, {}, "not_implemented"),
        ([raised("MemoryError")] * 3, {}, "memory"),
        ([raised("ModuleNotFoundError")] * 3, {}, "forbidden"),
        ([raised("SystemExit")] * 3, {}, "error"),
        ([Outcome(Refused("str"))] * 3, {}, "fail"),
        (RIGHT[:1], {"ended": "timeout"}, "timeout"),
        (RIGHT[:1], {"ended": "crash"}, "crash"),
        ([], {"ended": "memory"}, "memory"),
        (RIGHT, {"ended": "crash"}, "pass"),
        ([], {"defined": False}, "missing"),
        (
            [],
            {"defined": False, "loading": Raised(type="SyntaxError", message="", line=1)},
            "error",
        ),
        (
            [],
            {"defined": False, "loading": Raised(type="ModuleNotFoundError", message="", line=1)},
            "forbidden",
        ),
        ([], {"forbidden": Raised(type="numpy.convolve", message="", line=1)}, "forbidden"),
        ([], {"defined": None, "ended": "timeout"}, "timeout"),
    ],
)
def test_the_verdict_is_that_of_the_first_failing_case(outcomes, run, verdict):
    task = graded(*outcomes, **run)
    assert task.verdict == verdict
    assert str(task.message) or verdict == "pass"


def test_a_forbidden_call_costs_all_points_even_where_some_cases_did_without():
    assert graded(*RIGHT[:2], raised("OffLimits")).score == 0.0


def test_a_fault_of_ours_is_never_a_zero():
    run = Run(task="double", ended="not_graded", reason="the machine is full")
    submission = Submission(exercise="", module="", filename="", cells=(), student="ada")
    whole = grade_hidden(builders.sheet(TASK), submission, [run], "warm")
    assert (whole.status, whole.score, whole.reason) == ("not_graded", None, "the machine is full")
    assert (whole.tasks[0].verdict, whole.tasks[0].score) == ("not_graded", None)


def test_hidden_cases_are_neither_pictured_nor_their_output_shown():
    task = graded(WRONG, WRONG, WRONG, grade=grade_hidden_task, output="inputs were [7, 8]")
    assert (task.shown, task.output) == (None, "")
    assert "9" not in str(task.message)


def test_the_case_told_of_is_the_one_easiest_to_follow():
    assert graded(WRONG, WRONG, WRONG).shown.case.public
    assert not graded(RIGHT[0], WRONG, WRONG).shown.case.public


def test_float64_for_float32_is_advice_and_costs_nothing():
    task = graded(builders.answer(np.float64([1])), *RIGHT[1:])
    assert (task.verdict, task.score, "float64" in str(task.message)) == ("pass", 6.0, True)
    narrow = [builders.answer(outcome.parts[0].astype(np.float32)) for outcome in RIGHT]
    assert str(graded(*narrow).message) == ""


def test_an_aspect_that_counts_for_nobody_takes_no_points_and_is_told():
    corrected = replace(TASK, uncounted={"strides=2": "The text is wrong."})
    grade = grade_task(corrected, Run(task="double", outcomes=tuple(RIGHT), defined=True), {})
    assert (grade.verdict, grade.score) == ("pass", 6.0)
    assert grade.uncounted == (("strides=2", "The text is wrong."),)
