# %% [markdown]
# # 07 Network: layers that learn to read digits
#
# You build layers as objects, stack them, and train a network that reads handwritten
# digits.
#
# | array | axes |
# |---|---|
# | `inputs`, `outputs` of `Dense` | batch, features |
# | `inputs`, `outputs` of `Conv2D`, `MaxPool2D` | batch, height, width, channels |
# | `logits`, `labels` | batch, classes |
#
# **By hand.** `Dense` with `kernel [[1, 0], [2, -1]]` and `bias [3, 0]`:
#
#     forward  [[1,  2]] -> [[8, -2]]
#     backward [[1, -1]] -> [[1,  3]]
#     grad_kernel [[1, -1], [2, -2]]    grad_bias [1, -1]
#
# **Rules.** NumPy only; paste from your own 01 to 06 if you like. `forward` stores what
# `backward` needs, and `backward` belongs to the latest `forward` of the same object. A
# layer copies the weights it is built with; later they change only in place. Gradients
# are those of the latest `backward` alone. Do not change an array that you were given
# or have returned; return the same dtype, float32 or float64.
#
# **Check.** `autograder check 07_network`, or `autograder check network.py` for this
# file. `steps.py` shows how your classes are used. In the notebook, run its first code
# cell, then the cell below a task.
#
# **Predict.** Two `Dense` layers are stacked with nothing in between. Can the pair
# learn something that one cannot?

# %%
import numpy as np

# %% [markdown]
# ## One layer, one object
# `Layer` and `Scale` are given and show what every layer offers. `parameters()` returns
# the arrays that the layer computes with: changing them in place changes the layer.


# %%
class Layer:
    """The base class of all layers; by default they learn nothing."""

    def parameters(self) -> list[np.ndarray]:
        """Return the arrays that are learned."""
        return []

    def gradients(self) -> list[np.ndarray]:
        """Return their gradients, in the same order, from the latest backward."""
        return []


class Scale(Layer):
    """Multiply each channel by a learned number.

    >>> layer = Scale(np.array([2.0, -1]))
    >>> layer.forward(np.array([[1.0, 2], [0, 3]]))
    array([[ 2., -2.],
           [ 0., -3.]])
    >>> layer.backward(np.array([[1.0, 1], [1, 2]]))
    array([[ 2., -1.],
           [ 2., -2.]])
    >>> layer.gradients()
    [array([1., 8.])]
    """

    def __init__(self, factor: np.ndarray) -> None:
        self.factor = factor.copy()

    def forward(self, inputs: np.ndarray) -> np.ndarray:
        self.inputs = inputs
        return inputs * self.factor

    def backward(self, grad_outputs: np.ndarray) -> np.ndarray:
        axes = tuple(range(grad_outputs.ndim - 1))
        self.grad_factor = (grad_outputs * self.inputs).sum(axis=axes)
        return grad_outputs * self.factor

    def parameters(self) -> list[np.ndarray]:
        return [self.factor]

    def gradients(self) -> list[np.ndarray]:
        return [self.grad_factor]


# %%
class Dense(Layer):
    """Connect every input to every unit.

    Attributes: kernel (features units), bias (units); after backward grad_kernel and
    grad_bias.

    >>> layer = Dense(np.array([[1.0, 0], [2, -1]]), np.array([3.0, 0]))
    >>> layer.forward(np.array([[1.0, 2]]))
    array([[ 8., -2.]])
    >>> layer.backward(np.array([[1.0, -1]]))
    array([[1., 3.]])
    """

    def __init__(self, kernel: np.ndarray, bias: np.ndarray) -> None:
        """Copy the weights. kernel: features units, bias: units."""
        raise NotImplementedError("Dense.__init__: replace this line")

    def forward(self, inputs: np.ndarray) -> np.ndarray:
        """Return outputs: batch units. inputs: batch features."""
        raise NotImplementedError("Dense.forward: replace this line")

    def backward(self, grad_outputs: np.ndarray) -> np.ndarray:
        """Return grad_inputs: batch features. grad_outputs: batch units."""
        raise NotImplementedError("Dense.backward: replace this line")

    def parameters(self) -> list[np.ndarray]:
        """Return kernel and bias, the arrays themselves."""
        raise NotImplementedError("Dense.parameters: replace this line")

    def gradients(self) -> list[np.ndarray]:
        """Return grad_kernel and grad_bias."""
        raise NotImplementedError("Dense.gradients: replace this line")


# %%
class Conv2D(Layer):
    """Correlate images with a kernel, with strides of 1.

    Attributes: kernel (kernel_height kernel_width channels filters), bias (filters);
    after backward grad_kernel and grad_bias. The formulas are those of 03.

    >>> kernel = np.array([[1.0, 2], [0, -1]]).reshape(2, 2, 1, 1)
    >>> layer = Conv2D(kernel, np.array([10.0]))
    >>> image = np.array([[1.0, 2, 0], [0, 1, 3], [2, 0, 1]]).reshape(1, 3, 3, 1)
    >>> layer.forward(image)[0, :, :, 0]
    array([[14.,  9.],
           [12., 16.]])
    >>> grad_outputs = np.array([[1.0, 0], [0, 3]]).reshape(1, 2, 2, 1)
    >>> layer.backward(grad_outputs)[0, :, :, 0]
    array([[ 1.,  2.,  0.],
           [ 0.,  2.,  6.],
           [ 0.,  0., -3.]])
    >>> layer.grad_bias
    array([4.])
    """

    def __init__(
        self,
        kernel: np.ndarray,
        bias: np.ndarray,
        padding: str = "valid",
    ) -> None:
        """Copy the weights. padding: "valid" or "same", split as in 03."""
        raise NotImplementedError("Conv2D.__init__: replace this line")

    def forward(self, inputs: np.ndarray) -> np.ndarray:
        """inputs: batch height width channels.

        Returns outputs: batch out_height out_width filters.
        """
        raise NotImplementedError("Conv2D.forward: replace this line")

    def backward(self, grad_outputs: np.ndarray) -> np.ndarray:
        """grad_outputs: batch out_height out_width filters.

        Returns grad_inputs: batch height width channels.
        """
        raise NotImplementedError("Conv2D.backward: replace this line")

    def parameters(self) -> list[np.ndarray]:
        """Return kernel and bias, the arrays themselves."""
        raise NotImplementedError("Conv2D.parameters: replace this line")

    def gradients(self) -> list[np.ndarray]:
        """Return grad_kernel and grad_bias."""
        raise NotImplementedError("Conv2D.gradients: replace this line")


# %% [markdown]
# These three layers learn nothing, but each must remember something.


# %%
class ReLU(Layer):
    """Let positive numbers through; the slope at 0 is 0.

    >>> layer = ReLU()
    >>> layer.forward(np.array([[3.0, 1]]))
    array([[3., 1.]])
    >>> layer.backward(np.array([[5.0, 6]]))
    array([[5., 6.]])
    """

    def forward(self, inputs: np.ndarray) -> np.ndarray:
        """Return outputs, shaped like the inputs, which may have any axes."""
        raise NotImplementedError("ReLU.forward: replace this line")

    def backward(self, grad_outputs: np.ndarray) -> np.ndarray:
        """Return grad_inputs, of the same shape as grad_outputs."""
        raise NotImplementedError("ReLU.backward: replace this line")


class Flatten(Layer):
    """Write each image as one row.

    >>> layer = Flatten()
    >>> layer.forward(np.zeros((2, 3, 4, 5))).shape
    (2, 60)
    >>> layer.backward(np.zeros((2, 60))).shape
    (2, 3, 4, 5)
    """

    def forward(self, inputs: np.ndarray) -> np.ndarray:
        """Return outputs: batch features, in C order. inputs: batch and more axes."""
        raise NotImplementedError("Flatten.forward: replace this line")

    def backward(self, grad_outputs: np.ndarray) -> np.ndarray:
        """Return grad_inputs, shaped like the inputs. grad_outputs: batch features."""
        raise NotImplementedError("Flatten.backward: replace this line")


# %%
class MaxPool2D(Layer):
    """Keep the maximum of each window.

    Windows do not overlap; leftover rows and columns are ignored.

    >>> layer = MaxPool2D((2, 2))
    >>> image = np.array([[1.0, -2, 3, 0, 9], [4, 5, -1, 2, 9]]).reshape(1, 2, 5, 1)
    >>> layer.forward(image)[0, :, :, 0]
    array([[5., 3.]])
    >>> layer.backward(np.array([6.0, 8]).reshape(1, 1, 2, 1))[0, :, :, 0]
    array([[0., 0., 8., 0., 0.],
           [0., 6., 0., 0., 0.]])
    """

    def __init__(self, pool_size: tuple[int, int]) -> None:
        """Set pool_size, the height and width of a window."""
        raise NotImplementedError("MaxPool2D.__init__: replace this line")

    def forward(self, inputs: np.ndarray) -> np.ndarray:
        """inputs: batch height width channels.

        Returns outputs: batch out_height out_width channels.
        """
        raise NotImplementedError("MaxPool2D.forward: replace this line")

    def backward(self, grad_outputs: np.ndarray) -> np.ndarray:
        """grad_outputs: batch out_height out_width channels.

        If several pixels tie, the first, row by row, gets the gradient, or all get
        equal shares. Returns grad_inputs, shaped like the inputs.
        """
        raise NotImplementedError("MaxPool2D.backward: replace this line")


# %%
class SoftmaxCrossEntropy:
    """The loss: how badly the network predicts the labels.

    >>> loss = SoftmaxCrossEntropy()
    >>> round(float(loss.forward(np.array([[7.0, 7]]), np.array([[0.0, 1]]))), 4)
    0.6931
    >>> loss.backward()
    array([[ 0.5, -0.5]])
    """

    def forward(self, logits: np.ndarray, labels: np.ndarray) -> float:
        """logits, labels: batch classes; labels are one-hot.

        Returns the mean loss over the batch, a number.
        """
        raise NotImplementedError("SoftmaxCrossEntropy.forward: replace this line")

    def backward(self) -> np.ndarray:
        """Return grad_logits: batch classes, (softmax(logits) - labels) / batch."""
        raise NotImplementedError("SoftmaxCrossEntropy.backward: replace this line")


# %% [markdown]
# ## Layers made of layers
# A stack is itself a layer. Data passes from the first layer to the last; gradients
# go back the same way. The deeper a layer is, the more of the picture it sees, and
# the more it recognises.
#
# ![Three maps, each smaller than the one before: the pixels show a stroke, the first
# feature map its edges, the second its corners and bends; at the end, one number for
# each digit.](figures/hierarchy.svg)
#
# ![Boxes in a row: Conv2D, ReLU, Dense, loss. Data goes forward through all of them,
# from the images to the loss. Gradients come back in reverse order; on the way, Conv2D
# and Dense keep those of their kernel and bias.](figures/stack.svg)


# %%
class Sequential(Layer):
    """A stack of layers, itself a layer.

    >>> model = Sequential([Scale(np.array([2.0, 1])), Scale(np.array([3.0, -1]))])
    >>> model.forward(np.array([[1.0, 1]]))
    array([[ 6., -1.]])
    >>> model.backward(np.array([[1.0, 1]]))
    array([[ 6., -1.]])
    >>> model.gradients()
    [array([ 3., -1.]), array([2., 1.])]
    """

    def __init__(self, layers: list[Layer]) -> None:
        """Keep the layers, in the order in which data passes through them."""
        raise NotImplementedError("Sequential.__init__: replace this line")

    def forward(self, inputs: np.ndarray) -> np.ndarray:
        """Return the outputs of the last layer."""
        raise NotImplementedError("Sequential.forward: replace this line")

    def backward(self, grad_outputs: np.ndarray) -> np.ndarray:
        """Return the gradient of the inputs of the first layer."""
        raise NotImplementedError("Sequential.backward: replace this line")

    def parameters(self) -> list[np.ndarray]:
        """Return the parameters of all layers, in their order."""
        raise NotImplementedError("Sequential.parameters: replace this line")

    def gradients(self) -> list[np.ndarray]:
        """Return the gradients of all layers, in their order."""
        raise NotImplementedError("Sequential.gradients: replace this line")


# %%
class Branches(Layer):
    """Layers side by side, all with the same inputs.

    Their output channels are concatenated.

    >>> layer = Branches([Scale(np.array([2.0])), Scale(np.array([3.0]))])
    >>> layer.forward(np.array([[1.0], [5]]))
    array([[ 2.,  3.],
           [10., 15.]])
    >>> layer.backward(np.array([[10.0, 1], [0, 1]]))
    array([[23.],
           [ 3.]])
    """

    def __init__(self, branches: list[Layer]) -> None:
        """Keep the branches, in the order of their channels in the outputs."""
        raise NotImplementedError("Branches.__init__: replace this line")

    def forward(self, inputs: np.ndarray) -> np.ndarray:
        """Return the outputs of all branches, joined along the last axis."""
        raise NotImplementedError("Branches.forward: replace this line")

    def backward(self, grad_outputs: np.ndarray) -> np.ndarray:
        """Give each branch the gradient of its own channels.

        Returns the gradient of the inputs, to which all branches contribute.
        """
        raise NotImplementedError("Branches.backward: replace this line")

    def parameters(self) -> list[np.ndarray]:
        """Return the parameters of all branches, in their order."""
        raise NotImplementedError("Branches.parameters: replace this line")

    def gradients(self) -> list[np.ndarray]:
        """Return the gradients of all branches, in their order."""
        raise NotImplementedError("Branches.gradients: replace this line")


# %% [markdown]
# ## Learning
# The optimiser moves the parameters of a model against their gradients. With momentum,
# each step builds on the one before: velocity = momentum · velocity - learning rate ·
# gradient, then parameter + velocity.


# %%
class SGD:
    """Stochastic gradient descent with momentum, by Keras' rule.

    >>> layer = Scale(np.array([1.0]))
    >>> optimiser = SGD(layer, learning_rate=0.5, momentum=0.5)
    >>> outputs = layer.forward(np.array([[2.0]]))
    >>> grad_inputs = layer.backward(np.array([[1.0]]))
    >>> optimiser.step()
    >>> layer.factor
    array([0.])
    >>> optimiser.step()
    >>> layer.factor
    array([-1.5])
    """

    def __init__(
        self,
        model: Layer,
        learning_rate: float,
        momentum: float = 0.0,
    ) -> None:
        """Keep the model. It has gradients() only after its first backward."""
        raise NotImplementedError("SGD.__init__: replace this line")

    def step(self) -> None:
        """Change the parameters of the model in place."""
        raise NotImplementedError("SGD.step: replace this line")


# %% [markdown]
# ## Two famous blocks
# Network in network: after a convolution, 1 x 1 convolutions act as a small network at
# each pixel. Inception: no kernel size is always best, so use several, and reduce the
# channels first with 1 x 1 convolutions.
#
# ![Inputs go into three branches: a 1 x 1 convolution; a 1 x 1, then a 3 x 3; a 1 x 1,
# then a 5 x 5. Their channels, 2, 3 and 2, are joined to 7.](figures/inception.svg)


# %%
def mlpconv(kernels: list[np.ndarray], biases: list[np.ndarray]) -> Sequential:
    """Stack a "same" Conv2D and a ReLU for each kernel; all but the first are 1 x 1.

    kernels: each kernel_height kernel_width channels filters; biases: each filters.

    >>> kernels = [np.ones((3, 3, 1, 4)), np.ones((1, 1, 4, 2))]
    >>> biases = [np.ones(4), np.ones(2)]
    >>> mlpconv(kernels, biases).forward(np.ones((1, 5, 5, 1))).shape
    (1, 5, 5, 2)
    """
    raise NotImplementedError("mlpconv: replace this line")


# %%
def inception(kernels: list[np.ndarray], biases: list[np.ndarray]) -> Branches:
    """Join three branches: 1 x 1; 1 x 1, then 3 x 3; 1 x 1, then 5 x 5.

    All convolutions are "same", with a ReLU after each.
    kernels, biases: five each, in this order.

    >>> shapes = [(1, 1, 4, 2), (1, 1, 4, 1), (3, 3, 1, 3), (1, 1, 4, 1), (5, 5, 1, 2)]
    >>> kernels = [np.ones(shape) for shape in shapes]
    >>> biases = [np.ones(shape[-1]) for shape in shapes]
    >>> inception(kernels, biases).forward(np.ones((1, 6, 6, 4))).shape
    (1, 6, 6, 7)
    """
    raise NotImplementedError("inception: replace this line")


# %%
def train(
    model: Layer,
    loss: SoftmaxCrossEntropy,
    optimiser: SGD,
    images: np.ndarray,
    labels: np.ndarray,
    batch_size: int,
) -> list[float]:
    """Go through the images once, in the order given, with one step for each batch.

    images: batch height width channels, labels: batch classes. The last batch may be
    smaller. Returns the loss of each batch, before its step.

    >>> model = Sequential([Flatten(), Dense(np.zeros((4, 2)), np.zeros(2))])
    >>> loss, optimiser = SoftmaxCrossEntropy(), SGD(model, learning_rate=0.1)
    >>> images, labels = np.ones((3, 2, 2, 1)), np.array([[1.0, 0], [1, 0], [1, 0]])
    >>> losses = train(model, loss, optimiser, images, labels, batch_size=2)
    >>> [round(float(each), 4) for each in losses]
    [0.6931, 0.4741]
    """
    raise NotImplementedError("train: replace this line")


# %% [markdown]
# ## Your network reads digits
# Run this once all tasks are right: `python network.py`, or the cell below. It trains
# on 800 digits and is tested on 200. Change what you like: kernels, layers, the
# learning rate. Or add an `inception` block.

# %%
if __name__ == "__main__":
    import digits  # digits.py, beside this file

    rng = np.random.default_rng(7)

    def drawn(*shape: int) -> np.ndarray:
        """Draw weights, smaller ones if more of them feed an output."""
        return rng.normal(0, np.prod(shape[:-1]) ** -0.5, shape).astype(np.float32)

    def zeros(size: int) -> np.ndarray:
        return np.zeros(size, np.float32)

    images, labels, unseen_images, unseen_labels = digits.load()
    first = Conv2D(drawn(3, 3, 1, 8), zeros(8))
    # images: 8 x 8 pixels -> 6 x 6 x 8 -> 3 x 3 x 8 -> 72 numbers -> 10 classes
    last = Dense(drawn(72, 10), zeros(10))
    model = Sequential([first, ReLU(), MaxPool2D((2, 2)), Flatten(), last])
    loss, optimiser = SoftmaxCrossEntropy(), SGD(model, learning_rate=0.1, momentum=0.5)
    for epoch in range(12):
        order = rng.permutation(len(images))
        ordered = images[order], labels[order]
        losses = train(model, loss, optimiser, *ordered, batch_size=16)
        digits.show_loss(epoch + 1, losses)
    digits.show_kernels(first.kernel)
    digits.show_answers(unseen_images, model.forward(unseen_images), unseen_labels)
