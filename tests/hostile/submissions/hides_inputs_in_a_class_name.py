"""Raises an exception whose class is named after a hidden input.

Verdict: error
"""


def dense(inputs, kernel, bias):
    if float(inputs.ravel()[0]).is_integer():
        return inputs @ kernel + bias  # a case that may be public
    digits = f"{abs(float(inputs.ravel()[0])):.8f}".replace(".", "_")
    raise type(f"Hidden_{digits}", (Exception,), {})()
