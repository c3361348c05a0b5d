"""The pages: self-contained, escaped, and silent about what is hidden."""

from dataclasses import replace

import pytest
from support import made_up_grades as made_up
from support.made_up_grades import NASTY, PASSED, SECRET, compared, failed, graded, lost, one_wrong
from support.pages import outside, raw

from autograder.records import Answer, Outcome
from autograder.reports.html import MOST_ROWS, class_page, feedback_page, with_points
from autograder.verdict.override import WHOLE, Override, overridden

HINT = "a kernel turned by 180 degrees.\n\nLeave it as it is."
WRONG = failed(one_wrong(77), HINT, mistakes=("flipped_kernel",))
HINTS = {"03_convolution": {"flipped_kernel": HINT}}


def whole_class() -> str:
    grades = [
        graded(PASSED, WRONG),
        graded(PASSED, replace(WRONG, score=0.0), student=NASTY),
        lost(NASTY),
    ]
    return class_page(grades, {"ada": "ada", NASTY: "x/../y", "bob": "bob"}, HINTS)


def crowd(count: int) -> str:
    names = [f"s{number:04}" for number in range(count)]
    return class_page([graded(PASSED, student=name) for name in names], {n: n for n in names})


PAGES = {
    "class": whole_class(),
    "crowd": crowd(MOST_ROWS + 1),
    "nobody": class_page([], {}),
    "feedback": feedback_page(graded(PASSED, WRONG, student=NASTY)),
    "lost": feedback_page(lost(NASTY)),
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_is_whole_has_no_script_and_asks_for_nothing(page: str) -> None:
    assert outside(page) == set()
    assert """content="default-src 'none'; style-src 'unsafe-inline'\"""" in page


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_nothing_of_a_students_reaches_a_page_raw(page: str) -> None:
    assert not raw(page)
    page.encode("utf-8")


def test_the_class_page_counts_links_and_says_what_to_repeat() -> None:
    page = PAGES["class"]
    assert '<a href="ada/03_convolution/feedback.html">ada</a>' in page
    assert 'href="x%2F..%2Fy/03_convolution/feedback.html"' in page
    assert "2 of 2 students" in page
    assert "a kernel turned by 180 degrees. Leave it as it is." in page
    assert 'title="conv2d: wrong, 2.5 of 4 points"' in page


def test_a_table_that_a_browser_would_lay_out_for_minutes_is_folded_into_parts() -> None:
    assert "<details>" not in PAGES["class"] + crowd(MOST_ROWS)
    page = PAGES["crowd"]
    assert [page.count(f"<{tag}>") for tag in ("details", "summary")] == [2, 2]
    assert page.count("<table") == 2
    assert f"s0000 … s{MOST_ROWS - 1:04}" in page
    assert page.count('<a href="s') == MOST_ROWS + 1


def test_the_feedback_page_boxes_the_wrong_number_and_sets_the_hint_apart() -> None:
    page = PAGES["feedback"]
    assert page.count("<mark>") == 2
    assert '<td class="wrong"><mark>77</mark></td>' in page
    hint = "<p><strong>Your answer equals: a kernel turned by 180 degrees.</strong></p>"
    assert f"{hint}<p>Leave it as it is.</p>" in page


def test_the_feedback_page_pictures_no_hidden_case_and_prints_nothing_of_the_students() -> None:
    hidden = compared(Outcome(Answer(one_wrong(SECRET).outcome.parts)), public=False)  # type: ignore[union-attr]
    message = made_up.message("padding=same")
    page = feedback_page(graded(failed(hidden, message=message, output=f"{SECRET}")))
    assert "<mark>" not in page
    assert f"{SECRET}" not in page


def test_points_set_by_hand_are_told_with_their_comment_and_can_be_taken_back() -> None:
    grade = graded(PASSED, WRONG)
    changed = overridden(grade, {"conv2d": Override(3.0, NASTY), WHOLE: Override(5.5, "Oral.")})
    page = feedback_page(changed)
    assert with_points(feedback_page(grade), changed) == page
    assert with_points(page, grade) == feedback_page(grade)
    assert "conv2d: 3 points instead of 2.5: &lt;script&gt;" in page
    assert '<p class="tile">5.5 of 6 points</p>' in page
    assert "<mark>" in page
    report = class_page([changed], {"ada": "ada"}, notices=["Look at line 3."])
    assert "5.5 points instead of 4.5: Oral." in report
    assert "Look at line 3." in report


def test_points_set_by_hand_replace_a_missing_grade() -> None:
    page = with_points(PAGES["lost"], overridden(lost(NASTY), {WHOLE: Override(3.0, "Oral.")}))
    assert "3 points: Oral." in page
    assert "Not graded" not in page


def test_what_counts_for_nobody_stands_in_the_grid_with_its_reason() -> None:
    left_out = replace(WRONG, uncounted=(("strides=2", "The text is wrong."),))
    page = feedback_page(graded(left_out))
    assert '<th scope="row">strides=2</th>' in page
    assert "not counted: The text is wrong." in page


def test_what_is_not_graded_is_not_a_zero() -> None:
    assert "This costs you no points." in PAGES["lost"]
    assert "0 of 6" not in PAGES["lost"] + PAGES["class"]


def test_exercises_whose_mistakes_share_a_name_keep_their_own_hints() -> None:
    other = failed(one_wrong(77), "something else.", mistakes=("flipped_kernel",))
    grades = [graded(WRONG), replace(graded(other), exercise="05_strides_and_dilation")]
    hints = {**HINTS, "05_strides_and_dilation": {"flipped_kernel": "something else."}}
    page = class_page(grades, {"ada": "ada"}, hints)
    assert page.count("a kernel turned by 180 degrees.") == page.count("something else.") == 1


def test_the_class_page_says_how_many_share_an_unnamed_answer() -> None:
    names = [f"s{number:02}" for number in range(11)]
    task = replace(WRONG, mistakes=(), fingerprint="3f9a2c1b")
    page = class_page([graded(PASSED, task, student=name) for name in names], {n: n for n in names})
    assert "11 students share one unnamed wrong answer" in page
    assert "3f9a2c1b" in page
    assert "s07 and 3 more" in page
    assert "share one unnamed" not in PAGES["class"]
