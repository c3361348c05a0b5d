"""windows that are always side by side.

The layer uses `pool_size` in place of `strides`. They are equal only by default.
"""

from keras_layers import MaxPooling2D as RightMaxPooling2D

# docs/mistakes.md: C6


class MaxPooling2D(RightMaxPooling2D):
    def __init__(self, pool_size=(2, 2), strides=None, padding="valid", **options):
        super().__init__(pool_size, pool_size, padding, **options)
