"""What is graded in 05_strides_and_dilation: windows that skip pixels, kernels with holes, kernels of one cell."""

from autograder.spec import Case, Exercise, Part, Task

IMAGES = "batch height width channels"
OUTPUTS = "batch out_height out_width filters"
ARRAYS = {"inputs": IMAGES, "kernel": "kernel_height kernel_width channels filters", "bias": "filters"}


def output_size(tf, input_size, kernel_size, strides, padding, dilation_rate):
    image, kernel = tf.zeros((1, *input_size, 1)), tf.zeros((*kernel_size, 1, 1))
    return tf.nn.convolution(image, kernel, strides, padding.upper(), dilations=dilation_rate).shape[1:3]


def conv2d(tf, inputs, kernel, bias, strides, padding, dilation_rate):
    # tf.nn.conv2d has no gradient for dilation on a CPU; this has.
    return tf.nn.convolution(inputs, kernel, strides, padding.upper(), dilations=dilation_rate) + bias


def pointwise_conv2d(tf, inputs, kernel, bias):
    return tf.nn.conv2d(inputs, kernel, 1, "VALID") + bias


def dense_as_conv2d(tf, inputs, kernel, bias):
    return tf.matmul(tf.reshape(inputs, [tf.shape(inputs)[0], -1]), kernel) + bias


def receptive_field(tf, layers):
    """From the first to the last pixel on which the first output depends. Nothing cancels: all weights are 1."""
    signal = tf.ones((1, PIXELS, 1), tf.float64)
    with tf.GradientTape() as tape:
        tape.watch(signal)
        outputs = signal
        for kernel_size, stride, dilation_rate in layers:
            kernel = tf.ones((kernel_size, 1, 1), tf.float64)
            outputs = tf.nn.convolution(outputs, kernel, stride, "VALID", dilations=dilation_rate)
        first = outputs[0, 0, 0]
    met = tf.where(tape.gradient(first, signal)[0, :, 0] != 0)
    return met[-1, 0] - met[0, 0] + 1


PIXELS = 40_000  # more than any stack drawn here can see


def image(height, width, numbers):
    """One image of one channel, or one kernel from one channel to one filter, as nested lists."""
    return [[[number] for number in numbers[row * width : (row + 1) * width]] for row in range(height)]


def pairs(**options):
    """Options: a pair each, its members fixed or, where they are words, drawn sizes."""

    def option(pair):
        if isinstance(pair, str) or not any(isinstance(side, str) for side in pair):
            return pair
        return lambda drawn: tuple(drawn.get(side, side) for side in pair)

    return {name: option(pair) for name, pair in options.items()}


def sized(aspect, image, kernel, strides=(1, 1), dilation=(1, 1)):
    """A case of output_size; the image's sides are drawn from ranges, whose steps keep what is left over."""
    sizes = dict(zip(("height", "width"), image, strict=True))
    padding = "same" if "same" in aspect else "valid"
    options = pairs(
        input_size=("height", "width"), kernel_size=kernel, strides=strides, padding=padding, dilation_rate=dilation
    )
    return Case(sizes, options, aspect)


# Ranges are wide: a hidden case must not be one that students are shown.
REST = "remainder, padding=valid"
SIZES = (
    sized(REST, (512, 384), (5, 5), (2, 3)),
    sized(REST, (range(20, 110, 3), range(31, 131, 2)), (4, 2), (3, 2)),
    sized(REST, (6, 10), (2, 1), (5, 4)),
    sized("strides, padding=valid", (range(21, 101, 2), range(30, 190, 4)), (3, 2), (2, 4)),
    sized("strides, padding=valid", (7, 9), (2, 1), (5, 4)),
    sized("strides, padding=same", (range(21, 29, 2), range(32, 50, 3)), (4, 2), (2, 3)),
    sized("strides, padding=same", (range(20, 28, 2), range(33, 50, 3)), (2, 5), (2, 3)),
    sized("strides, padding=same", (9, 5), (2, 3), (4, 1)),  # 1 pixel left of a stride of 4
    sized("dilation, padding=valid", (range(20, 30), range(31, 50)), (3, 4), dilation=(2, 3)),
    sized("dilation, padding=valid", (range(31, 40), range(20, 30)), (2, 5), dilation=(1, 2)),
    sized("dilation, padding=valid", (9, 4), (3, 4), dilation=(4, 1)),
    sized("dilation, padding=same", (range(20, 60), range(31, 90)), (3, 4), dilation=(2, 3)),
    sized("dilation, padding=same", (3, 5), (3, 2), dilation=(3, 6)),
    sized("strides, padding=same", (9, 9), (3, 3), (3, 2)),
    sized("dilation, padding=same", (3, 2), (4, 3), dilation=(2, 1)),
    sized("dilation, padding=valid", (12, range(33_000, 34_000)), (3, 3), dilation=(2, 1)),
    sized("dilation, padding=valid", (range(33_000, 34_000), 15), (3, 3), dilation=(1, 2)),
    sized("dilation, padding=valid", (9, 8), (1, 3), dilation=(4, 2)),
)


def layer(aspect, batch, image, channels, kernel, filters, strides=(1, 1), dilation=(1, 1), kinds=None):
    """A case of conv2d; its aspect ends with the padding."""
    words = dict(zip(("height", "width", "kernel_height", "kernel_width"), (*image, *kernel), strict=True))
    options = {"strides": strides, "padding": aspect.rpartition("=")[2], "dilation_rate": dilation}
    return Case({"batch": batch, "channels": channels, "filters": filters, **words}, options, aspect, kinds=kinds)


# Sizes that all differ show most faults. Then: a remainder beyond half a stride and below; strides that only one axis
# has; strides beyond the kernel; SAME on even and odd sides at stride 2, where TensorFlow pads less than half a kernel;
# one cell at stride 2; a field as large as the image, and one beyond it; a rate along an axis where the kernel has one
# cell only.
ONCE = ("wide",)  # for sizes beyond 8, since sheets are kept below 300 KiB
VALID, SAME = "strides, padding=valid", "strides, padding=same"
DILATED, DILATED_SAME = "dilation, padding=valid", "dilation, padding=same"
LAYERS = (
    layer(VALID, 2, (range(9, 12, 2), 8), 2, (3, 2), 3, strides=(2, 3)),
    layer(VALID, 1, (5, 5), 2, (3, 3), 2, strides=(2, 1)),
    layer(VALID, 3, (5, 6), 1, (2, 2), 1, strides=(3, 4)),
    layer(VALID, 2, (5, 7), 2, (1, 1), 3, strides=(2, 2)),
    layer(VALID, 1, (3, 4), 2, (2, 3), 2),  # the plain convolution of 03
    layer(REST, 2, (range(6, 9, 2), 7), 2, (3, 2), 3, strides=(2, 3)),
    layer(REST, 1, (5, 8), 2, (3, 1), 2, strides=(2, 3)),
    layer(REST, 2, (6, 4), 1, (2, 2), 2, strides=(3, 3)),
    layer(SAME, 2, (range(4, 7, 2), 7), 2, (3, 2), 3, strides=(2, 2)),
    layer(SAME, 1, (5, 6), 3, (3, 5), 2, strides=(2, 1)),
    layer(SAME, 1, (6, 6), 2, (4, 4), 2, strides=(2, 2)),
    layer(SAME, 2, (7, 6), 1, (2, 1), 2, strides=(3, 3)),
    layer(SAME, 1, (5, 4), 2, (1, 1), 3, strides=(1, 2)),
    layer(DILATED, 2, (range(6, 8), range(8, 10)), 2, (3, 2), 3, dilation=(2, 3)),
    layer(DILATED, 1, (5, 5), 2, (3, 3), 2, dilation=(2, 2)),
    layer(DILATED, 2, (3, 7), 1, (1, 3), 2, dilation=(2, 2)),
    layer(DILATED_SAME, 2, (range(4, 6), range(6, 8)), 2, (3, 2), 3, dilation=(2, 3)),
    layer(DILATED_SAME, 1, (5, 4), 2, (3, 3), 2, dilation=(4, 1)),
    layer(DILATED_SAME, 3, (5, 4), 1, (2, 3), 2, dilation=(1, 2)),
    layer(DILATED_SAME, 1, (4, 5), 1, (2, 3), 1, dilation=(2, 2)),
    layer(DILATED, 1, (7, 3), 1, (3, 2), 2, dilation=(3, 1)),
    layer(VALID, 12, (1, 1), 11, (1, 1), 13, strides=(2, 3), kinds=ONCE),
    layer(SAME, 1, (10, 17), 1, (9, 9), 1, strides=(1, 2), kinds=ONCE),
    layer(SAME, 1, (3, 4), 2, (3, 4), 1, strides=(1, 2)),
    layer(SAME, 1, (4, 3), 1, (3, 2), 2),
    layer(SAME, 2, (2, 3), 1, (5, 4), 2, strides=(2, 2)),
)

PIXELS_BY_HAND = [1, 2, 0, 1, 0, 1, 3, 0, 2, 0, 1, 2, 1, 1, 0, 3]


def by_hand(aspect, strides=(1, 1), dilation=(1, 1), errors=None):
    """The example of the text: a square image, one channel, one filter. errors: the backward task's upstream."""
    side = 4 if "same" in aspect and strides == (1, 1) else 2
    upstream = {} if errors is None else {"grad_outputs": [image(side, side, errors)]}
    kernel = [[[cell] for cell in row] for row in image(2, 2, [1, 2, 0, -1])]
    values = {**upstream, "inputs": [image(4, 4, PIXELS_BY_HAND)], "kernel": kernel, "bias": [10]}
    options = {"strides": strides, "padding": aspect.rpartition("=")[2], "dilation_rate": dilation}
    return Case(options=options, aspect=aspect, values=values)


def mixed(batch, height, width, channels, filters, aspect="unequal sizes", kinds=None):
    """A case of pointwise_conv2d."""
    sizes = {"batch": batch, "height": height, "width": width, "channels": channels, "filters": filters}
    return Case({**sizes, "kernel_height": 1, "kernel_width": 1}, aspect=aspect, kinds=kinds)


MIXED = (
    mixed(2, range(3, 5), range(5, 7), 4, 3),
    mixed(3, range(4, 6), 2, 2, 5),
    mixed(2, 3, 4, 3, 3, "equal sizes or 1"),
    mixed(4, 4, 4, 4, 4, "equal sizes or 1"),
    mixed(1, 2, 3, 1, 2, "equal sizes or 1"),
    mixed(2, 1, 1, 3, 2, "equal sizes or 1"),
    mixed(range(9, 11), 1, 2, 11, 13, kinds=ONCE),
    mixed(1, range(9, 11), range(9, 12), 1, 2, kinds=ONCE),
)
ONE_PIXEL_ROW = {"inputs": [[[[1, 2], [3, 4]]]], "kernel": [[[[1], [10]]]], "bias": [5]}


def connected(batch, height, width, channels, units, aspect="unequal sizes"):
    """A case of dense_as_conv2d, whose cells follow from the other sizes."""
    sizes = {"batch": batch, "height": height, "width": width, "channels": channels, "units": units}
    return Case({**sizes, "cells": height * width * channels}, aspect=aspect)


def stacked(aspect, *layers):
    """A case of receptive_field; words are drawn: k and m kernel sizes, s and t strides, d and e dilation rates."""
    small, middle, large = range(2, 4), range(4, 6), range(5, 20)
    ranges = {"k": range(3, 5), "m": large, "s": small, "t": middle, "d": small, "e": middle}
    words = {word for numbers in layers for word in numbers if isinstance(word, str)}

    def options(drawn):
        return [tuple(drawn.get(number, number) for number in numbers) for numbers in layers]

    return Case({word: ranges[word] for word in sorted(words)}, {"layers": options}, aspect)


NOT_BOTH = {"dilation_rate with strides": "TensorFlow takes either strides or a dilation rate."}
ONE_CELL = dict.fromkeys(("kernel_height", "kernel_width"), "A pointwise convolution has a kernel of one cell.")

exercise = Exercise(
    title="Strides and dilation: smaller maps, wider views",
    predicted={
        "receptive_field": (
            "7, 15 and 15 pixels. Strides and dilation see equally far, but three strides of 2 leave an eighth of "
            "the outputs along each axis, while dilation keeps them all."
        ),
    },
    built="You have built the layer that skips pixels, and you can say how far one output sees.",
    tasks=(
        Task(
            name="output_size",
            uncovered=NOT_BOTH,
            points=2,
            reference=output_size,
            parts=(Part("size", "sides"),),
            integer=True,
            cases=SIZES,
            hints=(
                '"same" needs only the stride: one window every `stride` pixels, rounded up. "valid" needs the field: '
                "how many pixels does a dilated kernel cover, from its first cell to its last?",
                'The field is the steps between cells, times the rate, plus 1. For "valid", count how many whole '
                "strides the first window can move, and add 1 for that window itself. Height and width are counted "
                "separately.",
            ),
        ),
        Task(
            name="conv2d",
            uncovered=NOT_BOTH,
            points=4,
            arrays=ARRAYS,
            reference=conv2d,
            rounded=True,
            parts=(Part("outputs", OUTPUTS, sums="kernel_height kernel_width channels"),),
            cases=(
                by_hand(VALID, strides=(2, 2)),
                by_hand(DILATED, dilation=(2, 2)),
                by_hand(DILATED_SAME, dilation=(2, 2)),
                *LAYERS,
            ),
            hints=(
                "Begin with the loop over kernel cells from 03. A cell now meets pixels a stride apart, beginning at "
                "its row or column times the dilation rate.",
                "A slice with a step does both: it begins where the cell begins, steps by the stride, and ends so "
                "that it holds one pixel for each output. From the first pixel to the last there are out_size - 1 "
                "strides.",
                'For "same", pad by the formula in the text, with the field in place of the kernel\'s size: half '
                'of the zeros before, the rest after. After that, "valid" and "same" are the same loop.',
            ),
        ),
        Task(
            name="conv2d_backward",
            uncovered=NOT_BOTH,
            points=5,
            arrays={"grad_outputs": OUTPUTS, **ARRAYS},
            reference=conv2d,
            gradient=True,
            rounded=True,
            parts=(
                Part("grad_inputs", IMAGES, sums="kernel_height kernel_width filters"),
                Part("grad_kernel", ARRAYS["kernel"], sums="batch out_height out_width"),
                Part("grad_bias", "filters", sums="batch out_height out_width"),
            ),
            cases=(
                by_hand(VALID, strides=(2, 2), errors=[1, 2, -1, 3]),
                by_hand(DILATED, dilation=(2, 2), errors=[1, 2, -1, 3]),
                *LAYERS,
            ),
            hints=(
                "Each cell of the kernel met certain pixels. Name that selection once, as a slice: the forward pass "
                "reads from it, and the backward pass adds to it.",
                "For each cell, add `grad_outputs` times the cell's transposed weights to the pixels it met; for "
                "the weights, sum input times error over batch and positions. It is 03 with other slices.",
                "Add into zeros of the padded shape, and crop the border at the end, beginning after the zeros "
                "before the image. Pixels that the strides skipped keep a gradient of 0.",
            ),
        ),
        Task(
            name="pointwise_conv2d",
            uncovered=ONE_CELL,
            points=1,
            arrays=ARRAYS,
            reference=pointwise_conv2d,
            rounded=True,
            parts=(Part("outputs", "batch height width filters", sums="channels"),),
            cases=(Case(values=ONE_PIXEL_ROW, aspect="unequal sizes"), *MIXED),
            hints=(
                "Each pixel is separate: its channels go in, and filters come out. Which layer does that to the last "
                "axis?",
                "Without its two axes of length 1, the kernel is channels by filters. A matrix product leaves "
                "batch, height and width alone; then the bias is added.",
            ),
        ),
        Task(
            name="pointwise_conv2d_backward",
            uncovered=ONE_CELL,
            points=2,
            arrays={"grad_outputs": "batch height width filters", **ARRAYS},
            reference=pointwise_conv2d,
            gradient=True,
            rounded=True,
            parts=(
                Part("grad_inputs", IMAGES, sums="filters"),
                Part("grad_kernel", ARRAYS["kernel"], sums="batch height width"),
                Part("grad_bias", "filters", sums="batch height width"),
            ),
            cases=(
                Case(values={"grad_outputs": [[[[1], [-2]]]], **ONE_PIXEL_ROW}, aspect="unequal sizes"),
                *MIXED,
            ),
            hints=(
                "Every pixel is one more row of the dense layer in 01. What do its three gradients look like there?",
                "`grad_inputs` uses the transposed kernel. `grad_kernel` sums input times error over batch, height "
                "and width, and gets its two axes of length 1 back. `grad_bias` sums the errors over the same three "
                "axes.",
            ),
        ),
        Task(
            name="dense_as_conv2d",
            points=1,
            arrays={"inputs": IMAGES, "kernel": "cells units", "bias": "units"},
            reference=dense_as_conv2d,
            rounded=True,
            parts=(Part("outputs", "batch units", sums="cells"),),
            cases=(
                Case(
                    values={
                        "inputs": [image(2, 2, [1, 2, 3, 4])],
                        "kernel": [[1, 0], [0, 1], [2, 0], [0, 2]],
                        "bias": [10, 20],
                    },
                    aspect="unequal sizes",
                ),
                connected(2, 3, 4, 2, 5),
                connected(3, 4, 2, 3, 2),
                connected(4, 2, 2, 2, 8, "equal sizes or 1"),
                connected(1, 3, 3, 3, 3, "equal sizes or 1"),
                connected(2, 1, 1, 4, 3, "equal sizes or 1"),
                connected(9, 1, 1, 1, 1, "equal sizes or 1"),
                connected(2, 9, 1, 1, 10),
                connected(2, 1, 9, 9, 2),
            ),
            hints=(
                "Turn each image into a single pixel with height · width · channels channels. NumPy's own order of "
                "reshaping is the right one.",
                "The kernel is then that of a 1 x 1 convolution without its two axes of length 1. The outputs have "
                "a height and a width of 1: drop these two axes.",
            ),
        ),
        Task(
            name="receptive_field",
            points=1,
            reference=receptive_field,
            parts=(Part("pixels", ""),),
            integer=True,
            cases=(
                stacked("strides", (3, 2, 1), (3, 1, 1)),
                stacked("strides", ("k", "s", 1), ("m", "t", 1), ("k", 1, 1)),
                stacked("strides", ("m", "t", 1), ("k", "s", 1)),
                # A stride counts even where a kernel adds nothing.
                stacked("strides", ("k", 1, 1), (1, "s", 1), ("m", 1, 1)),
                stacked("dilation", (3, 1, 1), (3, 1, 2), (3, 1, 4)),
                stacked("dilation", ("k", 1, "d"), ("m", 1, "e")),
                stacked("dilation", (2, 1, 7)),
                stacked("dilation", (2, 1, "d"), (2, 1, 33_000)),
                stacked("both in one stack", ("k", "s", 1), ("m", 1, "d"), ("k", "t", 1)),
                stacked("both in one stack", ("k", 1, "e"), ("m", "s", 1), ("k", 1, "d")),
                stacked("plain layers", ("k", 1, 1), ("m", 1, 1)),
                stacked("plain layers", ("m", 1, 1), (1, 1, 1), ("k", 1, 1), (2, 1, 1)),
                stacked("plain layers"),
            ),
            hints=(
                "Track two numbers as you go up the layers: how many pixels one output sees, and how many pixels of "
                "the image lie between two neighbouring outputs. What does a layer do to each of them?",
                "Each layer adds to the field the steps between its cells, times its rate, times the distance so far. "
                "Only then multiply the distance by its stride, for the layers above.",
            ),
        ),
    ),
)
