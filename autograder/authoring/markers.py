"""Find the regions of a solution that students write themselves, and remove them."""

import ast
import re
from collections.abc import Iterator

from msgspec import Struct

from ..errors import Refusal

BEGIN = "### BEGIN SOLUTION"
END = "### END SOLUTION"
LOOKS_LIKE_ONE = re.compile(r"#.*\b(begin|end)[\s_-]*solution\b", re.IGNORECASE)


class Region(Struct, frozen=True):
    """The lines from one BEGIN to its END, both included, counted from 0.

    function: the dotted name of the function around them; None at module level.
    """

    first: int
    last: int
    function: str | None


def strip_solutions(text: str, source_name: str) -> str:
    """Return the skeleton: each region replaced by a line that says what to do.

    Regions outside functions are removed.

    Refusal: the markers are wrong, or the source is not valid Python.
    """
    lines = text.splitlines()
    for region in reversed(_regions(text, source_name)):
        indent = lines[region.first].removesuffix(BEGIN)
        remedy = "replace this line"
        todo = f'raise NotImplementedError("{region.function}: {remedy}")'
        lines[region.first : region.last + 1] = [indent + todo] if region.function else []
    skeleton = "\n".join(lines) + "\n"
    _parse(skeleton, f"{source_name} without its solutions")
    return skeleton


def solution_lines(text: str, source_name: str = "the solution") -> set[str]:
    """Return the bare lines that occur only in regions, which no student may see.

    Lines of fewer than two words ("else:", "return", a bracket) reveal nothing and are left out.
    """
    lines = bare_lines(text)
    inside: set[int] = set()
    for region in _regions(text, source_name):
        inside.update(range(region.first + 1, region.last))
    given = {line for number, line in enumerate(lines) if number not in inside}
    secret = {lines[number] for number in inside} - given
    return {line for line in secret if len(re.findall(r"\w+", line)) > 1}


def bare_lines(text: str) -> list[str]:
    """Return the lines of a text without indentation and trailing comments."""
    return [line.strip().partition("  #")[0].rstrip() for line in text.splitlines()]


def _regions(text: str, source_name: str) -> list[Region]:
    functions = list(_functions(_parse(text, source_name)))
    regions: list[Region] = []
    lines = text.splitlines()
    begin: int | None = None
    for number, line in enumerate(lines):
        if not LOOKS_LIKE_ONE.search(line):
            continue
        marker = line.strip()
        if marker == BEGIN and begin is None:
            begin = number
        elif marker == END and begin is not None and _indent(line) == _indent(lines[begin]):
            regions.append(Region(begin, number, _around(begin, functions)))
            begin = None
        else:
            raise _refusal(source_name, number, line, begin)
    if begin is not None:
        raise Refusal(
            f"{source_name}, line {begin + 1}: this {BEGIN} has no END.", f"Close it with {END!r}."
        )
    return regions


def _refusal(source_name: str, number: int, line: str, begin: int | None) -> Refusal:
    where = f"{source_name}, line {number + 1}:"
    match line.strip():
        case marker if marker not in (BEGIN, END):
            problem = f"{where} {marker!r} looks like a marker but is not one."
            return Refusal(problem, f"Write {BEGIN!r} or {END!r} on its own line, or rephrase it.")
        case _ if begin is None:
            return Refusal(f"{where} this {END} has no BEGIN.", f"Open the region with {BEGIN!r}.")
        case marker if marker == BEGIN:
            return Refusal(
                f"{where} a region begins inside the one opened in line {begin + 1}.",
                "Close that one first.",
            )
        case _:
            return Refusal(
                f"{where} this END is not indented like its BEGIN in line {begin + 1}.",
                "Align the two.",
            )


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _parse(text: str, source_name: str) -> ast.Module:
    try:
        return ast.parse(text)
    except SyntaxError as error:
        raise Refusal(
            f"{source_name} is not valid Python, line {error.lineno}: {error.msg}.",
            "Fix the file, or its markers.",
        ) from error


def _functions(node: ast.AST, above: str = "") -> Iterator[tuple[int, int, str]]:
    """Yield first line, last line (from 0) and dotted name of each function, outer ones first."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield child.lineno - 1, (child.end_lineno or child.lineno) - 1, above + name
                yield from _functions(child, f"{above}{name}.")
            case ast.ClassDef(name=name):
                yield from _functions(child, f"{above}{name}.")
            case _:
                yield from _functions(child, above)


def _around(line: int, functions: list[tuple[int, int, str]]) -> str | None:
    """Return the name of the innermost function around a line."""
    names = [name for first, last, name in functions if first < line <= last]
    return names[-1] if names else None
