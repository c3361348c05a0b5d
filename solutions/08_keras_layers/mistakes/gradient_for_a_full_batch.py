"""a gradient that is divided by the size of the batch, too.

The loss has averaged over the batch already; `grad_outputs` contains that. Divide by the number of pixels only.
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
