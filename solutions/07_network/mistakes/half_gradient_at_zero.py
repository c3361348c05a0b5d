"""a slope of 0.5 at exactly 0.

TensorFlow's slope is 0 there. Check what your mask holds for an input of 0.
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
