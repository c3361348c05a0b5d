"""a gradient cut into equal pieces.

Branches have different numbers of channels: remember them in `forward`.
"""

import numpy as np
from network import Branches as RightBranches


class Branches(RightBranches):
    def backward(self, grad_outputs):
        pieces = np.array_split(grad_outputs, len(self.branches), axis=-1)
        return sum(branch.backward(piece) for branch, piece in zip(self.branches, pieces, strict=True))
