"""strides with height and width swapped.

`strides` is (height, width), like all sizes here.
"""

from keras_layers import Conv2D as RightConv2D
from keras_layers import MaxPooling2D as RightMaxPooling2D

# docs/mistakes.md: C8


class Conv2D(RightConv2D):
    def __init__(self, filters, kernel_size, strides=(1, 1), padding="valid", **options):
        super().__init__(filters, kernel_size, strides[::-1], padding, **options)


class MaxPooling2D(RightMaxPooling2D):
    def __init__(self, pool_size=(2, 2), strides=None, padding="valid", **options):
        super().__init__(pool_size, (strides or pool_size)[::-1], padding, **options)
