"""nbgrader's gradebook gets the points that staff set by hand, or a refusal names them."""

import os
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace
from nbgrader.api import Gradebook, MissingEntry
from support.made_up_grades import PASSED, failed, graded, one_wrong

from autograder.adapters.nbgrader.gradebook import check_gradebook, write_gradebook
from autograder.errors import Refusal
from autograder.verdict.override import WHOLE, Override, overridden

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # nbgrader's own

EXERCISE, MODULE = "03_convolution", "convolution"
GRADE = graded(PASSED, replace(failed(one_wrong()), shown=None))


@pytest.fixture
def gradebook(tmp_path, monkeypatch):
    """Make the gradebook of one assignment with two tasks. nbgrader starts a program of its own."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    url = f"sqlite:///{tmp_path}/gradebook.db"
    with Gradebook(url) as book:
        book.add_assignment(EXERCISE)
        book.add_notebook(MODULE, EXERCISE)
        for task, points in (("relu", 2.0), ("conv2d", 4.0)):
            place = (MODULE, EXERCISE)
            book.add_grade_cell(f"check-{task}", *place, max_score=points, cell_type="code")
            book.add_solution_cell(f"solution-{task}-{task}", *place)
    return url


def test_points_set_by_hand_are_written_with_their_comment_or_left_to_staff_by_name(
    gradebook, tmp_path
):
    of_a_task = overridden(GRADE, {"conv2d": Override(3.5, "Ambiguous.")})
    of_all = overridden(replace(GRADE, student="bo"), {WHOLE: Override(1.0, "Copied.")})
    said = write_gradebook(gradebook, [of_a_task, of_all], tmp_path)
    assert said.startswith("1 of 2 grades written")
    assert said.endswith("It keeps only task points: for bo, enter the total yourself.")
    with Gradebook(gradebook) as book:
        assert [student.id for student in book.students] == ["ada"]
        notebook = book.find_submission_notebook(MODULE, EXERCISE, "ada")
        points = {row.name: row.auto_score for row in notebook.grades}
        comments = "".join(row.auto_comment or "" for row in notebook.comments)
    assert points == {"check-relu": 2.0, "check-conv2d": 3.5}
    assert "    Set by the course staff: 3.5 points instead of 2.5: Ambiguous." in comments


def test_all_grades_are_written_or_none(gradebook, tmp_path):
    with pytest.raises(MissingEntry):
        write_gradebook(gradebook, [GRADE, replace(GRADE, exercise="01_dense")], tmp_path)
    with Gradebook(gradebook) as book:
        assert book.students == []


@pytest.mark.parametrize("tasks", [{EXERCISE: ["relu", "dense"]}, {"01_dense": ["relu"]}])
def test_a_gradebook_that_lacks_a_task_is_refused_with_the_exercise(gradebook, tasks):
    check_gradebook(gradebook, {EXERCISE: ["relu", "conv2d"]})
    with pytest.raises(Refusal, match=f"The gradebook lacks tasks of {next(iter(tasks))}."):
        check_gradebook(gradebook, tasks)
