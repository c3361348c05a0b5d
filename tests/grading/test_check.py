"""check: it says what will not be there when the file is graded, and which versions differ."""

from dataclasses import replace

import numpy as np
import pytest
from support import ROOT, builders
from support.as_they_come import RIGHT

from autograder.answers import sheet
from autograder.grading.check import check
from autograder.records import Grade, Sheet, Submission
from autograder.sandbox.runner import ProcessSandbox

USES = b"""import threading
try:
    threading.Thread(target=print).start()
except Exception:
    pass
import scipy
"""


@pytest.fixture(scope="module")
def answers() -> Sheet:
    return sheet.load((ROOT / "exercises/01_dense/sheet.npz").read_bytes())


def checked(answers: Sheet, *cells: bytes, filename: str = "dense.py") -> Grade:
    submission = Submission(exercise="01_dense", module="dense", filename=filename, cells=cells)
    with ProcessSandbox() as sandbox:
        return check(sandbox, submission, answers)


def test_a_line_is_told_once_for_all_tasks_and_costs_no_points(answers: Sheet) -> None:
    grade = checked(answers, USES + RIGHT)
    assert grade.score == grade.max_score
    assert grade.warnings == (
        "Line 3 starts a thread, which is refused when it is graded.",
        "Line 6 imports scipy, which is not installed when it is graded.",
    )


def test_a_line_of_a_notebook_is_told_with_its_cell(answers: Sheet) -> None:
    grade = checked(answers, RIGHT, b"1 + 1\nimport scipy", filename="dense.ipynb")
    assert grade.warnings == (
        "Line 2 of cell 2 imports scipy, which is not installed when it is graded.",
    )


def test_the_courses_numpy_is_named_where_it_is_another(answers: Sheet) -> None:
    other = replace(answers, made_by={"numpy": "1.26.4"})
    (warning,) = checked(other, RIGHT).warnings
    assert warning.startswith(f"You have NumPy {np.__version__}, the course has 1.26.4:")


def test_the_sheet_names_the_python_and_numpy_of_the_course(answers: Sheet) -> None:
    assert {"python", "numpy"} <= set(answers.made_by)
    assert checked(answers, RIGHT).warnings == ()


def test_syntax_that_is_newer_than_the_courses_python_is_told(answers: Sheet) -> None:
    old = replace(answers, made_by={"python": "3.9.2"})
    grade = checked(old, RIGHT + b"match 1:\n    case 1: pass\n")
    assert grade.score == grade.max_score
    (warning,) = grade.warnings
    assert warning.endswith("needs a newer Python than the course's, which is 3.9.2.")


def test_a_package_that_is_not_installed_is_named_with_the_way_to_install_it():
    task = replace(builders.task(builders.case([2, 4])), packages=("numpy", "no_such_package"))
    submission = Submission(
        exercise="09_doubling", module="doubling", filename="doubling.py", cells=(b"",)
    )
    with ProcessSandbox() as sandbox:
        grade = check(sandbox, submission, builders.sheet(task))
    assert (grade.status, grade.score, grade.max_score) == ("not_graded", None, 2.0)
    assert grade.reason == (
        "09_doubling uses no_such_package, which is not installed here. "
        "Install it: python -m pip install no_such_package"
    )
