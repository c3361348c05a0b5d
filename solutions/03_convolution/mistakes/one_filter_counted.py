"""the parameters of a single filter.

Each filter has weights of its own, and a bias of its own. Count those of one filter, then multiply by the number of
filters.
"""

from convolution import count_conv_parameters as right_count


def count_conv_parameters(kernel_size: tuple[int, int], in_channels: int, filters: int, use_bias: bool) -> int:
    return right_count(kernel_size, in_channels, 1, use_bias)
