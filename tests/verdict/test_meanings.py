"""meanings: what Python's and NumPy's own messages mean to a student."""

import numpy as np
import pytest

from autograder.records import Raised
from autograder.verdict.crash import meaning


class Layer:
    """A student's own class."""


class Sized:
    """Another one, whose objects need a size."""

    def __init__(self, size):
        self.size = size

    def grow(self):
        self.size += 1


def nothing():
    """Return nothing, as a function that forgot to."""


X = np.ones((2, 3))
NONE = "Something there is None"
FUNCTION = "That is a function: call it"
OBJECT = "That is a single Layer, not a list"
ITEMS = "It gives its items one by one: make a list"
NUMBER = "That is a single number with no axes"


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("nothing()[0]", NONE),
        ("a, b = nothing()", NONE),
        ("len(nothing())", NONE),
        ("nothing() + X", NONE),
        ("np.zeros[3, 4]", FUNCTION),
        ("X.sum[0]", FUNCTION),
        ("np.sum[X]", FUNCTION),
        ("np.maximum[X, 0]", FUNCTION),
        ("a, b = nothing", FUNCTION),
        ("len(nothing)", FUNCTION),
        ("[n for n in X.sum]", FUNCTION),
        ("[n for n in Layer()]", OBJECT),
        ("len(Layer())", OBJECT),
        ("a, b = Layer()", OBJECT),
        ("zip(X, X)[0]", ITEMS),
        ("len(map(np.sum, X))", ITEMS),
        ("reversed([1])[0]", ITEMS),
        ("items = (n for n in X); items[0]", ITEMS),
        ("set([1, 2])[0]", ITEMS),
        ("{}.items()[0]", ITEMS),
        ("X[0, 0][0]", NUMBER),
        ("len(X[0, 0])", NUMBER),
        ("a, b = X[0, 0]", NUMBER),
        ("a, b = 3", NUMBER),
        ("[n for n in 2.5]", NUMBER),
        ("np.array([X, X[0], 1.0])", "The rows of one array need equal lengths."),
        ("X[0, 0] = X", "You stored an array where only one number fits."),
        ("from numpy import matmull", "numpy has no matmull. Check the spelling."),
        ("from numpy.typing import NDarray", "numpy.typing has no NDarray. Check the spelling."),
        ("X @ nothing()", "`@` needs arrays with axes, and one side has none: it is"),
        ("X @ 2.0", "`@` needs arrays with axes, and one side has none: it is"),
        ("range(X.sum)", FUNCTION),
        ("X += nothing()", "`+=` and the like need numbers on their right, but something"),
        ("Layer()(X)", "Layer has no __call__: call one of its methods by name"),
        ("Layer().backward(X)", "Its class has no method backward."),
        ("Sized()", "Making a Sized needs more arguments."),
        ("Sized.grow()", "An argument is missing, or Sized is the class itself"),
    ],
)
def test_a_message_is_explained(code, says):
    with pytest.raises((TypeError, IndexError, ValueError, ImportError, AttributeError)) as raised:
        exec(code, {"np": np, "X": X.copy(), "nothing": nothing, "Layer": Layer, "Sized": Sized})
    error = Raised(type=raised.type.__name__, message=str(raised.value))
    assert meaning(error).startswith(says)
