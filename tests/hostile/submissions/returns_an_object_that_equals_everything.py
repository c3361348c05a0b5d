"""Returns an object that is not an array and equals everything.

Verdict: error
"""


class Agreeable:
    def __eq__(self, other):
        return True

    def __getattr__(self, name):
        return self

    def __call__(self, *_, **__):
        return self

    __hash__ = None
    __array__ = __array_interface__ = __array_struct__ = property(lambda self: None)
    __len__ = __iter__ = None


def dense(inputs, kernel, bias):
    return Agreeable()
