"""overrides.csv: staff edit it by hand or in a spreadsheet, and every error has its line number."""

import pytest
from msgspec.structs import replace
from support.made_up_grades import PASSED, failed, graded, lost, one_wrong

from autograder.errors import Refusal
from autograder.grading.overrides import NAME, Row, assigned, read, waiting, write
from autograder.text import visible

HEADER = "student,exercise,task,points,comment\n"
GRADES = [graded(PASSED, failed(one_wrong())), lost("no file")]
ADA = Row("ada", "03_convolution", "conv2d", 2.5, "Read the text.")
BOB = Row("bob", "03_convolution", "", 4, 'Shown, in the "lab"')


def put(folder, text, encoding="utf-8"):
    (folder / NAME).write_bytes(text.encode(encoding))
    return folder


def test_rows_survive_the_file(tmp_path):
    rows = [
        ADA,
        BOB,
        Row("=cmd()", "03_convolution", "", 0, "-1 is -1"),
        Row("Zoë", "x", "", 1, "é"),
        Row("Zoë", "y", "", None, "Ill."),
        Row("Zoë", "x", "", None, "Ill.", "2026-11-09"),
    ]
    write(tmp_path, rows)
    assert [replace(row, line=0) for row in read(tmp_path)] == rows
    assert "'=cmd()" in (tmp_path / NAME).read_text(encoding="utf-8")
    assert read(tmp_path / "nothing") == []


CELLS = ["student", "exercise", "task", "points", "comment"]
VALUES = ["ada", "03_convolution", "conv2d", "2.5", "Read the text."]
GERMAN = ["ada", "03_convolution", "conv2d", "2,5", "Read the text."]
WIDE = ["ada", "03_convolution ", "conv2d", "2.50", "Read  the text."]


@pytest.mark.parametrize(
    ("separator", "lines", "encoding"),
    [
        (",", [CELLS, VALUES], "utf-8-sig"),
        (";", [map(str.title, CELLS), GERMAN, [""] * 5], "utf-8"),
        ("\t", [CELLS[::-1], WIDE[::-1]], "utf-8"),
        (",", [[*CELLS, ""], [*VALUES[:4], '"Read\nthe text."', ""]], "utf-8"),
    ],
)
def test_a_file_saved_by_a_spreadsheet_is_read(tmp_path, separator, lines, encoding):
    text = "".join(separator.join(line) + "\r\n" for line in lines)
    assert [replace(row, line=0) for row in read(put(tmp_path, text, encoding))] == [ADA]


def test_only_a_file_in_another_encoding_is_to_be_saved_in_utf_8(tmp_path):
    with pytest.raises(Refusal, match="Save it as CSV in UTF-8"):
        read(put(tmp_path, "é", "latin-1"))
    (tmp_path / "new" / NAME).mkdir(parents=True)
    with pytest.raises(OSError, match="Is a directory"):
        read(tmp_path / "new")


NAMES = ["Ada  L", "Ada L", "Ada L ", "=x", "'=x", "''=x", ";-x", ";'-x", "a\nb", "a b"]


def test_each_row_is_for_the_student_with_exactly_that_name(tmp_path):
    write(tmp_path, [Row(visible(name), "03_convolution", "", 1, visible(name)) for name in NAMES])
    given = assigned(read(tmp_path), [graded(PASSED, student=name) for name in NAMES])
    assert {student: rows[""].comment for (student, _), rows in given.items()} == {
        name: " ".join(visible(name).split()) for name in NAMES
    }


def test_a_row_for_several_students_whose_names_are_written_alike_is_refused():
    grades = [graded(PASSED, student=name) for name in ("a\nb", "a\\nb")]
    with pytest.raises(Refusal, match="line 7: several students appear as"):
        assigned([Row("a\\nb", "03_convolution", "", 1, "why", line=7)], grades)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("ada,03_convolution,conv2d,2.5", "there are 4 cells"),
        ("ada,03_convolution,conv2d,2.5,a,b", "there are 6 cells"),
        (",03_convolution,,2,why", "the column student is empty"),
        ("ada,,,2,why", "the column exercise is empty"),
        ("ada,03_convolution,,,why", "the column points is empty"),
        ("ada,03_convolution,,2, ", "the column comment is empty"),
        ("ada,03_convolution,,two,why", "two is not a valid entry"),
        ("ada,03_convolution,,-2,why", "-2 is not a valid entry"),
        ("ada,03_convolution,,+2,why", "+2 is not a valid entry"),  # points on top?
        ("ada,03_convolution,,-0,why", "-0 is not a valid entry"),
        ("ada,03_convolution,,1_0,why", "1_0 is not a valid entry"),  # Python reads it as 10
        ("ada,03_convolution,,1e1,why", "1e1 is not a valid entry"),
        (f"ada,03_convolution,,{'9' * 400},why", f"{'9' * 60}…"),
        ("ada,03_convolution,,nan,why", "nan is not a valid entry"),
        ("ada,03_convolution,,extended,why", "extended is not a valid entry"),
        ("ada,03_convolution,,extended 2026-02-30,why", "extended 2026-02-30 is not a valid entry"),
        ("ada,03_convolution,conv2d,excused,why", "only a whole exercise can be excused"),
        ("bob,03_convolution,,3,why", "bob, 03_convolution is also in line 2"),
        ("ada,03_convolution,conv,3,why", "03_convolution of ada has no task conv"),
        (
            "ada,03_convolution,conv2d,4.5,why",
            "03_convolution, conv2d can have 0 to 4 points, not 4.5",
        ),
        ("ada,03_convolution,,6.5,why", "03_convolution can have 0 to 6 points, not 6.5"),
        ('ada,03_convolution,,2,"why', "unexpected end of data"),
        ('ada,03_convolution,,2,"a" b', "',' expected after '\"'"),
        (f"ada,03_convolution,,2,{'why' * 50_000}", "field larger than field limit (131072)"),
    ],
)
def test_an_error_is_refused_with_its_line(tmp_path, line, problem):
    put(tmp_path, f"{HEADER}bob,03_convolution,,4,why\n{line}\n")
    with pytest.raises(Refusal) as raised:
        assigned(read(tmp_path), GRADES)
    assert f"{NAME}, line 3: {problem}" in raised.value.problem
    assert raised.value.remedy


@pytest.mark.parametrize(
    "text", ["", "student,points\n", "ada,03_convolution,,2,why\n", "\xff", "a" * 150_000]
)
def test_a_file_that_is_not_a_table_of_overrides_is_refused(tmp_path, text):
    with pytest.raises(Refusal):
        read(put(tmp_path, text, "latin-1"))


@pytest.mark.parametrize(
    ("line", "near"),
    [
        ("adda,03_convolution,,excused,why", "The closest name is ada."),
        (" ada,03_convolution,,excused,why", "The closest name is ada."),
        ("eve,03_convolution,,extended 2026-11-09,why", ""),
        ("ada,03_convolutions,,3,why", "The closest name is 03_convolution."),
        ("ada,01_dense,,3,why", ""),
    ],
)
def test_a_line_for_a_missing_result_waits_and_is_reported(tmp_path, line, near):
    rows = read(put(tmp_path, f"{HEADER}bob,03_convolution,,4,why\n{line}\n"))
    assert assigned(rows, GRADES) == {("bob", "03_convolution"): {"": rows[0]}}
    (reported,) = waiting(rows, GRADES)
    assert reported.startswith(rows[1].text)
    assert f"line 3 of {NAME} waits for one." in reported
    assert reported.endswith(near or "waits for one.")
    gone = ["eve", "adda", " ada"]
    assert waiting(rows, [*GRADES, graded(PASSED, student="eve")], gone)[1:] == []


def test_the_line_of_a_withdrawn_student_waits():
    gone = Row("cleo", "03_convolution", "", 4, "why")
    assert assigned([gone, ADA], GRADES, ["cleo"]) == {("ada", "03_convolution"): {"conv2d": ADA}}
