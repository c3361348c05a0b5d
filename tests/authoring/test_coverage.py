"""coverage: the space that inputs cover, and the holes in it."""

import numpy as np
import pytest
from msgspec.structs import replace

from autograder.authoring.coverage import claims, claims_for_every_seed, excuse
from autograder.records import SheetCase, TaskSheet
from autograder.spec import Part, Task
from autograder.verdict.habits import CALLED_AGAIN

IMAGES = {"inputs": "batch height width", "kernel": "kernel_height kernel_width"}
TASK = Task("scan", 1, arrays=IMAGES, parts=(Part("outputs", "batch"),))


def call(inputs=(2, 3, 4), kernel=(2, 2), dtype="float32", size=1.0, **options):
    arrays = {"inputs": np.full(inputs, size, dtype), "kernel": np.full(kernel, size, dtype)}
    return SheetCase(aspect="", exact=False, public=False, arrays=arrays, options=options)


def sheet(*calls, again=True):
    cases = (*calls, *[replace(calls[0], aspect=CALLED_AGAIN)] * again)
    return TaskSheet(
        name="scan", points=1, arrays=IMAGES, parts={}, integer=False, seconds=1, cases=cases
    )


def met(*calls, task=TASK, **more):
    return {name for name, is_covered in claims(task, sheet(*calls, **more)).items() if is_covered}


@pytest.mark.parametrize(
    ("size", "claim"),
    [(1, "batch = 1"), (2, "batch from 2 to 8"), (8, "batch from 2 to 8"), (9, "batch > 8")],
)
def test_each_axis_should_be_1_small_and_large(size, claim):
    found = met(call((size, 3, 4)))
    assert [name for name in found if name.startswith("batch")] == [claim]


@pytest.mark.parametrize(
    ("sides", "order"),
    [((3, 4), "height < width"), ((4, 4), "height = width"), ((4, 3), "height > width")],
)
def test_axes_that_are_confused_should_be_smaller_equal_and_larger(sides, order):
    found = met(call((2, *sides)))
    assert {name for name in found if name.startswith("height ") and "width" in name} == {order}


def test_windows_are_compared_with_images_and_strides_with_windows():
    found = met(call((2, 3, 4), (3, 5), strides=(1, 5)))
    assert {"kernel_height = height", "kernel_width > width"} <= found
    assert {"stride_height < kernel_height", "stride_width = kernel_width"} <= found


def test_each_value_of_an_option_should_meet_each_of_another():
    calls = [call(strides=(1, 2), padding="same"), call(strides=(2, 1), padding="valid")]
    found = claims(TASK, sheet(*calls))
    pairs = {
        name: is_covered
        for name, is_covered in found.items()
        if " with " in name and "strides" in name
    }
    assert pairs == {
        "padding same with strides a<b": True,
        "padding same with strides a>b": False,
        "padding valid with strides a<b": False,
        "padding valid with strides a>b": True,
    }


def test_numbers_should_be_tiny_and_huge_only_in_float64():
    assert "tiny numbers" in met(call(dtype="float64", size=1e-6))
    assert "huge numbers" in met(call(dtype="float64", size=1e6))
    assert met(call(size=1e6), call(size=1e-6)).isdisjoint(
        {"tiny numbers", "huge numbers", "float64"}
    )


def test_the_same_shapes_should_occur_with_other_numbers():
    claim = "the same shapes with other numbers"
    assert claim in met(call(), call(size=2))
    assert claim not in met(call(), call((3, 3, 4)))
    assert claim not in met(call(padding="same"), call(padding="valid"))


def test_a_call_should_be_repeated():
    assert "the same call again" in met(call())
    assert "the same call again" not in met(call(), again=False)


def test_the_axes_of_results_and_of_upstream_gradients_are_not_inputs():
    backward = replace(
        TASK, arrays={"inputs": "batch height width", "kernel": "a b"}, gradient=True
    )
    found = claims(backward, replace(sheet(call()), arrays=backward.arrays))
    assert not any(name.startswith(("batch", "height")) for name in found)
    assert "a from 2 to 8" in found


def test_a_hole_under_one_seed_is_a_hole():
    large, small = sheet(call((9, 3, 4))), sheet(call((8, 3, 4)))
    assert not claims_for_every_seed(TASK, [large, small])["batch > 8"]
    assert claims_for_every_seed(TASK, [large, large])["batch > 8"]


@pytest.mark.parametrize("key", ["strides a<b with way graph", "strides with way", "way"])
def test_a_reason_names_a_hole_two_options_or_a_word(key):
    task = replace(TASK, uncovered={key: "It takes long."})
    assert excuse(task, "strides a<b with way graph") == key
    assert excuse(task, "batch > 8") is None
