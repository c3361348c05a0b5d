"""The pages: self-contained, escaped, and without anything hidden."""

import re

import numpy as np
import pytest
from msgspec.structs import replace
from support import made_up_grades as made_up
from support.made_up_grades import NASTY, PASSED, SECRET, compared, failed, graded, lost, one_wrong
from support.pages import outside, raw

from autograder.records import Answer, Cell, Line, Message, Outcome, Raised
from autograder.reports import words
from autograder.reports.html import cell_output, feedback_page, with_points
from autograder.verdict.explain import describe
from autograder.verdict.override import WHOLE, Override, overridden

HINT = "a kernel turned by 180 degrees.\n\nLeave it as it is."
WRONG = failed(one_wrong(77), HINT, mistakes=("flipped_kernel",))

PAGES = {
    "feedback": feedback_page(graded(PASSED, WRONG, student=NASTY)),
    "lost": feedback_page(lost(NASTY)),
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_is_complete_has_no_script_and_loads_nothing(page: str) -> None:
    assert outside(page) == set()
    assert """content="default-src 'none'; style-src 'unsafe-inline'\"""" in page


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_text_of_a_student_is_escaped_on_a_page(page: str) -> None:
    assert not raw(page)
    page.encode("utf-8")


def test_the_feedback_page_boxes_the_wrong_number_and_sets_the_hint_apart() -> None:
    page = PAGES["feedback"]
    assert page.count("<mark>") == 2
    assert '<td class="wrong"><mark>77</mark></td>' in page
    hint = "<p><strong>Your answer equals: a kernel turned by 180 degrees.</strong></p>"
    assert f"{hint}<p>Leave it as it is.</p>" in page


def test_a_picture_says_which_case_it_shows_unless_the_message_does() -> None:
    hidden = replace(WRONG, message=Message((Line("outputs: the shape is wrong.", 1),)))
    described = f"A public case: {describe(one_wrong().case)}"
    assert described in feedback_page(graded(hidden))
    assert "A public case" not in cell_output(WRONG)


def test_a_notebooks_cell_takes_its_colours_from_the_theme_and_not_from_jupyters_tables() -> None:
    cell = cell_output(WRONG)
    assert "--ink: light-dark(#23272e, #e3e6ea);" in cell
    assert "color-scheme" not in cell  # inherited: JupyterLab sets it with its theme
    assert "background: var(--card); color: var(--ink)" in cell
    assert ":is(table, tr, th, td:not([class]), code, pre) { background: none !important; }" in cell


def test_boxes_are_announced_only_where_a_number_is_boxed() -> None:
    smaller = compared(Outcome(Answer((np.zeros((1, 1, 1, 1)),))))
    assert "wrong numbers in boxes" in PAGES["feedback"]
    assert "wrong numbers in boxes" not in cell_output(failed(smaller))
    assert "TensorFlow (1, " in cell_output(failed(smaller))


def test_text_between_backticks_is_code_and_one_backtick_stays() -> None:
    page = feedback_page(graded(failed(one_wrong(), "as `<x>` does.\n\na ` alone"), student="ann"))
    assert "as <code>&lt;x&gt;</code> does." in page
    assert "<p>a ` alone</p>" in page


def test_the_feedback_page_draws_the_inputs_of_a_call_that_raised() -> None:
    crashed = compared(Outcome(Raised(type="ValueError", message="no")))
    page = feedback_page(graded(failed(crashed), student="ann"))
    assert "<figcaption>kernel[:, :, 0, 0]</figcaption>" in page


def test_unwritten_code_is_not_called_wrong() -> None:
    unwritten = replace(failed(one_wrong()), verdict="not_implemented")
    page = feedback_page(graded(unwritten, student="ann"))
    assert '<span class="badge lost">' in page
    assert '<span class="badge wrong">' not in page


def test_the_feedback_page_shows_no_hidden_case_and_no_output() -> None:
    hidden = compared(Outcome(Answer(one_wrong(SECRET).outcome.parts)), public=False)  # type: ignore[union-attr]
    message = made_up.message("padding=same")
    page = feedback_page(graded(failed(hidden, message=message, output=f"{SECRET}")))
    assert "<mark>" not in page
    assert f"{SECRET}" not in page


def test_points_set_by_hand_are_shown_with_their_comment_and_can_be_undone() -> None:
    grade = graded(PASSED, WRONG)
    changed = overridden(grade, {"conv2d": Override(3.0, NASTY), WHOLE: Override(5.5, "Oral.")})
    page = feedback_page(changed)
    assert with_points(feedback_page(grade), changed) == page
    assert with_points(page, grade) == feedback_page(grade)
    assert "conv2d: 3 points instead of 2.5: &lt;script&gt;" in page
    assert '<p class="tile">5.5 of 6 points</p>' in page
    assert "<mark>" in page


def test_points_set_by_hand_are_on_no_other_students_page() -> None:
    grade = graded(PASSED)
    by_hand = feedback_page(overridden(grade, {"relu": Override(2.0, "Oral.")}))
    assert "2 of 2 points, set by the course staff" in by_hand
    assert "set by the course staff" not in feedback_page(grade)


def test_points_set_by_hand_replace_a_missing_grade() -> None:
    page = with_points(PAGES["lost"], overridden(lost(NASTY), {WHOLE: Override(3.0, "Oral.")}))
    assert "3 points: Oral." in page
    assert "Not graded" not in page


def test_an_uncounted_aspect_is_in_the_grid_with_its_reason() -> None:
    left_out = replace(WRONG, uncounted=(("strides=2", "The text is wrong."),))
    page = feedback_page(graded(left_out))
    assert '<th scope="row">strides=2</th>' in page
    assert "not counted: The text is wrong." in page


def test_a_result_that_is_not_graded_is_not_a_zero() -> None:
    assert "This costs you no points." in PAGES["lost"]
    assert "0 of 6" not in PAGES["lost"]


def test_feedback_says_what_each_lost_cell_costs_and_they_add_up() -> None:
    task = failed(one_wrong(), score=2.0)
    page = feedback_page(graded(task))
    reported = re.findall(r'class="cost"[^>]*>−([\d.]+)<', page)
    assert sum(map(float, reported)) == pytest.approx(2.0)
    assert [float(line.split()[0].lstrip("−")) for line in words.costs(task)] == list(
        map(float, reported)
    )
    assert f"  {words.costs(task)[0]}" in words.failure_lines(task)
    assert 'class="cost"' not in feedback_page(graded(replace(task, score=0.0)))


def test_a_habit_has_one_name() -> None:
    cell = Cell(part="arguments", aspect="left unchanged", passed=0, total=1)
    task = replace(failed(one_wrong()), cells=(*failed(one_wrong()).cells, cell))
    (reported,) = (line for line in words.costs(task) if "arguments" in line)
    assert " does not write into its arguments: 0 of 1" in reported
    assert "does not write into its arguments" in feedback_page(graded(task))


def test_the_card_of_a_notebook_lists_a_habit_only_if_it_is_broken() -> None:
    kept, broken = (
        Cell(part="arguments", aspect="left unchanged", passed=passed, total=2) for passed in (2, 1)
    )
    for cell, listed in ((kept, False), (broken, True)):
        task = replace(failed(one_wrong()), cells=(*failed(one_wrong()).cells, cell))
        assert ("does not write into its arguments" in cell_output(task)) == listed


def test_a_habit_that_is_kept_costs_points_only_because_no_other_cell_is_right() -> None:
    wrong, _ = failed(one_wrong()).cells
    cell = Cell(part="arguments", aspect="left unchanged", passed=1, total=1)
    task = replace(failed(one_wrong()), score=0.0, cells=(replace(wrong, passed=0), cell))
    assert words.costs(task)[1].endswith(" arguments: no other cell is right")
