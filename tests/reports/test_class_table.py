"""class_table: `grade` shows results that need attention, and on request every result."""

from msgspec.structs import replace
from support.made_up_grades import NASTY, PASSED, failed, graded, lost, one_wrong, printed

from autograder.records import Grade
from autograder.reports.class_table import MOST_LOST, MOST_NAMED, class_table
from autograder.verdict.override import WHOLE, Override, overridden


def test_a_result_that_is_not_graded_is_prominent_and_never_a_zero() -> None:
    text = printed(class_table([graded(PASSED), lost("the disk is full")]))
    assert "NOT GRADED bob, 03_convolution: the disk is full" in text
    assert "1 result graded   1 not graded   mean 100%" in text
    assert " 0 of 6" not in text


def test_a_row_names_the_file_and_says_whether_it_is_late() -> None:
    text = printed(
        class_table([replace(graded(PASSED), filename="a (1).py", late=True)], every=True)
    )
    assert "a (1).py, late" in text


def test_late_students_are_named_and_many_are_counted() -> None:
    late = [replace(graded(PASSED, student=f"s{n}"), late=True) for n in range(MOST_NAMED + 2)]
    text = printed(class_table([graded(PASSED, student="punctual"), *late]))
    assert "late   s0, s1, s2, s3, s4 and 2 more   03_convolution" in text
    assert "punctual" not in text
    assert f"s{MOST_NAMED + 1}   03_convolution" in printed(class_table(late, every=True))


def test_points_set_by_hand_and_notices_are_prominent() -> None:
    changed = overridden(graded(PASSED), {WHOLE: Override(1.0, NASTY)})
    text = printed(class_table([changed], notices=["bob: look at line 3."], every=True), width=160)
    assert "1 of 2*" in text
    assert "* ada, 03_convolution, 1 point instead of 2: <script>" in text
    assert "LOOK AGAIN bob: look at line 3." in text
    assert not set("\x1b\u202e\u2028") & set(text)


def test_changed_results_are_named_and_of_many_the_rest_is_counted() -> None:
    changed = [f"s{number}, other points" for number in range(MOST_LOST + 3)]
    text = printed(class_table([graded(PASSED)], changed=changed))
    assert "CHANGED s0, other points" in text
    assert "CHANGED 3 more: `--all` names them" in text
    assert f"s{MOST_LOST + 2}" in printed(class_table([], changed=changed, every=True))
    assert "LOOK AGAIN 3 more: `--all` names them" in printed(class_table([], notices=changed))
    assert f"s{MOST_LOST + 2}" in printed(class_table([], notices=changed, every=True))


def test_a_student_named_with_the_option_has_a_row() -> None:
    grades = [graded(PASSED, student="olga"), graded(PASSED, student="pat")]
    text = printed(class_table(grades, about={"olga"}))
    assert "olga" in text
    assert "pat" not in text


def test_the_most_frequent_mistake_comes_first() -> None:
    names = ["flipped", "same_before", "same_before"]
    grades = [
        graded(failed(one_wrong(), mistakes=(name,)), student=str(i))
        for i, name in enumerate(names)
    ]
    lines = printed(class_table(grades)).split("most frequent mistakes\n")[1].splitlines()
    assert [line.split()[:2] for line in lines[:2]] == [["2", "same"], ["1", "flipped"]]


# -- a large class -----------------------------------------------------------------------------


def large(count: int = 300) -> list[Grade]:
    """Make a class in which every third submission is right and every third is not graded."""
    wrong = replace(failed(one_wrong(), mistakes=("flipped_kernel",)), name="conv2d_backward")
    kinds = (PASSED,), (PASSED, wrong)
    return [
        graded(*kinds[number % 3], student=f"s{number}")
        if number % 3 < 2
        else lost(f"reason {number}", f"s{number}")
        for number in range(count)
    ]


def test_every_student_has_a_row_only_on_request() -> None:
    assert "s0 " not in printed(class_table(large(3)))
    assert "s298" not in printed(class_table(large(), every=False))
    assert "s298 " in printed(class_table(large(), every=True))


def test_a_large_class_has_a_row_for_each_exercise() -> None:
    grades = large()
    grades += [replace(grade, exercise="01_dense") for grade in grades]
    lines = printed(class_table(grades)).splitlines()
    rows = [line.split() for line in lines if line.startswith((" 01_dense", " 03_conv"))]
    assert rows == [[name, "300", "100", "88%", "100"] for name in ("01_dense", "03_convolution")]


def test_the_table_of_a_large_class_names_the_most_frequent_mistakes() -> None:
    lines = [line.split() for line in printed(class_table(large())).splitlines()]
    assert ["100", "flipped", "kernel", "03_convolution"] in lines
    assert ["100", "conv2d_backward", "03_convolution"] in lines


def test_the_first_reasons_in_a_large_class_are_named_and_the_others_counted() -> None:
    text = printed(class_table(large()))
    assert text.count("reason ") == MOST_LOST
    assert f"NOT GRADED {100 - MOST_LOST} more: `--all` and grades.csv have the reasons" in text
    assert "200 results graded   100 not graded   mean 88%" in text
    assert printed(class_table(large(), every=True)).count("reason ") == 100


def test_text_of_a_student_is_escaped_in_the_table_of_a_large_class() -> None:
    grades = [*large(), lost(NASTY, NASTY), replace(graded(PASSED), exercise=NASTY)]
    text = printed(class_table(sorted(grades, key=lambda grade: str(grade.student))))
    assert not set("\x1b\u202e\u2028") & set(text)


def test_failed_tasks_are_counted_among_submissions() -> None:
    wrong = graded(failed(one_wrong()))
    nothing = replace(wrong, student="absent", submission_sha256="")
    text = printed(class_table([wrong, nothing]))
    assert "   1   conv2d   03_convolution" in text
