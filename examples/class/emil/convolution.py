# not done yet, sorry
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
    raise NotImplementedError("Write pad_images_backward here.")


def conv2d(inputs, kernel, bias, padding):
    kh, kw, channels, filters = kernel.shape
    x = pad_images(inputs, (kh, kw), padding)
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
    raise NotImplementedError("Write conv2d_backward here.")


def count_conv_parameters(kernel_size, in_channels, filters, use_bias):
    raise NotImplementedError("Write count_conv_parameters here.")
