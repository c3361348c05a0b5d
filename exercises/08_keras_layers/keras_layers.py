# %% [markdown]
# # 08 Keras layers: your own layers in a real model
#
# You write four Keras layers with your own gradients and train them with `model.fit`.
#
# | array | axes |
# |---|---|
# | `inputs`, `outputs` of `Dense` | batch, features |
# | images | batch, height, width, channels |
# | kernel of `Conv2D` | kernel_height, kernel_width, channels, filters |
#
# **By hand.** `Dense(2)` with `kernel [[1, 0], [2, -1]]` and `bias [3, 0]`:
#
#     forward  [[1,  2]] -> [[8, -2]]
#     backward [[1, -1]] -> [[1,  3]]
#     grad_kernel [[1, -1], [2, -2]]    grad_bias [1, -1]
#
# **Rules.** Forward: array operations of TensorFlow, `tf.image.extract_patches`
# included. Backward: your own, inside `tf.custom_gradient`. Off limits: TensorFlow's
# and Keras' convolutions, pooling and gradients. Names, arguments and weights
# (`kernel`, `bias`) are those of Keras. Sizes are pairs, `padding` is `"valid"` or
# `"same"`. The batch size is unknown in a graph: use `tf.shape(inputs)[0]`. A layer may
# be called again before its gradients are computed: keep nothing of a call on `self`.
# Return the dtype of the inputs, float32 or float64.
#
# **Check.** `autograder check 08_keras_layers`, or `autograder check keras_layers.py`
# for this file. `steps.py` shows how your classes are used. In the notebook, run its
# first code cell, then the cell below a task.
#
# **Predict.** You remove `tf.custom_gradient` from your `Dense` and return only the
# outputs. Does the model still learn? Which numbers change?

# %%
import keras
import numpy as np
import tensorflow as tf

# %% [markdown]
# ## The one form that works everywhere
# `Scale` is given. `build` creates the weights once the shape of the inputs is known.
# `call` holds a function of *tensors* that returns its outputs and a backward function,
# which returns one gradient for each argument. Pass a weight as
# `tf.convert_to_tensor(self.factor)`: a variable fails.


# %%
class Scale(keras.layers.Layer):
    """Multiply each channel by a learned number.

    >>> layer = Scale()
    >>> layer(tf.constant([[1.0, 2], [0, 3]])).numpy()
    array([[1., 2.],
           [0., 3.]], dtype=float32)
    """

    def build(self, input_shape: tuple) -> None:
        shape = (input_shape[-1],)
        self.factor = self.add_weight(shape=shape, initializer="ones", name="factor")

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        @tf.custom_gradient
        def scale(inputs: tf.Tensor, factor: tf.Tensor) -> tuple:
            def backward(grad_outputs: tf.Tensor) -> tuple:
                axes = list(range(len(inputs.shape) - 1))
                return grad_outputs * factor, tf.reduce_sum(grad_outputs * inputs, axes)

            return inputs * factor, backward

        return scale(inputs, tf.convert_to_tensor(self.factor))


# %%
class GlobalAveragePooling2D(keras.layers.Layer):
    """Average each channel over the whole image.

    >>> image = tf.constant([[[[1.0, 10], [3, 20]], [[5, 30], [7, 40]]]])
    >>> GlobalAveragePooling2D()(image).numpy()
    array([[ 4., 25.]], dtype=float32)
    """

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return outputs: batch channels. inputs: batch height width channels."""
        raise NotImplementedError("GlobalAveragePooling2D.call: replace this line")


# %%
class Dense(keras.layers.Layer):
    """Connect every input to every unit.

    Weights: kernel (features units), bias (units).

    >>> layer, inputs = Dense(2), tf.constant([[1.0, 2]])
    >>> layer.build((None, 2))
    >>> layer.set_weights([np.array([[1.0, 0], [2, -1]]), np.array([3.0, 0])])
    >>> with tf.GradientTape() as tape:
    ...     tape.watch(inputs)
    ...     outputs = layer(inputs)
    >>> outputs.numpy()
    array([[ 8., -2.]], dtype=float32)
    >>> tape.gradient(outputs, inputs, tf.constant([[1.0, -1]])).numpy()
    array([[1., 3.]], dtype=float32)
    """

    def __init__(self, units: int, **options: object) -> None:
        """Pass options that all layers have, such as name and dtype, to `Layer`."""
        raise NotImplementedError("Dense.__init__: replace this line")

    def build(self, input_shape: tuple) -> None:
        """Create the weights: first kernel, then bias.

        input_shape: (batch or None, features).
        """
        raise NotImplementedError("Dense.build: replace this line")

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return outputs: batch units. inputs: batch features."""

        raise NotImplementedError("Dense.call: replace this line")


# %% [markdown]
# `Conv2D` and `MaxPooling2D` have windows. A window starts every `strides` pixels.
# `"same"` pads so that there are `ceil(size / stride)` of them; the larger half of the
# padding is at the bottom and right, as in 03 and 05.


# %%
class Conv2D(keras.layers.Layer):
    """Correlate images with a kernel.

    Weights: kernel (kernel_height kernel_width channels filters), bias (filters).

    >>> layer = Conv2D(1, (2, 2))
    >>> layer.build((None, 3, 3, 1))
    >>> kernel = np.array([[1.0, 2], [0, -1]]).reshape(2, 2, 1, 1)
    >>> layer.set_weights([kernel, np.array([10.0])])
    >>> image = tf.constant([[1.0, 2, 0], [0, 1, 3], [2, 0, 1]])
    >>> layer(tf.reshape(image, (1, 3, 3, 1))).numpy()[0, :, :, 0]
    array([[14.,  9.],
           [12., 16.]], dtype=float32)
    """

    def __init__(
        self,
        filters: int,
        kernel_size: tuple[int, int],
        strides: tuple[int, int] = (1, 1),
        padding: str = "valid",
        **options: object,
    ) -> None:
        """Keep the sizes (height, width) and padding, "valid" or "same"."""
        raise NotImplementedError("Conv2D.__init__: replace this line")

    def build(self, input_shape: tuple) -> None:
        """Create the weights: first kernel, then bias.

        input_shape: (batch or None, height, width, channels).
        """
        raise NotImplementedError("Conv2D.build: replace this line")

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """inputs: batch height width channels.

        Returns outputs: batch out_height out_width filters.
        """
        raise NotImplementedError("Conv2D.call: replace this line")


# %%
class MaxPooling2D(keras.layers.Layer):
    """Keep the maximum of each window.

    >>> image = tf.constant([[1.0, -2, 3, 0], [4, 5, -1, 2]])
    >>> MaxPooling2D((2, 2))(tf.reshape(image, (1, 2, 4, 1))).numpy()[0, :, :, 0]
    array([[5., 3.]], dtype=float32)
    """

    def __init__(
        self,
        pool_size: tuple[int, int] = (2, 2),
        strides: tuple[int, int] | None = None,
        padding: str = "valid",
        **options: object,
    ) -> None:
        """pool_size, strides: (height, width); strides default to pool_size.

        padding: "valid" or "same".
        """
        raise NotImplementedError("MaxPooling2D.__init__: replace this line")

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """inputs: batch height width channels.

        Returns outputs: batch out_height out_width channels. Of equal maxima the first
        gets the gradient, or all share it equally.
        """
        raise NotImplementedError("MaxPooling2D.call: replace this line")



# %% [markdown]
# ## Your layers in a model
# Run this once all tasks are right: `python keras_layers.py`, or the cell below. Each
# noisy image has a vertical or a horizontal bar. The model is built once from your
# layers and once from Keras' own, with the same initial weights. Their losses agree,
# digit for digit or nearly so.

# %%
if __name__ == "__main__":
    rng = np.random.default_rng(8)
    upright, places = rng.random(512) < 0.5, rng.integers(0, 8, 512)
    images = rng.normal(0, 0.3, (512, 8, 8, 1)).astype(np.float32)
    for image, is_upright, place in zip(images, upright, places, strict=True):
        (image[:, place] if is_upright else image[place])[...] += 1
    labels = upright[:, None].astype(np.float32)

    def model_of(layers: object) -> keras.Model:
        stack = [
            layers.Conv2D(8, (3, 3), padding="same"),
            keras.layers.ReLU(),
            layers.MaxPooling2D(),
            layers.GlobalAveragePooling2D(),
            layers.Dense(1),
        ]
        model = keras.Sequential([keras.Input((8, 8, 1)), *stack])
        loss = keras.losses.BinaryCrossentropy(from_logits=True)
        model.compile(keras.optimizers.SGD(0.3, 0.9), loss, metrics=["accuracy"])
        return model

    class Own:
        Conv2D, MaxPooling2D = Conv2D, MaxPooling2D
        GlobalAveragePooling2D, Dense = GlobalAveragePooling2D, Dense

    yours, of_keras = model_of(Own), model_of(keras.layers)
    of_keras.set_weights(yours.get_weights())
    for name, model in (("your layers", yours), ("Keras' layers", of_keras)):
        fitted = model.fit(images[:400], labels[:400], 16, 8, verbose=0, shuffle=False)
        unseen = model.evaluate(images[400:], labels[400:], verbose=0)[1]
        losses = " ".join(f"{loss:.4f}" for loss in fitted.history["loss"])
        print(f"{name:<14} loss {losses}   unseen images correct: {unseen:.0%}")
