# Generated from solutions/08_keras_layers/spec.py by `autograder release`: change it there.
"""What is graded in 08_keras_layers: layers of Keras with gradients by hand, alone, in a graph, and in a model."""

from math import prod

from autograder.allowances import maximum_gradient, strayed
from autograder.spec import MAGNITUDES, Case, Exercise, Part, Task

IMAGES = "batch height width channels"
MAPS = "batch out_height out_width filters"
ROWS = "batch features"
ONCE = ("exact",)
BOTH = ("exact", "real", "wide")

NN = (
    "conv2d convolution conv2d_transpose conv_transpose atrous_conv2d depthwise_conv2d separable_conv2d conv1d conv3d "
    "depthwise_conv2d_backprop_input depthwise_conv2d_backprop_filter dilation2d erosion2d "
    "max_pool max_pool1d max_pool2d max_pool3d max_pool_with_argmax avg_pool avg_pool1d avg_pool2d avg_pool3d pool "
    "fractional_max_pool fractional_avg_pool"
)
RAW = (
    "Conv Conv2D Conv2DBackpropInput Conv2DBackpropInputV2 Conv2DBackpropFilter Conv2DBackpropFilterV2 "
    "Conv3D Conv3DBackpropInput Conv3DBackpropInputV2 Conv3DBackpropFilter Conv3DBackpropFilterV2 "
    "DepthwiseConv2dNative DepthwiseConv2dNativeBackpropInput DepthwiseConv2dNativeBackpropFilter "
    "FusedPadConv2D FusedResizeAndPadConv2D Dilation2D Dilation2DBackpropInput Dilation2DBackpropFilter "
    "MaxPool MaxPoolV2 MaxPoolWithArgmax MaxPoolGrad MaxPoolGradV2 MaxPoolGradWithArgmax "
    "MaxPoolGradGrad MaxPoolGradGradV2 MaxPoolGradGradWithArgmax MaxPool3D MaxPool3DGrad MaxPool3DGradGrad "
    "AvgPool AvgPoolGrad AvgPool3D AvgPool3DGrad "
    "FractionalMaxPool FractionalMaxPoolGrad FractionalAvgPool FractionalAvgPoolGrad"
)
# What all of these come down to; so do functions for older versions of TensorFlow.
INNER = (
    "conv conv2d conv2d_backprop_input conv2d_backprop_input_v2 conv2d_backprop_filter conv2d_backprop_filter_v2 "
    "conv3d conv3d_backprop_input conv3d_backprop_input_v2 conv3d_backprop_filter conv3d_backprop_filter_v2 "
    "depthwise_conv2d_native depthwise_conv2d_native_backprop_input depthwise_conv2d_native_backprop_filter "
    "fused_pad_conv2d fused_resize_and_pad_conv2d dilation2d dilation2d_backprop_input dilation2d_backprop_filter "
    "max_pool max_pool_v2 max_pool_with_argmax max_pool_grad max_pool_grad_v2 max_pool_grad_with_argmax "
    "max_pool_grad_grad max_pool_grad_grad_v2 max_pool_grad_grad_with_argmax "
    "max_pool3d max_pool3d_grad max_pool3d_grad_grad avg_pool avg_pool_grad avg_pool3d avg_pool3d_grad "
    "fractional_max_pool fractional_max_pool_grad fractional_avg_pool fractional_avg_pool_grad"
)
OPS = "conv conv_transpose depthwise_conv separable_conv max_pool average_pool adaptive_max_pool adaptive_average_pool"
OFF_LIMITS = (
    *(f"tensorflow.nn.{name}" for name in NN.split()),
    *(f"tensorflow.raw_ops.{name}" for name in RAW.split()),
    *(f"tensorflow.python.ops.gen_nn_ops.{name}" for name in INNER.split()),
    *(f"keras.ops.{name}" for name in OPS.split()),
)


def right(tf):
    """Keras' own layers."""
    names = ("GlobalAveragePooling2D", "Dense", "Conv2D", "MaxPooling2D")
    return {name: getattr(tf.keras.layers, name) for name in names}


def sharing(tf):
    """A maximum pooling whose equal maxima share the gradient, which is also right."""

    class MaxPooling2D(tf.keras.layers.MaxPooling2D):
        def call(self, inputs):
            lowest = tf.reduce_min(inputs) - 1  # "same" would pad with zeros
            borders = [[0, 0]] * 4
            if self.padding == "same":
                sides = zip(inputs.shape[1:3], self.pool_size, self.strides, strict=True)
                lacking = [max((-(-size // stride) - 1) * stride + cells - size, 0) for size, cells, stride in sides]
                borders[1:3] = ([cells // 2, cells - cells // 2] for cells in lacking)
            padded = tf.pad(inputs, borders, constant_values=lowest)
            sizes = ([1, *self.pool_size, 1], [1, *self.strides, 1], [1, 1, 1, 1])
            windows = tf.image.extract_patches(padded, *sizes, "VALID")
            # batch out_height out_width (cells channels) -> batch out_height out_width cells channels
            shape = [-1, *windows.shape[1:3], prod(self.pool_size), inputs.shape[3]]
            return tf.reduce_max(tf.reshape(windows, shape), axis=3)

    return {"MaxPooling2D": MaxPooling2D}


# -- how arrays are drawn -------------------------------------------------------------------------------------------


def distinct(rng, shape, kind):
    """Numbers of both signs without ties, far enough from each other for any rounding."""
    numbers = rng.permutation(prod(shape)) - prod(shape) // 2
    if kind != "exact":
        numbers = (numbers + rng.uniform(-0.3, 0.3, prod(shape))) * MAGNITUDES.get(kind, 1)
    return numbers.reshape(shape)


def negative(rng, shape, kind):
    """A maximum that starts at 0, or a border of zeros, would win against all of these."""
    return distinct(rng, shape, kind) - prod(shape) * MAGNITUDES.get(kind, 1)


def twins(rng, shape, kind):
    """Every other column is a copy of the one before: windows two columns wide have two maxima; halves are exact."""
    batch, height, width, channels = shape
    return distinct(rng, (batch, height, (width + 1) // 2, channels), kind).repeat(2, axis=2)[:, :, :width]


def slanting(rng, shape, kind):
    """Equal from the top right to the bottom left: two maxima again, and column by column another one is the first."""
    batch, height, width, channels = shape
    diagonals = distinct(rng, (batch, height + width, channels), kind)
    return diagonals[:, [range(row, row + width) for row in range(height)]]


def real(rng, shape, kind):
    return rng.standard_normal(shape) * MAGNITUDES.get(kind, 1)


def divisible(rng, shape, kind):
    """For exact averages: 1, 2, 3, 4, 6, 8, 12 or 16 pixels divide 48. All are positive, as 1/3 is not exact."""
    return 48 * rng.integers(1, 6, shape) if kind == "exact" else real(rng, shape, kind)


def even(rng, shape, kind):
    """Halves of these are exact."""
    return 2 * rng.integers(-4, 5, shape) if kind == "exact" else real(rng, shape, kind)


def constant(rng, shape, kind):
    """All alike, so that padding with the smallest input ties, too."""
    return 0 * rng.standard_normal(shape) + rng.integers(-9, 10)


ALIKE = {"inputs": constant, "grad_outputs": divisible}


def normal(rng, shape, kind):
    return rng.standard_normal(shape)


def small(rng, shape, kind):
    """Weights as a network begins with them."""
    return rng.standard_normal(shape) * prod(shape[:-1]) ** -0.5


# -- allowances -----------------------------------------------------------------------------------------------------


def of_the_second(unit, arrays, answer):
    """The bound of 06 for the gradient of a maximum, which wants the upstream gradient as the first array."""
    return maximum_gradient(unit, {"grad_outputs": arrays["grad_outputs"]}, answer)


def as_it_is(unit, arrays, answer):
    """Nothing is computed: a maximum is one of the inputs."""
    return 0 * answer


# -- cases ----------------------------------------------------------------------------------------------------------


def square(*numbers):
    """One image of one channel, as nested lists."""
    side = round(len(numbers) ** 0.5)
    return [[[number] for number in numbers[row * side : (row + 1) * side]] for row in range(side)]


def averaged(way, batch, height, width, channels, **settings):
    sizes = {"batch": batch, "height": height, "width": width, "channels": channels}
    return Case(sizes, {"way": way}, aspect=way, **settings)


def connected(way, batch, features, units, **settings):
    return Case({"batch": batch, "features": features, "units": units}, {"way": way}, aspect=way, **settings)


def cells(size, window, stride, padding):
    """How many windows there are along one axis, as a function of the sizes drawn before."""

    def of(drawn):
        return -(-drawn[size] // stride) if padding == "same" else (drawn[size] - window) // stride + 1

    return of


def windowed(window, strides, padding, batch, image, channels):
    """The sizes of a case with windows; what is not given in `strides` and `padding` is Keras' default."""
    height, width = image
    return {
        "batch": batch,
        "channels": channels,
        "height": height,
        "width": width,
        "out_height": cells("height", window[0], strides[0], padding),
        "out_width": cells("width", window[1], strides[1], padding),
    }


def convolved(aspect, batch, image, channels, kernel, filters, way="eager", kinds=BOTH, **options):
    """A case of Conv2D; the upstream gradient has the size of the outputs."""
    padding, strides = options.get("padding", "valid"), options.get("strides", (1, 1))
    sizes = windowed(kernel, strides, padding, batch, image, channels)
    sizes |= {"kernel_height": kernel[0], "kernel_width": kernel[1], "filters": filters}
    return Case(sizes, {"way": way, **options}, aspect, kinds=kinds)


def pooled(aspect, batch, image, channels, way="eager", kinds=BOTH, **settings):
    """A case of MaxPooling2D; the upstream gradient has the size of the outputs."""
    options = {name: settings.pop(name) for name in ("pool_size", "strides", "padding") if name in settings}
    pool_size = options.get("pool_size", (2, 2))
    strides = options.get("strides") or pool_size
    sizes = windowed(pool_size, strides, options.get("padding", "valid"), batch, image, channels)
    return Case(sizes, {"way": way, **options}, aspect, kinds=kinds, **settings)


def citizen(layer, middle, sizes, options, **settings):
    return Case(sizes, {"layer": layer, **options}, layer, middle=middle, kinds=ONCE, **settings)


VALID, SAME, STRIDES, STRIDES_SAME = "valid", "same", "strides, valid", "strides, same"
PIXELS = {"batch": 2, "height": 3, "width": 4, "channels": 2, "numbers": 7}
LIMITS = {"off_limits": OFF_LIMITS, "seconds": 20.0}
GRADED = {**LIMITS, "by_hand": True}
FEW_SIZES = ("batch", "numbers", "...", "kernel_height", "stride_height", "stride_width", "pool_height", "shapes")
FEW_SIZES += ("float64", "tiny", "huge")
ONE_SIZE = ("images", "height", "width", "channels", "two", "filters", "classes", "tiny", "huge")

exercise = Exercise(
    title="Keras layers: your own layers in a real model",
    predicted={
        "dense": (
            "It still learns, and no number changes, apart from rounding: TensorFlow then differentiates its own "
            "operations. It computes what you wrote by hand."
        ),
    },
    built=(
        "You have written Keras layers with your own gradients. If all eight exercises are right, run `python "
        "network.py` in 07_network again: every line that reads digits is yours."
    ),
    packages=("numpy", "tensorflow", "keras"),
    files=("steps.py",),
    right=right,
    tasks=(
        Task(
            name="global_average_pooling2d",
            points=1,
            uses=("GlobalAveragePooling2D",),
            arrays={"inputs": IMAGES, "grad_outputs": "batch channels"},
            parts=(
                Part("outputs", "batch channels", sums="height width"),
                Part("grad_inputs", IMAGES),
            ),
            draws={"inputs": divisible, "grad_outputs": divisible},
            cases=(
                Case(
                    options={"way": "eager"},
                    aspect="eager",
                    values={"inputs": [square(1, 3, 5, 7)], "grad_outputs": [[8]]},
                ),
                averaged("eager", 2, 2, 3, 4),
                averaged("eager", 3, range(3, 5), 4, 1, kinds=ONCE),
                averaged("eager", 1, 3, 3, 3, kinds=("real", "wide")),
                averaged("eager", 9, 1, 1, range(9, 12)),
                averaged("eager", 1, 12, 1, 1, kinds=BOTH),
                averaged("eager", 1, 1, 16, 2, kinds=BOTH),
                averaged("graph", 3, 2, 4, 2, kinds=ONCE),
                averaged("float64", 2, 4, 3, 2, kinds=ONCE),
                averaged("another call", 2, 3, 2, 2, kinds=ONCE),
            ),
            hints=(
                "Follow `Scale`: `call` defines a function of tensors, which returns the outputs and a backward "
                "function. Here it has one argument, so backward returns one gradient.",
                "Forward is a mean over height and width. Backward divides by the number of pixels, and gives every "
                "pixel the same share. Height and width are known in `inputs.shape`; the batch is not.",
            ),
            **GRADED,
        ),
        Task(
            name="dense",
            points=2,
            uses=("Dense",),
            arrays={"inputs": ROWS, "grad_outputs": "batch units", "kernel": "features units", "bias": "units"},
            parts=(
                Part("outputs", "batch units", sums="features"),
                Part("grad_inputs", ROWS, sums="units"),
                Part("grad_kernel", "features units", sums="batch"),
                Part("grad_bias", "units", sums="batch"),
            ),
            cases=(
                Case(
                    options={"way": "eager"},
                    aspect="eager",
                    values={
                        "inputs": [[1, 2]],
                        "grad_outputs": [[1, -1]],
                        "kernel": [[1, 0], [2, -1]],
                        "bias": [3, 0],
                    },
                ),
                connected("eager", range(2, 4), range(4, 7), range(7, 11)),
                connected("eager", 9, 1, 10, kinds=BOTH),
                connected("eager", 4, 9, 1, kinds=BOTH),
                connected("eager", 3, 3, 3, kinds=ONCE),
                connected("graph", 3, 4, 2, kinds=ONCE),
                connected("float64", 2, 3, 4, kinds=ONCE),
                connected("another call", 2, 3, 4, kinds=ONCE),
            ),
            hints=(
                "`build` makes kernel and bias, in this order and with these names. The function of tensors takes "
                "inputs, kernel and bias, and backward returns three gradients in the same order.",
                "Pass the options that you do not use on to the `__init__` of Keras' layer: name and dtype are among "
                "them. Pass weights as tensors, as `Scale` does, since passing a variable fails.",
                "The gradients are those of 01. `tf.matmul` can transpose either of its factors, and the bias sums "
                "over the batch.",
            ),
            **GRADED,
        ),
        Task(
            name="conv2d",
            uncovered={"way": "How a layer is called is not one of its options."},
            points=4,
            uses=("Conv2D",),
            arrays={
                "inputs": IMAGES,
                "grad_outputs": MAPS,
                "kernel": "kernel_height kernel_width channels filters",
                "bias": "filters",
            },
            parts=(
                Part("outputs", MAPS, sums="kernel_height kernel_width channels"),
                Part("grad_inputs", IMAGES, sums="kernel_height kernel_width filters"),
                Part("grad_kernel", "kernel_height kernel_width channels filters", sums="batch out_height out_width"),
                Part("grad_bias", "filters", sums="batch out_height out_width"),
            ),
            cases=(
                Case(
                    options={"way": "eager"},
                    aspect=VALID,
                    values={
                        "inputs": [square(1, 2, 3, 4, 5, 6, 7, 8, 9)],
                        "grad_outputs": [square(1, 2, -1, 3)],
                        "kernel": [[[[1]], [[2]]], [[[0]], [[-1]]]],
                        "bias": [10],
                    },
                ),
                convolved(VALID, 2, (5, range(7, 9)), 3, (3, 2), 4),
                convolved(VALID, 1, (4, 4), 2, (3, 3), 2, padding="valid", kinds=ONCE),
                convolved(VALID, 9, (1, 1), range(9, 12), (1, 1), range(9, 12)),
                convolved(VALID, 1, (10, 9), 1, (9, 9), 1),
                convolved(SAME, 1, (3, 2), 1, (5, 3), 2, padding="same"),
                convolved(SAME, 2, (range(4, 6), 6), 2, (3, 5), 3, padding="same", kinds=ONCE),
                convolved(SAME, 3, (4, 3), 2, (2, 4), 1, padding="same", kinds=ONCE),
                convolved(SAME, 1, (3, 4), 1, (1, 2), 2, padding="same", kinds=ONCE),
                convolved(STRIDES, 2, (range(6, 8), 8), 2, (3, 2), 3, strides=(2, 3), kinds=ONCE),
                convolved(STRIDES, 1, (7, 5), 1, (1, 2), 2, strides=(3, 1), padding="valid", kinds=ONCE),
                convolved(STRIDES_SAME, 2, (range(5, 7), 7), 2, (3, 4), 3, strides=(2, 3), padding="same"),
                convolved(STRIDES, 1, (5, 5), 1, (2, 2), 1, strides=(2, 2), padding="valid", kinds=ONCE),
                convolved(STRIDES, 1, (5, 8), 1, (2, 2), 1, strides=(1, 2), padding="valid", kinds=ONCE),
                convolved(STRIDES_SAME, 1, (6, 4), 1, (2, 3), 2, strides=(3, 2), padding="same", kinds=ONCE),
                convolved(STRIDES_SAME, 1, (5, 6), 1, (3, 2), 1, strides=(2, 2), padding="same", kinds=ONCE),
                convolved(STRIDES_SAME, 1, (6, 8), 1, (1, 2), 2, strides=(3, 4), padding="same", kinds=ONCE),
                convolved("graph", 3, (5, 4), 2, (3, 2), 3, way="graph", strides=(2, 1), padding="same", kinds=ONCE),
                convolved("float64", 2, (4, 5), 2, (2, 3), 2, way="float64", padding="same", kinds=ONCE),
                convolved("another call", 2, (3, 4), 2, (2, 3), 2, way="another call", kinds=ONCE),
            ),
            hints=(
                "`tf.image.extract_patches` writes the windows in rows, as `im2col` does in 04. So forward is a "
                "matrix product with the kernel as a matrix of patch by filters, plus the bias.",
                "Pad by the rule of 05 before you take patches, and take only whole windows afterwards. Sizes come "
                "from `inputs.shape`, except for the batch, for which a reshape takes -1.",
                "For the kernel's gradient, multiply the transposed patches by the errors. For that of the inputs, "
                "place the errors `strides` apart, with zeros between them; pad; and correlate with the kernel flipped "
                "and its last two axes swapped, as in 04.",
            ),
            **GRADED,
        ),
        Task(
            name="max_pooling2d",
            uncovered={
                "way": "How a layer is called is not one of its options.",
                "pool_size with strides": "All are in 06.",
            },
            points=3,
            uses=("MaxPooling2D",),
            also=(sharing,),
            arrays={"inputs": IMAGES, "grad_outputs": MAPS.replace("filters", "channels")},
            parts=(
                Part("outputs", MAPS.replace("filters", "channels"), allowance=as_it_is),
                Part("grad_inputs", IMAGES, allowance=of_the_second),
            ),
            draws={"inputs": distinct},
            cases=(
                Case(
                    options={"way": "eager"},
                    aspect=VALID,
                    values={
                        "inputs": [square(1, -2, 3, 0, 4, 5, -1, 2, -3, -6, -8, -5, -7, -4, -10, -9)],
                        "grad_outputs": [square(1, 2, -1, 3)],
                    },
                ),
                pooled(VALID, 2, (5, range(6, 8)), 3),
                pooled(VALID, 1, (6, 7), 2, pool_size=(3, 2), padding="valid", kinds=ONCE),
                pooled(VALID, 9, (1, 2), range(9, 12), pool_size=(1, 2), padding="valid"),
                pooled(VALID, 1, (9, 10), 1, pool_size=(3, 3), padding="valid"),
                pooled(SAME, 1, (3, 1), 1, pool_size=(4, 2), padding="same"),
                pooled(SAME, 2, (range(5, 7), 7), 2, pool_size=(2, 3), padding="same", kinds=ONCE),
                pooled(SAME, 1, (3, 5), 1, pool_size=(2, 2), padding="same", kinds=ONCE),
                pooled(STRIDES, 2, (range(5, 7), 6), 2, pool_size=(3, 2), strides=(1, 2), kinds=ONCE),
                pooled(STRIDES, 1, (6, 4), 1, pool_size=(2, 3), strides=(2, 1), kinds=ONCE),
                pooled(STRIDES, 1, (7, 6), 3, pool_size=(1, 2), strides=(3, 3), kinds=ONCE),
                pooled(STRIDES_SAME, 2, (range(5, 7), 6), 2, pool_size=(3, 4), strides=(2, 3), padding="same"),
                pooled(STRIDES_SAME, 1, (6, 8), 2, pool_size=(1, 2), strides=(3, 4), padding="same", kinds=ONCE),
                pooled("all negative, same", 2, (3, 5), 2, padding="same", kinds=ONCE, draws={"inputs": negative}),
                pooled("ties", 2, (4, 6), 2, kinds=ONCE, draws={"inputs": twins, "grad_outputs": even}),
                pooled("ties", 2, (4, 6), 2, kinds=ONCE, draws={"inputs": slanting, "grad_outputs": even}),
                pooled("ties", 1, (5, 4), 2, pool_size=(3, 1), strides=(2, 2), padding="same", kinds=ONCE, draws=ALIKE),
                pooled(
                    "graph", 2, (5, 4), 1, way="graph", pool_size=(2, 3), strides=(1, 2), padding="same", kinds=ONCE
                ),
                pooled("float64", 2, (3, 4), 2, way="float64", padding="same", kinds=ONCE, draws={"inputs": negative}),
                pooled("another call", 2, (4, 5), 2, way="another call", kinds=ONCE),
            ),
            hints=(
                "Take patches again. With the cells of the window on their own axis, the maximum over it is the "
                "output. A patch lists the cells, and within each cell the channels.",
                "Padding must never win, so pad with the smallest number of the dtype. Backward, compare the windows "
                "with the outputs to find the maxima; equal ones share the gradient equally.",
                "Backward goes cell by cell: the shares of one cell belong to a strided piece of the padded image. "
                "Put zeros between them, pad to the size of the image at the place of the cell, and add up all "
                "cells.",
            ),
            **GRADED,
        ),
        Task(
            name="good_citizen",
            uncovered=dict.fromkeys(FEW_SIZES, "It is about what Keras asks of a layer, not about numbers."),
            points=2,
            uses=("GlobalAveragePooling2D", "Dense", "Conv2D", "MaxPooling2D"),
            arrays={"inputs": "batch ...", "numbers": "numbers"},
            parts=(
                Part("shapes", "shapes"),
                Part("outputs_from_config", "..."),
                Part("bytes", "each"),
            ),
            cases=(
                citizen("GlobalAveragePooling2D", "height width channels", PIXELS, {}, draws={"inputs": divisible}),
                citizen("Dense", "features", {"batch": 3, "features": 4, "numbers": 7}, {"units": 5}),
                citizen("Conv2D", "height width channels", PIXELS, {"filters": 3, "kernel_size": (2, 3)}),
                citizen(
                    "Conv2D",
                    "height width channels",
                    {**PIXELS, "height": 5},
                    {"filters": 2, "kernel_size": (2, 2), "strides": (2, 1), "padding": "same"},
                ),
                citizen(
                    "Conv2D",
                    "height width channels",
                    {**PIXELS, "height": 8, "width": 6},
                    {"filters": 2, "kernel_size": (2, 4), "strides": (3, 2)},
                ),
                citizen("MaxPooling2D", "height width channels", PIXELS, {}),
                citizen(
                    "MaxPooling2D",
                    "height width channels",
                    {**PIXELS, "height": 5},
                    {"pool_size": (1, 2), "strides": (2, 1), "padding": "same"},
                ),
                citizen(
                    "MaxPooling2D",
                    "height width channels",
                    {**PIXELS, "height": 8, "width": 6},
                    {"pool_size": (2, 4), "strides": (3, 2)},
                ),
            ),
            hints=(
                "Keras rebuilds your layer from its config, calls it with inputs that have no values yet, and with "
                "another dtype. Most of this works by itself if the options reach the `__init__` of Keras' layer.",
                "The grid shows what fails. `shapes`: create kernel before bias, and allow any batch size. "
                "`outputs_from_config`: let Keras record every argument. `bytes`: name the weights kernel and bias, "
                "never name float32, and add to `super().get_config()` if you write `get_config`.",
            ),
            **LIMITS,
        ),
        Task(
            name="in_fit",
            uncovered=dict.fromkeys(ONE_SIZE, "It is about training, and one model takes seconds."),
            points=3,
            uses=("GlobalAveragePooling2D", "Dense", "Conv2D", "MaxPooling2D"),
            arrays={
                "images": "images height width channels",
                "labels": "images classes",
                "kernel": "two two channels filters",
                "bias": "filters",
                "weights": "filters classes",
                "offsets": "classes",
            },
            parts=(
                Part("losses", "epochs", allowance=strayed),
                Part("predictions", "images classes", allowance=strayed),
                Part("kernel", "two two channels filters", allowance=strayed),
                Part("bias", "filters", allowance=strayed),
                Part("weights", "filters classes", allowance=strayed),
                Part("offsets", "classes", allowance=strayed),
            ),
            kinds=("real", "wide"),
            # Numbers that are huge would not be learned from: float64 is only more exact here.
            draws={**dict.fromkeys(("images", "labels", "bias", "offsets"), normal), "kernel": small, "weights": small},
            cases=(
                Case(
                    {"images": 12, "height": 6, "width": 5, "channels": 2, "two": 2, "filters": 4, "classes": 3},
                    aspect="ten batches",
                ),
            ),
            hints=(
                "There is nothing new to write: Keras trains with your four layers. If only this task fails, look "
                "for code that needs the size of the batch, which a graph does not know.",
                "The second batch is smaller than the first. Whatever depends on the batch and is stored on `self` "
                "is wrong in the next call: compute it anew, from the tensor passed to the call.",
            ),
            **LIMITS,
        ),
    ),
)
