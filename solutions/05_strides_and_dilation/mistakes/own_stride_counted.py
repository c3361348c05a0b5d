"""a field in which each layer's stride already spreads its own kernel.

A layer's kernel lies on the image below, where the steps are those of the layers before. Its own stride parts its
outputs, so it matters to the layers above. The last layer's stride matters to none.
"""


def receptive_field(layers: list[tuple[int, int, int]]) -> int:
    field, step = 1, 1
    for kernel_size, stride, dilation_rate in layers:
        step *= stride
        field += (kernel_size - 1) * dilation_rate * step
    return field
