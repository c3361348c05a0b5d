# %% [markdown]
# # 02 Activations: what stands between two layers
#
# You build the non-linear functions between layers, forward and backward, and the last layer that picks a class.
#
# Without them depth is in vain: (x A) B = x (A B), so two dense layers in a row are one.
#
# | array | axes |
# |---|---|
# | `inputs`, `outputs`, `grad_outputs` | any, all three alike |
# | `inputs` of `prelu`; `alpha` | ..., channels; channels |
# | `inputs`, `outputs` of `maxout` | ..., features; ..., units |
# | `logits` of `softmax` | ..., classes |
# | `logits`, `labels` of `cross_entropy`; its `outputs` | batch, classes; batch |
#
# **By hand.** `relu` keeps what is above 0: `[[3, -2, 0], [-4, 1, 5]]` gives `[[3, 0, 0], [0, 1, 5]]`. A gradient of
# `[[1, 2, 3], [4, 5, 6]]` comes back as `[[1, 0, 0], [0, 5, 6]]`.
#
# **Rules.** NumPy only, but not `np.tanh`: it is what you build. Inputs of 1000 and -1000 are usual, and
# `np.exp(1000)` is `inf`: a warning is no fault, a `nan` in the answer is. Leave the arguments as they are, keep
# nothing between two calls, and answer in the dtype of the arguments, float32 or float64.
#
# **Check.** `autograder check 02_activations`, or `autograder check activations.py` for this file; `--task relu` for
# one function. In the notebook, run the cell below a task.
#
# **Predict.** A gradient goes back through ten sigmoids, one behind the other. What part of it arrives, at best?
# Write your guess down, then ask `sigmoid_backward` where its slope is steepest. What does `relu` do instead?

# %%
import numpy as np

# %% [markdown]
# ## ReLU
# Above 0 everything passes, below nothing does. At exactly 0 either could be argued for; the gradient there is 0.


# %%
def relu(inputs: np.ndarray) -> np.ndarray:
    """Rectify: outputs = max(inputs, 0), number by number (Nair and Hinton 2010).

    inputs: any axes; float32 or float64. Returns outputs of the same shape and dtype.

    >>> relu(np.array([[3.0, -2, 0], [-4, 1, 5]]))
    array([[3., 0., 0.],
           [0., 1., 5.]])
    """
    raise NotImplementedError("relu: write your code here and delete this line")


# %%
def relu_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    """Carry the gradient from the outputs of `relu` back to its inputs: 0 where an input is 0.

    grad_outputs, inputs: any axes, both alike. Returns grad_inputs of their shape.
    """
    raise NotImplementedError("relu_backward: write your code here and delete this line")


# %% [markdown]
# ## Leaky ReLU and PReLU
# A unit that is always below 0 never learns again: no gradient reaches it. So let a little through; how much is an
# option, or is learned, one number for each channel.


# %%
def leaky_relu(inputs: np.ndarray, negative_slope: float) -> np.ndarray:
    """Keep what is above 0, and multiply what is below by `negative_slope` (Maas, Hannun and Ng 2013).

    inputs: any axes; negative_slope: 0 or more, usually far below 1. Returns outputs of the inputs' shape.

    >>> leaky_relu(np.array([4.0, -8]), negative_slope=0.25)
    array([ 4., -2.])
    """
    raise NotImplementedError("leaky_relu: write your code here and delete this line")


# %%
def leaky_relu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, negative_slope: float) -> np.ndarray:
    """Carry the gradient from the outputs of `leaky_relu` back to its inputs.

    grad_outputs, inputs: any axes, both alike. Returns grad_inputs of their shape.
    """
    raise NotImplementedError("leaky_relu_backward: write your code here and delete this line")


# %%
def prelu(inputs: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """Keep what is above 0, and multiply what is below by its channel's `alpha` (He, Zhang, Ren and Sun 2015).

    inputs: ... channels, alpha: channels. Returns outputs: ... channels.

    >>> prelu(np.array([[3.0, -2], [-1, -4]]), np.array([2.0, 3]))
    array([[  3.,  -6.],
           [ -2., -12.]])
    """
    raise NotImplementedError("prelu: write your code here and delete this line")


# %%
def prelu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Carry the gradient from the outputs of `prelu` back to its inputs and to its slopes.

    grad_outputs, inputs: ... channels, alpha: channels.
    Returns grad_inputs: ... channels, grad_alpha: channels.
    """
    raise NotImplementedError("prelu_backward: write your code here and delete this line")


# %% [markdown]
# ## ELU and SELU
# Below 0 the line bends and settles at a negative value, which pulls the mean of all outputs nearer to 0. SELU
# chooses its two numbers so that mean 0 and variance 1 reproduce themselves from layer to layer.


# %%
def elu(inputs: np.ndarray, alpha: float) -> np.ndarray:
    """Keep what is above 0; below, alpha (exp(inputs) - 1) (Clevert, Unterthiner and Hochreiter 2016).

    inputs: any axes; alpha: a number above 0. Returns outputs of the inputs' shape.

    >>> elu(np.array([2.0, -1000]), alpha=3.0)
    array([ 2., -3.])
    """
    raise NotImplementedError("elu: write your code here and delete this line")


# %%
def elu_backward(grad_outputs: np.ndarray, inputs: np.ndarray, alpha: float) -> np.ndarray:
    """Carry the gradient from the outputs of `elu` back to its inputs.

    grad_outputs, inputs: any axes, both alike. Returns grad_inputs of their shape.
    """
    raise NotImplementedError("elu_backward: write your code here and delete this line")


# %%
def selu(inputs: np.ndarray) -> np.ndarray:
    """Scale times the inputs above 0; below, scale alpha (exp(inputs) - 1).

    scale = 1.0507009873554805, alpha = 1.6732632423543772 (Klambauer, Unterthiner, Mayr and Hochreiter 2017).
    inputs: any axes. Returns outputs of the inputs' shape.

    >>> selu(np.array([2.0, -1000])).round(4)
    array([ 2.1014, -1.7581])
    """
    raise NotImplementedError("selu: write your code here and delete this line")


# %%
def selu_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    """Carry the gradient from the outputs of `selu` back to its inputs.

    grad_outputs, inputs: any axes, both alike. Returns grad_inputs of their shape.
    """
    raise NotImplementedError("selu_backward: write your code here and delete this line")


# %% [markdown]
# ## Sigmoid and tanh
# The old choice: smooth, and flat at both ends. Of two ways to write either, one divides `inf` by `inf`. A hint:
# exp(-|x|) is never above 1.


# %%
def sigmoid(inputs: np.ndarray) -> np.ndarray:
    """Squash into (0, 1): outputs = 1 / (1 + exp(-inputs)).

    inputs: any axes. Returns outputs of the inputs' shape.

    >>> sigmoid(np.array([0.0, 1000, -1000]))
    array([0.5, 1. , 0. ])
    """
    raise NotImplementedError("sigmoid: write your code here and delete this line")


# %%
def sigmoid_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    """Carry the gradient from the outputs of `sigmoid` back to its inputs (which are given, not the outputs).

    grad_outputs, inputs: any axes, both alike. Returns grad_inputs of their shape.
    """
    raise NotImplementedError("sigmoid_backward: write your code here and delete this line")


# %%
def tanh(inputs: np.ndarray) -> np.ndarray:
    """Squash into (-1, 1): outputs = (exp(x) - exp(-x)) / (exp(x) + exp(-x)), where x is an input.

    inputs: any axes. Returns outputs of the inputs' shape.

    >>> tanh(np.array([0.0, 1000, -1000]))
    array([ 0.,  1., -1.])
    """
    raise NotImplementedError("tanh: write your code here and delete this line")


# %%
def tanh_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    """Carry the gradient from the outputs of `tanh` back to its inputs (which are given, not the outputs).

    grad_outputs, inputs: any axes, both alike. Returns grad_inputs of their shape.
    """
    raise NotImplementedError("tanh_backward: write your code here and delete this line")


# %% [markdown]
# ## Swish
# Found by a search through formulas, and known before as SiLU: an input that opens its own gate. It stands in two
# places of its formula.
#
# ![Seven functions with solid lines and their derivatives with dashed lines, from -3 to 3. relu, leaky_relu and selu
# jump in the derivative at 0; elu, sigmoid, tanh and swish are smooth. The derivatives of sigmoid and tanh vanish on
# both sides, those of relu, elu, selu and swish only on the left; sigmoid's is low everywhere.](figures/curves.svg)


# %%
def swish(inputs: np.ndarray) -> np.ndarray:
    """Weigh each input by its own sigmoid: outputs = inputs / (1 + exp(-inputs)) (Ramachandran, Zoph and Le 2017).

    inputs: any axes. Returns outputs of the inputs' shape.

    >>> swish(np.array([0.0, 1, -1])).round(4)
    array([ 0.    ,  0.7311, -0.2689])
    """
    raise NotImplementedError("swish: write your code here and delete this line")


# %%
def swish_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    """Carry the gradient from the outputs of `swish` back to its inputs.

    grad_outputs, inputs: any axes, both alike. Returns grad_inputs of their shape.
    """
    raise NotImplementedError("swish_backward: write your code here and delete this line")


# %% [markdown]
# ## Maxout
# No curve at all: a few neighbouring features compete, and the largest passes.


# %%
def maxout(inputs: np.ndarray, pieces: int) -> np.ndarray:
    """Keep the largest of each group of `pieces` neighbouring features (Goodfellow et al. 2013).

    inputs: ... features, where features = units * pieces. Returns outputs: ... units.

    >>> maxout(np.array([[1.0, 5, -3, -2], [4, 0, 7, 6]]), pieces=2)
    array([[ 5., -2.],
           [ 4.,  7.]])
    """
    raise NotImplementedError("maxout: write your code here and delete this line")


# %%
def maxout_backward(grad_outputs: np.ndarray, inputs: np.ndarray, pieces: int) -> np.ndarray:
    """Carry the gradient from the outputs of `maxout` back to its inputs.

    grad_outputs: ... units, inputs: ... features. Returns grad_inputs: ... features.
    Where several features of a group are the largest, the first takes the gradient, or all of them share it equally.
    """
    raise NotImplementedError("maxout_backward: write your code here and delete this line")


# %% [markdown]
# ## Softmax and cross entropy
# Car, truck or van: the last layer has a number for each class, softmax makes probabilities of them, and the cross
# entropy says how surprised they are by the label. Subtracting one number from a whole row changes nothing in theory.


# %%
def softmax(logits: np.ndarray) -> np.ndarray:
    """Make each row a distribution: outputs = exp(logits) / sum over classes of exp(logits).

    logits: ... classes. Returns outputs: ... classes.

    >>> softmax(np.array([[0.0, 0], [1000, 0]]))
    array([[0.5, 0.5],
           [1. , 0. ]])
    """
    raise NotImplementedError("softmax: write your code here and delete this line")


# %%
def softmax_backward(grad_outputs: np.ndarray, logits: np.ndarray) -> np.ndarray:
    """Carry the gradient from the outputs of `softmax` back to its logits.

    grad_outputs, logits: ... classes. Returns grad_logits: ... classes. Each logit moves every output of its row.
    """
    raise NotImplementedError("softmax_backward: write your code here and delete this line")


# %%
def cross_entropy(logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Measure the surprise: outputs = - sum over classes of labels log(softmax(logits)).

    logits: batch classes, labels: batch classes, one-hot or probabilities. Returns outputs: batch, one for each row.
    A probability may be too small for its dtype; its logarithm is not.

    >>> cross_entropy(np.array([[7.0, 7], [0, 10]]), np.array([[0.0, 1], [1, 0]])).round(4)
    array([ 0.6931, 10.    ])
    """
    raise NotImplementedError("cross_entropy: write your code here and delete this line")


# %%
def cross_entropy_backward(grad_outputs: np.ndarray, logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Carry the gradient from the outputs of `cross_entropy` back to its logits; labels are data and get none.

    grad_outputs: batch, logits: batch classes, labels: batch classes, each row adding up to 1.
    Returns grad_logits: batch classes.
    """
    raise NotImplementedError("cross_entropy_backward: write your code here and delete this line")
