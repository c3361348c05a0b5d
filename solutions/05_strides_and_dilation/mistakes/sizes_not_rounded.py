"""a quotient instead of a whole number of windows.

There is no half window: "valid" drops what does not fit, and "same" counts part of a window as one. Check which
division rounds, and in which direction.
"""

# docs/mistakes.md: C25

Pair = tuple[int, int]


def output_size(input_size: Pair, kernel_size: Pair, strides: Pair, padding: str, dilation_rate: Pair) -> Pair:
    if padding == "same":
        height, width = (size / stride for size, stride in zip(input_size, strides, strict=True))
        return height, width
    fields = [(cells - 1) * rate + 1 for cells, rate in zip(kernel_size, dilation_rate, strict=True)]
    height, width = ((size - f) / s + 1 for size, f, s in zip(input_size, fields, strides, strict=True))
    return height, width
