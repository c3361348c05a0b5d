"""Draw the figures of 04_convolution_as_matrix. A figure's docstring is its alternative text."""

import numpy as np
from drawing import CELL, Picture

SIGNAL, KERNEL = np.array([1, 2, 4, 8]), np.array([3, 1])
IMAGE = np.array([[1, 2, 0], [0, 1, 3], [2, 0, 1]])
IMAGE_KERNEL = np.array([[1, 2], [0, -1]])


def toeplitz() -> Picture:
    """Above, the signal 1 2 4 8 over a matrix of three rows: the kernel 3 1 moves one place to the
    right with each row, so every diagonal holds one number; the results are 5, 10, 20. Below, a
    flattened 3 x 3 image over the matrix of a 2 x 2 kernel, in blocks: each block is such a small
    matrix, made of one row of the kernel."""
    picture = Picture(550)
    picture.text(28, 32, "one dimension", "start strong")
    x, y = 40, 56
    picture.array(x, y, [SIGNAL], "input")
    _diagonals(picture, x, y + 54, KERNEL)
    filled = [[0 <= column - row < 2 for column in range(4)] for row in range(3)]
    _zeros(picture, x, y + 54, np.array(filled))
    picture.array(x + 4 * CELL + 52, y + 54, [[5], [10], [20]], "output")
    picture.arrow("thin", (x + 4 * CELL + 12, y + 114), (x + 4 * CELL + 42, y + 114))
    for line, words in enumerate(("the kernel slides:", "each diagonal holds", "one number")):
        picture.text(x + 7 * CELL + 36, y + 84 + 28 * line, words, "start muted small")
    picture.line("faint", (24, 254), (616, 254))
    _image_matrix(picture, 40, 284)
    return picture


def _image_matrix(picture: Picture, x: float, y: float) -> None:
    picture.text(28, y, "two dimensions, the image flattened row by row", "start strong")
    y += 24
    picture.array(x, y, [IMAGE.reshape(-1)], "input")
    top = y + 54
    filled = np.zeros((4, 9), bool)
    for block_row in range(2):
        for kernel_row in range(2):
            column = 3 * (block_row + kernel_row)
            left, above = x + column * CELL, top + 2 * block_row * CELL
            _diagonals(picture, left, above, IMAGE_KERNEL[kernel_row], 2)
            for row, shift in np.ndindex(2, 2):
                filled[2 * block_row + row, column + row + shift] = True
    _zeros(picture, x, top, filled)
    for column in (3, 6):
        edge = x + column * CELL
        picture.line("thin dashed", (edge, top - 2), (edge, top + 4 * CELL + 2))
    picture.line("thin dashed", (x - 2, top + 2 * CELL), (x + 9 * CELL + 2, top + 2 * CELL))
    windows = np.lib.stride_tricks.sliding_window_view(IMAGE, (2, 2))
    outputs = np.einsum("hwij,ij->hw", windows, IMAGE_KERNEL).reshape(4, 1)
    picture.array(x + 9 * CELL + 52, top, outputs, "output")
    picture.arrow("thin", (x + 9 * CELL + 12, top + 80), (x + 9 * CELL + 42, top + 80))


def _diagonals(picture: Picture, x: float, y: float, weights: np.ndarray, length: int = 3) -> None:
    """Draw one band for each weight, down and to the right."""
    long, thick = (length - 1) * CELL * 2**0.5 + 30, 25
    for shift, weight in enumerate(weights):
        middle_x, middle_y = x + shift * CELL + length * CELL / 2, y + length * CELL / 2
        left, top = middle_x - long / 2, middle_y - thick / 2
        picture.box(left, top, long, thick, "kernel", thick / 2, angle=45)
        for row in range(length):
            picture.cell(x + (shift + row) * CELL, y + row * CELL, weight, "")


def _zeros(picture: Picture, x: float, y: float, filled: np.ndarray) -> None:
    for row, column in np.argwhere(~filled):
        picture.text(x + (column + 0.5) * CELL, y + (row + 0.5) * CELL, 0, "muted")


def columns() -> Picture:
    """A 3 x 3 image; each of its four 2 x 2 windows is written out as one row of a 4 x 4 matrix.
    That matrix times the kernel, written out as a column 1 2 0 -1, gives the four outputs 4, -1, 2,
    6. The first window is framed with a solid line, the last with a dashed one, and so are their
    rows."""
    picture = Picture(296)
    x, y = 28, 96
    windows = np.lib.stride_tricks.sliding_window_view(IMAGE, (2, 2)).reshape(4, 4)
    picture.text(x, 34, "image", "start strong")
    picture.array(x, y, IMAGE, "input")
    picture.frame(x + CELL, y + CELL, 2, 2, "bold dashed")
    picture.frame(x, y, 2, 2)
    x, y = 212, 76
    picture.text(x, 34, "columns", "start strong")
    picture.array(x, y, windows, "input")
    picture.frame(x, y + 3 * CELL, 1, 4, "bold dashed")
    picture.frame(x, y, 1, 4)
    picture.text(x + 2 * CELL, y + 4 * CELL + 18, "patch", "muted small")
    picture.text(x - 16, y + 2 * CELL, "windows", "muted small", turned=True)
    x = 440
    picture.text(x + CELL / 2, 34, "kernel", "strong")
    picture.array(x, y, IMAGE_KERNEL.reshape(4, 1), "kernel")
    picture.text(x - 32, y + 2 * CELL, "·")
    picture.text(x + CELL + 34, y + 2 * CELL, "=")
    picture.text(560 + CELL / 2, 34, "outputs", "strong")
    picture.array(560, y, (windows @ IMAGE_KERNEL.reshape(4))[:, None], "output")
    return picture


FIGURES = (toeplitz, columns)
