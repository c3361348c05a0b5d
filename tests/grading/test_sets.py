"""course.toml: the sets of exercises in it, and the line of every error."""

from datetime import date, datetime, timedelta, timezone

import pytest
from msgspec.structs import replace
from support.made_up_grades import PASSED, graded, lost

from autograder.errors import Refusal
from autograder.grading.sets import find_set, read_sets, totals

GOOD = """\
title = "Layers, winter 2026"

[sets.week1]
title = "Dense layers"
exercises = [
    "01_dense",
    "02_activations",  # relu and its like
]
weights = { 01_dense = 4, 02_activations = 6.5 }
due = 2026-11-02T23:59:00+01:00

[sets.week2]
title = "Convolution"
exercises = ["convolution"]
due = 2026-11-09
"""


@pytest.fixture
def root(tmp_path):
    for name in ("01_dense", "02_activations", "03_convolution"):
        (tmp_path / "solutions" / name).mkdir(parents=True)
        (tmp_path / "solutions" / name / "spec.py").touch()
    return tmp_path


def write(root, text):
    (root / "course.toml").write_text(text, encoding="utf-8")
    return read_sets(root)


def test_without_the_file_there_are_no_sets(root):
    assert read_sets(root) == {}
    with pytest.raises(Refusal, match="There is no set week1"):
        find_set(root, "week1")


def test_the_file_is_read(root):
    sets = write(root, GOOD)
    assert list(sets) == ["week1", "week2"]
    one = sets["week1"]
    assert (one.course, one.title) == ("Layers, winter 2026", "Dense layers")
    assert (one.exercises, one.weights) == (
        ("01_dense", "02_activations"),
        {"01_dense": 4.0, "02_activations": 6.5},
    )
    assert one.due == datetime(2026, 11, 2, 23, 59, tzinfo=timezone(timedelta(hours=1)))
    assert one.due_text == "Monday 2 November 2026, 23:59 (UTC+01:00)"
    two = sets["week2"]
    assert (two.exercises, two.weights, two.due) == (("03_convolution",), {}, date(2026, 11, 9))
    assert two.due_text == "Monday 9 November 2026"
    assert find_set(root, "week2") == two


@pytest.mark.parametrize("text", ['title = "Layers"\n', '\ufefftitle = "Layers"\r\n[sets]\r\n'])
def test_a_course_may_have_no_sets_yet(root, text):
    assert write(root, text) == {}


SETS = GOOD.partition("\n\n")[2]
# The change to the file above, the line of the error, and the message.
SLIPS = {
    "no TOML": ('title = "Conv', 'title "Conv', 13, "is not valid TOML: Expected '='"),
    "cut off": ("2026-11-09\n", "[", 15, "is not valid TOML"),
    "unknown key of the course": ("title = ", 'author = "A"\ntitle = ', 1, "the key author"),
    "misspelt key of a set": ("due = 2026-11-09", "dew = 1", 15, "The closest name is due"),
    "no title of the course": ('title = "Layers, winter 2026"', "", 1, "title is missing."),
    "no title of a set": ('title = "Convolution"', "", 12, "title is missing in week2."),
    "a number as a title": ('"Dense layers"', "1", 4, "title is not a one-line string"),
    "an empty title": ('"Dense layers"', '" "', 4, "title is not a one-line string"),
    "no exercises": ('exercises = ["convolution"]', "", 12, "exercises is missing in week2"),
    "an empty list": ('["convolution"]', "[]", 14, "exercises is not a list of names"),
    "exercises as a string": ('["convolution"]', '"convolution"', 14, "is not a list of names"),
    "an unknown exercise": ("02_activations", "02_activation", 7, "no exercise called"),
    "a number as an exercise": ('"convolution"', "3", 14, "3 is not the name of an exercise"),
    "a name that no file has": ('"convolution"', '"a\\u0000"', 14, "is not the name of an"),
    "an exercise twice": ('"02_activations",', '"dense",', 7, "01_dense is in the set twice"),
    "weights as a list": ("{ 01_dense = 4, 02_activations = 6.5 }", "[4, 6]", 9, "not a table"),
    "a weight in quotes": ("= 4,", '= "4",', 9, "the weight of 01_dense is '4', which is not a"),
    "a weight of nothing": ("6.5", "0", 9, "is 0, which is not a number above 0"),
    "a weight without end": ("6.5", "inf", 9, "is inf, which is not a number above 0"),
    "a weight that is a truth": ("6.5", "true", 9, "is True, which is not a number above 0"),
    "a weight of another": ("= 4,", "= 4, 03_convolution = 1,", 9, "is not in the set"),
    "a weight of nobody": ("= 4,", "= 4, 09_more = 1,", 9, "no exercise called 09_more"),
    "a weight too few": ("01_dense = 4, ", "", 9, "no weight for 01_dense"),
    "a date in quotes": ("2026-11-09", '"2026-11-09"', 15, "'2026-11-09', which is not a date"),
    "a time without a day": ("2026-11-09", "23:59:00", 15, "which is not a date"),
    "a set that is a number": (SETS, "[sets]\nweek1 = 1", 4, "week1 is not a table"),
    "sets that are a number": (SETS, "sets = 1", 3, "sets is not a table"),
    "a name for no file": ("sets.week2", 'sets."../x"', 12, "'../x' cannot be the name of a set"),
}


@pytest.mark.parametrize(("old", "new", "line", "says"), SLIPS.values(), ids=SLIPS)
def test_an_error_is_refused_with_its_line(root, old, new, line, says):
    assert old in GOOD
    with pytest.raises(Refusal) as refused:
        write(root, GOOD.replace(old, new, 1))
    assert says in str(refused.value)
    assert f"Line {line} of course.toml" in refused.value.problem
    assert refused.value.remedy


def test_a_file_that_is_not_text_is_refused(root):
    (root / "course.toml").write_bytes(b"title = \xff")
    with pytest.raises(Refusal, match="cannot be read"):
        read_sets(root)


def test_a_set_that_is_misspelt_is_refused_with_the_closest(root):
    write(root, GOOD)
    with pytest.raises(Refusal, match=r"no set called wek2\. The closest name is week2"):
        find_set(root, "wek2")


# -- totals ------------------------------------------------------------------------------------


def grade(student, exercise, score, most=2.0, late=False):
    if score is None:
        return replace(lost("Two files.", student), exercise=exercise, max_score=most)
    made = graded(PASSED, student=student)
    return replace(made, exercise=exercise, score=score, max_score=most, late=late)


def test_a_total_adds_up_shares_by_weight(root):
    one = write(root, GOOD)["week1"]
    grades = [grade("ada", "01_dense", 1.0), grade("ada", "02_activations", 9.0, 9.0, late=True)]
    (total,) = totals([one], grades)
    assert (total.student, total.exercise, total.late) == ("ada", "week1", True)
    assert (total.score, total.max_score) == (4 / 2 + 6.5, 10.5)


def test_without_weights_each_exercise_is_worth_its_own_points(root):
    one = write(root, GOOD.replace("weights", "# weights"))["week1"]
    grades = [grade("ada", "01_dense", 1.0), grade("ada", "02_activations", 9.0, 9.0)]
    (total,) = totals([one], grades)
    assert (total.score, total.max_score) == (10.0, 11.0)


def test_an_exercise_that_is_not_graded_makes_the_total_not_graded(root):
    one = write(root, GOOD)["week1"]
    grades = [grade("ada", "01_dense", 2.0), grade("ada", "02_activations", None, 9.0)]
    (total,) = totals([one], grades)
    assert (total.status, total.score, total.max_score) == ("not_graded", None, 10.5)
    assert total.reason == "02_activations is not graded."


def test_a_student_without_a_grade_for_an_exercise_has_no_total(root):
    sets = write(root, GOOD).values()
    assert totals(sets, [grade("ada", "01_dense", 2.0)]) == []
    both = [grade("bo", "01_dense", 2.0), grade("ada", "03_convolution", 2.0)]
    assert [total.exercise for total in totals(sets, both)] == ["week2"]
