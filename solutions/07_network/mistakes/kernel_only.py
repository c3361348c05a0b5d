"""a bias that never learns.

Every parameter of the model takes a step, not only the first.
"""

from network import SGD as RightSGD


class SGD(RightSGD):
    def step(self):
        bias = self.model.parameters()[-1]
        before = bias.copy()
        super().step()
        bias[...] = before
