""" "same" treated like "valid".

With `padding="same"` there are ceil(size / stride) windows: pad for them.
"""

from keras_layers import Conv2D as RightConv2D
from keras_layers import MaxPooling2D as RightMaxPooling2D

# docs/mistakes.md: P15


class Conv2D(RightConv2D):
    def __init__(self, filters, kernel_size, strides=(1, 1), padding="valid", **options):
        super().__init__(filters, kernel_size, strides, "valid", **options)


class MaxPooling2D(RightMaxPooling2D):
    def __init__(self, pool_size=(2, 2), strides=None, padding="valid", **options):
        super().__init__(pool_size, strides, "valid", **options)
