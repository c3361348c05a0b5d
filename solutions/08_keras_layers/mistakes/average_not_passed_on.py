"""an average whose gradient is not divided by the number of pixels.

Each pixel is one of height x width numbers in the average: divide its gradient by that.
"""

import tensorflow as tf
from keras_layers import GlobalAveragePooling2D as RightGlobalAveragePooling2D

# docs/mistakes.md: P13


class GlobalAveragePooling2D(RightGlobalAveragePooling2D):
    def call(self, inputs):
        _, height, width, _ = inputs.shape

        @tf.custom_gradient
        def average(inputs):
            def backward(grad_outputs):
                # batch channels -> batch 1 1 channels -> batch height width channels
                return tf.tile(grad_outputs[:, None, None], (1, height, width, 1))

            return tf.reduce_mean(inputs, (1, 2)), backward

        return average(inputs)
