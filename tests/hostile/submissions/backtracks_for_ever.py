"""Matches a regular expression that takes longer than the age of the universe.

Verdict: timeout
"""

import re


def dense(inputs, kernel, bias):
    re.match("(a*)*$", "a" * 64 + "b")
