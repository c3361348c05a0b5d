"""Keras' own NumPy helpers as submissions: faults are named, and correct ones earn full points."""

import sys

import pytest
from support import ROOT

from autograder.answers.making import build_sheet, open_oracle, run_trusted
from autograder.catalog import solution
from autograder.grading.submission import grade
from autograder.records import Submission

pytestmark = pytest.mark.oracle
KNOWN = {
    "03_convolution": {"cross_correlate": None, "conv2d": None},
    "05_strides_and_dilation": {"conv2d": None, "pointwise_conv2d": None},
    "06_pooling": {
        "max_pool2d": "all_padding_after",
        "average_pool2d": "border_pixels_repeated",
        "global_average_pool2d": "axes_of_length_one_squeezed",
    },
}


@pytest.fixture(scope="module")
def peers():
    sys.path.append(str(ROOT / "benchmarks"))  # behind the packages: it holds a keras.py, too
    yield pytest.importorskip("peers")
    sys.path.remove(str(ROOT / "benchmarks"))


@pytest.mark.parametrize("exercise", KNOWN)
def test_every_fault_of_a_helper_of_keras_is_named_and_the_correct_ones_earn_full_points(
    peers, exercise
):
    folder = solution(ROOT, exercise)
    answers = build_sheet(folder, 11, open_oracle())
    submission = Submission(
        exercise=exercise,
        module=folder.module,
        filename=folder.script.name,
        cells=(peers.submission(exercise).encode(),),
    )
    graded = grade(answers, submission, run_trusted(submission, answers.tasks), "none").tasks
    answered = {task.name: task for task in graded if task.name in peers.tasks(exercise)}
    assert {name: task.mistake for name, task in answered.items()} == KNOWN[exercise]
    for name, mistake in KNOWN[exercise].items():
        assert (answered[name].verdict == "pass") == (mistake is None)
        assert answered[name].score >= answered[name].max_score / 2
