"""the weights alone, without the biases.

A weight stands for each pair of a feature and a unit, but the layer learns more than its kernel. See which arrays
`dense` takes besides its inputs, and how long each of them is.
"""


def count_dense_parameters(input_shape: tuple[int, ...], units: int) -> int:
    features = 1
    for size in input_shape:
        features *= size
    return features * units
