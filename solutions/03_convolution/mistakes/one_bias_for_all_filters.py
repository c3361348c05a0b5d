"""all weights, and a single bias for the whole layer.

Each filter makes its own map and has its own bias: check the shape of `bias` in conv2d.
"""

from convolution import count_conv_parameters as right_count


def count_conv_parameters(kernel_size: tuple[int, int], in_channels: int, filters: int, use_bias: bool) -> int:
    return right_count(kernel_size, in_channels, filters, False) + int(use_bias)
