"""the loss of each batch after its step.

The loss that is reported is the one that the gradients came from, before the weights move.
"""

from network import train as right_train


def train(model, loss, optimiser, images, labels, batch_size):
    losses = []
    for start in range(0, len(images), batch_size):
        batch = slice(start, start + batch_size)
        right_train(model, loss, optimiser, images[batch], labels[batch], batch_size)
        losses.append(loss.forward(model.forward(images[batch]), labels[batch]))
    return losses
