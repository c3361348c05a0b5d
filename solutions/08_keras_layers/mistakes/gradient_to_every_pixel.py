"""a window's gradient given to each of its pixels.

Only the maximum of a window decides its output, so only that pixel gets its gradient.
"""

import numpy as np
import tensorflow as tf
from keras_layers import MaxPooling2D as RightMaxPooling2D
from keras_layers import borders_of, patches_of, spread


class MaxPooling2D(RightMaxPooling2D):
    def call(self, inputs):
        borders = borders_of(inputs.shape, self.pool_size, self.strides, self.padding)
        (rows, columns), (_, height, width, channels) = self.pool_size, inputs.shape

        @tf.custom_gradient
        def pool(inputs):
            padded = tf.pad(inputs, borders, constant_values=inputs.dtype.min)
            patches = patches_of(padded, self.pool_size, self.strides)
            # batch out_height out_width (cells channels) -> batch out_height out_width cells channels
            windows = tf.reshape(patches, (-1, *patches.shape[1:3], rows * columns, channels))
            outputs = tf.reduce_max(windows, 3)

            def backward(grad_outputs):
                largest = tf.ones_like(windows)
                shares = largest * grad_outputs[:, :, :, None]
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
