"""The real nbgrader: a course from release to export, damage, known attacks, a browser."""

import contextlib
import csv
import os
import re
import shlex
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import nbformat
import pytest
from support import ROOT
from support.nbgrader_course import (
    NAMES,
    environment,
    grade_id,
    nbgrader,
    released,
    solved,
    submit,
    work_of,
)
from support.nbgrader_notebooks import ACCIDENTS, TRICKS, cell_for_nbgrader, cell_of
from support.pages import commands

from autograder import catalog
from autograder.answers import sheet
from autograder.authoring.markers import bare_lines, solution_lines

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # nbgrader's and nbformat's own
]

EXERCISES = catalog.exercises(ROOT, "exercises")
# One of each kind: functions, calls off limits, classes, TensorFlow. All would take twice as long.
TAUGHT = ["01_dense", "03_convolution", "07_network", "08_keras_layers"]
CHROMIUM = "/usr/bin/chromium"
INITDB = next(map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb")), "")
DENSE = {"check-dense": 2.0, "check-dense_backward": 3.0, "check-count_dense_parameters": 1.0}


def autograder(*words, cwd):
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "autograder", *map(str, words)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def released_course(tmp_path_factory, hidden_folder):
    """Import the output of `autograder release --nbgrader` into nbgrader, and release it."""
    project = tmp_path_factory.mktemp("project")
    for tree in ("solutions", "exercises"):
        for name in EXERCISES:
            shutil.copytree(
                ROOT / tree / name,
                project / tree / name,
                ignore=shutil.ignore_patterns("__pycache__"),
            )
    shutil.copytree(hidden_folder, project / hidden_folder.name)
    course = project / "course"
    done = autograder("release", "--nbgrader", course, cwd=project)
    assert done.returncode == 0, done.stderr
    for exercise in EXERCISES:
        nbgrader("generate_assignment", exercise, cwd=course)
        nbgrader("release_assignment", exercise, cwd=course)
    return course


@pytest.fixture(scope="module")
def taught_course(released_course, tmp_path_factory):
    """Let everybody fetch, work and submit; then collect, grade, and write the feedback."""
    course = copied(released_course, tmp_path_factory.mktemp("taught"))
    for student in NAMES:
        through_the_exchange(course, student, TAUGHT)
    for name, book in damaged(course):
        submit(book, course, name, "01_dense")
    for exercise in TAUGHT:
        nbgrader("collect", exercise, "--ExchangeCollect.check_owner=False", cwd=course)
        nbgrader("autograde", exercise, cwd=course)
        nbgrader("generate_feedback", exercise, cwd=course)
    return course


def damaged(course):
    """Yield (student, notebook) for every accident and trick; the student is named after it."""
    for accident in ACCIDENTS:
        book = solved(course, "01_dense")
        accident(book, released(course, "01_dense"))
        yield accident.__name__, book
    for trick in TRICKS:
        book = released(course, "01_dense")
        trick(book, course)
        yield trick.__name__, book
    warning = solved(course, "01_dense")
    cell = cell_of(warning, "solution-dense")
    cell.source = cell.source.replace("return", "import sys; print(1, file=sys.stderr); return")
    yield "warns_on_stderr", warning
    raising = solved(course, "01_dense")
    cell = cell_of(raising, "solution-dense")
    cell.source = cell.source.replace("return", "1 / 0; return")
    raising.cells.reverse()
    yield "raises", raising


def through_the_exchange(course, student, exercises):
    """Fetch, work and submit, as a student does in a separate folder."""
    home = course.parent / "homes" / student
    home.mkdir(parents=True, exist_ok=True)
    names = f"c.CourseDirectory.course_id = 'course'\nc.CourseDirectory.student_id = {student!r}\n"
    (home / "nbgrader_config.py").write_text(
        names + f"c.Exchange.root = {str(course / 'exchange')!r}\n"
    )
    nbgrader("fetch_assignment", *exercises, cwd=home)
    for exercise in exercises:
        file = home / exercise / f"{catalog.module_name(exercise)}.ipynb"
        assert nbformat.read(file, 4) == released(course, exercise)
        nbformat.write(work_of(student, course, exercise), file)
        nbgrader("submit", exercise, cwd=home)


def exported(course):
    """Map (student, exercise) to the row that nbgrader exports."""
    nbgrader("export", cwd=course)
    with (course / "grades.csv").open(encoding="utf-8") as file:
        return {(row["student_id"], row["assignment"]): row for row in csv.DictReader(file)}


def in_gradebook(course, query):
    with sqlite3.connect(course / "gradebook.db") as database:
        return database.execute(query).fetchall()


def rows(course, student, exercise="01_dense", what="auto_score", table="grade"):
    """Map each cell to its row in the gradebook."""
    query = f"""
        SELECT base_cell.name, {table}.{what} FROM {table}
        JOIN base_cell ON base_cell.id = {table}.cell_id
        JOIN submitted_notebook ON submitted_notebook.id = {table}.notebook_id
        JOIN submitted_assignment
            ON submitted_assignment.id = submitted_notebook.assignment_id
        JOIN assignment ON assignment.id = submitted_assignment.assignment_id
        WHERE submitted_assignment.student_id = '{student}' AND assignment.name = '{exercise}'
    """
    return dict(in_gradebook(course, query))


# -- a whole course ----------------------------------------------------------------------------


@pytest.mark.parametrize("exercise", EXERCISES)
def test_students_get_every_task_with_its_points_and_no_solution(released_course, exercise):
    book = released(released_course, exercise)
    folder = catalog.solution(released_course.parent, exercise)
    spec = catalog.load_spec(folder)
    script = folder.script.read_text(encoding="utf-8")
    data = {grade_id(cell): cell.metadata.nbgrader for cell in book.cells if grade_id(cell)}
    assert {each.schema_version for each in data.values()} == {3}
    checks = {name: each.points for name, each in data.items() if each.grade}
    assert checks == {f"check-{task.name}": task.points for task in spec.tasks}
    assert {name: each.points for name, each in data.items() if each.task} == {
        "predict": 1,
        "explain": 2,
    }
    text = "\n".join(cell.source for cell in book.cells)
    assert not solution_lines(script).intersection(bare_lines(text))
    source = released_course / "source" / exercise / folder.notebook.name
    assert "MARK SCHEME" in source.read_text(encoding="utf-8")
    assert "MARK SCHEME" not in text.upper()


def test_the_points_are_those_of_autograder_grade(taught_course):
    done = autograder("grade", "course/submitted", "--out", "graded", cwd=taught_course.parent)
    assert done.returncode == 0, done.stderr
    with (taught_course.parent / "graded/grades.csv").open(encoding="utf-8") as file:
        graded = {
            (row["student"], row["exercise"]): float(row["score"]) for row in csv.DictReader(file)
        }
    rows_of = exported(taught_course)
    assert len(graded) == len(NAMES) * len(TAUGHT) + len(ACCIDENTS) + len(TRICKS) + 2
    assert {key: float(rows_of[key]["score"]) for key in graded} == pytest.approx(graded, abs=1e-6)
    for exercise in TAUGHT:
        spec = catalog.load_spec(catalog.solution(taught_course.parent, exercise))
        most = sum(task.points for task in spec.tasks)
        assert (graded["ada", exercise], graded["ben", exercise]) == (most, 0)
        assert 0 < graded["cleo", exercise] < most
        assert float(rows_of["ada", exercise]["max_score"]) == most + 3  # and the two questions


def test_a_release_is_listed_and_a_second_one_changes_nothing(released_course):
    assert "course 01_dense" in nbgrader("list", cwd=released_course)
    before = {
        file: file.read_bytes()
        for file in (released_course / "source").rglob("*")
        if file.is_file()
    }
    done = autograder("release", "--nbgrader", released_course, cwd=released_course.parent)
    assert done.stdout == f"{released_course} matches solutions/.\n"
    assert before == {
        file: file.read_bytes()
        for file in (released_course / "source").rglob("*")
        if file.is_file()
    }


def test_every_command_on_the_page_works(fresh_course):
    where = fresh_course.parent
    shutil.rmtree(fresh_course)
    for command in commands(ROOT / "docs/nbgrader.md"):
        program, *words = shlex.split(command)
        if words[0] == "collect":
            through_the_exchange(fresh_course, "ada", ["01_dense"])
        if program == "cd":
            where /= words[0]
        elif program == "nbgrader":
            nbgrader(*words, cwd=where)
        else:
            done = autograder(*words, cwd=where)
            assert (program, done.returncode) == ("autograder", 0), done.stderr
    assert exported(fresh_course)["ada", "01_dense"]["score"] == "6.0"


@pytest.mark.parametrize(
    ("dense", "says"), [("inputs @ kernel + bias", "Success!"), ("inputs @ kernel", "FAILED ON 1")]
)
def test_validate_reports_the_right_result(released_course, tmp_path, dense, says):
    book = solved(released_course, "01_dense")
    cell_of(book, "solution-dense").source = f"def dense(inputs, kernel, bias):\n    return {dense}"
    shutil.copytree(released_course / "release/01_dense", tmp_path / "01_dense")
    nbformat.write(book, tmp_path / "01_dense/dense.ipynb")
    assert says in nbgrader("validate", "dense.ipynb", cwd=tmp_path / "01_dense")


@pytest.mark.parametrize("exercise", TAUGHT)
def test_feedback_has_the_grid_and_no_hidden_number(taught_course, exercise):
    page = taught_course / "feedback/cleo" / exercise / f"{catalog.module_name(exercise)}.html"
    text = re.sub("<style.*?</style>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert 'class="grid"' in text
    assert "widest gap" not in text  # the sentence from `check`, with two of the numbers
    (file,) = (taught_course.parent / ".autograder/sheets").glob(f"{exercise}-*")
    cases = [
        case
        for task in sheet.load(file.read_bytes()).tasks
        for case in task.cases
        if not case.exact
    ]
    hidden = [case for case in cases if not case.public]
    arrays = [array.ravel()[:3] for case in hidden for array in case.arrays.values()]
    starts = [[f"{abs(number):#.4g}" for number in array.tolist()] for array in arrays]
    # One number alone may be in the text by chance: 1.050 begins the scale of SELU.
    secrets = [start for start in starts if len(set(start)) == 3]
    assert len(secrets) > 20
    assert not [secret for secret in secrets if all(number in text for number in secret)]
    assert (taught_course.parent / ".autograder/seed").read_text().strip() not in text


def test_feedback_reaches_the_student(taught_course):
    home = taught_course.parent / "homes/cleo"
    nbgrader("release_feedback", "01_dense", "--student=cleo", cwd=taught_course)
    nbgrader("fetch_feedback", "01_dense", cwd=home)
    (page,) = (home / "01_dense/feedback").rglob("dense.html")
    assert page.read_bytes() == (taught_course / "feedback/cleo/01_dense/dense.html").read_bytes()


def test_the_comment_of_a_task_is_attached_to_its_solution_cell(taught_course):
    comments = rows(taught_course, "ben", what="auto_comment", table="comment")
    assert comments["solution-dense"].startswith("    dense   0 of ")
    assert (
        "not written yet" in comments["solution-dense"]
        or "NotImplementedError" in comments["solution-dense"]
    )
    assert comments["explain"] is None


def test_a_message_names_a_cell_by_the_number_that_jupyter_shows(taught_course):
    comment = rows(taught_course, "raises", what="auto_comment", table="comment")["solution-dense"]
    number = int(re.search(r"ZeroDivisionError.* of cell (\d+)", comment)[1])
    book = nbformat.read(taught_course / "autograded/raises/01_dense/dense.ipynb", 4)
    assert [grade_id(cell) for cell in book.cells if cell.get("execution_count") == number] == [
        "solution-dense"
    ]


# -- accidents, tricks and the holes of nbgrader's own execution -------------------------------


@pytest.mark.parametrize("accident", ACCIDENTS, ids=lambda accident: accident.__name__)
def test_a_damaged_notebook_gets_the_points_its_functions_deserve(taught_course, accident):
    scores = rows(taught_course, accident.__name__)
    assert {name: scores[name] for name in DENSE} == DENSE
    book = nbformat.read(
        taught_course / "autograded" / accident.__name__ / "01_dense/dense.ipynb", 4
    )
    shown = {
        grade_id(cell): cell.outputs[0].data["text/plain"]
        for cell in book.cells
        if grade_id(cell) in DENSE
    }
    assert {name: float(points) for name, points in shown.items()} == DENSE
    assert {"predict", "explain"} <= {grade_id(cell) for cell in book.cells}
    own = taught_course / "submitted" / accident.__name__ / "01_dense/dense.ipynb"
    assert autograder("check", own, cwd=taught_course.parent).returncode == 0


@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: trick.__name__)
def test_a_trick_earns_nothing(taught_course, trick):
    scores = rows(taught_course, trick.__name__)
    assert {name: scores[name] for name in DENSE} == dict.fromkeys(DENSE, 0.0)


def test_no_trick_reached_the_gradebook_or_left_anything_behind(taught_course):
    assert in_gradebook(
        taught_course, "SELECT COUNT(*) FROM grade WHERE manual_score IS NOT NULL"
    ) == [(0,)]
    assert in_gradebook(taught_course, "SELECT COUNT(*) FROM grade_cells WHERE max_score > 50") == [
        (0,)
    ]
    assert not (taught_course / "leak").exists()


def test_text_on_stderr_costs_nothing(taught_course):
    scores = rows(taught_course, "warns_on_stderr")
    assert {name: scores[name] for name in DENSE} == DENSE
    book = nbformat.read(taught_course / "autograded/warns_on_stderr/01_dense/dense.ipynb", 4)
    outputs = [output for cell in book.cells for output in cell.get("outputs", ())]
    assert {output.output_type for output in outputs} == {"execute_result"}


def test_nbgrader_runs_an_assignment_that_is_not_ours_as_usual(fresh_course):
    test = "assert square(3) == 9"
    todo = "def square(x):\n    ### BEGIN SOLUTION\n    return x * x\n    ### END SOLUTION"
    book = nbformat.v4.new_notebook(cells=[
        cell_for_nbgrader(todo, "square", solution=True),
        cell_for_nbgrader(test, "test-square", grade=True, locked=True, points=2),
    ])  # fmt: skip
    (fresh_course / "source/00_plain").mkdir()
    nbformat.write(book, fresh_course / "source/00_plain/plain.ipynb")
    nbgrader("generate_assignment", "00_plain", cwd=fresh_course)
    for student, work in (
        ("right", "def square(x):\n    return x * x"),
        ("wrong", "def square(x):\n    return x"),
    ):
        book = released(fresh_course, "00_plain")
        cell_of(book, "square").source = work
        submit(book, fresh_course, student, "00_plain")
    nbgrader("autograde", "00_plain", cwd=fresh_course)
    assert rows(fresh_course, "right", "00_plain") == {"test-square": 2}
    assert rows(fresh_course, "wrong", "00_plain") == {"test-square": 0}
    book = nbformat.read(fresh_course / "autograded/wrong/00_plain/plain.ipynb", 4)
    assert cell_of(book, "test-square").outputs[0].ename == "AssertionError"


def test_a_skeleton_beside_the_notebook_is_ignored(fresh_course):
    submit(solved(fresh_course, "01_dense"), fresh_course, "zora", "01_dense")
    beside = fresh_course / "submitted/zora/01_dense/dense.py"
    shutil.copy(fresh_course.parent / "exercises/01_dense/dense.py", beside)
    nbgrader("autograde", "01_dense", cwd=fresh_course)
    scores = rows(fresh_course, "zora")
    assert {name: scores[name] for name in DENSE} == DENSE


def test_a_script_with_other_work_beside_the_notebook_is_not_graded(fresh_course):
    submit(solved(fresh_course, "01_dense"), fresh_course, "zora", "01_dense")
    (fresh_course / "submitted/zora/01_dense/dense.py").write_text("def dense(): pass\n")
    with pytest.raises(AssertionError, match="There are 2 files with different work") as failed:
        nbgrader("autograde", "01_dense", cwd=fresh_course)
    assert "01_dense: dense.ipynb and dense.py. Keep the one" in str(failed.value)
    assert not (fresh_course / "autograded/zora/01_dense").exists()


# -- people's own points, late work, scripts ---------------------------------------------------


@pytest.fixture
def own_course(taught_course, tmp_path):
    """Make a copy to change."""
    return copied(taught_course, tmp_path)


@pytest.fixture
def fresh_course(released_course, tmp_path):
    """Make a copy in which nobody has worked yet."""
    return copied(released_course, tmp_path)


def copied(course, to):
    """Copy a course with its project, but without the students' folders."""
    shutil.copytree(course.parent, to / "copy", ignore=shutil.ignore_patterns("homes"))
    return to / "copy/course"


def grade_scripts(course, *students, url=None):
    """Submit the author's script for these students, and grade into the gradebook."""
    for student in students:
        folder = course / "submitted" / student / "01_dense"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(course.parent / "solutions/01_dense/dense.py", folder)
    book = url or f"sqlite:///{course}/gradebook.db"
    words = ("--out", "graded", "--exercise", "01_dense", "--gradebook", book)
    return autograder("grade", course / "submitted", *words, cwd=course.parent)


def test_scripts_get_points_and_comments_beside_the_notebooks(own_course):
    done = grade_scripts(own_course, "Zoë Ünal")
    count = len(list((own_course / "submitted").iterdir()))
    report = f"{count} of {count} grades written to sqlite:///{own_course}/gradebook.db."
    assert done.stdout.splitlines()[-1] == report
    row = exported(own_course)["Zoë Ünal", "01_dense"]
    assert (row["score"], row["max_score"]) == ("6.0", "9.0")
    assert rows(own_course, "Zoë Ünal")["explain"] is None
    comments = rows(own_course, "Zoë Ünal", what="auto_comment", table="comment")
    assert comments["solution-dense"] == "    dense   3 of 3 cells   2 of 2 points"


def test_a_script_is_shown_as_a_notebook_with_its_points(own_course):
    grade_scripts(own_course, "zora")
    book = nbformat.read(own_course / "autograded/zora/01_dense/dense.ipynb", 4)
    outputs = {
        grade_id(cell): cell.outputs[0].data["text/plain"]
        for cell in book.cells
        if grade_id(cell) in DENSE
    }
    assert {name: float(points) for name, points in outputs.items()} == DENSE
    given = {grade_id(cell) for cell in solved(own_course, "01_dense").cells}
    assert {grade_id(cell) for cell in book.cells} == given
    nbgrader("generate_feedback", "01_dense", "--student=zora", cwd=own_course)
    page = (own_course / "feedback/zora/01_dense/dense.html").read_text(encoding="utf-8")
    assert "dense   3 of 3 cells   2 of 2 points" in page


def test_manual_marks_stay(own_course):
    give = """
        UPDATE grade SET manual_score = 1.5, needs_manual_grade = 0 WHERE id IN (
            SELECT grade.id FROM grade
            JOIN base_cell ON base_cell.id = grade.cell_id WHERE name = 'check-dense'
        )
    """
    with sqlite3.connect(own_course / "gradebook.db") as database:
        database.execute(give)
        database.execute("UPDATE comment SET manual_comment = 'Well done'")
    scores = "SELECT id, manual_score, auto_score, needs_manual_grade FROM grade ORDER BY id"
    before = in_gradebook(own_course, scores)
    assert grade_scripts(own_course).returncode == 0
    after = in_gradebook(own_course, scores)
    assert before == after
    assert {row[1] for row in after} == {None, 1.5}
    assert in_gradebook(own_course, "SELECT DISTINCT manual_comment FROM comment") == [
        ("Well done",)
    ]


def test_late_scripts_get_the_courses_penalty(own_course):
    config = own_course / "nbgrader_config.py"
    config.write_text(config.read_text() + "c.LateSubmissionPlugin.penalty_method = 'zero'\n")
    with sqlite3.connect(own_course / "gradebook.db") as database:
        database.execute("UPDATE assignment SET duedate = '2030-01-01 00:00:00.000000'")
    for student, when in (
        ("early", "2029-12-31 23:59:59 UTC"),
        ("late", "2030-01-01 00:00:01 UTC"),
    ):
        folder = own_course / "submitted" / student / "01_dense"
        folder.mkdir(parents=True)
        (folder / "timestamp.txt").write_text(when)
        shutil.copy(own_course.parent / "solutions/01_dense/dense.py", folder)
    assert grade_scripts(own_course).returncode == 0
    rows_of = exported(own_course)
    assert [rows_of[name, "01_dense"]["score"] for name in ("early", "late")] == ["6.0", "0.0"]
    assert rows_of["late", "01_dense"]["raw_score"] == "6.0"


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def postgres(tmp_path):
    """Start a server, which refuses to run as root, and yield its database's address."""
    user = {"user": "postgres", "group": "postgres"} if os.getuid() == 0 else {}
    port = free_port()
    assert INITDB, "This needs Debian's package postgresql, which `make thorough` installs."
    with tempfile.TemporaryDirectory() as place:
        if user:
            shutil.chown(place, **user)
        run = partial(
            subprocess.run, check=True, cwd="/", capture_output=True, start_new_session=True, **user
        )
        run([INITDB, "-D", f"{place}/data", "-A", "trust", "-U", "ada"])
        program = str(Path(INITDB).with_name("pg_ctl"))
        control = [program, "-D", f"{place}/data", "-w", "-l", f"{place}/log"]
        run([*control, "-o", f"-p {port} -k {place} -c listen_addresses=127.0.0.1", "start"])
        yield f"postgresql+psycopg://ada@127.0.0.1:{port}/postgres"
        run([*control, "-m", "immediate", "stop"])


def test_a_gradebook_may_be_a_postgresql_database(fresh_course, postgres):
    config = fresh_course / "nbgrader_config.py"
    config.write_text(config.read_text() + f"c.CourseDirectory.db_url = {postgres!r}\n")
    nbgrader("generate_assignment", "01_dense", "--force", cwd=fresh_course)
    submit(solved(fresh_course, "01_dense"), fresh_course, "nora", "01_dense")
    nbgrader("autograde", "01_dense", cwd=fresh_course)
    for _ in range(2):
        done = grade_scripts(fresh_course, "sam", url=postgres)
        assert done.stdout.splitlines()[-1] == f"2 of 2 grades written to {postgres}."
    rows_of = exported(fresh_course)
    assert {student: row["score"] for (student, _), row in rows_of.items()} == {
        "nora": "6.0",
        "sam": "6.0",
    }


def test_a_gradebook_that_lacks_a_task_is_refused_before_grading(own_course):
    with sqlite3.connect(own_course / "gradebook.db") as database:
        database.execute("UPDATE base_cell SET name = 'check-other' WHERE name = 'check-dense'")
    before = sorted(in_gradebook(own_course, "SELECT id FROM student"))
    done = grade_scripts(own_course, "aaa", "zzz")
    assert done.returncode == 2
    assert "The gradebook lacks tasks of 01_dense." in done.stderr
    assert not (own_course.parent / "graded/aaa").exists()
    assert sorted(in_gradebook(own_course, "SELECT id FROM student")) == before


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("sqlite:///nowhere.db", "sqlite:///nowhere.db is not a gradebook: there is no such file."),
        (
            "sqlite:///empty.db",
            "sqlite:///empty.db is not a gradebook: nbgrader has written nothing to it.",
        ),
        (
            "postgresql+none://ada:secret@host/x",
            "postgresql+none://ada:***@host/x is not a gradebook: ",
        ),
        ("gradebook.db", "This is not a gradebook: "),
    ],
)
def test_an_address_that_is_not_a_gradebook_is_refused_and_none_is_created(tmp_path, url, says):
    from autograder.adapters.nbgrader.gradebook import check_gradebook
    from autograder.errors import Refusal

    (tmp_path / "empty.db").touch()
    address = url.replace("sqlite:///", f"sqlite:///{tmp_path}/")
    with pytest.raises(Refusal) as refused:
        check_gradebook(address, {})
    assert str(refused.value).replace(f"{tmp_path}/", "").startswith(says)
    assert [file.name for file in tmp_path.iterdir()] == ["empty.db"]


def test_without_nbgrader_the_refusal_says_how_to_install_it(tmp_path):
    code = "import sys; sys.modules['nbgrader'] = None; from autograder.cli import main; main()"
    words = (sys.executable, "-c", code, "release", "--nbgrader", tmp_path)
    done = subprocess.run(words, cwd=ROOT, capture_output=True, encoding="utf-8")
    message = 'nbgrader is not installed here.\nRun `pip install "layers-by-hand[nbgrader]"`.\n'
    assert (done.returncode, done.stderr) == (2, message)


# -- formgrader, in a browser ------------------------------------------------------------------


@pytest.fixture
def formgrader(fresh_course):
    """Serve formgrader as staff has it, and yield its address."""
    port = free_port()
    settings = (
        "--allow-root",
        "--no-browser",
        f"--port={port}",
        "--IdentityProvider.token=",
        "--ServerApp.password=",
    )
    with (fresh_course / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyter", "server", *settings],
            cwd=fresh_course, env=environment(fresh_course), stdout=log, stderr=log,
        )  # fmt: skip
        yield f"http://127.0.0.1:{port}/formgrader"
        server.terminate()
        server.wait(30)


@pytest.fixture
def page():
    """Open a tab of Debian's chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


def test_the_buttons_in_formgrader_grade_and_make_the_feedback_page_with_its_grid(
    fresh_course, formgrader, page
):
    book = solved(fresh_course, "01_dense")
    cell = cell_of(book, "solution-dense")
    cell.source = cell.source.replace("+ bias", "+ 2 * bias")
    submit(book, fresh_course, "zora", "01_dense")
    for _ in range(100):
        with contextlib.suppress(Exception):  # it takes seconds to listen
            page.goto(f"{formgrader}/manage_submissions/01_dense")
            break
        time.sleep(1)
    row = page.locator("tr", has_text="zora")
    row.locator(".autograde a").click(timeout=60_000)
    page.get_by_text("Successfully autograded").wait_for(timeout=120_000)
    assert row.locator(".score").inner_text() == "4 / 9"
    page.reload()
    row.locator(".generate-feedback a").click()
    page.get_by_text("Successfully generated feedback").wait_for(timeout=120_000)
    page.goto((fresh_course / "feedback/zora/01_dense/dense.html").as_uri())
    assert page.locator("#notebook table.grid").first.is_visible()
    assert page.locator("#notebook .panel mark").first.is_visible()  # a wrong number in its box
    assert (
        page.locator("a[href='#check-dense']").locator("..").inner_text()
        == "Test cell (Score: 0.0 / 2.0)"
    )
