"""weights in the wrong order: the bias, then the kernel.

`set_weights` and saved files rely on the order in which weights are created. Create the kernel first.
"""

from keras_layers import Dense as RightDense


class Dense(RightDense):
    def build(self, input_shape):
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros", name="bias")
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), name="kernel")
