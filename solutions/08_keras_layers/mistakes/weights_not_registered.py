"""weights that Keras does not track.

Keras neither trains nor saves a plain `tf.Variable`. Create weights with `self.add_weight`.
"""

import tensorflow as tf
from keras_layers import Dense as RightDense


class Dense(RightDense):
    def build(self, input_shape):
        self.kernel = tf.Variable(tf.zeros((input_shape[-1], self.units), self.dtype), name="kernel")
        self.bias = tf.Variable(tf.zeros((self.units,), self.dtype), name="bias")
