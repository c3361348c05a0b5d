"""grad_outputs times p (1 - p), elementwise.

That is how an output depends on its own logit. But a row adds up to 1: when one output rises, the others fall, so their
gradients count. The Jacobian of a row is a full matrix, not a diagonal one.
"""

import numpy as np
from activations import softmax as right_softmax

# docs/mistakes.md: A9


def softmax_backward(grad_outputs: np.ndarray, logits: np.ndarray) -> np.ndarray:
    p = right_softmax(logits)
    return grad_outputs * p * (1 - p)
