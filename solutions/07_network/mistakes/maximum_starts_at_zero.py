"""0 where all numbers of a window are negative.

Start from the first number of the window, or from -inf.
"""

import numpy as np
from network import MaxPool2D as RightMaxPool2D

# docs/mistakes.md: P8


class MaxPool2D(RightMaxPool2D):
    def forward(self, inputs):
        return np.maximum(super().forward(inputs), 0)
