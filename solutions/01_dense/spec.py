"""What is graded in 01_dense: the fully connected layer, its gradients, and how many numbers it learns."""

from autograder.spec import Case, Exercise, Part, Task

ARRAYS = {"inputs": "batch ... features", "kernel": "features units", "bias": "units"}
EXAMPLE = {"inputs": [[1, 2, 0], [0, 1, 3]], "kernel": [[1, 0], [2, -1], [0, 1]], "bias": [10, 20]}


def dense(tf, inputs, kernel, bias):
    return tf.matmul(inputs, kernel) + bias


def count_dense_parameters(tf, input_shape, units):
    layers = [tf.keras.Input(input_shape), tf.keras.layers.Flatten(), tf.keras.layers.Dense(units)]
    return tf.keras.Sequential(layers).count_params()


def sizes(batch, features, units):
    return {"batch": batch, "features": features, "units": units}


VOLUME = {"depth": 3, "height": 1, "width": 2}
# Sizes that all differ show most faults; a transposed kernel, or a bias on the wrong side, shows where two coincide.
DRAWN = (
    Case(sizes(range(2, 4), range(4, 7), range(7, 10)), aspect="unequal sizes"),
    Case(sizes(range(8, 10), range(5, 8), range(2, 4)), aspect="unequal sizes"),
    Case(sizes(3, 3, 3), aspect="equal sizes or 1"),
    Case(sizes(5, 4, 4), aspect="equal sizes or 1"),
    Case(sizes(4, 2, 4), aspect="equal sizes or 1"),
    Case(sizes(1, range(4, 7), 3), aspect="equal sizes or 1"),
    Case(sizes(range(3, 6), 2, 1), aspect="equal sizes or 1"),
    Case(sizes(range(12, 14), 11, range(14, 16)), aspect="unequal sizes"),
    Case(sizes(3, 1, range(9, 12)), aspect="equal sizes or 1"),
    Case({**sizes(range(9, 11), 4, 5), "time": 3}, middle="time", aspect="further axes"),
    Case({**sizes(1, 2, 3), "height": range(9, 11), "width": 2}, middle="height width", aspect="further axes"),
    Case(
        {**sizes(range(9, 11), 2, 3), "height": 1, "width": range(2, 4)}, middle="height width", aspect="further axes"
    ),
    Case({**sizes(range(9, 11), 2, 2), **VOLUME}, middle="depth height width", aspect="further axes"),
    Case({**sizes(1, range(3, 5), 2), **VOLUME}, middle="depth height width", aspect="further axes"),
)


def image_with_units(aspect, *axes):
    """Count for an input of these axes; the words are drawn like any other size."""
    ranges = {"height": range(3, 9), "width": range(10, 100), "channels": range(2, 5), "units": range(5, 20)}
    ranges["frames"] = range(2, 7)
    return Case(
        {axis: ranges[axis] for axis in (*axes, "units")},
        {"input_shape": lambda drawn: tuple(drawn[axis] for axis in axes), "units": lambda drawn: drawn["units"]},
        aspect=aspect,
    )


exercise = Exercise(
    title="Dense: every input meets every unit",
    predicted={
        "count_dense_parameters": (
            "2,097,160 numbers: 262,144 pixels times eight units, and eight biases. An image twice as wide needs twice "
            "as many weights. Every pixel costs eight."
        ),
    },
    built=(
        "You have built the fully connected layer and the gradients it learns by. It needs a weight for every pair "
        "of input and unit."
    ),
    tasks=(
        Task(
            name="dense",
            points=2,
            arrays=ARRAYS,
            reference=dense,
            rounded=True,
            parts=(Part("outputs", "batch ... units", sums="features"),),
            cases=(Case(values=EXAMPLE, aspect="unequal sizes"), *DRAWN),
            hints=(
                "Compute one output by hand: which numbers of `inputs` and `kernel` go into it? The two lists have "
                "the same length, and the axis they share is the one you sum over. All other axes stay.",
                "NumPy has an operator that sums products along the last axis of one array and the first of another. "
                "Look at the shapes before and after: further axes of `inputs` are kept automatically.",
                "The answer fits on one line: a matrix product, then a sum in which NumPy broadcasts the bias over "
                "every axis but the last. It needs no loop, no reshaping and no transposing.",
            ),
        ),
        Task(
            name="dense_backward",
            points=3,
            arrays={"grad_outputs": "batch ... units", **ARRAYS},
            reference=dense,
            gradient=True,
            rounded=True,
            parts=(
                Part("grad_inputs", "batch ... features", sums="units"),
                Part("grad_kernel", "features units", sums="batch ..."),
                Part("grad_bias", "units", sums="batch ..."),
            ),
            cases=(Case(values={"grad_outputs": [[1, 2], [3, -1]], **EXAMPLE}, aspect="unequal sizes"), *DRAWN),
            kinds=("exact", "exact", "real", "wide"),  # gradients that pile up show in the second draw
            hints=(
                "Begin with `grad_bias`: the bias of a unit is added to every row, so its gradient sums over every "
                "row. Then take one number of `inputs`, and one of `kernel`: which outputs does each affect, and by "
                "which factor?",
                "The shapes tell you most of it. `grad_inputs` goes from units to features, so the kernel is "
                "transposed. `grad_kernel` is features by units and sums over the rows, so one of its two factors is "
                "transposed.",
                "With further axes, every position is one more row. Flatten `inputs` and `grad_outputs` to two "
                "axes, rows and the last one, before you compute the gradients of kernel and bias. `grad_inputs` "
                "needs no flattening.",
            ),
        ),
        Task(
            name="count_dense_parameters",
            points=1,
            reference=count_dense_parameters,
            parts=(Part("parameters", ""),),
            integer=True,
            cases=(
                Case(options={"input_shape": (512, 512), "units": 8}, aspect="image", values={}),
                image_with_units("image", "height", "width"),
                image_with_units("image with channels", "height", "width", "channels"),
                image_with_units("one axis", "width"),
                image_with_units("video", "frames", "height", "width", "channels"),
            ),
            hints=(
                "How many numbers does one input hold after flattening? Each unit has one weight for each of them, "
                "and a bias.",
                "Multiply all sizes in `input_shape`, however many there are. Add one for the bias before you "
                "multiply by the units, not after: every unit has a bias of its own.",
            ),
        ),
    ),
)
