"""allowances: how far rounding may take an answer that is not a sum of products."""

import numpy as np
import pytest

from autograder import allowances

UNIT = 2.0**-24
LOGITS = np.float32([[1000, 999, 0], [1, 2, -3]])


def test_the_allowance_of_a_row_gradient_follows_the_rows_largest_upstream():
    upstream = np.float32([[8, 0, -16], [0, 0.5, 0]])
    allowed = allowances.row_gradient(
        UNIT, {"grad_outputs": upstream, "logits": LOGITS}, np.zeros((2, 3))
    )
    expected = np.array([[1000 * 16, 999 * 16, 16], [0.5, 2 * 0.5, 3 * 0.5]])
    np.testing.assert_allclose(allowed, 16 * UNIT * expected)


def test_the_allowance_of_a_loss_follows_its_rows_largest_logit():
    allowed = allowances.row_loss(
        UNIT, {"logits": LOGITS, "labels": np.ones((2, 3))}, np.array([0.5, 7])
    )
    np.testing.assert_allclose(allowed, 16 * UNIT * np.array([1000, 7]))


def test_the_gradient_of_a_loss_is_allowed_its_rows_largest_logit_times_its_upstream():
    arrays = {"grad_outputs": np.float32([2, -4]), "logits": LOGITS, "labels": np.ones((2, 3))}
    allowed = allowances.cross_entropy_gradient(UNIT, arrays, np.zeros((2, 3)))
    np.testing.assert_allclose(
        np.broadcast_to(allowed, (2, 3))[:, 0], 16 * UNIT * np.array([2000, 12])
    )


@pytest.mark.parametrize("shape", [(6, 2), (2, 3, 2)])
def test_the_gradient_of_a_slope_has_the_bound_for_a_sum_over_all_but_the_channels(shape):
    upstream, inputs = np.full(shape, -2, np.float32), np.full(shape, 3, np.float32)
    arrays = {"grad_outputs": upstream, "inputs": inputs, "alpha": np.ones(2, np.float32)}
    np.testing.assert_allclose(
        allowances.slope_gradient(UNIT, arrays, np.zeros(2)), [(6 + 2) * UNIT * 36] * 2
    )


@pytest.mark.parametrize(
    "allowance",
    [allowances.elementwise_gradient, allowances.row_gradient, allowances.cross_entropy_gradient],
)
def test_the_allowance_of_a_gradient_grows_with_its_upstream_and_no_faster(allowance):
    upstream, answer = np.float64([2, -4]), np.float64([[0.5, -1.5, 1], [3, -2, -1]])
    if allowance is not allowances.cross_entropy_gradient:
        upstream = np.broadcast_to(upstream[:, None], answer.shape)
    small, large = (
        allowance(
            UNIT,
            {"grad_outputs": factor * upstream, "logits": LOGITS / 1000}
            | ({"labels": np.ones((2, 3))} if upstream.ndim == 1 else {}),
            factor * answer,
        )
        for factor in (1, 2.0**20)
    )
    np.testing.assert_allclose(large, 2.0**20 * small)
