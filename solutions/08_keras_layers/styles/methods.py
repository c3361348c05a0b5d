"""tf.custom_gradient on methods of a shared base class; index arithmetic with tf.gather and segment sums."""

import keras
import numpy as np
import tensorflow as tf


class ByHand(keras.layers.Layer):
    """A layer with forward, which keeps what backward needs in a tuple, and backward."""

    def call(self, inputs):
        weights = [tf.convert_to_tensor(weight) for weight in self.trainable_weights]

        @tf.custom_gradient
        def run(*tensors):
            outputs, kept = self.forward(*tensors)
            return outputs, lambda grad_outputs: self.backward(grad_outputs, *kept)

        return run(inputs, *weights)


class GlobalAveragePooling2D(ByHand):
    def forward(self, inputs):
        return tf.math.reduce_mean(inputs, axis=[1, 2]), (tf.shape(inputs),)

    def backward(self, grad_outputs, shape):
        share = grad_outputs / tf.cast(shape[1] * shape[2], grad_outputs.dtype)
        return tf.broadcast_to(share[:, None, None, :], shape)


class Dense(ByHand):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.kernel = self.add_weight(name="kernel", shape=[input_shape[-1], self.units])
        self.bias = self.add_weight(name="bias", shape=[self.units])

    def forward(self, inputs, kernel, bias):
        return tf.tensordot(inputs, kernel, 1) + bias, (inputs, kernel)

    def backward(self, grad_outputs, inputs, kernel):
        grad_inputs = tf.tensordot(grad_outputs, kernel, [[1], [1]])
        return grad_inputs, tf.tensordot(inputs, grad_outputs, [[0], [0]]), tf.reduce_sum(grad_outputs, 0)

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.units)


class Gathering(ByHand):
    """Windows by number: pixels of the padded image are numbered row by row."""

    def numbers(self, shape, size):
        sides = []
        for pixels, cells, stride in zip(shape[1:3], size, self.strides):
            before = after = 0
            if self.padding == "same":
                count = -(-pixels // stride)
                lacking = max((count - 1) * stride + cells - pixels, 0)
                before, after = lacking // 2, (lacking + 1) // 2
            whole = pixels + before + after
            starts = range(0, whole - cells + 1, stride)
            sides.append((before, after, whole, [[start + cell for cell in range(cells)] for start in starts]))
        (top, bottom, height, rows), (left, right, width, columns) = sides
        pixels = np.array([[[r * width + c for r in row for c in column] for column in columns] for row in rows])
        return [[0, 0], [top, bottom], [left, right], [0, 0]], (height, width), pixels

    def gathered(self, inputs, size, fill):
        borders, (height, width), pixels = self.numbers(inputs.shape, size)
        flat = tf.reshape(tf.pad(inputs, borders, constant_values=fill), (-1, height * width, inputs.shape[3]))
        return tf.gather(flat, pixels, axis=1)  # batch rows columns cells channels

    def returned(self, windows, shape, size):
        """Add up what belongs to the same pixel."""
        borders, (height, width), pixels = self.numbers(shape, size)
        channels = shape[3]
        first = tf.transpose(windows, (1, 2, 3, 0, 4))  # rows columns cells batch channels
        rest = tf.reshape(first, tf.concat([[pixels.size], tf.shape(first)[3:]], 0))
        summed = tf.math.unsorted_segment_sum(rest, pixels.ravel(), height * width)
        image = tf.reshape(tf.transpose(summed, (1, 0, 2)), (-1, height, width, channels))
        top, left = borders[1][0], borders[2][0]
        return image[:, top : top + shape[1], left : left + shape[2]]


class Conv2D(Gathering):
    def __init__(self, filters, kernel_size, strides=(1, 1), padding="valid", **kwargs):
        super().__init__(**kwargs)
        self.filters, self.kernel_size, self.strides, self.padding = filters, kernel_size, strides, padding

    def build(self, input_shape):
        self.kernel = self.add_weight(name="kernel", shape=[*self.kernel_size, input_shape[-1], self.filters])
        self.bias = self.add_weight(name="bias", shape=[self.filters])

    def forward(self, inputs, kernel, bias):
        windows = self.gathered(inputs, self.kernel_size, 0)
        cells = tf.reshape(kernel, (-1, *kernel.shape[2:]))
        return tf.tensordot(windows, cells, [[3, 4], [0, 1]]) + bias, (windows, cells, kernel.shape, inputs.shape)

    def backward(self, grad_outputs, windows, cells, kernel_shape, shape):
        grad_windows = tf.tensordot(grad_outputs, cells, [[3], [2]])
        grad_kernel = tf.tensordot(windows, grad_outputs, [[0, 1, 2], [0, 1, 2]])
        grad_inputs = self.returned(grad_windows, shape, self.kernel_size)
        return grad_inputs, tf.reshape(grad_kernel, kernel_shape), tf.reduce_sum(grad_outputs, [0, 1, 2])


class MaxPooling2D(Gathering):
    def __init__(self, pool_size=(2, 2), strides=None, padding="valid", **kwargs):
        super().__init__(**kwargs)
        self.pool_size, self.strides, self.padding = pool_size, strides or pool_size, padding

    def forward(self, inputs):
        windows = self.gathered(inputs, self.pool_size, inputs.dtype.min)
        winner = tf.argmax(windows, axis=3)
        return tf.reduce_max(windows, axis=3), (winner, inputs.shape)

    def backward(self, grad_outputs, winner, shape):
        cells = self.pool_size[0] * self.pool_size[1]
        chosen = tf.one_hot(winner, cells, axis=3, dtype=grad_outputs.dtype)
        return self.returned(chosen * grad_outputs[:, :, :, None], shape, self.pool_size)
