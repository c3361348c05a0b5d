# Generated from solutions/02_activations/spec.py by `autograder release`: change it there.
"""What is graded in 02_activations: the functions between layers and after the last, with their gradients."""

from math import prod

from autograder.allowances import (
    cross_entropy_gradient,
    elementwise,
    elementwise_gradient,
    row_gradient,
    row_loss,
    slope_gradient,
)
from autograder.spec import KINDS, MAGNITUDES, Case, Exercise, Part, Task

REAL = ("real", "real", "wide")  # most of these functions have no integer answers


def relu(tf, inputs):
    return tf.nn.relu(inputs)


def leaky_relu(tf, inputs, negative_slope):
    return tf.where(inputs > 0, inputs, negative_slope * inputs)  # tf.nn.leaky_relu keeps the slope in float32


def prelu(tf, inputs, alpha):
    return tf.where(inputs > 0, inputs, alpha * inputs)


def elu(tf, inputs, alpha):
    return tf.where(inputs > 0, inputs, alpha * tf.nn.elu(inputs))


def selu(tf, inputs):
    return tf.nn.selu(inputs)


def sigmoid(tf, inputs):
    return tf.sigmoid(inputs)


def tanh(tf, inputs):
    return tf.tanh(inputs)


def swish(tf, inputs):
    return tf.nn.silu(inputs)


def groups(tf, inputs, pieces):
    return tf.reshape(inputs, [*inputs.shape[:-1], -1, pieces])  # ... features -> ... units pieces


def maxout(tf, inputs, pieces):
    return tf.reduce_max(groups(tf, inputs, pieces), axis=-1)


def first_of_the_largest(tf, inputs, pieces):
    """`maxout`, whose gradient TensorFlow shares among ties, with all of it for the first."""
    largest = tf.argmax(groups(tf, inputs, pieces), axis=-1)
    return tf.gather(groups(tf, inputs, pieces), largest, axis=-1, batch_dims=len(inputs.shape))


def softmax(tf, logits):
    return tf.nn.softmax(logits)


def cross_entropy(tf, logits, labels):
    return tf.nn.softmax_cross_entropy_with_logits(labels, logits)


def passed_on(unit, arrays, answer):
    """The sum bound looks at absolute values, and among those another feature wins. A number passed on is not rounded
    at all, a share of it once.
    """
    return 2 * unit * abs(answer)


# -- how arrays are drawn ----------------------------------------------------------------------------------------------


def shuffled(*numbers):
    """Draws these numbers in any order, each as often as the others."""

    def draw(rng, shape, kind):
        count = prod(shape)
        return rng.permutation((numbers * count)[:count]).reshape(shape)

    return draw


def signed(rng, shape, kind):
    """Both signs and never 0: most of these functions have a kink there."""
    sizes = rng.integers(1, 5, shape) if kind == "exact" else rng.uniform(0.1, 3, shape) * MAGNITUDES.get(kind, 1)
    return shuffled(1, -1)(rng, shape, kind) * sizes


def moderate(rng, shape, kind):
    """From a thousandth to 3, where the function bends, in float64, too: larger numbers are an aspect of their own."""
    return shuffled(1, -1)(rng, shape, kind) * 10 ** rng.uniform(-3, 0.5, shape)


def times(factor):
    """Signed numbers times a factor that keeps a slope, or a share of them, an integer."""
    return lambda rng, shape, kind: factor * signed(rng, shape, kind)


def with_zeros(draw):
    """A third of the numbers are 0, where one branch of the function ends."""
    return lambda rng, shape, kind: shuffled(0, 1, 1)(rng, shape, kind) * draw(rng, shape, kind)


def slopes(rng, shape, kind):
    """One for each channel, all different; in exact cases above 1 or below 0, in the others usual ones, too."""
    numbers = rng.permutation([2, 3, 4, 5, 6, 7, 8, 9, -2, -3, -4, -5])[: shape[0]]
    return numbers if kind == "exact" else numbers / 3 * MAGNITUDES.get(kind, 1)


def distinct(rng, shape, kind):
    """No two alike, nor nearly so: who wins is never in doubt. Both signs."""
    numbers = rng.permutation(prod(shape)).reshape(shape) - prod(shape) // 2
    return numbers if kind == "exact" else (numbers / 4 + rng.uniform(0, 0.1, shape)) * MAGNITUDES.get(kind, 1)


def close(rng, shape, kind):
    """Different in float64, and the same in float32."""
    return 1024 + distinct(rng, shape, "exact") * 2.0**-20


def below_zero(rng, shape, kind):
    return distinct(rng, shape, kind) - prod(shape) * MAGNITUDES.get(kind, 1)


def one_hot(rng, shape, kind):
    return rng.multinomial(1, [1 / shape[1]] * shape[1], shape[0])


def probabilities(rng, shape, kind):
    """Multiples of a power of 2, so that a row adds up to 1 exactly; some are tiny."""
    steps = 2**30 if kind in MAGNITUDES else 2**20
    return rng.multinomial(steps, rng.dirichlet([0.5] * shape[1], shape[0])) / steps


def nearly_sure(rng, shape, kind):
    """One class of each row is far likelier than the others: where it is the label, the loss is nearly 0."""
    return moderate(rng, shape, kind) + 8 * one_hot(rng, shape, kind)


def equal_logits(rng, shape, kind):
    return 0 * rng.standard_normal(shape) + 3 * rng.standard_normal()


def far_apart(rng, shape, kind):
    """Each row has these four, nearly; two are close, so that the gradient is not 0."""
    return rng.permuted([[1000, 999, 0, -1000]] * shape[0], axis=1) + rng.uniform(-0.3, 0.3, shape)


def spread(rng, shape, kind):
    """A small probability is still one, until it rounds to 0."""
    return rng.permuted([[0, -7, -11, -16]] * shape[0], axis=1) + rng.uniform(-0.3, 0.3, shape)


def row_scales(rng, shape, kind):
    """Rows a thousand apart, one of them below 0: a shift that suits one overflows or underflows in another."""
    return rng.standard_normal(shape) + 1000 * (rng.permutation(shape[0])[:, None] - 1)


LARGE = 1000, -1000, 30, -30, 12, -12, 6, -6
FAR = shuffled(*LARGE, 1e-40, -1e-40)  # the last two are denormal in float32
FAR_OR_ZERO = shuffled(*LARGE, 1e-40, -1e-40, 0)
FAR_AND_BENT = shuffled(*LARGE, 1e-40)  # by its output exp(x) - 1, a tiny negative input is 0


# -- tasks -------------------------------------------------------------------------------------------------------------


NO_AXIS = {"... for no axis": "A layer gets arrays."}
ONE_PIECE = {"features = 1": "A unit has two pieces or more."}
NOT_TINY = {**NO_AXIS, "tiny numbers": "They are in the aspects about logits, or far from 0."}


def pair(name, points, reference, cases, forward, backward, hints, uncovered=(NO_AXIS, NO_AXIS), **settings):
    """A function and its backward pass, with the same cases. cases: takes whether it is for the backward pass.

    points, forward, backward, hints, uncovered: for the two of them, points, (arrays, parts) and so on each.
    """
    both = zip((name, f"{name}_backward"), points, (forward, backward), hints, uncovered, strict=True)
    for task, worth, (arrays, parts), told, holes in both:
        gradient = task != name
        more = {"hints": told, "uncovered": holes, **settings}
        yield Task(task, worth, reference, parts, cases(gradient), arrays, gradient, **more)


def example(aspect, gradient, upstream, options=None, **arrays):
    """The first case of a task, in numbers a person can follow."""
    values = {"grad_outputs": upstream, **arrays} if gradient else arrays
    return Case(options=options or {}, aspect=aspect, values=values)


ZEROS = "zeros among the inputs"
SIZES = {"batch": 2, "height": range(2, 4), "width": 3, "features": range(4, 7)}
SHAPES = ("batch features", "batch height width features", "features")
# Every axis is long in one case and 1 in the other. They are drawn once: sheets are kept below 300 KiB.
ONCE = ("wide",)
LONG_AND_FLAT = (
    {"batch": 12, "height": 1, "width": range(11, 13), "features": 1},
    {"batch": 1, "height": range(9, 11), "width": 1, "features": 9},
)


def elementwise_pair(
    name, points, reference, numbers, upstream, hints, options=(None,), kinds=REAL, far=FAR, more=(), **draws
):
    """A function that works number by number, on arrays of any axes. options: one aspect for each."""

    def cases(gradient):
        for number, option in enumerate(options):
            aspect = "ordinary values" if option is None else None
            if number == 0:
                yield example(aspect, gradient, upstream, option, inputs=numbers)
            yield Case(SIZES, option or {}, aspect, middle=SHAPES[0])
            if number == 0:
                yield Case(SIZES, option or {}, aspect, middle=SHAPES[2])
                for sizes in LONG_AND_FLAT:
                    yield Case(sizes, option or {}, aspect, middle=SHAPES[1], kinds=ONCE)
        hard = {"inputs": far, "grad_outputs": signed}
        sizes = {"batch": 2, "features": 7}
        yield Case(sizes, options[0] or {}, "inputs far from 0", middle="batch features", kinds=REAL, draws=hard)
        yield from more

    return pair(
        name,
        points,
        reference,
        lambda gradient: tuple(cases(gradient)),
        ({"inputs": "..."}, (Part("outputs", "...", allowance=elementwise),)),
        (
            {"grad_outputs": "...", "inputs": "..."},
            (Part("grad_inputs", "...", allowance=elementwise_gradient),),
        ),
        hints,
        (NOT_TINY if draws.get("inputs") == moderate else NO_AXIS, NO_AXIS),
        kinds=kinds,
        draws={"inputs": signed, "grad_outputs": signed, **draws},
        off_limits=("numpy.tanh",) if name == "tanh" else (),
    )


def prelu_cases(gradient):
    """More channels than rows and fewer; then the coincidences: as many, one channel, one row."""
    more = "batch height width"
    return (
        example("ordinary values", gradient, [[1, 2], [3, 4]], inputs=[[3, -2], [-1, -4]], alpha=[2, 3]),
        Case({"batch": range(2, 4), "channels": range(4, 6)}, aspect="ordinary values", middle="batch"),
        Case({"batch": range(6, 8), "channels": 3}, aspect="ordinary values", middle="batch"),
        Case({"batch": 1, "height": 9, "width": 1, "channels": 2}, aspect="further axes", middle=more),
        Case({"batch": 9, "height": 1, "width": 9, "channels": 2}, aspect="further axes", middle=more, kinds=ONCE),
        Case({"batch": 3, "height": 2, "channels": 4}, aspect="further axes", middle="batch height", kinds=ONCE),
        Case({"batch": 4, "channels": 4}, aspect="equal sizes or 1", middle="batch"),
        Case({"batch": range(4, 7), "channels": 1}, aspect="equal sizes or 1", middle="batch"),
        Case({"batch": 1, "channels": range(4, 7)}, aspect="equal sizes or 1", middle="batch"),
        Case(
            {"batch": 4, "channels": 3},
            aspect="inputs far from 0",
            middle="batch",
            kinds=REAL,
            draws={"inputs": FAR},
        ),
        Case({"batch": 2, "channels": range(9, 12)}, aspect="ordinary values", middle="batch"),
        Case({"batch": 4, "channels": 3}, aspect=ZEROS, middle="batch", draws={"inputs": with_zeros(signed)}),
    )


def maxout_cases(gradient):
    def drawn(middle, features, pieces, aspect=None, sides=(3, 2, 2), kinds=None, **draws):
        sizes = dict(zip(("batch", "height", "width"), sides, strict=True), features=features)
        return Case(sizes, {"pieces": pieces}, aspect, middle=middle, kinds=kinds, draws=draws)

    numbers = [[1, 5, -3, -2], [4, 0, 7, 6]]
    cases = (
        example(None, gradient, [[1, 2], [3, 4]], {"pieces": 2}, inputs=numbers),
        drawn("batch", range(6, 11, 4), 2),
        drawn("batch height width", 4, 2, sides=(1, 9, 1)),
        drawn("batch height width", 4, 2, sides=(9, 1, 9), kinds=ONCE),
        drawn("batch", range(6, 13, 6), 3),
        drawn("batch", 4, 4),
        drawn("batch", 8, 2, kinds=ONCE, inputs=close),
        drawn("", 27, 3),
        drawn("batch", range(6, 9, 2), 2, "all below 0", inputs=below_zero),
        drawn("batch", 6, 3, "all below 0", inputs=below_zero),
    )
    return (
        (*cases, drawn("batch", 8, 2, "ties", inputs=shuffled(1, 0, 0), grad_outputs=times(2))) if gradient else cases
    )


def rows(aspect, batch, classes, height=None, kinds=None, **draws):
    """A case of softmax, or of cross entropy, which has no further axes."""
    middle = "batch height" if height else "batch"
    sizes = {"batch": batch, "height": height or 1, "classes": classes}
    return Case(sizes, aspect=aspect, middle=middle, kinds=kinds, draws=draws)


HARD_ROWS = (
    rows("equal logits", 2, range(3, 6), logits=equal_logits),
    rows("logits far apart", 3, 4, logits=far_apart),
    rows("logits far apart", 3, 4, logits=spread),
    rows("rows on different scales", 3, range(4, 6), logits=row_scales),
)
COINCIDENCES = (
    rows("equal sizes or 1", 4, 4),
    rows("equal sizes or 1", 1, range(3, 6)),
    rows("equal sizes or 1", 3, 1),
)


def softmax_cases(gradient):
    return (
        example("ordinary values", gradient, [[1, 2, 3], [3, 1, 2]], logits=[[1, 2, 3], [0, 0, 0]]),
        rows("ordinary values", 2, range(3, 6)),
        rows("ordinary values", range(5, 7), 3),
        rows("ordinary values", 2, range(9, 12)),
        rows("further axes", 1, 4, height=range(9, 11)),
        rows("further axes", 12, 11, height=1, kinds=ONCE),
        *COINCIDENCES,
        *HARD_ROWS,
    )


def cross_entropy_cases(gradient):
    one, soft = "one-hot labels", "probabilities as labels"
    return (
        example(one, gradient, [1, -2], logits=[[1, 2, 3], [0, 0, 0]], labels=[[0, 0, 1], [0, 1, 0]]),
        rows(one, 2, range(3, 6), labels=one_hot),
        rows(one, range(5, 7), 3, labels=one_hot),
        rows(one, range(9, 11), 3, logits=nearly_sure, labels=one_hot),
        rows(soft, 12, range(11, 13), kinds=ONCE),
        rows(soft, 3, range(4, 6)),
        rows(soft, range(5, 7), 3),
        *COINCIDENCES,
        *HARD_ROWS,
    )


exercise = Exercise(
    title="Activations: what stands between two layers",
    predicted={
        "sigmoid_backward": (
            "At most a millionth arrives. A sigmoid's slope is 1/4 at 0 and less everywhere else, and (1/4)^10 is "
            "about 0.000001. Where `relu` lets a number through, its slope is 1, so all of it arrives."
        ),
    },
    built=(
        "You have built what makes depth worthwhile, and the softmax and cross entropy that turn numbers into a choice."
    ),
    tasks=(
        *elementwise_pair(
            "relu",
            (0.5, 0.5),
            relu,
            [[3, -2, 6], [-4, 1, 5]],
            [[1, 2, 3], [4, 5, 6]],
            kinds=KINDS,
            more=(
                Case(SIZES, aspect=ZEROS, middle=SHAPES[0], draws={"inputs": with_zeros(signed)}),
                Case(SIZES, aspect=ZEROS, middle=SHAPES[1], draws={"inputs": with_zeros(signed)}),
            ),
            hints=(
                (
                    "Compare every number with 0 and keep the larger of the two. NumPy does that for a whole array "
                    "at once: no loop and no `if` is needed.",
                    "Look for the NumPy function that takes the larger of two arrays, elementwise. It is not "
                    "`np.max`, which finds the largest number within one array. A plain 0 is broadcast to every "
                    "place.",
                ),
                (
                    "Where an input was above 0, the output moved with it, so the gradient passes unchanged. "
                    "Elsewhere the output did not change. What is the slope?",
                    "A comparison gives an array of True and False, which count as 1 and 0 in a product. Decide by "
                    "`inputs`, not by `grad_outputs`, and remember that the gradient at exactly 0 is 0.",
                ),
            ),
        ),
        *elementwise_pair(
            "leaky_relu",
            (0.5, 0.5),
            leaky_relu,
            [[4, -8, 12], [-4, 8, -16]],
            [[4, 8, -4], [-12, 8, 16]],
            options=({"negative_slope": 0.25}, {"negative_slope": 0.0}, {"negative_slope": 2.0}),
            kinds=KINDS,
            more=(
                Case(SIZES, {"negative_slope": 0.25}, ZEROS, middle=SHAPES[0], draws={"inputs": with_zeros(times(4))}),
            ),
            inputs=times(4),
            grad_outputs=times(4),
            hints=(
                (
                    "There are two cases for each number: above 0, and the rest. Write down the output in each case, "
                    "then let NumPy choose for every place.",
                    "`np.where` takes a condition and two arrays, and picks from one or the other. The larger of an "
                    "input and its multiple is no substitute: with a slope above 1 it picks the wrong side.",
                ),
                (
                    "The function is made of two straight lines. What is the slope of each? An input of exactly 0 "
                    "belongs to the lower one.",
                    "The form is that of the forward pass: a condition on `inputs` and two values to choose from. "
                    "Both are multiples of `grad_outputs`; the inputs themselves occur only in the condition.",
                ),
            ),
        ),
        *pair(
            "prelu",
            (0.5, 1),
            prelu,
            prelu_cases,
            (
                {"inputs": "... channels", "alpha": "channels"},
                (Part("outputs", "... channels", allowance=elementwise),),
            ),
            (
                {"grad_outputs": "... channels", "inputs": "... channels", "alpha": "channels"},
                (
                    Part("grad_inputs", "... channels", allowance=elementwise_gradient),
                    Part("grad_alpha", "channels", allowance=slope_gradient),
                ),
            ),
            draws={"inputs": signed, "grad_outputs": signed, "alpha": slopes},
            hints=(
                (
                    "This is `leaky_relu` with one slope for each channel. Channels are the last axis of `inputs` "
                    "and the only axis of `alpha`. What does NumPy do with two arrays whose last axes agree?",
                    "Broadcasting lines up last axes, so `alpha` meets its channels without any reshaping. The rest "
                    "is the choice that you made in `leaky_relu`.",
                ),
                (
                    "`grad_inputs` is as in `leaky_relu`. For `alpha`, ask where it has any effect: only below 0, "
                    "and there the output is alpha times the input. What is its derivative with respect to alpha?",
                    "Each place below 0 adds its gradient times its input to the gradient of its channel; places "
                    "above 0 add nothing. All rows share a slope, so its gradient sums over all of them.",
                    "`grad_alpha` has the shape of `alpha`. Reshape what you add up to two axes, rows and channels, "
                    "and sum over the rows. It is a sum, not a mean.",
                ),
            ),
        ),
        *elementwise_pair(
            "elu",
            (0.5, 1),
            elu,
            [[2, -1, 3], [-2, 1, -3]],
            [[1, 2, 3], [-3, 2, 1]],
            options=({"alpha": 0.5}, {"alpha": 1.0}, {"alpha": 2.0}),
            far=FAR_AND_BENT,
            inputs=moderate,
            hints=(
                (
                    "There are two cases again: below 0 the docstring's formula holds, above 0 the input stays. But "
                    "NumPy computes both everywhere before it chooses. What is exp(1000)?",
                    "The exponential is needed only where inputs are not above 0. Clip the inputs at 0 first, and it "
                    "cannot overflow. NumPy also has a function for exp(x) - 1 that keeps its digits near 0.",
                ),
                (
                    "Differentiate alpha (exp(x) - 1) with respect to x: the 1 disappears. Above 0 the slope is 1.",
                    "Clip the inputs at 0 before you take the exponential, as in the forward pass, since infinity "
                    "times 0 is `nan`. Then choose between two multiples of `grad_outputs`.",
                ),
            ),
        ),
        *elementwise_pair(
            "selu",
            (0.5, 0.5),
            selu,
            [[2, -1, 3], [-2, 1, -3]],
            [[1, 2, 3], [-3, 2, 1]],
            far=FAR_AND_BENT,
            inputs=moderate,
            hints=(
                (
                    "It is `elu` with a fixed alpha, multiplied by a fixed scale on both sides of 0.",
                    "Take both constants from the docstring with all their digits; rounded ones fail. Keep the "
                    "exponential from overflowing as in `elu`, and multiply by the scale at the end, above 0 as "
                    "well.",
                ),
                (
                    "A constant factor passes through a derivative unchanged. So how does this gradient differ from "
                    "that of `elu`?",
                    "Above 0 the slope is the scale; below, it is scale times alpha times exp(x). Clip the inputs at "
                    "0 before you take the exponential.",
                ),
            ),
        ),
        *elementwise_pair(
            "sigmoid",
            (0.5, 0.5),
            sigmoid,
            [[0, 1, -1], [-2, 2, 3]],
            [[4, 1, 2], [3, -2, 1]],
            far=FAR_OR_ZERO,
            inputs=moderate,
            hints=(
                (
                    "You can use the formula as it is: where exp(1000) is infinite, 1 divided by it is 0, and a "
                    "warning does no harm. Do not rewrite it as exp(x) / (1 + exp(x)), which divides infinity by "
                    "infinity.",
                    "For a version without warnings, build everything from exp(-|x|), which is never above 1. The "
                    "denominator is the same on both sides of 0; only the numerator differs.",
                ),
                (
                    "You are given the inputs, so compute the outputs first. The slope of a sigmoid can be written "
                    "with its output alone: derive it from 1 / (1 + exp(-x)) by the chain rule.",
                    "The slope is output (1 - output). It is the same at x and at -x: written with exp(-|x|), it "
                    "neither overflows nor loses digits at either end.",
                ),
            ),
        ),
        *elementwise_pair(
            "tanh",
            (0.5, 0.5),
            tanh,
            [[0, 1, -1], [-2, 2, 3]],
            [[4, 1, 2], [3, -2, 1]],
            far=FAR_OR_ZERO,
            inputs=moderate,
            hints=(
                (
                    "With 1000 the formula divides infinity by infinity, which is `nan`. Multiply numerator and "
                    "denominator by something that makes the large exponential small.",
                    "Multiply both by exp(-|x|): only exp(-2|x|) remains, at most 1. That gives the absolute value; "
                    "restore the sign of the input at the end.",
                ),
                (
                    "Write the slope of tanh with its own output: differentiate the fraction, and look for the "
                    "square of tanh in the result.",
                    "The slope is one minus the square of the output. Check it at 0, where it is 1, and far out, "
                    "where it is 0. Then the chain rule multiplies it by `grad_outputs`.",
                ),
            ),
        ),
        *elementwise_pair(
            "swish",
            (0.5, 1),
            swish,
            [[0, 1, -1], [-2, 2, 3]],
            [[4, 1, 2], [3, -2, 1]],
            far=FAR_OR_ZERO,
            inputs=moderate,
            hints=(
                (
                    "The input appears twice: by itself, and inside the sigmoid. You have written a sigmoid that "
                    "survives -1000, so use the same idea here.",
                    "It is the elementwise product of the input and its own sigmoid. Far below 0 the answer is 0: "
                    "make sure that nothing there divides infinity by infinity.",
                ),
                (
                    "The input occurs twice, so the product rule applies: one term for each place, added up.",
                    "The first term is the gate, that is the sigmoid. The second is the input times the slope of "
                    "the sigmoid, which you know from `sigmoid_backward`. At 0 the sum is one half.",
                ),
            ),
        ),
        *pair(
            "maxout",
            (0.5, 1),
            maxout,
            maxout_cases,
            ({"inputs": "... features"}, (Part("outputs", "... units"),)),
            (
                {"grad_outputs": "... units", "inputs": "... features"},
                (Part("grad_inputs", "... features", allowance=passed_on),),
            ),
            draws={"inputs": distinct, "grad_outputs": signed},
            also=(first_of_the_largest,),
            uncovered=(ONE_PIECE, ONE_PIECE),
            hints=(
                (
                    "The features of a unit are neighbours: with two pieces, features 0 and 1 belong to unit 0, "
                    "features 2 and 3 to unit 1. Which reshape puts each group on its own axis?",
                    "Split the last axis into two, units and pieces, in this order; -1 lets NumPy work out the "
                    "number of units. Then take the maximum along the last axis. All axes before it stay.",
                ),
                (
                    "Only the largest feature of a group affects the output: it gets the whole gradient of its unit, "
                    "and the others get 0. So first find the largest of every group.",
                    "Group the inputs as in the forward pass, and find the position of the largest number in each "
                    "group, not its value: that settles ties. Compared with the positions 0, 1, 2 ... it gives a "
                    "mask.",
                    "Give `grad_outputs` a last axis of length 1, so that it meets every piece of its group; "
                    "multiply by the mask, and reshape the result to the inputs' shape.",
                ),
            ),
        ),
        *pair(
            "softmax",
            (1, 1.5),
            softmax,
            softmax_cases,
            ({"logits": "... classes"}, (Part("outputs", "... classes", allowance=elementwise),)),
            (
                {"grad_outputs": "... classes", "logits": "... classes"},
                (Part("grad_logits", "... classes", allowance=row_gradient),),
            ),
            kinds=REAL,
            draws={"grad_outputs": signed, "logits": moderate},
            uncovered=(NOT_TINY, NO_AXIS),
            hints=(
                (
                    "Each row is divided by its own sum. Sum over the last axis, and keep that axis with length 1, "
                    "so that the division lines up for any number of axes.",
                    "exp(1000) is infinite. But one number may be subtracted from a whole row without changing the "
                    "result: choose it so that the largest exponent becomes 0. Each row has its own.",
                ),
                (
                    "Take two classes on paper. Raising one logit raises its own output and lowers the other, "
                    "because they share a denominator. So each logit's gradient sums over its row's outputs.",
                    "The docstring's derivative has one form for j = k and another for j ≠ k. Put both into the sum "
                    "over j, and a weighted mean of `grad_outputs` appears.",
                    "For each row: take the mean of `grad_outputs`, weighted with the outputs; subtract it from "
                    "`grad_outputs`; multiply by the outputs. Keep the last axis of the mean with length 1.",
                ),
            ),
        ),
        *pair(
            "cross_entropy",
            (1.5, 1.5),
            cross_entropy,
            cross_entropy_cases,
            (
                {"logits": "batch classes", "labels": "batch classes"},
                (Part("outputs", "batch", allowance=row_loss),),
            ),
            (
                {"grad_outputs": "batch", "logits": "batch classes", "labels": "batch classes"},
                (Part("grad_logits", "batch classes", allowance=cross_entropy_gradient),),
            ),
            kinds=REAL,
            draws={"grad_outputs": signed, "logits": moderate, "labels": probabilities},
            uncovered=({"tiny numbers": NOT_TINY["tiny numbers"]}, {}),
            hints=(
                (
                    "Do not take the logarithm of a softmax: a probability may round to 0, and its logarithm is "
                    "minus infinity. Combine the two formulas on paper first.",
                    "The logarithm of a fraction is a difference: the logit minus the logarithm of the sum of "
                    "exponentials. Subtract the maximum of the row from its logits beforehand; it cancels.",
                    "For each class, subtract the shifted logit from the logarithm of the sum. Weight it with the "
                    "labels, which may be probabilities, and sum over the classes: one number for each row.",
                ),
                (
                    "Combine softmax and logarithm before you differentiate: almost everything cancels. For one "
                    "logit two terms remain, and one of them is its label.",
                    "The gradient of a row is its softmax minus its labels, times the row's number in "
                    "`grad_outputs`. That number has no class axis: give it one of length 1. Use the softmax that "
                    "survives 1000.",
                ),
            ),
        ),
    ),
)
