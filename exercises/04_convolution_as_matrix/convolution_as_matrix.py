# %% [markdown]
# # 04 Convolution as a matrix: the dense layer in disguise
#
# You write the convolution as a matrix product, inherit its backward pass from the
# dense layer, see that the backward pass is a convolution, too, and compute the
# convolution once more with the Fourier transform.
#
# | array | axes |
# |---|---|
# | `inputs` | batch, height, width, channels |
# | `kernel` | kernel_height, kernel_width, channels, filters |
# | `bias` | filters |
# | `columns` | batch, out_height, out_width, patch |
# | `outputs` | batch, out_height, out_width, filters |
#
# `patch = kernel_height · kernel_width · channels`. Everything is "valid" with stride
# 1: `out_height = height - kernel_height + 1`.
#
# **By hand.** The kernel `[3, 1]` on a signal of four numbers:
#
#     [[3, 1, 0, 0],   times [1, 2, 4, 8]   is [5, 10, 20],
#      [0, 3, 1, 0],
#      [0, 0, 3, 1]]
#
# and each diagonal holds one number: a Toeplitz matrix. A dense layer would learn all
# twelve; here ten are zeros or copies.
#
# **Rules.** NumPy only. No loop over pixels in `conv2d_matmul` and its backward; one
# over kernel cells is fine. `np.fft` is for the last task. Do not modify the arguments
# or keep anything between calls, and return the dtype of the arguments, float32 or
# float64.
#
# **Check.** `autograder check 04_convolution_as_matrix`, or
# `autograder check convolution_as_matrix.py` for this file. In the notebook, run its
# first code cell, then the cell below a task.
#
# **Predict.** What is `[1, 1, 1]` times that matrix? What does it have to do with
# gradients, and why are the first and the last number smaller? Then compute it.

# %%
import numpy as np

# %% [markdown]
# ## The matrix
# Row by row: what does one output take from the inputs? Column by column: which outputs
# does one input reach?
#
# ![Above, the signal 1 2 4 8 over a matrix of three rows: the kernel 3 1 moves one
# place to the right with each row, so every diagonal holds one number; the results are
# 5, 10, 20. Below, a flattened 3 x 3 image over the matrix of a 2 x 2 kernel, in
# blocks: each block is such a small matrix, made of one row of the
# kernel.](figures/toeplitz.svg)


# %%
def toeplitz(kernel: np.ndarray, input_size: int) -> np.ndarray:
    """Make the matrix W for which W @ signal is the cross-correlation with the kernel.

    kernel: kernel_size, not longer than input_size; float32 or float64.
    Returns matrix: out_size input_size, with out_size = input_size - kernel_size + 1.

    >>> toeplitz(np.array([3.0, 1]), 4)
    array([[3., 1., 0., 0.],
           [0., 3., 1., 0.],
           [0., 0., 3., 1.]])
    """
    raise NotImplementedError("toeplitz: replace this line")


# %% [markdown]
# For an image, inputs and outputs are flattened row by row, as `reshape(-1)` does. The
# next row of the kernel then comes a whole image row later.


# %%
def conv_matrix(kernel: np.ndarray, image_size: tuple[int, int]) -> np.ndarray:
    """Make the matrix W for which W @ image.reshape(-1) is the flattened correlation.

    kernel: kernel_height kernel_width, one channel; image_size: (height, width), not
    smaller than the kernel. Returns matrix: out_pixels pixels, with
    out_pixels = out_height · out_width and pixels = height · width.

    >>> conv_matrix(np.array([[1.0, 2], [0, -1]]), (2, 3))
    array([[ 1.,  2.,  0.,  0., -1.,  0.],
           [ 0.,  1.,  2.,  0.,  0., -1.]])
    """
    raise NotImplementedError("conv_matrix: replace this line")


# %% [markdown]
# ## The columns
# That matrix is mostly zeros. It is cheaper to keep the kernel small and write out
# every window of the images as one row. Then a single product applies the same weights
# to all windows.
#
# ![A 3 x 3 image; each of its four 2 x 2 windows is written out as one row of a 4 x 4
# matrix. That matrix times the kernel, written out as a column 1 2 0 -1, gives the four
# outputs 4, -1, 2, 6. The first window is framed with a solid line, the last with a
# dashed one, and so are their rows.](figures/columns.svg)


# %%
def im2col(inputs: np.ndarray, kernel_size: tuple[int, int]) -> np.ndarray:
    """Write out what the kernel sees at each place, as `tf.image.extract_patches` does.

    inputs: batch height width channels; kernel_size: (height, width).
    Returns columns: batch out_height out_width patch. A patch lists its rows in order,
    each row its pixels, each pixel its channels.

    >>> image = np.array([[1.0, 2, 3], [4, 5, 6]]).reshape(1, 2, 3, 1)
    >>> im2col(image, (2, 2))[0, 0]
    array([[1., 2., 4., 5.],
           [2., 3., 5., 6.]])
    """
    raise NotImplementedError("im2col: replace this line")


# %% [markdown]
# Its gradient is not its inverse. A pixel is copied into several windows, and the
# gradients of its copies add up.


# %%
def col2im(
    columns: np.ndarray,
    input_shape: tuple[int, int, int, int],
    kernel_size: tuple[int, int],
) -> np.ndarray:
    """Carry a gradient from the columns of `im2col` back to its inputs.

    columns: batch out_height out_width patch; input_shape: (batch, height, width,
    channels). Returns batch height width channels: each pixel sums the gradients of all
    its copies.

    >>> columns = np.array([[1.0, 2, 4, 5], [2, 3, 5, 6]]).reshape(1, 1, 2, 4)
    >>> col2im(columns, (1, 2, 3, 1), (2, 2))[0, :, :, 0]
    array([[ 1.,  4.,  3.],
           [ 4., 10.,  6.]])
    """
    raise NotImplementedError("col2im: replace this line")


# %% [markdown]
# ## The layer
# With the windows in rows and the kernel as a matrix of patch x filters, this is the
# dense layer of 01. Time it against your loop over pixels, with a hundred 28 x 28
# images.


# %%
def conv2d_matmul(
    inputs: np.ndarray,
    kernel: np.ndarray,
    bias: np.ndarray,
) -> np.ndarray:
    """Correlate images with a kernel and add the bias, with one matrix product.

    inputs: batch height width channels, kernel: kernel_height kernel_width channels
    filters, bias: filters. Returns outputs: batch out_height out_width filters.

    >>> image = np.array([[1.0, 2, 0], [0, 1, 3], [2, 0, 1]]).reshape(1, 3, 3, 1)
    >>> kernel = np.array([[1.0, 2], [0, -1]]).reshape(2, 2, 1, 1)
    >>> conv2d_matmul(image, kernel, np.array([10.0]))[0, :, :, 0]
    array([[14.,  9.],
           [12., 16.]])
    """
    raise NotImplementedError("conv2d_matmul: replace this line")


# %% [markdown]
# The dense layer's formulas apply unchanged: the error goes back through the matrix,
# and a weight's gradient is error times input. Only the way back from columns to images
# is new, and you have already written it.


# %%
def conv2d_matmul_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry the gradient from the outputs back to the arguments of `conv2d_matmul`.

    grad_outputs: batch out_height out_width filters, inputs: batch height width
    channels, kernel: kernel_height kernel_width channels filters, bias: filters.
    Returns grad_inputs, grad_kernel and grad_bias, shaped like inputs, kernel and bias.

    With w a window, p a position in it, and kernel a matrix of patch x filters:

        grad_columns[w, p] = sum over f of grad_outputs[w, f] kernel[p, f]
        grad_kernel[p, f] = sum over w of columns[w, p] grad_outputs[w, f]
        grad_bias[f] = sum over w of grad_outputs[w, f]

    >>> image = np.array([[1.0, 2, 0], [0, 1, 3], [2, 0, 1]]).reshape(1, 3, 3, 1)
    >>> kernel = np.array([[1.0, 2], [0, -1]]).reshape(2, 2, 1, 1)
    >>> grad_outputs = np.array([[1.0, 0], [0, 3]]).reshape(1, 2, 2, 1)
    >>> bias = np.array([10.0])
    >>> gradients = conv2d_matmul_backward(grad_outputs, image, kernel, bias)
    >>> grad_inputs, grad_kernel, grad_bias = gradients
    >>> grad_inputs[0, :, :, 0]
    array([[ 1.,  2.,  0.],
           [ 0.,  2.,  6.],
           [ 0.,  0., -3.]])
    >>> grad_kernel[:, :, 0, 0]
    array([[ 4., 11.],
           [ 0.,  4.]])
    >>> grad_bias
    array([4.])
    """
    raise NotImplementedError("conv2d_matmul_backward: replace this line")


# %% [markdown]
# ## Backward is again a convolution
# Look at a column of your Toeplitz matrix: it holds the kernel in reverse. So correlate
# the errors with a flipped kernel; every pixel, even at the border, needs all windows
# it was in.


# %%
def grad_inputs_by_convolution(
    grad_outputs: np.ndarray,
    kernel: np.ndarray,
) -> np.ndarray:
    """Carry a convolution's gradient back to its inputs: one correlation of the errors.

    grad_outputs: batch out_height out_width filters, kernel: kernel_height kernel_width
    channels filters. Returns grad_inputs: batch height width channels, with
    height = out_height + kernel_height - 1.

    >>> errors = np.array([1.0, 2]).reshape(1, 1, 2, 1)
    >>> kernel = np.array([3.0, 1]).reshape(1, 2, 1, 1)
    >>> grad_inputs_by_convolution(errors, kernel).ravel()
    array([3., 7., 2.])
    """
    raise NotImplementedError("grad_inputs_by_convolution: replace this line")


# %% [markdown]
# For the kernel's gradient, slide the errors, as a large kernel, over the inputs.
# Images and channels swap roles: the sum runs over the batch.


# %%
def grad_kernel_by_convolution(
    inputs: np.ndarray,
    grad_outputs: np.ndarray,
) -> np.ndarray:
    """Carry a convolution's gradient back to its kernel: one correlation of the inputs.

    inputs: batch height width channels, grad_outputs: batch out_height out_width
    filters. Returns grad_kernel: kernel_height kernel_width channels filters, with
    kernel_height = height - out_height + 1.

    >>> inputs = np.array([1.0, 2, 4]).reshape(1, 1, 3, 1)
    >>> errors = np.array([1.0, 3]).reshape(1, 1, 2, 1)
    >>> grad_kernel_by_convolution(inputs, errors).ravel()
    array([ 7., 14.])
    """
    raise NotImplementedError("grad_kernel_by_convolution: replace this line")


# %% [markdown]
# ## Through the Fourier transform
# Transformed, a convolution is a plain product, and a cross-correlation takes the
# conjugate of the kernel's transform. The result is periodic, as if the image repeated
# beyond its border. For which outputs does the window never cross it?


# %%
def conv2d_fft(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Correlate images with a kernel and add the bias, with `np.fft`.

    inputs: batch height width channels, kernel: kernel_height kernel_width channels
    filters, bias: filters. Returns outputs: batch out_height out_width filters, real
    numbers.

    >>> image = np.array([[1.0, 2, 0], [0, 1, 3], [2, 0, 1]]).reshape(1, 3, 3, 1)
    >>> kernel = np.array([[1.0, 2], [0, -1]]).reshape(2, 2, 1, 1)
    >>> conv2d_fft(image, kernel, np.array([10.0]))[0, :, :, 0].round(6)
    array([[14.,  9.],
           [12., 16.]])
    """
    raise NotImplementedError("conv2d_fft: replace this line")
