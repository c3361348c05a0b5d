"""a bias that never learns.

Update every parameter of the model, not only the first.
"""

from network import SGD as RightSGD


class SGD(RightSGD):
    def step(self):
        bias = self.model.parameters()[-1]
        before = bias.copy()
        super().step()
        bias[...] = before
