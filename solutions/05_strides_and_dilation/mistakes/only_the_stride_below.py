"""a step that knows only the stride of the layer right below.

A step between two outputs is made of steps of the layer below, and these again of steps of the layer below that one:
all strides down to the image multiply.
"""


def receptive_field(layers: list[tuple[int, int, int]]) -> int:
    field, step = 1, 1
    for kernel_size, stride, dilation_rate in layers:
        field += (kernel_size - 1) * dilation_rate * step
        step = stride
    return field
