"""windows as wide as they are high.

The width of a window is `pool_size[1]`.
"""

from network import MaxPool2D as RightMaxPool2D

# docs/mistakes.md: P4


class MaxPool2D(RightMaxPool2D):
    def __init__(self, pool_size):
        super().__init__((pool_size[0], pool_size[0]))
