"""Never ends, so that no time is left for the correct function in its file.

Verdict: timeout, pass
"""


def dense(inputs, kernel, bias):
    while True:
        pass


def dense_backward(grad_outputs, inputs, kernel, bias):
    return grad_outputs @ kernel.T, inputs.T @ grad_outputs, grad_outputs.sum(axis=0)
