"""windows with their sides swapped.

`pool_size` is (height, width), in this order.
"""

from network import MaxPool2D as RightMaxPool2D

# docs/mistakes.md: P4


class MaxPool2D(RightMaxPool2D):
    def __init__(self, pool_size):
        super().__init__(pool_size[::-1])
