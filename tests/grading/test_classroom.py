"""A whole class, graded by the real command: killed, resumed, repeated, and never silent."""

import json
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from support import ROOT, builders, realistic
from support.written import files

from autograder.answers import sheet
from autograder.errors import Refusal
from autograder.grading.classroom import Class, grade_class
from autograder.intake.candidate import asked_for
from autograder.intake.submissions import received
from autograder.sandbox.pool import close_idle

STUDENTS = ("ada", "bela", "emil", "fatima", "hana", "ivan", "katya", "mei", "noor")


@pytest.fixture
def submissions(course):
    """Nine students whose work is quick to grade."""
    for student in STUDENTS:
        shutil.copytree(course / "examples/class" / student, course / "submissions" / student)
    return course / "submissions"


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
    output, _ = process.communicate()
    return process.returncode, output


@pytest.mark.oracle
def test_a_rerun_after_a_kill_gives_the_same_bytes(course, submissions, tmp_path):
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


@pytest.mark.oracle
def test_a_student_who_leaves_after_a_kill_is_withdrawn(course, submissions, tmp_path):
    process = start(course, tmp_path / "out")
    while not (known := [*(tmp_path / "out").glob("*/*/result.json")]):
        time.sleep(0.01)
        assert process.poll() is None
    process.kill()
    process.communicate()
    gone = known[0].parent.parent.name
    shutil.rmtree(submissions / gone)
    code, output = finish(start(course, tmp_path / "out"))
    assert code == 0
    assert f"{gone} is no longer in submissions, and was withdrawn" in output
    assert not (tmp_path / "out" / gone).exists()


@pytest.mark.oracle
def test_a_result_is_kept_until_something_changes(course, submissions, tmp_path):
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


@pytest.mark.oracle
def test_students_who_submit_nothing_get_0_points_if_the_exercise_is_named(
    course, submissions, tmp_path
):
    assert finish(start(course, tmp_path / "out", "--exercise", "dense"))[0] == 0
    result = json.loads((tmp_path / "out/fatima/01_dense/result.json").read_text(encoding="utf-8"))
    assert (result["status"], result["score"]) == ("graded", 0.0)
    assert {task["verdict"] for task in result["tasks"]} == {"missing"}


@pytest.mark.oracle
def test_students_files_hold_no_hidden_case_and_no_seed(
    course, submissions, tmp_path, hidden_folder
):
    """Students may see their own files, which hold no path of the machine and no secret number."""
    assert finish(start(course, tmp_path / "out"))[0] == 0
    seed = (hidden_folder / "seed").read_text().strip()
    sheets = [sheet.load(path.read_bytes()) for path in (hidden_folder / "sheets").iterdir()]
    cases = [case for answers in sheets for task in answers.tasks for case in task.cases]
    real = []
    for case in cases:
        if not case.exact:
            real += [array.ravel()[0].item() for array in case.arrays.values()]
    assert len(real) > 100
    secrets = {seed, str(course), *(f"{abs(number):#.4g}" for number in real)}
    for student in STUDENTS:
        paths = list((tmp_path / "out" / student).rglob("*.*"))
        results = [json.loads(path.read_text()) for path in paths if path.name == "result.json"]
        points = [each["score"] for result in results for each in (result, *result["tasks"])]
        spelt = " ".join(map(str, points))  # 1.333333 may begin like a number that was drawn
        for path in paths:
            text = path.read_text(encoding="utf-8")
            reported = [secret for secret in secrets if secret in text]
            assert not [secret for secret in reported if secret not in spelt], path


@pytest.mark.oracle
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


@pytest.mark.oracle
def test_nothing_to_grade_is_refused(course, autograder, tmp_path):
    (tmp_path / "empty").mkdir()
    done = autograder("grade", tmp_path / "empty", "--out", tmp_path / "out", cwd=course)
    assert (done.returncode, done.stdout) == (2, "")
    assert "one folder" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.oracle
def test_an_only_folder_that_is_looked_through_is_named(course, autograder, tmp_path):
    only = tmp_path / "class/eve"
    for name in ("Ada_1", "Bo_2"):
        (only / f"{name}_assignsubmission_file_").mkdir(parents=True)
    named = "class holds only eve: the names inside were read as students."
    words = ("--out", tmp_path / "out", "--exercise", "01_dense")
    done = autograder("grade", tmp_path / "class", *words, cwd=course)
    assert named in done.stdout, done.stderr
    (tmp_path / "class/nobody").mkdir()
    done = autograder("grade", tmp_path / "class", *words, cwd=course)
    assert "read as students" not in done.stdout
    assert "Ada_1 is no longer in" in done.stdout


def test_new_files_that_fit_no_exercise_are_not_graded_whatever_was_graded_before(tmp_path):
    root = realistic.course(tmp_path / "course")
    realistic.lay_out(root / "in", {"ada": {"dense.py": realistic.RIGHT}})
    words = ("grade", "in", "--out", "out")
    assert realistic.command(root, *words).returncode == 0
    (root / "in/ada/dense.py").rename(root / "in/ada/dense.pdf")
    done = realistic.command(root, *words)
    assert done.returncode == 1, done.stderr
    assert "ada, 01_dense: an earlier result was kept." in done.stdout


def test_submissions_and_results_in_one_another_are_refused(course, autograder, tmp_path):
    """Otherwise a student's `result.json` beside their script would be read as a result."""
    inner = tmp_path / "week1/submissions"
    inner.mkdir(parents=True)
    for submissions, out in ((inner, inner.parent), (inner.parent, inner), (inner, inner)):
        done = autograder("grade", submissions, "--out", out, cwd=course)
        assert (done.returncode, done.stdout) == (2, "")
        assert "Give another folder to --out." in done.stderr
    assert [*inner.parent.rglob("*")] == [inner]


# -- in this process, without TensorFlow -------------------------------------------------------

STUDENT, OTHER = "ada", "bela"


class FailingFor(ThreadPoolExecutor):
    """Grade every submission but one, whose job meets this error."""

    def __init__(self, student, error):
        super().__init__(1)
        self.student, self.error = student, error

    def submit(self, function, job):
        return super().submit(self.run, function, job)

    def run(self, function, job):
        if job.submission.student == self.student:
            raise self.error
        return function(job)


@pytest.fixture
def doubling(tmp_path):
    """Lay out a class of two, both correct, with the sheet of their exercise."""
    for student in (STUDENT, OTHER):
        folder = tmp_path / "class" / student
        folder.mkdir(parents=True)
        (folder / "doubling.py").write_text("def double(inputs):\n    return 2 * inputs\n")
    answers = builders.sheet(builders.task(builders.case([2, 4], public=True, inputs=[1, 2])))
    submissions = received(tmp_path / "class", asked_for({answers.exercise: ["double"]}))
    sheets = {answers.exercise: sheet.dump(answers)}
    yield Class(received=submissions, sheets=sheets, isolation="none")
    close_idle()


def graded(given, out, executor=None):
    return {grade.student: grade for grade in grade_class(given, out, executor=executor)}


def test_a_fault_of_ours_costs_one_submission_its_grade_and_names_the_kept_file(doubling, tmp_path):
    out = tmp_path / "out"
    with FailingFor(STUDENT, IndexError("a fault of ours")) as executor:
        grades = graded(doubling, out, executor)
    lost = grades[STUDENT]
    assert (lost.status, lost.score, lost.max_score, lost.tasks) == ("not_graded", None, 2.0, ())
    assert lost.reason == (
        "The grader failed (IndexError: a fault of ours). Grade again. If it fails again, report"
        " it, with .graded/.faults/ada/09_doubling.txt."
    )
    kept = (out / ".graded/.faults/ada/09_doubling.txt").read_text()
    assert kept.startswith("Traceback (most recent call last):\n")
    assert kept.endswith("    raise self.error\nIndexError: a fault of ours\n")
    assert (grades[OTHER].status, grades[OTHER].score) == ("graded", 2.0)
    result = json.loads((out / STUDENT / "09_doubling/result.json").read_text())
    assert (result["status"], result["reason"], result["score"]) == (
        "not_graded",
        lost.reason,
        None,
    )


def test_a_submission_that_met_a_fault_of_ours_is_graded_the_next_time(doubling, tmp_path):
    with FailingFor(STUDENT, IndexError("a fault of ours")) as executor:
        graded(doubling, tmp_path / "out", executor)
    grades = graded(doubling, tmp_path / "out")
    assert {grade.status for grade in grades.values()} == {"graded"}


def test_a_problem_of_the_machine_ends_the_run_and_is_not_a_fault(doubling, tmp_path):
    refusal = Refusal("There is no sandbox here.", "Install bubblewrap.")
    with (
        FailingFor(STUDENT, refusal) as executor,
        pytest.raises(Refusal, match="There is no sandbox here"),
    ):
        graded(doubling, tmp_path / "out", executor)
    assert not (tmp_path / "out/.graded/.faults").exists()
