"""half a slope at exactly 0.

TensorFlow's is 0 there: a unit that gives nothing gets nothing. See what your mask holds for an input of 0.
"""

import numpy as np
from network import ReLU as RightReLU

# docs/mistakes.md: N11
# special value: 0


class ReLU(RightReLU):
    def forward(self, inputs):
        outputs = super().forward(inputs)
        self.positive = (np.sign(inputs) + 1) / 2
        return outputs
