"""one mean loss for the epoch.

Return the losses of all batches, as a list.
"""

import numpy as np
from network import train as right_train


def train(model, loss, optimiser, images, labels, batch_size):
    return np.mean(right_train(model, loss, optimiser, images, labels, batch_size))
