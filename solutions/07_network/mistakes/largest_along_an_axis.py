"""the largest numbers along the first axis: np.max(x, 0) takes 0 as the axis.

np.maximum compares two arrays, number by number, and one of them may be a plain 0.
"""

import numpy as np
from network import ReLU as RightReLU

# docs/mistakes.md: N13


class ReLU(RightReLU):
    def forward(self, inputs):
        super().forward(inputs)
        return np.max(inputs, 0)
