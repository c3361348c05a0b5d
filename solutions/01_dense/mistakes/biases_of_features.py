"""a bias for each feature instead of one for each unit.

The bias is added to the outputs, so it has one number for each of them. Check the shape of `bias` in `dense`.
"""


def count_dense_parameters(input_shape: tuple[int, ...], units: int) -> int:
    features = 1
    for size in input_shape:
        features *= size
    return features * (units + 1)
