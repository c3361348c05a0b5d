"""The command line, as users run it: its output and its exit status."""

import ast
import errno
import json
import os
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from support import ROOT

from autograder import cli
from autograder.errors import Refusal

POSIX_ONLY = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}

DENSE = (ROOT / "solutions/01_dense/dense.py").read_text(encoding="utf-8")
BACKWARD = "def dense_backward(grad_outputs, inputs, kernel, bias):\n    "
FORWARD = "def dense(inputs, kernel, bias):\n    "


@pytest.fixture
def student(tmp_path, project):
    """Make a student's folder: exercises, and no solutions."""
    (tmp_path / "course").mkdir()
    (project / "exercises").rename(tmp_path / "course/exercises")
    return tmp_path / "course"


def save_dense(student, source):
    (student / "exercises/01_dense/dense.py").write_text(source, encoding="utf-8")


def test_a_file_is_found_by_its_name_alone(student, autograder):
    save_dense(student, DENSE)
    done = autograder("check", "dense.py", cwd=student)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_refusal_wraps_between_words_on_a_terminal_only(monkeypatch, capsys):
    names = ["cross_correlate", "pad_images_backward", "conv2d_backward"]
    monkeypatch.setenv("COLUMNS", "30")
    for terminal in (True, False):
        monkeypatch.setattr(sys.stderr, "isatty", lambda terminal=terminal: terminal)
        cli._complain("There is no task called conv.", f"Its tasks are: {', '.join(names)}.")
        told = capsys.readouterr().err
        assert [name for name in names if name not in told] == []
        assert (max(map(len, told.splitlines())) <= 30) == terminal


@pytest.mark.parametrize(
    ("words", "where"),
    [
        (["grade", "a.zip", "--out", ""], "after --out"),
        (["grade", "a.zip", "--out", "graded", "--exercise", " "], "after --exercise"),
        (["grade", "a.zip", "--out", "graded", "--set="], "in --set="),
        (["override", "graded", "ada", "", "1", "--comment", "why"], "after ada"),
        (
            ["override", "graded", "ada", "01", "1", "--task", "", "--comment", "why"],
            "after --task",
        ),
        (["check", ""], "after check"),
    ],
)
def test_an_empty_argument_stands_for_nothing(words, where):
    with pytest.raises(Refusal, match=f"The value {where} is empty"):
        cli.commands(words, standalone_mode=False)


def test_a_right_answer_exits_with_0(student, autograder):
    save_dense(student, DENSE)
    done = autograder("check", "01_dense", cwd=student)
    assert (done.returncode, done.stderr) == (0, "")
    assert "6 of 6 points" in done.stdout


@pytest.mark.parametrize(
    ("code", "says", "remedy"),
    [
        (FORWARD + "return None", "returned None", "`return` missing"),
        (FORWARD + "return 'text'", "returned a string", "numbers instead"),
        (FORWARD + "return np.array([{}, {}])", "cannot read as numbers", "one array of numbers"),
        (
            FORWARD + "return (inputs @ kernel + bias).astype(complex)",
            "complex numbers",
            "real part",
        ),
        (
            BACKWARD + "return (grad_outputs @ kernel.T).T, inputs, bias",
            "the axes in another order",
            "np.transpose",
        ),
        (
            FORWARD + "return -(inputs @ kernel + bias)",
            "the right numbers with the opposite sign",
            "Check the signs",
        ),
        (
            FORWARD + "return np.ones((2, 3))",
            "the shape is (2, 3), expected (2, 2)",
            "docstring",
        ),
        (
            FORWARD + "return (inputs @ kernel + bias)[:, :1]",
            "the shape is (2, 1), expected (2, 2)",
            "`return` inside a loop",
        ),
        (FORWARD + "return (inputs @ kernel + bias) * np.nan", "nan or inf", "division by zero"),
        ("def dense(x):\n    return x", "cannot take the arguments", "order of the skeleton"),
        (FORWARD + "return 1 / 0", "ZeroDivisionError at line", "division by zero"),
        (FORWARD + "return undefined", "NameError at line", "undefined"),
        (
            FORWARD + "inputs -= 0; inputs += 1; return (inputs - 1) @ kernel + bias",
            "writes into",
            "copy",
        ),
        (BACKWARD + "return inputs, kernel", "Got 2 arrays, expected 3", "as a tuple"),
        ("def dense(:", "dense.py:1 does not parse: invalid syntax.", "until it does."),
        ("del dense", "There is no function dense in the file", "Keep the name"),
    ],
)
def test_a_wrong_answer_is_reported_with_what_to_do(student, autograder, code, says, remedy):
    save_dense(student, f"{DENSE}\n\n{code}\n" if code != "def dense(:" else code)
    done = autograder("check", "01_dense", cwd=student)
    assert (done.returncode, done.stderr) == (1, "")
    text = " ".join(done.stdout.split())
    assert says in text
    assert remedy in text
    assert "Traceback" not in text


def break_notebook(student):
    (student / "exercises/01_dense/dense.ipynb").write_text("{not json", encoding="utf-8")


def break_sheet(student):
    (student / "exercises/01_dense/sheet.npz").write_bytes(b"PK\x03\x04")


def lose_sheet(student):
    (student / "exercises/01_dense/sheet.npz").unlink()


@pytest.mark.parametrize(
    ("change", "words", "says"),
    [
        (None, ["check", "03_convolutoin"], "The closest name is 03_convolution"),
        (None, ["check", "nowhere.py"], "no file nowhere.py"),
        (None, ["check", "01_dense", "--task", "conv3d"], "Its tasks are: dense, dense_backward"),
        (
            None,
            ["check", "exercises/01_dense/dense.py", "--task", "dense_backwards"],
            "The closest name is dense_backward.",
        ),
        (None, ["check", "exercises/01_dense/sheet.npz"], "sheet.npz is neither a script"),
        (None, ["chek"], "No such command"),
        (None, ["check", "--fast"], "No such option"),
        (None, ["grade", "exercises", "--out", "out"], "There is no exercise in"),
        (
            break_notebook,
            ["check", "exercises/01_dense/dense.ipynb"],
            "cannot be read as a notebook",
        ),
        (break_sheet, ["check", "01_dense"], "The answer sheet cannot be read"),
        (lose_sheet, ["check", "01_dense"], "sheet.npz"),
    ],
)
def test_a_file_that_cannot_be_checked_exits_with_2_and_a_remedy(
    student, autograder, change, words, says
):
    if change:
        change(student)
    done = autograder(*words, cwd=student)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 3
    assert "Traceback" not in done.stderr


def test_a_folder_without_a_course_is_refused(tmp_path, autograder):
    done = autograder("list", cwd=tmp_path)
    assert (done.returncode, "Go to the course's folder" in done.stderr) == (2, True)


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps a folder that is in use")
def test_a_deleted_folder_is_no_fault_of_ours(tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    done = subprocess.run(
        ["sh", "-c", 'rmdir "$PWD"; exec "$0" -m autograder check', sys.executable],
        cwd=gone,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.stderr == "The current folder no longer exists.\nChange to another with `cd`.\n"
    assert done.returncode == 2


def test_a_fault_of_ours_shows_no_traceback(student, autograder):
    """Break the package on disk: there is no other way to cause one."""
    broken = student / "rich"
    broken.mkdir()
    (broken / "__init__.py").write_text("raise RuntimeError('broken')")
    done = autograder("check", "01_dense", cwd=student, PYTHONPATH=f"{student}:{ROOT}")
    assert (done.returncode, "This is our fault" in done.stderr) == (2, True)
    assert "Traceback" not in done.stderr


FAULTY = """
import sys
from autograder import cli
from autograder.answers import hidden

def broken(*_):
    raise RuntimeError("planted")

hidden.secret_seed = broken
sys.argv = ["autograder", "grade", "examples/class", "--out", "graded"]
cli.main()
"""


def grade_with_a_fault(project):
    return subprocess.run(
        [sys.executable, "-c", FAULTY],
        cwd=project,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_a_fault_while_grading_is_kept_in_a_file_that_the_message_names(project):
    done = grade_with_a_fault(project)
    kept = "graded/.graded/.faults/grade.txt"
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "The grader itself failed: RuntimeError: planted",
        f"This is our fault, not yours, and costs no points. Report it, with {kept}.",
    ]
    text = (project / kept).read_text(encoding="utf-8")
    assert text.startswith("Traceback (most recent call last):")
    assert "in broken\n" in text
    assert text.endswith("RuntimeError: planted\n")


@pytest.mark.parametrize(
    ("error", "what", "remedy"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "A file", cli.SPACE),
        (OSError(errno.EROFS, "Read-only file system", "a/points.csv"), "a/points.csv", cli.SPACE),
        (PermissionError(errno.EACCES, "Permission denied", "kit.zip"), "kit.zip", cli.SPACE),
        (PermissionError(errno.EPERM, "Operation not permitted", "a.csv"), "a.csv", cli.SPACE),
        (OSError(errno.EFBIG, "File too large", "report.html"), "report.html", cli.SPACE),
        (FileExistsError(errno.EEXIST, "File exists", "upload"), "upload", cli.WAY),
        (NotADirectoryError(errno.ENOTDIR, "Not a directory", "a.csv/b"), "a.csv/b", cli.WAY),
        (IsADirectoryError(errno.EISDIR, "Is a directory", "overrides"), "overrides", cli.WAY),
    ],
)
def test_a_full_disk_or_an_impossible_place_is_no_fault_of_ours(
    monkeypatch, capsys, error, what, remedy
):
    def refuse(**_):
        raise error

    monkeypatch.delenv("AUTOGRADER_DEBUG", raising=False)
    monkeypatch.setattr(cli, "commands", refuse)
    assert cli.status() == 2
    assert capsys.readouterr().err.splitlines() == [
        f"{what} cannot be read or written ({error.strerror}).",
        remedy,
    ]


def test_a_fault_that_cannot_be_kept_is_still_reported(project):
    (project / "graded").mkdir()
    (project / "graded/.graded").touch()
    done = grade_with_a_fault(project)
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        2,
        "The grader itself failed: RuntimeError: planted",
    )
    assert "Set AUTOGRADER_DEBUG=1 to see where" in done.stderr


@pytest.mark.parametrize(
    ("words", "status"), [(["export", "--help"], 0), (["export", "-h"], 0), (["export"], 2)]
)
def test_export_names_every_platform(tmp_path, autograder, words, status):
    done = autograder(*words, cwd=tmp_path)
    text = done.stdout if status == 0 else done.stderr
    assert done.returncode == status
    assert [name for name in ("moodle", "canvas", "gradescope") if name not in text] == []


@pytest.mark.parametrize(
    ("platform", "option"),
    [("moodle", "--worksheet"), ("canvas", "--gradebook"), ("gradescope", "EXERCISE")],
)
def test_each_platform_has_a_command_with_its_own_help(tmp_path, autograder, platform, option):
    done = autograder("export", "--to", platform, "--help", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Usage: autograder export --to {platform} ")
    assert option in done.stdout


def test_json_has_the_documented_keys(student, autograder):
    save_dense(student, DENSE.replace("inputs @ kernel + bias", "inputs @ kernel"))
    done = autograder("check", "01_dense", "--json", cwd=student)
    (result,) = json.loads(done.stdout)
    assert list(result) == [
        *("schema", "student", "exercise", "filename", "submission_sha256", "late", "made_by"),
        *("status", "reason", "isolation", "score", "max_score", "tasks", "warnings", "overrides"),
    ]
    assert (result["schema"], result["student"], result["exercise"], result["score"]) == (
        1,
        None,
        "01_dense",
        4.0,
    )
    task = result["tasks"][0]
    named = ("mistake", "mistakes", "fingerprint")
    assert list(task) == [
        "name",
        "score",
        "max_score",
        "verdict",
        "cells",
        *named,
        "message",
        "uncounted",
    ]
    assert (task["verdict"], task["mistake"], task["score"]) == ("fail", "bias_forgotten", 0.0)
    assert list(task["cells"][0]) == ["part", "aspect", "passed", "total"]


def test_one_task_can_be_checked_alone(student, autograder):
    save_dense(student, DENSE)
    done = autograder("check", "01_dense", "--task", "dense", "--json", cwd=student)
    assert [task["name"] for task in json.loads(done.stdout)[0]["tasks"]] == ["dense"]


def test_the_file_that_has_work_is_checked_and_named(student, autograder):
    save_dense(student, DENSE)
    (student / "exercises/01_dense/dense.ipynb").touch()
    done = autograder("check", "01_dense", cwd=student)
    assert (done.returncode, "01_dense/dense.py" in done.stdout) == (0, True)


def test_the_last_saved_of_two_skeletons_is_checked(student, autograder):
    for name in ("dense.py", "dense.ipynb"):
        path = student / "exercises/01_dense" / name
        os.utime(path, (path.stat().st_atime, path.stat().st_mtime + 5 * len(name)))
    assert "01_dense/dense.ipynb" in autograder("check", "01_dense", cwd=student).stdout


def test_a_file_of_any_name_is_checked_by_what_it_defines(student, autograder):
    (student / "mine.py").write_text(DENSE, encoding="utf-8")
    done = autograder("check", "mine.py", cwd=student)
    assert (done.returncode, "mine.py   01_dense   6 of 6 points" in done.stdout) == (0, True)


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("x = 1\n", "mine.py defines nothing that an exercise asks for."),
        ("def conv2d(x): return x\n", "may be for 03_convolution or 05_strides_and_dilation."),
        ("<html>def dense(x): pass", "mine.py is a web page, not a Python file."),
    ],
)
def test_a_file_that_is_for_no_exercise_is_refused(student, autograder, source, problem):
    (student / "mine.py").write_text(source, encoding="utf-8")
    done = autograder("check", "mine.py", cwd=student)
    assert (done.returncode, problem in done.stderr) == (2, True)


def test_different_work_in_two_files_is_refused_as_it_would_be_when_submitted(student, autograder):
    save_dense(student, DENSE)
    (student / "exercises/01_dense/dense (1).py").write_text(f"{DENSE}\nx = 1\n")
    done = autograder("check", "01_dense", cwd=student)
    assert (done.returncode, done.stdout) == (2, "")
    assert "2 files with different work for 01_dense: dense (1).py and dense.py." in done.stderr
    assert "check one by its path" in done.stderr
    done = autograder("check", "exercises/01_dense/dense.py", cwd=student)
    assert "dense.py   6 of 6 points" in done.stdout


def test_the_sheet_of_another_exercise_is_refused(student, autograder):
    other = (student / "exercises/03_convolution/sheet.npz").read_bytes()
    (student / "exercises/01_dense/sheet.npz").write_bytes(other)
    done = autograder("check", "01_dense", cwd=student)
    assert (done.returncode, "answers for 03_convolution" in done.stderr) == (2, True)


def test_a_student_waits_for_neither_tensorflow_nor_nbgrader(student):
    """Nor for the pages, nor for a module that exists only on POSIX."""
    script = """
import sys
sys.argv = ["autograder", "check", "01_dense"]
from autograder.cli import commands
commands(standalone_mode=False)
print(*sys.modules)
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=student, capture_output=True, text=True, env=environment
    )
    loaded = done.stdout.splitlines()[-1].split()
    packages = {name.partition(".")[0] for name in loaded}
    assert {"numpy", "autograder"} <= packages
    assert not packages & {
        "tensorflow",
        "keras",
        "nbgrader",
        "nbformat",
        "jupytext",
        "jinja2",
        "scipy",
    }
    ours = [import_module(name).__file__ or "" for name in loaded if name.startswith("autograder")]
    assert {name for file in ours for name in imported_by(Path(file))} & POSIX_ONLY == set()


def imported_by(file):
    """Yield the modules that a file imports as soon as it is imported itself."""
    for statement in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom):
            yield statement.module


@pytest.mark.parametrize("lost", ["2>&-", "2>/dev/full", "2>&1 | true"])
def test_a_refusal_that_nobody_can_read_has_its_exit_status(tmp_path, lost):
    assert shell(f"grade nothing --out graded {lost}", tmp_path).returncode == 2


@pytest.mark.parametrize("lost", [">&-", "| true", "2>/dev/full", ">&- 2>&- <&-"])
def test_output_that_nobody_reads_does_not_change_the_exit_status(student, lost):
    solution = ROOT / "solutions/01_dense/dense.py"
    shutil.copy(solution, student / "exercises/01_dense")
    assert shell(f"check 01_dense {lost}", student).returncode == 0


def test_output_that_does_not_fit_on_the_disk_is_reported_once(student):
    done = shell("list > /dev/full", student)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 2)
    assert "No space left on device" in done.stderr


def shell(words, folder):
    """Run a command of ours in bash. Its exit status counts in a pipe, too."""
    command = f"set -o pipefail; {sys.executable} -m autograder {words}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": ""}
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True
    )


def test_processes_that_import_the_program_collect_garbage():
    """The processes for jobs import the installed script, and through it this module."""
    code = "import gc, autograder.__main__; print(gc.isenabled(), gc.get_freeze_count() > 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("True True\n", "")
