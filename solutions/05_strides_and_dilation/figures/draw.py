"""Draw the figures of 05_strides_and_dilation. A figure's docstring is its alternative text."""

from drawing import Picture

PIXELS, SIZE = 8, 40


def windows() -> Picture:
    """A row of 8 pixels and windows of a kernel 3 wide. Valid: with stride 1 there are 6
    windows, with stride 2 there are 3 and one pixel is left over, with stride 3 there are 2
    and two pixels are left over. Same, with stride 2: 4 windows, and the last one needs one
    zero after the row.
    """
    picture = Picture(464)
    _strided(picture, 36, 1, "valid", ("stride 1", "6 windows"))
    _strided(picture, 150, 2, "valid", ("stride 2", "3 windows, 1 left over"))
    _strided(picture, 250, 3, "valid", ("stride 3", "2 windows, 2 left over"))
    picture.line("faint", (24, 340), (616, 340))
    _strided(picture, 364, 2, "same", ("same, stride 2", "4 windows, 1 zero"))
    return picture


def _strided(picture: Picture, y: float, stride: int, padding: str, words: tuple[str, str]) -> None:
    x, count = 28, -(-PIXELS // stride) if padding == "same" else (PIXELS - 3) // stride + 1
    seen = (count - 1) * stride + 3
    values = list(range(1, PIXELS + 1)) + [0] * (seen - PIXELS)
    used = min(seen, PIXELS)
    picture.array(x, y, [values], lambda _, column: "input" if column < used else "empty", SIZE)
    for number in range(count):
        start, level = x + number * stride * SIZE, y + SIZE + 9 + number % -(-3 // stride) * 11
        picture.line("bold", (start + 4, level), (start + 3 * SIZE - 4, level))
    picture.text(x + 9 * SIZE + 20, y + 12, words[0], "start strong small")
    picture.text(x + 9 * SIZE + 20, y + 38, words[1], "start muted small")


def dilation() -> Picture:
    """Three images of 9 x 9 pixels and a 3 x 3 kernel in the middle of each. With dilation
    rate 1 its nine weights meet neighbours, with rate 2 every other pixel, with rate 4
    every fourth: the field grows from 3 x 3 to 5 x 5 to 9 x 9, still with nine weights.
    """
    picture, size = Picture(286), 20
    for number, rate in enumerate((1, 2, 4)):
        x, y = 26 + number * 204, 24
        met = {4 - rate, 4, 4 + rate}
        picture.blank(x, y, 9, 9, "input", size)
        for row in met:
            for column in met:
                picture.circle(x + column * size + size / 2, y + row * size + size / 2, 7, "dot")
        field = 2 * rate + 1
        picture.frame(x + (4 - rate) * size, y + (4 - rate) * size, field, field, "bold", size)
        picture.text(x + 90, 228, f"rate {rate}", "strong")
        picture.text(x + 90, 256, f"field {field} × {field}", "muted small")
    return picture


def field() -> Picture:
    """Two layers of kernels 3 wide over a row of pixels, drawn as a pyramid. Plain, one output of
    the second layer reaches 5 pixels. With stride 2 in the first layer it reaches 7, and with
    dilation rate 2 in the second also 7."""
    picture = Picture(300)
    layers = (("plain", 1, 1), ("stride 2", 2, 1), ("dilation 2", 1, 2))
    for number, (name, stride, rate) in enumerate(layers):
        _pyramid(picture, 26 + number * 204, stride, rate, name)
    return picture


def _pyramid(picture: Picture, x: float, stride: int, rate: int, name: str) -> None:
    size, bottom, middle, top = 20, 180, 104, 28
    # Where the three outputs of the first layer are.
    used = [4 + stride * rate * tap for tap in (-1, 0, 1)]
    seen = {place + tap for place in used for tap in (-1, 0, 1)}
    places = range(4 - 4 // stride * stride, 9, stride)
    for place in used:
        _fan(picture, x, middle + size, bottom, place, [place - 1, place + 1])
    _fan(picture, x, top + size, middle, 4, [used[0], used[2]])
    for pixel in range(9):
        picture.cell(x + pixel * size, bottom, "", "input" if pixel in seen else "empty", size)
    for place in places:
        picture.cell(x + place * size, middle, "", "output" if place in used else "empty", size)
    picture.cell(x + 4 * size, top, "", "output", size)
    left, right = x + min(seen) * size + 2, x + (max(seen) + 1) * size - 2
    picture.line("bold", (left, bottom + 28), (right, bottom + 28))
    picture.text(x + 90, bottom + 50, f"{max(seen) - min(seen) + 1} pixels", "strong")
    picture.text(x + 90, bottom + 80, name, "muted small")


def _fan(
    picture: Picture,
    x: float,
    above: float,
    below: float,
    place: int,
    ends: list[int],
) -> None:
    """Draw lines from an output down to the first and the last value it takes."""
    for end, side in zip(ends, (0, 1), strict=True):
        picture.line("thin", (x + (place + side) * 20, above), (x + (end + side) * 20, below))


FIGURES = (windows, dilation, field)
