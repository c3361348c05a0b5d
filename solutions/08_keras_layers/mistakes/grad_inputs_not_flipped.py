"""grad_inputs with a kernel that is not flipped.

A kernel's first cell meets a pixel in the last window that covers it. So correlate the gradients with the kernel
flipped in both directions.
"""

import tensorflow as tf
from keras_layers import Conv2D as RightConv2D
from keras_layers import borders_of, patches_of, spread

# docs/mistakes.md: B8


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
                # The way back is a convolution again: the errors, as far apart as the windows, and a flipped kernel.
                apart = spread(grad_outputs, self.strides)
                (top, _), (left, _) = borders[1:3]
                above, before = rows - 1 - top, columns - 1 - left
                below, after = inputs.shape[1] - apart.shape[1] + top, inputs.shape[2] - apart.shape[2] + left
                padded = tf.pad(apart, ((0, 0), (above, below), (before, after), (0, 0)))
                flipped = tf.transpose(kernel, (0, 1, 3, 2))
                grad_inputs = tf.matmul(
                    patches_of(padded, self.kernel_size, (1, 1)), tf.reshape(flipped, (-1, channels))
                )
                return grad_inputs, grad_kernel, tf.reduce_sum(errors, 0)

            return outputs, backward

        return conv2d(inputs, tf.convert_to_tensor(self.kernel), tf.convert_to_tensor(self.bias))
