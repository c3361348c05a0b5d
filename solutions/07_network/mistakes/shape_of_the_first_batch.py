"""the shape of the first batch that it ever saw.

Batches differ in size, the last one above all: remember the shape anew in each `forward`.
"""

from network import Flatten as RightFlatten


class Flatten(RightFlatten):
    def forward(self, inputs):
        outputs = super().forward(inputs)
        self.first = getattr(self, "first", self.shape)
        self.shape = self.first
        return outputs
