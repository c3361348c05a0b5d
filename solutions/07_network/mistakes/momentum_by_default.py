"""a momentum of 0.9 where none was asked for.

The default is 0: `SGD(model, learning_rate)` takes plain steps.
"""

from network import SGD as RightSGD


class SGD(RightSGD):
    def __init__(self, model, learning_rate, momentum=0.9):
        super().__init__(model, learning_rate, momentum)
