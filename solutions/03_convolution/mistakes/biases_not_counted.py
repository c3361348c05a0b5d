"""the weights alone, even where there are biases.

With use_bias, each filter has a bias, which is learned like its weights: one more parameter for each filter.
"""

from convolution import count_conv_parameters as right_count


def count_conv_parameters(kernel_size: tuple[int, int], in_channels: int, filters: int, use_bias: bool) -> int:
    return right_count(kernel_size, in_channels, filters, False)
