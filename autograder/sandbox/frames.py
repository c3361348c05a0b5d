"""Both ends of the talk with the worker, on the trusted side: inputs go out, hostile bytes come back as Runs.

`request` writes inputs only: no answer, allowance, mistake, hint or number of points. `read` takes any bytes at all
without raising: every length is checked against what is left, nothing is evaluated, and nothing is allocated on the
word of a header. Where the bytes stop making sense, reading stops, and what came before still counts.
"""

import ast
import json
import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..errors import Refusal
from ..records import Outcome, Raised, Run, Submission, TaskSheet
from .fence import PRIVATE
from .worker import MOST_PARTS, pack

LONGEST_HEADER = 64 * 1024
LONGEST_OUTPUT = 4000  # characters
Cells = Sequence[bytes]

NPY_PREFIX = re.compile(rb"\x93NUMPY\x01\x00(..)", re.DOTALL)
NPY_HEADER = re.compile(
    rb"\{'descr': '([<>|](?:[iu][1248]|f[248]))', 'fortran_order': False, "
    rb"'shape': \(((?:[0-9]{1,18}, ?)*[0-9]{0,18})\), \} *\n"
)


def request(submission: Submission, tasks: Sequence[TaskSheet]) -> bytes:
    """Everything the worker may know about these tasks."""
    header = {
        "module": submission.module,
        "filename": submission.filename,
        "cells": len(submission.cells),
        "tasks": [
            {
                "name": task.name,
                "parts": len(task.parts),
                "seconds": task.seconds,
                "packages": task.packages,
                "off_limits": task.off_limits,
                "calls": [
                    {
                        "arrays": [(array.dtype.str, array.shape) for array in case.arrays.values()],
                        "options": _literal(task.name, dict(case.options)),
                    }
                    for case in task.cases
                ],
            }
            for task in tasks
        ],
    }
    arrays = [array for task in tasks for case in task.cases for array in case.arrays.values()]
    return pack(header, [*submission.cells, *(array.tobytes() for array in arrays)])


def _literal(task: str, options: dict[str, Any]) -> str:
    """Options travel as Python literals, so that a tuple comes out as a tuple."""
    text = repr(options)
    try:
        if ast.literal_eval(text) == options:
            return text
    except (ValueError, SyntaxError):
        pass
    raise Refusal(
        f"The options of {task} should be plain Python values, but one of them is not: {text}.",
        "Use ints, floats, strings, None, booleans, and tuples or lists of these.",
    )


def read(submission: Submission, tasks: Sequence[TaskSheet], results: bytes, output: bytes) -> list[Run]:
    """A Run for each task the worker began, in order; one for the first at least.

    Only the last may be incomplete. It then ended in a "timeout", if the watchdog left its note, or else in a "crash".
    """
    reader = _Reader(results)
    runs: list[Run] = []
    start = 0
    for task in tasks:
        run, printed, complete = _read_task(reader, task, submission.cells)
        end = printed if complete else len(output)
        runs.append(_with(run, output=text_of(output[start:end])))
        if not complete:
            note = reader.rest()
            ended = "timeout" if note.startswith(b"Timeout (") else "crash"
            runs[-1] = _with(runs[-1], ended=ended, line=line_in(note, submission))
            break
        start = end
    return runs


def _with(run: Run, **fields: Any) -> Run:
    return Run(**{**vars(run), **fields})


def _read_task(reader: "_Reader", task: TaskSheet, cells: Cells) -> tuple[Run, int, bool]:
    """What came of one task, how much had been printed by then, and whether all of it came."""
    printed, found, loading, forbidden = 0, None, None, None
    outcomes: list[Outcome] = []
    try:
        header, _ = reader.record(most_frames=0)
        loading = _raised(header.get("loading"), cells)
        named = _raised(header.get("forbidden"), cells)
        if named and named.type not in (*task.off_limits, PRIVATE):
            raise _Malformed
        forbidden = named
        found, printed = header.get("found") is True, _count(header.get("printed"))
        for case in task.cases if found and not forbidden else ():
            header, parts = reader.record(max(MOST_PARTS, len(task.parts)))
            outcomes.append(_outcome(header, parts, len(case.arrays), cells))
            printed = _count(header.get("printed"))
        complete = True
    except _Malformed:
        complete = False
    return Run(task.name, tuple(outcomes), found=found, loading=loading, forbidden=forbidden), printed, complete


class _Malformed(Exception):
    """The bytes are not what the worker would have written."""


class _Reader:
    """Takes records off hostile bytes. Half a record is not taken."""

    def __init__(self, data: bytes) -> None:
        self._data = memoryview(data)
        self._at = 0

    def rest(self) -> bytes:
        """The beginning of what could not be read."""
        return bytes(self._data[self._at : self._at + LONGEST_HEADER])

    def record(self, most_frames: int) -> tuple[dict[str, Any], tuple[np.ndarray, ...]]:
        before = self._at
        try:
            header = _header(self._frame(LONGEST_HEADER))
            count = header.get("frames")
            if type(count) is not int or not 0 <= count <= most_frames:
                raise _Malformed
            return header, tuple(_array(self._frame(len(self._data))) for _ in range(count))
        except _Malformed:
            self._at = before
            raise

    def _frame(self, longest: int) -> bytes:
        length = int.from_bytes(self._take(8), "big")
        if length > longest:
            raise _Malformed
        return self._take(length)

    def _take(self, count: int) -> bytes:
        if count > len(self._data) - self._at:
            raise _Malformed
        self._at += count
        return bytes(self._data[self._at - count : self._at])


def _header(frame: bytes) -> dict[str, Any]:
    try:
        header = json.loads(frame)
    except (ValueError, RecursionError):
        raise _Malformed from None
    if not isinstance(header, dict):
        raise _Malformed
    return header


def _array(frame: bytes) -> np.ndarray:
    """The array of an .npy frame, if it is a plain one of real numbers and exactly as long as its header says."""
    prefix = NPY_PREFIX.match(frame)
    end = 10 + int.from_bytes(prefix[1], "little") if prefix else 0
    header = NPY_HEADER.fullmatch(frame[10:end])
    if not header:
        raise _Malformed
    dtype = np.dtype(header[1].decode())
    shape = tuple(int(size) for size in header[2].split(b",") if size.strip())
    if math.prod(shape) * dtype.itemsize != len(frame) - end:
        raise _Malformed
    try:
        array = np.ndarray(shape, dtype, buffer=frame[end:])
        return np.array(array, dtype=dtype.newbyteorder("="), order="C")
    except ValueError:  # more axes than NumPy takes, or axes too long around an empty one
        raise _Malformed from None


def _outcome(header: dict[str, Any], parts: tuple[np.ndarray, ...], arrays: int, cells: Cells) -> Outcome:
    raised, refused = _raised(header.get("raised"), cells), header.get("refused")
    if (raised or refused is not None) and parts:
        raise _Malformed
    changed, seconds = header.get("changed"), header.get("seconds")
    if not isinstance(changed, list) or not all(type(index) is int and 0 <= index < arrays for index in changed):
        raise _Malformed
    return Outcome(
        parts=None if raised or refused is not None else parts,
        raised=raised,
        refused=None if raised or refused is None else _text(refused, 100),
        changed=tuple(sorted(set(changed))),
        seconds=seconds if isinstance(seconds, float) and 0 <= seconds < 1e9 else 0.0,
    )


def _raised(told: Any, cells: Cells) -> Raised | None:
    if told is None:
        return None
    if not isinstance(told, dict):
        raise _Malformed
    line, cell = _place(_count(told.get("line")), _count(told.get("cell")), cells)
    return Raised(_text(told.get("type"), 100), _text(told.get("message"), 2000), line, cell)


def _place(line: int, cell: int, cells: Cells) -> tuple[int | None, int | None]:
    """A line and a cell that there are, or None: any other number might spell a hidden input."""
    if cell > len(cells):
        return None, None
    lines = cells[max(cell, 1) - 1].splitlines() if cells else []
    return (line if 0 < line <= len(lines) + 1 else None), cell or None  # one more, where a file ends too early


def _count(value: Any) -> int:
    return value if type(value) is int and value >= 0 else 0


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str):
        raise _Malformed
    return printable(value[:longest])


def text_of(output: bytes) -> str:
    """What the code printed, cut."""
    text = printable(output[: 4 * LONGEST_OUTPUT].decode("utf-8", "replace"))
    return text if len(text) <= LONGEST_OUTPUT else text[:LONGEST_OUTPUT] + " ..."


def printable(text: str) -> str:
    """No escape sequence for a terminal, no half character that cannot be written to a file."""
    text = text.replace("\r\n", "\n")
    return "".join(char if char.isprintable() or char in "\n\t" else "\N{REPLACEMENT CHARACTER}" for char in text)


def line_in(note: bytes, submission: Submission) -> int | None:
    """Where the student's code was, according to the traceback that faulthandler left."""
    name = re.escape(submission.filename.encode())
    place = re.search(rb'File "%s(?:, cell (\d{1,7}))?", line (\d{1,7}) in ' % name, note)
    return _place(int(place[2]), int(place[1] or 0), submission.cells)[0] if place else None
