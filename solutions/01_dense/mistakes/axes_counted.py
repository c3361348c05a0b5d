"""a count with the number of axes in place of the number of inputs.

len() of a shape counts its axes: 2 for an image. The number of its pixels is the product of the sizes.
"""


def count_dense_parameters(input_shape: tuple[int, ...], units: int) -> int:
    return (len(input_shape) + 1) * units
