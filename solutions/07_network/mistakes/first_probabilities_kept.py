"""the gradient for the first batch that the loss ever saw.

`forward` keeps its probabilities only once. Each forward replaces them.
"""

from network import SoftmaxCrossEntropy as RightSoftmaxCrossEntropy


class SoftmaxCrossEntropy(RightSoftmaxCrossEntropy):
    def forward(self, logits, labels):
        value = super().forward(logits, labels)
        self.first = getattr(self, "first", self.probabilities)
        self.probabilities = self.first
        return value
