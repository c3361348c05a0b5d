"""Windows as products with matrices of zeros and ones, one for each direction: no slice, no patch, no scatter."""

import keras
import numpy as np
import tensorflow as tf


def selection(size, cells, stride, padding, dtype):
    """Return windows x cells x size: 1 where this cell of this window is this pixel; only zeros beyond the border."""
    count, before = (size - cells) // stride + 1, 0
    if padding == "same":
        count = -(-size // stride)
        before = max((count - 1) * stride + cells - size, 0) // 2
    chosen = np.zeros((count, cells, size))
    for window in range(count):
        for cell in range(cells):
            pixel = window * stride + cell - before
            if 0 <= pixel < size:
                chosen[window, cell, pixel] = 1
    return tf.constant(chosen, dtype)


class GlobalAveragePooling2D(keras.layers.Layer):
    def call(self, inputs):
        height, width = inputs.shape[1:3]
        return self.average(inputs, height, width)

    def average(self, inputs, height, width):
        @tf.custom_gradient
        def run(inputs):
            def backward(grad):
                grad = tf.reshape(grad, (-1, 1, 1, inputs.shape[3])) / tf.cast(height * width, grad.dtype)
                return tf.repeat(tf.repeat(grad, height, axis=1), width, axis=2)

            return tf.reduce_mean(tf.reduce_mean(inputs, axis=1), axis=1), backward

        return run(inputs)


class Weighted(keras.layers.Layer):
    def weights_of(self, shape):
        self.kernel = self.add_weight(name="kernel", shape=shape)
        self.bias = self.add_weight(name="bias", shape=shape[-1:], initializer="zeros")

    def tensors(self):
        return tf.convert_to_tensor(self.kernel), tf.convert_to_tensor(self.bias)


class Dense(Weighted):
    def __init__(self, units, **more):
        super().__init__(**more)
        self.units = units

    def build(self, input_shape):
        self.weights_of((input_shape[1], self.units))

    def call(self, inputs):
        @tf.custom_gradient
        def run(inputs, kernel, bias):
            def backward(grad):
                return (
                    tf.einsum("bu,fu->bf", grad, kernel),
                    tf.einsum("bf,bu->fu", inputs, grad),
                    tf.einsum("bu->u", grad),
                )

            return tf.einsum("bf,fu->bu", inputs, kernel) + bias, backward

        return run(inputs, *self.tensors())


class Conv2D(Weighted):
    def __init__(self, filters, kernel_size, strides=(1, 1), padding="valid", **more):
        super().__init__(**more)
        self.filters, self.kernel_size = filters, tuple(kernel_size)
        self.strides, self.padding = tuple(strides), padding

    def build(self, input_shape):
        self.weights_of((*self.kernel_size, input_shape[3], self.filters))

    def call(self, inputs):
        axes = zip(inputs.shape[1:3], self.kernel_size, self.strides)
        down, along = (selection(*axis, self.padding, inputs.dtype) for axis in axes)

        @tf.custom_gradient
        def run(inputs, kernel, bias):
            # batch height width channels -> batch rows kernel_height columns kernel_width channels
            windows = tf.einsum("rih,bhwc,ojw->briojc", down, inputs, along)

            def backward(grad):
                into_windows = tf.einsum("brof,ijcf->briojc", grad, kernel)
                grad_inputs = tf.einsum("rih,briojc,ojw->bhwc", down, into_windows, along)
                grad_kernel = tf.einsum("briojc,brof->ijcf", windows, grad)
                return grad_inputs, grad_kernel, tf.einsum("brof->f", grad)

            return tf.einsum("briojc,ijcf->brof", windows, kernel) + bias, backward

        return run(inputs, *self.tensors())


class MaxPooling2D(keras.layers.Layer):
    def __init__(self, pool_size=(2, 2), strides=None, padding="valid", **more):
        super().__init__(**more)
        self.pool_size, self.strides, self.padding = pool_size, strides, padding

    def call(self, inputs):
        axes = zip(inputs.shape[1:3], self.pool_size, self.strides or self.pool_size)
        down, along = (selection(*axis, self.padding, inputs.dtype) for axis in axes)
        there = tf.einsum("rih,ojw->rioj", down, along)[..., None]  # 0 for cells beyond the border

        @tf.custom_gradient
        def run(inputs):
            windows = tf.einsum("rih,bhwc,ojw->briojc", down, inputs, along)
            windows = tf.where(there > 0, windows, inputs.dtype.min)
            outputs = tf.reduce_max(windows, axis=(2, 4), keepdims=True)

            def backward(grad):
                chosen = tf.cast(windows == outputs, grad.dtype)
                chosen /= tf.reduce_sum(chosen, axis=(2, 4), keepdims=True)
                return tf.einsum("rih,briojc,broc,ojw->bhwc", down, chosen, grad, along)

            return tf.squeeze(outputs, (2, 4)), backward

        return run(inputs)
