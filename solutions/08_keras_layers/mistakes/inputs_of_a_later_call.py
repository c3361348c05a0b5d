"""a gradient from the inputs of a later call.

What `call` stores on `self`, the next call overwrites. Let backward use the tensors of the function that it is defined
in.
"""

import tensorflow as tf
from keras_layers import Dense as RightDense


class Dense(RightDense):
    def call(self, inputs):
        self.inputs = inputs

        @tf.custom_gradient
        def dense(inputs, kernel, bias):
            def backward(grad_outputs):
                grad_inputs = tf.matmul(grad_outputs, kernel, transpose_b=True)
                grad_kernel = tf.matmul(self.inputs, grad_outputs, transpose_a=True)
                return grad_inputs, grad_kernel, tf.reduce_sum(grad_outputs, 0)

            return tf.matmul(inputs, kernel) + bias, backward

        return dense(inputs, tf.convert_to_tensor(self.kernel), tf.convert_to_tensor(self.bias))
