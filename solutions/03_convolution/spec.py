"""What is graded in 03_convolution: the sliding sum, the border, the layer with its gradients, and what it learns."""

from math import isqrt

from autograder.spec import Case, Exercise, Part, Task

SIGNALS = {"signal": "signal_size", "kernel": "kernel_size"}
IMAGES = "batch height width channels"
OUTPUTS = "batch out_height out_width filters"
ARRAYS = {"inputs": IMAGES, "kernel": "kernel_height kernel_width channels filters", "bias": "filters"}


def convolve(tf, signal, kernel):
    return cross_correlate(tf, signal, tf.reverse(kernel, [0]))


def cross_correlate(tf, signal, kernel):
    # signal_size -> batch signal_size channels, kernel_size -> kernel_size channels filters, and back
    return tf.nn.conv1d(signal[None, :, None], kernel[:, None, None], 1, "VALID")[0, :, 0]


def pad_images(tf, images, kernel_size, mode):
    words = {"same": "CONSTANT", "reflect": "REFLECT", "symmetric": "SYMMETRIC"}
    borders = [[(size - 1) // 2, size - 1 - (size - 1) // 2] for size in kernel_size]
    return tf.pad(images, [[0, 0], *borders, [0, 0]], words[mode]) if mode in words else tf.identity(images)


def conv2d(tf, inputs, kernel, bias, padding):
    return tf.nn.conv2d(inputs, kernel, 1, padding.upper()) + bias


def count_conv_parameters(tf, kernel_size, in_channels, filters, use_bias):
    layer = tf.keras.layers.Conv2D(filters, kernel_size, use_bias=use_bias)
    layer.build((None, None, None, in_channels))
    return layer.count_params()


def kernel_size(drawn):
    return drawn["kernel_height"], drawn["kernel_width"]


def nested(height, width, numbers):
    """One image of one channel, or one kernel from one channel to one filter, as nested lists."""
    return [[[number] for number in numbers[row * width : (row + 1) * width]] for row in range(height)]


def sliding(drawn_signal, drawn_kernel):
    return Case({"signal_size": drawn_signal, "kernel_size": drawn_kernel}, aspect="unequal sizes")


SLIDING = (
    Case(values={"signal": [1, 2, 4, 8], "kernel": [3, 1]}, aspect="unequal sizes"),
    sliding(range(7, 10), 3),
    sliding(range(10, 13), range(4, 7)),
    Case(values={"signal": [4, -1, 2], "kernel": [-3]}, aspect="unequal sizes"),
    Case(values={"signal": [3, -1, 2], "kernel": [1, 4, -2]}, aspect="kernel as long as the signal"),
    Case(values={"signal": [2, 5], "kernel": [3, -2]}, aspect="kernel as long as the signal"),
    sliding(range(13, 16), range(9, 12)),
    Case(values={"signal": [3], "kernel": [-2]}, aspect="kernel as long as the signal"),
    Case(
        {"signal_size": range(4, 7), "kernel_size": lambda drawn: drawn["signal_size"]},
        aspect="kernel as long as the signal",
    ),
)


def border_aspect(mode, kernel):
    """The mode; without padding nothing happens, which is too little for a cell, so valid shares that of same.

    Which side gets the odd row or column is one question, not three.
    """
    if any(side % 2 == 0 for side in kernel):
        return "even kernel"
    return "mode=same or valid" if mode in ("same", "valid") else f"mode={mode}"


def bordered(mode, batch, image, channels, kernel):
    words = dict(zip(("height", "width", "kernel_height", "kernel_width"), (*image, *kernel), strict=True))
    options = {"mode": mode, "kernel_size": kernel_size}
    return Case({"batch": batch, "channels": channels, **words}, options, border_aspect(mode, kernel))


# Mirrors are drawn as far as tf.pad goes: size - 1 cells for reflect, size cells for symmetric.
BORDERS = (
    bordered("same", 2, (range(3, 5), range(5, 7)), 3, (3, 5)),
    bordered("same", 1, (range(4, 6), 3), 2, (5, 1)),
    bordered("same", 3, (3, 3), 3, (3, 3)),
    bordered("same", 2, (2, 3), 1, (5, 7)),
    bordered("valid", 2, (1, range(4, 6)), 2, (1, 3)),
    bordered("reflect", 2, (range(4, 6), range(6, 8)), 2, (3, 5)),
    bordered("reflect", 1, (3, 2), 2, (5, 3)),
    bordered("reflect", 1, (3, 3), 3, (3, 3)),
    bordered("symmetric", 2, (range(4, 6), range(6, 8)), 2, (3, 5)),
    bordered("symmetric", 1, (2, 3), 2, (5, 7)),
    bordered("symmetric", 3, (4, 3), 2, (1, 3)),
    bordered("same", 2, (range(4, 6), range(6, 8)), 2, (4, 2)),
    bordered("same", 3, (2, 3), 1, (4, 6)),
    bordered("valid", 1, (3, 4), 2, (2, 4)),
    bordered("reflect", 2, (range(4, 6), 3), 2, (2, 4)),
    bordered("symmetric", 1, (5, 2), 3, (6, 4)),
    bordered("same", range(9, 11), (1, 1), range(9, 12), (3, 1)),
    bordered("reflect", 2, (range(9, 12), range(9, 12)), 1, (3, 5)),
    bordered("symmetric", 1, (1, range(9, 12)), 1, (3, 3)),
    bordered("valid", 1, (4, 3), 2, (3, 1)),
    bordered("valid", 2, (3, 3), 1, (3, 3)),
    # A kernel of one row or column: a slice that ends at -0 is empty.
    bordered("same", 1, (2, 3), 1, (1, 3)),
    bordered("reflect", 1, (3, 2), 1, (3, 1)),
    bordered("symmetric", 1, (2, 3), 1, (5, 1)),
    # One side even, the other odd.
    bordered("same", 1, (2, 3), 1, (3, 4)),
    bordered("reflect", 1, (3, 4), 1, (3, 2)),
    bordered("symmetric", 1, (3, 2), 1, (2, 3)),
)
TWO_ROWS = nested(2, 3, [1, 2, 3, 4, 5, 6])


def written_border(mode, kernel, **values):
    """A case of pad_images in numbers a person can follow."""
    options = {"mode": mode, "kernel_size": kernel}
    return Case(options=options, aspect=border_aspect(mode, kernel), values=values)


BORDERS_BY_HAND = (
    written_border("same", (3, 3), images=[TWO_ROWS]),
    written_border("same", (2, 3), images=[TWO_ROWS]),
    written_border("reflect", (1, 5), images=[TWO_ROWS]),
    written_border("symmetric", (1, 5), images=[TWO_ROWS]),
)
ODD_ERRORS = nested(4, 5, [9, 9, 9, 9, 9, 9, 1, -2, 3, 9, 9, 2, 1, -4, 9, 9, 9, 9, 9, 9])
SAME_ERRORS = nested(3, 5, [9, 1, -2, 3, 9, 9, 2, 1, -4, 9, 9, 9, 9, 9, 9])
MIRROR_ERRORS = nested(2, 7, [1, 2, 3, 4, 5, 6, 7, 10, 20, 30, 40, 50, 60, 70])
BORDERS_BACK_BY_HAND = (
    written_border("same", (3, 3), grad_outputs=[ODD_ERRORS], images=[TWO_ROWS]),
    written_border("same", (2, 3), grad_outputs=[SAME_ERRORS], images=[TWO_ROWS]),
    written_border("reflect", (1, 5), grad_outputs=[MIRROR_ERRORS], images=[TWO_ROWS]),
    written_border("symmetric", (1, 5), grad_outputs=[MIRROR_ERRORS], images=[TWO_ROWS]),
)


def layer(aspect, batch, image, channels, kernel, filters):
    """A case of conv2d; the aspect begins with its padding."""
    words = dict(zip(("height", "width", "kernel_height", "kernel_width"), (*image, *kernel), strict=True))
    padding = "same" if "same" in aspect else "valid"
    return Case(
        {"batch": batch, "channels": channels, "filters": filters, **words}, {"padding": padding}, aspect=aspect
    )


# Sizes that all differ show most faults. Then the coincidences: filters = channels, a square, one image, one output,
# one kernel cell, kernel cells x channels = filters, a kernel larger than the image.
LAYERS = (
    layer("padding=valid", 2, (range(5, 7), range(7, 9)), 3, (3, 2), 4),
    layer("padding=valid", 3, (range(6, 8), range(4, 6)), 2, (2, 3), 1),
    layer("padding=valid", 1, (4, 4), 2, (3, 3), 2),
    layer("padding=valid", 2, (2, 1), 2, (2, 1), 4),
    layer("padding=valid", 1, (2, 3), 2, (1, 1), 3),
    layer("padding=valid", 12, (1, 1), 11, (1, 1), range(12, 14)),
    layer("padding=same, odd kernel", 2, (range(4, 6), range(6, 8)), 2, (3, 5), 3),
    layer("padding=same, odd kernel", 3, (4, 4), 2, (3, 3), 2),
    layer("padding=same, odd kernel", 1, (5, 3), 1, (1, 3), 2),
    layer("padding=same, odd kernel", 1, (2, 3), 3, (3, 1), 2),
    layer("padding=same, odd kernel", 1, (2, 3), 2, (1, 1), 3),
    layer("padding=same, odd kernel", 1, (2, 3), 2, (3, 5), 2),
    layer("padding=same, odd kernel", 1, (range(10, 12), 9), 1, (9, 9), 1),
    layer("padding=same, even kernel", 2, (range(4, 6), range(6, 8)), 2, (2, 4), 3),
    layer("padding=same, even kernel", 1, (5, 4), 2, (4, 2), 2),
    layer("padding=same, even kernel", 3, (2, 3), 1, (5, 4), 2),
    layer("padding=same, even kernel", 1, (3, 4), 1, (2, 3), 1),
)


def written_layer(aspect, numbers, cells, bias, errors=None):
    """A case of conv2d in numbers a person can follow: one image, one channel, one filter, everything square.

    errors: the upstream gradient, for the backward task.
    """
    upstream = {} if errors is None else {"grad_outputs": [square(errors)]}
    kernel = [[[cell] for cell in row] for row in square(cells)]
    values = {**upstream, "inputs": [square(numbers)], "kernel": kernel, "bias": [bias]}
    return Case(options={"padding": "same" if "same" in aspect else "valid"}, aspect=aspect, values=values)


def square(numbers):
    side = isqrt(len(numbers))
    return nested(side, side, numbers)


LAYER_EXAMPLE = ("padding=valid", [1, 2, 0, 0, 1, 3, 2, 0, 1], [1, 2, 0, -1], 10)
DOT = [0, 0, 0, 0, 1, 0, 0, 0, 0]  # a single 1 shows where each kernel cell goes
ODD_DOT = ("padding=same, odd kernel", DOT, [1, 2, 3, 4, 5, 6, 7, 8, 9], 0)
EVEN_DOT = ("padding=same, even kernel", DOT, [1, 2, 3, 4], 0)

COUNTED = {
    "kernel_height": range(2, 5),
    "kernel_width": range(5, 8),
    "in_channels": range(8, 12),
    "filters": range(12, 20),
}


def counted(use_bias, **fixed):
    sizes = {"kernel_size": kernel_size, "in_channels": lambda s: s["in_channels"], "filters": lambda s: s["filters"]}
    return Case({**COUNTED, **fixed}, {**sizes, "use_bias": use_bias})


# NumPy's own sliding sums, what they are made of, and the way round through frequencies.
SLIDING_SUMS = ("convolve", "correlate", "_core.multiarray.correlate", "_core.multiarray.correlate2")
TRANSFORMS = tuple(
    f"fft.{inverse}{kind}" for inverse in ("", "i") for kind in ("fft", "fft2", "fftn", "rfft", "rfft2", "rfftn")
)
# What all of these come down to, in NumPy 2 and in NumPy 1.26.
INNER = (
    *(f"fft._pocketfft_umath.{name}" for name in ("fft", "ifft", "rfft_n_even", "rfft_n_odd", "irfft")),
    "fft._pocketfft_internal.execute",
)
OFF_LIMITS = tuple(f"numpy.{name}" for name in (*SLIDING_SUMS, *TRANSFORMS, *INNER))

exercise = Exercise(
    title="Convolution: one small kernel for the whole image",
    predicted={
        "conv2d": (
            "The kernel, rotated by 180 degrees: 9 8 7, 6 5 4, 3 2 1. Centred one pixel up and left of the 1, "
            "the kernel meets it with its last cell, 9. A true convolution would show the kernel as it is."
        ),
    },
    built=(
        "You have built the convolutional layer and its gradients: 200 weights where the dense layer needed two "
        "million."
    ),
    tasks=(
        Task(
            name="convolve",
            points=1,
            off_limits=OFF_LIMITS,
            arrays=SIGNALS,
            uncovered={"kernel_size > signal_size": "The kernel is not longer than the signal."},
            reference=convolve,
            rounded=True,
            parts=(Part("outputs", "out_size", sums="kernel_size"),),
            cases=SLIDING,
            hints=(
                "Flip the kernel and lay it over the signal on paper: its last cell then meets the first number of "
                "the window. At how many places does it lie wholly inside?",
                "There are signal_size - kernel_size + 1 outputs. Each is a sum of products of a window of the "
                "signal with the kernel read backwards. A loop over the outputs, or over the kernel's cells, will "
                "do.",
            ),
        ),
        Task(
            name="cross_correlate",
            points=1,
            off_limits=OFF_LIMITS,
            arrays=SIGNALS,
            uncovered={"kernel_size > signal_size": "The kernel is not longer than the signal."},
            reference=cross_correlate,
            rounded=True,
            parts=(Part("outputs", "out_size", sums="kernel_size"),),
            cases=SLIDING,
            hints=(
                "It is the sliding sum of `convolve` with the kernel read forwards: its first cell meets the first "
                "number of the window.",
                "There are two ways. For each output, multiply a window by the kernel and sum. Or for each cell of "
                "the kernel, add its multiple of a shifted piece of the signal, as long as the outputs.",
            ),
        ),
        Task(
            name="pad_images",
            points=2,
            off_limits=OFF_LIMITS,
            arrays={"images": IMAGES},
            reference=pad_images,
            parts=(Part("outputs", "batch out_height out_width channels"),),
            cases=(*BORDERS_BY_HAND, *BORDERS),
            hints=(
                "First work out how many rows and columns to add: the kernel's size minus 1, for height and width "
                "separately. Half of them go before the image and half after; an odd one goes to the bottom or the "
                "right.",
                "Integer division gives both: the smaller half from the size minus 1, the larger one from the size "
                "itself. Try it with kernel sizes of 1, 3 and 4.",
                "`np.pad` takes a pair of widths for each of the four axes, (0, 0) for batch and channels. Its "
                'modes include both mirrors: its documentation says which one repeats the border pixel. "valid" '
                "pads nothing; return a copy.",
            ),
        ),
        Task(
            name="pad_images_backward",
            points=2,
            off_limits=OFF_LIMITS,
            arrays={"grad_outputs": "batch out_height out_width channels", "images": IMAGES},
            reference=pad_images,
            gradient=True,
            # A pixel collects at most once from each padded cell.
            parts=(Part("grad_images", IMAGES, sums="out_height out_width"),),
            cases=(*BORDERS_BACK_BY_HAND, *BORDERS),
            hints=(
                "Follow one pixel: to which places of the padded image was it copied? Its gradient is the sum of the "
                "gradients at all these places. A padded zero comes from no pixel, so its gradient is dropped.",
                '"valid" and "same" only crop the middle, from the row and column at which the image begins. The '
                "mirrors need more: pad the row numbers 0, 1, 2 ... in the same way, and each padded row says which "
                "row it shows.",
                "Do the same for columns. Then add every padded gradient to the pixel that it shows. Indexing with "
                "+= counts a repeated pixel only once; `np.add.at` adds every time.",
            ),
        ),
        Task(
            name="conv2d",
            points=4,
            off_limits=OFF_LIMITS,
            arrays=ARRAYS,
            reference=conv2d,
            rounded=True,
            parts=(Part("outputs", OUTPUTS, sums="kernel_height kernel_width channels"),),
            cases=(*(written_layer(*numbers) for numbers in (LAYER_EXAMPLE, ODD_DOT, EVEN_DOT)), *LAYERS),
            hints=(
                "Take a single cell of the kernel, such as row 0, column 1. Over all windows it meets a shifted "
                "piece of the image, out_height by out_width. With channels and filters that is a dense layer, one "
                "for each cell, and they add up.",
                "A piece of the image is batch, out_height, out_width, channels; the weights of the cell are "
                "channels, filters. Their matrix product is one term of the outputs. Loop over kernel rows and "
                "columns only.",
                'For "same", pad height and width first, as wide as in `pad_images`; the rest stays the same. '
                "out_height is the padded height minus the kernel's, plus 1. Add the bias once, after the loop.",
            ),
        ),
        Task(
            name="conv2d_backward",
            points=5,
            off_limits=OFF_LIMITS,
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
                written_layer(*LAYER_EXAMPLE, errors=[1, 2, -1, 3]),
                written_layer(*ODD_DOT, errors=[1, 2, 0, 0, 0, 0, 0, 0, 3]),
                written_layer(*EVEN_DOT, errors=[1, 2, 0, 0, 0, 0, 0, 0, 3]),
                *LAYERS,
            ),
            hints=(
                "Go through the cells of the kernel as in the forward pass: each is a dense layer on a shifted piece "
                "of the image, and you know its gradients from 01. The bias sums over batch, height and width.",
                "For each cell: its weights' gradient is the piece of the image times `grad_outputs`, summed over "
                "batch, out_height and out_width. It also sends `grad_outputs`, times its transposed weights, back to "
                "the piece that it met.",
                "Pieces overlap, so add into an array of zeros that has the shape of the padded inputs. At the end "
                "crop the border: begin at its top and left, and keep the size of the inputs.",
            ),
        ),
        Task(
            name="count_conv_parameters",
            points=1,
            off_limits=OFF_LIMITS,
            reference=count_conv_parameters,
            parts=(Part("parameters", ""),),
            integer=True,
            cases=(
                Case(
                    options={"kernel_size": (5, 5), "in_channels": 1, "filters": 8, "use_bias": False},
                    aspect="use_bias=False",
                    values={},
                ),
                counted(False),
                counted(True),
                counted(True, in_channels=1),
                counted(True, filters=1),
                counted(True, in_channels=64, filters=range(64, 70)),
                counted(True, kernel_height=9, kernel_width=3),
                counted(False, kernel_height=9, kernel_width=3),
                counted(True, kernel_height=3, kernel_width=3),
            ),
            hints=(
                "One filter has a weight for every cell of the kernel in every channel. Where does the size of the "
                "image come in? Nowhere.",
                "With `use_bias`, each filter has one more number, however many channels there are. Add it before "
                "you multiply by the filters.",
            ),
        ),
    ),
)
