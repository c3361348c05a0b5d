"""the gradient with the opposite sign.

It is probabilities minus labels: the loss grows with the logits of wrong classes.
"""

from network import SoftmaxCrossEntropy as RightSoftmaxCrossEntropy


class SoftmaxCrossEntropy(RightSoftmaxCrossEntropy):
    def backward(self):
        return -super().backward()
