"""a bias added to every product, once for each kernel cell and channel.

np.sum(window * weights + bias) adds it inside the sum: the bias joins once, after the sum.
"""

from network import Conv2D as RightConv2D

# docs/mistakes.md: N9


class Conv2D(RightConv2D):
    def forward(self, inputs):
        return super().forward(inputs) + self.bias * (self.kernel.size // len(self.bias) - 1)
