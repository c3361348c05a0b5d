# %% [markdown]
# # 03 Convolution: one small kernel for the whole image
#
# You build the convolutional layer, forward and backward, from the sliding sum up to
# borders, channels and filters.
#
# | array | axes |
# |---|---|
# | `inputs`, `images` | batch, height, width, channels |
# | `kernel` | kernel_height, kernel_width, channels, filters |
# | `bias` | filters |
# | `outputs` | batch, out_height, out_width, filters |
#
# **By hand.** One image, one channel, one filter, `padding="valid"`:
#
#     image [[1, 2, 0],    kernel [[1,  2],    bias 10
#            [0, 1, 3],            [0, -1]]
#            [2, 0, 1]]
#
# Top left: 1·1 + 2·2 + 0·0 - 1·1 + 10 = 14; all four numbers are `[[14, 9], [12, 16]]`.
#
# **Rules.** NumPy only, but not `np.convolve`, `np.correlate` or `np.fft`: you build
# them. `np.pad` is allowed; you choose the widths. You need no loop over images or
# channels. Do not modify the arguments or keep anything between calls, and return the
# dtype of the arguments, float32 or float64.
#
# **Check.** `autograder check 03_convolution`, or `autograder check convolution.py` for
# this file. In the notebook, run its first code cell, then the cell below a task.
#
# **Predict.** An image is 0 except for a single 1 in its middle. The 3 x 3 kernel holds
# 1 to 9, row by row, and the padding is "same". What does the result show around the
# middle? Draw it first, then compute it.

# %%
import numpy as np

# %% [markdown]
# ## The sign of tau
# A convolution runs through the signal and the kernel in opposite directions, a
# cross-correlation in the same direction. Deep learning says convolution but computes
# a cross-correlation: a network learns a mirrored kernel just as well. Both give a
# number only where the kernel lies wholly inside the signal ("valid").
#
# ![The kernel 3 1 slides along the signal 1 2 4 8. As it is, it gives 5, 10, 20, the
# cross-correlation; flipped to 1 3, it gives 7, 14, 28, the
# convolution.](figures/sliding.svg)


# %%
def convolve(signal: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Convolve in one dimension: signal and kernel run in opposite directions.

    outputs[t] = sum over tau of signal[t + kernel_size - 1 - tau] kernel[tau].
    signal: signal_size, kernel: kernel_size, not longer than the signal; float32 or
    float64. Returns outputs: out_size = signal_size - kernel_size + 1.

    >>> convolve(np.array([1.0, 2, 4, 8]), np.array([3.0, 1]))
    array([ 7., 14., 28.])
    """
    raise NotImplementedError("convolve: replace this line")


# %%
def cross_correlate(signal: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Correlate in one dimension: outputs[t] = sum of signal[t + tau] kernel[tau].

    The sum is over tau. signal: signal_size, kernel: kernel_size, not longer than the
    signal; float32 or float64.
    Returns outputs: out_size = signal_size - kernel_size + 1.

    >>> cross_correlate(np.array([1.0, 2, 4, 8]), np.array([3.0, 1]))
    array([ 5., 10., 20.])
    """
    raise NotImplementedError("cross_correlate: replace this line")


# %% [markdown]
# ## The border
# A window at the border needs pixels that do not exist. Four answers: skip such windows
# ("valid"), add zeros ("same"), or mirror the image at the border pixel
# ("reflect": 3 2 | 1 2 3) or just beyond it ("symmetric": 2 1 | 1 2 3).
#
# ![Left, the row 1 2 3 for a kernel 4 wide: valid adds nothing; same gives 0 1 2 3 0 0;
# reflect 2 1 2 3 2 1, with the mirror on the last pixel; symmetric 1 1 2 3 3 2, with
# the mirror beyond it. Right, a 3 x 3 image for a 4 x 4 kernel: same adds one row of
# zeros above and two below, one column on the left and two on the
# right.](figures/padding.svg)


# %%
def pad_images(
    images: np.ndarray,
    kernel_size: tuple[int, int],
    mode: str,
) -> np.ndarray:
    """Pad images so that a kernel gives as many outputs as there are pixels.

    images: batch height width channels; kernel_size: (height, width) of the kernel;
    mode: "valid" (no padding at all), "same", "reflect" or "symmetric".
    Returns batch out_height out_width channels, where the last three modes add
    kernel_size - 1 in total, split between both sides. If that is odd, the bottom and
    right get one more, as in TensorFlow's `tf.nn`.

    >>> image = np.array([[1.0, 2, 3], [4, 5, 6]]).reshape(1, 2, 3, 1)
    >>> pad_images(image, (2, 3), "same")[0, :, :, 0]
    array([[0., 1., 2., 3., 0.],
           [0., 4., 5., 6., 0.],
           [0., 0., 0., 0., 0.]])
    """
    raise NotImplementedError("pad_images: replace this line")


# %% [markdown]
# A padded zero has no source, so its gradient is dropped. A mirrored cell is a copy of
# a pixel and passes its gradient to it; some pixels are copied more than once.


# %%
def pad_images_backward(
    grad_outputs: np.ndarray,
    images: np.ndarray,
    kernel_size: tuple[int, int],
    mode: str,
) -> np.ndarray:
    """Carry the gradient from the padded images back to the images.

    grad_outputs: batch out_height out_width channels, images: batch height width
    channels. Returns grad_images: batch height width channels, each the sum of
    grad_outputs over all positions in the padded image that show this pixel.

    >>> images = np.array([1.0, 2, 3]).reshape(1, 1, 3, 1)
    >>> grad_outputs = np.array([1.0, 2, 3, 4, 5]).reshape(1, 1, 5, 1)
    >>> pad_images_backward(grad_outputs, images, (1, 3), "reflect").ravel()
    array([2., 9., 4.])
    """
    raise NotImplementedError("pad_images_backward: replace this line")


# %% [markdown]
# ## The layer
# Local: an output sees one window. Full depth: it sums over all channels. Shared: all
# windows use the same weights. Each filter makes one feature map. Hint for the loop:
# one kernel cell, over all windows, is a dense layer.
#
# ![Three sheets, the channels of an image, and one window cut through all of them. Two
# filters, each three sheets deep, meet that window; each gives one number of its
# feature map, so two filters make two maps.](figures/layer.svg)


# %%
def conv2d(
    inputs: np.ndarray,
    kernel: np.ndarray,
    bias: np.ndarray,
    padding: str,
) -> np.ndarray:
    """Correlate images with a kernel, as `tf.nn.conv2d` does, and add the bias.

    inputs: batch height width channels, kernel: kernel_height kernel_width channels
    filters, bias: filters. padding: "valid", or "same": zeros around the images, split
    as in `pad_images`; then out_height = height, out_width = width.
    Returns outputs: batch out_height out_width filters.

    >>> image = np.array([[1.0, 2, 0], [0, 1, 3], [2, 0, 1]]).reshape(1, 3, 3, 1)
    >>> kernel = np.array([[1.0, 2], [0, -1]]).reshape(2, 2, 1, 1)
    >>> conv2d(image, kernel, np.array([10.0]), "valid")[0, :, :, 0]
    array([[14.,  9.],
           [12., 16.]])
    """
    raise NotImplementedError("conv2d: replace this line")


# %% [markdown]
# Backward, each kernel cell is a dense layer again. An input seen by several windows
# gets the sum of their gradients. So do weights and biases, which all windows of all
# images share.


# %%
def conv2d_backward(
    grad_outputs: np.ndarray,
    inputs: np.ndarray,
    kernel: np.ndarray,
    bias: np.ndarray,
    padding: str,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry the gradient from the outputs back to the three arguments of `conv2d`.

    grad_outputs: batch out_height out_width filters, inputs: batch height width
    channels, kernel: kernel_height kernel_width channels filters, bias: filters.
    Returns grad_inputs, grad_kernel and grad_bias, shaped like inputs, kernel and bias.

    If `padded` is the inputs with padding, outputs[b, y, x, f] is the sum over i, j and
    c of padded[b, y + i, x + j, c] kernel[i, j, c, f], plus the bias. So

        grad_padded[b, y + i, x + j, c]
            collects grad_outputs[b, y, x, f] kernel[i, j, c, f]
        grad_kernel[i, j, c, f]
            collects grad_outputs[b, y, x, f] padded[b, y + i, x + j, c]
        grad_bias[f]
            collects grad_outputs[b, y, x, f]

    and grad_inputs is grad_padded without its border.

    >>> image = np.array([[1.0, 2, 0], [0, 1, 3], [2, 0, 1]]).reshape(1, 3, 3, 1)
    >>> kernel = np.array([[1.0, 2], [0, -1]]).reshape(2, 2, 1, 1)
    >>> grad_outputs = np.array([[1.0, 0], [0, 3]]).reshape(1, 2, 2, 1)
    >>> bias = np.array([10.0])
    >>> gradients = conv2d_backward(grad_outputs, image, kernel, bias, "valid")
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
    raise NotImplementedError("conv2d_backward: replace this line")


# %% [markdown]
# ## What it costs
# Compare with the two million weights of 01: how many does a convolutional layer with
# eight 5 x 5 filters need, and how does that depend on the image size?


# %%
def count_conv_parameters(
    kernel_size: tuple[int, int],
    in_channels: int,
    filters: int,
    use_bias: bool,
) -> int:
    """Count the parameters of a convolutional layer.

    >>> count_conv_parameters((5, 5), 1, 8, use_bias=False)
    200
    """
    raise NotImplementedError("count_conv_parameters: replace this line")
