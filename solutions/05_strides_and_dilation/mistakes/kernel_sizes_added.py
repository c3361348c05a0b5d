"""fields placed end to end, without overlap.

Two kernels of 3 see five pixels, not six: their fields overlap, so the second adds only its size less one. Draw three
layers of 3 and count.
"""


def receptive_field(layers: list[tuple[int, int, int]]) -> int:
    field, step = 0, 1
    for kernel_size, stride, dilation_rate in layers:
        field += ((kernel_size - 1) * dilation_rate + 1) * step
        step *= stride
    return max(field, 1)
