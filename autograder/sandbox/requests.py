"""Write requests for the worker: inputs only.

No request has an answer, allowance, mistake, hint or number of points. inside/packing.py describes
the wire format.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from ..errors import Refusal
from ..records import Submission, TaskSheet
from .inside.packing import literal, pack


def request(
    submission: Submission, groups: Sequence[Sequence[TaskSheet]], sealed: bool = False
) -> bytes:
    """Write everything the worker may know about these groups of tasks.

    sealed: a second request may follow.

    Refusal: an option is not a plain Python value.
    """
    head = {
        "module": submission.module,
        "filename": submission.filename,
        "groups": len(groups),
        "sealed": sealed,
    }
    cells = [np.frombuffer(cell, np.uint8) for cell in submission.cells]
    return pack(head, cells) + b"".join(map(group, groups))


def group(tasks: Sequence[TaskSheet]) -> bytes:
    """Write tasks with the same fence. They share one time limit, the longest of any task."""
    head = {
        "packages": tasks[0].packages,
        "off_limits": tasks[0].off_limits,
        "seconds": max(task.seconds for task in tasks),
        "tasks": len(tasks),
    }
    return pack(head) + b"".join(map(_task_record, tasks))


@lru_cache(maxsize=256)  # the same for every submission
def _task_record(task: TaskSheet) -> bytes:
    head = {
        "name": task.name,
        "parts": len(task.parts),
        "uses": task.names,
        "steps": task.steps or "",
        "calls": [
            (_literal(task.name, dict(case.options)), len(case.arrays)) for case in task.cases
        ],
    }
    return pack(head, [array for case in task.cases for array in case.arrays.values()])


def _literal(task: str, options: dict[str, Any]) -> str:
    """Write options as a Python literal, so that a tuple stays a tuple."""
    text = repr(options)
    try:
        if literal(text) == options:
            return text
    except (ValueError, SyntaxError):
        pass
    raise Refusal(
        f"The options of {task} should be plain Python values, but one of them is not: {text}.",
        "Use ints, floats, strings, None, booleans, and tuples or lists of these.",
    )
