"""A loop over the cells of a window, by strided slices; gradients go back by stacking zeros between them."""

import keras
import tensorflow as tf


def cut(size, cells, stride, padding):
    """Where windows start, and how much is padded before and after."""
    if padding == "valid":
        return (size - cells) // stride + 1, 0, 0
    count = (size + stride - 1) // stride
    lacking = max((count - 1) * stride + cells - size, 0)
    return count, lacking // 2, lacking - lacking // 2


class GlobalAveragePooling2D(keras.layers.Layer):
    def call(self, x):
        @tf.custom_gradient
        def f(x):
            pixels = x.shape[1] * x.shape[2]

            def back(g):
                return tf.ones_like(x) * (g / pixels)[:, tf.newaxis, tf.newaxis, :]

            return tf.add_n([x[:, i, j] for i in range(x.shape[1]) for j in range(x.shape[2])]) / pixels, back

        return f(x)


class Dense(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = int(units)

    def build(self, shape):
        self.kernel = self.add_weight(
            shape=(shape[-1], self.units), initializer="glorot_uniform", trainable=True, name="kernel"
        )
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros", trainable=True, name="bias")
        self.built = True

    def call(self, x):
        return affine(x, tf.convert_to_tensor(self.kernel), tf.convert_to_tensor(self.bias))

    def get_config(self):
        config = super().get_config()
        config.update({"units": self.units})
        return config


@tf.custom_gradient
def affine(x, w, b):
    def back(g):
        return g @ tf.transpose(w), tf.transpose(x) @ g, tf.reduce_sum(g, axis=0)

    return x @ w + b, back


class Windowed(keras.layers.Layer):
    """What both layers with windows do: slice cells out, and add gradients where they came from."""

    def places(self, shape, size):
        rows, top, bottom = cut(shape[1], size[0], self.strides[0], self.padding)
        columns, left, right = cut(shape[2], size[1], self.strides[1], self.padding)
        return rows, columns, [[0, 0], [top, bottom], [left, right], [0, 0]]

    def slices(self, x, size, rows, columns):
        for i in range(size[0]):
            for j in range(size[1]):
                yield i, j, x[:, i :: self.strides[0], j :: self.strides[1], :][:, :rows, :columns, :]

    def back(self, shape, borders, size, cells):
        """Put zeros between the windows, move each cell to its place, and add."""
        down, along = self.strides
        height, width = shape[1] + sum(borders[1]), shape[2] + sum(borders[2])
        total = 0
        for (i, j), cell in cells.items():
            rows, columns = cell.shape[1], cell.shape[2]
            wide, tall = cell, cell
            if along > 1:
                wide = tf.stack([cell] + [tf.zeros_like(cell)] * (along - 1), axis=3)
                tall = wide = tf.reshape(wide, (-1, rows, columns * along, cell.shape[3]))[:, :, : width - j]
            if down > 1:
                tall = tf.stack([wide] + [tf.zeros_like(wide)] * (down - 1), axis=2)
                tall = tf.reshape(tall, (-1, rows * down, wide.shape[2], cell.shape[3]))[:, : height - i]
            total += tf.pad(tall, [[0, 0], [i, height - i - tall.shape[1]], [j, width - j - tall.shape[2]], [0, 0]])
        top, left = borders[1][0], borders[2][0]
        return total[:, top : top + shape[1], left : left + shape[2], :]


class Conv2D(Windowed):
    def __init__(self, filters, kernel_size, strides=(1, 1), padding="valid", **kwargs):
        super().__init__(**kwargs)
        self.filters, self.kernel_size, self.strides, self.padding = filters, kernel_size, strides, padding

    def build(self, shape):
        self.kernel = self.add_weight(shape=(*self.kernel_size, shape[-1], self.filters), name="kernel")
        self.bias = self.add_weight(shape=(self.filters,), name="bias", initializer="zeros")

    def call(self, x):
        rows, columns, borders = self.places(x.shape, self.kernel_size)
        shape = x.shape

        @tf.custom_gradient
        def f(x, w, b):
            padded = tf.pad(x, borders)
            y = b
            for i, j, cell in self.slices(padded, self.kernel_size, rows, columns):
                y = y + cell @ w[i, j]

            def back(g):
                grad_w, cells = [], {}
                for i, j, cell in self.slices(padded, self.kernel_size, rows, columns):
                    flat = tf.reshape(cell, (-1, cell.shape[3]))
                    grad_w.append(tf.matmul(flat, tf.reshape(g, (-1, self.filters)), transpose_a=True))
                    cells[i, j] = tf.matmul(g, w[i, j], transpose_b=True)
                grad_x = self.back(shape, borders, self.kernel_size, cells)
                return grad_x, tf.reshape(tf.stack(grad_w), w.shape), tf.reduce_sum(g, axis=[0, 1, 2])

            return y, back

        return f(x, tf.convert_to_tensor(self.kernel), tf.convert_to_tensor(self.bias))


class MaxPooling2D(Windowed):
    def __init__(self, pool_size=(2, 2), strides=None, padding="valid", **kwargs):
        super().__init__(**kwargs)
        self.pool_size, self.padding = pool_size, padding
        self.strides = pool_size if strides is None else strides

    def call(self, x):
        rows, columns, borders = self.places(x.shape, self.pool_size)
        shape = x.shape

        @tf.custom_gradient
        def f(x):
            padded = tf.pad(x, borders, constant_values=float("-inf"))
            y = None
            for _, _, cell in self.slices(padded, self.pool_size, rows, columns):
                y = cell if y is None else tf.maximum(y, cell)

            def back(g):
                left, cells = tf.ones_like(y, dtype=tf.bool), {}
                for i, j, cell in self.slices(padded, self.pool_size, rows, columns):
                    here = left & (cell == y)  # the first maximum takes it all
                    cells[i, j] = tf.where(here, g, tf.zeros_like(g))
                    left = left & ~here
                return self.back(shape, borders, self.pool_size, cells)

            return y, back

        return f(x)
