"""losses of a network that does not learn.

Call `optimiser.step()` after each `backward`.
"""


def train(model, loss, optimiser, images, labels, batch_size):
    losses = []
    for start in range(0, len(images), batch_size):
        batch = slice(start, start + batch_size)
        losses.append(loss.forward(model.forward(images[batch]), labels[batch]))
        model.backward(loss.backward())
    return losses
