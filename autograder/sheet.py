"""A Sheet as bytes and back: one `.npz` holding an index (JSON) and one flat buffer per dtype.

Thousands of small arrays as members of their own would make the file large and slow to open; `check` must be quick.
"""

import ast
import io
import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from .errors import Refusal
from .records import Outcome, Raised, Sheet, SheetCase, TaskSheet

FORMAT = 1


def dump(sheet: Sheet) -> bytes:
    """The bytes of a sheet file; the same sheet gives the same bytes."""
    store = _Store()
    index = {
        "format": FORMAT,
        "exercise": sheet.exercise,
        "title": sheet.title,
        "packages": list(sheet.packages),
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
            raise ValueError(f"format {index['format']}")
        tasks = tuple(_task_from_index(task, buffers) for task in index["tasks"])
    except (ValueError, KeyError, OSError, EOFError) as error:
        raise Refusal(
            f"The answer sheet cannot be read ({type(error).__name__}: {error}).",
            "Make it again with `autograder release`, or download the exercise again.",
        ) from error
    return Sheet(index["exercise"], index["title"], tuple(index["packages"]), tasks, index["hints"], index["made_by"])


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
    size = 1
    for side in shape:
        size *= side
    return buffers[dtype][start : start + size].reshape(shape)


def _task_to_index(task: TaskSheet, store: _Store) -> dict[str, Any]:
    return {
        "name": task.name,
        "points": task.points,
        "arrays": dict(task.arrays),
        "parts": dict(task.parts),
        "integer": task.integer,
        "seconds": task.seconds,
        "cases": [_case_to_index(case, store) for case in task.cases],
    }


def _task_from_index(task: Mapping[str, Any], buffers: Mapping[str, np.ndarray]) -> TaskSheet:
    return TaskSheet(**{**task, "cases": tuple(_case_from_index(case, buffers) for case in task["cases"])})


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
    }


def _case_from_index(case: Mapping[str, Any], buffers: Mapping[str, np.ndarray]) -> SheetCase:
    arrays, answers, allowances = (
        {name: _fetch(place, buffers) for name, place in case[kind].items()}
        for kind in ("arrays", "answers", "allowances")
    )
    mistakes = {name: _outcome_from_index(outcome, buffers) for name, outcome in case["mistakes"].items()}
    options = ast.literal_eval(case["options"])
    return SheetCase(
        case["aspect"], case["exact"], case["public"], arrays, options, answers, allowances, mistakes
    )


def _outcome_to_index(outcome: Outcome, store: _Store) -> dict[str, Any]:
    return {
        "parts": None if outcome.parts is None else [store.add(part) for part in outcome.parts],
        "raised": outcome.raised and outcome.raised.type,
        "refused": outcome.refused,
        "changed": list(outcome.changed),
    }


def _outcome_from_index(outcome: Mapping[str, Any], buffers: Mapping[str, np.ndarray]) -> Outcome:
    parts = outcome["parts"]
    return Outcome(
        parts=None if parts is None else tuple(_fetch(place, buffers) for place in parts),
        raised=Raised(outcome["raised"], "", None) if outcome["raised"] else None,
        refused=outcome["refused"],
        changed=tuple(outcome["changed"]),
    )
