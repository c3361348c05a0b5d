"""Say why a script does not parse, and whether a newer Python would parse it."""

import re
import sys

from ..errors import Refusal
from .newer import needed

BROKEN = (SyntaxError, ValueError, RecursionError, MemoryError)
CONFLICT = re.compile(r"^<{7}(?: |$)", re.MULTILINE)
LONGEST = 80  # characters of a line that is quoted


def refuse_newer(name: str, text: str) -> None:
    """Raise Refusal if a file does not parse only because this Python is too old for it."""
    if version := needed(text):
        there, here = f"{version[0]}.{version[1]}", "{}.{}".format(*sys.version_info[:2])
        problem = f"{name} needs Python {there}; this machine grades with {here}."
        raise Refusal(problem, f"Grade it with Python {there} or newer.")


def problem_of(name: str, text: str, error: BaseException) -> str:
    """Return Python's own reason, and on lines of their own, the line and a caret below it."""
    if conflict := CONFLICT.search(text):
        above = text.count("\n", 0, conflict.start())
        remedy = "Keep one of the two versions, and remove the lines that git added."
        return f"{name} has a merge conflict at line {above + 1}. {remedy}"
    if not isinstance(error, SyntaxError):
        reason = str(error) if type(error) is ValueError else "it is nested too deeply"
        return f"{name} does not parse: {reason}."
    reason, lines = error.msg, text.splitlines()
    reason += "" if reason.endswith((".", "?", "!")) else "."
    number: int = error.lineno or 0
    if not 0 < number <= len(lines):
        return f"{name} does not parse: {reason}"
    line = lines[number - 1].rstrip()
    indent = len(line) - len(line.lstrip())
    caret = max(0, (error.offset or 1) - 1 - indent)
    sentence = f"{name} does not parse at line {number}: {reason}"
    remedy = "Nothing in the file can be graded until it does."
    if not line or caret > LONGEST:
        return f"{sentence} {remedy}"
    return f"{sentence} {remedy}\n    {line[indent:][:LONGEST]}\n    {' ' * caret}^"
