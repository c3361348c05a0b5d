"""one loss for each row of the batch.

`forward` returns one number: their mean.
"""

import numpy as np
from network import SoftmaxCrossEntropy as RightSoftmaxCrossEntropy


class SoftmaxCrossEntropy(RightSoftmaxCrossEntropy):
    def forward(self, logits, labels):
        super().forward(logits, labels)
        return -(labels * np.log(self.probabilities)).sum(axis=1)
