"""A Sheet as bytes and back: one `.npz` holding an index (JSON) and one flat buffer per dtype.

Thousands of small arrays as members of their own would make the file large and slow to open; `check` must be quick.
"""

import ast
import io
import json
import math
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from .errors import Refusal
from .records import Outcome, Raised, Sheet, SheetCase, TaskSheet

FORMAT = 2
AGAIN = "Students: get the exercise again. Staff: delete this sheet and run `autograder release`."


def dump(sheet: Sheet) -> bytes:
    """The bytes of a sheet file; the same sheet gives the same bytes."""
    store = _Store()
    index = {
        "format": FORMAT,
        "exercise": sheet.exercise,
        "title": sheet.title,
        "hints": dict(sheet.hints),
        "made_by": dict(sheet.made_by),
        "tasks": [_task_to_index(task, store) for task in sheet.tasks],
    }
    text = np.frombuffer(json.dumps(index, separators=(",", ":")).encode(), np.uint8)
    buffers = {dtype: np.concatenate(arrays) for dtype, arrays in sorted(store.arrays.items())}
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, index=text, **buffers)
    return file.getvalue()


def load(data: bytes) -> Sheet:
    """A sheet from the bytes of its file. A file that is none raises Refusal."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            buffers = {name: file[name] for name in file.files}
        index = json.loads(buffers.pop("index").tobytes())
        if index["format"] != FORMAT:
            raise Refusal("The answer sheet cannot be read: it was made by another version of this program.", AGAIN)
        tasks = tuple(_task_from_index(task, buffers) for task in index["tasks"])
    except (ValueError, KeyError, TypeError, OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise Refusal("The answer sheet cannot be read: it is damaged.", AGAIN) from error
    return Sheet(index["exercise"], index["title"], tasks, index["hints"], index["made_by"])


class _Store:
    """Arrays of the same dtype one after another; an array that comes twice is kept once."""

    def __init__(self) -> None:
        self.arrays: dict[str, list[np.ndarray]] = {}
        self._ends: dict[str, int] = {}
        self._seen: dict[tuple[str, bytes], int] = {}

    def add(self, array: np.ndarray) -> list[Any]:
        """Where the array lies: [dtype, start, shape]."""
        dtype, flat = array.dtype.name, np.ascontiguousarray(array).ravel()
        key = (dtype, flat.tobytes())
        if key not in self._seen:
            self._seen[key] = self._ends.get(dtype, 0)
            self._ends[dtype] = self._seen[key] + flat.size
            self.arrays.setdefault(dtype, []).append(flat)
        return [dtype, self._seen[key], list(array.shape)]


def _fetch(place: list[Any], buffers: Mapping[str, np.ndarray]) -> np.ndarray:
    dtype, start, shape = place
    return buffers[dtype][start : start + math.prod(shape)].reshape(shape)


def _task_to_index(task: TaskSheet, store: _Store) -> dict[str, Any]:
    return {
        "name": task.name,
        "points": task.points,
        "arrays": dict(task.arrays),
        "parts": dict(task.parts),
        "integer": task.integer,
        "seconds": task.seconds,
        "packages": list(task.packages),
        "off_limits": list(task.off_limits),
        "cases": [_case_to_index(case, store) for case in task.cases],
    }


def _task_from_index(task: Mapping[str, Any], buffers: Mapping[str, np.ndarray]) -> TaskSheet:
    cases = tuple(_case_from_index(case, buffers) for case in task["cases"])
    lists = {name: tuple(task[name]) for name in ("packages", "off_limits")}
    return TaskSheet(**{**task, **lists, "cases": cases})


def _case_to_index(case: SheetCase, store: _Store) -> dict[str, Any]:
    return {
        "aspect": case.aspect,
        "exact": case.exact,
        "public": case.public,
        "arrays": {name: store.add(array) for name, array in case.arrays.items()},
        "options": repr(dict(case.options)),  # JSON would make lists of the tuples
        "answers": {part: store.add(array) for part, array in case.answers.items()},
        "allowances": {part: store.add(array) for part, array in case.allowances.items()},
        "mistakes": {name: _outcome_to_index(outcome, store) for name, outcome in case.mistakes.items()},
        "also": [{part: store.add(array) for part, array in answers.items()} for answers in case.also],
    }


def _case_from_index(case: Mapping[str, Any], buffers: Mapping[str, np.ndarray]) -> SheetCase:
    def arrays(places: Mapping[str, Any]) -> dict[str, np.ndarray]:
        return {name: _fetch(place, buffers) for name, place in places.items()}

    return SheetCase(
        aspect=case["aspect"],
        exact=case["exact"],
        public=case["public"],
        arrays=arrays(case["arrays"]),
        options=ast.literal_eval(case["options"]),
        answers=arrays(case["answers"]),
        allowances=arrays(case["allowances"]),
        mistakes={name: _outcome_from_index(outcome, buffers) for name, outcome in case["mistakes"].items()},
        also=tuple(arrays(answers) for answers in case["also"]),
    )


def _outcome_to_index(outcome: Outcome, store: _Store) -> dict[str, Any]:
    return {
        "parts": None if outcome.parts is None else [store.add(part) for part in outcome.parts],
        "raised": outcome.raised and [outcome.raised.type, outcome.raised.message],
        "refused": outcome.refused,
        "changed": list(outcome.changed),
    }


def _outcome_from_index(outcome: Mapping[str, Any], buffers: Mapping[str, np.ndarray]) -> Outcome:
    parts, raised = outcome["parts"], outcome["raised"]
    return Outcome(
        parts=None if parts is None else tuple(_fetch(place, buffers) for place in parts),
        raised=Raised(type=raised[0], message=raised[1], line=None) if raised else None,
        refused=outcome["refused"],
        changed=tuple(outcome["changed"]),
    )


def difference(old: bytes, new: bytes) -> str | None:
    """What a committed sheet has that a fresh one has not, or None. Real answers may differ within their allowance.

    Versions and device are not compared: the same numbers may come from another machine.
    """
    try:
        ours, fresh = load(old), load(new)
    except Refusal as refusal:
        return refusal.problem
    if (ours.title, ours.hints) != (fresh.title, fresh.hints):
        return "title or hints changed"
    if [task.name for task in ours.tasks] != [task.name for task in fresh.tasks]:
        return "it has other tasks"
    for mine, theirs in zip(ours.tasks, fresh.tasks, strict=True):
        if _outline(mine) != _outline(theirs):
            return f"{mine.name} has other points, parts or cases"
        for number, (one, other) in enumerate(zip(mine.cases, theirs.cases, strict=True)):
            if not _same_case(one, other):
                return f"{mine.name}, case {number} ({one.aspect}) has other numbers"
    return None


def _outline(task: TaskSheet) -> tuple[Any, ...]:
    cases = [(case.aspect, case.exact, case.public, dict(case.options), sorted(case.mistakes)) for case in task.cases]
    return task.points, task.arrays, task.parts, task.integer, task.seconds, task.packages, task.off_limits, cases


def _same_case(one: SheetCase, other: SheetCase) -> bool:
    if not _same_arrays(one.arrays, other.arrays):
        return False
    allowances = {part: other.allowances.get(part, np.zeros(())) for part in other.answers}
    if len(one.also) != len(other.also) or not all(
        _same_arrays(mine, theirs, allowances)
        for mine, theirs in zip((one.answers, *one.also), (other.answers, *other.also), strict=True)
    ):
        return False
    # Wrong answers are kept for exact cases, whose numbers do not depend on the machine, unless the task has none.
    return not one.exact or all(_same_outcome(one.mistakes[name], other.mistakes[name]) for name in one.mistakes)


def _same_outcome(one: Outcome, other: Outcome) -> bool:
    mine, theirs = ({str(i): part for i, part in enumerate(outcome.parts or ())} for outcome in (one, other))
    outlines = [(o.raised and o.raised.type, o.refused, o.changed, o.parts is None) for o in (one, other)]
    # A wrong answer may be a fraction (an average that should be a sum), rounded as the machine's NumPy does it.
    return outlines[0] == outlines[1] and _same_arrays(mine, theirs, {i: np.asarray(1e-5) for i in theirs})


def _same_arrays(
    one: Mapping[str, np.ndarray], other: Mapping[str, np.ndarray], allowed: Mapping[str, np.ndarray] | None = None
) -> bool:
    return list(one) == list(other) and all(
        one[name].shape == other[name].shape
        and one[name].dtype == other[name].dtype
        and np.allclose(one[name], other[name], rtol=0, atol=allowed[name] if allowed else 0, equal_nan=True)
        for name in one
    )
