"""Read the code cells of a notebook of any format, without running or validating it."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import Refusal
from ..text import shown

DEFINED = re.compile(r"def \w+\(")


def code_cells(cells: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the cells that hold code.

    Functions in a cell that was turned into Markdown come first, so that code cells override them.
    """
    lost = [cell for cell in cells if _is_lost_code(cell)]
    return lost + [cell for cell in cells if cell["cell_type"] == "code"]


def _is_lost_code(cell: Mapping[str, Any]) -> bool:
    """Tell whether a Markdown cell begins with a function."""
    if cell["cell_type"] != "markdown":
        return False
    source = cell.get("source")
    first = source[0] if source and isinstance(source, list) else source
    return isinstance(first, str) and DEFINED.match(first) is not None


def _source(cell: Mapping[str, Any]) -> str:
    return "".join(cell["source" if "source" in cell else "input"])


def notebook_cells(name: str, data: bytes) -> tuple[bytes, ...]:
    """Return the source of each code cell, from format 4 (cells), or 2 and 3 (cells in worksheets).

    Raise Refusal for anything else. nbformat is not used: it validates every output, which takes
    half a minute for a few hostile megabytes.
    """
    try:
        book = json.loads(data)
        sheets = [book] if "cells" in book else book["worksheets"]
        cells = [cell for sheet in sheets for cell in sheet["cells"]]
        return tuple(_source(cell).encode() for cell in code_cells(cells))
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        fault = (
            f"not JSON at line {error.lineno}"
            if isinstance(error, json.JSONDecodeError)
            else "not built like one"
        )
        problem = f"{shown(name)} cannot be read as a notebook: it is {fault}."
        raise Refusal(
            problem, "Open it in Jupyter, save it and hand it in again, or hand in a script."
        ) from error
