"""the batches in another order.

Take the images in the order in which they are given; whoever wants them shuffled does it before.
"""

from network import train as right_train


def train(model, loss, optimiser, images, labels, batch_size):
    return right_train(model, loss, optimiser, images[::-1], labels[::-1], batch_size)
