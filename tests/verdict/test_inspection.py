"""inspection: staff see every failed case with its numbers, and the cost of each cell."""

import pytest
from support import builders
from support.builders import answer

from autograder.grading.submission import grade_task
from autograder.records import Outcome, Raised, Run
from autograder.verdict.compare import compare_run
from autograder.verdict.inspection import InspectedTask, inspect_task, lost

SMALL = builders.case([2, 4], aspect="small", public=True, mistakes={"negated": [-2, -4]})
LARGE = [builders.case([5, size], aspect="large", inputs=range(size)) for size in (9, 7, 8)]
TASK = builders.task(SMALL, *LARGE, points=3.0)
RIGHT = [answer([2, 4]), *(answer([5, size]) for size in (9, 7, 8))]
WRONG, RAISED = answer([3, 31337]), Outcome(Raised(type="ValueError", message="no 31337"))
HINTS = {"negated": "The sign.\n\nLook for a minus."}


def inspected(*outcomes: Outcome) -> InspectedTask:
    run = Run(task="double", outcomes=outcomes, defined=True)
    return inspect_task(TASK, grade_task(TASK, run, HINTS), compare_run(TASK, run), HINTS)


@pytest.mark.parametrize(
    "outcomes",
    [
        [RIGHT[0], RIGHT[1], WRONG, RIGHT[3]],
        [WRONG, *RIGHT[1:]],
        [WRONG, RAISED, RAISED, WRONG],
        [answer([2, 4], changed=(0,)), *RIGHT[1:]],
        [RIGHT[0]],
    ],
    ids=["an aspect", "another", "everything", "a habit", "cut off"],
)
def test_the_costs_of_cells_add_up_to_the_missing_points(outcomes: list[Outcome]) -> None:
    grade = inspected(*outcomes).grade
    assert grade.score is not None
    assert sum(cost for _, cost in lost(grade)) == pytest.approx(grade.max_score - grade.score)


def test_each_aspect_begins_with_its_clearest_case_and_then_lists_all_failures() -> None:
    failures = inspected(answer([-2, -4]), WRONG, WRONG, RAISED).failures
    sizes = [failure.comparison.case.arrays["inputs"].size for failure in failures]
    assert sizes == [7, 9, 8]  # the shown one is the small one


def test_hidden_cases_are_shown_with_numbers_and_exception_messages() -> None:
    found = inspected(RIGHT[0], WRONG, WRONG, RAISED)
    words = "\n".join(str(failure.message) for failure in found.failures)
    assert "yours 31337   TensorFlow 9" in words
    assert "no 31337" in words


def test_a_right_task_loses_no_cell() -> None:
    found = inspected(*RIGHT)
    assert (found.lost, found.failures) == ((), ())
