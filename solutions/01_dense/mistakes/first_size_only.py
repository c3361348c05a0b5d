"""a count with the first size of `input_shape` alone, as from a `return` inside the loop.

`return` ends the function at once, on the first pass of a loop. Align it with the `for`, so that the loop reaches every
size.
"""


def count_dense_parameters(input_shape: tuple[int, ...], units: int) -> int:
    return (input_shape[0] + 1) * units
