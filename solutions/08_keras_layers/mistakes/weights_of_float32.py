"""weights that are float32 whatever the layer's dtype.

`add_weight` uses the dtype of the layer by default: remove `dtype`.
"""

import tensorflow as tf
from keras_layers import Dense as RightDense


class Dense(RightDense):
    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), name="kernel", dtype="float32")
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros", name="bias", dtype="float32")

    def call(self, inputs):
        @tf.custom_gradient
        def dense(inputs, kernel, bias):
            def backward(grad_outputs):
                grad_inputs = tf.matmul(grad_outputs, kernel, transpose_b=True)
                grad_kernel = tf.matmul(inputs, grad_outputs, transpose_a=True)
                return grad_inputs, grad_kernel, tf.reduce_sum(grad_outputs, 0)

            return tf.matmul(inputs, kernel) + bias, backward

        return dense(inputs, tf.cast(self.kernel, inputs.dtype), tf.cast(self.bias, inputs.dtype))
