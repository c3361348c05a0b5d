"""Read the worker's results, which are hostile bytes.

`read` never raises, whatever the bytes are: it stops at the first malformed record, and the records
before that one still count. inside/packing.py describes the wire format.
"""

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from ..records import Answer, Frame, Outcome, Raised, Refused, Run, SheetCase, Submission, TaskSheet
from ..text import printable, text_of
from .inside.absent import NOTICE, NOTICES
from .inside.fence import PRIVATE
from .inside.packing import (
    LONGEST_HEADER,
    MOST_FRAMES,
    MOST_NAMES,
    MOST_PARTS,
    Malformed,
    Reader,
    read_header,
    unpack,
)

LONGEST_LINE = 200  # characters
MOST_NOTICES = 100  # of a task
MOST_UNUSABLE = 100  # parts of an answer
MOST_NUMBERS = 2**17  # of a wrong shape; more would keep the grader busy and fill its memory
MOST_EXTENT = 2**60 - 1  # beyond it, NumPy makes no array of float64, not even an empty one
LONGEST_KEPT, MOST_KEPT = 4096, 4096  # bytes of a record, and records
WIDEST = 8  # bytes of a number


def read(
    submission: Submission, tasks: Sequence[TaskSheet], results: bytes, output: bytes
) -> list[Run]:
    """Return a Run for each task that the worker began, in order, and always one for the first.

    Only the last may be incomplete. Its end is then "timeout" if the watchdog left its note,
    and "crash" otherwise.
    """
    reader = Reader(results)
    runs, start = list[Run](), 0
    for task in tasks:
        ends = [start]
        run = _read_task(reader, task, submission, ends)
        spans = zip(run.outcomes, ends[1:], ends[2:], strict=False)
        outcomes = [
            replace(outcome, output=text_of(output, i, j), shared=False) if i < j else outcome
            for outcome, i, j in spans
        ]
        run = replace(run, outcomes=tuple(outcomes))
        if run.ended != "done":
            note = reader.rest()
            run = replace(
                run,
                ended="timeout" if note.startswith(b"Timeout (") else "crash",
                line=line_in(note, submission),
                output=text_of(output, ends[-1]),
            )
            return [*runs, run]
        runs.append(replace(run, output=text_of(output, start, ends[-1])))
        start = ends[-1]
    return runs


def _read_task(reader: Reader, task: TaskSheet, submission: Submission, ends: list[int]) -> Run:
    """Read one task. A run that is incomplete has "crash" as its end.

    ends: collects how many bytes had been printed when each record was written.
    """
    run = Run(task=task.name, unasked=submission.unasked)
    outcomes: list[Outcome] = []
    notices: list[Raised] = []
    try:
        header, _ = reader.record(most_arrays=0)
        run = replace(run, loading=_raised(header.get("loading"), submission))
        if task.steps:
            run = replace(run, missing=_missing(header, task))
        forbidden = _raised(header.get("forbidden"), submission)
        if forbidden and forbidden.type not in (*task.off_limits, *PRIVATE.values()):
            raise Malformed
        defined, named = header.get("defined") is True, _names(header.get("parameters", []))
        run = replace(run, forbidden=forbidden, defined=defined, parameters=named)
        notices += _absent(header, submission, MOST_NOTICES - len(notices))
        ends.append(_count(header.get("printed")))
        if defined and not forbidden:
            most = max(MOST_PARTS, len(task.parts))
            for case in task.cases:
                call = _call(reader.next(), case, most, submission)
                outcomes.append(call.outcome)
                notices += call.notices[: MOST_NOTICES - len(notices)]
                ends.append(call.printed)
            header, _ = reader.record(most_arrays=0)
            outcomes = _with_overwritten(outcomes, header.get("overwritten"))
            loading = _raised(header.get("loading"), submission) or run.loading
            run = replace(run, seconds=_seconds(header.get("seconds")), loading=loading)
            notices += _absent(header, submission, MOST_NOTICES - len(notices))
            ends.append(_count(header.get("printed")))
    except Malformed:
        run = replace(run, ended="crash")
    return replace(run, outcomes=tuple(outcomes), absent=tuple(notices))


def _missing(header: dict[str, Any], task: TaskSheet) -> tuple[str, ...]:
    missing = header.get("missing")
    if not isinstance(missing, list):
        raise Malformed
    return tuple(name for name in task.names if name in missing)


class _Call(Struct, frozen=True):
    """What the record of one call says. printed: how many bytes the code had printed by then."""

    outcome: Outcome
    printed: int
    notices: Sequence[Raised] = ()


def _call(record: memoryview, case: SheetCase, most: int, submission: Submission) -> _Call:
    """Read the record of a call with at most this many arrays."""
    if len(record) <= LONGEST_KEPT and (usual := _usual_call(bytes(record), case, most)):
        return usual
    result: Answer | Raised | Refused
    if len(record) > LONGEST_HEADER + most * WIDEST * _most_numbers(case):
        header, _ = read_header(record)
        result = Refused("too large")  # in one copy in memory, not in three
    else:
        header, parts = unpack(bytes(record), most)
        result = _result(header, parts, case, _raised(header.get("raised"), submission))
    call = _call_of(header, result, case)
    return replace(call, notices=_absent(header, submission, MOST_NOTICES))


@lru_cache(maxsize=MOST_KEPT)  # most answers equal another submission's, bit for bit
def _usual_call(record: bytes, case: SheetCase, most: int) -> _Call | None:
    """Read a record of arrays, with nothing about the file's lines; return None for others."""
    header, parts = unpack(record, most)
    if {"raised", "absent", "unusable"} & header.keys():
        return None
    call = _call_of(header, _result(header, parts, case), case)
    return replace(call, outcome=replace(call.outcome, shared=True))


def _call_of(header: dict[str, Any], result: Answer | Raised | Refused, case: SheetCase) -> _Call:
    changed = header.get("changed")
    if not isinstance(changed, list):
        raise Malformed
    for position in changed:
        if type(position) is not int or not 0 <= position < len(case.arrays):
            raise Malformed
    outcome = Outcome(result=result, changed=tuple(sorted(set(changed))))
    return _Call(outcome, _count(header.get("printed")))


def _result(
    header: dict[str, Any],
    parts: Sequence[np.ndarray],
    case: SheetCase,
    raised: Raised | None = None,
) -> Answer | Raised | Refused:
    refused, unusable = header.get("refused"), header.get("unusable", [])
    if raised is None and refused is None:
        if any(_is_too_large(part, case) for part in parts):
            return Refused("too large")
        return Answer(tuple(_with_unusable(parts, unusable)))
    if parts or unusable:
        raise Malformed
    return raised or Refused(_text(refused, 100))


def _most_numbers(case: SheetCase) -> int:
    """Return how many numbers an array may have: more would fill the grader's memory."""
    return max([MOST_NUMBERS, *(16 * right.size for right in case.answers.values())])


def _is_too_large(array: np.ndarray, case: SheetCase) -> bool:
    extent = math.prod(max(axis, 1) for axis in array.shape)  # as if no axis were empty
    too_many = array.size > MOST_NUMBERS and array.size > _most_numbers(case)
    return extent > MOST_EXTENT or too_many


def _with_unusable(arrays: Sequence[np.ndarray], unusable: Any) -> Sequence[np.ndarray | Refused]:
    """Return all parts in order: arrays, or what was returned in place of one."""
    parts: list[np.ndarray | Refused] = list(arrays)
    for position, kind in _tuples(unusable, 2):
        if type(position) is not int or not 0 <= position <= len(parts) < MOST_UNUSABLE:
            raise Malformed
        parts.insert(position, Refused(_text(kind, 100)))
    return parts


def _with_overwritten(outcomes: Sequence[Outcome], overwritten: Any) -> list[Outcome]:
    """Add to each outcome the parts that changed between their return and the last call."""
    changed: list[set[int]] = [set() for _ in outcomes]
    for number, position in _tuples(overwritten, 2):
        if type(number) is not int or not 0 <= number < len(outcomes):
            raise Malformed
        if outcomes[number].result == Refused("too large"):
            continue  # its parts are not kept
        if type(position) is not int or not 0 <= position < len(outcomes[number].parts):
            raise Malformed
        changed[number].add(position)
    pairs = zip(outcomes, changed, strict=True)
    return [
        replace(each, overwritten=tuple(sorted(at)), shared=False) if at else each
        for each, at in pairs
    ]


def _tuples(described: Any, size: int) -> list[Any]:
    if not isinstance(described, list):
        raise Malformed
    for each in described:
        if not isinstance(each, list) or len(each) != size:
            raise Malformed
    return described


def _names(described: Any) -> tuple[str, ...]:
    if not isinstance(described, list) or len(described) > MOST_NAMES:
        raise Malformed
    return tuple(_text(name, 100) for name in described)


def _raised(described: Any, submission: Submission) -> Raised | None:
    if described is None:
        return None
    if not isinstance(described, dict):
        raise Malformed
    line, cell = _place(described.get("line"), described.get("cell"), submission.cells)
    return Raised(
        type=_text(described.get("type"), 100),
        message=_text(described.get("message"), 2000),
        line=line,
        cell=cell,
        label=_label(cell, submission),
        step=_count(described.get("step")) or None,
        shapes=_text(described.get("shapes", ""), 300),
        advice=_text(described.get("advice", ""), 200),
        frames=tuple(_frames(described.get("frames", []), submission)),
        values=_text(described.get("values", ""), 300),
    )


def _frames(described: Any, submission: Submission) -> Iterator[Frame]:
    """Yield each line that was running, with its text as in the submission."""
    for at, within, function in _tuples(described, 3)[:MOST_FRAMES]:
        line, cell = _place(at, within, submission.cells)
        if line is None:
            continue
        lines = _lines(submission.cells)[max(cell or 0, 1) - 1][line - 1 : line]
        text = printable(b"".join(lines).decode("utf-8", "replace").strip()[:LONGEST_LINE])
        label = _label(cell, submission)
        yield Frame(line=line, label=label, function=_text(function, 100), text=text)


def _label(cell: int | None, submission: Submission) -> str:
    """Return the name that messages use for a cell."""
    number = f"cell {cell}" if cell else ""
    return submission.labels[cell - 1] if cell and submission.labels else number


def _absent(header: dict[str, Any], submission: Submission, most: int) -> list[Raised]:
    """Return the notices of a header, without frames: they take long to read, and nobody would."""
    described = header.get("absent", [])
    if not isinstance(described, list):
        raise Malformed
    notices = []
    for each in described[:most]:
        if not isinstance(each, dict) or each.get("type") not in NOTICES:
            raise Malformed
        if notice := _raised({name: each.get(name) for name in NOTICE}, submission):
            notices.append(notice)
    return notices


def _place(line: Any, cell: Any, cells: tuple[bytes, ...]) -> tuple[int | None, int | None]:
    """Return a line and a cell that exist, or None: another number could encode a hidden input."""
    line, cell = _count(line), _count(cell)
    if cell > len(cells):
        return None, None
    lines = _lines(cells)[max(cell, 1) - 1] if cells else []
    exists = 0 < line <= len(lines) + 1  # a syntax error may be one line past the end
    return (line if exists else None), cell or None


@lru_cache(maxsize=1)  # hostile records name thousands of lines, in any order
def _lines(cells: tuple[bytes, ...]) -> Sequence[Sequence[bytes]]:
    """Return the beginnings of all lines: a line of a megabyte takes long to decode."""
    return [[line[: 4 * LONGEST_LINE] for line in cell.splitlines()] for cell in cells]


def _count(value: Any) -> int:
    return value if type(value) is int and value >= 0 else 0


def _seconds(value: Any) -> float:
    return value if isinstance(value, float) and 0 <= value < 1e9 else 0.0


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str):
        raise Malformed
    return printable(value[:longest])


def line_in(note: bytes, submission: Submission) -> int | None:
    """Return the line that the student's code had reached, from faulthandler's traceback."""
    name = re.escape(submission.filename.encode("ascii", "backslashreplace"))  # as in the note
    place = re.search(rb'File "%s(?:, cell (\d{1,7}))?", line (\d{1,7}) in ' % name, note)
    return _place(int(place[2]), int(place[1] or 0), submission.cells)[0] if place else None
