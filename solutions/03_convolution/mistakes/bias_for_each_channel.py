"""a bias for each pair of a channel and a filter.

The sum over the channels comes first and gives one number; then one bias is added. Count how many biases are added to
the maps, not how many slices a kernel has.
"""

from convolution import count_conv_parameters as right_count


def count_conv_parameters(kernel_size: tuple[int, int], in_channels: int, filters: int, use_bias: bool) -> int:
    return right_count(kernel_size, in_channels, filters, False) + int(use_bias) * in_channels * filters
