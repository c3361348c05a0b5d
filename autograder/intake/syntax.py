"""Say why a file does not parse, and whether it needs a newer Python than this or the course's.

Newer syntax is rewritten in older syntax: if the file then parses, it is not broken.
"""

import ast
import io
import keyword
import re
import sys
import tokenize
import warnings
from collections.abc import Callable

from ..errors import Refusal
from ..sandbox.inside.ipython import BROKEN, as_python, lines_of, parsed

Version = tuple[int, int]

CONFLICT = re.compile(r"^<{7}(?: |$)", re.MULTILINE)
LONGEST = 80  # characters of a quoted line
PARAMETERS = re.compile(
    r"^([ \t]*(?:(?:async[ \t]+)?def|class|type)[ \t]+\w+)"
    r"[ \t]*\[((?:[^\[\]\n]|\[[^\[\]\n]*\])*)\]",
    re.MULTILINE,
)
ALIAS = re.compile(r"^([ \t]*)type[ \t]+(\w+)[ \t]*=(?!=)", re.MULTILINE)
# Possessive, here and below, so that time stays linear: files may be hostile.
SEVERAL_EXCEPTIONS = re.compile(
    r"^([ \t]*+except\*?[ \t]++)([\w. \t]++(?:,[\w. \t]++)++)(?=:)", re.MULTILINE
)
TEMPLATE = re.compile(r"(?<!\w)(?:[tT]([rR]?)|[rR][tT])(?=[\"'])")
FORMATTED = re.compile(r"(?<!\w)(?:[fF][rR]?|[rR][fF])(\"{3}|'{3}|\"|')")
# Tokens that end a replacement field, or may hide its end.
IN_FIELD = re.compile(
    r"(?P<formatted>(?<!\w)(?:[fF][rR]?|[rR][fF])(?P<quote>\"{3}|'{3}|\"|'))"
    r"|\"[^\"\\\n]*+(?:\\.[^\"\\\n]*+){0,100}+\"|'[^'\\\n]*+(?:\\.[^'\\\n]*+){0,100}+'"
    r"|\#[^\n]*|(?P<open>[([{])|(?P<close>[)\]}])|(?P<end>![rsa](?=\s*[:}])|(?<![:!<>=]):(?!=))",
    re.DOTALL,
)
IN_TEXT = re.compile(r"\\.|\{\{|(?P<field>\{)|(?P<quote>\"{3}|'{3}|\"|')|(?P<line>\n)", re.DOTALL)
DEEPEST = 6
# Pattern of a line about which Python says only "invalid" -> what to do.
SLIPS = {
    r"\d\xa0": "A special space follows a number. Delete it and type it again.",
    r"^\s*(>>>|\.\.\.)\s": "Remove the prompt before the line.",
    r"^\s*\d+[ \t:.]+\w": "Remove the line number.",
    r"^\s*```": "Remove the code fence from a chat or page.",
    r"^\s*else\s+if\b": "Python writes `elif`.",
    r"&&|\|\|": "Python writes `and` and `or`.",
    r"(\+\+|--)\s*$": "Python has no ++ and --: write `+= 1` and `-= 1`.",
    rf"\b({'|'.join(keyword.kwlist)})\s*=[^=]": "That is a Python keyword: choose another name.",
    r"[“”„«»‘’]": "Write plain quotes, \" or '.",
    r"[−–—]": "Write a plain minus, -.",
}
# How Python's message about an indent begins -> what to do.
INDENTS = {
    "inconsistent use of tabs": "Lines that look alike begin with tabs here and spaces there:"
    " replace each tab with spaces.",
    "unindent does not match": "Its indent matches none of the lines above: begin it exactly"
    " below one of them.",
    "unexpected indent": "Align it with the line above.",
    "expected an indented block": "Indent what belongs inside by four more spaces.",
}


def no_code(name: str) -> str:
    """Say that a file is empty. name: the file's."""
    remedy = "Save your work in it, or unpack the course's exercises again for the skeleton."
    return f"{name} is empty, or has only comments. {remedy}"


def problem_of(name: str, text: str, error: BaseException) -> str:
    """Say why a file does not parse; then quote the line, with a caret below it.

    name: the file's, and the cell's. text: its source. error: what parsing raised.
    """
    if conflict := CONFLICT.search(text):
        above = text.count("\n", 0, conflict.start())
        remedy = "Keep one of the two versions, and remove the lines that git added."
        return f"{name} has a merge conflict at line {above + 1}. {remedy}"
    if not isinstance(error, SyntaxError):
        reason = str(error) if type(error) is ValueError else "it is nested too deeply"
        return f"{name} does not parse: {reason}."
    reason, lines = error.msg, lines_of(text)
    reason += "" if reason.endswith((".", "?", "!")) else "."
    number: int = error.lineno or 0
    if not 0 < number <= len(lines):
        return f"{name} does not parse: {reason}"
    line = lines[number - 1].rstrip()
    start = len(line) - len(line.lstrip())
    caret = max(0, (error.offset or 1) - 1 - start)
    sentence = f"{name} does not parse at line {number}: {reason}{_slip(line, error.msg)}"
    remedy = "Nothing in it can be checked until it does."
    if not line:
        return f"{sentence} {remedy}"
    begin = "" if caret < LONGEST else "… "
    if begin:
        start, caret = start + caret - LONGEST // 2, LONGEST // 2 + len(begin)
    quoted = f"{begin}{line[start:][:LONGEST]}"
    return f"{sentence} {remedy}\n    {quoted}\n    {' ' * caret}^"


def _slip(line: str, reason: str) -> str:
    """Return what to do about indents, and text from other languages, web pages or chats, or "".

    line: the line that does not parse. reason: Python's own, which says little about such text.
    """
    if "non-printable" in reason:
        return " Delete it and type it again."
    for start, does in INDENTS.items():
        if reason.startswith(start):
            return f" {does}"
    if not reason.startswith(("invalid", "expected ':'", "leading zeros")):
        return ""
    return next((f" {does}" for slip, does in SLIPS.items() if re.search(slip, line)), "")


def refuse_newer(name: str, text: str) -> None:
    """Refuse a file that does not parse only because this Python is too old for it."""
    if version := needed(text):
        there, here = f"{version[0]}.{version[1]}", "{}.{}".format(*sys.version_info[:2])
        problem = f"{name} needs Python {there}; this machine grades with {here}."
        raise Refusal(problem, f"It can be graded with Python {there} or newer.")


def needed(text: str) -> Version | None:
    """Return the newer Python that this file needs; None if none known here can parse it."""
    if _parses(text):
        return None  # the encoding is wrong
    for version, rewrite in REWRITES:
        text = rewrite(text)
        if version > sys.version_info[:2] and _parses(text):
            return version
    return None


def line_too_new(text: str, version: Version) -> int | None:
    """Return the first line that this Python parses and `version` does not, if that is known."""
    if sys.version_info[:2] <= version or not _parses(text):
        return None
    try:
        with warnings.catch_warnings(action="ignore"):
            ast.parse(as_python(text), feature_version=version)
    except SyntaxError as error:
        return error.lineno
    return _nested_quotes(as_python(text)) if version < (3, 12) else None


def _nested_quotes(text: str) -> int | None:
    """Return the first line of an f-string that only Python 3.12 and newer can parse."""
    quotes: list[str] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        kind = tokenize.tok_name[token.type]
        unreadable = any(each in token.string for each in (*quotes, "\\"))
        if quotes and unreadable and kind in ("STRING", "FSTRING_START"):
            return token.start[0]
        if quotes and kind == "NL" and len(quotes[-1]) == 1:
            return token.start[0]
        if kind == "FSTRING_START":
            quotes.append(token.string.lstrip("fFrR"))
        elif kind == "FSTRING_END":
            quotes.pop()
    return None


def _parses(text: str) -> bool:
    try:
        parsed(as_python(text), "needed")
    except BROKEN:
        return False
    return True


def _older_parameters(text: str) -> str:
    """Drop type parameters without defaults, and `type` before an alias."""
    text = PARAMETERS.sub(lambda match: match[0] if "=" in match[2] else match[1], text)
    return ALIAS.sub(r"\1\2 =", text)


def _older_defaults(text: str) -> str:
    return ALIAS.sub(r"\1\2 =", PARAMETERS.sub(r"\1", text))


def _older_exceptions(text: str) -> str:
    return SEVERAL_EXCEPTIONS.sub(r"\1(\2)", TEMPLATE.sub(r"f\1", text))


def _older_strings(text: str, depth: int = 0) -> str:
    """Replace each f-string by a tuple of the expressions in it, so that quotes may nest."""
    pieces: list[str] = []
    done = 0
    while depth < DEEPEST and (match := FORMATTED.search(text, done)):
        string = _formatted(text, match.end(), match[1], depth)
        if string is None:
            break
        fields, end = string
        pieces += [text[done : match.start()], "(", *(f"({field})," for field in fields), ")"]
        done = end
    return "".join([*pieces, text[done:]])


def _formatted(text: str, start: int, quote: str, depth: int) -> tuple[list[str], int] | None:
    """Return the expressions of an f-string and where it ends; None if it does not end."""
    fields: list[str] = []
    while depth <= DEEPEST and (match := IN_TEXT.search(text, start)):
        start = match.end()
        if match["quote"] and text.startswith(quote, match.start()):
            return fields, match.start() + len(quote)
        if match["line"] and len(quote) == 1:
            return None
        if match["field"]:
            field = _field(text, start, depth)
            if field is None:
                return None
            expression, start = field
            fields.append(_older_strings(expression, depth + 1) or "=")  # an empty field is invalid
    return None


def _field(text: str, start: int, depth: int) -> tuple[str, int] | None:
    """Return the expression of a replacement field and where the field ends."""
    position, brackets, end = start, 0, None
    while match := IN_FIELD.search(text, position):
        position = match.end()
        if match["formatted"] and end is None:
            inner = (
                _formatted(text, position, match["quote"], depth + 1) if depth < DEEPEST else None
            )
            if inner is None:
                return None
            position = inner[1]
        elif match["end"] and not brackets and end is None:
            end = match.start()
        elif match["open"]:
            brackets += 1
        elif match["close"] and brackets:
            brackets -= 1
        elif match["close"]:
            expression = text[start : match.start() if end is None else end]
            return expression.strip().removesuffix("="), position
    return None


REWRITES: tuple[tuple[Version, Callable[[str], str]], ...] = (
    ((3, 12), lambda text: _older_strings(_older_parameters(text))),
    ((3, 13), _older_defaults),
    ((3, 14), lambda text: _older_strings(_older_exceptions(text))),
)
