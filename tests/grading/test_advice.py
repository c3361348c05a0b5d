"""advice: what a student's source says about a failed task, whatever the source is."""

import pytest
from msgspec.structs import replace
from support.made_up_grades import compared, failed, one_wrong, task_sheet

from autograder.grading.advice import MOST_FOUND, with_advice
from autograder.records import Frame, Outcome, Raised, Submission
from autograder.sandbox.inside.ipython import LONGEST_PARSED
from autograder.verdict.crash import meaning

WRONG = failed(one_wrong())
TASK = replace(task_sheet(), arrays={"inputs": "batch height width channels"})


def advised(graded, *cells, task=TASK):
    source = tuple(cell.encode() for cell in cells)
    submission = Submission(exercise="x", module="x", filename="x.py", cells=source)
    return with_advice(graded, task, submission).message.lines


def said(*cells):
    return [line.text for line in advised(WRONG, *cells)[len(WRONG.message.lines) :]]


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


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("p = 3 // 2\n    x = np.pad(inputs, p)", "Line 3 pads every axis, batch and channels"),
        ("inputs = np.pad(inputs, pad_width=(1, 1))", "[(0, 0), (top, bottom), (left, right),"),
        ("out = np.empty(3)\n    out[0] += 1", "Line 2 makes out with np.empty, which holds"),
        ("for inputs in range(3): pass", "Line 2 loops over inputs, which hides the argument"),
    ],
)
def test_a_cause_in_the_source_is_told(body, says):
    (sentence,) = said(f"def conv2d(inputs):\n    {body}\n")
    assert says in sentence


@pytest.mark.parametrize(
    "body",
    [
        "inputs = np.pad(inputs, [(0, 0), (1, 1), (1, 1), (0, 0)])",
        "widths = [(0, 0), *pairs]\n    inputs = np.pad(inputs, widths)",
        "inputs = np.pad(inputs, [(0, 0)] * 4)",
        "inputs = inputs[0, :, :, 0]\n    inputs = np.pad(inputs, 1)",
        "for image in inputs: image = np.pad(image, 1)",
        "other = np.zeros_like(inputs)\n    return np.ones(3)",
        "out = np.empty(3)\n    out[:] = 0\n    out[0] += 1",
        "out = np.zeros(3)\n    out[0] += 1",
    ],
)
def test_what_may_be_right_is_not_blamed(body):
    assert said(f"def conv2d(inputs):\n    {body}\n") == []


@pytest.mark.parametrize("long", [f"x{'.T' * 900}", f"x{'[0]' * 900}", "+".join("1" * 800)])
def test_an_expression_that_is_nested_deeply_is_read(long):
    said(f"def conv2d(inputs):\n    x = np.pad(inputs, {long}) @ {long}\n")


def test_a_cause_replaces_the_general_advice_about_its_line():
    body = "for inputs in range(3):\n        inputs[0]"
    crash = Raised(
        type="TypeError",
        message="'int' object is not subscriptable",
        frames=(Frame(line=3, function="conv2d", text="inputs[0]"),),
    )
    source = f"def conv2d(inputs):\n    {body}\n"
    wrong = failed(compared(Outcome(crash)))
    general = meaning(crash)
    assert general in [line.text for line in wrong.message.lines]
    assert general not in [line.text for line in advised(wrong, source)]
    elsewhere = replace(crash, frames=(Frame(line=3, function="conv2d", text="kernel[0]"),))
    lines = advised(failed(compared(Outcome(elsewhere))), source)
    assert general in [line.text for line in lines]


@pytest.mark.parametrize(
    ("product", "index", "speaks"),
    [
        ("inputs @ kernel", "", True),
        ("inputs @ kernel[:, 0]", "", True),
        ("inputs @ kernel[row]", ", row = 1", True),
        ("inputs @ kernel[row, column]", ", row = 1, column = 0", False),
        ("inputs @ kernel[row, column].T", ", row = 1, column = 0", False),
        ("inputs @ kernel[cell].T", ", cell = (1, 0)", False),
        ("inputs @ kernel[cell]", "", False),
    ],
)
def test_only_a_product_of_two_arrays_of_more_than_two_axes_is_blamed(product, index, speaks):
    crash = Raised(
        type="ValueError",
        message="non-broadcastable output operand",
        frames=(Frame(line=2, function="conv2d", text=product),),
        values=f"inputs (1, 3, 3, 1), kernel (2, 2, 1, 1){index}",
    )
    lines = advised(failed(compared(Outcome(crash))), f"def conv2d(inputs, kernel):\n    {product}")
    assert ("more than two axes" in lines[-1].text) is speaks


def test_a_file_that_repeats_a_slip_on_every_line_gets_a_few_sentences():
    loops = "".join(f"    for inputs in {number}: pass\n" for number in range(99))
    assert len(said(f"def conv2d(inputs):\n{loops}")) == MOST_FOUND


def test_a_remark_that_is_true_of_several_lines_is_made_once():
    slides = "    x = sliding_window_view(inputs, (3, 3), axis=(1, 2))\n"
    (sentence,) = said(f"def conv2d(inputs):\n{2 * slides}")
    assert sentence.startswith("Line 2 uses sliding_window_view")


@pytest.mark.parametrize("reorders", ["np.moveaxis(x, 3, 5)", "x.transpose(0, 2, 1)"])
def test_windows_whose_axes_are_reordered_are_not_blamed(reorders):
    slides = "x = sliding_window_view(inputs, (3, 3), axis=(1, 2))"
    assert said(f"def conv2d(inputs):\n    {slides}\n    return {reorders}\n") == []
    assert len(said(f"def conv2d(inputs):\n    {slides}\n    return x.reshape(-1)\n")) == 1


def test_parameters_in_another_order_get_no_advice_from_their_names():
    loop = "for inputs in range(3): pass"
    task = replace(TASK, arrays=TASK.arrays | {"kernel": "height width channels filters"})
    for first, number in (("inputs, kernel", 1), ("kernel, inputs", 0)):
        lines = advised(WRONG, f"def conv2d({first}, bias):\n    {loop}\n", task=task)
        assert len(lines) == len(WRONG.message.lines) + number


def test_a_width_that_takes_long_to_read_gets_no_sentence():
    width = "1"
    for _ in range(9):
        width = f"({width} + {width})"
    assert said(f"def conv2d(inputs):\n    x = np.pad(inputs, {width})\n") == []
