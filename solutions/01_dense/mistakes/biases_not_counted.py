"""the weights alone, without the biases.

There is one weight for each pair of feature and unit, but the layer learns more than its kernel. Check which arrays
`dense` takes besides its inputs, and how long each is.
"""


def count_dense_parameters(input_shape: tuple[int, ...], units: int) -> int:
    features = 1
    for size in input_shape:
        features *= size
    return features * units
