"""probabilities as the gradient.

The right class is missing: subtract the labels.
"""

from network import SoftmaxCrossEntropy as RightSoftmaxCrossEntropy


class SoftmaxCrossEntropy(RightSoftmaxCrossEntropy):
    def backward(self):
        return self.probabilities / len(self.labels)
