"""the whole gradient for each of several equal maxima.

Pass it back once: to the first of them, or in equal shares.
"""

import numpy as np
from network import MaxPool2D as RightMaxPool2D

# docs/mistakes.md: P1
# special value: ties


class MaxPool2D(RightMaxPool2D):
    def backward(self, grad_outputs):
        grad_inputs = np.zeros_like(self.inputs)
        height, width = self.pool_size
        for row, column in np.ndindex(grad_outputs.shape[1:3]):
            window = np.s_[:, row * height : (row + 1) * height, column * width : (column + 1) * width]
            cells = self.inputs[window]
            largest = cells == cells.max(axis=(1, 2), keepdims=True)
            grad_inputs[window] = largest * grad_outputs[:, row : row + 1, column : column + 1]
        return grad_inputs
