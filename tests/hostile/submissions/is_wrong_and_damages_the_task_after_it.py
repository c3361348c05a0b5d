"""Gives a wrong answer, and makes the worker give wrong ones for the honest function in its file.

Verdict: fail, pass
"""

import sys


def dense(inputs, kernel, bias):
    calling = sys.modules["autograder.sandbox.inside.calling"]
    calling.plain = lambda array: array.astype(array.dtype) * 0
    calling.changed = lambda given, _: list(range(len(given)))
    return inputs @ kernel


def dense_backward(grad_outputs, inputs, kernel, bias):
    return grad_outputs @ kernel.T, inputs.T @ grad_outputs, grad_outputs.sum(axis=0)
