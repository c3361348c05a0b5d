"""Describe an exception in a public case: the student's own lines, and their values."""

import builtins
import re
from collections.abc import Collection, Iterator
from itertools import zip_longest

from ..records import Line, Raised
from ..text import is_misspelt, visible

# A name that is not called, and the messages caused by a function in place of an array.
NAME = re.compile(r"(?<![\w.'\"])[a-z]\w*(?![\w'\"]|\s*[(=])")
IN_PLACE_OF_AN_ARRAY = re.compile(
    r"builtin_function_or_method|'type'|does not have enough dimensions"
)


def frames(error: Raised) -> Iterator[Line]:
    """Yield the student's lines that were running, the innermost last, and the values on it.

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
    if error.frames and error.met:
        yield Line(f"with {visible(error.met)}", 2)


def unwritten(error: Raised) -> str | None:
    """Return the function or method that is not written yet, if known."""
    if error.type != "NotImplementedError" or not error.frames:
        return None
    name = error.frames[-1].function
    return None if name.startswith("<") else visible(name)


def helper(error: Raised, names: Collection[str]) -> str | None:
    """Return the function that is called but not written yet, unless it is one of these names."""
    name = unwritten(error)
    return name if name and name.partition(".")[0] not in names else None


def builtin(error: Raised, names: Collection[str]) -> str | None:
    """Say so if one of Python's functions was used in place of one of these names."""
    if not error.frames or not IN_PLACE_OF_AN_ARRAY.search(error.message):
        return None
    line = error.frames[-1].text
    for own in dict.fromkeys(NAME.findall(line)):
        if not callable(getattr(builtins, own, None)) or re.search(rf"\b{own} [(=]", error.met):
            continue  # not one of Python's functions, or the student's variable
        for name in names:
            if is_misspelt(own, name):
                return f"`{own}` is Python's own function; did you mean `{name}`?"
    return None
