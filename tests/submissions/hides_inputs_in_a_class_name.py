"""Raises an exception whose class is named after a hidden input.

Verdict: error
"""

def dense(inputs, kernel, bias):
    digits = f"{abs(float(inputs.ravel()[0])):.8f}".replace(".", "_")
    raise type(f"Hidden_{digits}", (Exception,), {})()
