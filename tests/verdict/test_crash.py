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
