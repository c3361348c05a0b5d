import numpy as np


def convolve(signal, kernel):
    return cross_correlate(signal, kernel[::-1])


def cross_correlate(signal, kernel):
    size = len(kernel)
    return np.array([np.sum(signal[i : i + size] * kernel) for i in range(len(signal) - size + 1)])


def pad_widths(kernel_size):
    kh, kw = kernel_size
    top, left = (kh - 1) // 2, (kw - 1) // 2
    return (top, kh - 1 - top), (left, kw - 1 - left)


def pad_images(images, kernel_size, mode):
    if mode == "valid":
        return images
    rows, columns = pad_widths(kernel_size)
    numpy_mode = "constant" if mode == "same" else mode
    return np.pad(images, ((0, 0), rows, columns, (0, 0)), mode=numpy_mode)


def pad_images_backward(grad_outputs, images, kernel_size, mode):
    if mode == "valid":
        return grad_outputs
    height, width = images.shape[1:3]
    rows, columns = pad_widths(kernel_size)
    if mode == "same":
        return grad_outputs[:, rows[0] : rows[0] + height, columns[0] : columns[0] + width, :]
    # which row and which column of the image every padded row and column shows
    i = np.pad(np.arange(height), rows, mode=mode)
    j = np.pad(np.arange(width), columns, mode=mode)
    grad = np.zeros(images.shape, images.dtype)
    np.add.at(grad, (slice(None), i[:, None], j[None, :]), grad_outputs)
    return grad


def conv2d(inputs, kernel, bias, padding):
    kh, kw, channels, filters = kernel.shape
    x = inputs
    if padding == "same":
        # the bigger half goes first
        top, left = kh // 2, kw // 2
        x = np.pad(inputs, ((0, 0), (top, kh - 1 - top), (left, kw - 1 - left), (0, 0)))
    batch = x.shape[0]
    out_h = x.shape[1] - kh + 1
    out_w = x.shape[2] - kw + 1
    out = np.zeros((batch, out_h, out_w, filters), inputs.dtype)
    for i in range(out_h):
        for j in range(out_w):
            window = x[:, i : i + kh, j : j + kw, :]
            out[:, i, j, :] = np.tensordot(window, kernel, axes=3) + bias
    return out


def conv2d_backward(grad_outputs, inputs, kernel, bias, padding):
    kh, kw, channels, filters = kernel.shape
    x = pad_images(inputs, (kh, kw), padding)
    dx = np.zeros(x.shape, x.dtype)
    dw = np.zeros(kernel.shape, kernel.dtype)
    for i in range(grad_outputs.shape[1]):
        for j in range(grad_outputs.shape[2]):
            g = grad_outputs[:, i, j, :]  # batch, filters
            window = x[:, i : i + kh, j : j + kw, :]
            dw += np.tensordot(window, g, axes=([0], [0]))
            dx[:, i : i + kh, j : j + kw, :] += np.tensordot(g, kernel, axes=([1], [3]))
    db = grad_outputs.sum(axis=(0, 1, 2))
    return pad_images_backward(dx, inputs, (kh, kw), padding), dw, db


def count_conv_parameters(kernel_size, in_channels, filters, use_bias):
    parameters = kernel_size[0] * kernel_size[1] * in_channels * filters
    return parameters + filters if use_bias else parameters
