"""The next step that `check` names, and the lines that it leaves out for that."""

import pytest
from msgspec.structs import replace
from support.made_up_grades import PASSED, failed, graded, message, one_wrong, printed

from autograder.reports.checked import check_report
from autograder.reports.words import VERDICTS
from autograder.verdict.explain import LOADING_ENDED

UNWRITTEN = replace(failed(one_wrong(), verdict="not_implemented"), cells=(), shown=None)
CALLS = replace(failed(one_wrong(), verdict="not_implemented"), name="convolve", needs=("pad",))


def flat(*grades, width=80, **asked):
    return " ".join(printed(check_report(grades, **asked), width).split())


@pytest.mark.parametrize("order", [1, -1])
def test_a_task_that_calls_an_unwritten_one_is_not_reported_and_the_other_is_next(order):
    tasks = [CALLS, replace(UNWRITTEN, name="pad", message=message("No."))][::order]
    text = flat(graded(*tasks))
    assert "Next: write pad; convolve calls it." in text
    assert "3 of 6" not in text  # the grid of the task that waits


def test_an_unwritten_helper_is_reported():
    assert "Next: finish convolve" in flat(graded(CALLS, PASSED))


def test_an_error_that_ended_the_loading_is_reported_once():
    lost = [
        replace(
            UNWRITTEN, name=name, verdict="error", message=message(f"No {name}{LOADING_ENDED}np.")
        )
        for name in ("dense", "other")
    ]
    assert flat(graded(*lost), every=True).count(LOADING_ENDED.strip(": ")) == 1


@pytest.mark.parametrize(
    ("warning", "said"),
    [
        ("Line 5 imports scipy, which is not installed during grading.", True),
        ("You have NumPy 1.26, the course has 2.4.", False),
    ],
)
def test_if_everything_is_right_a_warning_says_what_it_costs(warning, said):
    text = flat(replace(graded(PASSED), warnings=(warning,)))
    assert ("right. Lines marked ! were refused, as in grading. They cost" in text) == said


def test_an_exercise_that_was_not_checked_has_no_count_and_no_points():
    lost = replace(graded(), exercise="08_keras_layers", score=None, reason="No TensorFlow.")
    text = flat(graded(PASSED), lost)
    assert "? 08_keras_layers not checked ?" in text
    assert "0 of 0" not in text


def test_sixty_columns_are_enough_for_the_longest_names():
    task = replace(failed(one_wrong()), name="global_average_pool2d_backward")
    rows = printed(check_report([graded(task)]), 60).splitlines()
    (row,) = (row for row in rows if "2.5 of 4  " in row)
    assert "✗ global_average_pool2d_backward  2.5 of 4  " in row


def test_no_mark_is_a_letter():
    assert [mark for mark, _ in VERDICTS.values() if mark.isalnum() or mark == "-"] == []


@pytest.mark.parametrize("height", [16, 24, 40])
def test_in_a_window_the_failure_and_the_next_step_stay_on_the_screen(height):
    task = failed(one_wrong())
    shown = check_report([graded(task, *[PASSED] * 25)], height=height, notes=["Predicted."])
    lines = printed(shown, 80).splitlines()
    assert len(lines) + 3 <= height  # what is watched, and the prompt
    text = " ".join(" ".join(lines).split())
    assert "26 tasks right. Next: fix conv2d" in text
    assert "yours 9000" in text
    assert "without --watch shows all" in text


def test_in_a_window_that_is_high_enough_nothing_is_cut():
    text = printed(check_report([graded(failed(one_wrong()))], height=60), 80)
    assert "without --watch" not in text
    assert text == printed(check_report([graded(failed(one_wrong()))]), 80)


def test_the_error_of_a_number_is_easy_to_read():
    assert " off by 0.94 " in flat(graded(failed(one_wrong(6.94)))) + " "


def test_a_problem_with_one_of_several_files_names_it_once():
    empty = replace(graded(), filename="dense.py", reason="dense.py is empty.", score=0.0)
    text = flat(empty, graded(PASSED), files=["01_dense/dense.py", "convolution.py"])
    assert "01_dense/dense.py is empty." in text
    assert "dense.py: dense.py" not in text
