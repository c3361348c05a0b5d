"""Test that each case of README.md gets its expected result, by both ways of grading."""

import csv
import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.downloads import worksheet
from support.realistic import CASES, FULL, checked, command, course, graded

STUDENTS = {
    f"{case.parent.name[:2]} {case.name}": case
    for case in sorted(CASES.glob("*/*"))
    if case.parent.name != "10_late_submissions"
}
OLD = sys.version_info < (3, 12)
NUMPY = tuple(map(int, np.__version__.split(".")[:2]))

# The expected result: full points, 0, or None for not graded; and the message.
RIGHT: dict[str, tuple[float | None, str]] = {
    "03 ada": (None if OLD else FULL, "dense.py needs Python 3.12; this machine grades with 3."),
    "04 rar": (None, "hw1.rar is a RAR archive, which cannot be opened here. Submit a .zip"),
    "12 conflict": (0.0, "dense.py has a merge conflict at line 2."),
    "12 tabs": (0.0, "at line 4: inconsistent use of tabs and spaces in indentation."),
    "12 html_saved": (None, "dense.py is a web page, not a Python file."),
}
NAMES = {
    "05 dense-final-FINAL-v2": "dense-final-FINAL-v2.py",
    "05 dense_lovelace": "dense_lovelace.py",
    "05 exercise as name": "01_dense.ipynb",
    "05 right name": "dense.py",
    "06 downloaded twice": "dense (1).py",
    "06 jupyter copy": "dense-Copy1.ipynb",
    "08 layers-ada": "dense.py",
}
Results = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def submissions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("class")
    for student, case in STUDENTS.items():
        shutil.copytree(case, folder / student)
    return folder


@pytest.fixture(scope="module", params=[(), ("--exercise", "01_dense")], ids=["any", "one"])
def results(root: Path, submissions: Path, request: pytest.FixtureRequest) -> Results:
    out = submissions.parent / f"out{len(request.param)}"
    return graded(root, submissions, out, "--jobs", 2, *request.param)


@pytest.mark.parametrize("student", STUDENTS)
def test_each_case_gets_what_is_right(results: Results, student: str) -> None:
    points, reason = RIGHT.get(student, (FULL, ""))
    if student == "02 ada" and NUMPY >= (2, 4):
        assert results[student]["score"] < FULL
        return
    assert results[student]["score"] == points, results[student]
    assert (results[student]["status"] == "graded") is (points is not None)
    assert reason in (results[student]["reason"] or "") or points == FULL


@pytest.mark.parametrize("student", ["12 conflict", "12 tabs"])
def test_a_problem_with_the_whole_file_is_reported_once(results: Results, student: str) -> None:
    tasks = results[student]["tasks"]
    assert [(task["verdict"], task["message"]) for task in tasks] == [("error", "")] * 3


def test_the_reason_for_a_syntax_error_shows_the_line_and_a_caret(results: Results) -> None:
    assert results["12 tabs"]["reason"].splitlines()[1:] == ["    return out + bias", "    ^"]


@pytest.mark.parametrize("student", NAMES)
def test_a_result_names_the_file_it_is_for(results: Results, student: str) -> None:
    assert results[student]["filename"] == NAMES[student]


def test_a_result_names_what_made_it(results: Results) -> None:
    made_by = results["02 ada"]["made_by"]
    assert made_by["numpy"] == np.__version__
    assert made_by["python"].split(".")[:2] == [str(each) for each in sys.version_info[:2]]
    assert "tensorflow 2." in made_by["sheet"]


def sources(case: Path) -> list[Path]:
    """Return the file to check, if there is one."""
    files = [path for path in case.rglob("*") if path.suffix in (".py", ".ipynb")]
    names = [NAMES.get(student) for student, each in STUDENTS.items() if each == case]
    named = [path for path in files if path.name in names]
    return named or [path for path in files if path.name != "spec.py"]


def test_check_says_the_same_as_grade(root: Path, results: Results) -> None:
    files = {student: sources(case)[0] for student, case in STUDENTS.items() if sources(case)}
    readable = {
        student: path for student, path in files.items() if results[student]["score"] is not None
    }
    both = zip(readable, checked(root, *readable.values()), strict=True)
    differing = {
        student: (result["score"], results[student]["score"])
        for student, result in both
        if (result["score"], result["reason"])
        != (results[student]["score"], results[student]["reason"])
    }
    assert differing == {}
    for student, path in files.items():
        if student not in readable:
            done = command(root, "check", path)
            assert done.returncode == 2
            assert " ".join(done.stderr.split()) == results[student]["reason"]


def test_check_reports_a_syntax_error_once_with_the_line(root: Path) -> None:
    done = command(root, "check", CASES / "12_syntax_errors/tabs/dense.py")
    assert done.returncode == 1
    assert done.stdout.count("inconsistent use of tabs") == 1
    assert "    return out + bias\n    ^\n" in done.stdout


def test_late_submissions_are_added_to_earlier_ones(root: Path, tmp_path: Path) -> None:
    for part in ("on_time", "late"):
        results = graded(root, CASES / "10_late_submissions" / part, tmp_path / "out")
    assert {student: each["score"] for student, each in results.items()} == {
        "ada": FULL,
        "bela": FULL,
    }
    rows = list(csv.DictReader((tmp_path / "out/grades.csv").read_text().splitlines()))
    assert [(row["student"], row["score"]) for row in rows] == [("ada", "6.0"), ("bela", "6.0")]
    report = (tmp_path / "out/report.html").read_text()
    assert all(f'href="{student}/01_dense/feedback.html"' in report for student in ("ada", "bela"))


def test_late_submissions_of_a_platform_are_exported_with_the_others(
    root: Path, tmp_path: Path
) -> None:
    for part, student in (("on_time", "Ada Lovelace_106"), ("late", "Jürgen Groß_101")):
        folder = tmp_path / part / f"{student}_assignsubmission_file"
        folder.parent.mkdir()
        shutil.copytree(next((CASES / "10_late_submissions" / part).iterdir()), folder)
        graded(root, tmp_path / part, tmp_path / "out")
    sheet = worksheet(tmp_path / "sheet.csv")
    words = ("--worksheet", sheet, "--graded", tmp_path / "out", "--out", tmp_path / "upload")
    done = command(root, "export", "--to", "moodle", *words)
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader((tmp_path / "upload/sheet.csv").read_text().splitlines()))
    assert {row["Full name"]: row["Grade"] for row in rows if row["Grade"]} == {
        "Jürgen Groß": "6",
        "Ada Lovelace": "6",
    }
