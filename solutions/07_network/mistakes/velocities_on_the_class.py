"""velocities shared by all optimisers.

They are stored on the class, or as a default argument. Make them in `__init__` and store them on the object.
"""

from network import SGD as RightSGD


class SGD(RightSGD):
    def __init__(self, model, learning_rate, momentum=0.0, velocities={}):  # noqa: B006
        super().__init__(model, learning_rate, momentum)
        key = tuple(velocity.shape for velocity in self.velocities)
        self.velocities = velocities.setdefault(key, self.velocities)
