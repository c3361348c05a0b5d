"""The output of `check` and `grade` on a terminal."""

import re

import numpy as np
import pytest
from msgspec.structs import replace
from support import ROOT
from support import made_up_grades as made_up
from support.made_up_grades import (
    NASTY,
    PASSED,
    compared,
    failed,
    graded,
    lost,
    one_wrong,
    printed,
)

from autograder import catalog
from autograder.records import Answer, Cell, Line, Message, Outcome
from autograder.reports.checked import check_report
from autograder.reports.class_table import class_table
from autograder.reports.html import cell_output, feedback_page
from autograder.reports.picture import givens, picture
from autograder.reports.terminal import catalog_table
from autograder.reports.words import cells, failure_lines, grid
from autograder.spec import Exercise, Part, Task
from autograder.verdict.habits import ANSWER, ARGUMENTS, RESULTS


def test_an_uncounted_aspect_stands_below_the_grid_with_its_reason() -> None:
    left_out = failed(one_wrong(), uncounted=(("strides=2", "The text is wrong."),))
    assert "strides=2  not counted: The text is wrong." in printed(check_report([graded(left_out)]))


def test_only_the_wrong_number_is_in_brackets() -> None:
    rows = [
        line
        for line in printed(check_report([graded(failed(one_wrong(77)))])).splitlines()
        if "[77]" in line
    ]
    assert [row.split() for row in rows] == [
        ["4", "5[77]", "7", "4", "5", "6", "7", "·", "·[+71]", "·"]
    ]


def test_runs_of_wrong_numbers_share_their_brackets() -> None:
    yours = np.arange(12, dtype=np.float32).reshape(1, 3, 4, 1)
    yours[0, 0, :2] = 5
    text = printed(check_report([graded(failed(compared(Outcome(Answer((yours,))))))]))
    assert "[ 5  5] 2  3 " in text


def test_a_task_that_needs_an_unwritten_class_is_not_the_next_step() -> None:
    unwritten = replace(
        failed(one_wrong(), verdict="not_implemented"), cells=(), message=Message(), shown=None
    )
    waits = replace(unwritten, name="mlpconv", needs=("conv2d",), message=made_up.message("No."))
    text = printed(check_report([graded(unwritten, waits)]))
    assert "Next: write conv2d; mlpconv calls it." in text
    assert "more failure" not in text


@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_call_wraps_between_its_arguments(width: int) -> None:
    pieces = ["grad_outputs (2, 2)", "inputs (2, 3)", "kernel (3, 2)", "[equal sizes or 1]"]
    task = replace(failed(one_wrong()), message=made_up.message("   ".join(pieces)))
    lines = printed(check_report([graded(task)]), width).splitlines()
    assert [piece for piece in pieces if not any(piece in line for line in lines)] == []


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_picture_fits_the_terminal(width: int) -> None:
    big = np.arange(4000, dtype=np.float32).reshape(1, 40, 25, 4)
    case = replace(one_wrong().case, answers={"outputs": big})
    comparison = replace(one_wrong(), case=case, outcome=Outcome(Answer((big + 1,))))
    assert (
        max(map(len, printed(check_report([graded(failed(comparison))]), width).splitlines()))
        <= width
    )


def test_three_panels_stand_side_by_side_in_eighty_columns() -> None:
    big = np.arange(4000, dtype=np.float32).reshape(1, 40, 25, 4)
    case = replace(one_wrong().case, answers={"outputs": big})
    lines = printed(
        check_report(
            [graded(failed(replace(one_wrong(), case=case, outcome=Outcome(Answer((-big,))))))]
        )
    )
    assert ["yours", "TensorFlow", "difference"] in [line.split() for line in lines.splitlines()]


def test_a_picture_holds_the_widest_gap_and_says_which_slice_it_is() -> None:
    right = np.zeros((2, 30, 40, 3), np.float32)
    yours = right.copy()
    yours[1, 25, 3, 2] = 8
    case = replace(one_wrong().case, answers={"outputs": right})
    gap = replace(one_wrong().gaps["outputs"], index=(1, 25, 3, 2))  # type: ignore[type-var]
    outcome = Outcome(Answer((yours,)))
    drawn = picture(replace(one_wrong(), case=case, outcome=outcome, gaps={"outputs": gap}), 5, 4)
    assert drawn is not None
    assert drawn.caption == "outputs[1, 23:27, 1:6, 2]"
    assert [row[2] for row in drawn.panels[0].rows] == ["0", "0", "8", "0"]
    assert sum(map(sum, drawn.panels[0].wrong)) == 1


def test_arrays_of_different_shapes_are_shown_without_a_difference() -> None:
    drawn = picture(compared(Outcome(Answer((np.zeros((2, 2)),)))))
    assert drawn is not None
    assert [panel.title for panel in drawn.panels] == ["yours (2, 2)", "TensorFlow (1, 3, 4, 1)"]


@pytest.mark.parametrize(
    "parts", [(np.float32(3),), (np.zeros((0, 3)),), (np.zeros((1,) * 6),), (np.arange(3),)]
)
def test_an_answer_of_any_shape_can_be_shown(parts: tuple[np.ndarray, ...]) -> None:
    comparison = compared(Outcome(Answer(tuple(map(np.asarray, parts)))))
    assert "yours" in printed(check_report([graded(failed(comparison))]))


def test_nan_is_wrong_and_shown() -> None:
    assert "[nan]" in printed(check_report([graded(failed(one_wrong(float("nan"))))]))


def test_inputs_are_shown_only_where_a_person_can_follow_them() -> None:
    one = one_wrong()
    assert [panel.title for panel in givens(one).panels] == [
        "inputs[0, :, :, 0]",
        "kernel[:, :, 0, 0]",
    ]
    big = replace(one.case, arrays={**one.case.arrays, "more": np.zeros(1000)})
    assert givens(replace(one, case=big)).panels == ()


def test_the_inputs_shown_are_those_behind_the_widest_gap() -> None:
    one = one_wrong()
    arrays = {"inputs": np.zeros((3, 2, 2, 2)), "kernel": np.zeros((2, 2, 2, 5))}
    right = np.zeros((3, 1, 1, 5))
    case = replace(one.case, arrays=arrays, answers={"outputs": right})
    gap = replace(one.gaps["outputs"], index=(2, 0, 0, 4))  # type: ignore[type-var]
    gapped = replace(one, case=case, outcome=Outcome(Answer((right + 1,))), gaps={"outputs": gap})
    assert [panel.title for panel in givens(gapped).panels] == [
        *("inputs[2, :, :, 0]", "inputs[2, :, :, 1]"),
        *("kernel[:, :, 0, 4]", "kernel[:, :, 1, 4]"),
    ]


def test_planes_that_are_left_out_are_counted_with_the_way_to_see_them() -> None:
    one = one_wrong()
    arrays = {"inputs": np.zeros((1, 2, 2, 6)), "kernel": np.zeros((2, 2, 5, 1))}
    many = replace(one, case=replace(one.case, arrays=arrays))
    more = "Not shown: 2 planes of inputs, 1 plane of kernel."
    assert (len(givens(many).panels), givens(many).more()) == (8, more)
    grade = graded(failed(many))
    (task,) = grade.tasks
    says = f"{more} `autograder debug conv2d` has them."
    assert says in " ".join(printed(check_report([grade])).split())
    html = says.replace("`", "<code>", 1).replace("`", "</code>", 1)
    assert html in feedback_page(grade)
    planes = html.replace("autograder debug conv2d", "case(&#34;conv2d&#34;, 7)")
    assert planes in cell_output(task, call='case("conv2d", 7)')
    assert "not shown" not in printed(check_report([graded(failed(one))]))


@pytest.mark.parametrize(
    ("axes", "slice_"),
    [
        ("batch height width channels", "[0, :, :, 0]"),
        ("batch out_height out_width patch", "[0, 1, :, :]"),
    ],
)
def test_images_are_drawn_by_channel_and_patches_row_by_row(axes: str, slice_: str) -> None:
    one = one_wrong()
    assert (
        givens(replace(one, axes={**one.axes, "inputs": axes})).panels[0].title == f"inputs{slice_}"
    )


def test_text_of_a_student_is_escaped_in_the_terminal() -> None:
    message = made_up.message(NASTY)
    task = failed(one_wrong(), message=message, output=NASTY, mistakes=(NASTY,))
    grade = graded(task, student=NASTY)
    text = printed(check_report([grade])) + printed(
        class_table([grade, lost(NASTY, NASTY)], every=True), 400
    )
    assert not set("\x1b\u202e\u2028") & set(text)
    assert (
        text.count("[bold]x[/bold]") == 5
    )  # message, output; mistake and reason; mistake of the class


def test_printed_output_is_cut() -> None:
    text = printed(check_report([graded(failed(one_wrong(), output="line\n" * 100))]))
    assert text.count("│ line") == 12
    assert "and 88 more lines" in text


@pytest.mark.parametrize(("passed", "word"), [(3, "partly right"), (0, "wrong")])
def test_a_task_is_wrong_only_if_none_of_its_cells_counts(passed: int, word: str) -> None:
    task = replace(failed(one_wrong()), cells=(value("valid", passed), value("same", 0)))
    assert f"2.5 of 4  {word}" in printed(check_report([graded(task)]))
    assert f"✗ {word}</span>" in feedback_page(graded(task))


def test_marks_differ_without_colour_and_words_follow_the_terminal_colours() -> None:
    grade = graded(PASSED, failed(one_wrong()), failed(one_wrong(), verdict="not_implemented"))
    plain, coloured = printed(check_report([grade])), printed(check_report([grade]), colour=True)
    flat = " ".join(plain.split())
    for row in ("✓ relu 2 of 2", "✗ conv2d 2.5 of 4", "• conv2d 2.5 of 4 partly written"):
        assert row in flat
    assert "\x1b[1;7;31m" in coloured


def test_a_heading_counts_cells_and_points() -> None:
    message = Message((Line("where"), Line("what", 1)))
    assert failure_lines(failed(one_wrong(), message=message)) == [
        "conv2d   1 of 2 cells   2.5 of 4 points",
        "  −2 outputs, padding=same: 1 of 3",
        "  where",
        "    what",
    ]


def value(aspect: str, passed: int, part: str = "outputs") -> Cell:
    return Cell(part=part, aspect=aspect, passed=passed, total=3)


HABITS = [
    Cell(part=part, aspect=aspect, passed=3, total=3) for part, aspect in (ARGUMENTS, RESULTS)
]


ONE_BROKEN = (HABITS[0], replace(HABITS[1], passed=2))


def test_habits_stand_below_the_grid_in_words() -> None:
    values = (
        value("valid", 3),
        value("same", 1),
        value("valid", 0, "bias"),
        value("same", 3, "bias"),
    )
    task = replace(failed(one_wrong()), cells=(*values, *ONE_BROKEN))
    assert grid(task.cells).parts == ("outputs", "bias")
    lines = [line.split() for line in printed(check_report([graded(task)])).splitlines()]
    for row in (
        "outputs bias",
        "valid ✓ ✗ 0 of 3",
        "same ✗ 1 of 3 ✓",
        "a later call leaves earlier results alone ✗ 2 of 3",
    ):
        assert row.split() in lines
    assert not any("arguments" in line for line in lines)  # a habit that was kept


@pytest.mark.parametrize(
    ("same", "habits", "text"),
    [
        (0, HABITS, "1 of 2 cells"),
        (3, ONE_BROKEN, "2 of 2 cells, 1 of 2 habits"),
        (3, ONE_BROKEN[1:], "2 of 2 cells, 0 of 1 habit"),
    ],
)
def test_habits_are_counted_if_one_is_broken(same, habits, text) -> None:
    values = (value("valid", 3), value("same", same))
    assert cells(replace(failed(one_wrong()), cells=(*values, *habits))) == text


def test_habits_are_not_counted_if_no_value_is_right() -> None:
    found = (value("valid", 2), value("same", 0), *ONE_BROKEN)
    assert cells(replace(failed(one_wrong()), cells=found)) == "0 of 2 cells"


def test_a_habit_that_no_call_could_show_is_neither_right_nor_wrong() -> None:
    unknown = Cell(part="answer", aspect=ANSWER[1], passed=0, total=0)
    task = replace(failed(one_wrong()), cells=(value("valid", 3), unknown))
    assert "same answer" not in printed(check_report([graded(task)]))
    page = feedback_page(graded(task))
    assert "<td>–<" in page
    assert "✗ –" not in page


def test_a_report_has_at_most_sixty_lines_by_default() -> None:
    hint = "\n\n".join(["a hint. " * 40] * 4)
    big = np.arange(4000, dtype=np.float32).reshape(1, 40, 25, 4)
    case = replace(one_wrong().case, answers={"outputs": big})
    comparison = replace(one_wrong(), case=case, outcome=Outcome(Answer((big + 1,))))
    task = failed(comparison, output="line\n" * 100)
    task = replace(task, message=replace(task.message, hint=(hint,)), others=(task, task))
    grades = [graded(task, task, PASSED) for _ in range(8)]
    for some in (grades[:1], grades):
        assert len(printed(check_report(some)).splitlines()) <= 60
        assert len(printed(check_report(some, every=True)).splitlines()) > 60


def test_the_catalog_names_tasks_and_points() -> None:
    task = Task("relu", 1.5, lambda tf: None, (Part("outputs", ""),), ())
    text = printed(catalog_table({"02_activations": Exercise("Activations", (task,))}))
    assert [line.split() for line in text.splitlines()[-3:-1]] == [
        ["02_activations", "Activations", "1.5"],
        ["relu"],
    ]


def test_the_catalog_fits_a_screen_before_anything_is_checked() -> None:
    specs = {
        folder.name: catalog.read_spec(folder) for folder in catalog.folders(ROOT, "solutions")
    }
    assert len(printed(catalog_table(specs), 80).splitlines()) <= 40


def test_no_name_is_wrapped_in_a_terminal_of_60_columns() -> None:
    specs = {
        folder.name: catalog.read_spec(folder) for folder in catalog.folders(ROOT, "solutions")
    }
    text = printed(catalog_table(specs), 60)
    assert max(map(len, text.splitlines())) <= 60
    names = [task.name for spec in specs.values() for task in spec.tasks]
    assert [name for name in (*specs, *names) if name not in text.split()] == []
    grades = [replace(graded(PASSED), exercise=name) for name in specs]
    text = printed(check_report(grades), 60)
    assert [name for name in specs if name not in text.split()] == []


def test_a_warning_about_every_exercise_is_shown_once_and_others_name_theirs() -> None:
    numpy, scipy = "You have NumPy 1.26.", "Line 5 imports scipy."
    warned = replace(graded(PASSED), warnings=(numpy,))
    grades = [replace(warned, exercise=name) for name in ("01", "02", "03")]
    grades[1] = replace(grades[1], warnings=(numpy, scipy))
    text = printed(check_report(grades))
    assert re.findall("^! .*$", text, re.MULTILINE) == [f"! {numpy}", f"! 02: {scipy}"]
    alone = printed(check_report([grades[0], replace(grades[1], warnings=())]))
    assert f"! 01: {numpy}" in alone
