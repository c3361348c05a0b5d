"""the loss of each batch after its step.

Return the loss that the gradients came from, before the weights change.
"""

from network import train as right_train


def train(model, loss, optimiser, images, labels, batch_size):
    losses = []
    for start in range(0, len(images), batch_size):
        batch = slice(start, start + batch_size)
        right_train(model, loss, optimiser, images[batch], labels[batch], batch_size)
        losses.append(loss.forward(model.forward(images[batch]), labels[batch]))
    return losses
