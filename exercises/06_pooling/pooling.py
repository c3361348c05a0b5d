# %% [markdown]
# # 06 Pooling: what matters, in a smaller map
#
# You build the layers that reduce a window to one number, its maximum or its average,
# with their gradients.
#
# | array | axes |
# |---|---|
# | `inputs` | batch, height, width, channels |
# | `outputs` | batch, out_height, out_width, channels |
# | `outputs` of global pooling | batch, channels |
#
# `pool_size` and `strides` are pairs (height, width). Every channel is pooled
# separately.
#
# **By hand.** One image, one channel, windows of 2 x 2, strides of 2,
# `padding="valid"`:
#
#     image [[ 1, -2,   3,  0],
#            [ 4,  5,  -1,  2],
#            [-3, -6,  -8, -5],
#            [-7, -4, -10, -9]]
#
# The maxima are `[[5, 3], [-3, -5]]`, the averages `[[2, 1], [-5, -8]]`.
#
# **Rules.** NumPy only; `np.pad` is allowed. Windows may overlap or skip pixels. "same"
# places them as a strided convolution does, with the odd row and column of padding at
# the bottom and right; but padded cells are not zeros: they are never the maximum, and
# an average counts only real pixels. Do not modify the arguments or keep anything
# between calls, and return the dtype of the arguments, float32 or float64.
#
# **Check.** `autograder check 06_pooling`, or `autograder check pooling.py` for this
# file. In the notebook, run its first code cell, then the cell below a task.
#
# **Predict.** After a ReLU a whole window may be 0. Which of its pixels get a gradient
# from max pooling, and which from average pooling? Decide first, then compute it.

# %%
import numpy as np

# %% [markdown]
# ## The maximum
# An edge matters, but its exact position hardly does. The largest response represents
# its whole window.


# %%
def max_pool2d(
    inputs: np.ndarray,
    pool_size: tuple[int, int],
    strides: tuple[int, int],
    padding: str,
) -> np.ndarray:
    """Take the maximum of each window, channel by channel, as `tf.nn.max_pool2d` does.

    inputs: batch height width channels, positive or negative; padding: "valid" (only
    whole windows) or "same". Returns outputs: batch out_height out_width channels.

    >>> image = np.array(
    ...     [[1.0, -2, 3, 0], [4, 5, -1, 2], [-3, -6, -8, -5], [-7, -4, -10, -9]]
    ... ).reshape(1, 4, 4, 1)
    >>> max_pool2d(image, (2, 2), (2, 2), "valid")[0, :, :, 0]
    array([[ 5.,  3.],
           [-3., -5.]])
    """
    raise NotImplementedError("max_pool2d: replace this line")


# %% [markdown]
# Backward, only the maximum affected the output, so it gets all of the gradient; a
# pixel that is the maximum of several windows gets the sum of theirs.


# %%
def max_pool2d_backward(
    grad_outputs: np.ndarray,
    inputs: np.ndarray,
    pool_size: tuple[int, int],
    strides: tuple[int, int],
    padding: str,
) -> np.ndarray:
    """Carry the gradient from the outputs back to the inputs of `max_pool2d`.

    grad_outputs: batch out_height out_width channels, inputs: batch height width
    channels. Returns grad_inputs: batch height width channels, each the sum of
    grad_outputs over the windows whose maximum is this pixel. If pixels of a window
    tie, the first one, row by row, gets the gradient, as in TensorFlow; equal shares
    for all of them are also right.

    >>> image = np.array([[1.0, -2, 3, 0], [4, 5, -1, 2]]).reshape(1, 2, 4, 1)
    >>> grad_outputs = np.array([6.0, 8]).reshape(1, 1, 2, 1)
    >>> max_pool2d_backward(grad_outputs, image, (2, 2), (2, 2), "valid")[0, :, :, 0]
    array([[0., 0., 8., 0.],
           [0., 6., 0., 0.]])
    """
    raise NotImplementedError("max_pool2d_backward: replace this line")


# %% [markdown]
# ## The average
# Every pixel has the same weight. With "same" a window at the border holds fewer pixels
# than the others; divide its sum by how many it holds.
#
# ![A 4 x 4 image in four windows of 2 x 2. Maximum pooling keeps the ringed 5, 3, -3
# and -5, average pooling 2, 1, -5 and -8. Backward, with gradients 4, 8, -4 and 12:
# with the maximum each goes whole to the ringed pixel, and all others get 0; with the
# average each pixel of a window gets a quarter.](figures/keeps.svg)


# %%
def average_pool2d(
    inputs: np.ndarray,
    pool_size: tuple[int, int],
    strides: tuple[int, int],
    padding: str,
) -> np.ndarray:
    """Take the average of each window, channel by channel, as `tf.nn.avg_pool2d` does.

    inputs: batch height width channels; padding: "valid" (only whole windows) or
    "same". Returns outputs: batch out_height out_width channels.

    >>> image = np.array(
    ...     [[1.0, -2, 3, 0], [4, 5, -1, 2], [-3, -6, -8, -5], [-7, -4, -10, -9]]
    ... ).reshape(1, 4, 4, 1)
    >>> average_pool2d(image, (2, 2), (2, 2), "valid")[0, :, :, 0]
    array([[ 2.,  1.],
           [-5., -8.]])
    """
    raise NotImplementedError("average_pool2d: replace this line")


# %%
def average_pool2d_backward(
    grad_outputs: np.ndarray,
    inputs: np.ndarray,
    pool_size: tuple[int, int],
    strides: tuple[int, int],
    padding: str,
) -> np.ndarray:
    """Carry the gradient from the outputs back to the inputs of `average_pool2d`.

    grad_outputs: batch out_height out_width channels, inputs: batch height width
    channels. Returns grad_inputs: batch height width channels, each the sum of
    grad_outputs / (pixels in the window) over the windows that contain this pixel.

    >>> image = np.array([[1.0, -2, 3, 0], [4, 5, -1, 2]]).reshape(1, 2, 4, 1)
    >>> grad_outputs = np.array([6.0, 8]).reshape(1, 1, 2, 1)
    >>> size = (2, 2)
    >>> average_pool2d_backward(grad_outputs, image, size, size, "valid")[0, :, :, 0]
    array([[1.5, 1.5, 2. , 2. ],
           [1.5, 1.5, 2. , 2. ]])
    """
    raise NotImplementedError("average_pool2d_backward: replace this line")


# %% [markdown]
# ## The whole map
# A network may end without a dense layer: it has one feature map for each class and
# takes the average of each map. That has no weights, and images may have any size.


# %%
def global_average_pool2d(inputs: np.ndarray) -> np.ndarray:
    """Take the average of each feature map.

    inputs: batch height width channels. Returns outputs: batch channels.

    >>> global_average_pool2d(np.array([[[[1.0, 10], [3, 20]], [[5, 30], [7, 40]]]]))
    array([[ 4., 25.]])
    """
    raise NotImplementedError("global_average_pool2d: replace this line")


# %%
def global_average_pool2d_backward(
    grad_outputs: np.ndarray,
    inputs: np.ndarray,
) -> np.ndarray:
    """Carry the gradient of `global_average_pool2d` back to its inputs.

    grad_outputs: batch channels, inputs: batch height width channels. Returns
    grad_inputs: batch height width channels. The derivative of an average with respect
    to each pixel is 1 / (height · width).

    >>> inputs = np.array([[[[1.0, 10], [3, 20]], [[5, 30], [7, 40]]]])
    >>> global_average_pool2d_backward(np.array([[8.0, 4]]), inputs)[0, :, :, 1]
    array([[1., 1.],
           [1., 1.]])
    """
    raise NotImplementedError("global_average_pool2d_backward: replace this line")
