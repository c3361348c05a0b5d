"""grad_kernel divided by the batch size.

The loss averages over the batch, so `grad_outputs` already contains that division. Sum over the batch.
"""

import tensorflow as tf
from keras_layers import Conv2D as RightConv2D
from keras_layers import Dense as RightDense
from keras_layers import borders_of, patches_of, spread

# docs/mistakes.md: B15, F8


class Dense(RightDense):
    def call(self, inputs):
        @tf.custom_gradient
        def dense(inputs, kernel, bias):
            def backward(grad_outputs):
                grad_inputs = tf.matmul(grad_outputs, kernel, transpose_b=True)
                grad_kernel = tf.matmul(inputs, grad_outputs, transpose_a=True) / tf.cast(
                    tf.shape(inputs)[0], inputs.dtype
                )
                return grad_inputs, grad_kernel, tf.reduce_sum(grad_outputs, 0)

            return tf.matmul(inputs, kernel) + bias, backward

        return dense(inputs, tf.convert_to_tensor(self.kernel), tf.convert_to_tensor(self.bias))


class Conv2D(RightConv2D):
    def call(self, inputs):
        borders = borders_of(inputs.shape, self.kernel_size, self.strides, self.padding)

        @tf.custom_gradient
        def conv2d(inputs, kernel, bias):
            rows, columns, channels, filters = kernel.shape
            patches = patches_of(tf.pad(inputs, borders), self.kernel_size, self.strides)
            outputs = tf.matmul(patches, tf.reshape(kernel, (-1, filters))) + bias

            def backward(grad_outputs):
                flat, errors = (tf.reshape(each, (-1, each.shape[-1])) for each in (patches, grad_outputs))
                grad_kernel = tf.reshape(tf.matmul(flat, errors, transpose_a=True), kernel.shape)
                grad_kernel /= tf.cast(tf.shape(inputs)[0], inputs.dtype)
                # The way back is a convolution again: the errors, as far apart as the windows, and a flipped kernel.
                apart = spread(grad_outputs, self.strides)
                (top, _), (left, _) = borders[1:3]
                above, before = rows - 1 - top, columns - 1 - left
                below, after = inputs.shape[1] - apart.shape[1] + top, inputs.shape[2] - apart.shape[2] + left
                padded = tf.pad(apart, ((0, 0), (above, below), (before, after), (0, 0)))
                flipped = tf.transpose(kernel[::-1, ::-1], (0, 1, 3, 2))
                grad_inputs = tf.matmul(
                    patches_of(padded, self.kernel_size, (1, 1)), tf.reshape(flipped, (-1, channels))
                )
                return grad_inputs, grad_kernel, tf.reduce_sum(errors, 0)

            return outputs, backward

        return conv2d(inputs, tf.convert_to_tensor(self.kernel), tf.convert_to_tensor(self.bias))
