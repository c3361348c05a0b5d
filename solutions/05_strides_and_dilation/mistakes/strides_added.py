"""strides that are added instead of multiplied.

Take two layers with stride 2: a step on the second layer's result is two steps on the first layer's, each of two
pixels. That makes 4; with three layers it is 8, not 6.
"""


def receptive_field(layers: list[tuple[int, int, int]]) -> int:
    field, step = 1, 0
    for kernel_size, stride, dilation_rate in layers:
        field += (kernel_size - 1) * dilation_rate * max(step, 1)
        step += stride
    return field
