"""a result written over the arguments.

Arrays are passed without copying: if you change one, it changes for the caller, too, and the next layer or your own
backward pass gets the wrong inputs. Look for lines that assign to a part of an argument, or use -=.
"""

import numpy as np

# docs/mistakes.md: A1


def relu(inputs: np.ndarray) -> np.ndarray:
    inputs[inputs < 0] = 0
    return inputs


def relu_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    grad_outputs[inputs <= 0] = 0
    return grad_outputs


def leaky_relu(inputs: np.ndarray, negative_slope: float) -> np.ndarray:
    inputs[inputs < 0] *= negative_slope
    return inputs


def leaky_relu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, negative_slope: float) -> np.ndarray:
    grad_outputs[inputs < 0] *= negative_slope
    return grad_outputs


def softmax(logits: np.ndarray) -> np.ndarray:
    logits -= logits.max(axis=-1, keepdims=True)
    powers = np.exp(logits)
    return powers / powers.sum(axis=-1, keepdims=True)


def cross_entropy(logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    logits -= logits.max(axis=-1, keepdims=True)
    log_sum = np.log(np.exp(logits).sum(axis=-1, keepdims=True))
    return (labels * (log_sum - logits)).sum(axis=-1)
