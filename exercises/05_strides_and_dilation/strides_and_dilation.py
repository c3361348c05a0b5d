# %% [markdown]
# # 05 Strides and dilation: smaller maps, wider views
#
# You build a convolutional layer that skips pixels, between windows or inside a window.
#
# | array | axes |
# |---|---|
# | `inputs` | batch, height, width, channels |
# | `kernel` | kernel_height, kernel_width, channels, filters |
# | `bias` | filters |
# | `outputs` | batch, out_height, out_width, filters |
#
# `strides`, `dilation_rate` and all sizes are pairs (height, width).
#
# **By hand.** One image, one channel, one filter, `padding="valid"`:
#
#     image [[1, 2, 0, 1],    kernel [[1,  2],    bias 10
#            [0, 1, 3, 0],            [0, -1]]
#            [2, 0, 1, 2],
#            [1, 1, 0, 3]]
#
# With strides of 2 the windows do not overlap: `[[14, 12], [11, 12]]`. With a dilation
# rate of 2 the kernel's cells meet every other pixel. Top left: 1·1 + 2·0 + 0·2 - 1·1 +
# 10 = 10; all four are `[[10, 12], [16, 8]]`.
#
# **Rules.** NumPy only; `np.pad` is allowed. As in Keras, strides and dilation are
# never both above 1. Do not modify the arguments or keep anything between calls, and
# return the dtype of the arguments, float32 or float64.
#
# **Check.** `autograder check 05_strides_and_dilation`, or
# `autograder check strides_and_dilation.py` for this file. In the notebook, run its
# first code cell, then the cell below a task.
#
# **Predict.** Three layers of 3 x 3 kernels: all plain, or with strides of 2, or with
# dilation rates 1, 2 and 4. How many pixels in a row does one output see in each case?
# Decide first, then let `receptive_field` count.

# %%
import numpy as np

# %% [markdown]
# ## How many windows fit
# The pixels that a kernel covers are its field; dilated, it covers more pixels than it
# has cells. "valid" takes the windows whose field lies inside the image and ignores the
# rest. "same" needs only the stride: one window every `stride` pixels, complete or
# not.
#
# ![A row of 8 pixels and windows of a kernel 3 wide. Valid: with stride 1 there are 6
# windows, with stride 2 there are 3 and one pixel is left over, with stride 3 there are
# 2 and two pixels are left over. Same, with stride 2: 4 windows, and the last one needs
# one zero after the row.](figures/windows.svg)


# %%
def output_size(
    input_size: tuple[int, int],
    kernel_size: tuple[int, int],
    strides: tuple[int, int],
    padding: str,
    dilation_rate: tuple[int, int],
) -> tuple[int, int]:
    """Compute the size of a convolution's result: (out_height, out_width).

    It is that of `tf.nn.convolution`. All sizes are (height, width);
    padding: "valid" or "same". A dilation rate of 1 leaves no gaps in the kernel.

    >>> output_size((512, 384), (5, 5), (2, 3), "valid", (1, 1))
    (254, 127)
    """
    raise NotImplementedError("output_size: replace this line")


# %% [markdown]
# ## The layer
# A strided convolution computes every second (third ...) output of a plain one, and
# only those. For "same" that changes the padding: TensorFlow adds only what the last
# window lacks, in total
#
#     max((out_size - 1) · stride + field - size, 0)
#
# zeros along an axis: half of them before the image and half after, the odd one after.
#
# ![Three images of 9 x 9 pixels and a 3 x 3 kernel in the middle of each. With dilation
# rate 1 its nine weights meet neighbours, with rate 2 every other pixel, with rate 4
# every fourth: the field grows from 3 x 3 to 5 x 5 to 9 x 9, still with nine
# weights.](figures/dilation.svg)


# %%
def conv2d(
    inputs: np.ndarray,
    kernel: np.ndarray,
    bias: np.ndarray,
    strides: tuple[int, int],
    padding: str,
    dilation_rate: tuple[int, int],
) -> np.ndarray:
    """Correlate images with a kernel, as `tf.nn.convolution` does, and add the bias.

    inputs: batch height width channels, kernel: kernel_height kernel_width channels
    filters, bias: filters. strides, dilation_rate: (height, width), never both above 1;
    padding: "valid" or "same". Returns outputs: batch out_height out_width filters.

    >>> image = np.array([[1.0, 2, 0, 1], [0, 1, 3, 0], [2, 0, 1, 2], [1, 1, 0, 3]])
    >>> kernel = np.array([[1.0, 2], [0, -1]]).reshape(2, 2, 1, 1)
    >>> inputs, bias = image.reshape(1, 4, 4, 1), np.array([10.0])
    >>> conv2d(inputs, kernel, bias, (2, 2), "valid", (1, 1))[0, :, :, 0]
    array([[14., 12.],
           [11., 12.]])
    """
    raise NotImplementedError("conv2d: replace this line")


# %% [markdown]
# Backward, nothing is new: each kernel cell passes the errors back to the pixels it
# met. Pixels that no window covers do not affect the loss.


# %%
def conv2d_backward(
    grad_outputs: np.ndarray,
    inputs: np.ndarray,
    kernel: np.ndarray,
    bias: np.ndarray,
    strides: tuple[int, int],
    padding: str,
    dilation_rate: tuple[int, int],
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry the gradient from the outputs back to the three arrays that `conv2d` takes.

    grad_outputs: batch out_height out_width filters, inputs: batch height width
    channels, kernel: kernel_height kernel_width channels filters, bias: filters.
    Returns grad_inputs, grad_kernel and grad_bias, shaped like inputs, kernel and bias.

    The formulas are those of 03, but with strides s and dilation rates d, kernel cell
    (i, j) meets pixel (y s[0] + i d[0], x s[1] + j d[1]) at output (y, x).

    >>> image = np.array([[1.0, 2, 0, 1], [0, 1, 3, 0], [2, 0, 1, 2], [1, 1, 0, 3]])
    >>> kernel = np.array([[1.0, 2], [0, -1]]).reshape(2, 2, 1, 1)
    >>> inputs, bias = image.reshape(1, 4, 4, 1), np.array([10.0])
    >>> grad_outputs, options = np.ones((1, 2, 2, 1)), ((2, 2), "valid", (1, 1))
    >>> gradients = conv2d_backward(grad_outputs, inputs, kernel, bias, *options)
    >>> grad_inputs, grad_kernel, grad_bias = gradients
    >>> grad_inputs[0, :, :, 0]
    array([[ 1.,  2.,  1.,  2.],
           [ 0., -1.,  0., -1.],
           [ 1.,  2.,  1.,  2.],
           [ 0., -1.,  0., -1.]])
    >>> grad_kernel[:, :, 0, 0]
    array([[4., 5.],
           [4., 5.]])
    >>> grad_bias
    array([4.])
    """
    raise NotImplementedError("conv2d_backward: replace this line")


# %% [markdown]
# ## One cell
# A kernel of 1 x 1 sees no neighbours. It is a dense layer along the channels, the same
# for every pixel: it mixes channels, often to reduce them before a more expensive
# layer.


# %%
def pointwise_conv2d(
    inputs: np.ndarray,
    kernel: np.ndarray,
    bias: np.ndarray,
) -> np.ndarray:
    """Convolve with a kernel of 1 x 1 and add the bias.

    inputs: batch height width channels, kernel: 1 1 channels filters, bias: filters.
    Returns outputs: batch height width filters.

    >>> inputs, kernel = np.array([[[[1.0, 2], [3, 4]]]]), np.array([[[[1.0], [10]]]])
    >>> pointwise_conv2d(inputs, kernel, np.array([5.0]))
    array([[[[26.],
             [48.]]]])
    """
    raise NotImplementedError("pointwise_conv2d: replace this line")


# %%
def pointwise_conv2d_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry the gradient from the outputs back to what `pointwise_conv2d` takes.

    grad_outputs: batch height width filters, inputs: batch height width channels,
    kernel: 1 1 channels filters, bias: filters.
    Returns grad_inputs, grad_kernel and grad_bias, shaped like inputs, kernel and bias.

    They are the dense layer's gradients in 01: every pixel of every image is a row.

    >>> inputs, kernel = np.array([[[[1.0, 2], [3, 4]]]]), np.array([[[[1.0], [10]]]])
    >>> grad_outputs, bias = np.array([[[[1.0], [2]]]]), np.array([5.0])
    >>> gradients = pointwise_conv2d_backward(grad_outputs, inputs, kernel, bias)
    >>> [gradient.ravel() for gradient in gradients]
    [array([ 1., 10.,  2., 20.]), array([ 7., 10.]), array([3.])]
    """
    raise NotImplementedError("pointwise_conv2d_backward: replace this line")


# %% [markdown]
# Conversely, lay all numbers of an image along the channels of a single pixel, and a
# 1 x 1 convolution of that pixel is the dense layer of 01.


# %%
def dense_as_conv2d(
    inputs: np.ndarray,
    kernel: np.ndarray,
    bias: np.ndarray,
) -> np.ndarray:
    """Connect every number of an image to every unit.

    inputs: batch height width channels, kernel: cells units with
    cells = height · width · channels in the order of NumPy's reshape,
    bias: units. Returns outputs: batch units.

    >>> image = np.array([[1.0, 2], [3, 4]]).reshape(1, 2, 2, 1)
    >>> kernel = np.array([[1.0, 0], [0, 1], [2, 0], [0, 2]])
    >>> dense_as_conv2d(image, kernel, np.array([10.0, 20]))
    array([[17., 30.]])
    """
    raise NotImplementedError("dense_as_conv2d: replace this line")


# %% [markdown]
# ## What one output sees
# Each layer looks at a few neighbours, which looked at neighbours themselves. A step
# from one neighbour to the next spans several pixels of the image: the product of the
# strides of all layers below.
#
# ![Two layers of kernels 3 wide over a row of pixels, drawn as a pyramid. Plain, one
# output of the second layer reaches 5 pixels. With stride 2 in the first layer it
# reaches 7, and with dilation rate 2 in the second also 7.](figures/field.svg)


# %%
def receptive_field(layers: list[tuple[int, int, int]]) -> int:
    """Count the pixels in a row that one output of a stack of layers reaches.

    Count from the first to the last, gaps included. layers: (kernel_size, stride,
    dilation_rate) along one axis, the layer next to the image first.

    >>> receptive_field([(3, 2, 1), (3, 1, 1)])
    7
    """
    raise NotImplementedError("receptive_field: replace this line")
