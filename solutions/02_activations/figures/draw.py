"""Draw the figures of 02_activations. A figure's docstring is its alternative text."""

import math
from collections.abc import Callable

from drawing import Picture

UNIT = 29  # the length of 1
LOW, HIGH, SIDE = -1.9, 2.3, 3.0  # what is shown of y, and of x to both sides
STEPS = 40
SCALE, ALPHA = 1.0507009873554805, 1.6732632423543772  # SELU's two numbers

Curve = Callable[[float], float]


def curves() -> Picture:
    """Seven functions with solid lines and their derivatives with dashed lines, from -3 to 3. The
    derivatives of relu, leaky_relu and selu jump at 0; elu, sigmoid, tanh and swish are smooth. The
    derivatives of sigmoid and tanh vanish on both sides, those of relu, elu, selu and swish only on
    the left; sigmoid's is low everywhere."""
    picture = Picture(524)
    for number, (name, function, slope, kink) in enumerate(FUNCTIONS):
        _panel(picture, 30 + number % 3 * 204, 40 + number // 3 * 164, name, function, slope, kink)
    for x, y, words in ((107, 78, "1"), (36, 122, "−3"), (198, 122, "3")):
        picture.text(x, y, words, "muted small")
    legend = ((420, "bold", "the function"), (456, "bold dashed", "its derivative"))
    for level, look, words in legend:
        picture.line(look, (290, level), (350, level))
        picture.text(366, level, words, "start small")
    return picture


def _panel(
    picture: Picture,
    x: float,
    y: float,
    name: str,
    function: Curve,
    slope: Curve,
    kink: bool,
) -> None:
    across, zero = x + SIDE * UNIT, y + HIGH * UNIT
    picture.line("faint", (x, zero), (x + 2 * SIDE * UNIT, zero))
    picture.line("faint", (across, y), (across, y + (HIGH - LOW) * UNIT))
    picture.line("faint", (across - 4, zero - UNIT), (across + 4, zero - UNIT))
    picture.text(x, y, name, "start strong small")
    for start, end in ((-SIDE, 0.0), (0.0, SIDE)) if kink else ((-SIDE, SIDE),):
        for curve, look in ((slope, "bold dashed"), (function, "bold")):
            points = [start + (end - start) * step / STEPS for step in range(STEPS + 1)]
            # A jump belongs to neither side.
            inner = [min(max(point, start + 1e-9), end - 1e-9) for point in points]
            shown = _corners([(p, curve(p)) for p in inner if LOW <= curve(p) <= HIGH])
            picture.line(look, *((across + p * UNIT, zero - value * UNIT) for p, value in shown))


def _corners(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Drop the points on a straight line between their neighbours."""
    kept = [
        here
        for before, here, after in zip(points, points[1:], points[2:], strict=False)
        if abs(before[1] - 2 * here[1] + after[1]) > 1e-4
    ]
    return [points[0], *kept, points[-1]]


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


FUNCTIONS: tuple[tuple[str, Curve, Curve, bool], ...] = (
    ("relu", lambda x: max(x, 0.0), lambda x: float(x > 0), True),
    ("leaky_relu", lambda x: x if x > 0 else x / 4, lambda x: 1.0 if x > 0 else 0.25, True),
    (
        "elu",
        lambda x: x if x > 0 else math.expm1(x),
        lambda x: 1.0 if x > 0 else math.exp(x),
        False,
    ),
    (
        "selu",
        lambda x: SCALE * (x if x > 0 else ALPHA * math.expm1(x)),
        lambda x: SCALE * (1.0 if x > 0 else ALPHA * math.exp(x)),
        True,
    ),
    ("sigmoid", _sigmoid, lambda x: _sigmoid(x) * _sigmoid(-x), False),
    ("tanh", math.tanh, lambda x: 1 - math.tanh(x) ** 2, False),
    ("swish", lambda x: x * _sigmoid(x), lambda x: _sigmoid(x) * (1 + x * _sigmoid(-x)), False),
)

FIGURES = (curves,)
