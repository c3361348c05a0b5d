# %% [markdown]
# # 01 Dense: every input meets every unit
#
# You build the fully connected layer, forward and backward, and count its parameters.
#
# | array | axes |
# |---|---|
# | `inputs` | batch, features |
# | `kernel` | features, units |
# | `bias` | units |
# | `outputs` | batch, units |
#
# There may be further axes between batch and features; the layer connects only the
# features.
#
# **By hand.** Two rows of three features, two units:
#
#     inputs [[1, 2, 0],    kernel [[1,  0],    bias [10, 20]
#             [0, 1, 3]]            [2, -1],
#                                   [0,  1]]
#
# The first row and the first unit give 1·1 + 2·2 + 0·0 + 10 = 15; all four numbers are
# `[[15, 18], [12, 22]]`.
#
# **Rules.** NumPy only. `@`, `np.einsum`, `np.sum` and reshaping are allowed: deciding
# which axes to sum over is the exercise. Do not modify the arguments or keep anything
# between calls. Arrays are float32 or float64; return the same dtype.
#
# **Check.** `autograder check 01_dense`, or `autograder check dense.py` for this file.
# In the notebook, run its first code cell, then the cell below a task.
#
# **Predict.** A 512 x 512 image is flattened and connected to eight units. How many
# numbers must be learned, and how does that change when the image is twice as wide?
# Write down your guess first.

# %%
import numpy as np

# %% [markdown]
# ## Forward
# Each output is one row of `inputs` times one column of `kernel`, plus the bias of that
# unit.


# %%
def dense(inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Connect every feature to every unit.

    inputs: batch ... features, kernel: features units, bias: units; float32 or float64.
    Returns outputs: batch ... units, of the same dtype.

    >>> inputs = np.array([[1.0, 2, 0], [0, 1, 3]])
    >>> kernel = np.array([[1.0, 0], [2, -1], [0, 1]])
    >>> dense(inputs, kernel, np.array([10.0, 20]))
    array([[15., 18.],
           [12., 22.]])
    """
    ### BEGIN SOLUTION
    return inputs @ kernel + bias  # batch ... features -> batch ... units
    ### END SOLUTION


# %% [markdown]
# ## Backward
# `grad_outputs`, the error, says how the loss changes with each output. Carry it back
# to each argument: the error goes back through the weights, and a weight's gradient is
# error times input, summed over every use of the weight.
#
# ![Arrays of the dense layer. Frames mark what one number of each is summed from. An
# output: a row of inputs and a column of kernel, summed over the features. One of
# grad_inputs: a row of grad_outputs and a row of kernel, summed over the units. One of
# grad_kernel: a column of inputs and a column of grad_outputs, summed over the batch;
# of grad_bias: that column alone.](figures/axes.svg)


# %%
def dense_backward(
    grad_outputs: np.ndarray, inputs: np.ndarray, kernel: np.ndarray, bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Carry the gradient from the outputs back to the three arguments of `dense`.

    grad_outputs: batch ... units, inputs: batch ... features, kernel: features units,
    bias: units. Returns grad_inputs: batch ... features, grad_kernel: features units,
    grad_bias: units.

    For two axes (Rumelhart, Hinton and Williams 1986, "Learning representations by
    back-propagating errors"):

        grad_inputs[b, f] = sum over u of grad_outputs[b, u] kernel[f, u]
        grad_kernel[f, u] = sum over b of inputs[b, f] grad_outputs[b, u]
        grad_bias[u] = sum over b of grad_outputs[b, u]

    >>> grad_outputs = np.array([[1.0, 2], [3, -1]])
    >>> inputs = np.array([[1.0, 2, 0], [0, 1, 3]])
    >>> kernel, bias = np.array([[1.0, 0], [2, -1], [0, 1]]), np.array([10.0, 20])
    >>> gradients = dense_backward(grad_outputs, inputs, kernel, bias)
    >>> grad_inputs, grad_kernel, grad_bias = gradients
    >>> grad_inputs
    array([[ 1.,  0.,  2.],
           [ 3.,  7., -1.]])
    >>> grad_kernel
    array([[ 1.,  2.],
           [ 5.,  3.],
           [ 9., -3.]])
    >>> grad_bias
    array([4., 1.])
    """
    ### BEGIN SOLUTION
    grad_inputs = grad_outputs @ kernel.T  # batch ... units -> batch ... features
    rows = inputs.reshape(-1, inputs.shape[-1])  # batch ... features -> rows features
    errors = grad_outputs.reshape(-1, grad_outputs.shape[-1])  # batch ... units -> rows units
    return grad_inputs, rows.T @ errors, errors.sum(axis=0)
    ### END SOLUTION


# %% [markdown]
# ## What it costs
# Flatten an image, connect it to a few units, and count. Was your guess close?


# %%
def count_dense_parameters(input_shape: tuple[int, ...], units: int) -> int:
    """Count the parameters of a dense layer, biases included.

    The inputs of `input_shape` (no batch axis) are flattened first.

    >>> count_dense_parameters((512, 512), 8)
    2097160
    """
    ### BEGIN SOLUTION
    features = 1
    for size in input_shape:
        features *= size
    return (features + 1) * units  # each unit has one weight for every feature, and a bias
    ### END SOLUTION
