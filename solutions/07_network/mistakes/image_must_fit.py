"""an error where the windows do not cover the image.

Rows and columns that fill no window are dropped: crop the image to whole windows first.
"""

from network import MaxPool2D as RightMaxPool2D

# docs/mistakes.md: P16
# special value: a remainder


class MaxPool2D(RightMaxPool2D):
    def forward(self, inputs):
        (height, width), (batch, rows, columns, channels) = self.pool_size, inputs.shape
        self.inputs = inputs
        return inputs.reshape(batch, rows // height, height, columns // width, width, channels).max(axis=(2, 4))
