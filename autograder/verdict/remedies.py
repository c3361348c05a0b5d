"""Define the remedy for each kind of failure, in tables."""

from collections.abc import Mapping

from ..records import GapKind

ALLOWED = (
    "Import only the standard library and the packages that this exercise names, and no file of"
    " your own: this one is all that is graded."
)
RAISED: Mapping[str, str] = {
    "NotImplementedError": "It is not written yet: replace the `raise NotImplementedError` with"
    " your code.",
    "SystemExit": "Leave out exit() and quit(): a function answers with `return`.",
    "KeyboardInterrupt": "Leave out whatever interrupts the program: a function answers with"
    " `return`.",
    "MemoryError": "Look for an array with a wrong, huge size, or a list that grows without end.",
    "RecursionError": "The function calls itself without end.",
    "ImportError": ALLOWED,
    "ModuleNotFoundError": ALLOWED,
    "NameError": "Define it before it is used, or look for a slip in its name.",
    "EOFError": "Remove input(): nobody can answer it here.",
    "FileNotFoundError": "Remove what reads a file: only this one is submitted.",
    "AssertionError": "What stands behind `assert` does not hold for these inputs.",
    "KeyError": "The dict has no such key. Look for a slip in its name.",
    "ZeroDivisionError": "The number on the right of the division is 0 here.",
    "UnboundLocalError": "Some path through the function leaves a variable without a value.",
}

COMPLEX = (
    "It returned complex numbers.",
    "Take the real part; after an inverse FFT, `.real` does it.",
)
FUNCTION = (
    "It returned a function.",
    "Call it: write ( ) with the arguments behind its name.",
)
RAGGED = (
    "It returned several arrays of unequal shapes.",
    "Return the one array that is asked for, and it alone.",
)
LAZY = (
    "It returned something that has yet to be computed.",
    "Use `return` rather than `yield`, or make a tuple of it.",
)
# What was returned instead of arrays -> (sentence, remedy).
REFUSED: Mapping[str, tuple[str, str]] = {
    "NoneType": ("It returned None.", "Is the `return` missing?"),
    "str": ("It returned a string.", "Return numbers: NumPy arrays."),
    "dict": ("It returned a dict.", "Return the arrays themselves, as a tuple."),
    "bool": (
        "It returned True and False instead of numbers.",
        "A comparison gives those. Multiply numbers by them, or choose with np.where.",
    ),
    **dict.fromkeys(("function", "builtin_function_or_method", "method", "ufunc"), FUNCTION),
    "complex64": COMPLEX,
    "complex128": COMPLEX,
    "object": (
        "It returned something NumPy cannot read as numbers.",
        "Return one array of numbers for each part; rows of unequal length make no array.",
    ),
    "signature": (
        "It cannot take the arguments it is called with.",
        "Keep the names and the order of the arguments as the skeleton has them.",
    ),
    "int": (
        "It returned a whole number larger than NumPy can hold.",
        "Look for a product that grows without end.",
    ),
    "ragged tuple": RAGGED,
    "ragged list": (
        "It returned a list of rows of unequal length.",
        "Make an array of the right shape with np.zeros and fill it, or look at why they differ.",
    ),
    **dict.fromkeys(("generator", "map", "zip", "filter", "coroutine"), LAZY),
    "too large": (
        "It returned far more numbers than any right answer has.",
        "Look at the sizes given to np.zeros, np.tile and np.repeat.",
    ),
}

GAPS: Mapping[GapKind, str] = {
    "refused": "Return an array of numbers for each part, in the order the docstring states.",
    "shape": "Compare the axes one by one with the shape the docstring states.",
    "kind": "Count in whole numbers: `//` divides without a remainder.",
    "finite": "Look for a division by zero, a logarithm of zero, or an exp that overflows.",
    "lowest": "-inf is the maximum of a window that lies wholly in the padding, or the logarithm of"
    " zero. Look at where the windows begin, or at what the logarithm is of.",
}
HIDDEN_GAPS: Mapping[GapKind, str] = {
    "refused": "no array of numbers came",
    "shape": "the shape is wrong",
    "kind": "the numbers are of the wrong kind",
    "finite": "nan or inf where TensorFlow has numbers",
    "lowest": "-inf where TensorFlow has numbers",
    "values": "some values are wrong",
}
