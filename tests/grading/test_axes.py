"""axes: what a student's source says about the order of axes, whatever the source is."""

from dataclasses import replace

import pytest
from support.made_up_grades import failed, one_wrong, task_sheet

from autograder.grading.axes import with_axes
from autograder.records import Submission
from autograder.sandbox.inside.ipython import LONGEST_PARSED

WRONG = failed(one_wrong())
TASK = replace(task_sheet(), arrays={"inputs": "batch height width channels"})


def said(*cells):
    source = tuple(cell.encode() for cell in cells)
    submission = Submission(exercise="x", module="x", filename="x.py", cells=source)
    lines = with_axes(WRONG, TASK, submission).message.lines
    return [line.text for line in lines[len(WRONG.message.lines) :]]


def reading(names):
    return f"def conv2d(inputs):\n    {names} = inputs.shape\n"


@pytest.mark.parametrize(
    ("names", "read"),
    [
        ("n, c, h, w", "n, c, h, w"),
        ("n, c, h, sizes[0]", "n, c, h, ..."),
        (f"n, c, h, sizes[{'+'.join('1' * 800)}]", "n, c, h, ..."),
    ],
)
def test_axes_in_another_order_are_told_however_the_line_is_written(names, read):
    axes = "batch, height, width, channels"
    assert said(reading(names)) == [
        f"Line 2 reads inputs.shape as {read}, but its axes are {axes}."
    ]


def test_the_last_definition_counts_and_a_cell_that_is_too_long_is_not_parsed():
    wrong, right = reading("n, c, h, w"), reading("n, h, w, c")
    assert len(said(right, wrong)) == 1
    assert said(wrong, right) == []
    assert said(wrong + "#" * LONGEST_PARSED) == []
    assert said("def broken(:", wrong + "#" * 9) != []
