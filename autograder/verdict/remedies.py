"""Define the remedy for each kind of failure, in tables."""

from collections.abc import Mapping

from ..records import GapKind

ALLOWED = (
    "Import only the standard library and the packages that this exercise names. Only this file"
    " is graded, so import none of your own."
)
RAISED: Mapping[str, str] = {
    "NotImplementedError": "It is not written yet: replace `raise NotImplementedError` with your"
    " code.",
    "SystemExit": "Remove exit() and quit(): end a function with `return`.",
    "KeyboardInterrupt": "Remove whatever interrupts the program: end a function with `return`.",
    "MemoryError": "Look for an array that is far too large, or a list that grows forever.",
    "RecursionError": "The function calls itself forever.",
    "ImportError": ALLOWED,
    "ModuleNotFoundError": ALLOWED,
    "NameError": "Define it before you use it, or check its spelling.",
    "EOFError": "Remove input(): nobody can answer it here.",
    "FileNotFoundError": "Do not read other files: only this one is submitted.",
    "AssertionError": "The condition after `assert` is false for these inputs.",
    "KeyError": "The dict has no such key. Check its spelling.",
    "ZeroDivisionError": "The divisor is 0 here.",
    "UnboundLocalError": "Give it a value first, on every path through the function.",
}
PACKAGE = (
    " is usually a package. Use only those that this exercise names, and import them at the top of"
    " the file."
)
UNDEFINED = (RAISED["NameError"], PACKAGE)  # how the advice on an undefined name ends
# Pattern of the message about an undefined name -> what to do.
NAMES: tuple[tuple[str, str], ...] = (
    (
        r"name 'np' is not defined",
        "Begin the file with `import numpy as np`. In a notebook, run that cell first.",
    ),
    (
        r"name 'numpy' is not defined",
        "`import numpy as np` makes numpy known as np: write np, as in np.zeros.",
    ),
    (
        r"name 'self' is not defined",
        "Only methods have `self`, as their first parameter.",
    ),
    (
        r"name '(math|itertools|functools|random|copy|time)' is not defined",
        "Import it at the top of the file: `import {0}`.",
    ),
    (
        r"name '(torch|nn|tf|keras|jnp|scipy|cv2)' is not defined",
        f"{{0}}{PACKAGE}",
    ),
    (r"module 'numpy' has no attribute 'product'", "The product of all numbers is np.prod(x)."),
)
_USED = r"object$|object is not (?:subscriptable|iterable)|has no len"
# Pattern of the message about a value that is indexed, counted or unpacked -> what to do.
SINGLE: tuple[tuple[str, str], ...] = (
    (
        r"\bNoneType\b",
        "Something there is None: the result of a function without `return`, or of a method such"
        " as list.append or list.reverse, which return nothing; or a value that began as None and"
        " was never set.",
    ),
    (
        rf"(?:method|function|ufunc|ArrayFunctionDispatcher)'? (?:{_USED}|object cannot be interp)",
        "That is a function: call it, with ( ) after its name.",
    ),
    (
        rf"(?:non-iterable |')([A-Z]\w*)'? (?:{_USED})",
        "That is a single {0}, not a list of them: write [ ] around it where you pass it.",
    ),
    (
        r"(?:zip|map|filter|enumerate|generator|iterator|set|dict_\w+)' "
        r"(?:object is not subscriptable|has no len)",
        "It gives its items one by one: make a list of it first, with list(...).",
    ),
    (
        rf"(?:non-iterable |')(?:int|float|bool|numpy\.\w+)'? (?:{_USED})|"
        r"invalid index to scalar|iteration over a 0-d|len\(\) of unsized object|"
        r"'(?:int|float)' object has no attribute",
        "That is a single number with no axes. Count the brackets, and check the shape of what"
        " precedes them.",
    ),
)
# Pattern of the message about an object of a student's class -> what to do.
OBJECTS: tuple[tuple[str, str], ...] = (
    (
        r"'([A-Z]\w*)' object is not callable",
        "{0} has no __call__: call one of its methods by name, such as .forward(...).",
    ),
    (
        r"([A-Z]\w*)\.__init__\(\) missing",
        "Making a {0} needs more arguments. Compare the call with the parameters of __init__.",
    ),
    (
        r"'[A-Z]\w*' object has no attribute '(forward|backward|parameters|gradients)'",
        "Its class has no method {0}. Check how it is spelt, and that it is inside the class.",
    ),
)
# Pattern of the message about a mode that np.pad lacks -> what to do.
MODES: tuple[tuple[str, str], ...] = (
    (
        r"mode 'same' is not supported",
        '"same" is a padding, not a mode of np.pad, which fills with zeros for mode="constant".',
    ),
    (
        r"mode 'valid' is not supported",
        '"valid" is a padding, not a mode of np.pad: it adds nothing, so leave the images as they'
        " are.",
    ),
    (
        r"mode '[(\[].*' is not supported",
        "The third argument of np.pad is the mode. Put the pairs for all axes into one list.",
    ),
    (
        r"mode '.*' is not supported",
        'np.pad has no such mode. It fills with zeros for mode="constant", or without a mode.',
    ),
)

COMPLEX = (
    "It returned complex numbers.",
    "Take the real part, such as `.real` after an inverse FFT.",
)
FUNCTION = (
    "It returned a function.",
    "Call it: write ( ) with the arguments after its name.",
)
RAGGED = (
    "It returned several arrays of unequal shapes.",
    "Return only the one array that is asked for.",
)
LAZY = (
    "It returned a generator or similar, not an array.",
    "Use `return`, not `yield`, or convert it to a list.",
)
ASYNCHRONOUS = (
    "It returned a coroutine, not an array.",
    "Remove `async` before `def`.",
)
# Kind of result, if not arrays -> (sentence, remedy).
REFUSED: Mapping[str, tuple[str, str]] = {
    "NoneType": (
        "It returned None.",
        "Is the `return` missing? It may also be indented too far, inside an `if`.",
    ),
    "str": ("It returned a string.", "Return numbers instead."),
    "dict": ("It returned a dict.", "Return the arrays themselves, as a tuple."),
    "bool": (
        "It returned True and False instead of numbers.",
        "A comparison gives those. Multiply them by numbers, or use np.where.",
    ),
    **dict.fromkeys(("function", "builtin_function_or_method", "method", "ufunc"), FUNCTION),
    "complex64": COMPLEX,
    "complex128": COMPLEX,
    "object": (
        "It returned something NumPy cannot read as numbers.",
        "Return one array of numbers for each part, with rows of equal length.",
    ),
    "signature": (
        "It cannot take the arguments it is called with.",
        "Keep the names and order of the skeleton's arguments.",
    ),
    "int": (
        "It returned an integer larger than NumPy can hold.",
        "Look for a product that grows forever.",
    ),
    "ragged tuple": RAGGED,
    "ragged list": (
        "It returned a list of rows of unequal length.",
        "Make an array of the right shape with np.zeros and fill it, or see why lengths differ.",
    ),
    **dict.fromkeys(("generator", "map", "zip", "filter"), LAZY),
    **dict.fromkeys(("coroutine", "async_generator"), ASYNCHRONOUS),
    "too large": (
        "It returned far too many numbers.",
        "Check the sizes passed to np.zeros, np.tile and np.repeat.",
    ),
}

ONE_NUMBER = (
    "np.sum without an axis adds all numbers up: state the axis. Or does a loop keep only its last"
    " number, or end at a `return` in its first pass?"
)
ONE_COUNT = "Return one number. A tuple times an integer repeats the tuple."
EMPTY = "It is empty. Look for a slice that ends at -0, such as x[0:-0]: that is x[0:0]."
PADDED = (
    "It has too many images and channels. Given one number, np.pad pads every axis: pass it"
    " a pair of widths for each axis, (0, 0) for batch and channels."
)
# For a task about classes, whose steps return the arrays that the methods returned.
METHODS = "Check what each method returns. Is a `return` missing?"
GAPS: Mapping[GapKind, str] = {
    "refused": "Return an array of numbers for each part, in the order the docstring states.",
    "shape": "Compare the axes one by one with the shape the docstring states.",
    "kind": "Return an integer: `/`, np.floor and np.ceil give a float. `//` drops the remainder,"
    " and int(...) what is after the point.",
    "finite": "Look for a division by zero, a logarithm of zero, or an exp that overflows.",
    "lowest": "-inf is the maximum of a window wholly inside the padding, or the logarithm of"
    " zero. Check where the windows begin, or what you take the logarithm of.",
}
STEP_GAPS: Mapping[GapKind, str] = {**GAPS, "refused": METHODS}
HIDDEN_GAPS: Mapping[GapKind, str] = {
    "refused": "no array of numbers",
    "shape": "the shape is wrong",
    "kind": "the numbers are of the wrong kind",
    "finite": "nan or inf where TensorFlow has numbers",
    "lowest": "-inf where TensorFlow has numbers",
    "values": "some values are wrong",
}
