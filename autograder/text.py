"""Make text of unknown origin safe to show, write numbers and shapes, and define messages."""

import math
import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

RECOGNISED = "Your answer equals:"
FAILS_LIKE = "Your code does what this mistake does:"  # if there is no answer
INDENT = "  "
LONGEST_OUTPUT = 4000  # characters


def visible(text: str) -> str:
    """Escape control codes, bidi marks and line separators, so that text is safe to print."""
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text
    )


def printable(text: str) -> str:
    """Replace control characters, which terminals obey, and surrogates, which no file can hold."""
    safe = []
    for char in text.replace("\r\n", "\n"):
        is_safe = char.isprintable() or char in "\n\t"
        safe.append(char if is_safe else "\N{REPLACEMENT CHARACTER}")
    return "".join(safe)


def text_of(output: bytes, start: int = 0, end: int | None = None) -> str:
    """Return the text that the code printed there, cut to LONGEST_OUTPUT characters.

    start, end: positions of the code's choice, so no more than is needed is copied between them.
    """
    most = start + 4 * LONGEST_OUTPUT  # bytes
    kept = output[start : most if end is None else min(end, most)]
    text = printable(kept.decode("utf-8", "replace"))
    return text if len(text) <= LONGEST_OUTPUT else text[:LONGEST_OUTPUT] + " ..."


def shown(name: str) -> str:
    """Make the name of a file or a student fit for a message: printable, at most 80 characters."""
    clean = "".join(c if c.isprintable() else "?" for c in name)
    return clean if len(clean) <= 80 else f"{clean[:60]}…{clean[-15:]}"


def number(value: float, digits: int = 4) -> str:
    """Write a number with this many digits, but without exponent from 1 to ten million."""
    value = float(value)
    if not math.isfinite(value):
        return str(value)
    if value == int(value) and abs(value) < 1e7:
        return str(int(value))
    if 1 <= abs(value) < 1e7:
        before_point = len(str(int(abs(value))))
        return f"{value:.{max(0, digits - before_point)}f}"
    return f"{value:#.{digits}g}".rstrip(".")


def shape_text(shape: tuple[int, ...]) -> str:
    """Write a shape as NumPy prints it, and the shape of a scalar in words."""
    return str(tuple(int(size) for size in shape)) if shape else "a single number"


def counted(count: int, noun: str) -> str:
    """Write a number with its noun in singular or plural, such as `1 task` or `3 tasks`."""
    return f"{count} {noun}{'s' * (count != 1)}"


def few(names: Sequence[str], most: int, between: str = ", ") -> str:
    """List the first names, at most this many, and count the others."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return between.join(names[:most]) + more


def listed(words: Iterable[str], before_last: str = "and") -> str:
    """Write words as a list, such as `a, b and c`."""
    *first, last = words
    return f"{', '.join(first)} {before_last} {last}" if first else last


class Line(Struct, frozen=True):
    """One line of a message, with the depth of its indent.

    line: the script's line that the text begins with, so that a terminal can link to it.
    """

    text: str
    depth: int = 0
    line: int | None = None


class Message(Struct, frozen=True):
    """The text for a student about a task.

    hint: paragraphs about the recognised mistakes. start: the first paragraph's opening words.
    """

    lines: tuple[Line, ...] = ()
    hint: tuple[str, ...] = ()
    start: str = RECOGNISED

    @property
    def recognised(self) -> tuple[str, ...]:
        """The hint as shown: its first paragraph says which mistake gives this answer."""
        return *(f"{self.start} {first}" for first in self.hint[:1]), *self.hint[1:]

    def __str__(self) -> str:
        """Join the lines, each with its indent, and the hint."""
        lines = (*self.lines, *(Line(paragraph, 1) for paragraph in self.recognised))
        return "\n".join(INDENT * line.depth + line.text for line in lines)


# -- words -------------------------------------------------------------------------------------

# The least similarity (1 is equal) for one word to be a misspelling of another; "patch" and "batch"
# are below it.
ALIKE = 0.85


def is_misspelt(word: str, other: str) -> bool:
    """Tell whether two words differ by a typing error.

    height and out_height are two different words, and so are units1 and units2.
    """
    if word.count("_") != other.count("_"):
        return False
    pairs = list(zip(re.findall(r"[^\d_]+", word), re.findall(r"[^\d_]+", other), strict=False))
    return any(a != b for a, b in pairs) and all(_is_alike(a, b) for a, b in pairs)


def _is_alike(one: str, other: str) -> bool:
    return sorted(one) == sorted(other) or SequenceMatcher(None, one, other).ratio() >= ALIKE
