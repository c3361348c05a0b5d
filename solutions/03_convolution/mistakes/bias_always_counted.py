"""biases counted even when there are none.

With use_bias=False the layer is the kernel alone, as in the example with 200 weights. How many numbers does
use_bias=True add, and to what?
"""

from convolution import count_conv_parameters as right_count


def count_conv_parameters(kernel_size: tuple[int, int], in_channels: int, filters: int, use_bias: bool) -> int:
    return right_count(kernel_size, in_channels, filters, True)
