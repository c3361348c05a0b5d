"""Laws of the layers, for the solutions and for TensorFlow: true whatever the numbers are.

Numbers are small integers wherever a law adds and multiplies only, so that it holds to the bit.
"""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT

from autograder import catalog

SMALL = st.integers(1, 4)
PAIRS = st.tuples(SMALL, SMALL)
PADDINGS = st.sampled_from(["valid", "same"])
SKIPPING = st.tuples(SMALL, SMALL, st.just(1)) | st.tuples(
    SMALL, st.just(1), SMALL
)  # (kernel_size, stride, rate)
NUMBERS = st.integers(0, 2**32 - 1).map(np.random.default_rng)


def law(*drawn, **named):
    """`given`, on few examples and the same ones every time."""
    return lambda test: settings(deadline=None, max_examples=25, derandomize=True)(
        given(*drawn, **named)(test)
    )


@cache
def solutions(exercise):
    path = catalog.solution(ROOT, exercise).script
    names = {"__name__": path.stem}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)
    return names


@cache
def tasks(exercise):
    return {task.name: task for task in catalog.load_spec(catalog.solution(ROOT, exercise)).tasks}


def by_solution(exercise, name, *arrays, **options):
    return solutions(exercise)[name](*arrays, **options)


def by_tensorflow(exercise, name, *arrays, **options):
    from autograder.answers.making import open_oracle

    task = tasks(exercise)[name]
    parts = open_oracle().evaluate(task, dict(zip(task.arrays, arrays, strict=True)), options)
    return tuple(parts.values()) if len(parts) > 1 else next(iter(parts.values()))


@pytest.fixture(
    scope="module",
    params=[by_solution, pytest.param(by_tensorflow, marks=pytest.mark.oracle)],
    ids=["ours", "tensorflow"],
)
def call(request):
    return request.param


def integers(rng, *shape):
    return rng.integers(-4, 5, shape).astype(float)


def layer(rng, kernel_size, image, padding="valid", stride=(1, 1), rate=(1, 1), kind="conv"):
    """Images large enough for the kernel, a kernel and a bias."""
    batch, channels, filters = rng.integers(1, 4, 3)
    height, width = (
        extra + (cells - 1) * r + 1
        for extra, cells, r in zip(image, kernel_size, rate, strict=True)
    )
    return (
        integers(rng, batch, height, width, channels),
        integers(rng, *kernel_size, channels, filters),
        integers(rng, filters),
    )


def inner(one, other):
    assert one.shape == other.shape
    return float((one * other).sum())


def ways(rng, kernel_size, extra):
    """Yield every function that is linear in its first array: exercise, name, arrays, options."""
    inputs, kernel, bias = layer(rng, kernel_size, extra)
    strided = {"strides": (2, 1), "padding": "same", "dilation_rate": (1, 1)}
    dilated = {"strides": (1, 1), "padding": "same", "dilation_rate": (1, 2)}
    pools = {"pool_size": kernel_size, "strides": (2, 1), "padding": "same"}
    yield "01_dense", "dense", (inputs, kernel[0, 0], bias), {}
    for mode in ("valid", "same"):
        yield "03_convolution", "pad_images", (inputs,), {"kernel_size": kernel_size, "mode": mode}
        yield "03_convolution", "conv2d", (inputs, kernel, bias), {"padding": mode}
    for mode in ("reflect", "symmetric"):
        yield "03_convolution", "pad_images", (inputs,), {"kernel_size": (2, 2), "mode": mode}
    yield "04_convolution_as_matrix", "conv2d_matmul", (inputs, kernel, bias), {}
    yield "05_strides_and_dilation", "conv2d", (inputs, kernel, bias), strided
    yield "05_strides_and_dilation", "conv2d", (inputs, kernel, bias), dilated
    yield "05_strides_and_dilation", "pointwise_conv2d", (inputs, kernel[:1, :1], bias), {}
    yield "06_pooling", "average_pool2d", (inputs,), pools
    yield "06_pooling", "global_average_pool2d", (inputs,), {}


@law(NUMBERS, PAIRS, PAIRS)
def test_backward_is_the_adjoint_of_forward(call, rng, kernel_size, extra):
    """<f(x + d) - f(x), g> = <d, grad_x> for each argument x of a layer that is linear in each."""
    for exercise, name, arrays, options in ways(rng, kernel_size, extra):
        outputs = call(exercise, name, *arrays, **options)
        errors = integers(rng, *outputs.shape)
        gradients = call(exercise, f"{name}_backward", errors, *arrays, **options)
        for position, gradient in enumerate(
            gradients if isinstance(gradients, tuple) else [gradients]
        ):
            direction = integers(rng, *arrays[position].shape)
            moved = [
                array + direction if i == position else array for i, array in enumerate(arrays)
            ]
            change = call(exercise, name, *moved, **options) - outputs
            assert inner(change, errors) == pytest.approx(inner(direction, gradient), abs=1e-9), (
                name
            )


@law(NUMBERS, PAIRS, PAIRS)
def test_layers_are_linear_in_their_inputs(call, rng, kernel_size, extra):
    for exercise, name, (inputs, *parameters), options in ways(rng, kernel_size, extra):
        parameters[1:] = [0 * bias for bias in parameters[1:]]
        other = integers(rng, *inputs.shape)
        both = call(exercise, name, 2 * inputs - 3 * other, *parameters, **options)
        one, two = (
            call(exercise, name, array, *parameters, **options) for array in (inputs, other)
        )
        assert both == pytest.approx(2 * one - 3 * two, abs=1e-9), name


@law(NUMBERS, PAIRS, PAIRS)
def test_a_shifted_image_gives_a_shifted_feature_map(call, rng, kernel_size, extra):
    inputs, kernel, bias = layer(rng, kernel_size, extra)
    shifted = np.roll(inputs, (1, 2), axis=(1, 2))
    outputs, moved = (
        call("03_convolution", "conv2d", array, kernel, bias, padding="valid")
        for array in (inputs, shifted)
    )
    assert np.array_equal(moved[:, 1:, 2:], outputs[:, :-1, :-2])


@law(NUMBERS, PAIRS)
def test_one_by_one_is_dense_along_the_channels(call, rng, extra):
    inputs, kernel, bias = layer(rng, (1, 1), extra)
    stay = {"strides": (1, 1), "dilation_rate": (1, 1)}
    dense = call("01_dense", "dense", inputs, kernel[0, 0], bias)
    for padding in ("valid", "same"):
        assert np.array_equal(
            call("03_convolution", "conv2d", inputs, kernel, bias, padding=padding), dense
        )
        assert np.array_equal(
            call(
                "05_strides_and_dilation", "conv2d", inputs, kernel, bias, padding=padding, **stay
            ),
            dense,
        )
    assert np.array_equal(
        call("05_strides_and_dilation", "pointwise_conv2d", inputs, kernel, bias), dense
    )


@law(NUMBERS, PAIRS, PAIRS, PAIRS)
def test_strided_is_plain_and_subsampled(call, rng, kernel_size, extra, strides):
    arrays = layer(rng, kernel_size, extra)
    plain, strided = (
        call(
            "05_strides_and_dilation",
            "conv2d",
            *arrays,
            strides=steps,
            padding="valid",
            dilation_rate=(1, 1),
        )
        for steps in ((1, 1), strides)
    )
    assert np.array_equal(strided, plain[:, :: strides[0], :: strides[1]])


@law(NUMBERS, PAIRS, PAIRS, PAIRS, PADDINGS)
def test_dilated_is_plain_with_zeros_in_the_kernel(call, rng, kernel_size, extra, rate, padding):
    inputs, kernel, bias = layer(rng, kernel_size, extra, rate=rate)
    field = [(cells - 1) * r + 1 for cells, r in zip(kernel_size, rate, strict=True)]
    wide = np.zeros((*field, *kernel.shape[2:]))
    wide[:: rate[0], :: rate[1]] = kernel
    options = {"strides": (1, 1), "padding": padding}
    dilated = call(
        "05_strides_and_dilation", "conv2d", inputs, kernel, bias, **options, dilation_rate=rate
    )
    assert np.array_equal(
        dilated,
        call(
            "05_strides_and_dilation", "conv2d", inputs, wide, bias, **options, dilation_rate=(1, 1)
        ),
    )


@law(NUMBERS, st.integers(1, 6), st.integers(0, 6))
def test_a_convolution_is_a_correlation_with_a_flipped_kernel(call, rng, cells, extra):
    signal, kernel = integers(rng, cells + extra), integers(rng, cells)
    turned = call("03_convolution", "cross_correlate", signal, kernel[::-1])
    assert np.array_equal(call("03_convolution", "convolve", signal, kernel), turned)
    assert np.array_equal(turned, np.convolve(signal, kernel, "valid"))


@law(NUMBERS, st.integers(1, 6), st.integers(0, 6))
def test_a_toeplitz_matrix_is_the_correlation(call, rng, cells, extra):
    signal, kernel = integers(rng, cells + extra), integers(rng, cells)
    matrix = call("04_convolution_as_matrix", "toeplitz", kernel, input_size=signal.size)
    assert np.array_equal(
        matrix @ signal, call("03_convolution", "cross_correlate", signal, kernel)
    )
    assert all(np.unique(matrix.diagonal(offset)).size <= 1 for offset in range(signal.size))


@law(NUMBERS, PAIRS, PAIRS)
def test_a_convolution_matrix_is_the_convolution(call, rng, kernel_size, extra):
    inputs, kernel, bias = layer(rng, kernel_size, extra)
    image, cells = inputs[:1, :, :, :1], kernel[:, :, :1, :1]
    matrix = call(
        "04_convolution_as_matrix", "conv_matrix", cells[:, :, 0, 0], image_size=image.shape[1:3]
    )
    outputs = call("03_convolution", "conv2d", image, cells, 0 * bias[:1], padding="valid")
    assert np.array_equal(matrix @ image.ravel(), outputs.ravel())


@law(NUMBERS, PAIRS, PAIRS)
def test_col2im_is_the_adjoint_of_im2col(call, rng, kernel_size, extra):
    inputs, _, _ = layer(rng, kernel_size, extra)
    columns = call("04_convolution_as_matrix", "im2col", inputs, kernel_size=kernel_size)
    errors = integers(rng, *columns.shape)
    shape = tuple(map(int, inputs.shape))
    images = call(
        "04_convolution_as_matrix", "col2im", errors, input_shape=shape, kernel_size=kernel_size
    )
    assert inner(columns, errors) == inner(inputs, images)


@law(NUMBERS, PAIRS, PAIRS)
def test_every_way_to_convolve_gives_the_same_result(call, rng, kernel_size, extra):
    arrays = layer(rng, kernel_size, extra)
    stay = {"strides": (1, 1), "dilation_rate": (1, 1)}
    direct = call("03_convolution", "conv2d", *arrays, padding="valid")
    assert np.array_equal(call("04_convolution_as_matrix", "conv2d_matmul", *arrays), direct)
    assert np.array_equal(
        call("05_strides_and_dilation", "conv2d", *arrays, padding="valid", **stay), direct
    )
    assert call("04_convolution_as_matrix", "conv2d_fft", *arrays) == pytest.approx(
        direct, abs=1e-9
    )


@law(NUMBERS, PAIRS, PAIRS)
def test_the_backward_pass_is_two_convolutions(call, rng, kernel_size, extra):
    inputs, kernel, bias = layer(rng, kernel_size, extra)
    errors = integers(
        rng, *call("03_convolution", "conv2d", inputs, kernel, bias, padding="valid").shape
    )
    grad_inputs, grad_kernel, _ = call(
        "03_convolution", "conv2d_backward", errors, inputs, kernel, bias, padding="valid"
    )
    assert np.array_equal(
        call("04_convolution_as_matrix", "grad_inputs_by_convolution", errors, kernel), grad_inputs
    )
    assert np.array_equal(
        call("04_convolution_as_matrix", "grad_kernel_by_convolution", inputs, errors), grad_kernel
    )


@law(NUMBERS, PAIRS)
def test_an_image_along_the_channels_is_dense(call, rng, extra):
    inputs, _, bias = layer(rng, (1, 1), extra)
    kernel = integers(rng, inputs[0].size, bias.size)
    outputs = call("05_strides_and_dilation", "dense_as_conv2d", inputs, kernel, bias)
    assert np.array_equal(
        outputs, call("01_dense", "dense", inputs.reshape(len(inputs), -1), kernel, bias)
    )


@law(NUMBERS, PAIRS, PAIRS, PAIRS, PADDINGS)
def test_the_predicted_size_is_the_size_of_the_result(
    call, rng, kernel_size, extra, strides, padding
):
    inputs, kernel, bias = layer(rng, kernel_size, extra)
    options = {"strides": strides, "padding": padding, "dilation_rate": (1, 1)}
    size = tuple(map(int, inputs.shape[1:3]))
    foretold = call(
        "05_strides_and_dilation",
        "output_size",
        input_size=size,
        kernel_size=kernel_size,
        **options,
    )
    outputs = call("05_strides_and_dilation", "conv2d", inputs, kernel, bias, **options)
    assert tuple(foretold) == outputs.shape[1:3]


@law(st.lists(SKIPPING, min_size=1, max_size=4))
def test_a_receptive_field_grows_by_what_a_layer_adds(call, layers):
    *before, (cells, _, rate) = layers
    field = call("05_strides_and_dilation", "receptive_field", layers=layers)
    below = call("05_strides_and_dilation", "receptive_field", layers=before) if before else 1
    step = int(np.prod([stride for _, stride, _ in before]))
    assert field == below + (cells - 1) * rate * step


@law(NUMBERS, PAIRS, PAIRS, PAIRS, PADDINGS)
def test_pooling_passes_on_exactly_the_whole_gradient(
    call, rng, pool_size, extra, strides, padding
):
    inputs, _, _ = layer(rng, pool_size, extra)
    options = {"pool_size": pool_size, "strides": strides, "padding": padding}
    for name in ("max_pool2d", "average_pool2d"):
        errors = integers(rng, *call("06_pooling", name, inputs, **options).shape)
        gradient = call("06_pooling", f"{name}_backward", errors, inputs, **options)
        assert gradient.sum() == pytest.approx(errors.sum(), abs=1e-9), name
    errors = integers(rng, len(inputs), inputs.shape[3])
    assert call(
        "06_pooling", "global_average_pool2d_backward", errors, inputs
    ).sum() == pytest.approx(errors.sum())


@law(NUMBERS, PAIRS, PAIRS, PAIRS, PADDINGS)
def test_a_maximum_is_an_input_and_no_less_than_the_average(
    call, rng, pool_size, extra, strides, padding
):
    inputs, _, _ = layer(rng, pool_size, extra)
    options = {"pool_size": pool_size, "strides": strides, "padding": padding}
    largest, average = (
        call("06_pooling", name, inputs, **options) for name in ("max_pool2d", "average_pool2d")
    )
    assert np.isin(largest, inputs).all()
    assert (largest >= average - 1e-9).all()
    negated = -call("06_pooling", "max_pool2d", -inputs, **options)  # the smallest
    assert (average >= negated - 1e-9).all()


@law(NUMBERS, PAIRS, PAIRS)
def test_one_window_over_the_whole_image_is_global_pooling(call, rng, size, extra):
    inputs, _, _ = layer(rng, size, extra)
    size = tuple(map(int, inputs.shape[1:3]))
    whole = call(
        "06_pooling", "average_pool2d", inputs, pool_size=size, strides=(1, 1), padding="valid"
    )
    assert whole[:, 0, 0] == pytest.approx(
        call("06_pooling", "global_average_pool2d", inputs), abs=1e-9
    )


SMOOTH = {"sigmoid": {}, "tanh": {}, "swish": {}, "selu": {}, "relu": {}, "elu": {"alpha": 0.7}}
BENT = {"leaky_relu": {"negative_slope": 0.25}, "maxout": {"pieces": 2}, "softmax": {}}


@pytest.mark.parametrize("name", [*SMOOTH, *BENT])
@law(rng=NUMBERS)
def test_backward_is_the_slope_of_forward(call, name, rng):
    options = {**SMOOTH, **BENT}[name]
    inputs = rng.permutation(np.r_[-6:0, 1:7]).reshape(3, 4) / 2  # no ties, and nothing near a kink
    outputs = call("02_activations", name, inputs, **options)
    errors, direction, step = (
        rng.standard_normal(outputs.shape),
        rng.standard_normal(inputs.shape),
        1e-6,
    )
    up, down = (
        call("02_activations", name, inputs + way * step * direction, **options) for way in (1, -1)
    )
    gradient = call("02_activations", f"{name}_backward", errors, inputs, **options)
    assert inner(gradient, direction) == pytest.approx(
        inner((up - down) / (2 * step), errors), abs=1e-6
    )


@law(NUMBERS, SMALL, st.floats(-900, 900))
def test_softmax_is_a_distribution_that_ignores_a_shift(call, rng, batch, shift):
    logits = rng.standard_normal((batch, 5))
    outputs = call("02_activations", "softmax", logits)
    assert outputs.sum(axis=1) == pytest.approx(np.ones(batch))
    assert call("02_activations", "softmax", logits + shift) == pytest.approx(outputs, abs=1e-12)
    errors = rng.standard_normal(logits.shape)
    assert call("02_activations", "softmax_backward", errors, logits).sum(axis=1) == pytest.approx(
        0 * logits[:, 0], abs=1e-12
    )


@law(NUMBERS, SMALL)
def test_cross_entropy_is_minus_the_logarithm_of_softmax(call, rng, batch):
    logits, labels = rng.standard_normal((batch, 5)), rng.dirichlet(np.ones(5), batch)
    outputs = call("02_activations", "softmax", logits)
    loss = call("02_activations", "cross_entropy", logits, labels)
    assert loss == pytest.approx(-(labels * np.log(outputs)).sum(axis=1))
    gradient = call("02_activations", "cross_entropy_backward", np.ones(batch), logits, labels)
    assert gradient == pytest.approx(outputs - labels)


@law(NUMBERS)
def test_activations_keep_order_and_their_promised_range(call, rng):
    inputs = np.sort(rng.uniform(-40, 40, 9))
    for name, low, high in (
        ("sigmoid", 0, 1),
        ("tanh", -1, 1),
        ("relu", 0, np.inf),
        ("selu", -1.7581, np.inf),
    ):
        outputs = call("02_activations", name, inputs)
        assert (np.diff(outputs) >= 0).all()
        assert low <= outputs.min() <= outputs.max() <= high
