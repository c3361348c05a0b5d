"""probabilities that add up to 1 over the batch.

Each row is one image, whose classes compete: use axis 1.
"""

import numpy as np
from network import SoftmaxCrossEntropy as RightSoftmaxCrossEntropy

# docs/mistakes.md: A8


class SoftmaxCrossEntropy(RightSoftmaxCrossEntropy):
    def forward(self, logits, labels):
        shifted = logits - logits.max(axis=0)
        surprise = np.log(np.exp(shifted).sum(axis=0)) - shifted
        self.probabilities, self.labels = np.exp(-surprise), labels
        return (labels * surprise).sum(axis=1).mean()
