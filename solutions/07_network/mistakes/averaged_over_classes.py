"""a mean over batch and classes.

The classes of a row are summed, and only the rows are averaged.
"""

from network import SoftmaxCrossEntropy as RightSoftmaxCrossEntropy


class SoftmaxCrossEntropy(RightSoftmaxCrossEntropy):
    def forward(self, logits, labels):
        return super().forward(logits, labels) / logits.shape[1]

    def backward(self):
        return super().backward() / self.labels.shape[1]
