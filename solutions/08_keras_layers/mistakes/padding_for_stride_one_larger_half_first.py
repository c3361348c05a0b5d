""" "same" that pads as if the strides were 1, with the larger half at the top and left.

With larger strides the windows extend less far over the border: pad (windows - 1) * stride + window - size cells in
total, the odd one at the bottom and right.
"""

import numpy as np
import tensorflow as tf
from keras_layers import Conv2D as RightConv2D
from keras_layers import MaxPooling2D as RightMaxPooling2D
from keras_layers import borders_of, patches_of, spread

# docs/mistakes.md: N6


def borders_the_other_way(shape, size, padding):
    return [[after, before] for before, after in borders_of(shape, size, (1, 1), padding)]


class Conv2D(RightConv2D):
    def call(self, inputs):
        borders = borders_the_other_way(inputs.shape, self.kernel_size, self.padding)

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
                flipped = tf.transpose(kernel[::-1, ::-1], (0, 1, 3, 2))
                grad_inputs = tf.matmul(
                    patches_of(padded, self.kernel_size, (1, 1)), tf.reshape(flipped, (-1, channels))
                )
                return grad_inputs, grad_kernel, tf.reduce_sum(errors, 0)

            return outputs, backward

        return conv2d(inputs, tf.convert_to_tensor(self.kernel), tf.convert_to_tensor(self.bias))


class MaxPooling2D(RightMaxPooling2D):
    def call(self, inputs):
        borders = borders_the_other_way(inputs.shape, self.pool_size, self.padding)
        (rows, columns), (_, height, width, channels) = self.pool_size, inputs.shape

        @tf.custom_gradient
        def pool(inputs):
            padded = tf.pad(inputs, borders, constant_values=inputs.dtype.min)
            patches = patches_of(padded, self.pool_size, self.strides)
            # batch out_height out_width (cells channels) -> batch out_height out_width cells channels
            windows = tf.reshape(patches, (-1, *patches.shape[1:3], rows * columns, channels))
            outputs = tf.reduce_max(windows, 3)

            def backward(grad_outputs):
                largest = tf.cast(windows == outputs[:, :, :, None], inputs.dtype)
                shares = largest / tf.reduce_sum(largest, 3, keepdims=True) * grad_outputs[:, :, :, None]
                apart = spread(tf.reshape(shares, tf.shape(patches)), self.strides)
                below, after = padded.shape[1] - apart.shape[1], padded.shape[2] - apart.shape[2]
                cells = zip(tf.split(apart, rows * columns, 3), np.ndindex(rows, columns), strict=True)
                images = tf.add_n(
                    [
                        tf.pad(cell, ((0, 0), (row, below - row), (column, after - column), (0, 0)))
                        for cell, (row, column) in cells
                    ]
                )
                (top, _), (left, _) = borders[1:3]
                return images[:, top : top + height, left : left + width]

            return outputs, backward

        return pool(inputs)
