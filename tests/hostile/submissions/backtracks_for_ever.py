"""Matches a regular expression that needs longer than the universe has been there.

Verdict: timeout
"""

import re


def dense(inputs, kernel, bias):
    re.match("(a*)*$", "a" * 64 + "b")
