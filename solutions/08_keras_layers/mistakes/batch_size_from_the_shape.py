"""a layer that takes the batch size from `inputs.shape`.

In a graph the batch size is unknown, and `inputs.shape[0]` is None. Use `tf.shape(inputs)[0]`, a tensor, or -1 for
one size in `tf.reshape`.
"""

import numpy as np
import tensorflow as tf
from keras_layers import GlobalAveragePooling2D as RightGlobalAveragePooling2D
from keras_layers import MaxPooling2D as RightMaxPooling2D
from keras_layers import borders_of, patches_of, spread


class GlobalAveragePooling2D(RightGlobalAveragePooling2D):
    def call(self, inputs):
        _, height, width, _ = inputs.shape

        @tf.custom_gradient
        def average(inputs):
            def backward(grad_outputs):
                # batch channels -> batch 1 1 channels -> batch height width channels
                return tf.broadcast_to(grad_outputs[:, None, None] / (height * width), inputs.shape)

            return tf.reduce_mean(inputs, (1, 2)), backward

        return average(inputs)


class MaxPooling2D(RightMaxPooling2D):
    def call(self, inputs):
        borders = borders_of(inputs.shape, self.pool_size, self.strides, self.padding)
        (rows, columns), (_, height, width, channels) = self.pool_size, inputs.shape

        @tf.custom_gradient
        def pool(inputs):
            padded = tf.pad(inputs, borders, constant_values=inputs.dtype.min)
            patches = patches_of(padded, self.pool_size, self.strides)
            # batch out_height out_width (cells channels) -> batch out_height out_width cells channels
            windows = tf.reshape(patches, [*patches.shape[:3], rows * columns, channels])
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
