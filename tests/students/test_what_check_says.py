"""The output of the real `check` for the answers in answers/*.toml, and for files without code."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from support import made_up_grades
from support.student_answers import StudentAnswer, checked, student_answers

from autograder.errors import Refusal
from autograder.records import Grade
from autograder.reports.checked import check_report

MOST_LINES, MOST_COLUMNS = 60, 100
MOST_LINES_UNPARSED = 8  # of a file that does not parse
FEWEST_ANSWERS = 120
DENSE = "01_dense"
ANSWERS = list(student_answers())


def report(grade: Grade, file: Path) -> str:
    return made_up_grades.printed(check_report([grade], [file.name]), MOST_COLUMNS)


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda each: f"{each.exercise}: {each.name}")
def test_the_report_on_each_answer_says_what_helps(answer: StudentAnswer, tmp_path: Path) -> None:
    file = answer.save(tmp_path)
    grade = checked(file, answer.exercise)
    text = report(grade, file)
    flat = " ".join(text.split()).casefold()
    for words in answer.says:
        assert words.casefold() in flat
    for words in answer.silent:
        assert words.casefold() not in flat
    (task,) = (task for task in grade.tasks if task.name == answer.judged)
    assert (task.verdict, task.mistake) == (answer.verdict, answer.mistake)
    lines = text.splitlines()
    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= MOST_COLUMNS
    if " does not parse" in lines[1]:
        assert answer.notebook or re.match(rf"{file.name}:\d+ does not parse", lines[1])
        table = any(task.verdict == "pass" for task in grade.tasks) * len(grade.tasks)
        assert len(lines) <= MOST_LINES_UNPARSED + table


def test_there_are_more_than_a_hundred_answers_and_each_expects_something() -> None:
    assert len(ANSWERS) >= FEWEST_ANSWERS
    assert [each.name for each in ANSWERS if each.verdict != "pass" and not each.says] == []


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<!DOCTYPE html>\n<html><body>Sign in</body></html>", "is a web page"),
        (b"PK\x03\x04word/document.xml", "is an archive or a word processor's document"),
        (b"%PDF-1.7\n", "is a PDF"),
    ],
    ids=["a web page", "a Word file", "a printed page"],
)
def test_a_file_that_is_not_code_is_named_for_what_it_is(
    tmp_path: Path, data: bytes, says: str
) -> None:
    file = tmp_path / "dense.py"
    file.write_bytes(data)
    with pytest.raises(Refusal, match=rf"dense\.py {says}.*Submit the \.py or \.ipynb"):
        checked(file, DENSE)


@pytest.mark.parametrize("text", ["", "{", '{"cells": 3}', "[]"])
def test_a_notebook_that_cannot_be_read_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "dense.ipynb"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match=r"dense\.ipynb .*notebook"):
        checked(file, DENSE)


def notebook(*cells: tuple[Sequence[str], int | None]) -> str:
    found = [
        {"cell_type": "code", "source": lines, "execution_count": number, "outputs": []}
        for lines, number in cells
    ]
    return json.dumps({"cells": found, "nbformat": 4})


@pytest.mark.parametrize(("number", "label"), [(7, "cell [7]"), (None, "code cell 2")])
def test_a_cell_has_the_number_that_jupyter_shows(
    tmp_path: Path, number: int | None, label: str
) -> None:
    file = tmp_path / "dense.ipynb"
    crash = ["def dense(inputs, kernel, bias):\n", "    return inputs @ kernal"]
    file.write_text(notebook((["import numpy as np"], 3), (crash, number)), encoding="utf-8")
    text = report(checked(file, DENSE), file)
    assert f"at line 2 of {label}" in text
    assert f"line 2 of {label}, in dense" in text
