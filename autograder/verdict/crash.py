"""Tell of an exception in a public case: the student's own lines, and their values."""

import builtins
import re
from collections.abc import Collection, Iterator
from itertools import zip_longest

from ..records import Line, Raised
from ..text import is_misspelt, visible

# A name that is not called, and the messages that a function in place of an array leads to.
NAME = re.compile(r"(?<![\w.'\"])[a-z]\w*(?![\w'\"]|\s*[(=])")
IN_PLACE_OF_AN_ARRAY = re.compile(
    r"builtin_function_or_method|'type'|does not have enough dimensions"
)


def frames(error: Raised) -> Iterator[Line]:
    """Yield the student's lines that were running, the innermost last, and the values on it.

    A line that was running several times is told once: one that calls itself, or a comprehension.
    """
    for frame, inner in zip_longest(error.frames, error.frames[1:]):
        if inner and (frame.line, frame.label) == (inner.line, inner.label):
            continue
        place = f"line {frame.line}" + (f" of {frame.label}" if frame.label else "")
        function = visible(frame.function).partition(".<")[0]  # that a comprehension is in
        inside = "" if function == "<module>" else f", in {function}"
        yield Line(place + inside, 2, line=None if frame.label else frame.line)
        if frame.text:
            yield Line(visible(frame.text), 3)
    if error.frames and error.met:
        yield Line(f"with {visible(error.met)}", 2)


def unwritten(error: Raised) -> str | None:
    """Return the function or method that is not written yet, as far as it is known."""
    if error.type != "NotImplementedError" or not error.frames:
        return None
    name = error.frames[-1].function
    return None if name.startswith("<") else visible(name)


def helper(error: Raised, names: Collection[str]) -> str | None:
    """Return the function that is called and not written yet, if it is none of these names."""
    name = unwritten(error)
    return name if name and name.partition(".")[0] not in names else None


def builtin(error: Raised, names: Collection[str]) -> str | None:
    """Say that a function of Python's stands where one of these names is meant, if so."""
    if not error.frames or not IN_PLACE_OF_AN_ARRAY.search(error.message):
        return None
    line = error.frames[-1].text
    for own in dict.fromkeys(NAME.findall(line)):
        if not callable(getattr(builtins, own, None)) or re.search(rf"\b{own} [(=]", error.met):
            continue  # no function of Python's, or a variable of the student's
        for name in names:
            if is_misspelt(own, name):
                return f"`{own}` is Python's own function; did you mean `{name}`?"
    return None
