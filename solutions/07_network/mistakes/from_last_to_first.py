"""the batches in the wrong order.

Take the images in the order given; any shuffling is done by the caller.
"""

from network import train as right_train


def train(model, loss, optimiser, images, labels, batch_size):
    return right_train(model, loss, optimiser, images[::-1], labels[::-1], batch_size)
