"""a field in which each layer's stride already spreads its own kernel.

Earlier layers' strides space a layer's kernel cells. Its own stride spaces its outputs, so it matters only to the
layers above. The last layer's stride never matters.
"""


def receptive_field(layers: list[tuple[int, int, int]]) -> int:
    field, step = 1, 1
    for kernel_size, stride, dilation_rate in layers:
        step *= stride
        field += (kernel_size - 1) * dilation_rate * step
    return field
