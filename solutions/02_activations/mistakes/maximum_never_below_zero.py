"""a row far below 0 that underflows: it is shifted by 0, or by its largest absolute value, instead of its maximum.

All its exponentials are then 0, and so is their sum. The maximum of such a row is below 0, too: a running maximum
starts with the first logit, not with 0.
"""

import numpy as np

# special value: rows below 0


def softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True, initial=0))
    return powers / powers.sum(axis=-1, keepdims=True)


def softmax_backward(grad_outputs: np.ndarray, logits: np.ndarray) -> np.ndarray:
    outputs = softmax(logits)
    return outputs * (grad_outputs - (grad_outputs * outputs).sum(axis=-1, keepdims=True))


def cross_entropy(logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    shifted = logits - logits.max(axis=-1, keepdims=True, initial=0)
    return (labels * (np.log(np.exp(shifted).sum(axis=-1, keepdims=True)) - shifted)).sum(axis=-1)


def cross_entropy_backward(grad_outputs: np.ndarray, logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return grad_outputs[:, None] * (softmax(logits) - labels)
