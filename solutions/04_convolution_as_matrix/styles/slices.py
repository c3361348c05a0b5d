"""One window or one kernel cell after another, cut out by slices."""

import numpy as np


def toeplitz(kernel, input_size):
    row = np.concatenate([kernel, np.zeros(input_size - kernel.size, kernel.dtype)])
    return np.stack([np.roll(row, shift) for shift in range(input_size - kernel.size + 1)])


def conv_matrix(kernel, image_size):
    rows = []
    for i in range(image_size[0] - kernel.shape[0] + 1):
        for j in range(image_size[1] - kernel.shape[1] + 1):
            image = np.zeros(image_size, kernel.dtype)
            image[i : i + kernel.shape[0], j : j + kernel.shape[1]] = kernel
            rows.append(image.ravel())
    return rows


def im2col(inputs, kernel_size):
    (batch, height, width, _), (rows, columns) = inputs.shape, kernel_size
    windows = [
        [inputs[:, i : i + rows, j : j + columns].reshape(batch, -1) for j in range(width - columns + 1)]
        for i in range(height - rows + 1)
    ]
    return np.moveaxis(np.array(windows), 2, 0)


def col2im(columns, input_shape, kernel_size):
    inputs = np.zeros(input_shape, columns.dtype)
    for n, i, j in np.ndindex(columns.shape[:3]):
        patch = columns[n, i, j].reshape(*kernel_size, input_shape[3])
        inputs[n, i : i + kernel_size[0], j : j + kernel_size[1]] += patch
    return inputs


def conv2d_matmul(inputs, kernel, bias):
    columns = im2col(inputs, kernel.shape[:2])
    flat = np.dot(columns.reshape(-1, columns.shape[-1]), kernel.reshape(-1, len(bias)))
    return flat.reshape(*columns.shape[:3], -1) + bias


def conv2d_matmul_backward(grad_outputs, inputs, kernel, bias):
    grad_kernel = grad_kernel_by_convolution(inputs, grad_outputs)
    return grad_inputs_by_convolution(grad_outputs, kernel), grad_kernel, grad_outputs.sum((0, 1, 2))


def grad_inputs_by_convolution(grad_outputs, kernel):
    batch, height, width, _ = grad_outputs.shape
    rows, columns, channels, _ = kernel.shape
    grad_inputs = np.zeros((batch, height + rows - 1, width + columns - 1, channels), kernel.dtype)
    for a in range(rows):
        for b in range(columns):
            grad_inputs[:, a : a + height, b : b + width] += grad_outputs @ kernel[a, b].T
    return grad_inputs


def grad_kernel_by_convolution(inputs, grad_outputs):
    _, height, width, filters = grad_outputs.shape
    errors = grad_outputs.reshape(-1, filters)
    rows, columns = inputs.shape[1] - height + 1, inputs.shape[2] - width + 1
    return [
        [inputs[:, a : a + height, b : b + width].reshape(len(errors), -1).T @ errors for b in range(columns)]
        for a in range(rows)
    ]


def conv2d_fft(inputs, kernel, bias):
    size = tuple(side + cells - 1 for side, cells in zip(inputs.shape[1:3], kernel.shape))
    batch, filters = len(inputs), len(bias)
    rows, columns = kernel.shape[:2]
    outputs = []
    for n in range(batch):
        for f in range(filters):
            total = 0
            for c in range(kernel.shape[2]):  # linear convolution with the turned kernel, padded far enough
                image = np.fft.fft2(inputs[n, :, :, c], size)
                total = total + np.fft.ifft2(image * np.fft.fft2(kernel[::-1, ::-1, c, f], size)).real
            outputs.append(total[rows - 1 : inputs.shape[1], columns - 1 : inputs.shape[2]] + bias[f])
    return np.array(outputs).reshape(batch, filters, *outputs[0].shape).transpose(0, 2, 3, 1)
