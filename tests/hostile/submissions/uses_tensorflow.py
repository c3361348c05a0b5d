"""Lets TensorFlow do it.

Verdict: forbidden
"""

import os


def dense(inputs, kernel, bias):
    return __import__("tensorflow").matmul(inputs, kernel).numpy() + bias
