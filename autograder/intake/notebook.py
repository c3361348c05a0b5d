"""Read the code cells of a notebook in any version of the format; nothing runs or is validated."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..errors import Refusal
from ..text import shown
from .files import MIB

MAX_NOTEBOOK = 20 * MIB  # without its outputs
DEFINED = re.compile(r"(def|class) \w+\(")
DEFINES = re.compile(r"^(async[ \t]+)?(def|class)[ \t]+\w+", re.MULTILINE)
# The JSON tokens that show where a list ends. Possessive, so that time stays linear.
PIECE = re.compile(
    rb'(?P<outputs>"outputs"\s*:\s*\[)|"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]]', re.DOTALL
)
MOST_PIECES = 2_000_000  # in a notebook that is too large with its outputs
LONGEST_NUMBER = 7  # characters of a cell's number, which a file may set to anything
AGAIN = "Open it in Jupyter, save it and submit it again, or submit a script."


class Source(NamedTuple):
    """A code cell: its source, and its name in messages, such as "cell [5]"."""

    text: bytes
    label: str


def is_notebook(data: bytes) -> bool:
    """Tell whether a file of any name holds a notebook."""
    return data.lstrip()[:1] == b"{" and (b'"cells"' in data or b'"worksheets"' in data)


def code_cells(cells: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the cells that hold code, including those turned into Markdown or raw text.

    The latter come first, so that code cells override them.
    """
    lost = [cell for cell in cells if _is_lost_code(cell)]
    return lost + [cell for cell in cells if cell["cell_type"] == "code"]


def _is_lost_code(cell: Mapping[str, Any]) -> bool:
    """Tell whether a Markdown cell begins with a function or class, or a raw cell holds one."""
    if cell["cell_type"] not in ("markdown", "raw"):
        return False
    source = cell.get("source")
    lines = source if isinstance(source, list) else [source]
    text = "".join(line for line in lines if isinstance(line, str))
    if cell["cell_type"] == "raw":
        return DEFINES.search(text) is not None
    return DEFINED.match(text) is not None


def _labels(cells: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield a name for each cell: by the number beside it in Jupyter, or else by its position."""
    numbers = [str(cell.get("execution_count", cell.get("prompt_number"))) for cell in cells]
    times, place = Counter(numbers), 0
    for cell, number in zip(cells, numbers, strict=True):
        place += cell["cell_type"] == "code"
        if number.isdecimal() and len(number) < LONGEST_NUMBER and times[number] == 1:
            yield f"cell [{number}]"
        else:
            yield f"code cell {place}" if cell["cell_type"] == "code" else "a cell of text"


def _source(cell: Mapping[str, Any]) -> bytes:
    """Return the source of a cell. Half of a surrogate pair becomes a question mark."""
    return "".join(cell["source" if "source" in cell else "input"]).encode("utf-8", "replace")


def notebook_cells(name: str, data: bytes) -> tuple[Source, ...]:
    """Return each code cell, from format 4 (cells), or 2 and 3 (cells in worksheets).

    nbformat is not used: it validates every output, which takes half a minute for a few hostile
    megabytes.

    Refusal: it is not a notebook in one of these formats, or is too large.
    """
    if len(data) > MAX_NOTEBOOK:
        data = without_outputs(data)
    if len(data) > MAX_NOTEBOOK:
        problem = f"{shown(name)} is larger than {MAX_NOTEBOOK // MIB} MiB without its outputs."
        raise Refusal(problem, "Submit a smaller file.")
    try:
        book = json.loads(data)
        sheets = [book] if "cells" in book else book["worksheets"]
        cells = [cell for sheet in sheets for cell in sheet["cells"]]
        codes = code_cells(cells)
        return tuple(map(Source, map(_source, codes), _labels(codes)))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        problem = f"{shown(name)} cannot be read as a notebook: {_fault(error)}."
        raise Refusal(problem, AGAIN) from error


def _fault(error: Exception) -> str:
    if not isinstance(error, json.JSONDecodeError):
        return "the structure is wrong"
    conflict = error.doc.split("\n")[error.lineno - 1].startswith("<" * 7)
    return f"{'merge conflict' if conflict else 'not JSON'} at line {error.lineno}"


def without_outputs(data: bytes) -> bytes:
    """Empty each list called "outputs", without reading the notebook as JSON."""
    pieces: list[bytes] = []
    done = depth = 0  # the end of what is copied; the depth of lists within outputs
    for number, match in enumerate(PIECE.finditer(data)):
        if number > MOST_PIECES:
            return data
        if match["outputs"] and not depth:
            pieces.append(data[done : match.end()])
        if match["outputs"] or (depth and match[0] == b"["):
            depth += 1
        elif depth and match[0] == b"]":
            depth -= 1
            done = match.start()
    return data if depth else b"".join([*pieces, data[done:]])
