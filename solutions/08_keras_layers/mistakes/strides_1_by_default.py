"""strides of 1 by default.

Without `strides`, windows are side by side: the strides are the `pool_size`.
"""

from keras_layers import MaxPooling2D as RightMaxPooling2D


class MaxPooling2D(RightMaxPooling2D):
    def __init__(self, pool_size=(2, 2), strides=None, padding="valid", **options):
        super().__init__(pool_size, strides or (1, 1), padding, **options)
