"""check: it reports anything that is missing when the file is graded, and versions that differ.

Where a secret seed could be read, files that may be somebody else's run in the sandbox.
"""

import json
import re
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from support import ROOT, builders, realistic
from support.realistic import BACKWARD, COUNT, RIGHT

from autograder.answers import sheet
from autograder.errors import Refusal
from autograder.grading.check import check, find_target, is_guarded, only_tasks, refuse_unknown
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


def test_a_line_is_reported_once_for_all_tasks_and_costs_no_points(answers: Sheet) -> None:
    grade = checked(answers, USES + RIGHT)
    assert grade.score == grade.max_score
    assert grade.warnings == (
        "Line 3 starts a thread, which is refused during grading.",
        "Line 6 imports scipy, which is not installed during grading.",
    )


def test_a_line_of_a_notebook_is_reported_with_its_cell(answers: Sheet) -> None:
    grade = checked(answers, RIGHT, b"1 + 1\nimport scipy", filename="dense.ipynb")
    assert grade.warnings == (
        "Line 2 of cell 2 imports scipy, which is not installed during grading.",
    )


def test_a_task_that_will_need_much_of_its_time_is_reported(answers: Sheet) -> None:
    seconds = answers.tasks[0].seconds / (3 * len(answers.tasks[0].cases))
    slow = RIGHT.replace(b"return", f"import time; time.sleep({seconds}); return".encode(), 1)
    grade = checked(answers, slow)
    assert grade.score == grade.max_score
    (warning,) = grade.warnings
    assert re.match(r"dense takes [1-4]\.\d s here\. .* get 5 s\. Look for a loop", warning)


def test_the_courses_numpy_is_named_if_it_differs(answers: Sheet) -> None:
    other = replace(answers, made_by={"numpy": "1.26.4"})
    (warning,) = checked(other, RIGHT).warnings
    assert warning.startswith(f"You have NumPy {np.__version__}, the course has 1.26.4:")


def test_the_sheet_names_the_python_and_numpy_of_the_course(answers: Sheet) -> None:
    assert {"python", "numpy"} <= set(answers.made_by)
    assert checked(answers, RIGHT).warnings == ()


def test_syntax_newer_than_the_courses_python_is_reported(answers: Sheet) -> None:
    old = replace(answers, made_by={"python": "3.9.2"})
    grade = checked(old, RIGHT + b"match 1:\n    case 1: pass\n")
    assert grade.score == grade.max_score
    (warning,) = grade.warnings
    assert warning.endswith("needs a newer Python than the course's, which is 3.9.2.")


@pytest.mark.parametrize(
    ("marker", "content", "command"),
    [
        ("", "", "python -m pip install"),
        ("pyvenv.cfg", "home = /usr/bin\nversion = 3.12.1\n", "python -m pip install"),
        ("pyvenv.cfg", "home = /usr/bin\nuv = 0.9.0\n", 'uv pip install --python "{}"'),
        ("pipx_metadata.json", "{}", "pipx inject layers-by-hand"),
    ],
    ids=["no environment", "venv", "uv", "pipx"],
)
def test_a_package_that_is_not_installed_is_named_with_the_way_to_install_it(
    tmp_path, monkeypatch, marker, content, command
):
    if marker:
        (tmp_path / marker).write_text(content)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    task = replace(builders.task(builders.case([2, 4])), packages=("numpy", "no_such_package"))
    submission = Submission(
        exercise="09_doubling", module="doubling", filename="doubling.py", cells=(b"",)
    )
    with ProcessSandbox() as sandbox:
        grade = check(sandbox, submission, builders.sheet(task))
    assert (grade.status, grade.score, grade.max_score) == ("not_graded", None, 2.0)
    assert grade.reason == (
        "09_doubling uses no_such_package, which is not installed here. "
        f"Install it: {command.format(tmp_path)} no_such_package"
    )


# -- whose file it is --------------------------------------------------------------------------

LOOKS = """from pathlib import Path

def dense(inputs, kernel, bias):
    seed = Path({!r})
    print("The seed is there:", seed.exists())
    return inputs @ kernel
"""
SUBMITTED = "submissions/ada/dense.py"


@pytest.fixture(scope="module")
def staff(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a course with a secret seed, and a submission that looks for it."""
    root = tmp_path_factory.mktemp("course")
    for tree in ("exercises", "solutions"):
        shutil.copytree(ROOT / tree / "01_dense", root / tree / "01_dense")
    (root / ".autograder").mkdir()
    (root / ".autograder/seed").write_text("271828182845")
    source = LOOKS.format(str(root / ".autograder/seed")).encode() + BACKWARD + COUNT
    realistic.lay_out(root / "submissions", {"ada": {"dense.py": source}})
    return root


@pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux")
def test_a_file_outside_exercises_does_not_see_the_secret_seed(staff: Path) -> None:
    done = realistic.command(staff, "check", SUBMITTED)
    assert (done.returncode, "The seed is there: False" in done.stdout) == (1, True)
    (grade,) = json.loads(realistic.command(staff, "check", SUBMITTED, "--json").stdout)
    assert grade["isolation"] in ("warm", "cold")


def test_without_a_sandbox_it_is_refused_unless_it_is_trusted(staff: Path) -> None:
    done = realistic.command(staff, "check", SUBMITTED, PATH="")
    assert (done.returncode, done.stdout) == (2, "")
    assert "use --isolation none" in done.stderr
    trusted = realistic.command(staff, "check", SUBMITTED, "--isolation", "none", PATH="")
    assert "The seed is there: True" in trusted.stdout


def test_beside_a_seed_or_solutions_only_files_in_exercises_are_trusted(
    staff: Path, tmp_path: Path
) -> None:
    own, submitted = staff / "exercises/01_dense/dense.py", staff / SUBMITTED
    assert not is_guarded(own, staff)
    assert not is_guarded(own, own.parent)
    assert is_guarded(submitted, staff)
    assert is_guarded(tmp_path / "dense.py", staff)
    linked = staff / "exercises/01_dense/linked.py"
    linked.symlink_to(submitted)
    assert is_guarded(linked, staff)
    assert not is_guarded(submitted, tmp_path)  # without either, the user is a student


def test_a_submission_that_looks_like_a_course_is_not_trusted(staff: Path) -> None:
    inner = staff / "submissions/bob"
    for tree in ("exercises", "solutions"):
        shutil.copytree(staff / tree, inner / tree)
    assert is_guarded(inner / "exercises/01_dense/dense.py", inner)


@pytest.mark.parametrize("word", ["01_dense", "exercises/01_dense/dense.py"])
def test_the_file_is_read_once(word: str, tmp_path: Path) -> None:
    folder = shutil.copytree(ROOT / "exercises/01_dense", tmp_path / "exercises/01_dense")
    file = folder / "dense.py"
    file.write_bytes(RIGHT)
    target = find_target(tmp_path, word)
    file.unlink()
    assert target.file == file
    submission = target.submission()
    assert (submission.filename, submission.cells) == ("dense.py", (RIGHT,))


@pytest.mark.parametrize("name", ["hw.zip", "dense.py.txt"])
def test_a_file_of_another_kind_is_refused_as_such(name: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "exercises/01_dense", tmp_path / "exercises/01_dense")
    (tmp_path / name).touch()
    with pytest.raises(Refusal, match=f"{name} is neither a script"):
        find_target(tmp_path, name)


def test_an_unknown_task_is_refused_with_the_closest_name(answers: Sheet) -> None:
    with pytest.raises(Refusal, match="The closest name is dense_backward"):
        only_tasks(answers, ["dense_backwards"])
    grade = checked(answers, RIGHT)
    with pytest.raises(Refusal, match="The closest name is dense_backward"):
        refuse_unknown([grade], ["dense_backwards"], "")
