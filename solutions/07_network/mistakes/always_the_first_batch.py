"""the first batch, again and again.

The slice has to move on: from `start` to `start + batch_size`.
"""

from network import train as right_train


def train(model, loss, optimiser, images, labels, batch_size):
    losses = []
    for _ in range(0, len(images), batch_size):
        losses += right_train(model, loss, optimiser, images[:batch_size], labels[:batch_size], batch_size)
    return losses
