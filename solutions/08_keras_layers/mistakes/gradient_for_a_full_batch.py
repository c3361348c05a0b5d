"""a gradient that is also divided by the batch size.

The loss averages over the batch, so `grad_outputs` contains that division. Divide only by the number of pixels.
"""

import tensorflow as tf
from keras_layers import GlobalAveragePooling2D as RightGlobalAveragePooling2D

# docs/mistakes.md: B20


class GlobalAveragePooling2D(RightGlobalAveragePooling2D):
    def call(self, inputs):
        _, height, width, _ = inputs.shape

        @tf.custom_gradient
        def average(inputs):
            def backward(grad_outputs):
                # batch channels -> batch 1 1 channels -> batch height width channels
                return tf.tile(
                    grad_outputs[:, None, None] / (height * width) / tf.cast(tf.shape(inputs)[0], inputs.dtype),
                    (1, height, width, 1),
                )

            return tf.reduce_mean(inputs, (1, 2)), backward

        return average(inputs)
