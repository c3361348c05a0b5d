"""cases: inputs drawn from a spec and a seed."""

import numpy as np
import pytest
from msgspec.structs import replace

from autograder.answers.cases import blank, draw
from autograder.errors import Refusal
from autograder.spec import MAGNITUDES, Case, Part, Task


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


def stepwise(name="scale", **changes):
    """Draw one case of a task that has no arrays, only numbers in its steps."""
    parts, cases = (Part("outputs", ""),), (Case(options={"units": 3}),)
    return draw(Task(name, 1, None, parts, cases, **changes), 0, 0, lambda arrays, options: ())


def test_the_calls_of_a_case_share_their_shapes_and_not_their_values():
    exact, real, wide = calls = drawn(Case({"batch": 2, "features": 5}))
    assert {call.arrays["inputs"].shape for call in calls} == {(2, 5)}
    assert (exact.arrays["inputs"] != real.arrays["inputs"]).any()
    assert (real.arrays["inputs"] != wide.arrays["inputs"]).any()
    assert [call.exact for call in calls] == [True, False, False]


def test_wide_calls_are_in_float64_and_take_turns_at_tiny_and_huge():
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
    fraction, _ = np.frexp(numbers)
    assert np.array_equal(fraction * 2**32, np.round(fraction * 2**32))
    real = drawn(Case({"batch": 9, "features": 9}), kinds=("real",), seed=3)[0].arrays["inputs"]
    wide = drawn(Case({"batch": 9, "features": 9}), kinds=("wide",), seed=3)[0].arrays["inputs"]
    assert np.allclose(wide, real * MAGNITUDES["tiny"])


def test_a_draw_gets_the_magnitude_of_wide_numbers():
    seen = []

    def draw(rng, shape, kind):
        seen.append(kind)
        return rng.standard_normal(shape)

    case = Case({"batch": 2, "features": 3}, draws={"inputs": draw})
    drawn(case, case, case, kinds=("exact", "real", "wide"))
    assert seen == ["exact", "real", "tiny", "exact", "real", "middle", "exact", "real", "huge"]


def test_draws_and_kinds_of_a_case_take_precedence_over_those_of_its_task():
    def constant(number):
        return {"inputs": lambda rng, shape, kind: np.full(shape, number)}

    sizes = {"batch": 2, "features": 3}
    calls = drawn(
        Case(sizes, draws=constant(1 / 3), kinds=("real",)),
        Case(sizes),
        draws=constant(2),
        kinds=("exact",),
    )
    assert [call.exact for call in calls] == [False, True]
    assert not any(call.public for call in calls)
    one, other = (call.arrays["inputs"] for call in calls)
    assert (one == np.float32(1 / 3)).all()  # rounded once only, to float32
    assert (other == 2).all()


def test_the_magnitudes_start_again_after_the_last():
    calls = drawn(*[Case({"batch": 9, "features": 9})] * 4, kinds=("wide",))
    assert np.abs(calls[3].arrays["inputs"]).max() < 1e-5


def test_a_case_of_a_task_without_arrays_has_only_options():
    (call,) = stepwise()
    assert (call.arrays, call.options, call.public) == ({}, {"units": 3}, False)
    assert (call.aspect, call.exact) == ("units=3", True)
    (call,) = stepwise(kinds=("real",))
    assert not call.exact


def test_a_size_may_be_computed_from_the_sizes_before_it():
    sizes = {"batch": range(2, 9), "features": lambda sizes: sizes["batch"] + 1}
    call, *_ = drawn(Case(sizes, {"size": lambda sizes: (sizes["batch"],)}))
    batch, features = call.arrays["inputs"].shape
    assert features == batch + 1
    assert repr(call.options) == f"{{'size': ({batch},)}}"  # a number of Python's, not NumPy's


def test_real_numbers_in_float64_keep_all_their_digits():
    case = Case({"batch": 9, "features": 9}, kinds=("real",))
    (call,) = draw(task(case), 0, 0, lambda arrays, options: (7,), dtype="float64")
    fraction, _ = np.frexp(call.arrays["inputs"])
    assert (fraction * 2**32 != np.round(fraction * 2**32)).any()


def test_an_aspect_is_blank_if_a_part_is_0_in_all_its_cases():
    (call,) = drawn(Case({"batch": 2, "features": 5}, aspect="one", kinds=("exact",)))
    zero, some = np.zeros(3), np.array([0.0, 2.0])

    def answered(aspect, outputs, grad):
        return replace(call, aspect=aspect, answers={"outputs": outputs, "grad": grad})

    assert blank([answered("one", zero, zero), answered("one", some, some)]) == set()
    assert blank([answered("one", zero, some), answered("one", some, zero)]) == set()
    assert blank([answered("one", some, zero), answered("two", some, some)]) == {"one"}
    assert blank([answered("one", some, zero), answered("two", zero, some)]) == {"one", "two"}


def test_tasks_and_cases_of_one_seed_are_drawn_independently():
    case = Case({"batch": 9, "features": 9})
    parts = (Part("outputs", "batch features"),)
    drawn = [
        draw(Task(name, 1, None, parts, (case, case), {"inputs": "batch features"}), number, 1, max)
        for name, number in (("relu", 0), ("relu", 1), ("tanh", 0), ("tanh", 0))
    ]
    relu, further, tanh, same = (calls[0].arrays["inputs"].tolist() for calls in drawn)
    assert len({str(each) for each in (relu, further, tanh)}) == 3
    assert tanh == same


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
    assert (values.min(), values.max()) == (-4, 4)


def test_fixed_values_are_one_public_call_under_every_seed():
    (call,) = drawn(Case(values={"inputs": [[1, 2]]}), seed=5)
    assert (call.public, call.arrays["inputs"].tolist()) == (True, [[1, 2]])
    assert call.arrays["inputs"].dtype == np.float32
    (call,) = drawn(Case(values={"inputs": [[1, 2]]}), integers=("inputs",))
    assert call.arrays["inputs"].dtype == np.int64


def test_rows_of_different_lengths_are_refused():
    with pytest.raises(
        Refusal, match=r"values of inputs are not an array: \[\[1, 2\], \[3\]\]\. G"
    ):
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
    asked = []

    def output_shape(arrays, options):
        asked.append([arrays["inputs"].tolist(), arrays["inputs"].dtype, options])
        return (7,)

    first = draw(backward, 0, 0, output_shape)[0]
    assert asked == [[[0, 0], np.float32, {}]]
    assert [array.shape for array in first.arrays.values()] == [(7,), (2,)]
