"""a single step at the end of the epoch.

Put the step inside the loop: one for each batch.
"""


def train(model, loss, optimiser, images, labels, batch_size):
    losses = []
    for start in range(0, len(images), batch_size):
        batch = slice(start, start + batch_size)
        losses.append(loss.forward(model.forward(images[batch]), labels[batch]))
        model.backward(loss.backward())
    optimiser.step()
    return losses
