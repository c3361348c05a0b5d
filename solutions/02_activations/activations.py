# %% [markdown]
# # 02 Activations: what stands between two layers
#
# You build the non-linear functions between layers, forward and backward, and the last
# layer, which picks a class.
#
# Without them depth is useless: (x A) B = x (A B), so two dense layers in a row are
# one.
#
# | array | axes |
# |---|---|
# | `inputs`, `outputs`, `grad_outputs` | any, all three alike |
# | `inputs` of `prelu` | ..., channels |
# | `alpha` of `prelu` | channels |
# | `inputs` of `maxout` | ..., features |
# | `outputs` of `maxout` | ..., units |
# | `logits` of `softmax` | ..., classes |
# | `logits`, `labels` of `cross_entropy` | batch, classes |
# | `outputs` of `cross_entropy` | batch |
#
# **By hand.** `relu` sets numbers below 0 to 0: `[[3, -2, 0], [-4, 1, 5]]` gives
# `[[3, 0, 0], [0, 1, 5]]`. A gradient of `[[1, 2, 3], [4, 5, 6]]` comes back as
# `[[1, 0, 0], [0, 5, 6]]`.
#
# **Rules.** NumPy only, and `tanh` without `np.tanh`: you build it. Inputs can be
# 1000 or -1000, and `np.exp(1000)` is `inf`: a warning is fine, a `nan` in the result
# is not. Do not modify the arguments or keep anything between calls, and return the
# dtype of the arguments, float32 or float64.
#
# **Check.** `autograder check 02_activations`, or `autograder check activations.py` for
# this file; `--task relu` for one function. In the notebook, run its first code cell,
# then the cell below a task.
#
# **Predict.** A gradient passes back through ten sigmoids in a row. How much of it
# arrives, at best? Write down your guess, then find the steepest slope with
# `sigmoid_backward`. What does `relu` do instead?

# %%
import numpy as np

# %% [markdown]
# ## ReLU
# Above 0 everything passes, below 0 nothing does. At exactly 0 either slope is
# valid; here it is 0.


# %%
def relu(inputs: np.ndarray) -> np.ndarray:
    """Rectify: outputs = max(inputs, 0), elementwise (Nair and Hinton 2010).

    inputs: any axes; float32 or float64. Returns outputs of the same shape and dtype.

    >>> relu(np.array([[3.0, -2, 6], [-4, 1, 5]]))
    array([[3., 0., 6.],
           [0., 1., 5.]])
    """
    ### BEGIN SOLUTION
    return np.maximum(inputs, 0)
    ### END SOLUTION


# %%
def relu_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    """Carry the gradient from the outputs of `relu` back to its inputs.

    grad_outputs, inputs: any axes, the same shape. Returns grad_inputs of their shape.
    The slope is 1 above 0, and 0 elsewhere, even where an input is exactly 0.

    >>> inputs = np.array([[3.0, -2, 0], [-4, 1, 5]])
    >>> relu_backward(np.array([[1.0, 2, 3], [4, 5, 6]]), inputs)
    array([[1., 0., 0.],
           [0., 5., 6.]])
    """
    ### BEGIN SOLUTION
    return grad_outputs * (inputs > 0)
    ### END SOLUTION


# %% [markdown]
# ## Leaky ReLU and PReLU
# A unit that is always below 0 stops learning: no gradient reaches it. So let a little
# through: a fixed share, or a learned one for each channel.


# %%
def leaky_relu(inputs: np.ndarray, negative_slope: float) -> np.ndarray:
    """Keep numbers above 0, and multiply those below by `negative_slope`.

    inputs: any axes; negative_slope: 0 or more, usually far below 1. Returns outputs of
    the inputs' shape (Maas, Hannun and Ng 2013).

    >>> leaky_relu(np.array([4.0, -8]), negative_slope=0.25)
    array([ 4., -2.])
    """
    ### BEGIN SOLUTION
    return np.where(inputs > 0, inputs, negative_slope * inputs)
    ### END SOLUTION


# %%
def leaky_relu_backward(
    grad_outputs: np.ndarray,
    inputs: np.ndarray,
    negative_slope: float,
) -> np.ndarray:
    """Carry the gradient from the outputs of `leaky_relu` back to its inputs.

    grad_outputs, inputs: any axes, the same shape. Returns grad_inputs of their shape.
    The slope is 1 above 0, and `negative_slope` elsewhere.

    >>> grad_outputs, inputs = np.array([3.0, 4]), np.array([4.0, -8])
    >>> leaky_relu_backward(grad_outputs, inputs, negative_slope=0.25)
    array([3., 1.])
    """
    ### BEGIN SOLUTION
    return np.where(inputs > 0, grad_outputs, negative_slope * grad_outputs)
    ### END SOLUTION


# %%
def prelu(inputs: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """Keep numbers above 0, and multiply those below by their channel's `alpha`.

    inputs: ... channels, alpha: channels. Returns outputs: ... channels (He, Zhang, Ren
    and Sun 2015).

    >>> prelu(np.array([[3.0, -2], [-1, -4]]), np.array([2.0, 3]))
    array([[  3.,  -6.],
           [ -2., -12.]])
    """
    ### BEGIN SOLUTION
    return np.where(inputs > 0, inputs, alpha * inputs)
    ### END SOLUTION


# %%
def prelu_backward(
    grad_outputs: np.ndarray,
    inputs: np.ndarray,
    alpha: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Carry the gradient from the outputs of `prelu` back to its inputs and its slopes.

    grad_outputs, inputs: ... channels, alpha: channels.
    Returns grad_inputs: ... channels, grad_alpha: channels.

    The slope is 1 above 0, and `alpha` elsewhere. An output below 0 is alpha[c] times
    its input, so its derivative with respect to alpha[c] is that input. All outputs of
    a channel share alpha[c], whose gradient sums over them.

    >>> inputs, alpha = np.array([[3.0, -2], [-1, -4]]), np.array([2.0, 3])
    >>> gradients = prelu_backward(np.array([[1.0, 5], [6, 7]]), inputs, alpha)
    >>> grad_inputs, grad_alpha = gradients
    >>> grad_inputs
    array([[ 1., 15.],
           [12., 21.]])
    >>> grad_alpha
    array([ -6., -38.])
    """
    ### BEGIN SOLUTION
    grad_inputs = np.where(inputs > 0, grad_outputs, alpha * grad_outputs)
    below = np.minimum(inputs, 0) * grad_outputs  # ... channels -> rows channels -> channels
    return grad_inputs, below.reshape(-1, alpha.size).sum(axis=0)
    ### END SOLUTION


# %% [markdown]
# ## ELU and SELU
# Below 0 the curve levels off at a negative value, which pulls the mean of the outputs
# closer to 0. SELU's two constants keep mean 0 and variance 1 from layer to layer.


# %%
def elu(inputs: np.ndarray, alpha: float) -> np.ndarray:
    """Keep numbers above 0; return alpha (exp(inputs) - 1) below.

    inputs: any axes; alpha: a number above 0. Returns outputs of the inputs' shape
    (Clevert, Unterthiner and Hochreiter 2016).

    >>> elu(np.array([2.0, -1000]), alpha=3.0)
    array([ 2., -3.])
    """
    ### BEGIN SOLUTION
    below = alpha * np.expm1(np.minimum(inputs, 0))
    return np.where(inputs > 0, inputs, below)
    ### END SOLUTION


# %%
def elu_backward(
    grad_outputs: np.ndarray,
    inputs: np.ndarray,
    alpha: float,
) -> np.ndarray:
    """Carry the gradient from the outputs of `elu` back to its inputs.

    grad_outputs, inputs: any axes, the same shape. Returns grad_inputs of their shape.
    The slope is 1 above 0, and alpha exp(inputs) below.

    >>> elu_backward(np.array([2.0, 4]), np.array([5.0, -1]), alpha=3.0).round(4)
    array([2.    , 4.4146])
    """
    ### BEGIN SOLUTION
    below = alpha * np.exp(np.minimum(inputs, 0))
    return np.where(inputs > 0, grad_outputs, below * grad_outputs)
    ### END SOLUTION


# %%
def selu(inputs: np.ndarray) -> np.ndarray:
    """Return scale times the inputs above 0, scale alpha (exp(inputs) - 1) below.

    scale = 1.0507009873554805, alpha = 1.6732632423543772 (Klambauer, Unterthiner, Mayr
    and Hochreiter 2017). inputs: any axes. Returns outputs of the inputs' shape.

    >>> selu(np.array([2.0, -1000])).round(4)
    array([ 2.1014, -1.7581])
    """
    ### BEGIN SOLUTION
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    below = alpha * np.expm1(np.minimum(inputs, 0))
    return scale * np.where(inputs > 0, inputs, below)
    ### END SOLUTION


# %%
def selu_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    """Carry the gradient from the outputs of `selu` back to its inputs.

    grad_outputs, inputs: any axes, the same shape. Returns grad_inputs of their shape.
    The slope is scale above 0, and scale alpha exp(inputs) below.

    >>> selu_backward(np.array([2.0, 4]), np.array([5.0, -1])).round(4)
    array([2.1014, 2.5871])
    """
    ### BEGIN SOLUTION
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    below = alpha * np.exp(np.minimum(inputs, 0))
    return scale * np.where(inputs > 0, grad_outputs, below * grad_outputs)
    ### END SOLUTION


# %% [markdown]
# ## Sigmoid and tanh
# The classic choice: smooth, and flat at both ends. Written the wrong way, either
# divides `inf` by `inf`. Hint: exp(-|x|) is never above 1.


# %%
def sigmoid(inputs: np.ndarray) -> np.ndarray:
    """Squash into (0, 1): outputs = 1 / (1 + exp(-inputs)).

    inputs: any axes. Returns outputs of the inputs' shape.

    >>> sigmoid(np.array([0.0, 1000, -1000]))
    array([0.5, 1. , 0. ])
    """
    ### BEGIN SOLUTION
    small = np.exp(-np.abs(inputs))
    return np.where(inputs > 0, 1, small) / (1 + small)
    ### END SOLUTION


# %%
def sigmoid_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    """Carry the gradient from the outputs of `sigmoid` back to its inputs.

    grad_outputs, inputs: any axes, the same shape; the outputs are not given. Returns
    grad_inputs of their shape. The slope at x is sigmoid(x) (1 - sigmoid(x)).

    >>> sigmoid_backward(np.array([4.0, 1]), np.array([0.0, 1000]))
    array([1., 0.])
    """
    ### BEGIN SOLUTION
    small = np.exp(-np.abs(inputs))  # the slope is the same on both sides of 0
    return grad_outputs * small / (1 + small) ** 2
    ### END SOLUTION


# %%
def tanh(inputs: np.ndarray) -> np.ndarray:
    """Squash into (-1, 1): outputs = (exp(x) - exp(-x)) / (exp(x) + exp(-x)).

    inputs: any axes; x is one input. Returns outputs of the inputs' shape.

    >>> tanh(np.array([0.0, 1000, -1000]))
    array([ 0.,  1., -1.])
    """
    ### BEGIN SOLUTION
    small = np.exp(-2 * np.abs(inputs))
    return np.sign(inputs) * (1 - small) / (1 + small)
    ### END SOLUTION


# %%
def tanh_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    """Carry the gradient from the outputs of `tanh` back to its inputs.

    grad_outputs, inputs: any axes, the same shape; the outputs are not given. Returns
    grad_inputs of their shape. The slope at x is 1 - tanh(x)^2.

    >>> tanh_backward(np.array([4.0, 1]), np.array([0.0, 1000]))
    array([4., 0.])
    """
    ### BEGIN SOLUTION
    small = np.exp(-2 * np.abs(inputs))
    return grad_outputs * 4 * small / (1 + small) ** 2
    ### END SOLUTION


# %% [markdown]
# ## Swish
# Found by an automated search, though already known as SiLU. Each input is multiplied
# by its own sigmoid, so it occurs twice in the formula.
#
# ![Seven functions with solid lines and their derivatives with dashed lines, from -3 to
# 3. The derivatives of relu, leaky_relu and selu jump at 0; elu, sigmoid, tanh and
# swish are smooth. The derivatives of sigmoid and tanh vanish on both sides, those of
# relu, elu, selu and swish only on the left; sigmoid's is low
# everywhere.](figures/curves.svg)


# %%
def swish(inputs: np.ndarray) -> np.ndarray:
    """Weigh each input by its own sigmoid: outputs = inputs / (1 + exp(-inputs)).

    inputs: any axes. Returns outputs of the inputs' shape (Ramachandran, Zoph and Le
    2017).

    >>> swish(np.array([0.0, 1, -1])).round(4)
    array([ 0.    ,  0.7311, -0.2689])
    """
    ### BEGIN SOLUTION
    small = np.exp(-np.abs(inputs))
    return inputs * np.where(inputs > 0, 1, small) / (1 + small)
    ### END SOLUTION


# %%
def swish_backward(grad_outputs: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    """Carry the gradient from the outputs of `swish` back to its inputs.

    grad_outputs, inputs: any axes, the same shape. Returns grad_inputs of their shape.
    The output is x sigmoid(x), so the product rule gives the slope two terms:
    sigmoid(x), and x times the slope of sigmoid at x.

    >>> swish_backward(np.array([2.0, 1]), np.array([0.0, 1])).round(4)
    array([1.    , 0.9277])
    """
    ### BEGIN SOLUTION
    small = np.exp(-np.abs(inputs))
    gate = np.where(inputs > 0, 1, small) / (1 + small)
    return grad_outputs * gate * (1 + inputs * (1 - gate))
    ### END SOLUTION


# %% [markdown]
# ## Maxout
# No fixed curve: a few neighbouring features compete, and the largest passes.


# %%
def maxout(inputs: np.ndarray, pieces: int) -> np.ndarray:
    """Keep the largest of each group of `pieces` neighbouring features.

    inputs: ... features, where features = units * pieces. Returns outputs: ... units
    (Goodfellow et al. 2013).

    >>> maxout(np.array([[1.0, 5, -3, -2], [4, 0, 7, 6]]), pieces=2)
    array([[ 5., -2.],
           [ 4.,  7.]])
    """
    ### BEGIN SOLUTION
    groups = inputs.reshape(*inputs.shape[:-1], -1, pieces)  # ... features -> ... units pieces
    return groups.max(axis=-1)
    ### END SOLUTION


# %%
def maxout_backward(
    grad_outputs: np.ndarray,
    inputs: np.ndarray,
    pieces: int,
) -> np.ndarray:
    """Carry the gradient from the outputs of `maxout` back to its inputs.

    grad_outputs: ... units, inputs: ... features. Returns grad_inputs: ... features.
    The largest feature of a group has the slope 1, the others 0. Of several equal
    maxima, the first gets the gradient, or all share it equally.

    >>> inputs = np.array([[1.0, 5, -3, -2], [4, 0, 7, 6]])
    >>> maxout_backward(np.array([[10.0, 20], [30, 40]]), inputs, pieces=2)
    array([[ 0., 10.,  0., 20.],
           [30.,  0., 40.,  0.]])
    """
    ### BEGIN SOLUTION
    groups = inputs.reshape(*inputs.shape[:-1], -1, pieces)  # ... features -> ... units pieces
    winners = groups.argmax(axis=-1)[..., None] == np.arange(pieces)
    return (grad_outputs[..., None] * winners).reshape(inputs.shape)
    ### END SOLUTION


# %% [markdown]
# ## Softmax and cross entropy
# Car, truck or van: the last layer has a number for each class, softmax turns them into
# probabilities, and cross entropy measures how badly they predict the label. In theory,
# subtracting one number from a whole row changes nothing.


# %%
def softmax(logits: np.ndarray) -> np.ndarray:
    """Turn each row into a distribution: outputs = exp(logits) / sum of exp(logits).

    logits: ... classes; the sum is over the classes. Returns outputs: ... classes.

    >>> softmax(np.array([[0.0, 0], [1000, 0]]))
    array([[0.5, 0.5],
           [1. , 0. ]])
    """
    ### BEGIN SOLUTION
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)
    ### END SOLUTION


# %%
def softmax_backward(grad_outputs: np.ndarray, logits: np.ndarray) -> np.ndarray:
    """Carry the gradient from the outputs of `softmax` back to its logits.

    grad_outputs, logits: ... classes. Returns grad_logits: ... classes.
    Each logit moves every output of its row: the derivative of output j with respect to
    logit k is outputs[j] ([j = k] - outputs[k]), where [j = k] is 1 for the same class,
    else 0. The gradient of a logit sums over all outputs.

    >>> softmax_backward(np.array([[1.0, 0], [0, 4]]), np.zeros((2, 2)))
    array([[ 0.25, -0.25],
           [-1.  ,  1.  ]])
    """
    ### BEGIN SOLUTION
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    outputs = powers / powers.sum(axis=-1, keepdims=True)
    mean = (grad_outputs * outputs).sum(axis=-1, keepdims=True)  # ... classes -> ... 1
    return outputs * (grad_outputs - mean)
    ### END SOLUTION


# %%
def cross_entropy(logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Compute the loss: outputs = - sum of labels log(softmax(logits)).

    logits: batch classes, labels: batch classes, one-hot or probabilities. The sum is
    over the classes. Returns outputs: batch, one for each row.
    A probability may round to 0, but the loss must still be right.

    >>> labels = np.array([[0.0, 1], [1, 0]])
    >>> cross_entropy(np.array([[7.0, 7], [0, 10]]), labels).round(4)
    array([ 0.6931, 10.    ])
    """
    ### BEGIN SOLUTION
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_sum = np.log(np.exp(shifted).sum(axis=-1, keepdims=True))  # batch 1
    return (labels * (log_sum - shifted)).sum(axis=-1)  # batch classes -> batch
    ### END SOLUTION


# %%
def cross_entropy_backward(
    grad_outputs: np.ndarray,
    logits: np.ndarray,
    labels: np.ndarray,
) -> np.ndarray:
    """Carry the gradient from the outputs of `cross_entropy` back to its logits.

    grad_outputs: batch, logits: batch classes, labels: batch classes, each row adding
    up to 1. Labels are data and get no gradient. Returns grad_logits: batch classes.
    An output's derivative with respect to its row's logits is softmax(logits) - labels.

    >>> logits, labels = np.array([[7.0, 7]]), np.array([[0.0, 1]])
    >>> cross_entropy_backward(np.array([2.0]), logits, labels)
    array([[ 1., -1.]])
    """
    ### BEGIN SOLUTION
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    errors = powers / powers.sum(axis=-1, keepdims=True) - labels
    return grad_outputs[:, None] * errors
    ### END SOLUTION
