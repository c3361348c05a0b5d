"""all weights, and a single bias for the whole layer.

In the formula the bias looks like one number, but it is added to a row of outputs. Every unit has its own bias: check
the shape of `bias` in `dense`.
"""


def count_dense_parameters(input_shape: tuple[int, ...], units: int) -> int:
    features = 1
    for size in input_shape:
        features *= size
    return features * units + 1
