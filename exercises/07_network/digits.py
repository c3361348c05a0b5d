"""Load the digits of `digits.npz`, and show what a network has learned about them, in text and in notebooks.

The digits are 1,000 of the 1,797 test images of *Optical Recognition of Handwritten Digits* by E. Alpaydin and
C. Kaynak, UCI Machine Learning Repository, 1998 (https://doi.org/10.24432/C50P49), unchanged: 8 x 8 pixels from 0 to
16, the class of each from 0 to 9. They are licensed under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
"""

from pathlib import Path

import numpy as np

TO_LEARN = 800  # the other 200 are never seen in training
SHADES = " .:-=+*#%@"
BAR = 40  # characters of the longest bar
LINE = 80  # characters of a terminal's line


def load():
    """Return images and one-hot labels to learn from, then those that stay unseen.

    images: batch 8 8 1, from 0 to 1; labels: batch 10; float32.
    """
    with np.load(Path(__file__).with_name("digits.npz")) as file:
        images = file["images"][..., None].astype(np.float32) / 16
        labels = np.eye(10, dtype=np.float32)[file["labels"]]
    return images[:TO_LEARN], labels[:TO_LEARN], images[TO_LEARN:], labels[TO_LEARN:]


def show_loss(epoch, losses):
    """Print the mean loss of one epoch as a bar; log(10) = 2.3 is what guessing costs."""
    mean = float(np.mean(losses))
    print(f"epoch {epoch:2}   loss {mean:6.3f}  " + "#" * round(BAR * min(mean / np.log(10), 1)))


def show_kernels(kernel):
    """Show the filters of the first layer, with a shade for each weight.

    kernel: kernel_height kernel_width channels filters.
    """
    print("\nthe kernels that the network has learned (blank: negative, @: positive)")
    largest = np.abs(kernel).max()
    planes = [kernel[:, :, 0, number] for number in range(kernel.shape[-1])]
    _show([plane / largest / 2 + 0.5 for plane in planes], [f"{number + 1}" for number in range(len(planes))])


def show_answers(images, logits, labels, count=8):
    """Show some unseen digits and the answers, mistakes included, and print the share that is right."""
    answers, right = logits.argmax(axis=1), labels.argmax(axis=1)
    wrong = np.flatnonzero(answers != right)[:2]
    some = [*np.flatnonzero(answers == right)[: count - len(wrong)], *wrong]
    print("\nunseen digits, and what the network reads")
    titles = [f"{answers[i]}" if answers[i] == right[i] else f"{answers[i]}, not {right[i]}" for i in some]
    _show([images[i, :, :, 0] for i in some], titles)
    print(f"\n{(answers == right).mean():.1%} of {len(images)} unseen digits are read correctly.")


def _show(planes, titles):
    """Show planes of numbers from 0 to 1 side by side: in text, or by matplotlib in a notebook that has it."""
    if not _in_notebook() or not _drawn(planes, titles):
        width = max(2 * planes[0].shape[1], *map(len, titles)) + 2
        count = LINE // width  # side by side
        for first in range(0, len(planes), count):
            print("\n" * (first > 0), end="")
            print("".join(title.ljust(width) for title in titles[first : first + count]).rstrip())
            for rows in zip(*planes[first : first + count], strict=True):
                print("".join(_row(row).ljust(width) for row in rows).rstrip())


def _row(row):
    levels = np.clip(row * len(SHADES), 0, len(SHADES) - 1).astype(int)
    return "".join(2 * SHADES[level] for level in levels)


def _in_notebook():
    try:
        return type(get_ipython()).__name__ == "ZMQInteractiveShell"
    except NameError:
        return False


def _drawn(planes, titles):
    try:
        from matplotlib import pyplot
    except ImportError:
        return False
    _, places = pyplot.subplots(1, len(planes), figsize=(1.4 * len(planes), 1.7))
    for place, plane, title in zip(np.ravel(places), planes, titles, strict=True):
        place.imshow(plane, cmap="gray", vmin=0, vmax=1)
        place.set_title(title)
        place.axis("off")
    pyplot.show()
    return True
