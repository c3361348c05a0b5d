"""grad_inputs with the padding still around it.

A padded cell has no source, so its gradient is dropped: crop the border.
"""

import numpy as np
import tensorflow as tf
from keras_layers import MaxPooling2D as RightMaxPooling2D
from keras_layers import borders_of, patches_of, spread

# docs/mistakes.md: B3


class MaxPooling2D(RightMaxPooling2D):
    def call(self, inputs):
        borders = borders_of(inputs.shape, self.pool_size, self.strides, self.padding)
        (rows, columns), channels = self.pool_size, inputs.shape[3]

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
                return tf.add_n(
                    [
                        tf.pad(cell, ((0, 0), (row, below - row), (column, after - column), (0, 0)))
                        for cell, (row, column) in cells
                    ]
                )

            return outputs, backward

        return pool(inputs)
