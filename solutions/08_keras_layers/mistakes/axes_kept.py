"""an average that keeps the image axes, with size 1.

Keras gives (batch, channels): average over both axes of the image without `keepdims`.
"""

import tensorflow as tf
from keras_layers import GlobalAveragePooling2D as RightGlobalAveragePooling2D


class GlobalAveragePooling2D(RightGlobalAveragePooling2D):
    def call(self, inputs):
        _, height, width, _ = inputs.shape

        @tf.custom_gradient
        def average(inputs):
            def backward(grad_outputs):
                # batch channels -> batch 1 1 channels -> batch height width channels
                return tf.tile(grad_outputs / (height * width), (1, height, width, 1))

            return tf.reduce_mean(inputs, (1, 2), keepdims=True), backward

        return average(inputs)
