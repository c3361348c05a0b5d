"""oracle: TensorFlow's answers, and how far rounding may take an answer from them."""

import numpy as np
import pytest
from msgspec.structs import replace

from autograder.allowances import strayed
from autograder.errors import Refusal
from autograder.spec import Case, Exercise, Part, Task

pytestmark = pytest.mark.oracle

ARRAYS = {"inputs": "batch features", "kernel": "features units"}
SIZES = {"batch": 2, "features": 50, "units": 3}


def product(tf, inputs, kernel):
    return tf.matmul(inputs, kernel)


def task(**changes):
    given = {
        "parts": (Part("outputs", "batch units", sums="features"),),
        "cases": (Case(SIZES),),
        "arrays": ARRAYS,
    }
    return Task("product", 1, product, **{**given, **changes})


BACKWARD = {
    "gradient": True,
    "arrays": {"grad_outputs": "batch units", **ARRAYS},
    "parts": (
        Part("grad_inputs", "batch features", sums="units"),
        Part("grad_kernel", "features units", sums="batch"),
    ),
}


def test_answers_are_tensorflows_in_the_dtype_of_the_inputs(oracle):
    for dtype in ("float32", "float64"):
        exact, real, *_ = oracle.answered(task(), 0, dtype).cases
        for case in (exact, real):
            right = case.arrays["inputs"].astype(np.float64) @ case.arrays["kernel"].astype(
                np.float64
            )
            assert case.answers["outputs"].dtype == dtype
            np.testing.assert_allclose(
                case.answers["outputs"], right, rtol=1e-6 if dtype == "float32" else 1e-13
            )


def test_an_uncounted_aspect_is_left_out_and_the_others_stay(oracle):
    cases = (Case(SIZES), Case(SIZES, aspect="disputed"), Case(SIZES, aspect="last"))
    whole = oracle.answered(task(cases=cases), 7)
    corrected = oracle.answered(task(cases=cases, uncounted={"disputed": "The text is wrong."}), 7)
    assert (whole.uncounted, corrected.uncounted) == (None, {"disputed": "The text is wrong."})
    kept = [case for case in whole.cases if case.aspect != "disputed"]
    assert [case.aspect for case in corrected.cases] == [case.aspect for case in kept]
    for one, other in zip(corrected.cases, kept, strict=True):
        assert np.array_equal(one.arrays["inputs"], other.arrays["inputs"])


def rectified(tf, inputs, kernel):
    return tf.nn.relu(tf.matmul(inputs, kernel))


def test_cases_are_drawn_again_where_all_answers_would_be_0(oracle):
    one = {"batch": 1, "features": 1, "units": 1}
    cases = (Case(one, aspect="one", kinds=("exact",)), Case(SIZES, aspect="many"))
    for seed in range(12):  # without it, more than half of the first answers are 0
        drawn = oracle.answered(replace(task(cases=cases), reference=rectified), seed).cases
        assert drawn[0].answers["outputs"].any()
        alone = oracle.answered(replace(task(cases=cases[:1]), reference=rectified), seed).cases
        assert np.array_equal(drawn[0].arrays["kernel"], alone[0].arrays["kernel"])


def test_answers_that_are_0_for_all_inputs_stay_0(oracle):
    nothing = replace(task(), reference=lambda tf, *arrays: 0 * product(tf, *arrays))
    assert not any(case.answers["outputs"].any() for case in oracle.answered(nothing, 0).cases)


def test_every_part_gets_its_gradient(oracle):
    exact = oracle.answered(task(**BACKWARD), 0).cases[0]
    upstream, inputs, kernel = exact.arrays.values()
    assert np.array_equal(exact.answers["grad_inputs"], upstream @ kernel.T)
    assert np.array_equal(exact.answers["grad_kernel"], inputs.T @ upstream)


def test_the_allowance_is_the_bound_for_a_sum_of_that_many_terms(oracle):
    real = oracle.answered(task(), 0).cases[1]
    magnitude = np.abs(real.arrays["inputs"]).astype(np.float64) @ np.abs(real.arrays["kernel"])
    bound = (50 + 2) * 2.0**-24 * magnitude
    assert (real.allowances["outputs"] >= bound).all()
    np.testing.assert_allclose(real.allowances["outputs"], bound, rtol=2.0**-7)


def test_float64_is_allowed_twice_the_bound_as_tensorflow_rounds_as_much(oracle):
    wide = oracle.answered(task(), 0).cases[2]
    assert wide.answers["outputs"].dtype == np.float64
    bound = (
        2 * (50 + 2) * 2.0**-53 * (np.abs(wide.arrays["inputs"]) @ np.abs(wide.arrays["kernel"]))
    )
    assert (wide.allowances["outputs"] >= bound * (1 - 1e-12)).all()
    np.testing.assert_allclose(wide.allowances["outputs"], bound, rtol=2.0**-7)


def test_the_first_call_is_repeated_at_the_end(oracle):
    first, *_, last = oracle.answered(task(), 0).cases
    assert (last.aspect, last.arrays) == ("called again", first.arrays)


def test_exact_cases_allow_nothing(oracle):
    assert [bool(case.allowances) for case in oracle.answered(task(), 0).cases] == [
        False,
        True,
        True,
        False,
    ]


def test_an_allowance_of_its_own_replaces_the_bound(oracle):
    part = Part("outputs", "batch units", allowance=lambda unit, arrays, answer: unit * np.ones(3))
    allowed = oracle.answered(task(parts=(part,)), 0).cases[1].allowances["outputs"]
    np.testing.assert_allclose(allowed, np.full((2, 3), 2.0**-24))


def test_a_second_right_answer_is_kept_where_it_differs(oracle):
    doubled = oracle.answered(task(also=(lambda tf, x, k: 2 * tf.matmul(x, k), product)), 0).cases[
        0
    ]
    (other,) = doubled.also
    assert np.array_equal(other["outputs"], 2 * doubled.answers["outputs"])


def test_axis_words_that_do_not_fit_are_refused(oracle):
    with pytest.raises(
        Refusal, match=r"^01_product: product: case 1 \(values\): outputs has shape"
    ):
        oracle.answered(task(parts=(Part("outputs", "batch"),)), 0, exercise="01_product")


FIXED = {"inputs": [[1, 2]], "kernel": [[1], [2], [3]]}
UPSTREAM = {
    **BACKWARD,
    "cases": (Case(values={**FIXED, "kernel": [[1], [2]], "grad_outputs": [[1], [1]]}),),
}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {"reference": lambda tf, x, k: tf.matmul(x, x)},
            r"case 1 \(values\): spec.py fails: InvalidArgumentError: Matrix",
        ),
        (
            {"reference": lambda tf, x, k: None},
            r"the reference \(line \d+ of test_oracle.py\) returns None",
        ),
        ({"reference": lambda tf, x, k: (x, k)}, "returns 2 arrays"),
        (
            {**BACKWARD, "reference": lambda tf, x, k: tf.round(x) @ k},
            "no gradient with respect to inputs",
        ),
        ({"cases": (Case(values=FIXED),)}, "features is 3 in kernel, and 2 before"),
        (UPSTREAM, "batch is 2 in grad_outputs, and 1 before"),
    ],
)
def test_an_authors_error_is_reported_with_its_place(oracle, changes, says):
    with pytest.raises(Refusal, match=says):
        oracle.answered(replace(task(), **changes), 0)


def test_a_sheet_records_device_and_versions(oracle):
    import tensorflow as tf

    assert (oracle.made_by["device"], oracle.made_by["tensorflow"]) == ("CPU:0", tf.__version__)
    assert not tf.config.experimental.tensor_float_32_execution_enabled()


def test_a_reference_may_give_an_array_for_each_part(oracle):
    parts = (Part("outputs", "batch units", sums="features"), Part("doubled", "batch units"))
    both = replace(
        task(parts=parts), reference=lambda tf, x, k: (tf.matmul(x, k), 2 * tf.matmul(x, k))
    )
    exact = oracle.answered(both, 0).cases[0]
    assert np.array_equal(exact.answers["doubled"], 2 * exact.answers["outputs"])
    with pytest.raises(Refusal, match="returns 1 arrays"):
        oracle.answered(task(parts=parts), 0)


def test_arrays_of_integers_stay_integers(oracle):
    taken = Task(
        "taken",
        1,
        lambda tf, inputs, positions: tf.gather(inputs, positions),
        (Part("outputs", "picked"),),
        (Case({"size": 5, "picked": 3}),),
        {"inputs": "size", "positions": "picked"},
        integers=("positions",),
        draws={"positions": lambda rng, shape, kind: rng.integers(0, 5, shape)},
    )
    for dtype in ("float32", "float64"):
        for case in oracle.answered(taken, 0, dtype).cases:
            assert case.arrays["positions"].dtype == np.int64
            right = case.arrays["inputs"][case.arrays["positions"]]
            assert np.array_equal(case.answers["outputs"], right)


STEPS = """def total(code, inputs):
    adder = code.Adder()
    for number in inputs:
        adder.add(number)
    return adder.total
"""


def right(tf):
    class Adder:
        total = 0.0

        def add(self, number):
            assert isinstance(number, np.float64)
            self.total = self.total + number

    return {"Adder": Adder}


TOTAL = Task(
    "total",
    1,
    uses=("Adder",),
    arrays={"inputs": "size"},
    parts=(Part("total", "", allowance=strayed),),
    cases=(Case({"half": 4, "size": lambda drawn: 2 * drawn["half"]}),),
)


def test_steps_run_with_tensorflows_counterparts(oracle):
    exercise = Exercise("Totals", (TOTAL,), right=right, files=("steps.py",))
    (answered,) = oracle.sheet("09_totals", exercise, 0, steps=STEPS).tasks
    assert (answered.steps, answered.uses) == (STEPS, ("Adder",))
    for case in answered.cases:
        assert case.arrays["inputs"].shape == (8,)
        inputs = case.arrays["inputs"]
        assert case.answers["total"] == inputs.astype(np.float64).sum().astype(inputs.dtype)


def test_a_name_that_right_lacks_is_refused(oracle):
    exercise = Exercise("Totals", (TOTAL,), right=lambda tf: {}, files=("steps.py",))
    with pytest.raises(Refusal, match=r"09_totals: total: case 1 .*`right\(tf\)` has no Adder"):
        oracle.sheet("09_totals", exercise, 0, steps=STEPS)


def test_the_strayed_allowance_is_64_times_the_largest_change_in_replays(oracle):
    exercise = Exercise("Totals", (TOTAL,), right=right, files=("steps.py",))
    real = oracle.sheet("09_totals", exercise, 0, steps=STEPS).tasks[0].cases[1]
    inputs, unit = real.arrays["inputs"].astype(np.float64), 2.0**-24
    least = 64 * unit * abs(real.answers["total"])
    # Every number moves by a unit round-off; the answer they are compared with is rounded, too.
    most = 64 * unit * np.abs(inputs).sum() + least
    assert least <= real.allowances["total"] <= most * (1 + 2.0**-7)
