"""One number after another."""

import numpy as np


def toeplitz(kernel, input_size):
    matrix = np.zeros((input_size - len(kernel) + 1, input_size), kernel.dtype)
    for row in range(len(matrix)):
        for column in range(input_size):
            if 0 <= column - row < len(kernel):
                matrix[row, column] = kernel[column - row]
    return matrix


def conv_matrix(kernel, image_size):
    (height, width), (rows, columns) = image_size, kernel.shape
    out = [(i, j) for i in range(height - rows + 1) for j in range(width - columns + 1)]
    matrix = np.zeros((len(out), height * width), kernel.dtype)
    for row, (i, j) in enumerate(out):
        for a, b in np.ndindex(rows, columns):
            matrix[row, (i + a) * width + j + b] = kernel[a, b]
    return matrix


def cells(kernel_size, channels):
    return [(a, b, c) for a in range(kernel_size[0]) for b in range(kernel_size[1]) for c in range(channels)]


def im2col(inputs, kernel_size):
    batch, height, width, channels = inputs.shape
    patch = cells(kernel_size, channels)
    columns = np.empty((batch, height - kernel_size[0] + 1, width - kernel_size[1] + 1, len(patch)), inputs.dtype)
    for n, i, j, k in np.ndindex(columns.shape):
        a, b, c = patch[k]
        columns[n, i, j, k] = inputs[n, i + a, j + b, c]
    return columns


def col2im(columns, input_shape, kernel_size):
    inputs = np.zeros(input_shape, columns.dtype)
    patch = cells(kernel_size, input_shape[3])
    for n, i, j, k in np.ndindex(columns.shape):
        a, b, c = patch[k]
        inputs[n, i + a, j + b, c] += columns[n, i, j, k]
    return inputs


def conv2d_matmul(inputs, kernel, bias):
    columns = im2col(inputs, kernel.shape[:2])
    outputs = np.empty((*columns.shape[:3], len(bias)), inputs.dtype)
    weights = [kernel[cell] for cell in cells(kernel.shape[:2], kernel.shape[2])]
    for n, i, j, f in np.ndindex(outputs.shape):
        total = inputs.dtype.type(0)
        for k in range(len(weights)):
            total += columns[n, i, j, k] * weights[k][f]
        outputs[n, i, j, f] = total + bias[f]
    return outputs


def conv2d_matmul_backward(grad_outputs, inputs, kernel, bias):
    grad_inputs, grad_kernel, grad_bias = np.zeros_like(inputs), np.zeros_like(kernel), np.zeros_like(bias)
    for n, i, j, f in np.ndindex(grad_outputs.shape):
        error = grad_outputs[n, i, j, f]
        grad_bias[f] += error
        for a, b, c in cells(kernel.shape[:2], kernel.shape[2]):
            grad_inputs[n, i + a, j + b, c] += error * kernel[a, b, c, f]
            grad_kernel[a, b, c, f] += error * inputs[n, i + a, j + b, c]
    return grad_inputs, grad_kernel, grad_bias


def grad_inputs_by_convolution(grad_outputs, kernel):
    batch, height, width, filters = grad_outputs.shape
    rows, columns, channels, _ = kernel.shape
    grad_inputs = np.zeros((batch, height + rows - 1, width + columns - 1, channels), kernel.dtype)
    for n, i, j, c in np.ndindex(grad_inputs.shape):
        for a, b, f in np.ndindex(rows, columns, filters):
            if 0 <= i - a < height and 0 <= j - b < width:
                grad_inputs[n, i, j, c] += grad_outputs[n, i - a, j - b, f] * kernel[a, b, c, f]
    return grad_inputs


def grad_kernel_by_convolution(inputs, grad_outputs):
    batch, height, width, filters = grad_outputs.shape
    rows, columns = inputs.shape[1] - height + 1, inputs.shape[2] - width + 1
    grad_kernel = np.zeros((rows, columns, inputs.shape[3], filters), inputs.dtype)
    for a, b, c, f in np.ndindex(grad_kernel.shape):
        for n, i, j in np.ndindex(batch, height, width):
            grad_kernel[a, b, c, f] += inputs[n, i + a, j + b, c] * grad_outputs[n, i, j, f]
    return grad_kernel


def conv2d_fft(inputs, kernel, bias):
    return conv2d_matmul(inputs, kernel, bias)
