"""flat filters, with one weight for each kernel cell whatever the channels.

A filter spans the full depth of its input and has separate weights for every channel: a 5 x 5 filter on a colour
image has 75 weights. Check the four axes of a kernel.
"""

from convolution import count_conv_parameters as right_count


def count_conv_parameters(kernel_size: tuple[int, int], in_channels: int, filters: int, use_bias: bool) -> int:
    return right_count(kernel_size, 1, filters, use_bias)
