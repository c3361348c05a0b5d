"""a slope of 1 at exactly 0.

TensorFlow's is 0 there: compare with `> 0`, not with `>= 0`.
"""

from network import ReLU as RightReLU

# docs/mistakes.md: A3
# special value: 0


class ReLU(RightReLU):
    def forward(self, inputs):
        outputs = super().forward(inputs)
        self.positive = inputs >= 0
        return outputs
