"""inspect: the submission runs again in the real sandbox, and leaves nothing for students."""

import json
import re
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace
from support import made_up_grades as made_up
from support import realistic
from support import zoo_class as zoo
from support.made_up_grades import NASTY, printed
from support.pages import outside, raw
from support.realistic import COUNT, DENSE

from autograder.answers import sheet
from autograder.errors import Refusal
from autograder.grading.inspecting import find, graded_code, inspect
from autograder.grading.submitted import STAFF, write_private
from autograder.records import Submission
from autograder.reports import words
from autograder.reports.html import inspect_page
from autograder.reports.inspection import inspection_report
from autograder.sandbox.pool import open_sandbox
from autograder.verdict.inspection import Inspection

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux")
HOSTILE = ["returns_nan", "prints_the_hidden_inputs", "confuses_encodings", "segfaults"]
HTML = f"""
def dense(inputs, kernel, bias):
    # {NASTY} </td><script>
    print({NASTY!a})
    raise ValueError({NASTY!a} + str(inputs))
""".encode()


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Grade some attacks, and a student whose name, code and output are markup."""
    folder = tmp_path_factory.mktemp("class")
    submissions = zoo.lay_out(folder / "in", HOSTILE)
    realistic.lay_out(submissions, {"<b>nasty": {"dense.py": HTML}})
    zoo.graded(submissions, folder / "out")
    return folder / "out"


def inspected(out: Path, student: str) -> list[Inspection]:
    found = []
    for folder, stored in find(out, student):
        submission = graded_code(out, folder, stored)
        assert submission is not None
        answers = sheet.load(zoo.sheets()[stored.exercise])
        with open_sandbox("auto") as sandbox:
            found.append(inspect(sandbox, submission, answers, stored))
    return found


def test_a_page_shows_hidden_numbers_and_the_search_of_the_zoo_finds_them(graded: Path) -> None:
    assert zoo.leaks_of_hidden_cases(graded) == []
    (found,) = inspected(graded, "000 returns_nan")
    page = write_private(graded, Path("000 returns_nan", "01_dense.html"), inspect_page(found))
    assert {path for path, _ in zoo.leaks_of_hidden_cases(graded)} == {str(page)}
    page.unlink()


@pytest.mark.parametrize("student", [*HOSTILE, "<b>nasty"])
def test_a_page_is_complete_and_escaped_whatever_a_submission_does(
    graded: Path, student: str
) -> None:
    names = [name for name, _ in find_all(graded) if student in name]
    for found in inspected(graded, names[0]):
        assert not found.differs
        page, text = inspect_page(found), printed(inspection_report(found))
        assert outside(page) == set()
        assert "<b>" not in page
        assert not raw(page) | raw(text)


def find_all(out: Path) -> list[tuple[str, str]]:
    results = [json.loads(path.read_text()) for path in out.glob("[!.]*/*/result.json")]
    return sorted((each["student"], each["exercise"]) for each in results)


def test_the_inputs_of_a_call_that_failed_are_pictured(graded: Path) -> None:
    (found,) = inspected(graded, "<b>nasty")
    assert "inputs[:, :]   kernel[:, :]   bias[:]" in printed(inspection_report(found))


def test_an_exception_is_quoted_with_the_hidden_inputs_in_it(graded: Path) -> None:
    (found,) = inspected(graded, "nasty")
    words = "\n".join(str(failure.message) for failure in found.tasks[0].failures)
    assert "ValueError" in words
    inputs = found.tasks[0].failures[-1].comparison.case.arrays["inputs"]
    assert str(inputs[0, 0]) in words


def test_points_come_first_and_each_case_appears_once_as_public_or_hidden(graded: Path) -> None:
    (found,) = inspected(graded, "000 returns_nan")
    text = printed(inspection_report(found), width=160)
    reported = found.tasks[0]
    first = [each for each in text.splitlines() if each.endswith((", public", ", hidden"))]
    aspects = dict.fromkeys(each.comparison.case.aspect for each in reported.failures)
    if reported.grade.shown:
        aspects = {reported.grade.shown.case.aspect: None} | aspects
    assert [each.rpartition(",")[0] for each in first][: len(aspects)] == list(aspects)
    assert text.index(" lost") < text.index(first[0])
    named = {cell.aspect for cell, _ in reported.lost} & set(aspects)
    assert named
    for place in words.costs(reported.grade):
        assert f"  {place}" in text


def test_a_verdict_that_differs_from_the_stored_one_is_reported(graded: Path) -> None:
    (found,) = inspected(graded, "nasty")
    wrong = replace(found, stored=replace(found.stored, score=2.0))
    assert wrong.differs
    assert "Grade the submission again" in printed(inspection_report(wrong))
    assert "Grade the submission again" in inspect_page(wrong)


def test_a_helper_is_shown_beside_the_task_that_calls_it() -> None:
    code = b"""import numpy as np
SCALE = 2
def times(a, b): return SCALE * np.matmul(a, b)
def unused(): pass
def dense(inputs, kernel, bias):
    return times(inputs, kernel) + bias
"""
    answers = sheet.load(zoo.sheets()["01_dense"])
    submission = Submission(exercise="01_dense", module="dense", filename="dense.py", cells=(code,))
    with open_sandbox("auto") as sandbox:
        found = inspect(sandbox, submission, answers, made_up.lost("no reason"))
    shown = [snippet.lines[0] for snippet in found.tasks[0].code]
    assert shown == [
        "def dense(inputs, kernel, bias):",
        "def times(a, b): return SCALE * np.matmul(a, b)",
        "SCALE = 2",
    ]


@pytest.mark.parametrize(
    ("helpers", "statements", "more"),
    [
        ("(" + ",\n".join(f"a{i}" for i in range(3000)) + ") = range(3000)\n", 2, 2001),
        ("".join(f"a{i} = 0\n" for i in range(3000)), 1000, 2001),
        ("(" + ",\n".join(f"a{i}" for i in range(9)) + ") = range(9)\n", 2, 0),
    ],
)
def test_code_of_any_length_is_shown_once_and_up_to_a_limit(helpers, statements, more) -> None:
    names = ", ".join(f"a{i}" for i in range(3000))
    code = f"{helpers}def dense(inputs, kernel, bias): return {names}\n".encode()
    answers = sheet.load(zoo.sheets()["01_dense"])
    submission = Submission(exercise="01_dense", module="dense", filename="dense.py", cells=(code,))
    with open_sandbox("auto") as sandbox:
        found = inspect(sandbox, submission, answers, made_up.lost("no reason"))
    (task,) = found.tasks
    assert (len(task.code), task.more) == (statements, more)
    assert sum(len(each.lines) for each in task.code) == code.count(b"\n") - more
    word = f"{more} more lines of code"
    texts = printed(inspection_report(found)), inspect_page(found)
    assert [word in text for text in texts] == [more > 0] * 2


# -- which one ---------------------------------------------------------------------------------


def test_a_student_is_found_by_a_unique_part_of_the_name(graded: Path) -> None:
    ((folder, grade),) = find(graded, "NASTY")
    assert (grade.student, "<" in folder) == ("<b>nasty", False)
    with pytest.raises(Refusal, match="matches 000 returns_nan"):
        find(graded, "honest")
    with pytest.raises(Refusal, match="There is no student nobody"):
        find(graded, "nobody")
    with pytest.raises(Refusal, match="There are no results of 05"):
        find(graded, "nasty", "05")


def test_code_that_differs_from_what_was_graded_is_refused(graded: Path) -> None:
    ((folder, grade),) = find(graded, "nasty")
    kept = graded_code(graded, folder, grade)
    assert isinstance(kept, Submission)
    assert kept.cells == (HTML,)
    with pytest.raises(Refusal, match="Grade the submissions into that folder again"):
        graded_code(graded, folder, replace(grade, submission_sha256="0" * 64))
    assert graded_code(graded, folder, replace(grade, submission_sha256="")) is None


# -- as people do it ---------------------------------------------------------------------------


def test_an_assistant_can_see_why_points_were_lost(tmp_path: Path) -> None:
    root = realistic.course(tmp_path / "course")
    backward = b"""
def dense_backward(grad_outputs, inputs, kernel, bias):
    g, x = grad_outputs, inputs
    return g @ kernel.T, x.T @ g, g.sum(axis=0)
"""
    files = {"ada": {"dense.py": DENSE + backward + COUNT}, "bob": {"dense.py": DENSE}}
    realistic.lay_out(root / "in", files)
    realistic.command(root, "grade", "in", "--out", "out")
    done = realistic.command(root, "inspect", "out", "ada", "dense")
    assert (done.returncode, done.stderr) == (0, "")
    assert "dense_backward   0.9 lost" in done.stdout
    assert re.search(r"−0\.3 grad_kernel, further axes: 0 of \d+", done.stdout)
    assert "7     return g @ kernel.T, x.T @ g, g.sum(axis=0)" in done.stdout
    page = root / "out" / STAFF / "ada/01_dense.html"
    assert str(page.relative_to(root)) in done.stdout
    private = [path for path in (root / "out" / STAFF).rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in private} == {0o600}
    assert (root / "out" / STAFF).stat().st_mode & 0o777 == 0o700
    theirs = {path.name for path in (root / "out/ada").rglob("*") if path.is_file()}
    assert theirs == {"result.json", "feedback.html"}
