"""What is graded in 07_network: layers as objects, stacks of them, the optimiser, and training on real digits."""

from math import prod
from pathlib import Path

from autograder.allowances import mean_loss, mean_loss_gradient, passed_on, strayed
from autograder.spec import MAGNITUDES, Case, Exercise, Part, Task

HERE = Path(__file__).parent
PIXELS = "height width"
IMAGES = f"batch {PIXELS} channels"
MAPS = "batch out_height out_width filters"
ROWS = "batch features"
EXACT = ("exact", "exact")
# For large arrays, since sheets are kept below 300 KiB; other cases of the task draw all kinds.
ONCE, HALF, WIDE = ("exact",), ("exact", "real"), ("wide",)


# -- TensorFlow's counterparts --------------------------------------------------------------------------------------


def right(tf):
    """Keras' counterparts of network.py: layers that a tape differentiates, a loss and an optimiser."""
    layers = tf.keras.layers

    class ByTape:
        """A Keras layer with forward and backward. No derivative is written here."""

        def forward(self, inputs):
            self.inputs = tf.constant(inputs)
            with tf.GradientTape() as self.tape:
                self.tape.watch(self.inputs)
                self.outputs, self.variables = self.of_keras(self.inputs)
            return self.outputs.numpy()

        def backward(self, grad_outputs):
            upstream = tf.constant(grad_outputs)
            grad_inputs, *gradients = self.tape.gradient(self.outputs, [self.inputs, *self.variables], upstream)
            self.grads = [gradient.numpy() for gradient in gradients]
            return grad_inputs.numpy()

        def parameters(self):
            return []

        def gradients(self):
            return self.grads

    class Learned(ByTape):
        """One with a kernel and a bias. Keras gets both for each pass, so changes from outside are seen."""

        def __init__(self, kernel, bias, *options):
            self.kernel, self.bias, self.options = kernel.copy(), bias.copy(), options
            self.keras = self.layer()

        def of_keras(self, inputs):
            if not self.keras.built:
                self.keras.build(inputs.shape)
            self.keras.set_weights([self.kernel, self.bias])
            return self.keras(inputs), self.keras.trainable_variables

        def parameters(self):
            return [self.kernel, self.bias]

        grad_kernel = property(lambda self: self.grads[0])
        grad_bias = property(lambda self: self.grads[1])

    class Dense(Learned):
        def layer(self):
            return layers.Dense(self.kernel.shape[1], dtype="float64")

    class Conv2D(Learned):
        def layer(self):
            (padding,) = self.options or ("valid",)
            return layers.Conv2D(self.kernel.shape[3], self.kernel.shape[:2], padding=padding, dtype="float64")

    class ReLU(ByTape):
        def of_keras(self, inputs):
            return layers.ReLU(dtype="float64")(inputs), []

    class Flatten(ByTape):
        def of_keras(self, inputs):
            return layers.Flatten(dtype="float64")(inputs), []

    class MaxPool2D(ByTape):
        def __init__(self, pool_size):
            self.pool_size = pool_size

        def of_keras(self, inputs):
            return layers.MaxPooling2D(self.pool_size, dtype="float64")(inputs), []

    class SoftmaxCrossEntropy:
        def forward(self, logits, labels):
            self.logits = tf.constant(logits)
            loss = tf.keras.losses.CategoricalCrossentropy(from_logits=True, dtype="float64")
            with tf.GradientTape() as self.tape:
                self.tape.watch(self.logits)
                self.loss = loss(tf.constant(labels), self.logits)
            return self.loss.numpy()

        def backward(self):
            return self.tape.gradient(self.loss, self.logits).numpy()

    class Stack:
        """What Sequential and Branches share."""

        def __init__(self, layers):
            self.layers = layers

        def parameters(self):
            return [parameter for layer in self.layers for parameter in layer.parameters()]

        def gradients(self):
            return [gradient for layer in self.layers for gradient in layer.gradients()]

    class Sequential(Stack):
        def forward(self, inputs):
            for layer in self.layers:
                inputs = layer.forward(inputs)
            return inputs

        def backward(self, grad_outputs):
            for layer in reversed(self.layers):
                grad_outputs = layer.backward(grad_outputs)
            return grad_outputs

    class Branches(Stack):
        def forward(self, inputs):
            outputs = [layer.forward(inputs) for layer in self.layers]
            self.sizes = [each.shape[-1] for each in outputs]
            return tf.concat(outputs, -1).numpy()

        def backward(self, grad_outputs):
            pieces = tf.split(grad_outputs, self.sizes, -1)
            back = [layer.backward(piece.numpy()) for layer, piece in zip(self.layers, pieces, strict=True)]
            return tf.add_n(back).numpy()

    class SGD:
        def __init__(self, model, learning_rate, momentum=0.0):
            self.model = model
            self.variables = [tf.Variable(parameter) for parameter in model.parameters()]
            self.optimiser = tf.keras.optimizers.SGD(learning_rate, momentum)

        def step(self):
            parameters = self.model.parameters()
            for variable, parameter in zip(self.variables, parameters, strict=True):
                variable.assign(parameter)
            gradients = [tf.constant(gradient) for gradient in self.model.gradients()]
            self.optimiser.apply_gradients(zip(gradients, self.variables, strict=True))
            for variable, parameter in zip(self.variables, parameters, strict=True):
                parameter[...] = variable.numpy()

    def mlpconv(kernels, biases):
        pairs = zip(kernels, biases, strict=True)
        return Sequential([layer for weights in pairs for layer in (Conv2D(*weights, "same"), ReLU())])

    def inception(kernels, biases):
        parts = (slice(0, 1), slice(1, 3), slice(3, 5))
        return Branches([mlpconv(kernels[part], biases[part]) for part in parts])

    def train(model, loss, optimiser, images, labels, batch_size):
        losses = []
        for start in range(0, len(images), batch_size):
            batch = slice(start, start + batch_size)
            losses.append(loss.forward(model.forward(images[batch]), labels[batch]))
            model.backward(loss.backward())
            optimiser.step()
        return losses

    return {
        "Dense": Dense,
        "Conv2D": Conv2D,
        "ReLU": ReLU,
        "Flatten": Flatten,
        "MaxPool2D": MaxPool2D,
        "SoftmaxCrossEntropy": SoftmaxCrossEntropy,
        "Sequential": Sequential,
        "Branches": Branches,
        "mlpconv": mlpconv,
        "inception": inception,
        "SGD": SGD,
        "train": train,
    }


def sharing(tf):
    """A maximum pooling whose equal maxima share the gradient, which is also right."""
    keras_pool = right(tf)["MaxPool2D"]

    class MaxPool2D(keras_pool):
        def of_keras(self, inputs):
            height, width = self.pool_size
            rows, columns = inputs.shape[1] // height, inputs.shape[2] // width
            whole = inputs[:, : rows * height, : columns * width]
            windows = tf.reshape(whole, (inputs.shape[0], rows, height, columns, width, inputs.shape[3]))
            return tf.reduce_max(windows, (2, 4)), []

    return {"MaxPool2D": MaxPool2D}


# -- how arrays are drawn -------------------------------------------------------------------------------------------


def distinct(rng, shape, kind):
    """Numbers of both signs without ties, too far apart for any rounding. Tiny ones are below any epsilon."""
    numbers = rng.permutation(prod(shape)) - prod(shape) // 2
    if kind != "exact":
        numbers = (numbers + rng.uniform(-0.3, 0.3, prod(shape))) * MAGNITUDES.get(kind, 1) ** 3
    return numbers.reshape(shape)


def close(rng, shape, kind):
    """Different in float64, and the same in float32."""
    return 1024 + distinct(rng, shape, "exact") * 2.0**-20


def twins(rng, shape, kind):
    """Every other column is a copy of the one before: windows two columns wide have two maxima; halves are exact."""
    batch, height, width, channels = shape
    return distinct(rng, (batch, height, width // 2, channels), kind).repeat(2, axis=2)


def slanting(rng, shape, kind):
    """Equal from the top right to the bottom left: two maxima again, and column by column another one is the first."""
    batch, height, width, channels = shape
    diagonals = distinct(rng, (batch, height + width, channels), kind)
    return diagonals[:, [range(row, row + width) for row in range(height)]]


def with_zeros(rng, shape, kind):
    return rng.integers(-1, 2, shape) * rng.integers(1, 5, shape)


def one_hot(rng, shape, kind):
    batch, classes = shape
    labels = rng.integers(0, classes, batch)
    return (labels[:, None] == range(classes)).astype(float)


def far_apart(rng, shape, kind):
    """Logits whose exponentials overflow."""
    return rng.uniform(-1000, 1000, shape)


def fours(rng, shape, kind):
    """Exact gradients that stay whole when half of them is remembered twice."""
    if kind == "exact":
        return 4 * rng.integers(-4, 5, shape)
    return rng.standard_normal(shape) * MAGNITUDES.get(kind, 1)


class Digits:
    """Draw real digits. Hidden cases draw from those that students do not have; `labels` belong to `images` before."""

    def images(self, rng, shape, kind):
        import numpy

        others = HERE / "others.npz"
        with numpy.load(others if others.exists() else HERE / "digits.npz") as file:
            picked = rng.choice(len(file["labels"]), shape[0], replace=False)
            self.classes = file["labels"][picked]
            return file["images"][picked][..., None] / 16

    def labels(self, rng, shape, kind):
        return self.classes[:, None] == range(shape[1])


def normal(rng, shape, kind):
    return rng.standard_normal(shape)


def large(rng, shape, kind):
    return 1000 * rng.standard_normal(shape)


def small(rng, shape, kind):
    """Weights as a network begins with them."""
    return rng.standard_normal(shape) * prod(shape[:-1]) ** -0.5


# -- cases ----------------------------------------------------------------------------------------------------------


def histories(sizes, options=None, *further, **settings):
    """A case for each history of an object, with exact numbers: state is either right or wrong."""
    known = ("a second batch", "two objects", "earlier results", *further)
    return tuple(
        Case(sizes, {**(options or {}), "history": each}, aspect=each, kinds=EXACT, **settings) for each in known
    )


LEARNED = ("a training step", "arrays changed later")


def square(*numbers):
    """One image of one channel, or one kernel from one channel to one filter, as nested lists."""
    side = round(len(numbers) ** 0.5)
    return [[[number] for number in numbers[row * side : (row + 1) * side]] for row in range(side)]


def kernel_of(*numbers):
    return [[[cell] for cell in row] for row in square(*numbers)]


def less(size, kernel):
    """The size of an output, from the names of the other two."""
    return lambda drawn: drawn[size] - drawn[kernel] + 1


def convolved(padding, batch, image, channels, kernel, filters, aspect=None, **settings):
    """A case of Conv2D; the upstream gradient has the size of the outputs."""
    sizes = dict(zip(("height", "width", "kernel_height", "kernel_width"), (*image, *kernel), strict=True))
    outputs = {"out_height": less("height", "kernel_height"), "out_width": less("width", "kernel_width")}
    if padding == "same":
        outputs = {"out_height": lambda drawn: drawn["height"], "out_width": lambda drawn: drawn["width"]}
    sizes = {"batch": batch, "channels": channels, "filters": filters, **sizes, **outputs}
    return Case(sizes, {"padding": padding}, aspect=aspect or f"padding={padding}", **settings)


DENSE = {"inputs": ROWS, "grad_outputs": "batch units", "kernel": "features units", "bias": "units"}
KERNEL = "kernel_height kernel_width channels filters"
CONV = {"inputs": IMAGES, "grad_outputs": MAPS, "kernel": KERNEL, "bias": "filters"}
CONV_SIZES = convolved("valid", 2, (3, 5), 2, (2, 3), 3).sizes


def pooled(aspect, batch, image, channels, pool_size, **settings):
    sizes = {"batch": batch, "channels": channels, "height": image[0], "width": image[1]}
    sizes["out_height"] = lambda drawn: drawn["height"] // pool_size[0]
    sizes["out_width"] = lambda drawn: drawn["width"] // pool_size[1]
    return Case(sizes, {"pool_size": pool_size}, aspect=aspect, **settings)


POOL_SIZES = pooled("", 2, (4, 6), 2, (2, 3)).sizes


def elementwise(layer):
    options = {"layer": layer}
    middle = {"height": 3, "width": range(4, 6), "channels": 2}
    return (
        Case({"batch": range(2, 4), **middle}, options, layer, middle="height width channels"),
        Case({"batch": 1, "depth": 2, "height": 3, "width": 1, "channels": 4}, options, layer,
             middle="depth height width channels"),
        Case({"batch": 2, "width": 3, "channels": 2}, options, layer, middle="width channels", kinds=ONCE),
        Case({"batch": 3, "features": 3}, options, layer, middle="features"),
        Case({"batch": 4, "features": 1}, options, layer, middle="features"),
        Case({"batch": 9, "height": 1, "width": 9, "channels": 1}, options, layer,
             middle="height width channels", kinds=WIDE),
        Case({"batch": 1, "height": 9, "width": 1, "channels": 9}, options, layer,
             middle="height width channels", kinds=WIDE),
        *(
            Case({"batch": 3, **middle}, {**options, "history": each}, f"{layer}, {each}", kinds=EXACT,
                 middle="height width channels")
            for each in ("a second batch", "two objects", "earlier results")
        ),
    )  # fmt: skip


def mixed(outputs, inputs="batch channels"):
    """The arrays of a stack of Mix, Square and Mix."""
    grad_outputs = inputs.replace("channels", outputs)
    return {"inputs": inputs, "grad_outputs": grad_outputs, "kernel": "channels filters", "second": "hidden more"}


STACKED = {"batch": 3, "channels": 4, "filters": 2, "hidden": 2, "more": 3}
SIDE_BY_SIDE = {
    "batch": 2,
    "height": 2,
    "width": 3,
    "channels": 4,
    "hidden": 4,
    "filters": 2,
    "more": 3,
    "joined": lambda drawn: drawn["channels"] + drawn["filters"] + drawn["more"],
}
# Every axis is long in one case and 1 in the other.
FLAT = {"batch": 9, "height": 1, "width": 9, "channels": 1, "hidden": 1, "filters": 1, "more": 1}
TALL = {"batch": 1, "height": 12, "width": 1, "channels": 11, "hidden": 11, "filters": 1, "more": 1}


def stack_parts(outputs, sums):
    return (
        Part("outputs", outputs, sums=sums),
        Part("grad_inputs", outputs.rpartition(" ")[0] + " channels", sums=sums),
        Part("parameters", "numbers"),
        Part("gradients", "numbers", sums=sums),
    )


BLOCK = "batch height width filters hidden more"


def blocked(aspect, batch, kernel, history=None, filters=None, **settings):
    """A case of mlpconv. filters: of each convolution, where they are equal."""
    sizes = {"batch": batch, "height": range(3, 5), "width": range(5, 7), "channels": 2, "filters": 3, "hidden": 4}
    sizes.update(more=2, one=1, kernel_height=kernel[0], kernel_width=kernel[1])
    if filters:
        sizes.update(filters=filters, hidden=filters, more=filters)
    return Case(sizes, {"history": history} if history else {}, aspect=aspect, **settings)


def inceptive(aspect, batch, height, width, channels, filters, history=None, **settings):
    """A case of inception. filters: of the five convolutions."""
    words = ("single", "thin_3", "wide_3", "thin_5", "wide_5")
    sizes = {"batch": batch, "height": height, "width": width, "channels": channels, "one": 1, "three": 3, "five": 5}
    sizes.update(zip(words, filters, strict=True), all_filters=sum(filters))
    sizes["joined"] = lambda drawn: drawn["single"] + drawn["wide_3"] + drawn["wide_5"]
    return Case(sizes, {"history": history} if history else {}, aspect=aspect, **settings)


def trained(aspect, images, batch_size, momentum, rate=0.25, **settings):
    sizes = {"images": images, "height": 8, "width": 8, "one": 1, "three": 3, "filters": 4, "classes": 10}
    options = {"batch_size": batch_size, "learning_rate": rate, "momentum": momentum}
    return Case({**sizes, "features": lambda drawn: 9 * drawn["filters"]}, options, aspect, **settings)


DIGITS = Digits()
STATE = ("a second batch", "two objects", "earlier results", "a training step")
LAYERS = ("Conv2D", "ReLU", "MaxPool2D", "Flatten", "Dense", "Sequential")
BY_HAND = {"inputs": [[1, 2]], "grad_outputs": [[1, -1]], "kernel": [[1, 0], [2, -1]], "bias": [3, 0]}
IMAGE = [square(1, 2, 0, 0, 1, 3, 2, 0, 1)]
DENSE_SIZES = {"batch": 3, "features": 4, "units": 2}


def built_of(words):
    """Why the sizes of a stack are not covered."""
    return dict.fromkeys(words.split(), "Its layers are judged in tasks of their own, and sheets are below 300 KiB.")


exercise = Exercise(
    title="Network: layers that learn to read digits",
    predicted={
        "sequential": (
            "No. (x A + a) B + b is x (A B) + (a B + b), which one layer computes, too. It takes a non-linear "
            "function in between, such as a ReLU."
        ),
    },
    built=(
        "You have built a network, its loss and its optimiser, all by hand. Run `python network.py` in its folder, "
        "or the last cell of the notebook, and watch it read handwritten digits."
    ),
    right=right,
    files=("steps.py", "digits.npz", "digits.py"),
    tasks=(
        Task(
            name="dense",
            points=2,
            uses=("Dense",),
            arrays=DENSE,
            parts=(
                Part("outputs", "batch units", sums="features"),
                Part("grad_inputs", ROWS, sums="units"),
                Part("grad_kernel", "features units", sums="batch"),
                Part("grad_bias", "units", sums="batch"),
            ),
            cases=(
                Case(values=BY_HAND, aspect="the first batch"),
                Case({"batch": range(2, 4), "features": range(4, 7), "units": range(7, 11)}, aspect="the first batch"),
                Case({"batch": 1, "features": 9, "units": 3}, aspect="the first batch"),
                Case({"batch": 3, "features": 3, "units": 3}, aspect="the first batch"),
                Case({"batch": 4, "features": 2, "units": 1}, aspect="the first batch"),
                Case({"batch": 12, "features": 1, "units": 11}, aspect="the first batch", kinds=WIDE),
                *histories(DENSE_SIZES, None, *LEARNED),
                Case(
                    DENSE_SIZES,
                    {"history": "a training step"},
                    "a training step",
                    kinds=("real",),
                    draws={"grad_outputs": large},
                ),
            ),
            hints=(
                "`backward` needs the inputs of the latest `forward`, so `forward` keeps them on `self`. The "
                "mathematics is that of 01, with two axes.",
                "Copy kernel and bias when the layer is built, and compute with these copies. `parameters()` returns "
                "the same arrays, because an optimiser changes them in place.",
                "`backward` sets the two gradients anew each time; it does not add to them. It returns the gradient "
                "of the inputs, and `gradients()` returns the others in the order of `parameters()`.",
            ),
        ),
        Task(
            name="conv2d",
            points=3,
            uses=("Conv2D",),
            arrays=CONV,
            parts=(
                Part("outputs", MAPS, sums="kernel_height kernel_width channels"),
                Part("grad_inputs", IMAGES, sums="kernel_height kernel_width filters"),
                Part("grad_kernel", CONV["kernel"], sums="batch out_height out_width"),
                Part("grad_bias", "filters", sums="batch out_height out_width"),
            ),
            cases=(
                Case(
                    options={"padding": "valid"},
                    aspect="padding=valid",
                    values={
                        "inputs": IMAGE,
                        "grad_outputs": [square(1, 2, -1, 3)],
                        "kernel": kernel_of(1, 2, 0, -1),
                        "bias": [10],
                    },
                ),
                convolved("valid", 2, (range(4, 6), range(6, 8)), 3, (3, 2), 4),
                convolved("valid", 1, (4, 4), 2, (3, 3), 2, kinds=HALF),
                convolved("valid", 3, (3, 9), 2, (1, 3), 1, kinds=HALF),
                convolved("valid", 12, (1, 1), 11, (1, 1), 12, kinds=WIDE),
                convolved("same", 1, (10, 9), 1, (9, 9), 1, "padding=same, odd kernel", kinds=WIDE),
                convolved("same", 1, (3, 2), 1, (5, 3), 1, "padding=same, odd kernel", kinds=WIDE),
                convolved("same", 2, (range(3, 5), range(5, 7)), 2, (3, 5), 3, "padding=same, odd kernel"),
                convolved("same", 3, (4, 4), 2, (3, 3), 2, "padding=same, odd kernel", kinds=HALF),
                convolved("same", 1, (5, 3), 1, (1, 3), 2, "padding=same, odd kernel", kinds=HALF),
                convolved("same", 2, (range(3, 5), range(5, 7)), 2, (2, 4), 3, "padding=same, even kernel"),
                convolved("same", 1, (5, 4), 2, (4, 2), 2, "padding=same, even kernel", kinds=HALF),
                convolved("same", 1, (2, 3), 1, (3, 2), 1, "padding=same, even kernel", kinds=HALF),
                convolved("same", 1, (3, 4), 1, (2, 3), 1, "padding=same, even kernel", kinds=HALF),
                *histories(CONV_SIZES, None, *LEARNED),
            ),
            hints=(
                "Take forward and backward from 03. `forward` must store what `backward` needs: the padded inputs, "
                "and how wide the border was on each side.",
                "As in `Dense`: copy the weights once, set the gradients anew in each `backward`, and return the "
                "arrays themselves. Store the padding, too.",
                "`backward` goes through the cells of the kernel, adds into zeros of the padded shape, and crops the "
                "border. If your 03 is right, paste it, and use what `self` stores in place of arguments.",
            ),
        ),
        Task(
            name="relu_and_flatten",
            uncovered={"... for no axis": "A layer gets a batch."},
            points=2,
            uses=("ReLU", "Flatten"),
            arrays={"inputs": "batch ...", "grad_outputs": "batch ..."},
            parts=(Part("outputs", "batch ..."), Part("grad_inputs", "batch ...")),
            cases=(
                Case(
                    options={"layer": "ReLU"},
                    aspect="ReLU",
                    middle="features",
                    values={"inputs": [[1, -2, 3], [-1, 2, -3]], "grad_outputs": [[4, 5, -6], [7, -8, 9]]},
                ),
                *elementwise("ReLU"),
                Case(
                    {"batch": 3, "features": range(8, 12)},
                    {"layer": "ReLU"},
                    "ReLU at 0",
                    middle="features",
                    kinds=EXACT,
                    draws={"inputs": with_zeros},
                ),
                *elementwise("Flatten"),
            ),
            draws={"inputs": distinct},
            hints=(
                "What must each of them remember from `forward`? `ReLU` needs to know where inputs were above 0, "
                "`Flatten` which shape they had.",
                "`ReLU` can multiply by the same mask in both directions. `Flatten` keeps the first axis and joins "
                "all others; on the way back it only restores the shape. Neither learns anything, so `Layer` has "
                "the rest.",
            ),
        ),
        Task(
            name="max_pool2d",
            uncovered=dict.fromkeys(("pool_height > height", "pool_width > width"), "No window would be whole."),
            points=2,
            uses=("MaxPool2D",),
            also=(sharing,),
            arrays={"inputs": IMAGES, "grad_outputs": "batch out_height out_width channels"},
            parts=(
                Part("outputs", "batch out_height out_width channels"),
                Part("grad_inputs", IMAGES, allowance=passed_on),
            ),
            draws={"inputs": distinct},
            cases=(
                Case(
                    options={"pool_size": (2, 2)},
                    aspect="whole windows",
                    values={
                        "inputs": [square(1, -2, 3, 0, 4, 5, -1, 2, -3, -6, -8, -5, -7, -4, -10, -9)],
                        "grad_outputs": [square(4, 8, -4, 12)],
                    },
                ),
                pooled("whole windows", 2, (4, 6), 3, (2, 3)),
                pooled("whole windows", 3, (6, 4), 2, (3, 1)),
                pooled("whole windows", 1, (4, 4), 1, (2, 2)),
                pooled("whole windows", 9, (1, 1), 9, (1, 1), kinds=WIDE),
                pooled("whole windows", 1, (9, 18), 1, (1, 2), kinds=WIDE),
                pooled("whole windows", 2, (4, 6), 1, (2, 3), kinds=WIDE, draws={"inputs": close}),
                pooled("pixels left over", 2, (5, 9), 2, (2, 4)),
                pooled("pixels left over", 1, (7, 5), 3, (3, 2)),
                pooled("pixels left over", 1, (5, 13), 1, (2, 3)),
                pooled("ties", 2, (4, 6), 2, (2, 2), kinds=EXACT, draws={"inputs": slanting}),
                pooled("ties", 1, (3, 4), 1, (3, 2), kinds=EXACT, draws={"inputs": twins}),
                *histories(POOL_SIZES, {"pool_size": (2, 3)}),
            ),
            hints=(
                "Windows do not overlap: the stride is the pool size, and leftover rows and columns are ignored. "
                "Crop them before you reshape.",
                "Split the height into rows and pool height, and the width likewise, which makes six axes. The "
                "maximum over the two pool axes is the output, because whole windows stand side by side.",
                "The backward pass is that of 06 without overlap: window by window, the first of the largest pixels "
                "gets the gradient. Leftover pixels get 0.",
            ),
        ),
        Task(
            name="softmax_cross_entropy",
            uncovered={
                "classes = 1": "There is nothing to choose.",
                "tiny": "Logits near 0 are as good as equal.",
                "huge": "They are an aspect.",
            },
            points=2,
            uses=("SoftmaxCrossEntropy",),
            arrays={"logits": "batch classes", "labels": "batch classes"},
            parts=(
                Part("loss", "", allowance=mean_loss),
                Part("grad_logits", "batch classes", allowance=mean_loss_gradient),
            ),
            draws={"logits": normal, "labels": one_hot},
            kinds=("real", "real", "wide"),
            cases=(
                Case(
                    values={"logits": [[1, 2, 3], [0, 0, 0]], "labels": [[0, 0, 1], [0, 1, 0]]},
                    aspect="the first batch",
                ),
                Case(values={"logits": [[8, 0, 0]], "labels": [[1, 0, 0]]}, aspect="the first batch", kinds=("real",)),
                Case({"batch": 2, "classes": range(4, 7)}, aspect="the first batch"),
                Case({"batch": range(5, 9), "classes": 3}, aspect="the first batch"),
                Case({"batch": 3, "classes": 3}, aspect="the first batch"),
                Case({"batch": 1, "classes": 10}, aspect="the first batch"),
                Case({"batch": 12, "classes": 11}, aspect="the first batch", kinds=WIDE),
                Case({"batch": 4, "classes": 5}, aspect="logits far from 0", draws={"logits": far_apart}),
                *(
                    Case({"batch": 4, "classes": 3}, {"history": each}, each)
                    for each in ("a second batch", "two objects", "earlier results")
                ),
            ),
            hints=(
                "It is the cross entropy of 02, and then the mean over the batch. `forward` returns a single number, "
                "and keeps what `backward` needs: probabilities and labels.",
                "The gradient of a row is its probabilities minus its labels, and the mean divides it by the number "
                "of rows. Subtract the largest logit of each row before you take any exponential.",
            ),
        ),
        Task(
            name="sequential",
            uncovered=built_of("channels filters hidden more"),
            points=2,
            uses=("Sequential",),
            arrays=mixed("more"),
            parts=stack_parts("batch more", "batch channels filters more"),
            cases=(
                Case(
                    values={
                        "inputs": [[1, 2]],
                        "grad_outputs": [[1, -1]],
                        "kernel": [[1, 0], [1, -1]],
                        "second": [[1, 2], [0, -1]],
                    },
                    aspect="the first batch",
                ),
                Case(STACKED, aspect="the first batch"),
                Case({**STACKED, "batch": 1, "filters": 5, "hidden": 5}, aspect="the first batch"),
                Case({**STACKED, "channels": 3, "filters": 3, "hidden": 3}, aspect="the first batch"),
                Case({**STACKED, "batch": 12, "channels": 11, "more": 11}, aspect="the first batch", kinds=WIDE),
                *histories(STACKED, None, "a training step", "a stack in a stack"),
            ),
            hints=(
                "Forward, the outputs of one layer are the inputs of the next. Backward, the same happens from the "
                "last layer to the first.",
                "`parameters()` and `gradients()` join the lists of all layers into one flat list, in the order of "
                "the layers. Ask the layers anew each time: one of them may itself be a stack.",
            ),
        ),
        Task(
            name="branches",
            uncovered=built_of("filters joined more"),
            points=2,
            uses=("Branches",),
            arrays=mixed("joined", "batch ... channels"),
            parts=stack_parts("batch ... joined", "batch ... channels filters more"),
            cases=(
                Case(
                    values={
                        "inputs": [[[[1, 2]]]],
                        "grad_outputs": [[[[1, -1, 2, 3]]]],
                        "kernel": [[3], [1]],
                        "second": [[1], [-1]],
                    },
                    aspect="the first batch",
                    middle=PIXELS,
                ),
                Case(SIDE_BY_SIDE, aspect="the first batch", middle=PIXELS),
                Case({**SIDE_BY_SIDE, "batch": 1, "filters": 5, "more": 1}, aspect="the first batch", middle="width"),
                Case({**SIDE_BY_SIDE, "channels": 2, "hidden": 2, "more": 2}, aspect="the first batch"),  # no images
                Case({**SIDE_BY_SIDE, **TALL}, aspect="the first batch", middle=PIXELS, kinds=WIDE),
                Case({**SIDE_BY_SIDE, **FLAT}, aspect="the first batch", middle=PIXELS, kinds=WIDE),
                *histories(SIDE_BY_SIDE, None, "a training step", "branches in a branch", middle=PIXELS),
            ),
            hints=(
                "All branches get the same inputs, and their outputs are joined along the last axis. Remember how "
                "many channels each of them gave: backward must split at the same places.",
                "Backward splits `grad_outputs` along the last axis, passes each branch its piece, and adds up the "
                "results: the inputs went into every branch, so their gradient is the sum.",
            ),
        ),
        Task(
            name="sgd",
            uncovered={
                "steps > 8": "Rounding grows from step to step.",
                "learning_rate with momentum": "Every step uses both.",
            },
            points=3,
            uses=("SGD",),
            arrays={
                "kernel": "rows columns",
                "bias": "columns",
                "grad_kernel": "steps rows columns",
                "grad_bias": "steps columns",
            },
            parts=(
                Part("kernel_after_each_step", "steps rows columns", allowance=strayed),
                Part("bias_after_each_step", "steps columns", allowance=strayed),
            ),
            draws={"grad_kernel": fours, "grad_bias": fours},
            cases=(
                Case(
                    options={"learning_rate": 2.0},
                    aspect="without momentum",
                    values={
                        "kernel": [[1, 2]],
                        "bias": [0, 5],
                        "grad_kernel": [[[1, -1]], [[2, 0]]],
                        "grad_bias": [[1, 1], [0, -1]],
                    },
                ),
                Case({"steps": 3, "rows": 2, "columns": 3}, {"learning_rate": 2.0}, "without momentum"),
                Case({"steps": 2, "rows": 3, "columns": 1}, {"learning_rate": 0.25}, "without momentum"),
                Case({"steps": 1, "rows": 9, "columns": 1}, {"learning_rate": 2.0}, "without momentum", kinds=WIDE),
                Case({"steps": 1, "rows": 2, "columns": 9}, {"learning_rate": 2.0}, "without momentum", kinds=WIDE),
                Case(
                    options={"learning_rate": 2.0, "momentum": 0.5},
                    aspect="with momentum",
                    values={
                        "kernel": [[1, 2]],
                        "bias": [0, 5],
                        "grad_kernel": [[[4, -4]], [[2, 0]]],
                        "grad_bias": [[4, 4], [0, -2]],
                    },
                ),
                Case({"steps": 3, "rows": 2, "columns": 3}, {"learning_rate": 2.0, "momentum": 0.5}, "with momentum"),
                Case({"steps": 2, "rows": 1, "columns": 4}, {"learning_rate": 1.0, "momentum": 0.5}, "with momentum"),
                Case(
                    {"steps": 5, "rows": 2, "columns": 2},
                    {"learning_rate": 0.125, "momentum": 0.875},
                    "with momentum",
                    kinds=("real", "wide"),
                ),
                Case(
                    {"steps": 3, "rows": 2, "columns": 3},
                    {"learning_rate": 2.0, "momentum": 0.5, "history": "two optimisers"},
                    "two optimisers",
                    kinds=EXACT,
                ),
            ),
            hints=(
                "Each parameter has a velocity: an array that begins at 0 and lasts as long as the optimiser. `step` "
                "first changes the velocity, then the parameter.",
                "Keras' rule: multiply the velocity by the momentum, subtract the learning rate times the gradient "
                "from it, and add it to the parameter. Without momentum this is plain descent.",
                "Ask the model for its gradients in every step, because they are new arrays each time. Change "
                "parameters and velocities in place, so that the layers see it, and leave the gradients alone.",
            ),
        ),
        Task(
            name="mlpconv",
            uncovered=built_of("batch height width channels filters hidden more one kernel_height kernel_width"),
            points=2,
            uses=("mlpconv", "Conv2D", "ReLU", "Sequential"),
            arrays={
                "inputs": IMAGES,
                "grad_outputs": "batch height width more",
                "kernel": CONV["kernel"],
                "bias": "filters",
                "second": "one one filters hidden",
                "second_bias": "hidden",
                "third": "one one hidden more",
                "third_bias": "more",
            },
            parts=stack_parts("batch height width more", f"{BLOCK} kernel_height kernel_width channels"),
            cases=(
                blocked("odd kernel", range(2, 4), (3, 3)),
                blocked("odd kernel", 1, (3, 5)),
                blocked("even kernel", 2, (2, 2)),
                blocked("as many filters everywhere", 2, (3, 3), filters=3),
                blocked("two kernels", 1, (1, 2), "two kernels", filters=2, kinds=ONCE),
                *(blocked(each, 2, (3, 3), each, kinds=ONCE) for each in STATE),
            ),
            hints=(
                'For each kernel and its bias you need a `Conv2D` with padding "same" and a `ReLU`, all of them in '
                "one list. What makes a list of layers one layer?",
                "`zip` walks through kernels and biases side by side. Give each convolution a `ReLU` of its own: a "
                "layer remembers its latest inputs, so one object cannot serve in two places.",
            ),
        ),
        Task(
            name="inception",
            uncovered=built_of(
                "batch height width channels joined all_filters one three five single thin_3 wide_3 thin_5 wide_5 huge"
            ),
            points=2,
            uses=("inception", "Conv2D", "ReLU", "Sequential", "Branches"),
            arrays={
                "inputs": IMAGES,
                "grad_outputs": "batch height width joined",
                "single": "one one channels single",
                "thin_3": "one one channels thin_3",
                "wide_3": "three three thin_3 wide_3",
                "thin_5": "one one channels thin_5",
                "wide_5": "five five thin_5 wide_5",
                "biases": "all_filters",
            },
            parts=stack_parts("batch height width joined", "batch height width channels five five thin_5 all_filters"),
            cases=(
                inceptive("new", 2, range(3, 5), range(5, 7), 3, (2, 2, 3, 1, 2)),
                inceptive("new", 1, 6, 5, 2, (1, 2, 2, 1, 3)),
                *(inceptive(each, 2, 3, 4, 2, (2, 1, 3, 2, 1), each, kinds=ONCE) for each in STATE),
            ),
            hints=(
                "Make the five convolutions first, each with a `ReLU` of its own, in the order given. Then group "
                "them: one, two and two.",
                "Each group is a `Sequential`, and the three together are `Branches`. Within a group the 1 x 1 "
                "convolution comes first, because it reduces the channels for the larger kernel.",
            ),
        ),
        Task(
            name="training",
            uncovered=built_of("images height width one three filters features classes tiny huge"),
            points=3,
            uses=("train", *LAYERS, "SoftmaxCrossEntropy", "SGD"),
            arrays={
                "images": "images height width one",
                "labels": "images classes",
                "kernel": "three three one filters",
                "bias": "filters",
                "weights": "features classes",
                "offsets": "classes",
            },
            parts=(
                Part("losses", "steps", allowance=strayed),
                Part("kernel", "three three one filters", allowance=strayed),
                Part("bias", "filters", allowance=strayed),
                Part("weights", "features classes", allowance=strayed),
                Part("offsets", "classes", allowance=strayed),
            ),
            kinds=("real",),
            # Numbers that are huge would not be learned from: float64 is only more exact here.
            draws={
                "images": DIGITS.images,
                "labels": DIGITS.labels,
                **dict.fromkeys(("bias", "offsets"), normal),
                **dict.fromkeys(("kernel", "weights"), small),
            },
            cases=(
                trained("whole batches", 24, 8, 0.5),
                trained("whole batches", 20, 2, 0.0),
                trained("a smaller last batch", 9, 8, 0.5),
                trained("one batch", 6, 6, 0.0, kinds=("real", "wide")),
                trained("a smaller last batch", 5, 8, 0.5),
            ),
            hints=(
                "For every batch, in this order: forward through the model and the loss, back through the loss and "
                "the model, one step. Keep the loss from before the step.",
                "Take slices of images and labels, `batch_size` at a time, from the first to the last. A slice that "
                "goes beyond the end is simply shorter, which is the smaller last batch. Nothing is shuffled.",
            ),
        ),
    ),
)
