"""What `check` says to wrong, half-written and crashing answers, by the real worker."""

import json
import re
import textwrap
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from support import ROOT, made_up_grades

from autograder import catalog
from autograder.answers import sheet
from autograder.authoring.markers import strip_solutions
from autograder.grading.check import check, only_tasks
from autograder.intake.looking import asked_by
from autograder.intake.submissions import one_file
from autograder.records import Grade, Sheet, Submission
from autograder.reports.checked import check_report
from autograder.sandbox.runner import ProcessSandbox

MOST_LINES = 60
DENSE, CONVOLUTION, NETWORK = "01_dense", "03_convolution", "07_network"
SOURCE = (ROOT / "solutions/01_dense/dense.py").read_text(encoding="utf-8")
BODY = SOURCE.partition("### BEGIN SOLUTION")[0].count("\n") + 1  # the line where dense begins
REGION = re.compile(r" *### BEGIN SOLUTION\n(.*?) *### END SOLUTION\n", re.DOTALL)


@dataclass(frozen=True)
class Answer:
    """A file: the solution with the body of one function replaced, and what has to be said of it.

    body: takes the place of the body, without indent. verdict: of the task.
    says: in the report, however it is wrapped. silent: not in it.
    """

    exercise: str
    function: str
    body: str
    verdict: str
    says: tuple[str, ...]
    silent: tuple[str, ...] = ()
    task: str = ""


ANSWERS = {
    "nothing written": Answer(
        DENSE, "dense", "raise NotImplementedError", "not_implemented", ("Next: write dense.",)
    ),
    "no return": Answer(DENSE, "dense", "inputs @ kernel", "fail", ("Is the `return` missing?",)),
    "a misspelt function of numpy": Answer(
        DENSE,
        "dense",
        "out = np.zeroes(3)\nreturn out",
        "error",
        ("Did you mean: 'zeros'?", "out = np.zeroes(3)", f"dense.py:{BODY}, in dense"),
    ),
    "a misspelt name": Answer(
        DENSE,
        "dense",
        "return inputs @ kernal + bias",
        "error",
        ("name 'kernal' is not defined. Did you mean: 'kernel'?", "inputs (2, 3)"),
    ),
    "factors in the wrong order": Answer(
        DENSE,
        "dense",
        "return kernel @ inputs + bias",
        "error",
        (
            "kernel (3, 2), inputs (2, 3), bias (2,)",
            "return kernel @ inputs + bias",
            "could not be broadcast",
            "here the last axis has 3 in one array and 2 in the other",
        ),
    ),
    "a transposed kernel": Answer(
        DENSE,
        "dense",
        "return inputs @ kernel.T + bias",
        "error",
        (
            "`a @ b` sums over the last axis of a",
            "here they are 3 and 2",
            "inputs (2, 3), kernel (3, 2)",
            "inputs[:, :]",
        ),
    ),
    "an if on an array": Answer(
        DENSE,
        "dense",
        "if inputs > 0:\n    return inputs @ kernel + bias\nreturn bias",
        "error",
        ("truth value of an array", "np.where", "if inputs > 0:", "inputs (2, 3)"),
    ),
    "a loop that is one too long": Answer(
        DENSE,
        "dense",
        "out = np.zeros((2, 2))\nfor u in range(3):\n"
        "    out[:, u] = inputs @ kernel[:, u] + bias[u]\nreturn out",
        "error",
        ("index 2 is out of bounds for axis 1 with size 2", "u = 2", "where the loop ends"),
    ),
    "an array where a number belongs": Answer(
        DENSE,
        "dense",
        "out = np.zeros((2, 2))\nout[0, 0] = inputs @ kernel[:, 0]\nreturn out",
        "error",
        ("an array", "out[0, 0] = inputs @ kernel[:, 0]", "one number"),
    ),
    "math instead of numpy": Answer(
        DENSE,
        "dense",
        "import math\nreturn math.exp(inputs)",
        "error",
        ("only", "a function of `math`", "return math.exp(inputs)"),
    ),
    "a reshape that does not fit": Answer(
        DENSE,
        "dense",
        "return inputs.reshape(4, 2) @ kernel + bias",
        "error",
        ("cannot reshape array of size 6", "keeps all 6 numbers"),
    ),
    "an index that is no integer": Answer(
        DENSE,
        "dense",
        "return inputs[:, inputs.shape[1] / 1] + bias",
        "error",
        ("divide with `//`",),
    ),
    "a helper without return": Answer(
        DENSE,
        "dense",
        "def product(a, b):\n    a @ b\nreturn product(inputs, kernel) + bias",
        "error",
        ("a function without `return`",),
    ),
    "whole numbers": Answer(
        DENSE,
        "dense",
        "return (inputs @ kernel + bias).astype(int)",
        "fail",
        ("dtype int64", "whole numbers", "np.zeros(shape, inputs.dtype)"),
    ),
    "half precision": Answer(
        DENSE,
        "dense",
        "return (inputs @ kernel + bias).astype(np.float16)",
        "fail",
        ("dtype float16", "three digits"),
    ),
    "single precision": Answer(
        DENSE,
        "dense",
        "return (inputs @ kernel + bias).astype(np.float32)",
        "fail",
        ("dtype float32 for inputs in float64. Answer in inputs.dtype.",),
    ),
    "single precision inside": Answer(
        DENSE,
        "dense",
        "kernel = kernel.astype(np.float32)\nreturn inputs @ kernel + bias",
        "fail",
        ("only as exact as float32",),
    ),
    "two axes alone": Answer(
        DENSE,
        "dense_backward",
        "return grad_outputs @ kernel.T, inputs.T @ grad_outputs, grad_outputs.sum(axis=0)",
        "error",
        ("Flatten the further axes", "more axes"),
    ),
    "a list and not an array": Answer(
        DENSE, "dense", "return [1, [2, 3]]", "fail", ("unequal shapes",)
    ),
    "one gradient of three": Answer(
        DENSE,
        "dense_backward",
        "return grad_outputs @ kernel.T",
        "fail",
        ("1 array came, 3 asked for",),
    ),
    "arguments overwritten": Answer(
        DENSE,
        "dense",
        "inputs *= 1\nkernel[:] = 0\nreturn inputs @ kernel + bias",
        "fail",
        ("writes into what it was given: kernel",),
        ("left unchanged", "cells"),
    ),
    "right numbers, but arguments overwritten": Answer(
        DENSE,
        "dense",
        "out = inputs @ kernel + bias\ninputs[:] = 0\nreturn out",
        "fail",
        ("right numbers, but a habit costs points", "does not write into its arguments"),
    ),
    "only what the failing call printed": Answer(
        DENSE,
        "dense",
        "print('shape', inputs.shape)\nreturn inputs @ kernel",
        "fail",
        ("│ shape (2, 3)",),
        ("shape (2, 4", "more lines"),
    ),
    "an endless loop": Answer(
        DENSE,
        "dense",
        "while True:\n    pass",
        "timeout",
        (f"at line {BODY}", "inputs (2, 3)", "loop that never ends"),
    ),
    "only valid is written": Answer(
        CONVOLUTION,
        "conv2d",
        "if padding == 'same':\n    raise NotImplementedError('later')\n"
        "size = kernel.shape\nh, w = inputs.shape[1] - size[0] + 1, inputs.shape[2] - size[1] + 1\n"
        "return bias + sum(inputs[:, i:i + h, j:j + w] @ kernel[i, j]"
        " for i, j in np.ndindex(size[:2]))",
        "not_implemented",
        (
            "partly written",
            "padding=valid ✓",
            "• not written yet",
            "Next: finish conv2d, padding=same, odd kernel.",
        ),
        ("✗",),
    ),
    "only valid is written, and wrong": Answer(
        CONVOLUTION,
        "conv2d",
        "if padding == 'same':\n    raise NotImplementedError\nreturn inputs",
        "fail",
        ("Next: fix conv2d, padding=valid.", "• not written yet", "the shape is"),
    ),
    "an unwritten helper": Answer(
        CONVOLUTION,
        "pad_images",
        "raise NotImplementedError('later')",
        "not_implemented",
        ("Next: write pad_images.",),
    ),
    "the first aspect and not the smallest case": Answer(
        CONVOLUTION,
        "pad_images",
        "return images",
        "fail",
        ("mode same", "even kernel", "3 more to tell: add --all"),
    ),
    "axes that are unpacked into too few names": Answer(
        CONVOLUTION,
        "conv2d",
        "kernel_height, kernel_width = kernel.shape\nreturn inputs",
        "error",
        ("too many values to unpack", "A shape has a value for each axis", "kernel (2, 2, 1, 1)"),
    ),
    "windows that hang over the edge": Answer(
        CONVOLUTION,
        "conv2d",
        "out = np.zeros((len(inputs), *inputs.shape[1:3], kernel.shape[3]), inputs.dtype)\n"
        "for y, x in np.ndindex(out.shape[1:3]):\n"
        "    window = inputs[:, y : y + 2, x : x + 2]\n"
        "    out[:, y, x] = (window[..., None] * kernel).sum(axis=(1, 2, 3))\n"
        "return out + bias",
        "fail",
        ("out_height is 3 instead of 2", "yours (1, 3, 3, 1)"),
    ),
    "a forbidden call": Answer(
        CONVOLUTION,
        "convolve",
        "return np.convolve(signal, kernel, 'valid')",
        "forbidden",
        ("It uses np.convolve at line", "do it by hand"),
    ),
    "the same kernel for a convolution": Answer(
        CONVOLUTION,
        "convolve",
        "return np.array([signal[t:t + kernel.size] @ kernel"
        " for t in range(signal.size - kernel.size + 1)])",
        "fail",
        ("Your answer equals:",),
    ),
    "a shape that is one too small": Answer(
        CONVOLUTION,
        "cross_correlate",
        "return np.array([signal[t:t + kernel.size] @ kernel"
        " for t in range(signal.size - kernel.size)])",
        "fail",
        ("out_size is 2 instead of 3",),
    ),
    "a method that crashes": Answer(
        NETWORK,
        "Dense.forward",
        "self.inputs = inputs\nreturn inputs @ self.kernel.T + self.biases",
        "error",
        ("Did you mean: 'bias'?", "in Dense.forward", "self.kernel (2, 2)", "of steps.py"),
        task="dense",
    ),
    "a method that is not written": Answer(
        NETWORK,
        "Dense.gradients",
        "raise NotImplementedError('later')",
        "not_implemented",
        ("Dense.gradients is not written yet", "partly written"),
        task="dense",
    ),
}


@cache
def answers(exercise: str) -> Sheet:
    return sheet.load((ROOT / "exercises" / exercise / "sheet.npz").read_bytes())


def source(exercise: str, **bodies: str) -> str:
    """Return the solution with other bodies of some functions, which are given without indent."""
    text = catalog.solution(ROOT, exercise).script.read_text(encoding="utf-8")
    names = re.findall(r'NotImplementedError\("([\w.]+):', strip_solutions(text, exercise))
    pieces = REGION.split(text)
    for name, body in bodies.items():
        at = 1 + 2 * names.index(name)
        indent = pieces[at][: len(pieces[at]) - len(pieces[at].lstrip(" "))]
        pieces[at] = textwrap.indent(body + "\n", indent)
    return "".join(pieces)


def checked(submission: Submission, *tasks: str) -> Grade:
    with ProcessSandbox() as sandbox:
        return check(sandbox, submission, only_tasks(answers(submission.exercise), tasks))


def script(exercise: str, text: str) -> Submission:
    module = catalog.module_name(exercise)
    return Submission(
        exercise=exercise, module=module, filename=f"{module}.py", cells=(text.encode(),)
    )


def report(grade: Grade, **options: Any) -> str:
    return made_up_grades.printed(check_report([grade], [grade.filename], **options))


@pytest.mark.parametrize("name", ANSWERS)
def test_the_report_of_an_answer_says_what_helps(name: str) -> None:
    answer = ANSWERS[name]
    text = source(answer.exercise, **{answer.function: answer.body})
    grade = checked(script(answer.exercise, text), answer.task or answer.function)
    text = report(grade)
    assert grade.tasks[0].verdict == answer.verdict
    flat = " ".join(text.split()).casefold()
    for words in answer.says:
        assert words.casefold() in flat
    for words in answer.silent:
        assert words.casefold() not in flat
    assert len(text.splitlines()) <= MOST_LINES


def test_parameters_in_another_order_are_noticed() -> None:
    text = (
        "import numpy as np\ndef dense(kernel, inputs, bias):\n    return inputs @ kernel + bias\n"
    )
    flat = " ".join(report(checked(script(DENSE, text), "dense")).split())
    assert "Its parameters are (kernel, inputs, bias), and it is called with (inputs, " in flat


def test_a_task_that_calls_an_unwritten_helper_says_which() -> None:
    text = source(
        CONVOLUTION,
        pad_images="raise NotImplementedError('later')",
        conv2d="return pad_images(inputs, kernel.shape[:2], padding)",
    )
    grade = checked(script(CONVOLUTION, text), "pad_images", "conv2d")
    assert grade.tasks[1].needs == ("pad_images",)
    flat = " ".join(report(grade).split())
    assert "It calls pad_images, which is not written yet." in flat
    assert "needs pad_images" in flat


def test_a_syntax_error_is_told_once_and_briefly(tmp_path: Path) -> None:
    file = tmp_path / "dense.py"
    file.write_text(source(DENSE, dense="return inputs @ (kernel"), encoding="utf-8")
    submission = one_file(file, DENSE, asked_by(answers(DENSE)))
    lines = report(checked(submission)).splitlines()
    told = [line for line in lines if "parse" in line or "was never closed" in line]
    assert len(told) <= 2
    assert not any("✗" in line for line in lines)
    assert len(lines) <= 8 + 3  # tasks
    assert "return inputs @ (kernel" in "\n".join(lines)


def notebook(*cells: tuple[str, int | None]) -> bytes:
    found = [
        {"cell_type": "code", "source": text, "execution_count": number, "outputs": []}
        for text, number in cells
    ]
    return json.dumps({"cells": found, "nbformat": 4}).encode()


@pytest.mark.parametrize(("number", "label"), [(7, "cell [7]"), (None, "code cell 2")])
def test_a_cell_is_called_what_jupyter_shows(
    tmp_path: Path, number: int | None, label: str
) -> None:
    file = tmp_path / "dense.ipynb"
    crash = "def dense(inputs, kernel, bias):\n    return inputs @ kernal"
    file.write_bytes(notebook(("import numpy as np", 3), (crash, number)))
    submission = one_file(file, DENSE, asked_by(answers(DENSE)))
    text = report(checked(submission, "dense"))
    assert f"at line 2 of {label}" in text
    assert f"line 2 of {label}, in dense" in text
