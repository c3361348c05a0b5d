"""grad_kernel with units and features swapped.

The kernel is (features, units), and so is its gradient: inputs, transposed, times `grad_outputs`.
"""

import tensorflow as tf
from keras_layers import Dense as RightDense

# docs/mistakes.md: F2


class Dense(RightDense):
    def call(self, inputs):
        @tf.custom_gradient
        def dense(inputs, kernel, bias):
            def backward(grad_outputs):
                grad_inputs = tf.matmul(grad_outputs, kernel, transpose_b=True)
                grad_kernel = tf.matmul(grad_outputs, inputs, transpose_a=True)
                return grad_inputs, grad_kernel, tf.reduce_sum(grad_outputs, 0)

            return tf.matmul(inputs, kernel) + bias, backward

        return dense(inputs, tf.convert_to_tensor(self.kernel), tf.convert_to_tensor(self.bias))
