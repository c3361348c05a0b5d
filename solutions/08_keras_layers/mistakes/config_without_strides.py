"""a config without strides and padding.

`from_config` then builds the layer with the defaults. Return every argument of `__init__` in `get_config`, or remove
`get_config`: Keras records them.
"""

from keras_layers import Conv2D as RightConv2D
from keras_layers import MaxPooling2D as RightMaxPooling2D


class Conv2D(RightConv2D):
    def get_config(self):
        return {**super().get_config(), "filters": self.filters, "kernel_size": self.kernel_size}


class MaxPooling2D(RightMaxPooling2D):
    def get_config(self):
        return {**super().get_config(), "pool_size": self.pool_size}
