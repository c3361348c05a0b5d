"""the gradient for the first batch that the loss saw.

`forward` stores its probabilities only once. Replace them each time.
"""

from network import SoftmaxCrossEntropy as RightSoftmaxCrossEntropy


class SoftmaxCrossEntropy(RightSoftmaxCrossEntropy):
    def forward(self, logits, labels):
        value = super().forward(logits, labels)
        self.first = getattr(self, "first", self.probabilities)
        self.probabilities = self.first
        return value
