"""Draw the figures of 07_network. A figure's docstring is its alternative text."""

import numpy as np
from drawing import Picture

SEVEN = np.array([[1, 1, 1, 1, 1], [0, 0, 0, 1, 0], [0, 0, 1, 0, 0], [0, 1, 0, 0, 0], [1, 0, 0, 0, 0]])
BOXES = (("Conv2D", "kernel"), ("ReLU", ""), ("Dense", "kernel"), ("loss", "output"))
BRANCHES = ((("1 × 1",), 2), (("1 × 1", "3 × 3"), 3), (("1 × 1", "5 × 5"), 2))


def hierarchy() -> Picture:
    """Three maps, each smaller than the one before: the pixels show a stroke, the first feature map
    its edges, the second its corners and bends; at the end, one number for each digit."""
    picture = Picture(300)
    # An edge: a pixel that differs from the one below; a corner: two edges that meet in a window of 2 x 2.
    padded = np.pad(SEVEN, 1)
    edges = (padded[:-1, 1:-1] != padded[1:, 1:-1])[:4, :4]
    corners = edges[::2, ::2] & ~edges[1::2, 1::2]
    maps = (("pixels", "a stroke", SEVEN), ("first map", "edges", edges), ("second map", "corners", corners))
    for number, (name, shows, cells) in enumerate(maps):
        x, size = 24 + 178 * number, 28
        picture.text(x, 32, name, "start strong")
        picture.text(x, 58, shows, "start muted small")
        top = 170 - size * len(cells) / 2
        marks = np.where(cells, "•", "")
        picture.array(x, top, marks, "input" if number == 0 else "output", size)
        if number:
            picture.arrow("thin", (x - 34, 170), (x - 10, 170))
    x = 548
    picture.text(x, 32, "classes", "start strong")
    picture.text(x, 58, "10 digits", "start muted small")
    picture.arrow("thin", (x - 68, 170), (x - 12, 170))
    for row, digit in enumerate((0, 1, "…", 7, 8, 9)):
        y = 92 + 28 * row
        picture.cell(x, y, "", "kernel" if digit == 7 else "empty", 28)
        picture.text(x + 44, y + 14, digit, "strong" if digit == 7 else "muted")
    return picture


def stack() -> Picture:
    """Boxes in a row: Conv2D, ReLU, Dense, loss. Data goes forward through all of them, from the
    images to the loss. Gradients come back in reverse order; on the way, Conv2D and Dense keep those
    of their kernel and bias."""
    picture = Picture(300)
    width, height, top = 96, 64, 116
    picture.text(24, 32, "forward: data", "start strong")
    picture.text(24, 276, "backward: gradients, in reverse order", "start strong")
    for number, (name, kind) in enumerate(BOXES):
        x = 92 + 138 * number
        picture.box(x, top, width, height, kind or "input", 8)
        picture.text(x + width / 2, top + height / 2, name, "strong")
        picture.arrow("bold", (x - 40, top + 18), (x - 6, top + 18))
        if name == "loss":
            picture.text(x + width / 2, top - 24, "labels", "muted small")
            picture.arrow("thin", (x + width / 2, top - 12), (x + width / 2, top - 2))
        picture.arrow("bold dashed", (x - 6, top + 46), (x - 40, top + 46))
        if kind == "kernel":
            picture.text(x + width / 2, 222, "grad_kernel", "muted small")
            picture.text(x + width / 2, 244, "grad_bias", "muted small")
            picture.arrow("thin", (x + width / 2, top + height + 4), (x + width / 2, 208))
    picture.text(24, top - 24, "images", "start muted small")
    return picture


def inception() -> Picture:
    """Inputs go into three branches: a 1 x 1 convolution; a 1 x 1, then a 3 x 3; a 1 x 1, then a
    5 x 5. Their channels, 2, 3 and 2, are joined to 7."""
    picture = Picture(330)
    picture.text(76, 60, "inputs", "strong")
    for sheet in range(4):
        picture.blank(30 + 8 * sheet, 118 + 8 * sheet, 3, 3, "input", 24)
    picture.text(566, 60, "joined", "strong")
    total = sum(channels for _, channels in BRANCHES)
    picture.text(566, 290, f"{total} channels", "muted small")
    for sheet in range(total):
        picture.blank(512 + 6 * sheet, 112 + 6 * sheet, 3, 3, "output", 24)
    for number, (kernels, channels) in enumerate(BRANCHES):
        y = 56 + 98 * number
        picture.arrow("thin", (142, 165), (186, y + 25))
        for step, kernel in enumerate(kernels):
            x = 192 + 110 * step
            picture.box(x, y, 84, 50, "kernel", 10)
            picture.text(x + 42, y + 25, kernel)
            if step:
                picture.arrow("thin", (x - 24, y + 25), (x - 4, y + 25))
        end = 192 + 110 * len(kernels) - 26
        picture.arrow("thin", (end + 4, y + 25), (502, 165 + 26 * (number - 1)))
        picture.text(min(end + 62, 448), y - 2 if number < 2 else y + 58, f"{channels} channels", "muted small")
    return picture


FIGURES = (hierarchy, stack, inception)
