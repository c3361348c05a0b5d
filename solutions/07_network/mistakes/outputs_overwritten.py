"""an array that the next forward overwrites.

The layer keeps one array for its outputs and refills it each time, but a caller may still hold the last outputs. Make
a new array for each forward.
"""

from network import Conv2D as RightConv2D
from network import Dense as RightDense


class Dense(RightDense):
    def forward(self, inputs):
        outputs = super().forward(inputs)
        kept = getattr(self, "kept", None)
        if kept is None or kept.shape != outputs.shape:
            self.kept = outputs
        self.kept[...] = outputs
        return self.kept


class Conv2D(RightConv2D):
    def forward(self, inputs):
        outputs = super().forward(inputs)
        kept = getattr(self, "kept", None)
        if kept is None or kept.shape != outputs.shape:
            self.kept = outputs
        self.kept[...] = outputs
        return self.kept
