"""a bias that is not trained.

The bias is created with `trainable=False`, so an optimiser ignores it. Remove that.
"""

from keras_layers import Conv2D as RightConv2D
from keras_layers import Dense as RightDense


class Dense(RightDense):
    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), name="kernel")
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros", name="bias", trainable=False)


class Conv2D(RightConv2D):
    def build(self, input_shape):
        shape = (*self.kernel_size, input_shape[-1], self.filters)
        self.kernel = self.add_weight(shape=shape, name="kernel")
        self.bias = self.add_weight(shape=(self.filters,), initializer="zeros", name="bias", trainable=False)
