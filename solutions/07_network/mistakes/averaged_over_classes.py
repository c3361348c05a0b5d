"""a mean over batch and classes.

Sum over the classes of a row, and average only over the rows.
"""

from network import SoftmaxCrossEntropy as RightSoftmaxCrossEntropy


class SoftmaxCrossEntropy(RightSoftmaxCrossEntropy):
    def forward(self, logits, labels):
        return super().forward(logits, labels) / logits.shape[1]

    def backward(self):
        return super().backward() / self.labels.shape[1]
