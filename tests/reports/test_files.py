"""result.json and grades.csv."""

import csv
import io
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace
from support.made_up_grades import NASTY, PASSED, compared, failed, graded, lost, one_wrong

from autograder.records import Grade, Outcome, Raised
from autograder.reports.files import as_json, cell, grades_csv, result, uncell
from autograder.reports.reading import grade_from_result
from autograder.reports.summary import mistakes, shared
from autograder.text import visible
from autograder.verdict.override import WHOLE, Override, overridden

HINT = "The kernel is turned round.\n\nDo not\nturn it."
GRADE = graded(PASSED, failed(one_wrong(), HINT, mistakes=("flipped_kernel",), score=1 / 3))
CRASH = compared(Outcome(Raised(type="ValueError", message="", line=7)))
CRASHED = graded(failed(CRASH, HINT, verdict="error"))
NOBODY = graded(student=None)
UNKNOWN = graded(PASSED, failed(one_wrong(), verdict="not_graded", score=None))


def test_a_result_has_the_keys_of_its_schema_in_order() -> None:
    stored = result(GRADE)
    assert " ".join(stored) == (
        "schema student exercise filename submission_sha256 late made_by"
        " status reason isolation score max_score tasks warnings overrides"
    )
    assert (
        " ".join(stored["tasks"][1])
        == "name score max_score verdict cells mistake mistakes fingerprint message uncounted"
    )
    assert stored["tasks"][0]["cells"] == [
        {"part": "outputs", "aspect": "values", "passed": 3, "total": 3}
    ]
    assert stored["tasks"][1]["score"] == 0.333333


@pytest.mark.parametrize("grade", [GRADE, CRASHED, UNKNOWN, lost(NASTY, "\ud800"), NOBODY])
def test_a_result_survives_its_file(grade: Grade) -> None:
    text = as_json(result(grade))
    assert text.isascii()
    again = grade_from_result(json.loads(text))
    assert result(again) == result(grade)
    assert all(task.shown is None and not task.output for task in again.tasks)
    assert [task.message for task in again.tasks] == [task.message for task in grade.tasks]


def test_an_uncounted_aspect_survives_its_file_and_older_files_are_read() -> None:
    left_out = replace(PASSED, uncounted=(("strides=2", "The text is wrong."),))
    stored = result(graded(left_out))
    stored_as = [{"aspect": "strides=2", "reason": "The text is wrong."}]
    assert stored["tasks"][0]["uncounted"] == stored_as
    assert grade_from_result(stored).tasks == (left_out,)
    del stored["tasks"][0]["uncounted"]
    assert grade_from_result(stored).tasks == (PASSED,)


def test_an_override_survives_its_file_and_is_in_the_table() -> None:
    changed = overridden(GRADE, {"conv2d": Override(3.0, "Read."), WHOLE: Override(5.0, "=1")})
    stored = json.loads(as_json(result(changed)))
    assert stored["score"] == 5.0
    stored_as = {"task": "conv2d", "points": 3.0, "graded": 0.333333, "comment": "Read."}
    assert stored["overrides"][0] == stored_as
    assert result(grade_from_result(stored)) == result(changed)
    (row,) = csv.DictReader(io.StringIO(grades_csv([changed])))
    assert (
        row["overrides"] == "conv2d: 3 points instead of 0.33: Read.; 5 points instead of 2.33: =1"
    )


def test_a_task_with_two_mistakes_keeps_both_and_the_first_under_its_old_key() -> None:
    two = graded(failed(one_wrong(), mistakes=("flipped_kernel", "bias_forgotten")))
    stored = result(two)
    assert stored["tasks"][0]["mistake"] == "flipped_kernel"
    assert stored["tasks"][0]["mistakes"] == ["flipped_kernel", "bias_forgotten"]
    assert grade_from_result(stored).tasks[0].mistakes == ("flipped_kernel", "bias_forgotten")
    assert mistakes(two) == ["flipped_kernel", "bias_forgotten"]


@pytest.mark.parametrize(("mistake", "kept"), [("flipped_kernel", ("flipped_kernel",)), (None, ())])
def test_an_older_result_with_one_mistake_is_read(mistake, kept) -> None:
    stored = result(GRADE)
    del stored["tasks"][1]["mistakes"]
    stored["tasks"][1]["mistake"] = mistake
    assert grade_from_result(stored).tasks[1].mistakes == kept


def test_grades_have_one_row_per_student_and_may_have_no_score() -> None:
    assert grades_csv([GRADE, lost("two files, one exercise")]).split("\n") == [
        "student,exercise,score,max_score,status,reason,mistakes,filename,late,overrides,unnamed",
        "ada,03_convolution,2.333333,6.0,graded,,flipped_kernel,,,,",
        'bob,03_convolution,,6.0,not_graded,"two files, one exercise",,,,,',
        "",
    ]


def test_a_wrong_answer_without_a_name_keeps_its_fingerprint() -> None:
    one = graded(PASSED, failed(one_wrong(), fingerprint="3f9a2c1b"))
    stored = result(one)
    assert [task["fingerprint"] for task in stored["tasks"]] == [None, "3f9a2c1b"]
    assert grade_from_result(stored).tasks[1].fingerprint == "3f9a2c1b"
    (row,) = csv.DictReader(io.StringIO(grades_csv([one])))
    assert row["unnamed"] == "conv2d:3f9a2c1b"
    del stored["tasks"][1]["fingerprint"]  # a result from before there were any
    assert grade_from_result(stored).tasks[1].fingerprint == ""


def test_an_unnamed_answer_is_shared_only_in_the_same_task_and_exercise() -> None:
    def unnamed(student: str, mark: str, exercise: str = "03_convolution") -> Grade:
        task = failed(one_wrong(), fingerprint=mark)
        return replace(graded(PASSED, task, student=student), exercise=exercise)

    grades = [unnamed("ada", "aa"), unnamed("bob", "bb"), unnamed("cy", "bb"), unnamed("di", "aa")]
    grades += [unnamed("emil", "aa"), unnamed("fay", "aa", "06_pooling"), unnamed("gus", "cc")]
    assert shared(grades) == [
        (("03_convolution", "conv2d", "aa"), ["ada", "di", "emil"]),
        (("03_convolution", "conv2d", "bb"), ["bob", "cy"]),
    ]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "'=1"])
def test_no_cell_is_a_formula(name: str) -> None:
    rows = list(
        csv.reader(
            io.StringIO(grades_csv([replace(lost(name, name), exercise=name, filename=name)]))
        )
    )
    assert all(rows[1][column].startswith("'") for column in (0, 1, 5, 7))


@given(st.text(st.sampled_from("""=-＋;"',\t\r\n a"""), max_size=8))
@example("x;=1+2;y.py")
def test_no_cell_is_a_formula_whichever_character_separates_cells(text: str) -> None:
    line = io.StringIO()
    csv.writer(line).writerow([cell(text), cell(text)])
    for separator in ",;":
        (cells,) = csv.reader(io.StringIO(line.getvalue()), delimiter=separator)
        assert [each for each in cells if each.startswith(("=", "-", "＋"))] == []


@given(st.text(st.sampled_from("""=-＋;"',\t\r\n a"""), max_size=8))
def test_the_text_of_a_cell_can_be_read_back(text: str) -> None:
    assert uncell(cell(text)) == visible(text)


def test_a_late_file_is_marked_and_only_the_first_line_of_a_reason_is_written() -> None:
    stored_as = replace(GRADE, filename="my conv.py", late=True, reason="Line 4.\n    x = (\n    ^")
    (row,) = csv.DictReader(io.StringIO(grades_csv([stored_as])))
    assert (row["filename"], row["late"], row["reason"]) == ("my conv.py", "late", "Line 4.")
    stored = result(stored_as)
    assert (stored["filename"], stored["late"], stored["reason"]) == (
        stored_as.filename,
        True,
        stored_as.reason,
    )


def test_no_control_code_reaches_the_table() -> None:
    assert not set("\x1b\u202e\u2028") & set(grades_csv([lost(NASTY, NASTY)]))
