"""bounds: the ingredients of allowances."""

import numpy as np
import pytest

from autograder.answers.bounds import rounded_up


@pytest.mark.parametrize("size", [1e-40, 3e-20, 1.0, 1 + 2.0**-40, 5.7, 2e30])
def test_a_stored_bound_is_never_lower_and_hardly_higher(size):
    bound = np.array([size, 1.01 * size])
    stored = rounded_up(bound)
    assert stored.dtype == np.float32
    assert (stored.astype(np.float64) >= bound).all()
    assert (stored <= np.maximum(bound * (1 + 2.0**-7), np.finfo(np.float32).tiny)).all()


def test_a_stored_bound_needs_two_bytes():
    stored = rounded_up(np.random.default_rng(0).random(99))
    assert {each.tobytes()[:2] for each in stored} == {b"\0\0"}


def test_an_allowance_of_zero_stays_zero():
    assert rounded_up(np.zeros(3)).tolist() == [0, 0, 0]
