"""the number of pixels that contribute, without the gaps between them.

The field extends from the first pixel to the last. Gaps count: dilation is there to extend the reach, and the next
layers fill most of them.
"""


def receptive_field(layers: list[tuple[int, int, int]]) -> int:
    seen = {0}
    for kernel_size, stride, dilation_rate in reversed(layers):
        seen = {pixel * stride + cell * dilation_rate for pixel in seen for cell in range(kernel_size)}
    return len(seen)
