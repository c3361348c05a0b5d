"""Right numbers earn full points, however they are computed: a sample of `make proofs`."""

import pytest
from msgspec.structs import replace
from proofs import EXERCISES, acceptance
from support import ROOT

from autograder import catalog
from autograder.answers.making import build_sheet
from autograder.records import Sheet
from autograder.spec import Case

pytestmark = pytest.mark.oracle

MANY = 4000
# The small ones are denormal in float32. TensorFlow takes those of its own float64 for 0, so the
# list holds none of them.
EXTREMES = [0.0, -0.0, 1000, -1000, 1e-40, 1e-38, 88.7, -104]
LARGE_KERNEL = {"kernel_height": 20, "kernel_width": 20, "height": 20, "width": 21, "channels": 10}
LONG_SUMS = {
    ("01_dense", "dense"): {"batch": 2, "features": MANY, "units": 2},
    ("01_dense", "dense_backward"): {"batch": MANY, "features": 2, "units": 1},
    ("03_convolution", "convolve"): {"signal_size": MANY + 2, "kernel_size": MANY},
    ("03_convolution", "conv2d"): LARGE_KERNEL,
    ("03_convolution", "conv2d_backward"): {"height": 50, "width": 80},
    ("04_convolution_as_matrix", "conv2d_matmul"): LARGE_KERNEL,
    ("04_convolution_as_matrix", "grad_kernel_by_convolution"): {
        "height": 50,
        "width": 80,
        "out_height": 50,
        "out_width": 80,
    },
    ("06_pooling", "global_average_pool2d"): {"height": 50, "width": 80},
    ("06_pooling", "average_pool2d"): {"height": 50, "width": 80},
}
ONE = dict.fromkeys(
    ("batch", "kernel_height", "kernel_width", "channels", "filters", "out_height", "out_width"), 1
)


IN_NUMPY = [
    exercise
    for exercise in EXERCISES
    if not acceptance.has_tensorflow(catalog.load_spec(catalog.solution(ROOT, exercise)).packages)
]


def task_of(exercise, name):
    tasks = catalog.load_spec(catalog.solution(ROOT, exercise)).tasks
    return next((task for task in tasks if task.name == name), None)


def sheet_of(oracle, exercise, task, *cases, dtype="float32"):
    """Make a sheet with only this task and these cases."""
    answered = oracle.answered(replace(task, cases=cases), 7, dtype)
    return Sheet(exercise=exercise, title="", tasks=(answered,), hints={}, made_by={})


def rejected(sheet, dtypes):
    """Return the messages to correct styles that compute in these dtypes and lose points."""
    messages = []
    for style, source in acceptance.styles(sheet.exercise).items():
        for dtype in dtypes:
            for task in acceptance.graded(sheet, source, dtype, layout=0):
                if task.verdict != "pass":
                    messages.append(f"{style} in {dtype}: {task.message}")
    return messages


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_style_and_precision_earns_full_points_and_no_stub_earns_any(exercise):
    assert len(acceptance.styles(exercise)) >= 3
    assert list(acceptance.unfair(exercise, range(2000, 2002))) == []  # `make proofs` tries 100


@pytest.mark.parametrize("exercise", IN_NUMPY)
def test_half_precision_buys_no_slack(exercise, oracle):
    sheet = build_sheet(catalog.solution(ROOT, exercise), 7, oracle, mistakes=False)
    for source in acceptance.styles(exercise).values():
        tasks = acceptance.graded(sheet, source, "float16", layout=0)
        for task, answers in zip(tasks, sheet.tasks, strict=True):
            assert task.verdict != "pass" or not answers.arrays, task.name


@pytest.mark.parametrize(("exercise", "name"), LONG_SUMS)
def test_no_order_of_a_long_sum_is_rejected(exercise, name, oracle):
    task = task_of(exercise, name)
    sizes = {**ONE, **LONG_SUMS[exercise, name]}
    options = {"pool_size": (50, 80), "strides": (1, 1), "padding": "valid"}
    options = {key: options[key] for key in task.cases[0].options}
    long = Case(sizes, options, kinds=("real", "wide"))
    positive = replace(
        long, draws=dict.fromkeys(task.arrays, lambda rng, shape, kind: rng.uniform(0.5, 1, shape))
    )
    assert rejected(sheet_of(oracle, exercise, task, long, positive), ["float32", "float64"]) == []


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", ["relu", "leaky_relu", "elu", "selu", "sigmoid", "tanh", "swish"])
def test_extreme_inputs_of_activations_are_graded_fairly(name, dtype, oracle):
    task = task_of("02_activations", name)
    case = Case(options=task.cases[0].options, values={"inputs": [EXTREMES]}, kinds=("real",))
    backward = task_of("02_activations", f"{name}_backward")
    # Only ReLU is asked for the slope at 0.
    bent = EXTREMES if name == "relu" else [number for number in EXTREMES if number]
    upstream = {
        "grad_outputs": [[(-1.0) ** i * (i + 1) for i in range(len(bent))]],
        "inputs": [bent],
    }
    for one, values in ((task, case.values), (backward, upstream)):
        sheet = sheet_of(oracle, "02_activations", one, replace(case, values=values), dtype=dtype)
        assert rejected(sheet, [dtype]) == []


@pytest.mark.parametrize(
    "logits", [[[3, 3, 3]], [[0, 0, 0]], [[1000, 1000, 1000]], [[-1000, 1000, 0]], [[1e-40, 0, 0]]]
)
def test_extreme_logits_are_graded_fairly(logits, oracle):
    values = {"logits": logits, "labels": [[0, 1, 0]], "grad_outputs": [[1, -2, 3]]}
    for name in ("softmax", "softmax_backward", "cross_entropy", "cross_entropy_backward"):
        task = task_of("02_activations", name)
        given = {array: values[array] for array in task.arrays}
        if name == "cross_entropy_backward":
            given["grad_outputs"] = [2]
        sheet = sheet_of(oracle, "02_activations", task, Case(values=given, kinds=("real",)))
        assert rejected(sheet, ["float32", "float64"]) == []


@pytest.mark.parametrize("number", [-5.0, 0.0, -1e6, 3.0])
def test_windows_of_ties_and_of_negative_numbers_are_graded_fairly(number, oracle):
    options = {"pool_size": (2, 2), "strides": (2, 2), "padding": "same"}
    images = [[[[number], [number], [number]], [[number], [number], [number - 1]]]]
    for name, upstream in (
        ("max_pool2d", {}),
        ("max_pool2d_backward", {"grad_outputs": [[[[4.0], [8.0]]]]}),
    ):
        task = task_of("06_pooling", name)
        case = Case(options=options, values={**upstream, "inputs": images}, kinds=("exact",))
        assert rejected(sheet_of(oracle, "06_pooling", task, case), ["float32", "float64"]) == []
