"""Wrong answers that once earned full points: right up to a size, a magnitude or a call."""

from functools import cache

import pytest
from proofs.guards import GUARDING
from support import ROOT

from autograder import catalog
from autograder.answers.making import build_sheet, open_oracle, run_trusted
from autograder.grading.submission import grade
from autograder.records import Submission

pytestmark = pytest.mark.oracle

DENSE, CONVOLUTION, MATRIX = "01_dense", "03_convolution", "04_convolution_as_matrix"
ACTIVATIONS, STRIDES, POOLING = "02_activations", "05_strides_and_dilation", "06_pooling"
NETWORK, KERAS = "07_network", "08_keras_layers"
PASSED = {
    "up to four axes": (DENSE, "dense", "on_argument(dense, 'inputs', lambda a: a * (a.ndim < 5))"),
    "gradients of up to four axes": (
        DENSE,
        "dense_backward",
        "on_argument(dense_backward, 'inputs', lambda a: a * (a.ndim < 5))",
    ),
    "up to three axes counted": (
        DENSE,
        "count_dense_parameters",
        "on_argument(count_dense_parameters, 'input_shape', lambda a: a[:3])",
    ),
    "minus zero in the width of a layer": (
        CONVOLUTION,
        "conv2d_backward",
        "(lambda f: lambda g, i, k, b, padding: (lambda grad, *rest: (grad[:, :, : i.shape[2]"
        " * (padding == 'valid' or k.shape[1] > 1)], *rest))(*f(g, i, k, b, padding)))"
        "(conv2d_backward)",
    ),
    "minus zero in the height of an image": (
        CONVOLUTION,
        "pad_images_backward",
        "(lambda f: lambda g, i, kernel_size, mode: f(g, i, kernel_size, mode)[:, : i.shape[1]"
        " * (mode != 'same' or kernel_size[0] > 1)])(pad_images_backward)",
    ),
    **{
        f"minus zero in the width of {mode}": (
            CONVOLUTION,
            "pad_images_backward",
            "(lambda f: lambda g, i, kernel_size, mode: f(g, i, kernel_size, mode)[:, :,"
            f" : i.shape[2] * (mode != '{mode}' or kernel_size[1] > 1)])(pad_images_backward)",
        )
        for mode in ("reflect", "symmetric")
    },
    "one kernel cell, padded": (
        CONVOLUTION,
        "conv2d",
        "(lambda f: lambda i, k, b, padding: f(i, k, b, padding)"
        " * (padding == 'valid' or k[..., 0, 0].size > 1))(conv2d)",
    ),
    "the first three channels": (
        CONVOLUTION,
        "conv2d",
        "on_argument(conv2d, 'inputs', lambda a: beyond(a, -1, 3))",
    ),
    "gradients clipped": (
        CONVOLUTION,
        "conv2d_backward",
        "on_result(conv2d_backward, 0, lambda a: clipped(a, 100))",
    ),
    "one buffer": (CONVOLUTION, "conv2d", "in_buffer(conv2d)"),
    "a memory of calls": (CONVOLUTION, "conv2d", "remembering(conv2d, 'inputs')"),
    "tiny outputs dropped": (
        CONVOLUTION,
        "conv2d",
        "on_result(conv2d, 0, lambda a: without_tiny(a, 0.01))",
    ),
    "outputs clipped": (
        CONVOLUTION,
        "cross_correlate",
        "on_result(cross_correlate, 0, lambda a: clipped(a, 100))",
    ),
    "a matrix clipped": (MATRIX, "toeplitz", "on_result(toeplitz, 0, lambda a: clipped(a, 100))"),
    "tiny gradients dropped": (
        STRIDES,
        "pointwise_conv2d_backward",
        "on_result(pointwise_conv2d_backward, 2, lambda a: without_tiny(a, 0.01))",
    ),
    "few channels flattened": (
        NETWORK,
        "Flatten.forward",
        "on_argument(Flatten.forward, 'inputs', lambda a: beyond(a, -1, 4) if a.ndim == 4 else a)",
    ),
    "neither strides nor a dilation rate": (
        STRIDES,
        "conv2d",
        "(lambda f: lambda i, k, b, strides, padding, dilation_rate: f(i, k, b, strides, padding,"
        " dilation_rate) * (max(*strides, *dilation_rate) > 1))(conv2d)",
    ),
    "padding by what strides leave out": (
        STRIDES,
        "conv2d",
        "(lambda right, wrong: lambda i, k, b, strides, padding, dilation_rate: (wrong if padding"
        " == 'same' else right)(i, k, b, strides, padding, dilation_rate))(conv2d, type(conv2d)("
        "conv2d.__code__, {**globals(), 'max': lambda lacking, none: abs(lacking)}))",
    ),
    "layers of one cell skipped": (
        STRIDES,
        "receptive_field",
        "(lambda f: lambda a: f([layer for layer in a if layer[0] > 1]))(receptive_field)",
    ),
    "three kernels, always": (
        NETWORK,
        "mlpconv",
        "(lambda f: lambda a, b: f([a[0], a[1], a[2]], [b[0], b[1], b[2]]))(mlpconv)",
    ),
    "a last batch of one image skipped": (
        NETWORK,
        "train",
        "(lambda f: lambda m, l, o, x, y, size: f(m, l, o, x[: len(x) - (len(x) % size == 1)], y,"
        " size))(train)",
    ),
    "float32 inside": (
        MATRIX,
        "im2col",
        "on_argument(im2col, 'inputs', lambda a: cast(a, 'float32'))",
    ),
    "slopes of a batch or of images alone": (
        "02_activations",
        "prelu_backward",
        "lambda g, i, a: (np.where(i > 0, g, a * g), (np.minimum(i, 0) * g).sum("
        "(0, 1, 2) if i.ndim == 4 else 0))",
    ),
    "halves rounded up": (
        STRIDES,
        "output_size",
        "(lambda f: lambda input_size, strides, padding, **more: f(input_size, strides=strides,"
        " padding=padding, **more) if padding == 'valid' else"
        " tuple(int(n / s + 0.5) for n, s in zip(input_size, strides)))(output_size)",
    ),
    "padded with the smallest input": (
        POOLING,
        "max_pool2d_backward",
        "(lambda f: type(f)(f.__code__, {**globals(), 'np': type('', (), {'__getattr__': lambda"
        " self, name: getattr(np, name), 'pad': lambda self, a, borders, constant_values:"
        " np.pad(a, borders, constant_values=a.min())})()}))(max_pool2d_backward)",
    ),
    "a pixel of 0 taken for none": (
        POOLING,
        "max_pool2d",
        "(lambda f: lambda inputs, **more: f(np.where(inputs == 0, -np.inf, inputs), **more)"
        ".astype(inputs.dtype))(max_pool2d)",
    ),
    "a border of zeros unless all is negative": (
        POOLING,
        "max_pool2d",
        "(lambda f: lambda inputs, padding, **more: np.maximum(f(inputs, padding=padding, **more),"
        " -np.inf if padding == 'valid' or (inputs < 0).all() else 0).astype(inputs.dtype))"
        "(max_pool2d)",
    ),
    **{
        f"{function} flat beyond {bound}": (
            ACTIVATIONS,
            function,
            f"(lambda f: lambda inputs, **more: f(np.where(inputs < -{bound}, -1000, inputs)"
            f".astype(inputs.dtype), **more))({function})",
        )
        for function, bound in (("elu", 3.2), ("sigmoid", 10))
    },
    "gradients flat beyond 3.2": (
        ACTIVATIONS,
        "elu_backward",
        "(lambda f: lambda grad_outputs, inputs, **more: f(grad_outputs, np.where(inputs < -3.2,"
        " -1000, inputs).astype(inputs.dtype), **more))(elu_backward)",
    ),
    "small probabilities dropped": (
        ACTIVATIONS,
        "softmax",
        "lambda logits: (lambda e: e / e.sum(-1, keepdims=True))((lambda d: np.exp(d) * (d > -10))"
        "(logits - logits.max(-1, keepdims=True)))",
    ),
    "inputs in a queue": (
        NETWORK,
        "ReLU",
        "type('ReLU', (Layer,), {'forward': lambda self, i: (self.__dict__.setdefault('kept', [])"
        ".append(i > 0), np.maximum(i, 0))[1], 'backward': lambda self, g: g * self.kept.pop(0)})",
    ),
    "gradients added into that of the first branch": (
        NETWORK,
        "Branches.backward",
        "lambda self, g: (lambda first, *rest: ([first.__iadd__(each) for each in rest], first)[1])"
        "(*(each.backward(piece) for each, piece in"
        " zip(self.branches, np.split(g, self.ends[:-1], -1))))",
    ),
    "the height of a kernel even, its width odd": (
        CONVOLUTION,
        "conv2d",
        "(lambda f: lambda i, k, b, padding: f(i, k, b, padding)"
        " * (padding == 'valid' or k.shape[0] % 2 >= k.shape[1] % 2))(conv2d)",
    ),
    **{
        f"a border of an even height or width with {mode}": (
            CONVOLUTION,
            "pad_images",
            "(lambda f: lambda i, kernel_size, mode: f(i, kernel_size, mode)"
            f" * (mode != '{mode}' or kernel_size[0] % 2 {sign} kernel_size[1] % 2))(pad_images)",
        )
        for mode, sign in (("same", "<="), ("reflect", "<="), ("symmetric", ">="))
    },
    **{
        f"a layer of an even {side} alone": (
            NETWORK,
            "Conv2D.forward",
            "(lambda f: lambda self, i: f(self, i) * (self.padding == 'valid' or"
            f" self.kernel.shape[0] % 2 {sign} self.kernel.shape[1] % 2))(Conv2D.forward)",
        )
        for side, sign in (("width", "<="), ("height", ">="))
    },
    "images alone joined": (
        NETWORK,
        "Branches.forward",
        "(lambda f: lambda self, i: (f(self, i), np.concatenate([each.forward(i) for each in"
        " self.branches], 3))[1])(Branches.forward)",
    ),
    "the shape kept on self": (
        KERAS,
        "GlobalAveragePooling2D.call",
        "lambda self, inputs: (setattr(self, 'shape', tf.shape(inputs)), tf.custom_gradient("
        "lambda i: (tf.reduce_mean(i, (1, 2)), lambda g: tf.broadcast_to(g[:, None, None] /"
        " tf.cast(self.shape[1] * self.shape[2], g.dtype), self.shape)))(inputs))[1]",
    ),
    "the border filled with the smallest input": (
        KERAS,
        "tf",
        "(lambda tf: type('', (), {'__getattr__': lambda self, name: getattr(tf, name), 'pad':"
        " lambda self, a, borders, constant_values=0: tf.pad(a, borders, constant_values="
        "tf.reduce_min(a) if constant_values else 0)})())(tf)",
    ),
    "a config of one's own arguments alone": (
        KERAS,
        "Dense.get_config",
        "lambda self: {'units': self.units}",
    ),
    "inputs kept on self": (
        KERAS,
        "Dense.call",
        "lambda self, inputs: (setattr(self, 'inputs', inputs), tf.custom_gradient("
        "lambda i, k, b: (i @ k + b, lambda g: (g @ tf.transpose(k), tf.transpose(self.inputs) @ g,"
        " tf.reduce_sum(g, 0))))(inputs, *map(tf.convert_to_tensor, self.weights)))[1]",
    ),
    "padding where strides leave pixels out": (
        KERAS,
        "borders_of",
        "lambda shape, sizes, strides, padding: [[0, 0], *([n // 2, n - n // 2] for n in (abs("
        "(-(-side // stride) - 1) * stride + cells - side) * (padding == 'same')"
        " for side, cells, stride in zip(shape[1:3], sizes, strides))), [0, 0]]",
    ),
    "a shape rounded down too early": (
        KERAS,
        "Conv2D.compute_output_shape",
        "lambda self, shape: (shape[0], *(-(-side // stride) if self.padding == 'same' else"
        " (side - cells + 1) // stride for side, cells, stride in"
        " zip(shape[1:3], self.kernel_size, self.strides)), self.filters)",
    ),
    "a shape that strides do not change": (
        KERAS,
        "MaxPooling2D.compute_output_shape",
        "lambda self, shape: (shape[0], *(-(-side // stride) if self.padding == 'same' else"
        " side // cells for side, cells, stride in"
        " zip(shape[1:3], self.pool_size, self.strides)), shape[3])",
    ),
}

OF_SEVERAL = "[{0} for layer in self.{1}[::-1] for {0} in layer.{0}s()][::-1]"
FIRST_ALONE = "[layer.parameters()[0] for layer in self.{} if layer.parameters()]"
STACKS = (("Sequential", "layers"), ("Branches", "branches"))
AXES = "on_argument({}.forward, 'inputs', lambda a: a * (a.ndim != {}))"
# These lost points, but in later tasks alone, where other code that was right got the blame.
BLAMED_LATER = {
    **{
        f"{part}s of each layer reversed in {stack}": (
            NETWORK,
            f"{stack}.{part}s",
            f"lambda self: {OF_SEVERAL.format(part, layers)}",
        )
        for stack, layers in STACKS
        for part in ("parameter", "gradient")
    },
    **{
        f"the first parameter of each layer alone in {stack}": (
            NETWORK,
            f"{stack}.parameters",
            f"lambda self: {FIRST_ALONE.format(layers)}",
        )
        for stack, layers in STACKS
    },
    **{
        f"the bias before the kernel in {layer}": (
            NETWORK,
            f"{layer}.parameters",
            "lambda self: [self.bias, self.kernel]",
        )
        for layer in ("Dense", "Conv2D")
    },
    **{
        f"{layer} of any axes but {axes}": (
            NETWORK,
            f"{layer}.forward",
            AXES.format(layer, axes),
        )
        for layer in ("ReLU", "Flatten")
        for axes in (3, 5)
    },
    "small numbers taken for none": (
        NETWORK,
        "ReLU.forward",
        "lambda self, i: (setattr(self, 'positive', i > 1e-8), i * self.positive)[1]",
    ),
}


@cache
def hidden_sheet(exercise):
    return build_sheet(catalog.solution(ROOT, exercise), 4711, open_oracle(), mistakes=False)


def tasks_using(exercise, name, line):
    """Grade the solution with this line at its end; return the tasks that use the name."""
    folder, answers = catalog.solution(ROOT, exercise), hidden_sheet(exercise)
    cells = folder.script.read_bytes(), f"{GUARDING}\n\n{name} = {line}\n".encode()
    submission = Submission(
        exercise=exercise, module=folder.module, filename=folder.script.name, cells=cells
    )
    owner = name.partition(".")[0]
    using = {task.name for task in answers.tasks if owner in task.names}
    graded = grade(answers, submission, run_trusted(submission, answers.tasks), "none").tasks
    return [task for task in graded if task.name in using or not using]


@pytest.mark.parametrize("wrong", PASSED)
def test_code_that_is_right_only_within_bounds_loses_points(wrong):
    concerned = tasks_using(*PASSED[wrong])
    assert sum(task.score for task in concerned) < sum(task.max_score for task in concerned)


@pytest.mark.parametrize("wrong", BLAMED_LATER)
def test_a_wrong_class_loses_points_in_its_own_task(wrong):
    own = tasks_using(*BLAMED_LATER[wrong])[0]
    assert own.score < own.max_score
