"""the average over height and channels.

The axes are batch, height, width, channels: those of the image are 1 and 2.
"""

import tensorflow as tf
from keras_layers import GlobalAveragePooling2D as RightGlobalAveragePooling2D


class GlobalAveragePooling2D(RightGlobalAveragePooling2D):
    def call(self, inputs):
        _, height, _, channels = inputs.shape

        @tf.custom_gradient
        def average(inputs):
            def backward(grad_outputs):
                # batch channels -> batch 1 1 channels -> batch height width channels
                return tf.tile(grad_outputs[:, None, :, None] / (height * channels), (1, height, 1, channels))

            return tf.reduce_mean(inputs, (1, 3)), backward

        return average(inputs)
