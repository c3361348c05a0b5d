"""08 in the sandbox: correct layers earn full points, mistakes are named, shortcuts earn none."""

import importlib
import re
import sys
from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from support import ROOT

from autograder import catalog
from autograder.answers.sheet import load
from autograder.grading.submission import grade
from autograder.records import Grade, Submission
from autograder.sandbox.bubblewrap import ColdSandbox, WarmSandbox
from autograder.sandbox.runner import Runner

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux"),
]
NAME = "08_keras_layers"
FOLDER = catalog.solution(ROOT, NAME)
SHEET = load(catalog.released(ROOT, NAME).sheet.read_bytes())
RIGHT = FOLDER.script.read_bytes()


@pytest.fixture(scope="module")
def warm() -> Iterator[Runner]:
    with WarmSandbox(SHEET.packages) as sandbox:
        yield sandbox


def graded(sandbox: Runner, *cells: bytes, tasks: tuple[str, ...] = ()) -> Grade:
    own = tuple(task for task in SHEET.tasks if not tasks or task.name in tasks)
    submission = Submission(
        exercise=NAME, module="keras_layers", filename="keras_layers.ipynb", cells=cells
    )
    return grade(replace(SHEET, tasks=own), submission, sandbox.run(submission, own), "warm")


@pytest.mark.parametrize("kind", [WarmSandbox, ColdSandbox], ids=lambda kind: kind.__name__)
def test_the_solution_earns_full_points_prints_nothing_and_needs_no_advice(
    kind: type[Runner],
) -> None:
    with kind(SHEET.packages) as sandbox:
        whole = graded(sandbox, RIGHT)
    assert whole.score == whole.max_score == 15.0
    for task in whole.tasks:
        assert (task.output, str(task.message)) == ("", "")


@pytest.mark.parametrize(
    ("mistake", "task"),
    [
        ("numpy_in_call", "dense"),
        ("computed_in_float32", "dense"),
        ("upstream_ignored", "conv2d"),
        ("batch_size_from_the_shape", "max_pooling2d"),
        ("lowest_of_float32", "max_pooling2d"),
        ("weights_not_registered", "good_citizen"),
        ("config_without_units", "good_citizen"),
    ],
)
def test_a_mistake_is_named_in_the_sandbox_too(warm: Runner, mistake: str, task: str) -> None:
    """Exceptions are compared by their messages, which Keras changes elsewhere."""
    source = FOLDER.mistakes[mistake].read_bytes()
    (of_task,) = graded(warm, RIGHT, source, tasks=(task,)).tasks
    assert (of_task.mistake, of_task.verdict == "pass") == (mistake, False)


def test_every_convolution_and_pooling_of_tensorflow_is_off_limits() -> None:
    """Without their gradients, the exercise would be a few lines."""
    raw = importlib.import_module("tensorflow").raw_ops
    sliding = re.compile(
        "(?!Quantized|Uniform).*(Conv(?=$|[23]|[A-Z])|Pool(?!Dataset|Handle)|Dilation)"
    )
    off_limits = catalog.read_spec(FOLDER).tasks[0].off_limits
    names = [f"tensorflow.raw_ops.{name}" for name in dir(raw) if sliding.match(name)]
    assert len(names) > 30
    assert [name for name in names if name not in off_limits] == []


SHORT_CUTS = {
    "Keras' own layer": (
        "class Dense(keras.layers.Dense): pass",
        "dense",
        "TensorFlow's gradient of ",
    ),
    "no gradient of one's own": (
        "class GlobalAveragePooling2D(keras.layers.Layer):\n"
        "    def call(self, inputs): return tf.reduce_mean(inputs, (1, 2))",
        "global_average_pooling2d",
        "TensorFlow's gradient of Mean",
    ),
    "a tape in backward": (
        "class GlobalAveragePooling2D(keras.layers.Layer):\n"
        "    def call(self, inputs):\n"
        "        @tf.custom_gradient\n"
        "        def average(inputs):\n"
        "            def backward(grad_outputs):\n"
        "                with tf.GradientTape() as tape:\n"
        "                    tape.watch(inputs)\n"
        "                    outputs = tf.reduce_mean(inputs, (1, 2))\n"
        "                return tape.gradient(outputs, inputs, grad_outputs)\n"
        "            return tf.reduce_mean(inputs, (1, 2)), backward\n"
        "        return average(inputs)",
        "global_average_pooling2d",
        "TensorFlow's gradient of Mean",
    ),
    "TensorFlow's pooling": (
        "class MaxPooling2D(MaxPooling2D):\n"
        "    def call(self, inputs): return tf.nn.max_pool2d(inputs, 2, 2, 'VALID')",
        "max_pooling2d",
        "tensorflow.nn.max_pool2d at line 2 of cell 2",
    ),
    "Keras' convolution in a model": (
        "class Conv2D(keras.layers.Conv2D): pass",
        "in_fit",
        "keras.ops.conv",
    ),
}


@pytest.mark.parametrize("way", SHORT_CUTS)
def test_a_shortcut_is_named_and_earns_nothing(warm: Runner, way: str) -> None:
    source, name, says = SHORT_CUTS[way]
    (task,) = graded(warm, RIGHT, source.encode(), tasks=(name,)).tasks
    assert (task.verdict, task.score) == ("forbidden", 0.0)
    assert f"It uses {says}" in str(task.message)
