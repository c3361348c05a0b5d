"""outputs joined along the wrong axis.

Join the branches along the channels, the last axis.
"""

import numpy as np
from network import Branches as RightBranches


class Branches(RightBranches):
    def forward(self, inputs):
        super().forward(inputs)
        return np.concatenate([branch.forward(inputs) for branch in self.branches], axis=0)
