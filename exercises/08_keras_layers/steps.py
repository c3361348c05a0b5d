"""How the layers of keras_layers.py are used in each task.

`code` holds what you wrote: `code.Dense` is your class. `way` is how a layer is called: by itself ("eager"), in a graph
that does not know the size of the batch ("graph"), with numbers that only float64 can hold ("float64"), or once more
before the gradients of the first call are computed ("another call").
"""

from functools import partial

import keras
import numpy as np
import tensorflow as tf

HUGE = 2.0**130  # the largest number of float32 is just below 2**128


# -- one layer: outputs and gradients --------------------------------------------------------------------------------


def passes(build, inputs, grad_outputs, kernel=None, bias=None, way="eager"):
    """Build a layer, give it these weights, and return its outputs and all gradients."""
    unit = HUGE if way == "float64" else 1
    dtype = "float64" if way == "float64" else inputs.dtype.name
    layer = build(dtype=dtype)
    inputs, grad_outputs = (unit * array.astype(dtype) for array in (inputs, grad_outputs))
    layer(inputs[:1] + unit)  # Keras builds a layer when it is first called
    weights = []
    if kernel is not None:
        layer.kernel.assign(kernel)
        layer.bias.assign(unit * bias.astype(dtype))
        # A variable of Keras holds one of TensorFlow's, which a tape can watch.
        weights = [each if isinstance(each, tf.Variable) else each.value for each in (layer.kernel, layer.bias)]

    def forward_and_backward(inputs, grad_outputs):
        with tf.GradientTape() as tape:
            tape.watch([inputs, *weights])
            outputs = layer(inputs)
        if way == "another call":
            layer(-inputs[:, 1:] if inputs.ndim == 4 else -inputs)  # images of another size
        sources = [inputs, *weights]
        if outputs.shape[1:] != grad_outputs.shape[1:]:  # outputs of a wrong shape have no gradients
            return outputs, *map(tf.zeros_like, sources)
        upstream = tf.cast(grad_outputs, outputs.dtype)
        return outputs, *tape.gradient(outputs, sources, upstream, tf.UnconnectedGradients.ZERO)

    if way == "graph":
        known = [tf.TensorSpec((None, *array.shape[1:]), array.dtype) for array in (inputs, grad_outputs)]
        graph = tf.function(forward_and_backward, known, autograph=False, jit_compile=False)
        forward_and_backward = graph.get_concrete_function()
    results = forward_and_backward(tf.constant(inputs), tf.constant(grad_outputs))
    units = (unit, unit, unit**2, unit)  # of outputs, grad_inputs, grad_kernel, grad_bias
    return tuple(np.asarray(result) / unit for result, unit in zip(results, units, strict=False))


def global_average_pooling2d(code, inputs, grad_outputs, way):
    return passes(code.GlobalAveragePooling2D, inputs, grad_outputs, way=way)


def dense(code, inputs, grad_outputs, kernel, bias, way):
    return passes(partial(code.Dense, kernel.shape[-1]), inputs, grad_outputs, kernel, bias, way)


def conv2d(code, inputs, grad_outputs, kernel, bias, way, **options):
    build = partial(code.Conv2D, kernel.shape[-1], kernel.shape[:2], **options)
    return passes(build, inputs, grad_outputs, kernel, bias, way)


def max_pooling2d(code, inputs, grad_outputs, way, **options):
    return passes(partial(code.MaxPooling2D, **options), inputs, grad_outputs, way=way)


# -- what Keras asks of a layer --------------------------------------------------------------------------------------


def good_citizen(code, inputs, numbers, layer, **options):
    """Return the shapes of the trainable weights and the outputs; the outputs of a layer rebuilt from its config; and,
    if the config says float64, how many bytes a number takes: in each weight called kernel or bias, and in the outputs.
    """
    kind = getattr(code, layer)
    first = kind(name="first", **options)
    outputs = first(keras.Input(inputs.shape[1:]))
    shapes = [size or -1 for each in (*first.trainable_weights, outputs) for size in each.shape]
    again = kind.from_config(first.get_config())
    again(inputs[:1] + 1)
    double = kind.from_config(kind(dtype="float64", **options).get_config())
    cast = double(inputs)  # from float32, as Keras does it
    for name in ("kernel", "bias"):
        if hasattr(again, name):
            weight = getattr(again, name)
            weight.assign(np.resize(numbers, weight.shape))
    weights = [weight for weight in double.weights if weight.name in ("kernel", "bias")]
    return shapes, again(inputs), [tf.as_dtype(each.dtype).size for each in (*weights, cast)]


# -- in a model ------------------------------------------------------------------------------------------------------


def in_fit(code, images, labels, kernel, bias, weights, offsets):
    """Train for ten batches, five epochs of two. Return the losses, the predictions and the weights."""
    dtype = images.dtype.name
    convolution = code.Conv2D(kernel.shape[-1], kernel.shape[:2], padding="same", dtype=dtype)
    pooling, average = code.MaxPooling2D(dtype=dtype), code.GlobalAveragePooling2D(dtype=dtype)
    last = code.Dense(weights.shape[-1], dtype=dtype)
    relu = keras.layers.ReLU(dtype=dtype)
    model = keras.Sequential([keras.Input(images.shape[1:], dtype=dtype), convolution, relu, pooling, average, last])
    convolution.kernel.assign(kernel)
    convolution.bias.assign(bias)
    last.kernel.assign(weights)
    last.bias.assign(offsets)
    model.compile(keras.optimizers.SGD(0.25), keras.losses.MeanSquaredError(dtype=dtype), jit_compile=False)
    batches = tf.data.Dataset.from_tensor_slices((images, labels)).batch(len(images) * 2 // 3)
    history = model.fit(batches, epochs=5, shuffle=False, verbose=0)
    return history.history["loss"], model(images), convolution.kernel, convolution.bias, last.kernel, last.bias
