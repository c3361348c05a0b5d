"""as many biases as channels, although each filter has one.

A bias is added to a map, after the sum over the channels. Count the maps: one for each filter.
"""

from convolution import count_conv_parameters as right_count


def count_conv_parameters(kernel_size: tuple[int, int], in_channels: int, filters: int, use_bias: bool) -> int:
    return right_count(kernel_size, in_channels, filters, False) + int(use_bias) * in_channels
