"""a count that adds the sizes of the axes instead of multiplying them.

An image of 3 rows and 4 columns has 12 pixels, not 7, and flattening loses none of them. Draw the small image, number
its pixels, and count the connections of a single unit.
"""


def count_dense_parameters(input_shape: tuple[int, ...], units: int) -> int:
    return (sum(input_shape) + 1) * units
