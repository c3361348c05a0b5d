"""a step that uses only the stride of the layer below.

Each step of a layer spans several steps of the layer below, and so on down: multiply all strides down to the image.
"""


def receptive_field(layers: list[tuple[int, int, int]]) -> int:
    field, step = 1, 1
    for kernel_size, stride, dilation_rate in layers:
        field += (kernel_size - 1) * dilation_rate * step
        step = stride
    return field
