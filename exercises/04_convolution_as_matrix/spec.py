# Generated from solutions/04_convolution_as_matrix/spec.py by `autograder release`: change it there.
"""What is graded in 04_convolution_as_matrix: its matrix, its columns, the layer as a product, backward and by FFT."""

from math import isqrt

from autograder.allowances import convolution_by_fft
from autograder.spec import Case, Exercise, Part, Task

IMAGES = "batch height width channels"
COLUMNS = "batch out_height out_width patch"
OUTPUTS = "batch out_height out_width filters"
KERNEL = "kernel_height kernel_width channels filters"
ARRAYS = {"inputs": IMAGES, "kernel": KERNEL, "bias": "filters"}


def toeplitz(tf, kernel, input_size):
    # Each row of the identity is a signal of its own, and its answer a column of the matrix.
    signals = tf.eye(input_size, dtype=kernel.dtype)[:, :, None]
    return tf.transpose(tf.nn.conv1d(signals, kernel[:, None, None], 1, "VALID")[:, :, 0])


def conv_matrix(tf, kernel, image_size):
    height, width = image_size
    images = tf.reshape(tf.eye(height * width, dtype=kernel.dtype), (-1, height, width, 1))
    outputs = tf.nn.conv2d(images, kernel[:, :, None, None], 1, "VALID")
    return tf.transpose(tf.reshape(outputs, (height * width, -1)))


def im2col(tf, inputs, kernel_size):
    return tf.image.extract_patches(inputs, [1, *kernel_size, 1], [1, 1, 1, 1], [1, 1, 1, 1], "VALID")


def col2im(tf, columns, input_shape, kernel_size):
    return gradient(tf, lambda inputs: im2col(tf, inputs, kernel_size), input_shape, columns)


def conv2d(tf, inputs, kernel, bias):
    return tf.nn.conv2d(inputs, kernel, 1, "VALID") + bias


def grad_inputs(tf, grad_outputs, kernel):
    batch, out_height, out_width, _ = grad_outputs.shape
    kernel_height, kernel_width, channels, _ = kernel.shape
    shape = (batch, out_height + kernel_height - 1, out_width + kernel_width - 1, channels)
    return gradient(tf, lambda inputs: tf.nn.conv2d(inputs, kernel, 1, "VALID"), shape, grad_outputs)


def grad_kernel(tf, inputs, grad_outputs):
    _, height, width, channels = inputs.shape
    _, out_height, out_width, filters = grad_outputs.shape
    shape = (height - out_height + 1, width - out_width + 1, channels, filters)
    return gradient(tf, lambda kernel: tf.nn.conv2d(inputs, kernel, 1, "VALID"), shape, grad_outputs)


def gradient(tf, function, shape, upstream):
    """The gradient of a linear function of an array of this shape; it is the same wherever it is taken."""
    zeros = tf.zeros(shape, upstream.dtype)
    with tf.GradientTape() as tape:
        tape.watch(zeros)
        outputs = function(zeros)
    return tape.gradient(outputs, zeros, output_gradients=upstream)


def image_size(drawn):
    return drawn["height"], drawn["width"]


def kernel_size(drawn):
    return drawn["kernel_height"], drawn["kernel_width"]


def input_shape(drawn):
    return tuple(drawn[word] for word in IMAGES.split())


def signal(aspect, kernel, size):
    return Case({"kernel_size": kernel, "input_size": size}, {"input_size": lambda s: s["input_size"]}, aspect)


def image(aspect, kernel, height, width):
    words = {"kernel_height": kernel[0], "kernel_width": kernel[1], "height": height, "width": width}
    return Case(words, {"image_size": image_size}, aspect)


def layer(aspect, batch, sides, channels, kernel, filters):
    """An aspect and the sizes of everything in one layer; each task draws the arrays it takes."""
    (height, width), (kernel_height, kernel_width) = sides, kernel
    sizes = {"batch": batch, "height": height, "width": width, "channels": channels, "filters": filters}
    sizes |= {"kernel_height": kernel_height, "kernel_width": kernel_width}
    sizes |= {"out_height": height - kernel_height + 1, "out_width": width - kernel_width + 1}
    return aspect, sizes | {"patch": kernel_height * kernel_width * channels}


INSIDE = dict.fromkeys(("kernel_height > height", "kernel_width > width"), "The kernel fits into the image.")
# Sizes that all differ show most faults. Then the coincidences: filters = channels = batch, squares, one image, one
# output, one kernel cell, kernel cells x channels = filters. Widths are odd and even, which matters to a real FFT.
LAYERS = (
    layer("unequal sizes", 2, (4, 7), 3, (3, 2), 4),
    layer("unequal sizes", 3, (6, 4), 2, (2, 3), 1),
    layer("equal sizes or 1", 1, (4, 4), 2, (3, 3), 2),
    layer("equal sizes or 1", 3, (3, 3), 3, (2, 2), 3),
    layer("flat kernel", 2, (3, 4), 2, (2, 1), 4),
    layer("flat kernel", 1, (2, 5), 2, (1, 3), 3),
    layer("flat kernel", 1, (2, 3), 2, (1, 1), 3),
    layer("equal sizes or 1", 2, (2, 3), 2, (2, 3), 3),
    layer("equal sizes or 1", 2, (3, 2), 3, (3, 2), 1),
)
# Beyond 8 along each axis, drawn once: sheets are kept below 300 KiB.
LARGE_LAYERS = (
    layer("equal sizes or 1", 12, (1, 1), 11, (1, 1), 13),
    layer("equal sizes or 1", 1, (9, 10), 1, (9, 10), 1),
    layer("flat kernel", 2, (10, 9), 1, (1, 1), 1),
)


def layers(**options):
    small = [Case(sizes, options, aspect) for aspect, sizes in LAYERS]
    return (*small, *(Case(sizes, options, aspect, kinds=("wide",)) for aspect, sizes in LARGE_LAYERS))


def nested(height, width, numbers):
    """One image of one channel, or one kernel from one channel to one filter, as nested lists."""
    return [[[number] for number in numbers[row * width : (row + 1) * width]] for row in range(height)]


def square(numbers):
    side = isqrt(len(numbers))
    return nested(side, side, numbers)


def kernel_of(cells):
    return [[[cell] for cell in row] for row in cells]


def by_hand(options=None, **values):
    """The example of a docstring."""
    return Case(options=options or {}, values=values, aspect="unequal sizes")


EXAMPLE = {
    "inputs": [square([1, 2, 0, 0, 1, 3, 2, 0, 1])],
    "kernel": kernel_of(square([1, 2, 0, -1])),
    "bias": [10],
}

exercise = Exercise(
    title="Convolution as a matrix: the dense layer in disguise",
    predicted={
        "toeplitz": (
            "[3, 4, 4, 1], the gradient of the inputs when that of each output is 1. The first and the last input "
            "are in one window each, the others in two, which add up."
        ),
    },
    built=(
        "You have written the convolution as one matrix product, as fast libraries do, and seen that its gradient is "
        "also a convolution."
    ),
    tasks=(
        Task(
            name="toeplitz",
            points=1,
            arrays={"kernel": "kernel_size"},
            reference=toeplitz,
            parts=(Part("matrix", "out_size input_size"),),
            cases=(
                by_hand({"input_size": 4}, kernel=[3, 1]),
                signal("unequal sizes", 3, range(7, 10)),
                signal("unequal sizes", range(4, 6), range(8, 11)),
                signal("unequal sizes", range(9, 11), range(11, 13)),
                signal("equal sizes or 1", 4, 4),
                signal("equal sizes or 1", 1, 4),
                signal("equal sizes or 1", 3, 5),
            ),
            hints=(
                "Row by row: row 0 takes the first numbers of the signal with the weights of the kernel, row 1 takes "
                "the same weights one place later. All else is 0.",
                "Begin with zeros, out_size by input_size, in the dtype of the kernel. Then write the kernel into "
                "every row, in row 0 from column 0, in row 1 from column 1, and so on.",
            ),
        ),
        Task(
            name="conv_matrix",
            uncovered=INSIDE,
            points=2,
            arrays={"kernel": "kernel_height kernel_width"},
            reference=conv_matrix,
            parts=(Part("matrix", "out_pixels pixels"),),
            cases=(
                by_hand({"image_size": (2, 3)}, kernel=[[1, 2], [0, -1]]),
                image("unequal sizes", (2, 3), 3, range(5, 7)),
                image("unequal sizes", (3, 2), range(5, 7), 4),
                image("equal sizes or 1", (2, 2), 3, 3),
                image("equal sizes or 1", (3, 3), 4, 4),
                image("flat kernel", (1, 3), 3, range(4, 6)),
                image("flat kernel", (2, 1), 4, 3),
                image("equal sizes or 1", (2, 3), 2, 3),
                image("equal sizes or 1", (3, 3), 3, 3),
                image("equal sizes or 1", (11, 12), 11, 12),
            ),
            hints=(
                "Think in four axes: the output at (row, column) has a weight for every pixel. These weights are an "
                "image: the kernel, laid at that place, and 0 elsewhere.",
                "Make zeros with the axes out_height, out_width, height, width, and write the kernel into the image "
                "of each output. Flatten to two axes at the very end: the blocks then form by themselves.",
            ),
        ),
        Task(
            name="im2col",
            uncovered=INSIDE,
            points=2,
            arrays={"inputs": IMAGES},
            reference=im2col,
            parts=(Part("columns", COLUMNS),),
            cases=(
                by_hand({"kernel_size": (2, 2)}, inputs=[nested(2, 3, [1, 2, 3, 4, 5, 6])]),
                *layers(kernel_size=kernel_size),
            ),
            hints=(
                "Work by cells of the kernel, not by windows: the cell at (row, column) sees a shifted piece of the "
                "images, out_height by out_width by channels. There are as many pieces as cells.",
                "Join these pieces along the last axis, in the order of the cells, row by row. The channels of a "
                "pixel stay together, so the patch has the required order.",
            ),
        ),
        Task(
            name="col2im",
            points=2,
            arrays={"columns": COLUMNS},
            reference=col2im,
            # A pixel collects at most once from each cell of a window: kernel_height x kernel_width, part of a patch.
            parts=(Part("images", IMAGES, sums="patch"),),
            cases=(
                by_hand({"input_shape": (1, 2, 3, 1), "kernel_size": (2, 2)}, columns=[[[[1, 2, 4, 5], [2, 3, 5, 6]]]]),
                *layers(input_shape=input_shape, kernel_size=kernel_size),
            ),
            hints=(
                "`im2col` copies, and the gradients of copies add up. Every place of a patch came from one pixel, and "
                "a pixel was copied into as many patches as there are windows over it.",
                "Split the patch axis into kernel_height, kernel_width and channels again. Begin with an "
                "image of zeros and go through the cells of the kernel: each adds its numbers to the piece that it "
                "was copied from.",
            ),
        ),
        Task(
            name="conv2d_matmul",
            uncovered=INSIDE,
            points=3,
            arrays=ARRAYS,
            reference=conv2d,
            rounded=True,
            parts=(Part("outputs", OUTPUTS, sums="kernel_height kernel_width channels"),),
            cases=(by_hand(**EXAMPLE), *layers()),
            hints=(
                "With the windows in rows you have batch, out_height, out_width, patch. What must the kernel look "
                "like so that one matrix product gives batch, out_height, out_width, filters?",
                "Reshape the kernel to patch by filters. A patch must run through kernel rows, kernel columns and "
                "channels in the order in which NumPy reshapes the kernel; `im2col` does. Then add the bias.",
            ),
        ),
        Task(
            name="conv2d_matmul_backward",
            uncovered=INSIDE,
            points=4,
            arrays={"grad_outputs": OUTPUTS, **ARRAYS},
            reference=conv2d,
            gradient=True,
            rounded=True,
            parts=(
                Part("grad_inputs", IMAGES, sums="kernel_height kernel_width filters"),
                Part("grad_kernel", KERNEL, sums="batch out_height out_width"),
                Part("grad_bias", "filters", sums="batch out_height out_width"),
            ),
            cases=(by_hand(grad_outputs=[square([1, 2, -1, 3])], **EXAMPLE), *layers()),
            hints=(
                "It is the dense layer of 01 with columns for inputs. Write down its three gradients with the "
                "columns, the errors and the kernel as a matrix, and look at the shapes.",
                "Flatten batch and positions to rows. The kernel's gradient is the columns, transposed, times the "
                "errors, reshaped to the kernel's shape. The bias sums the errors over the rows.",
                "The gradient of the columns is the errors times the transposed kernel matrix. Reshape it to batch, "
                "out_height, out_width and patch, and `col2im` carries it back to the images.",
            ),
        ),
        Task(
            name="grad_inputs_by_convolution",
            points=2,
            arrays={"grad_outputs": OUTPUTS, "kernel": KERNEL},
            reference=grad_inputs,
            rounded=True,
            parts=(Part("grad_inputs", IMAGES, sums="kernel_height kernel_width filters"),),
            cases=(by_hand(grad_outputs=[nested(1, 2, [1, 2])], kernel=kernel_of(nested(1, 2, [3, 1]))), *layers()),
            hints=(
                "A pixel at the border was in few windows, one in the middle in many. If every pixel must see all "
                "windows it was in, the errors need a border of zeros. How wide must it be for a kernel of 3?",
                "Pad the errors with the kernel's size minus 1 on both sides of both axes. Then correlate them with "
                "the kernel rotated by 180 degrees: flipped in both directions.",
                "Channels and filters swap roles: the sum runs over the filters, and the result has channels. So "
                "also swap the last two axes of the kernel, and correlate as in 03.",
            ),
        ),
        Task(
            name="grad_kernel_by_convolution",
            points=2,
            arrays={"inputs": IMAGES, "grad_outputs": OUTPUTS},
            reference=grad_kernel,
            rounded=True,
            parts=(Part("grad_kernel", KERNEL, sums="batch out_height out_width"),),
            cases=(by_hand(inputs=[nested(1, 3, [1, 2, 4])], grad_outputs=[nested(1, 2, [1, 3])]), *layers()),
            hints=(
                "The kernel's cell at (row, column) met the inputs shifted by (row, column), once for each output. "
                "So its gradient is a sum over all outputs of input times error.",
                "Take the errors as one large kernel that slides over the inputs: there are height - out_height + 1 "
                "places along the height. At each place sum over batch, out_height and out_width; keep channels and "
                "filters apart.",
            ),
        ),
        Task(
            name="conv2d_fft",
            uncovered=INSIDE,
            points=2,
            arrays=ARRAYS,
            reference=conv2d,
            parts=(Part("outputs", OUTPUTS, allowance=convolution_by_fft),),
            cases=(by_hand(**EXAMPLE), *layers()),
            kinds=("real", "real", "wide"),  # an FFT of integers is rounded, too,
            hints=(
                "Transform images and kernel along height and width, multiply, and transform back. Both transforms "
                "need the size of the image: `np.fft` takes a size as an argument and fills the kernel up with "
                "zeros.",
                "A correlation takes the complex conjugate of the kernel's transform; without it you convolve. At each "
                "frequency, sum over the channels: multiply a row of channels by a matrix, channels by filters.",
                "The result wraps round at the far end, so only the first out_height rows and out_width columns are "
                "right. Keep real numbers, in the dtype of the inputs, and add the bias.",
            ),
        ),
    ),
)
