"""A set of exercises: graded together by the real command, with a correct total or none."""

import csv

import pytest
from support import ROOT
from support.pages import tables
from support.realistic import DENSE, RIGHT, command, lay_out
from support.realistic import course as lay_out_course

ACTIVATIONS = (ROOT / "solutions/02_activations/activations.py").read_bytes()
TEXT = """\
title = "Layers"

[sets.week1]
title = "Dense layers and activations"
exercises = ["01_dense", "02_activations"]
weights = { 01_dense = 40, 02_activations = 60 }
due = 2026-11-02T23:59:00+01:00
"""
CLASS = {
    "ada": {"dense.py": RIGHT, "activations.py": ACTIVATIONS},
    "bo": {"dense.py": DENSE},
    "cy": {"dense.py": RIGHT, "rest.rar": b"Rar!"},
    "di": {},
}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = lay_out_course(tmp_path_factory.mktemp("course"))
    (root / "course.toml").write_text(TEXT, encoding="utf-8")
    lay_out(root / "class", CLASS)
    return root


def rows(out):
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {(row["student"], row["exercise"]): row for row in csv.DictReader(file)}


def points(out):
    return {place: row["score"] for place, row in rows(out).items()}


@pytest.fixture(scope="module")
def done(root):
    return command(root, "grade", "class", "--out", "graded", "--set", "week1", "--all")


def test_the_total_is_in_the_table_the_csv_and_the_report(root, done):
    assert (done.returncode, done.stderr.strip()) == (1, "")  # one of cy's exercises is not graded
    total = {
        student: row for (student, name), row in rows(root / "graded").items() if name == "week1"
    }
    assert {student: (row["score"], row["max_score"]) for student, row in total.items()} == {
        "ada": ("100.0", "100.0"),
        "bo": ("13.333333", "100.0"),
        "cy": ("", "100.0"),
        "di": ("0.0", "100.0"),
    }
    assert total["cy"]["reason"] == "02_activations is not graded."
    table = " ".join(done.stdout.split())
    assert "ada week1 100 of 100" in table
    assert "cy week1 NOT GRADED" in table
    assert "7 results graded 1 not graded" in table  # totals do not count
    report = (root / "graded/report.html").read_text(encoding="utf-8")
    everybody = next(rows for rows in tables(report) if rows[0][0] == "student")
    assert everybody[0] == ["student", "01_dense", "02_activations", "week1, of 100", "total"]
    assert [row[3] for row in everybody[1:]] == ["100", "13.33", "?", "0"]
    assert not (root / "graded/ada/week1").exists()


def test_a_student_without_an_exercise_gets_0_for_it_alone(root, done):
    score = points(root / "graded")
    assert (score["bo", "01_dense"], score["bo", "02_activations"]) == ("2.0", "0.0")
    assert (score["cy", "01_dense"], score["cy", "02_activations"]) == ("6.0", "")


def test_the_total_is_still_there_when_one_exercise_is_graded_again(root, done):
    before = points(root / "graded")
    again = command(root, "grade", "class", "--out", "graded", "--exercise", "01_dense")
    assert again.returncode == 0
    assert points(root / "graded") == before


def test_without_a_course_toml_grades_do_not_change(root, done):
    with_file = points(root / "graded")
    (root / "course.toml").rename(root / "aside.toml")
    try:
        command(root, "grade", "class", "--out", "graded", "--exercise", "01_dense")
        expected = {place: score for place, score in with_file.items() if place[1] != "week1"}
        assert points(root / "graded") == expected
        refused = command(root, "grade", "class", "--out", "other", "--set", "week1")
        assert (refused.returncode, "There is no set week1" in refused.stderr) == (2, True)
    finally:
        (root / "aside.toml").rename(root / "course.toml")


def test_a_set_and_an_exercise_together_are_refused(root):
    words = ("grade", "class", "--out", "x", "--set", "week1", "--exercise", "01")
    done = command(root, *words)
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        2,
        "Give --exercise or --set, not both.",
    )
