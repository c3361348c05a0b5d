"""the channels of the last branch first.

Join them in the order of the list.
"""

import numpy as np
from network import Branches as RightBranches


class Branches(RightBranches):
    def forward(self, inputs):
        outputs = [branch.forward(inputs) for branch in self.branches]
        self.ends = np.cumsum([each.shape[-1] for each in outputs])
        return np.concatenate(outputs[::-1], axis=-1)
