"""Describe an exception: what it means, and in a public case the student's lines and values."""

import builtins
import re
from collections.abc import Collection, Iterator
from itertools import zip_longest

from ..records import Line, Raised
from ..text import is_misspelt, visible
from . import remedies
from .meanings import MEANINGS

# A name that is not called, and the messages caused by a function in place of an array.
NAME = re.compile(r"(?<![\w.'\"])[a-z]\w*(?![\w'\"]|\s*[(=])")
IN_PLACE_OF_AN_ARRAY = re.compile(
    r"builtin_function_or_method|'type'|does not have enough dimensions"
)

# A window at the border of an image that was not padded.
CUT = (
    " A slice that ends beyond the array is cut short without an error, and one that begins below"
    " 0 counts from the end: pad the array first."
)

# A list in brackets on one side of a plus: `[0] * 3 + x` or `x + [0]`.
LIST_PLUS = re.compile(r"(?<![\w)\]])\[[^\[\]]*\][^()\[\],]*\+|\+\s*\[")
JOINED = (
    "`+` joins two lists, but adds numbers if one side is an array. Join with np.concatenate, or"
    " convert the array with list(...)."
)
# Raised in steps.py, because the student's method returned a list.
IN_PLACE_OF_A_RESULT = re.compile(
    r"'(list|tuple)' object has no attribute '(?:shape|ndim|size|dtype|ravel|reshape|copy)'"
)
RETURNED = (
    "Your method returned a {0} where an array is expected. If it should return one list of arrays,"
    " join the lists of the layers with `+=` or extend: append makes a list of lists."
)
MATRIX_PRODUCT = "`*` multiplies number by number. The matrix product of these two shapes is `@`."


def frames(error: Raised) -> Iterator[Line]:
    """Yield the student's lines on the stack, innermost last, and the values on the last line.

    A line repeated on the stack, by recursion or a comprehension, appears once.
    """
    for frame, inner in zip_longest(error.frames, error.frames[1:]):
        if inner and (frame.line, frame.label) == (inner.line, inner.label):
            continue
        place = f"line {frame.line}" + (f" of {frame.label}" if frame.label else "")
        function = visible(frame.function).partition(".<")[0]  # the function around a comprehension
        inside = "" if function == "<module>" else f", in {function}"
        yield Line(place + inside, 2, line=None if frame.label else frame.line)
        if frame.text:
            yield Line(visible(frame.text), 3)
    if error.frames and error.values:
        yield Line(f"with {visible(error.values)}", 2)


def unwritten(error: Raised) -> str | None:
    """Return the function or method that is not written yet, if known."""
    if error.type != "NotImplementedError" or not error.frames:
        return None
    name = error.frames[-1].function
    return None if name.startswith("<") else visible(name)


def helper(error: Raised, names: Collection[str]) -> str | None:
    """Return the unwritten function that a call needs, unless it is one of these names."""
    name = unwritten(error)
    return name if name and name.partition(".")[0] not in names else None


def builtin(error: Raised, names: Collection[str]) -> str | None:
    """Return a sentence if a built-in function was used in place of one of these names."""
    if not error.frames or not IN_PLACE_OF_AN_ARRAY.search(error.message):
        return None
    line = error.frames[-1].text
    for own in dict.fromkeys(NAME.findall(line)):
        if not callable(getattr(builtins, own, None)) or re.search(rf"\b{own} [(=]", error.values):
            continue  # not one of Python's functions, or the student's variable
        for name in names:
            if is_misspelt(own, name):
                return f"`{own}` is Python's own function; did you mean `{name}`?"
    return None


def meaning(error: Raised) -> str:
    """Return what the exception means and what to do; "" if its own message is enough."""
    if _needs_matmul(error):
        return MATRIX_PRODUCT
    if _adds_to_list(error):
        return JOINED
    if error.step and not error.frames and (match := IN_PLACE_OF_A_RESULT.search(error.message)):
        return RETURNED.format(match[1])
    for pattern, sentence in MEANINGS:
        if match := re.search(pattern, error.message):
            cut = CUT if _is_cut(error.message) else ""
            broadcast = _broadcast(error.message)
            kind = (re.search(r"(\w+)' object", error.message) or ["", "value"])[1]
            groups = map(visible, match.groups(default=""))
            return sentence.format(*groups, broadcast=broadcast, cut=cut, type=kind)
    return remedies.RAISED.get(error.type, "")


def _needs_matmul(error: Raised) -> bool:
    """Tell whether a line uses * on two matrices that only @ can multiply."""
    sizes = _sizes(error.message)
    if "could not be broadcast together" not in error.message or not error.frames:
        return False
    line = error.frames[-1].text
    matrices = [len(each) for each in sizes] == [2, 2] and sizes[0][1] == sizes[1][0]
    return matrices and "*" in line and "@" not in line and "**" not in line


def _adds_to_list(error: Raised) -> bool:
    """Tell whether a line adds a list and an array, each with one axis but of different lengths."""
    axes = [len(each) for each in _sizes(error.message)]
    apart = "could not be broadcast together" in error.message and axes == [1, 1]
    return apart and bool(error.frames) and bool(LIST_PLUS.search(error.frames[-1].text))


def _sizes(message: str) -> list[list[int]]:
    shapes = re.findall(r"\(([\d,]*)\)", message)
    return [[int(size) for size in shape.split(",") if size] for shape in shapes[:2]]


def _is_cut(message: str) -> bool:
    """Tell whether an array may be a window cut short: smaller, with the same channels."""
    sizes = _sizes(message)
    if len(sizes) < 2:
        return message.startswith("zero-size")
    one, other = sorted(sizes, key=sum)
    pairs = list(zip(reversed(one), reversed(other), strict=False))
    return len(pairs) > 1 and one[-1] == other[-1] and all(a <= b for a, b in pairs)


def _broadcast(message: str) -> str:
    """Say which sizes of two shapes do not match."""
    sizes = _sizes(message)
    if len(sizes) < 2:
        return ""
    pairs = zip(reversed(sizes[0]), reversed(sizes[1]), strict=False)
    for back, (one, two) in enumerate(pairs, start=1):
        if one != two and 1 not in (one, two):
            place = "the last axis" if back == 1 else f"axis {back} from the right"
            return f"Here {place} has {one} in one array and {two} in the other. "
    return ""
