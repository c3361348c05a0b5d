"""a layer that drops `dtype` and other layer options.

`__init__` does not pass its options to `super().__init__(**options)`, so a layer created for float64 computes in
float32.
"""

from keras_layers import Conv2D as RightConv2D
from keras_layers import Dense as RightDense
from keras_layers import MaxPooling2D as RightMaxPooling2D


class Dense(RightDense):
    def __init__(self, units, **options):
        super().__init__(units)


class Conv2D(RightConv2D):
    def __init__(self, filters, kernel_size, strides=(1, 1), padding="valid", **options):
        super().__init__(filters, kernel_size, strides, padding)


class MaxPooling2D(RightMaxPooling2D):
    def __init__(self, pool_size=(2, 2), strides=None, padding="valid", **options):
        super().__init__(pool_size, strides, padding)
