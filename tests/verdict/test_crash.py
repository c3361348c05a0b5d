"""crash: what an exception of TensorFlow means to a student."""

import pytest

from autograder.records import Raised
from autograder.verdict.crash import meaning

pytestmark = pytest.mark.oracle


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("x[0] = 1", "A tensor cannot be changed."),
        ("x.reshape(3, 1)", "Only arrays have .reshape."),
        ("x.T", "Only arrays have .T."),
    ],
)
def test_an_array_operation_that_tensors_lack_is_explained(code, says):
    import tensorflow as tf

    with pytest.raises((TypeError, AttributeError)) as raised:
        exec(code, {"x": tf.zeros(3)})
    error = Raised(type=raised.type.__name__, message=str(raised.value))
    assert says in meaning(error)


def test_a_variable_in_a_custom_gradient_is_explained():
    import tensorflow as tf

    factor = tf.Variable([1.0, 2, 3])

    @tf.custom_gradient
    def scale(x):
        return x * factor, lambda grad: grad * factor

    with pytest.raises(TypeError) as raised:
        scale(tf.ones(3))
    error = Raised(type="TypeError", message=str(raised.value))
    assert "uses a variable. Pass it a tensor instead" in meaning(error)
