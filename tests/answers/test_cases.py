"""cases: what is drawn from a spec and a seed."""

import numpy as np
import pytest

from autograder.answers.cases import draw
from autograder.errors import Refusal
from autograder.spec import Case, Part, Task


def task(*cases, **changes):
    arrays = {"inputs": "batch ... features"}
    return Task(
        "scale", 1, None, (Part("outputs", "batch ... features"),), cases, arrays, **changes
    )


def drawn(*cases, seed=0, **changes):
    given = task(*cases, **changes)
    return [
        call
        for i, _ in enumerate(cases)
        for call in draw(given, i, seed, lambda arrays, options: (7,))
    ]


def test_the_calls_of_a_case_share_their_shapes_and_not_their_values():
    exact, real, wide = calls = drawn(Case({"batch": 2, "features": 5}))
    assert {call.arrays["inputs"].shape for call in calls} == {(2, 5)}
    assert (exact.arrays["inputs"] != real.arrays["inputs"]).any()
    assert (real.arrays["inputs"] != wide.arrays["inputs"]).any()
    assert [call.exact for call in calls] == [True, False, False]


def test_wide_calls_are_in_float64_and_tiny_or_huge_in_turn():
    calls = drawn(*[Case({"batch": 9, "features": 9})] * 3, kinds=("wide",))
    assert {call.arrays["inputs"].dtype for call in calls} == {np.dtype(np.float64)}
    assert not any(call.exact for call in calls)
    largest = [np.abs(call.arrays["inputs"]).max() for call in calls]
    assert largest[0] < 1e-5 < 1 < largest[1] < 10 < 1e6 < largest[2]


def test_wide_numbers_do_not_fit_into_float32_and_need_few_bytes():
    (call,) = drawn(Case({"batch": 9, "features": 9}), kinds=("wide",))
    numbers = call.arrays["inputs"]
    assert (numbers.astype(np.float32) != numbers).mean() > 0.9
    assert {each.tobytes()[:2] for each in numbers.ravel()} == {b"\0\0"}


def test_a_draw_is_told_how_large_wide_numbers_are():
    told = []

    def draw(rng, shape, kind):
        told.append(kind)
        return rng.standard_normal(shape)

    case = Case({"batch": 2, "features": 3}, draws={"inputs": draw})
    drawn(case, case, case, kinds=("exact", "real", "wide"))
    assert told == ["exact", "real", "tiny", "exact", "real", "middle", "exact", "real", "huge"]


def test_integers_stay_integers_in_wide_calls():
    (call,) = drawn(Case({"batch": 2, "features": 3}), kinds=("wide",), integers=("inputs",))
    assert call.arrays["inputs"].dtype == np.int64


def test_a_seed_decides_values_and_sizes():
    case = Case({"batch": range(1, 100), "features": 4})
    one, same, other = (drawn(case, seed=seed)[0].arrays["inputs"] for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert one.shape != other.shape


def test_exact_values_are_small_integers_in_float32():
    values = drawn(Case({"batch": 9, "features": 9}))[0].arrays["inputs"]
    assert values.dtype == np.float32
    assert np.array_equal(values, np.round(values))
    assert values.min() < 0 < values.max() <= 4


def test_fixed_values_are_one_public_call_under_every_seed():
    (call,) = drawn(Case(values={"inputs": [[1, 2]]}), seed=5)
    assert (call.public, call.arrays["inputs"].tolist()) == (True, [[1, 2]])


def test_rows_of_different_lengths_are_refused():
    with pytest.raises(Refusal, match=r"values of inputs are no array: \[\[1, 2\], \[3\]\]"):
        drawn(Case(values={"inputs": [[1, 2], [3]]}))


def test_an_aspect_is_the_literal_options_unless_it_is_named():
    options = {"padding": "same", "size": lambda sizes: (sizes["batch"], 3)}
    sizes = {"batch": 2, "features": 1}
    first = drawn(Case(sizes, options))[0]
    assert (first.aspect, first.options) == ("padding=same", {"padding": "same", "size": (2, 3)})
    assert drawn(Case(sizes, options, aspect="small"))[0].aspect == "small"
    assert drawn(Case(sizes))[0].aspect == "values"


def test_dots_stand_for_the_middle_axes():
    first = drawn(Case({"batch": 2, "time": 3, "features": 4}, middle="time"))[0]
    assert first.arrays["inputs"].shape == (2, 3, 4)


def test_the_upstream_gradient_has_the_shape_of_the_result():
    arrays = {"grad_outputs": "units", "inputs": "batch"}
    parts, cases = (Part("grad_inputs", "batch"),), (Case({"batch": 2}),)
    backward = Task("scale_backward", 1, None, parts, cases, arrays, gradient=True)
    first = draw(backward, 0, 0, lambda arrays, options: (7,))[0]
    assert [array.shape for array in first.arrays.values()] == [(7,), (2,)]
