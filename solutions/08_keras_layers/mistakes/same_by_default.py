""" "same" as the default.

The default of `padding` is `"valid"`, as in Keras.
"""

from keras_layers import Conv2D as RightConv2D
from keras_layers import MaxPooling2D as RightMaxPooling2D


class Conv2D(RightConv2D):
    def __init__(self, filters, kernel_size, strides=(1, 1), padding="same", **options):
        super().__init__(filters, kernel_size, strides, padding, **options)


class MaxPooling2D(RightMaxPooling2D):
    def __init__(self, pool_size=(2, 2), strides=None, padding="same", **options):
        super().__init__(pool_size, strides, padding, **options)
