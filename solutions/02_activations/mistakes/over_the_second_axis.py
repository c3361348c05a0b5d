"""a softmax along axis 1, which is the last one only with two axes.

The classes are the last axis, however many precede it: an image may have a row of logits for each pixel. Count from
the end: axis=-1.
"""

import numpy as np
from activations import softmax as right_softmax
from activations import softmax_backward as right_softmax_backward

# special value: further axes


def softmax(logits: np.ndarray) -> np.ndarray:
    return np.moveaxis(right_softmax(np.moveaxis(logits, 1, -1)), -1, 1)


def softmax_backward(grad_outputs: np.ndarray, logits: np.ndarray) -> np.ndarray:
    back = right_softmax_backward(np.moveaxis(grad_outputs, 1, -1), np.moveaxis(logits, 1, -1))
    return np.moveaxis(back, -1, 1)
