"""Run the steps of a task with the names that a module defines, and find the step that failed."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from types import CodeType, SimpleNamespace
from typing import Any

import numpy as np

FILE = "steps.py"  # in tracebacks


def steps_with(source: str, task: str, names: Mapping[str, Any]) -> Callable[..., Any]:
    """Return the steps of a task as a function of the arrays and the options.

    source: the text of steps.py, executed again each time, so that no run can change the next.
    names: the attributes of `code` in the steps.
    """
    scope: dict[str, Any] = {"__name__": FILE.removesuffix(".py")}
    exec(compiled(source), scope)
    return partial(scope[task], SimpleNamespace(**names))


@lru_cache(maxsize=4)
def compiled(source: str) -> CodeType:
    """Compile steps.py, once for all tasks of a process."""
    return compile(source, FILE, "exec", dont_inherit=True)


def place(source: str, error: BaseException) -> dict[str, Any]:
    """Return the step that was running as {step, shapes}: its line, and the shapes of its arrays.

    It is empty if no step was running. source: the text of steps.py; without it, a file of that
    name is the student's.
    """
    if not source:
        return {}
    try:
        trace = error.__traceback__
    except BaseException:  # the student's own class may raise anything
        return {}
    while trace and trace.tb_frame.f_code.co_filename != FILE:
        trace = trace.tb_next
    if trace is None:
        return {}
    line, values = trace.tb_lineno, trace.tb_frame.f_locals
    shapes = []
    for name in dict.fromkeys(re.findall(r"\w+", source.splitlines()[line - 1])):
        if type(value := values.get(name)) is np.ndarray:
            shapes.append(f"{name} {value.shape}")
    return {"step": line, "shapes": ", ".join(shapes)}
