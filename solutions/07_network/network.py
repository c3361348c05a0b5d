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
        ### BEGIN SOLUTION
        self.kernel, self.bias = kernel.copy(), bias.copy()
        ### END SOLUTION

    def forward(self, inputs: np.ndarray) -> np.ndarray:
        """Return outputs: batch units. inputs: batch features."""
        ### BEGIN SOLUTION
        self.inputs = inputs
        return inputs @ self.kernel + self.bias
        ### END SOLUTION

    def backward(self, grad_outputs: np.ndarray) -> np.ndarray:
        """Return grad_inputs: batch features. grad_outputs: batch units."""
        ### BEGIN SOLUTION
        self.grad_kernel = self.inputs.T @ grad_outputs
        self.grad_bias = grad_outputs.sum(axis=0)
        return grad_outputs @ self.kernel.T
        ### END SOLUTION

    def parameters(self) -> list[np.ndarray]:
        """Return kernel and bias, the arrays themselves."""
        ### BEGIN SOLUTION
        return [self.kernel, self.bias]
        ### END SOLUTION

    def gradients(self) -> list[np.ndarray]:
        """Return grad_kernel and grad_bias."""
        ### BEGIN SOLUTION
        return [self.grad_kernel, self.grad_bias]
        ### END SOLUTION


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
        ### BEGIN SOLUTION
        self.kernel, self.bias, self.padding = kernel.copy(), bias.copy(), padding
        ### END SOLUTION

    def forward(self, inputs: np.ndarray) -> np.ndarray:
        """inputs: batch height width channels.

        Returns outputs: batch out_height out_width filters.
        """
        ### BEGIN SOLUTION
        self.borders = [(0, 0)] * 4
        if self.padding == "same":
            self.borders[1:3] = [((size - 1) // 2, size // 2) for size in self.kernel.shape[:2]]
        self.padded = np.pad(inputs, self.borders)
        rows, columns = (self.padded.shape[axis] - self.kernel.shape[axis - 1] + 1 for axis in (1, 2))
        # batch out_height out_width channels @ channels filters -> batch out_height out_width filters
        return self.bias + sum(
            self.padded[:, row : row + rows, column : column + columns] @ self.kernel[row, column]
            for row, column in np.ndindex(self.kernel.shape[:2])
        )
        ### END SOLUTION

    def backward(self, grad_outputs: np.ndarray) -> np.ndarray:
        """grad_outputs: batch out_height out_width filters.

        Returns grad_inputs: batch height width channels.
        """
        ### BEGIN SOLUTION
        _, rows, columns, _ = grad_outputs.shape
        grad_padded, self.grad_kernel = np.zeros_like(self.padded), np.zeros_like(self.kernel)
        for row, column in np.ndindex(self.kernel.shape[:2]):
            window = np.s_[:, row : row + rows, column : column + columns]
            grad_padded[window] += grad_outputs @ self.kernel[row, column].T
            self.grad_kernel[row, column] = np.tensordot(self.padded[window], grad_outputs, ((0, 1, 2), (0, 1, 2)))
        self.grad_bias = grad_outputs.sum(axis=(0, 1, 2))
        (_, height, width, _), (_, (top, _), (left, _), _) = self.padded.shape, self.borders
        bottom, right = height - self.borders[1][1], width - self.borders[2][1]
        return grad_padded[:, top:bottom, left:right]
        ### END SOLUTION

    def parameters(self) -> list[np.ndarray]:
        """Return kernel and bias, the arrays themselves."""
        ### BEGIN SOLUTION
        return [self.kernel, self.bias]
        ### END SOLUTION

    def gradients(self) -> list[np.ndarray]:
        """Return grad_kernel and grad_bias."""
        ### BEGIN SOLUTION
        return [self.grad_kernel, self.grad_bias]
        ### END SOLUTION


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
        ### BEGIN SOLUTION
        self.positive = inputs > 0
        return inputs * self.positive
        ### END SOLUTION

    def backward(self, grad_outputs: np.ndarray) -> np.ndarray:
        """Return grad_inputs, of the same shape as grad_outputs."""
        ### BEGIN SOLUTION
        return grad_outputs * self.positive
        ### END SOLUTION


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
        ### BEGIN SOLUTION
        self.shape = inputs.shape
        return inputs.reshape(len(inputs), -1)
        ### END SOLUTION

    def backward(self, grad_outputs: np.ndarray) -> np.ndarray:
        """Return grad_inputs, shaped like the inputs. grad_outputs: batch features."""
        ### BEGIN SOLUTION
        return grad_outputs.reshape(self.shape)
        ### END SOLUTION


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
        ### BEGIN SOLUTION
        self.pool_size = pool_size
        ### END SOLUTION

    def forward(self, inputs: np.ndarray) -> np.ndarray:
        """inputs: batch height width channels.

        Returns outputs: batch out_height out_width channels.
        """
        ### BEGIN SOLUTION
        self.inputs = inputs
        batch, height, width, channels = inputs.shape
        rows, columns = height // self.pool_size[0], width // self.pool_size[1]
        whole = inputs[:, : rows * self.pool_size[0], : columns * self.pool_size[1]]
        windows = whole.reshape(batch, rows, self.pool_size[0], columns, self.pool_size[1], channels)
        return windows.max(axis=(2, 4))
        ### END SOLUTION

    def backward(self, grad_outputs: np.ndarray) -> np.ndarray:
        """grad_outputs: batch out_height out_width channels.

        If several pixels tie, the first, row by row, gets the gradient, or all get
        equal shares. Returns grad_inputs, shaped like the inputs.
        """
        ### BEGIN SOLUTION
        grad_inputs = np.zeros_like(self.inputs)
        height, width = self.pool_size
        for row, column in np.ndindex(grad_outputs.shape[1:3]):
            window = np.s_[:, row * height : (row + 1) * height, column * width : (column + 1) * width]
            cells = self.inputs[window].reshape(len(grad_outputs), height * width, -1)  # batch cells channels
            is_first = np.arange(cells.shape[1])[:, None] == cells.argmax(axis=1)[:, None]  # batch cells channels
            share = is_first * grad_outputs[:, row, column][:, None]  # batch 1 channels -> batch cells channels
            grad_inputs[window] = share.reshape(grad_inputs[window].shape)
        return grad_inputs
        ### END SOLUTION


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
        ### BEGIN SOLUTION
        shifted = logits - logits.max(axis=1, keepdims=True)
        surprise = np.log(np.exp(shifted).sum(axis=1, keepdims=True)) - shifted  # batch classes
        self.probabilities, self.labels = np.exp(-surprise), labels
        return (labels * surprise).sum(axis=1).mean()
        ### END SOLUTION

    def backward(self) -> np.ndarray:
        """Return grad_logits: batch classes, (softmax(logits) - labels) / batch."""
        ### BEGIN SOLUTION
        return (self.probabilities - self.labels) / len(self.labels)
        ### END SOLUTION


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
        ### BEGIN SOLUTION
        self.layers = layers
        ### END SOLUTION

    def forward(self, inputs: np.ndarray) -> np.ndarray:
        """Return the outputs of the last layer."""
        ### BEGIN SOLUTION
        for layer in self.layers:
            inputs = layer.forward(inputs)
        return inputs
        ### END SOLUTION

    def backward(self, grad_outputs: np.ndarray) -> np.ndarray:
        """Return the gradient of the inputs of the first layer."""
        ### BEGIN SOLUTION
        for layer in self.layers[::-1]:
            grad_outputs = layer.backward(grad_outputs)
        return grad_outputs
        ### END SOLUTION

    def parameters(self) -> list[np.ndarray]:
        """Return the parameters of all layers, in their order."""
        ### BEGIN SOLUTION
        return [parameter for layer in self.layers for parameter in layer.parameters()]
        ### END SOLUTION

    def gradients(self) -> list[np.ndarray]:
        """Return the gradients of all layers, in their order."""
        ### BEGIN SOLUTION
        return [gradient for layer in self.layers for gradient in layer.gradients()]
        ### END SOLUTION


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
        ### BEGIN SOLUTION
        self.branches = branches
        ### END SOLUTION

    def forward(self, inputs: np.ndarray) -> np.ndarray:
        """Return the outputs of all branches, joined along the last axis."""
        ### BEGIN SOLUTION
        outputs = [branch.forward(inputs) for branch in self.branches]
        self.ends = np.cumsum([each.shape[-1] for each in outputs])
        return np.concatenate(outputs, axis=-1)
        ### END SOLUTION

    def backward(self, grad_outputs: np.ndarray) -> np.ndarray:
        """Give each branch the gradient of its own channels.

        Returns the gradient of the inputs, to which all branches contribute.
        """
        ### BEGIN SOLUTION
        pieces = np.split(grad_outputs, self.ends[:-1], axis=-1)
        return sum(branch.backward(piece) for branch, piece in zip(self.branches, pieces, strict=True))
        ### END SOLUTION

    def parameters(self) -> list[np.ndarray]:
        """Return the parameters of all branches, in their order."""
        ### BEGIN SOLUTION
        return [parameter for branch in self.branches for parameter in branch.parameters()]
        ### END SOLUTION

    def gradients(self) -> list[np.ndarray]:
        """Return the gradients of all branches, in their order."""
        ### BEGIN SOLUTION
        return [gradient for branch in self.branches for gradient in branch.gradients()]
        ### END SOLUTION


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
        ### BEGIN SOLUTION
        self.model, self.learning_rate, self.momentum = model, learning_rate, momentum
        self.velocities = [np.zeros_like(parameter) for parameter in model.parameters()]
        ### END SOLUTION

    def step(self) -> None:
        """Change the parameters of the model in place."""
        ### BEGIN SOLUTION
        learned = zip(self.model.parameters(), self.model.gradients(), self.velocities, strict=True)
        for parameter, gradient, velocity in learned:
            velocity *= self.momentum
            velocity -= self.learning_rate * gradient
            parameter += velocity
        ### END SOLUTION


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
    ### BEGIN SOLUTION
    layers: list[Layer] = []
    for kernel, bias in zip(kernels, biases, strict=True):
        layers += [Conv2D(kernel, bias, "same"), ReLU()]
    return Sequential(layers)
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    convolutions = [[Conv2D(kernel, bias, "same"), ReLU()] for kernel, bias in zip(kernels, biases, strict=True)]
    single, thin_3, wide_3, thin_5, wide_5 = convolutions
    return Branches([Sequential(single), Sequential(thin_3 + wide_3), Sequential(thin_5 + wide_5)])
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    losses = []
    for start in range(0, len(images), batch_size):
        batch = slice(start, start + batch_size)
        losses.append(loss.forward(model.forward(images[batch]), labels[batch]))
        model.backward(loss.backward())
        optimiser.step()
    return losses
    ### END SOLUTION


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
