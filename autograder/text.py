"""Text of unknown origin made safe to show, and numbers and shapes as people read them."""

import math


def visible(text: str) -> str:
    """Turn control codes, bidi marks and line separators into escapes, so that text is safe to print."""
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text
    )


def printable(text: str) -> str:
    """Replace escape sequences for terminals and half characters, which no file can hold."""
    text = text.replace("\r\n", "\n")
    kept = (
        char if char.isprintable() or char in "\n\t" else "\N{REPLACEMENT CHARACTER}"
        for char in text
    )
    return "".join(kept)


def shown(name: str) -> str:
    """Make a file's or student's name fit for a message: no control characters, at most 80 long."""
    clean = "".join(c if c.isprintable() else "?" for c in name)
    return clean if len(clean) <= 80 else f"{clean[:60]}…{clean[-15:]}"


def number(value: float, digits: int = 4) -> str:
    """Write whole numbers as such and others with this many significant digits."""
    value = float(value)
    if not math.isfinite(value):
        return str(value)
    if value == int(value) and abs(value) < 1e7:
        return str(int(value))
    return f"{value:#.{digits}g}".rstrip(".")


def shape_text(shape: tuple[int, ...]) -> str:
    """Write a shape as NumPy prints it, and a scalar's in words."""
    return str(tuple(int(size) for size in shape)) if shape else "a single number"
