"""a config without the options that all layers have.

A layer created for float64 and rebuilt from its config computes in float32. Add your arguments to those of
`super().get_config()`, or remove `get_config`: Keras records them.
"""

from keras_layers import Conv2D as RightConv2D
from keras_layers import Dense as RightDense
from keras_layers import MaxPooling2D as RightMaxPooling2D


class Dense(RightDense):
    def get_config(self):
        return {"units": self.units}


class Conv2D(RightConv2D):
    def get_config(self):
        options = {"strides": self.strides, "padding": self.padding}
        return {"filters": self.filters, "kernel_size": self.kernel_size, **options}


class MaxPooling2D(RightMaxPooling2D):
    def get_config(self):
        return {"pool_size": self.pool_size, "strides": self.strides, "padding": self.padding}
