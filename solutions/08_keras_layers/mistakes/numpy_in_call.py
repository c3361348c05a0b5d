"""a layer that calls `.numpy()`.

In a graph a tensor has no values yet, so it has no `.numpy()` either. Use TensorFlow operations instead.
"""

import tensorflow as tf
from keras_layers import Dense as RightDense


class Dense(RightDense):
    def call(self, inputs):
        @tf.custom_gradient
        def dense(inputs, kernel, bias):
            def backward(grad_outputs):
                grad_inputs = tf.matmul(grad_outputs, kernel, transpose_b=True)
                grad_kernel = tf.matmul(inputs, grad_outputs, transpose_a=True)
                return grad_inputs, grad_kernel, tf.constant(grad_outputs.numpy().sum(axis=0))

            return tf.matmul(inputs, kernel) + bias, backward

        return dense(inputs, tf.convert_to_tensor(self.kernel), tf.convert_to_tensor(self.bias))
