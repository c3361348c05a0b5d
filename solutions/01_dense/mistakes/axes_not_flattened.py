"""a count that uses only the last axis of the input.

Without flattening, all rows of the image would share one kernel. Here the image is first flattened to one long row,
and every unit is connected to every pixel of every channel. How long is that row?
"""


def count_dense_parameters(input_shape: tuple[int, ...], units: int) -> int:
    return (input_shape[-1] + 1) * units
