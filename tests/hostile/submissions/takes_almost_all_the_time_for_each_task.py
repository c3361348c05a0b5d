"""Takes almost all its time for each of two tasks: together they overrun it, but they are right.

Verdict: pass, pass
"""

import time

waited = []


def dense(inputs, kernel, bias):
    wait()
    return inputs @ kernel + bias


def dense_backward(grad_outputs, inputs, kernel, bias):
    wait()
    return grad_outputs @ kernel.T, inputs.T @ grad_outputs, grad_outputs.sum(axis=0)


def wait():
    end = time.process_time() + 0.4
    while not waited and time.process_time() < end:
        pass
    waited.append(True)
