"""Describe an exception in student code: its lines, the values on the last, Python's advice."""

import contextlib
import io
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from .ipython import lines_of
from .packing import MOST_FRAMES

LONGEST = 40  # characters of a value
SCALARS = (int, float, bool, str, type(None), *dict.fromkeys(np.sctypeDict.values()))
NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)?")
# Python suggests names and attributes for these.
ADVISED = (NameError, AttributeError, ImportError, ModuleNotFoundError, TypeError)


def where(
    error: BaseException, numbers: Mapping[str, int | None], texts: Mapping[str, str]
) -> dict[str, Any]:
    """Return {frames, values}: [line, cell, function] of each frame kept, and values as text.

    numbers: name of a cell in tracebacks -> its number. texts: the same name -> its source.
    """
    frames, shown = [], ""
    last, trace = None, error.__traceback__
    while trace:
        code = trace.tb_frame.f_code
        if code.co_filename in numbers:
            function = code.co_qualname.replace("<locals>.", "")[:100]
            frames.append([trace.tb_lineno, numbers[code.co_filename], function])
            last = trace
        trace = trace.tb_next
    if last:  # for it alone: an endless recursion has thousands of frames
        lines = lines_of(texts.get(last.tb_frame.f_code.co_filename, ""))[: last.tb_lineno]
        shown = ", ".join(values(lines[-1], last.tb_frame.f_locals)) if lines else ""
    if len(frames) > MOST_FRAMES:  # keep the outermost and the innermost ones
        frames[1 : 1 - MOST_FRAMES] = []
    return {"frames": frames, "values": shown[:300]}


def values(line: str, scope: Mapping[str, Any]) -> Iterator[str]:
    """Yield the shape of each array that a line names, and each number or short text."""
    found: dict[str, Any] = {}
    for name in NAME.findall(line):
        first, _, attribute = name.partition(".")
        if first not in scope:
            continue
        value = scope[first]
        if attribute and type(value) is not np.ndarray:  # such as self.kernel
            found[name] = getattr(value, "__dict__", {}).get(attribute, ...)
        else:
            found[first] = value
    for name, value in found.items():
        if type(value) is np.ndarray:
            yield f"{name} {value.shape}"
        elif type(value) in SCALARS:
            yield f"{name} = {value!r}"[:LONGEST]
        elif type(value) is tuple and all(type(each) is int for each in value):
            yield f"{name} = {value}"[:LONGEST]


def advice(error: BaseException) -> str:
    """Return Python's suggestion, such as ". Did you mean: 'kernel'?", or nothing."""
    if type(error) not in ADVISED:
        return ""
    printed = io.StringIO()
    with contextlib.redirect_stderr(printed):
        sys.__excepthook__(type(error), error, error.__traceback__)
    _, found, added = printed.getvalue().rstrip().rpartition(f": {error}")
    return added.replace("\n", " ")[:200] if found else ""
