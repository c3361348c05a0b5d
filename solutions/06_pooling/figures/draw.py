"""Draw the figures of 06_pooling. A figure's docstring is its alternative text."""

import numpy as np
from drawing import Picture

IMAGE = np.array([[1, -2, 3, 0], [4, 5, -1, 2], [-3, -6, -8, -5], [-7, -4, -10, -9]])
ERRORS = np.array([[4, 8], [-4, 12]])
SIZE = 40


def keeps() -> Picture:
    """A 4 x 4 image in four windows of 2 x 2. Maximum pooling keeps the ringed 5, 3, -3 and
    -5, average pooling 2, 1, -5 and -8. Backward, with gradients 4, 8, -4 and 12: with the
    maximum each goes whole to the ringed pixel, and all others get 0; with the average each
    pixel of a window gets a quarter.
    """
    picture = Picture(450)
    blocks = IMAGE.reshape(2, 2, 2, 2).swapaxes(1, 2)  # window row, window column, row, column
    largest = np.kron(blocks.max(axis=(2, 3)), np.ones((2, 2), int)) == IMAGE
    spread = np.kron(ERRORS, np.ones((2, 2), int))
    for x, name, outputs, back in (
        (28, "maximum", blocks.max(axis=(2, 3)), np.where(largest, spread, 0)),
        (332, "average", blocks.mean(axis=(2, 3)).astype(int), spread // 4),
    ):
        picture.text(x, 32, name, "start strong")
        _windows(picture, x, 56, IMAGE, outputs, forward=True)
        _windows(picture, x, 264, back, ERRORS, forward=False)
        if name == "maximum":
            for row, column in np.argwhere(largest):
                for y in (56, 264):
                    picture.circle(x + (column + 0.5) * SIZE, y + (row + 0.5) * SIZE, 17, "bold")
    picture.line("faint", (24, 240), (616, 240))
    return picture


def _windows(
    picture: Picture,
    x: float,
    y: float,
    large: np.ndarray,
    small: np.ndarray,
    forward: bool,
) -> None:
    picture.array(x, y, large, "input", SIZE)
    for row, column in np.ndindex(2, 2):
        picture.frame(x + 2 * column * SIZE, y + 2 * row * SIZE, 2, 2, "thin", SIZE)
    across, level = (x + 4 * SIZE + 8, x + 4 * SIZE + 36), y + 2 * SIZE
    start, end = across if forward else across[::-1]
    picture.arrow("thin", (start, level), (end, level))
    picture.array(x + 4 * SIZE + 44, y + SIZE, small, "output", SIZE)
    picture.text(x + 5 * SIZE + 44, y + 14, "forward" if forward else "backward", "muted small")


FIGURES = (keeps,)
