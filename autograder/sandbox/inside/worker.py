"""Take a request through its tasks: load the student's module for each, call it, send the results.

Descriptor 0 brings the request, 1 takes the results, 2 takes what the code prints. (Python runs with
-u, so that a death loses none of it.) Each result is sent as soon as there is one.
"""

import faulthandler
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import OUT_OF_MEMORY
from .calling import Caller, Results
from .fence import Fence, OnlyAllowedPackages
from .loading import Code
from .packing import Reader

PATIENCE = 2  # seconds by the clock for each second of CPU time

Watch = Callable[[int, float], None]  # (descriptor for a last note, seconds) -> None


@dataclass(frozen=True)
class Call:
    """The arguments of one call. options: the keyword arguments as a Python literal."""

    arrays: Sequence[np.ndarray]
    options: str


@dataclass(frozen=True, kw_only=True)
class Task:
    """What the worker knows of one task."""

    name: str
    parts: int
    seconds: float
    packages: Sequence[str]
    off_limits: Sequence[str]
    calls: Sequence[Call]


def read_code(reader: Reader) -> tuple[Code, int]:
    """Read the head of a request: the submission, and how many tasks follow."""
    header, cells = reader.record()
    code = Code(header["module"], header["filename"], [cell.tobytes() for cell in cells])
    return code, header["tasks"]


def read_task(reader: Reader) -> Task:
    """Read the next task of a request."""
    header, _ = reader.record()
    calls = []
    for _ in range(header.pop("calls")):
        options, arrays = reader.record()
        calls.append(Call(arrays, options["options"]))
    return Task(**header, calls=calls)


def run(request: bytes, descriptor: int, watch: Watch, for_good: bool = False) -> None:
    """Take a request through its tasks. for_good: this process runs nothing else afterwards."""
    reader = Reader(request, longest_header=len(request))
    code, tasks = read_code(reader)
    for number in range(tasks):
        task = read_task(reader)
        finder = OnlyAllowedPackages([code.module, *task.packages])
        fence = Fence(task.off_limits)
        if for_good and number == tasks - 1:
            fence.forget()
        sys.meta_path[:0] = finder, fence
        try:
            watch(descriptor, task.seconds)
            run_task(task, code, fence, Results(descriptor))
        finally:
            ours = {id(finder), id(fence)}  # by identity: what students add may compare as it likes
            sys.meta_path[:] = [each for each in sys.meta_path if id(each) not in ours]
            fence.open()


def run_task(task: Task, code: Code, fence: Fence, results: Results) -> None:
    """Load the module afresh and make every call of one task."""
    module, failure = code.load()
    fence.forgive()
    function: Any = module.__dict__.get(task.name)
    defined = callable(function)
    forbidden = code.forbidden(fence, module, task.name) if defined else None
    results.send({"defined": defined, "loading": failure, "forbidden": forbidden})
    if not defined or forbidden:
        return
    caller = Caller(function, task.parts, code, fence, results)
    for call in task.calls:
        caller.call(call.arrays, call.options)


def watch_wall_clock(descriptor: int, seconds: float) -> None:
    """End the process when its time is over, leaving behind where it was: works on every system.

    The limit is one of CPU time, and this clock runs on while others use the processor.
    """
    faulthandler.enable(descriptor, all_threads=False)
    faulthandler.dump_traceback_later(PATIENCE * seconds, exit=True, file=descriptor)


def main(watch: Watch = watch_wall_clock) -> None:
    """Read the whole request before any student code runs.

    Then that code has neither an input nor a stream of results.
    """
    with open(0, "rb", closefd=False) as stream:
        request = stream.read()
    results = os.dup(1)
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    for text in sys.stdout, sys.stderr:
        text.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        run(request, results, watch, for_good=True)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    os._exit(0)  # whatever the student's code registered for the end does not run


if __name__ == "__main__":
    main()
