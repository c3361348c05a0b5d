"""A whole class, graded by the real command in the real sandbox: killed, resumed, repeated, and never silent."""

import json
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import time

import pytest
from support import ROOT

pytestmark = pytest.mark.oracle

STUDENTS = ("ada", "bela", "emil", "fatima", "hana", "ivan", "katya", "mei", "noor")


@pytest.fixture
def submissions(course):
    """Nine students whose work is quick to grade."""
    for student in STUDENTS:
        shutil.copytree(course / "examples/class" / student, course / "submissions" / student)
    return course / "submissions"


def files(out):
    """Every file of a result, with its bytes; the lock has none."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file()
    }


def start(course, out, *words):
    command = [
        sys.executable,
        "-m",
        "autograder",
        "grade",
        "submissions",
        "--out",
        str(out),
        "--jobs",
        "2",
        *words,
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command,
        cwd=course,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(process):
    said, _ = process.communicate()
    return process.returncode, said


def test_a_killed_run_goes_on_to_the_same_bytes(course, submissions, tmp_path):
    begun = time.monotonic()
    assert finish(start(course, tmp_path / "whole"))[0] == 0
    whole = time.monotonic() - begun
    moments = random.Random(7)
    kept = {}
    for kill in range(10):
        process = start(course, tmp_path / "killed")
        time.sleep(whole * (kill + moments.random()) / 10)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        results = {
            path: path.stat().st_mtime_ns for path in (tmp_path / "killed").glob(".graded/*/[0-9]*")
        }
        assert kept.items() <= results.items(), "something was graded twice"
        kept = results
        for path in (tmp_path / "killed").glob("*/*/result.json"):
            json.loads(path.read_text(encoding="utf-8"))
    assert finish(start(course, tmp_path / "killed"))[0] == 0
    assert files(tmp_path / "killed") == files(tmp_path / "whole")


def test_what_is_graded_is_kept_until_something_changes(course, submissions, tmp_path):
    def graded_at():
        return {
            path.parent.parent.name: path.stat().st_mtime_ns
            for path in tmp_path.glob("out/*/*/result.json")
        }

    assert finish(start(course, tmp_path / "out", "--exercise", "01_dense"))[0] == 0
    before = graded_at()
    assert finish(start(course, tmp_path / "out", "--exercise", "01_dense"))[0] == 0
    assert graded_at() == before
    with (submissions / "ada/dense.py").open("a") as file:
        file.write("\n# changed\n")
    assert finish(start(course, tmp_path / "out", "--exercise", "01_dense"))[0] == 0
    assert {name for name, at in graded_at().items() if at != before[name]} == {"ada"}


def test_who_hands_in_nothing_gets_nothing_if_the_exercise_is_named(course, submissions, tmp_path):
    assert finish(start(course, tmp_path / "out", "--exercise", "dense"))[0] == 0
    result = json.loads((tmp_path / "out/fatima/01_dense/result.json").read_text(encoding="utf-8"))
    assert (result["status"], result["score"]) == ("graded", 0.0)
    assert {task["verdict"] for task in result["tasks"]} == {"missing"}


def test_students_files_hold_no_hidden_case_and_no_seed(
    course, submissions, tmp_path, hidden_folder
):
    """What students may see: their own files. They name no path of the machine and none of the secret numbers."""
    from autograder.answers import sheet

    assert finish(start(course, tmp_path / "out"))[0] == 0
    seed = (hidden_folder / "seed").read_text().strip()
    sheets = [sheet.load(path.read_bytes()) for path in (hidden_folder / "sheets").iterdir()]
    real = [
        case.arrays[name].ravel()[0].item()
        for answers in sheets for task in answers.tasks for case in task.cases for name in case.arrays
        if not case.exact
    ]  # fmt: skip
    assert len(real) > 100
    secrets = {seed, str(course), *(f"{abs(number):#.4g}" for number in real)}
    for student in STUDENTS:
        for path in (tmp_path / "out" / student).rglob("*.*"):
            text = path.read_text(encoding="utf-8")
            assert not [secret for secret in secrets if secret in text]


def test_two_seeds_give_different_cases_and_the_same_grades(
    course, submissions, tmp_path, autograder
):
    other = tmp_path / "other_seed"
    other.write_text("12345\n")
    other.chmod(stat.S_IRUSR | stat.S_IWUSR)
    assert finish(start(course, tmp_path / "one"))[0] == 0
    assert finish(start(course, tmp_path / "two", "--seed-file", str(other)))[0] == 0
    one, two = (
        (tmp_path / name / "grades.csv").read_text(encoding="utf-8") for name in ("one", "two")
    )
    perfect = [line for line in one.splitlines() if line.startswith(("ada", "bela", "noor"))]
    assert perfect == [
        line for line in two.splitlines() if line.startswith(("ada", "bela", "noor"))
    ]
    assert len({path.name for path in (course / ".autograder/sheets").iterdir()}) == 4


def test_nothing_to_grade_is_refused(course, autograder, tmp_path):
    (tmp_path / "empty").mkdir()
    done = autograder("grade", tmp_path / "empty", "--out", tmp_path / "out", cwd=course)
    assert (done.returncode, done.stdout) == (2, "")
    assert "one folder" in done.stderr
    assert not (tmp_path / "out").exists()
