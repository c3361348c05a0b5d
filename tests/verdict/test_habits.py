"""habits: judged on every call that finished, whatever its numbers."""

import numpy as np
import pytest
from msgspec.structs import replace
from support import builders

from autograder.grading.submission import grade_hidden_task, grade_task
from autograder.records import Answer, Outcome, Raised, Refused, Run
from autograder.verdict.compare import compare_run
from autograder.verdict.habits import CALLED_AGAIN, Broken, broken

FIRST = builders.case([2, 4], aspect="valid", public=True)
OTHER = builders.case([5, 6], aspect="same", inputs=[7, 8])
TASK = builders.task(FIRST, OTHER, replace(FIRST, aspect=CALLED_AGAIN), points=3.0)
RIGHT = [builders.answer([2, 4]), builders.answer([5, 6]), builders.answer([2, 4])]
WRONG, RAISED = builders.answer([3, 3]), Outcome(Raised(type="ValueError", message="x"))
UNCHANGED = "arguments left unchanged"
STAY = "results stay as they were returned"
AGAIN = "answer stays the same when asked again"


def run(*outcomes):
    return Run(task="double", outcomes=outcomes, defined=True)


def found(task, *outcomes):
    """Return the cells of one task as name -> (passed, total)."""
    cells = grade_task(task, run(*outcomes), {}).cells
    return {f"{cell.part} {cell.aspect}": (cell.passed, cell.total) for cell in cells}


def test_a_repeated_call_is_a_habit_and_not_a_cell_with_values():
    assert found(TASK, *RIGHT) == {
        "outputs valid": (1, 1),
        "outputs same": (1, 1),
        UNCHANGED: (3, 3),
        STAY: (3, 3),
        AGAIN: (1, 1),
    }


def test_a_wrong_answer_keeps_its_habits():
    cells = found(TASK, WRONG, RIGHT[1], WRONG)
    assert (cells[UNCHANGED], cells[STAY], cells[AGAIN]) == ((3, 3), (3, 3), (1, 1))
    assert grade_task(TASK, run(WRONG, RIGHT[1], WRONG), {}).score == 2.0


def test_a_task_that_raises_under_one_option_keeps_its_habits():
    cells = found(TASK, RIGHT[0], RAISED, RIGHT[2])
    assert (cells[UNCHANGED], cells[STAY], cells[AGAIN]) == ((3, 3), (2, 2), (1, 1))
    assert grade_task(TASK, run(RIGHT[0], RAISED, RIGHT[2]), {}).score == 2.0


@pytest.mark.parametrize("outcome", [WRONG, RAISED], ids=["wrong", "raises"])
def test_habits_alone_earn_nothing(outcome):
    graded = grade_task(TASK, run(outcome, outcome, outcome), {})
    assert graded.score == 0.0


def test_a_habit_is_broken_by_a_call_with_wrong_numbers_too():
    changing = builders.answer([3, 3], changed=(0,), overwritten=(0,))
    cells = found(TASK, RIGHT[0], changing, RIGHT[2])
    assert (cells[UNCHANGED], cells[STAY]) == ((2, 3), (2, 3))


AGAIN_OTHERWISE = {
    "right, then wrong": (RIGHT[0], WRONG),
    "wrong, then right": (WRONG, RIGHT[2]),
    "wrong in two ways": (WRONG, builders.answer([3, 2])),
    "another shape": (WRONG, builders.answer([3, 3, 3])),
    "wrong, then an exception": (WRONG, RAISED),
    "an exception, then right": (RAISED, RIGHT[2]),
    "two exceptions": (RAISED, Outcome(Raised(type="TypeError", message="x"))),
    "None, then wrong": (Outcome(Refused("NoneType")), WRONG),
    "a part that is None": (WRONG, Outcome(Answer((Refused("NoneType"),)))),
}


@pytest.mark.parametrize("name", AGAIN_OTHERWISE)
def test_two_equal_calls_with_different_results_are_reported(name):
    first, again = AGAIN_OTHERWISE[name]
    assert found(TASK, first, RIGHT[1], again)[AGAIN] == (0, 1)
    for grade in grade_task, grade_hidden_task:
        message = str(grade(TASK, run(first, RIGHT[1], again), {}).message)
        assert "It gave two different answers to the same arguments: it is random" in message
        assert "np.empty before it is filled" in message


ALIKE = {
    "an exception": (RAISED, Outcome(Raised(type="ValueError", message="x", line=3))),
    "an exception that quotes random weights": (
        RAISED,
        Outcome(Raised(type="ValueError", message="x [-0.3 1e-3]")),
    ),
    "nan": (builders.answer([np.nan, 1]), builders.answer([np.nan, 1])),
    "None": (Outcome(Refused("NoneType")), Outcome(Refused("NoneType"))),
    "rounded otherwise": (builders.answer([3e6, 1]), builders.answer([3e6 + 0.5, 1])),
}


@pytest.mark.parametrize("name", ALIKE)
def test_two_calls_that_end_alike_are_the_same(name):
    first, again = ALIKE[name]
    assert found(TASK, first, RIGHT[1], again)[AGAIN] == (1, 1)


def test_two_right_answers_may_be_rounded_differently():
    real = builders.case([0.5], exact=False, allowed=0.1)
    task = builders.task(real, replace(real, aspect=CALLED_AGAIN))
    assert found(task, builders.answer([0.45]), builders.answer([0.55]))[AGAIN] == (1, 1)


def test_a_repeated_call_that_did_not_finish_is_not_judged():
    assert found(TASK, *RIGHT[:2])[AGAIN] == (0, 0)


def test_a_task_has_no_cell_for_a_habit_that_it_cannot_break():
    case = replace(builders.case(4), arrays={})
    task = replace(builders.task(case), arrays={}, parts={"outputs": ""})
    assert list(found(task, builders.answer(4))) == ["outputs values"]


def test_a_call_repeats_the_one_with_the_same_arrays_and_options():
    strided = builders.case([9, 9], aspect="strides", options={"strides": 2})
    again = replace(strided, aspect=CALLED_AGAIN)
    task = builders.task(FIRST, OTHER, strided, again)
    outcomes = *RIGHT[:2], builders.answer([9, 9]), WRONG
    assert found(task, *outcomes)[AGAIN] == (0, 1)
    assert found(task, *RIGHT[:2], WRONG, WRONG)[AGAIN] == (1, 1)


def test_broken_habits_are_reported_with_the_names_of_the_spec():
    outcomes = RIGHT[0], builders.answer([3], changed=(0,)), replace(WRONG, overwritten=(0,))
    comparisons = compare_run(TASK, run(*outcomes))
    assert broken(TASK, comparisons) == Broken(
        changed=("inputs",), overwritten=("outputs",), differs=True
    )
    assert broken(TASK, compare_run(TASK, run(*RIGHT))) == Broken()


def test_a_part_that_is_none_costs_only_that_part():
    both = replace(FIRST, answers={"grad_inputs": np.float32([2]), "grad_bias": np.float32([3, 4])})
    task = builders.task(both, replace(both, aspect=CALLED_AGAIN), points=3.0)
    half = Outcome(Answer((np.float32([2]), Refused("NoneType"))))
    graded = grade_task(task, run(half, half), {})
    assert graded.score == 2.0
    assert [cell.counts for cell in graded.cells] == [True, False, True, True, True]
