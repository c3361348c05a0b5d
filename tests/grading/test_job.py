"""job: in which order a submission meets its cases."""

from dataclasses import replace

import pytest
from support import builders

from autograder.answers import sheet
from autograder.grading.job import Job, grade_one
from autograder.records import Submission
from autograder.sandbox.pool import close_idle

NOTES = """
def double(inputs):
    with open({path!r}, "a") as notes:
        notes.write(f"{{inputs.sum():g}} ")
    return inputs
"""


@pytest.fixture(autouse=True)
def nothing_kept_open():
    yield
    close_idle()


def test_a_task_without_a_public_case_shows_nothing_and_is_graded():
    case = replace(builders.case([6, 8]), arrays={}, options={"size": 2})
    task = replace(builders.task(case), arrays={})
    source = b"def double(size):\n    return [6, 9]\n"
    submission = Submission(
        exercise="09_doubling",
        module="doubling",
        filename="doubling.py",
        cells=(source,),
    )
    (graded,) = grade_one(Job(submission, sheet.dump(builders.sheet(task)), "none")).tasks
    assert (graded.verdict, graded.score, graded.shown) == ("fail", 0.0, None)


def test_what_may_be_shown_is_computed_before_a_hidden_input_comes(tmp_path):
    public, hidden = (
        builders.case([2, 4], public=True, inputs=[1, 2]),
        builders.case([6, 8], inputs=[3, 4]),
    )
    answers = sheet.dump(builders.sheet(builders.task(hidden, public)))
    source = NOTES.format(path=str(tmp_path / "notes")).encode()
    submission = Submission(
        exercise="09_doubling", module="doubling", filename="doubling.py", cells=(source,)
    )
    graded = grade_one(Job(submission, answers, "none"))
    assert (tmp_path / "notes").read_text() == "3 7 3 "
    (task,) = graded.tasks
    assert task.verdict == "fail"
    assert task.shown is not None
    assert replace(task.shown.case, mistakes={}).arrays["inputs"].tolist() == [1, 2]
