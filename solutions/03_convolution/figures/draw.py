"""Draw the figures of 03_convolution. A figure's docstring is its alternative text."""

from collections.abc import Sequence

import numpy as np
from drawing import CELL, Picture

SIGNAL, KERNEL = (1, 2, 4, 8), (3, 1)
MODES = {
    "valid": "nothing",
    "same": "zeros",
    "reflect": "mirror on the pixel",
    "symmetric": "mirror on the edge",
}
ROW = np.arange(1, 4)
PADDED = {
    "valid": ROW,
    "same": np.pad(ROW, (1, 2)),
    "reflect": np.pad(ROW, (1, 2), mode="reflect"),
    "symmetric": np.pad(ROW, (1, 2), mode="symmetric"),
}


def sliding() -> Picture:
    """The kernel 3 1 slides along the signal 1 2 4 8. As it is, it gives 5, 10, 20, the
    cross-correlation; flipped to 1 3, it gives 7, 14, 28, the convolution.
    """
    picture = Picture(326)
    _slide(picture, 30, "cross-correlation", "the kernel as it is", KERNEL)
    _slide(picture, 350, "convolution", "the kernel turned round", KERNEL[::-1])
    return picture


def _slide(picture: Picture, x: float, name: str, how: str, kernel: Sequence[int]) -> None:
    picture.text(x, 32, name, "start strong")
    picture.text(x, 60, how, "start muted small")
    picture.array(x, 84, [SIGNAL], "input")
    for shift in range(len(SIGNAL) - len(kernel) + 1):
        y = 144 + shift * 46
        picture.array(x + shift * CELL, y, [kernel], "kernel")
        total = sum(value * SIGNAL[shift + tau] for tau, value in enumerate(kernel))
        picture.arrow("thin", (x + (shift + 2) * CELL + 8, y + 20), (x + 5 * CELL - 8, y + 20))
        picture.cell(x + 5 * CELL, y, total, "output")
    sums = " + ".join(f"{weight}·{value}" for weight, value in zip(kernel, SIGNAL, strict=False))
    picture.text(x, 302, f"the first: {sums}", "start muted small")


def padding() -> Picture:
    """Left, the row 1 2 3 for a kernel 4 wide: valid adds nothing; same gives 0 1 2 3 0 0;
    reflect 2 1 2 3 2 1, with the mirror on the last pixel; symmetric 1 1 2 3 3 2, with the
    mirror beyond it. Right, a 3 x 3 image for a 4 x 4 kernel: same adds one row of zeros
    above and two below, one column on the left and two on the right.
    """
    picture = Picture(400)
    left, right = 28, 352
    picture.text(left, 30, "a row, kernel 4 wide", "start strong")
    for number, mode in enumerate(MODES):
        y = 84 + number * 82
        picture.text(left, y - 18, f"{mode}: {MODES[mode]}", "start muted small")
        _row(picture, left, y, mode)
    picture.text(right, 30, "an image, kernel 4 × 4", "start strong")
    picture.text(right, 66, "same: zeros", "start muted small")
    image = np.pad(np.arange(1, 10).reshape(3, 3), (1, 2))
    inside = range(1, 4)
    picture.array(right, 84, image, lambda row, column: _kind(row in inside and column in inside))
    picture.frame(right + CELL, 84 + CELL, 3, 3)
    picture.text(right + 3 * CELL, 350, "odd row at the bottom,", "muted small")
    picture.text(right + 3 * CELL, 374, "odd column on the right", "muted small")
    return picture


def layer() -> Picture:
    """Three sheets, the channels of an image, and one window cut through all of them. Two
    filters, each three sheets deep, meet that window; each gives one number of its feature
    map, so two filters make two maps.
    """
    picture = Picture(376)
    picture.text(30, 32, "inputs", "start strong")
    picture.text(30, 58, "3 channels", "start muted small")
    picture.text(268, 32, "kernel", "start strong")
    picture.text(268, 58, "2 filters, 3 deep", "start muted small")
    picture.text(470, 32, "outputs", "start strong")
    picture.text(470, 58, "2 feature maps", "start muted small")
    for sheet in range(3):
        picture.blank(74 - 22 * sheet, 108 + 22 * sheet, 7, 5, "input", 24)
    picture.frame(98, 132, 2, 2, "bold dashed", 24)
    for x, y in ((54, 176), (102, 176), (54, 224), (102, 224)):
        picture.line("bold dashed", (x, y), (x + 44, y - 44))
    picture.frame(54, 176, 2, 2, "bold", 24)
    for number, y in enumerate((102, 238)):
        for sheet in range(3):
            picture.array(322 - 26 * sheet, y + 26 * sheet, [[""] * 2] * 2, "kernel", 24)
        picture.blank(494, y - 6, 5, 4, "output", 24)
        picture.frame(494 + 24, y - 6 + 24, 1, 1, "bold", 24)
        picture.arrow("thin", (206, 206 + 24 * number), (262, y + 56))
        picture.arrow("thin", (384, y + 40), (484, y + 32))
    return picture


def _row(picture: Picture, x: float, y: float, mode: str) -> None:
    row, start = PADDED[mode], 0 if mode == "valid" else 1
    inside = x + CELL
    picture.array(inside - start * CELL, y, [row], lambda _, column: _kind(0 <= column - start < 3))
    picture.frame(inside, y, 1, 3)
    shift = {"reflect": CELL / 2, "symmetric": 0}.get(mode)
    if shift is not None:
        for mirror in (inside + shift, inside + 3 * CELL - shift):
            picture.line("bold", (mirror, y + CELL + 4), (mirror, y + CELL + 15))


def _kind(real: bool) -> str:
    return "input" if real else "empty"


FIGURES = (sliding, padding, layer)
