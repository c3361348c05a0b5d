"""new-mistake: a shared wrong answer becomes a file in mistakes/, without comments."""

import csv
import sys

import pytest
from support import realistic
from support.realistic import BACKWARD, COUNT, DENSE

from autograder import catalog
from autograder.authoring.mistake import wrong_code
from autograder.errors import Refusal
from autograder.records import Submission
from autograder.spec import Exercise, Part, Task

TASKS = tuple(Task(name, 1, parts=(Part("outputs", ""),)) for name in ("dense", "count", "both"))
EXERCISE = Exercise("Dense", TASKS)
CODE = b'''"""By Ada Lovelace."""
import numpy as np, math
from os import path
HALF = 1 / 2  # Ada's own
def _windows(x):
    "Ada wrote this."
    return x[::2]
def unused():
    return path
'''
CELL = b'''%matplotlib inline
def dense(x):
    """Return what Ada needs."""
    return np.sqrt(_windows(x)) * HALF
def both(x):
    return dense(x) + math.pi
def dense(x):
    raise NotImplementedError("dense")
'''


def code(task, right=(), cells=(CODE, CELL)):
    submission = Submission(exercise="01_dense", module="dense", filename="a.py", cells=cells)
    return wrong_code(submission, EXERCISE, task, right, {"_windows", "dense", "both"})


def test_a_mistake_has_only_the_code_that_its_task_needs():
    assert code("dense") == (
        "import numpy as np\n\nHALF = 1 / 2\n\n\ndef _wrong_windows(x):\n    return x[::2]\n\n\n"
        "def dense(x):\n    return np.sqrt(_wrong_windows(x)) * HALF\n"
    )


def test_functions_that_are_right_are_imported_from_the_solution():
    assert code("both", right=["dense"]) == (
        "import math\nfrom dense import dense\n\ndef both(x):\n    return dense(x) + math.pi\n"
    )
    assert "def dense(x)" in code("both")


@pytest.mark.parametrize(
    "answer",
    ["x" + ".T" * 2000, "0x" + "f" * 5000],
    ids=["nested too deeply", "a number too long"],
)
def test_code_that_python_cannot_write_out_is_refused(answer):
    with pytest.raises(Refusal, match=r"^The code of dense cannot be written out: .* by hand\.$"):
        code("dense", cells=[f"def dense(x):\n    return {answer}\n".encode()])


def test_a_cell_that_does_not_parse_is_left_out():
    assert code("dense", cells=(CODE, b"def dense(:", CELL)) == code("dense")


@pytest.mark.parametrize(
    ("task", "cells"), [("count", (CELL,)), ("dense", (b"",)), ("no", (CELL,))]
)
def test_a_submission_without_code_for_the_task_is_refused(task, cells):
    with pytest.raises(Refusal, match=f"a.py defines nothing for {task}"):
        code(task, cells=cells)


# -- as it is used -----------------------------------------------------------------------------

ADDED = DENSE.replace(b"+ bias", b"+ bias + inputs.sum()")
OTHERWISE = DENSE.replace(b"return", b"# mine\n    return bias + inputs.sum() +").replace(
    b"+ bias\n", b"\n"
)
FORGOTTEN = DENSE.replace(b" + bias", b"")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Grade a class in which two students share an unnamed wrong answer."""
    root = realistic.course(tmp_path_factory.mktemp("course"))
    classes = {"ada": ADDED, "bob": OTHERWISE, "cy": FORGOTTEN, "di": DENSE}
    files = {name: {"dense.py": dense + BACKWARD + COUNT} for name, dense in classes.items()}
    realistic.lay_out(root / "in", files)
    realistic.graded(root, root / "in", root / "out")
    return root


def command(course, *words):
    done = realistic.command(course, "new-mistake", "out", *words)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux")
def test_students_with_the_same_wrong_answer_share_its_fingerprint_in_table_and_page(course):
    rows = csv.DictReader((course / "out/grades.csv").read_text(encoding="utf-8").splitlines())
    ada, bob, cy, di = [row["unnamed"] for row in rows]
    assert ada.startswith("dense:")
    assert (ada == bob, cy, di) == (True, "", "")
    page = (course / "out/report.html").read_text(encoding="utf-8")
    assert "2 students share one unnamed wrong answer" in page
    assert ada.removeprefix("dense:") in page


@pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux")
def test_a_shared_answer_becomes_a_mistake_without_a_hint(course):
    status, said = command(course, "bob", "dense", "--name", "all_inputs_added")
    path = course / "solutions/01_dense/mistakes/all_inputs_added.py"
    assert (status, f"Wrote {path}." in said) == (0, True)
    text = path.read_text(encoding="utf-8")
    assert "return bias + inputs.sum() + inputs @ kernel" in text
    assert "mine" not in text
    assert catalog.defined_names(path) == {"dense"}
    with pytest.raises(Refusal, match="has no docstring"):
        catalog.hint(path)
    assert command(course, "bob", "dense", "--name", "all_inputs_added")[0] == 2


@pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nobody", "dense"], "nobody"),
        (["di", "dense"], "di has no wrong answer to dense."),
        (["ada", "conv2d"], "Wrong tasks: dense."),
        (["cy", "dense"], "This answer to dense is a known mistake: bias_forgotten."),
        (["ada", "dense", "--name", "no name"], "'no name' cannot be the name of a mistake."),
        (["ada", "dense", "--name", "x" * 300], "xxx' cannot be the name of a mistake."),
    ],
)
def test_each_refusal_names_the_choices(course, words, says):
    status, said = command(course, *words)
    assert (status, says in said, "Traceback" in said) == (2, True, False), said
