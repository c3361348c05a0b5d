"""an even kernel padded with the larger half at the top and left.

"same" puts the odd row and column at the bottom and right.
"""

import numpy as np
from network import Conv2D as RightConv2D

# docs/mistakes.md: C13


class Conv2D(RightConv2D):
    def forward(self, inputs):
        if self.padding == "valid":
            return super().forward(inputs)
        height, width = self.kernel.shape[:2]
        borders = [(0, 0), (height // 2, (height - 1) // 2), (width // 2, (width - 1) // 2), (0, 0)]
        self.padding = "valid"
        outputs = super().forward(np.pad(inputs, borders))
        self.padding, self.borders = "same", borders
        return outputs
