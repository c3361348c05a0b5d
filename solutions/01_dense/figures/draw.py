"""Draw the figures of 01_dense. A figure's docstring is its alternative text."""

import numpy as np
from drawing import Picture

INPUTS = np.array([[1, 2, 0], [0, 1, 3]])
WEIGHTS = np.array([[1, 0], [2, -1], [0, 1]])
BIAS = np.array([[10, 20]])
ERRORS = np.array([[1, 2], [3, -1]])
SIZE = 36
LEFT, MIDDLE, RIGHT, LAST = 58, 222, 372, 518  # where an array can start


def axes() -> Picture:
    """Arrays of the dense layer. Frames mark what one number of each is summed from.
    An output: a row of inputs and a column of kernel, summed over the features. One of
    grad_inputs: a row of grad_outputs and a row of kernel, summed over the units. One of
    grad_kernel: a column of inputs and a column of grad_outputs, summed over the batch; of
    grad_bias: that column alone.
    """
    picture = Picture(674)
    for y in (228, 448):
        picture.line("faint", (24, y), (616, y))
    _outputs(picture, 30)
    _grad_inputs(picture, 256)
    _grad_kernel(picture, 476)
    return picture


def _outputs(picture: Picture, y: float) -> None:
    _array(picture, LEFT, y, "inputs", INPUTS, "input", "batch features", (0, 0, 1, 3))
    _array(picture, MIDDLE, y, "kernel", WEIGHTS, "kernel", "features units", (0, 0, 3, 1))
    _array(picture, RIGHT, y, "bias", BIAS, "kernel", " units", (0, 0, 1, 1))
    outputs = INPUTS @ WEIGHTS + BIAS
    _array(picture, LAST, y, "outputs", outputs, "output", "batch units", (0, 0, 1, 1))
    picture.arrow("thin", (456, y + 34), (486, y + 34))
    words = "15 = 1·1 + 2·2 + 0·0 + 10, summed over the features"
    picture.text(LEFT, y + 176, words, "start small")


def _grad_inputs(picture: Picture, y: float) -> None:
    _array(picture, LEFT, y, "grad_outputs", ERRORS, "output", "batch units", (1, 0, 1, 2))
    _array(picture, MIDDLE, y, "kernel", WEIGHTS, "kernel", "features units", (1, 0, 1, 2))
    gradient = ERRORS @ WEIGHTS.T
    _array(picture, LAST - 36, y, "grad_inputs", gradient, "input", "batch features", (1, 1, 1, 1))
    picture.arrow("thin", (316, y + 70), (436, y + 70))
    picture.text(LEFT, y + 172, "7 = 3·2 + (−1)·(−1), summed over the units", "start small")


def _grad_kernel(picture: Picture, y: float) -> None:
    _array(picture, LEFT, y, "inputs", INPUTS, "input", "batch features", (0, 1, 2, 1))
    _array(picture, MIDDLE, y, "grad_outputs", ERRORS, "output", "batch units", (0, 0, 2, 1))
    kernel, bias = INPUTS.T @ ERRORS, ERRORS.sum(axis=0)[None]
    _array(picture, RIGHT + 8, y, "grad_kernel", kernel, "kernel", "features units", (1, 0, 1, 1))
    _array(picture, LAST + 4, y, "grad_bias", bias, "kernel", " units", (0, 0, 1, 1))
    picture.arrow("thin", (310, y + 52), (352, y + 52))
    picture.text(LEFT, y + 172, "5 = 2·1 + 1·3 and 4 = 1 + 3, summed over the batch", "start small")


def _array(
    picture: Picture,
    x: float,
    y: float,
    name: str,
    rows: np.ndarray,
    kind: str,
    axes: str,
    framed: tuple[int, int, int, int],
) -> None:
    """Draw an array under its name, with the words of its axes.

    framed: row, column, height and width.
    """
    (height, width), (down, across) = rows.shape, axes.split(" ")
    top = y + 16
    picture.text(x, y, name, "start strong small")
    picture.array(x, top, rows, kind, SIZE)
    picture.text(x - 14, top + height * SIZE / 2, down, "muted small", turned=True)
    picture.text(x + width * SIZE / 2, top + height * SIZE + 14, across, "muted small")
    row, column, high, wide = framed
    picture.frame(x + column * SIZE, top + row * SIZE, high, wide, "bold", SIZE)


FIGURES = (axes,)
