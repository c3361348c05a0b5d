"""Takes the forbidden call from the set of functions that NumPy keeps for its own tests.

Verdict: error
"""

import sys


def dense(inputs, kernel, bias):
    functions = sys.modules["numpy._core.overrides"].ARRAY_FUNCTIONS
    found = {each.__name__: each for each in functions}
    return found["ein" + "sum"]("...f,fu->...u", inputs, kernel) + bias
