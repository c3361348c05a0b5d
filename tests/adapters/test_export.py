"""Exports of a set of exercises: one column, pages that do not collide, and never a silent zero."""

import csv
import json
import zipfile

import pytest
from msgspec.structs import replace
from support.downloads import gradebook, graded, worksheet

from autograder.cli import commands
from autograder.errors import Refusal
from autograder.grading.contents import UNRECOGNISED
from autograder.reports.files import as_json, result
from autograder.reports.reading import grade_from_result
from autograder.reports.words import NOTHING
from autograder.verdict.override import DUE, WHOLE, Override, overridden

TEXT = """\
title = "Layers"

[sets.week1]
title = "Sobel, by hand"
exercises = ["01_dense", "03_convolution"]
weights = { 01_dense = 4, 03_convolution = 6 }
"""
ADA, BO, CY, DI = "Ada Lovelace_106", "Jürgen Groß_101", "王 小明_102", "Зоя Ivanova-Öz_105"


@pytest.fixture
def export(tmp_path, monkeypatch):
    """Return the command, run in this process and in the folder of a course with a set."""
    monkeypatch.chdir(tmp_path)
    for name in ("01_dense", "03_convolution"):
        (tmp_path / "solutions" / name).mkdir(parents=True)
        (tmp_path / "solutions" / name / "spec.py").touch()
    (tmp_path / "course.toml").write_text(TEXT, encoding="utf-8")
    path = worksheet(tmp_path / "sheet.csv")
    path.write_text(path.read_text(encoding="utf-8").replace("6.00", "10.00"), encoding="utf-8")
    gradebook(tmp_path / "book.csv")
    graded(tmp_path / "graded", {ADA: 6.0, BO: 3.0, CY: 3.0})
    graded(tmp_path / "graded", {ADA: 9.0, BO: 0.0, CY: None}, "03_convolution", 9.0)
    return lambda *words: commands.main(["export", *words], standalone_mode=False)


def rows(path, key):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row[key]: row for row in csv.DictReader(file)}


def test_a_set_is_one_column_of_moodle_and_what_is_not_graded_stays_empty(tmp_path, export, capsys):
    assert export("--to", "moodle", "--worksheet", "sheet.csv", "--set", "week1") == 1
    grades = {
        name[-3:]: row["Grade"]
        for name, row in rows(tmp_path / "upload/sheet.csv", "Identifier").items()
    }
    assert grades == {"101": "2", "102": "", "103": "", "104": "", "105": "", "106": "10"}
    reported = capsys.readouterr().out
    assert f"{CY}: not graded, so nothing was filled in. 03_convolution is not graded." in reported


def excuse(folder, student, exercise):
    path = folder / "graded" / student / exercise / "result.json"
    grade = grade_from_result(json.loads(path.read_text(encoding="utf-8")))
    excused = overridden(grade, {WHOLE: Override(None, "Ill.")})
    path.write_text(as_json(result(excused)), encoding="utf-8")


def test_an_excused_exercise_has_empty_cells_and_its_points_go_to_the_others(
    tmp_path, export, capsys
):
    excuse(tmp_path, CY, "03_convolution")
    for exercise in ("01_dense", "03_convolution"):
        excuse(tmp_path, ADA, exercise)
    sheet = tmp_path / "sheet.csv"
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(text.replace('2 days",,', '2 days",7,'), encoding="utf-8")
    assert export("--to", "moodle", "--worksheet", "sheet.csv", "--set", "week1") == 0
    filled = rows(tmp_path / "upload/sheet.csv", "Identifier").items()
    grades = {name[-3:]: row["Grade"] for name, row in filled}
    assert {number: grades[number] for number in ("101", "102", "106")} == {
        "101": "2",
        "102": "5",
        "106": "",
    }
    reported = capsys.readouterr().out
    assert reported.startswith("2 grades written")
    assert f"{ADA}: excused, so the cell is empty." in reported
    assert export("--to", "csv", "--set", "week1") == 0
    points = rows(tmp_path / "upload/points.csv", "student")
    assert list(points[CY].values()) == [CY, "3", "", "5", ""]
    assert list(points[ADA].values()) == [ADA, "", "", "", ""]


def test_before_an_extension_is_over_cells_are_empty_and_so_is_the_total(tmp_path, export, capsys):
    path = tmp_path / "graded" / CY / "03_convolution" / "result.json"
    grade = grade_from_result(json.loads(path.read_text(encoding="utf-8")))
    nothing = replace(grade, status="graded", score=0.0, submission_sha256="", reason=NOTHING)
    due = {DUE: Override(None, "Ill.", due="9999-01-01")}
    waiting = result(overridden(nothing, due, waits=True))
    path.write_text(as_json(waiting), encoding="utf-8")
    assert export("--to", "csv", "--set", "week1") == 0
    points = rows(tmp_path / "upload/points.csv", "student")
    assert list(points[CY].values()) == [CY, "3", "", "", ""]
    assert f"{CY}: due later, so the cell is empty." in capsys.readouterr().out


def test_feedback_for_several_exercises_is_packed_together(tmp_path, export):
    export("--to", "moodle", "--worksheet", "sheet.csv", "--set", "week1")
    with zipfile.ZipFile(tmp_path / "upload/feedback_week1.zip") as archive:
        names = archive.namelist()
    folder = f"{ADA}_assignsubmission_file_"
    assert [name for name in names if name.startswith(ADA)] == [
        f"{folder}/feedback_01_dense.html",
        f"{folder}/feedback_03_convolution.html",
    ]
    assert len(names) == len(set(names)) == 6


@pytest.mark.parametrize("words", [(), ("--column", "Sobel, by hand (4712)")])
def test_a_set_is_the_column_of_canvas_with_its_title(tmp_path, export, words):
    export("--to", "canvas", "--gradebook", "book.csv", "--set", "week1", *words)
    book = rows(tmp_path / "upload/book.csv", "ID")
    before = rows(tmp_path / "book.csv", "ID")
    changed = {number for number in book if book[number] != before[number]}
    assert {number: book[number]["Sobel, by hand (4712)"] for number in changed} == {
        "101": "2",
        "106": "10",
    }


def test_a_student_without_a_result_for_one_exercise_has_no_total(tmp_path, export, capsys):
    graded(tmp_path / "graded", {DI: 6.0})
    assert export("--to", "moodle", "--worksheet", "sheet.csv", "--set", "week1") == 1
    assert rows(tmp_path / "upload/sheet.csv", "Identifier")["Participant 105"]["Grade"] == ""
    reason = "There is no result for 03_convolution: grade with --set week1."
    assert f"{DI}: not graded, so nothing was filled in. {reason}" in capsys.readouterr().out


@pytest.mark.parametrize("to", ["moodle", "canvas"])
@pytest.mark.parametrize("words", [("--set", "week1"), ("--exercise", "01_dense", "--scale")])
def test_a_file_that_was_not_recognised_does_not_stop_other_grades(
    tmp_path, export, capsys, to, words
):
    """The first student by name has one, and another student is in no table at all."""
    graded(tmp_path / "graded", {"Aaron Ant_103": None, "stray": None}, UNRECOGNISED, 0.0)
    table = {"moodle": ("--worksheet", "sheet.csv"), "canvas": ("--gradebook", "book.csv")}[to]
    before = (tmp_path / table[1]).read_text(encoding="utf-8")
    assert export("--to", to, *table, *words) == 1
    reported = capsys.readouterr().out
    assert "Aaron Ant_103: not graded, so nothing was filled in." in reported
    assert "stray: not graded, so nothing was filled in." in reported
    after = (tmp_path / "upload" / table[1]).read_text(encoding="utf-8")
    lines = zip(before.splitlines(), after.splitlines(), strict=True)
    changed = [old for old, new in lines if old != new]
    assert len(changed) >= 2
    assert not [line for line in changed if "103" in line]


def test_files_that_fit_no_exercise_are_not_in_the_table_beside_others_that_do(
    tmp_path, export, capsys
):
    graded(tmp_path / "graded", {"stray": None, BO: None}, UNRECOGNISED, 0.0)
    export("--to", "csv")
    reported = capsys.readouterr().out
    assert "stray: not graded, so nothing was filled in." in reported
    assert BO not in reported


def test_several_exercises_without_a_choice_are_refused(export):
    with pytest.raises(Refusal, match=r"results of 01_dense, 03_convolution\. Name one with"):
        export("--to", "moodle", "--worksheet", "sheet.csv")


def test_an_unknown_set_is_refused(export):
    with pytest.raises(Refusal, match="no set called week9"):
        export("--to", "moodle", "--worksheet", "sheet.csv", "--set", "week9")


# -- a table for everything else ---------------------------------------------------------------


def test_the_csv_has_a_row_per_student_and_a_column_per_exercise(tmp_path, export):
    graded(tmp_path / "graded", {"=SUM(1)": 1 / 3})
    assert export("--to", "csv") == 1
    with (tmp_path / "upload/points.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["student", "01_dense (of 6)", "03_convolution (of 9)", "late"],
            ["'=SUM(1)", "0.33333", "", ""],
            [ADA, "6", "9", ""],
            [BO, "3", "0", ""],
            [CY, "3", "", ""],
        ]


def test_the_csv_of_a_set_has_its_total(tmp_path, export):
    graded(tmp_path / "graded", {DI: 6.0})
    assert export("--to", "csv", "--set", "week1") == 1
    with (tmp_path / "upload/points.csv").open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file)
    assert header[1:4] == ["01_dense (of 6)", "03_convolution (of 9)", "week1 (of 10)"]
    assert {line[0]: line[1:4] for line in lines} == {
        ADA: ["6", "9", "10"],
        BO: ["3", "0", "2"],
        CY: ["3", "", ""],
        DI: ["6", "", ""],
    }
