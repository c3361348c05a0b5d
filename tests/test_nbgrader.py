"""nbgrader, the real one: a course from release to export, damaged notebooks, its known holes, formgrader in a browser.

Small by default; with FULL_COURSE=1 in the environment every exercise and twelve students take part.
"""

import copy
import csv
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.request
import warnings
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT
from nbgrader_course import NAMES, grade_id, hand_in, nbgrader, path, released, solved, work_of

from autograder import catalog, sheet
from autograder.authoring.markers import solution_lines

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # nbgrader's and nbformat's own
]

FULL = bool(os.environ.get("FULL_COURSE"))
EXERCISES = catalog.exercises(ROOT, "exercises") if FULL else ["01_dense", "03_convolution"]
STUDENTS = NAMES if FULL else NAMES[:3]
EXCHANGING = STUDENTS if FULL else NAMES[:1]  # the others' work is put where collecting puts it
code = nbformat.v4.new_code_cell


def autograder(*words, cwd):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "autograder", *map(str, words)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
    )
    return done


@pytest.fixture(scope="module")
def released_course(tmp_path_factory, hidden_folder):
    """What `autograder release --nbgrader` writes, taken into nbgrader and released."""
    project = tmp_path_factory.mktemp("project")
    for tree in ("solutions", "exercises"):
        for name in EXERCISES:
            shutil.copytree(ROOT / tree / name, project / tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(hidden_folder, project / hidden_folder.name)
    course = project / "course"
    done = autograder("release", "--nbgrader", course, cwd=project)
    assert done.returncode == 0, done.stderr
    for exercise in EXERCISES:
        nbgrader("generate_assignment", exercise, cwd=course)
        nbgrader("release_assignment", exercise, cwd=course)
    return course


@pytest.fixture(scope="module")
def taught_course(released_course):
    """Everybody has fetched, worked and submitted; all is collected, graded, sent back and exported."""
    course = released_course
    for student in STUDENTS:
        for exercise in EXERCISES:
            if student in EXCHANGING:
                through_the_exchange(course, student, exercise)
            else:
                hand_in(work_of(student, course, exercise), course, student, exercise)
    for exercise in EXERCISES:
        nbgrader("collect", exercise, "--ExchangeCollect.check_owner=False", cwd=course)
        nbgrader("autograde", exercise, cwd=course)
        nbgrader("generate_feedback", exercise, cwd=course)
    return course


def through_the_exchange(course, student, exercise):
    """Fetch, work, submit, as a student does in a folder of their own."""
    home = course.parent / "homes" / student
    home.mkdir(parents=True, exist_ok=True)
    names = f"c.CourseDirectory.course_id = 'course'\nc.CourseDirectory.student_id = {student!r}\n"
    (home / "nbgrader_config.py").write_text(names + f"c.Exchange.root = {str(course / 'exchange')!r}\n")
    nbgrader("fetch_assignment", exercise, cwd=home)
    file = home / exercise / f"{catalog.module_name(exercise)}.ipynb"
    assert nbformat.read(file, 4) == released(course, exercise)
    nbformat.write(work_of(student, course, exercise), file)
    nbgrader("submit", exercise, cwd=home)


def exported(course):
    """(student, exercise) -> the row that nbgrader exports."""
    nbgrader("export", cwd=course)
    with (course / "grades.csv").open(encoding="utf-8") as file:
        return {(row["student_id"], row["assignment"]): row for row in csv.DictReader(file)}


def in_gradebook(course, query):
    with sqlite3.connect(course / "gradebook.db") as database:
        return database.execute(query).fetchall()


def rows(course, student, exercise="01_dense", what="auto_score", table="grade"):
    """Cell -> what the gradebook says of it."""
    return dict(
        in_gradebook(
            course,
            f"SELECT base_cell.name, {table}.{what} FROM {table} JOIN base_cell ON base_cell.id = {table}.cell_id"
            f" JOIN submitted_notebook ON submitted_notebook.id = {table}.notebook_id"
            f" JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id"
            f" JOIN assignment ON assignment.id = submitted_assignment.assignment_id"
            f" WHERE submitted_assignment.student_id = '{student}' AND assignment.name = '{exercise}'",
        )
    )


# -- a whole course ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("exercise", EXERCISES)
def test_students_get_every_task_with_its_points_and_no_solution(released_course, exercise):
    book = released(released_course, exercise)
    folder = released_course.parent / "solutions" / exercise
    spec = catalog.load_spec(folder)
    script = (folder / f"{catalog.module_name(exercise)}.py").read_text(encoding="utf-8")
    data = {grade_id(cell): cell.metadata.nbgrader for cell in book.cells if grade_id(cell)}
    assert {each.schema_version for each in data.values()} == {3}
    checks = {name: each.points for name, each in data.items() if each.grade}
    assert checks == {f"check-{task.name}": task.points for task in spec.tasks}
    assert {name: each.points for name, each in data.items() if each.task} == {"predict": 1, "explain": 2}
    text = "\n".join(cell.source for cell in book.cells)
    assert not [line for line in solution_lines(script) if line in text]
    assert "Mark scheme" in (released_course / "source" / exercise / f"{catalog.module_name(exercise)}.ipynb").read_text()
    assert "MARK SCHEME" not in text.upper()


def test_the_points_are_those_of_autograder_grade(taught_course):
    done = autograder("grade", "course/submitted", "--out", "graded", cwd=taught_course.parent)
    assert done.returncode == 0, done.stderr
    with (taught_course.parent / "graded/grades.csv").open(encoding="utf-8") as file:
        graded = {(row["student"], row["exercise"]): float(row["score"]) for row in csv.DictReader(file)}
    rows_of = exported(taught_course)
    ours = {key: graded[key] for key in graded if key[0] in STUDENTS}
    assert len(ours) == len(STUDENTS) * len(EXERCISES)
    assert {key: float(rows_of[key]["score"]) for key in ours} == ours
    for exercise in EXERCISES:
        most = sum(task.points for task in catalog.load_spec(taught_course.parent / "solutions" / exercise).tasks)
        assert (ours["ada", exercise], ours["ben", exercise]) == (most, 0)
        assert 0 < ours["cleo", exercise] < most
        assert float(rows_of["ada", exercise]["max_score"]) == most + 3  # and the two questions


def test_a_release_is_listed_and_a_second_one_changes_nothing(released_course):
    assert "course 01_dense" in nbgrader("list", cwd=released_course)
    before = {file: file.read_bytes() for file in (released_course / "source").rglob("*") if file.is_file()}
    done = autograder("release", "--nbgrader", released_course, cwd=released_course.parent)
    assert done.stdout == f"Everything in {released_course} is as solutions/ has it.\n"
    assert before == {file: file.read_bytes() for file in (released_course / "source").rglob("*") if file.is_file()}


def test_feedback_has_the_grid_and_no_hidden_number(taught_course):
    hidden = [sheet.load(file.read_bytes()) for file in (taught_course.parent / ".autograder/sheets").iterdir()]
    secrets = {
        f"{abs(case.arrays[name].ravel()[0].item()):#.4g}"
        for answers in hidden for task in answers.tasks for case in task.cases for name in case.arrays
        if not case.exact
    }  # fmt: skip
    assert len(secrets) > 100
    for exercise in EXERCISES:
        page = taught_course / "feedback/cleo" / exercise / f"{catalog.module_name(exercise)}.html"
        text = page.read_text(encoding="utf-8")
        assert 'class="grid"' in text
        assert not [secret for secret in secrets if secret in text]
        seed = (taught_course.parent / ".autograder/seed").read_text().strip()
        assert seed not in text


def test_the_comment_of_a_task_hangs_on_its_solution_cell(taught_course):
    comments = rows(taught_course, "ben", what="auto_comment", table="comment")
    assert comments["solution-dense"].startswith("    dense   0 of ")
    assert "not written yet" in comments["solution-dense"] or "NotImplementedError" in comments["solution-dense"]
    assert comments["explain"] is None
