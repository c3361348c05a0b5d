"""a count that knows only the last axis of the input.

That is the layer without flattening, where all rows of the image share one kernel. Here the image becomes one long
row first, and every unit is connected with every pixel of every channel. How long is that row?
"""


def count_dense_parameters(input_shape: tuple[int, ...], units: int) -> int:
    return (input_shape[-1] + 1) * units
