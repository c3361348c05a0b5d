# Generated from solutions/06_pooling/spec.py by `autograder release`: change it there.
"""What is graded in 06_pooling: the maximum and the average of windows, with gradients, and the average of a map."""

from math import prod

from autograder.allowances import maximum_gradient
from autograder.spec import MAGNITUDES, Case, Exercise, Part, Task

IMAGES = "batch height width channels"
OUTPUTS = "batch out_height out_width channels"
BACKWARD = {"grad_outputs": OUTPUTS, "inputs": IMAGES}


def max_pool2d(tf, inputs, pool_size, strides, padding):
    return tf.nn.max_pool2d(inputs, pool_size, strides, padding.upper())


def max_pool2d_shared(tf, inputs, pool_size, strides, padding):
    """The same maxima, with a gradient that tied pixels share equally."""
    lowest = tf.reduce_min(inputs) - 1  # "same" would pad with zeros
    lacking = [0, 0]
    if padding == "same":
        sides = zip(inputs.shape[1:3], pool_size, strides, strict=True)
        lacking = [max((-(-size // stride) - 1) * stride + cells - size, 0) for size, cells, stride in sides]
    borders = [[0, 0], *([cells // 2, cells - cells // 2] for cells in lacking), [0, 0]]
    padded = tf.pad(inputs, borders, constant_values=lowest)
    windows = tf.image.extract_patches(padded, [1, *pool_size, 1], [1, *strides, 1], [1, 1, 1, 1], "VALID")
    # batch out_height out_width (cells channels) -> batch out_height out_width cells channels
    shape = [*windows.shape[:3], pool_size[0] * pool_size[1], inputs.shape[3]]
    return tf.reduce_max(tf.reshape(windows, shape), axis=3)


def average_pool2d(tf, inputs, pool_size, strides, padding):
    return tf.nn.avg_pool2d(inputs, pool_size, strides, padding.upper())


def global_average_pool2d(tf, inputs):
    return tf.keras.layers.GlobalAveragePooling2D(dtype="float64")(inputs)


def distinct(rng, shape, kind):
    """Numbers of both signs without ties, far enough from each other for any rounding."""
    numbers = rng.permutation(prod(shape)) - prod(shape) // 2
    if kind != "exact":
        numbers = (numbers + rng.uniform(-0.3, 0.3, prod(shape))) * MAGNITUDES.get(kind, 1)
    return numbers.reshape(shape)


def positive(rng, shape, kind):
    """Maxima below 0 are an aspect of their own."""
    return distinct(rng, shape, kind) + prod(shape) * MAGNITUDES.get(kind, 1)


def negative(rng, shape, kind):
    """A maximum that starts at 0, or a border of zeros, would win against all of these."""
    return distinct(rng, shape, kind) - prod(shape) * MAGNITUDES.get(kind, 1)


def far_below_zero(rng, shape, kind):
    """So would a maximum that starts at some number thought to be small enough."""
    return negative(rng, shape, kind) * 2.0**70


def close(rng, shape, kind):
    """Neighbours differ by half a thousandth, which is less than np.isclose sees of 1024. Wide: than float32 does."""
    return 1024 + distinct(rng, shape, "exact") * 2.0 ** (-20 if kind in MAGNITUDES else -11)


def twins(rng, shape, kind):
    """Every other column is a copy of the one before, so that windows two columns wide have ties of two or none.

    Shares of a half are exact.
    """
    batch, height, width, channels = shape
    return distinct(rng, (batch, height, (width + 1) // 2, channels), kind).repeat(2, axis=2)[:, :, :width]


def slanting(rng, shape, kind):
    """Equal from the top right to the bottom left: two maxima again, and column by column another one is the first."""
    batch, height, width, channels = shape
    diagonals = distinct(rng, (batch, height + width, channels), kind)
    return diagonals[:, [range(row, row + width) for row in range(height)]]


def rectified(rng, shape, kind):
    """About half of it zeros, as after a ReLU; ties of two at most, if the windows have two cells."""
    return distinct(rng, shape, kind).clip(0)


def unlit(rng, shape, kind):
    """About half of it zeros, and the rest below 0: a maximum of 0 is one like others."""
    return 0 - rectified(rng, shape, kind)


def divisible(rng, shape, kind):
    """For exact averages: 1, 2, 3, 4, 6, 8, 12 or 16 pixels divide 48, in every order of summation.

    All are positive, so that factors such as 1/3, rounded beforehand, leave no difference behind. 1/9 may: windows and
    maps of 3 x 3 are drawn from real values alone.
    """
    if kind == "exact":
        return 48 * rng.integers(1, 6, shape)
    return rng.standard_normal(shape) * MAGNITUDES.get(kind, 1)


def constant(rng, shape, kind):
    """All alike, so that padding with the smallest input ties, too."""
    return 0 * rng.standard_normal(shape) + rng.integers(-9, 10)


def half_empty(rng, shape, kind):
    """About half of it zeros, which are pixels like others."""
    return divisible(rng, shape, kind) * rng.integers(0, 2, shape)


def pooled(aspect, batch, image, channels, pool_size, strides, **more):
    """A case of pooling; padding is "same" where the aspect says so."""
    sizes = {"batch": batch, "height": image[0], "width": image[1], "channels": channels}
    return Case(sizes, options(aspect, pool_size, strides), aspect, **more)


def by_hand(aspect, pool_size, strides, numbers, **arrays):
    """A case in numbers a person can follow: one image, one channel."""
    values = {name: [image(rows)] for name, rows in arrays.items()} | {"inputs": [image(numbers)]}
    return Case(options=options(aspect, pool_size, strides), aspect=aspect, values=values)


def options(aspect, pool_size, strides):
    return {"pool_size": pool_size, "strides": strides, "padding": "same" if "same" in aspect else "valid"}


def image(rows):
    return [[[number] for number in row] for row in rows]


EXAMPLE = [[1, -2, 3, 0], [4, 5, -1, 2], [-3, -6, -8, -5], [-7, -4, -10, -9]]
NINE = [[36, 72, 108], [72, 36, 144], [180, 72, 36]]

VALID, SAME, OVERLAP, REST = "padding=valid", "padding=same", "overlapping windows", "pixels left over"
BELOW, BELOW_SAME, SIGNS, TIES, TIES_SAME = (
    *("all negative, valid", "all negative, same", "both signs and zeros, same"),
    *("ties", "ties, same"),
)
EXACT, REAL, WIDE = ("exact", "exact"), ("real", "real", "wide"), ("wide",)
FLOAT32 = ("exact", "real")  # where the other cases of an aspect are in float64, too

# Sizes that all differ show most faults. Then: a remainder beyond half a stride and below; a square; one channel;
# windows that overlap, along one axis or both, and windows that leave pixels out; SAME on even and odd sides at
# stride 2, and where nothing is lacking; one window for all.
POOLS = (
    pooled(VALID, 2, (range(8, 11, 2), 9), 2, (2, 3), (2, 3)),
    pooled(VALID, 2, (6, 4), 3, (3, 2), (3, 2)),
    pooled(VALID, 1, (5, 8), 2, (1, 2), (2, 3)),
    pooled(VALID, 3, (4, 4), 1, (2, 2), (2, 2)),
    pooled(VALID, 2, (2, 3), 2, (2, 3), (1, 2)),
    pooled(SAME, 2, (range(5, 8, 2), 8), 2, (2, 3), (2, 3)),
    pooled(SAME, 1, (6, 7), 2, (3, 2), (2, 2)),
    pooled(SAME, 2, (5, 6), 1, (3, 2), (2, 1)),
    pooled(SAME, 1, (7, 5), 3, (2, 1), (3, 3)),
    pooled(SAME, 2, (8, 6), 2, (4, 2), (4, 2)),
    pooled(REST, 2, (range(5, 8, 2), 8), 2, (2, 3), (2, 3)),
    pooled(REST, 1, (6, 7), 2, (1, 2), (2, 3)),
    pooled(REST, 2, (6, 7), 1, (1, 3), (2, 3)),
    pooled(OVERLAP, 2, (5, range(7, 10, 2)), 2, (2, 3), (1, 2)),
    pooled(OVERLAP, 1, (5, 5), 3, (3, 2), (2, 1)),
    pooled(OVERLAP, 2, (4, 3), 1, (3, 2), (1, 1), kinds=FLOAT32),
    pooled(OVERLAP, 1, (3, 3), 1, (2, 2), (1, 1), kinds=FLOAT32),
    pooled(OVERLAP, 1, (4, 4), 1, (2, 2), (1, 2), kinds=FLOAT32),
    pooled(OVERLAP, 1, (5, 5), 1, (3, 2), (1, 3), kinds=FLOAT32),
    pooled(OVERLAP, 1, (5, 5), 1, (2, 3), (3, 1), kinds=FLOAT32),
    pooled(OVERLAP, 1, (4, 7), 1, (2, 3), (2, 2), kinds=FLOAT32),
    pooled(SAME, 1, (range(9, 12), 1), 1, (2, 3), (1, 1)),
    pooled(SAME, 1, (1, range(9, 12)), 1, (3, 2), (1, 1), kinds=WIDE),
    pooled(SAME, 12, (1, 2), range(11, 13), (2, 2), (2, 2)),
)


def threes(**more):
    """Windows of 3 x 3."""
    return pooled(SAME, 2, (5, 6), 1, (3, 3), (2, 1), **more), pooled(OVERLAP, 1, (5, 5), 2, (3, 3), (2, 2), **more)


def averaged(aspect, batch, height, width, channels):
    """A case of global_average_pool2d. See `divisible`."""
    return Case({"batch": batch, "height": height, "width": width, "channels": channels}, aspect=aspect)


ONE = "one image or one channel"
MAPS = (
    averaged("unequal sizes", 2, 3, 4, 5),
    averaged("unequal sizes", 3, 4, 2, 6),
    averaged(ONE, 3, 4, 2, 1),
    averaged(ONE, 1, 2, 6, 2),
    averaged("equal sizes or 1", 2, 2, 3, 2),
    averaged("equal sizes or 1", 2, 2, 2, 2),
    averaged("equal sizes or 1", 3, 1, 6, 2),
    averaged("equal sizes or 1", 4, 2, 4, 4),
    averaged("equal sizes or 1", 12, 1, 1, range(11, 13)),
    averaged("unequal sizes", 1, 12, 1, 2),
    averaged("unequal sizes", 2, 1, 16, 1),
)
MAP = [[[[1, 10], [3, 20]], [[5, 30], [7, 40]]]]

exercise = Exercise(
    title="Pooling: what matters, in a smaller map",
    predicted={
        "average_pool2d_backward": (
            "In max pooling the first pixel gets the gradient (or all get equal shares); in average pooling each gets "
            "the same share. Here it makes no difference: at 0 the ReLU has slope 0, so nothing passes on."
        ),
    },
    built=(
        "You have built the layers that reduce a window to one number. Now you have every part of a convolutional "
        "network."
    ),
    tasks=(
        Task(
            name="max_pool2d",
            points=3,
            arrays={"inputs": IMAGES},
            reference=max_pool2d,
            parts=(Part("outputs", OUTPUTS),),
            draws={"inputs": positive},
            cases=(
                by_hand(VALID, (2, 2), (2, 2), EXAMPLE),
                by_hand(BELOW_SAME, (2, 3), (1, 2), [[-4, -2, -3], [-1, -6, -5]]),
                *POOLS,
                *threes(),
                pooled(SIGNS, 1, (5, 4), 2, (2, 3), (2, 2), draws={"inputs": distinct}),
                pooled(SIGNS, 1, (6, 4), 2, (2, 1), (2, 1), draws={"inputs": rectified}),
                pooled(SIGNS, 1, (5, 4), 2, (2, 1), (2, 2), draws={"inputs": unlit}),
                pooled(BELOW, 2, (4, 6), 2, (2, 3), (2, 1), draws={"inputs": negative}),
                pooled(BELOW, 1, (6, 4), 2, (2, 2), (2, 1), draws={"inputs": far_below_zero}),
                pooled(BELOW_SAME, 2, (5, 6), 2, (2, 3), (2, 2), draws={"inputs": negative}),
                pooled(BELOW_SAME, 1, (3, 4), 2, (3, 3), (1, 1), draws={"inputs": far_below_zero}),
            ),
            hints=(
                "Place the windows as in 05: the same number of them and the same padding, with the pool size as "
                "the kernel size. Then each cell of the window again meets a strided slice of the images.",
                "Collect the slices of all cells of the window, and take the maximum across them. Channels never "
                "mix: they stay on their axis.",
                'For "same", a padded pixel must never win. A zero would, where all inputs are negative: pad with '
                "something that is smaller than any input.",
            ),
        ),
        Task(
            name="max_pool2d_backward",
            points=4,
            arrays=BACKWARD,
            reference=max_pool2d,
            also=(max_pool2d_shared,),
            gradient=True,
            parts=(Part("grad_inputs", IMAGES, allowance=maximum_gradient),),
            draws={"inputs": distinct},
            cases=(
                by_hand(VALID, (2, 2), (2, 2), EXAMPLE, grad_outputs=[[1, 2], [-3, 4]]),
                *POOLS,
                *threes(),
                pooled(BELOW_SAME, 2, (5, 6), 2, (2, 3), (2, 2), draws={"inputs": negative}),
                pooled(BELOW_SAME, 1, (3, 4), 2, (3, 3), (1, 1), draws={"inputs": negative}),
                pooled("inputs close together", 2, (4, 5), 2, (2, 3), (2, 2), kinds=EXACT, draws={"inputs": close}),
                pooled("inputs close together", 2, (4, 5), 2, (2, 3), (2, 2), kinds=WIDE, draws={"inputs": close}),
                by_hand(TIES, (2, 2), (2, 2), [[0, 0, 5, 1], [0, 0, 5, 2]], grad_outputs=[[4, 6]]),
                pooled(TIES, 2, (4, 6), 2, (2, 2), (2, 2), kinds=EXACT, draws={"inputs": twins}),
                pooled(TIES, 2, (6, 6), 2, (3, 2), (3, 2), kinds=EXACT, draws={"inputs": slanting}),
                pooled(TIES, 1, (4, 6), 2, (2, 1), (2, 1), kinds=EXACT, draws={"inputs": rectified}),
                pooled(
                    TIES_SAME,
                    1,
                    (5, 4),
                    2,
                    (3, 1),
                    (2, 2),
                    kinds=EXACT,
                    draws={"inputs": constant, "grad_outputs": divisible},
                ),
            ),
            hints=(
                "Find the maximum of each window: that pixel gets the window's whole gradient. Windows may overlap, "
                "so a pixel may be the maximum of several, and it gets the sum.",
                "Go through the outputs by row and column. Cut out the window of all images and channels at once, "
                "flatten its height and width into one axis, and find the position of the largest number. The first "
                "one wins a tie.",
                "Make a mask of that position, multiply it by the gradient of the output, and add it to the window "
                "in an array of zeros that has the padded shape. Crop the border at the end.",
            ),
        ),
        Task(
            name="average_pool2d",
            points=2,
            arrays={"inputs": IMAGES},
            reference=average_pool2d,
            # A window has at most as many pixels as the map; the 2 in the bound covers the division.
            parts=(Part("outputs", OUTPUTS, sums="height width"),),
            rounded=True,
            draws={"inputs": divisible},
            cases=(
                by_hand(VALID, (2, 2), (2, 2), EXAMPLE),
                by_hand(SAME, (2, 2), (2, 2), NINE),
                *POOLS,
                *threes(kinds=REAL),
                pooled(SAME, 1, (5, 4), 2, (2, 3), (2, 2), draws={"inputs": half_empty}),
            ),
            hints=(
                "Add up the strided slices of all cells of the window, then divide. By what, at the border of "
                '"same"? Padded pixels do not count.',
                "For the sum, pad the images with zeros. For the count, do the same to an array of ones: the sum "
                "over a window is then the number of pixels in it.",
            ),
        ),
        Task(
            name="average_pool2d_backward",
            points=3,
            arrays=BACKWARD,
            reference=average_pool2d,
            gradient=True,
            parts=(Part("grad_inputs", IMAGES, sums="out_height out_width"),),
            rounded=True,
            draws={"grad_outputs": divisible},
            cases=(
                by_hand(VALID, (2, 2), (2, 2), EXAMPLE, grad_outputs=[[4, 8], [-4, 12]]),
                by_hand(SAME, (2, 2), (2, 2), NINE, grad_outputs=[[4, 8], [-4, 12]]),
                *POOLS,
                *threes(kinds=REAL),
            ),
            hints=(
                "Every pixel of a window gets an equal share of its gradient: divided by the number of real pixels, "
                "as in the forward pass.",
                "First divide `grad_outputs` by the number of pixels of each window. Then add that share to all its "
                "pixels: one strided slice, in an array of zeros, for each cell of the window. Crop the border at "
                "the end.",
            ),
        ),
        Task(
            name="global_average_pool2d",
            points=1,
            arrays={"inputs": IMAGES},
            reference=global_average_pool2d,
            parts=(Part("outputs", "batch channels", sums="height width"),),
            rounded=True,
            draws={"inputs": divisible},
            cases=(Case(values={"inputs": MAP}, aspect=ONE), *MAPS),
            hints=(
                "Which two of the axes batch, height, width and channels disappear? NumPy averages over several "
                "axes at once.",
                "Name both axes as a tuple; axes are numbered from 0. Batch and channels stay, so the result has "
                "two axes.",
            ),
        ),
        Task(
            name="global_average_pool2d_backward",
            points=1,
            arrays={"grad_outputs": "batch channels", "inputs": IMAGES},
            reference=global_average_pool2d,
            gradient=True,
            parts=(Part("grad_inputs", IMAGES),),
            draws={"grad_outputs": divisible},
            cases=(Case(values={"grad_outputs": [[4, -8]], "inputs": MAP}, aspect=ONE), *MAPS),
            hints=(
                "One output is made of height · width pixels, each with the same weight. So how much of its "
                "gradient does each of them get?",
                "Divide by the number of pixels, give the gradient two axes of length 1 for height and width, and "
                "broadcast it to the inputs' shape. Return an array that can be written to.",
            ),
        ),
    ),
)
