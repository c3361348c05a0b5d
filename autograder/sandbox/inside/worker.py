"""Run the tasks of a request: load the student's module for each, call it and send the results.

The request arrives on descriptor 0, results go to 1, and the code's own output to 2. Python runs
unbuffered (-u), so output survives a crash. Each result is sent as soon as it is known.

A process with two more descriptors, a seal, gets a second request once the answers to the first are
complete: it writes a byte to one and reads the request, or nothing, from the other.
"""

import faulthandler
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np

from . import OUT_OF_MEMORY, kits
from .absent import Absent
from .calling import Caller, Results, parameters
from .fence import Fence, OnlyAllowedPackages, survey
from .loading import Code
from .packing import Reader
from .steps import steps_with

GPU = "--gpu"  # the argument of a worker that may use the GPU
PATIENCE = 2  # seconds of wall-clock time per second of CPU time

Watch = Callable[[int, float], None]  # (descriptor for a final note, seconds) -> None
Seal = tuple[int, int]  # descriptors: takes the byte, brings the second request


class Call(NamedTuple):
    """The arguments of one call.

    arrays: the positional arguments, of any shape and dtype.
    options: the keyword arguments as a Python literal.
    """

    arrays: Sequence[np.ndarray]
    options: str


class Task(NamedTuple):
    """Everything the worker knows about one task.

    parts: how many arrays it returns. uses: the names that the module must define.
    steps: the text of steps.py, empty for a function.
    """

    name: str
    parts: int
    uses: Sequence[str]
    steps: str
    calls: Sequence[Call]


class Group(NamedTuple):
    """Tasks that share a process, a fence and a time limit. seconds: of CPU time, for all calls."""

    packages: Sequence[str]
    off_limits: Sequence[str]
    seconds: float
    tasks: Sequence[Task]


def read_code(reader: Reader) -> tuple[Code, int, bool]:
    """Read the head of a request.

    Return the submission, the number of groups that follow, and whether more may come after them.
    """
    header, cells = reader.record()
    code = Code(header["module"], header["filename"], [cell.tobytes() for cell in cells])
    return code, header["groups"], header["sealed"]


def read_group(reader: Reader) -> Group:
    """Read the next group of a request."""
    header, _ = reader.record()
    tasks = [read_task(reader) for _ in range(header.pop("tasks"))]
    return Group(**header, tasks=tasks)


def read_task(reader: Reader) -> Task:
    """Read the next task of a request."""
    header, arrays = reader.record()
    calls, start = [], 0
    for options, count in header.pop("calls"):
        calls.append(Call(arrays[start : start + count], options))
        start += count
    return Task(**header, calls=calls)


def run(
    request: bytes,
    descriptor: int,
    watch: Watch,
    seal: Seal | None = None,
    for_good: bool = False,
    for_check: bool = False,
    gpu: bool = False,
) -> None:
    """Run the groups of a request.

    descriptor: the file descriptor for the results.
    watch: starts the clock of each group.
    seal: where to ask for more tasks of the same group.
    for_good: whether this process runs nothing else afterwards.
    for_check: whether `check` runs it: refuse and report what grading lacks.
    gpu: whether it may use the GPU.
    """
    reader = reader_of(request)
    code, groups, sealed = read_code(reader)
    absent = Absent(code.numbers)
    if for_check:
        absent.watch()
    if seal and not sealed:
        for each in seal:
            os.close(each)
        seal = None
    for number in range(groups):
        group = read_group(reader)
        if for_good:
            kits.prepared(group.packages, gpu=gpu)
        finder = OnlyAllowedPackages([code.module, *group.packages])
        fence = Fence(group.off_limits)
        if for_good and number == groups - 1:
            fence.forget()
        with asked_first(finder, fence):
            watch(descriptor, group.seconds)
            for task in tasks_of(group, seal):
                run_task(task, code, fence, Results(descriptor, absent.unsent))


@contextmanager
def asked_first(finder: OnlyAllowedPackages, fence: Fence) -> Iterator[None]:
    """Let these two see every import before Python does; then remove them and open the fence."""
    sys.meta_path[:0] = finder, fence
    try:
        yield
    finally:
        own = {id(finder), id(fence)}  # by identity: a student's finder may override __eq__
        sys.meta_path[:] = [each for each in sys.meta_path if id(each) not in own]
        fence.open()


def tasks_of(group: Group, seal: Seal | None) -> Iterator[Task]:
    """Yield the tasks of a group and, once they are answered, those of a second request."""
    yield from group.tasks
    if seal is None:
        return
    done, more = seal
    os.write(done, b"!")
    os.close(done)
    with open(more, "rb") as stream:
        request = stream.read()
    if request:
        yield from read_group(reader_of(request)).tasks


def reader_of(request: bytes) -> Reader:
    """Return a reader of bytes that come from the grader and may have long headers."""
    return Reader(request, longest_header=len(request))


def run_task(task: Task, code: Code, fence: Fence, results: Results) -> None:
    """Load a new copy of the module and make every call of one task."""
    module, failure = code.load(task.uses)
    fence.forgive()
    names: dict[str, Any] = {name: module.__dict__.get(name) for name in task.uses}
    missing = [name for name, value in names.items() if not callable(value)]
    forbidden = None if missing else code.forbidden(fence, module, task.uses)
    head: dict[str, Any] = {"defined": not missing, "missing": missing, "loading": failure}
    if not (task.steps or missing):
        head["parameters"] = parameters(names[task.name])
    results.send({**head, "forbidden": forbidden})
    if missing or forbidden:
        return
    caller = Caller(
        function=steps_with(task.steps, task.name, names) if task.steps else names[task.name],
        parts=task.parts,
        code=code,
        fence=fence,
        results=results,
        steps=task.steps,
    )
    for call in task.calls:
        caller.call(call.arrays, call.options)
    caller.finish()


def hide_the_grader() -> None:
    """Forget the packages around this one: `import` looks among the loaded modules first.

    `import autograder` then fails in student code, like any package that is not allowed. This
    package stays within reach, but holds only inputs.
    """
    package = __package__
    while package := package.rpartition(".")[0]:
        sys.modules.pop(package, None)


def set_environment() -> None:
    """Replace the grader's environment with a user's name, and the working folder as home."""
    folder = os.getcwd()
    os.environ.clear()
    os.environ.update(dict.fromkeys(("USER", "LOGNAME", "USERNAME"), "student"))
    os.environ.update(dict.fromkeys(("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP"), folder))


def watch_wall_clock(descriptor: int, seconds: float) -> None:
    """End the process when its time is up, and leave a traceback. This works on every system.

    The limit is in CPU time. The wall clock also runs while other processes use the processor, so
    it allows PATIENCE times as much.
    """
    faulthandler.enable(descriptor, all_threads=False)
    faulthandler.dump_traceback_later(PATIENCE * seconds, exit=True, file=descriptor)


def main(watch: Watch = watch_wall_clock, seal: Seal | None = None, for_check: bool = True) -> None:
    """Read the whole request, then run it and exit. The parameters are those of `run`.

    Before student code runs, standard input is emptied and standard output joined to standard
    error, so that nothing it reads or prints mixes with the request or the results.
    """
    if for_check:
        survey()  # while the request is prepared; a server has done it for its children
    with open(0, "rb", closefd=False) as stream:
        request = stream.read()
    results = os.dup(1)
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    for text in sys.stdout, sys.stderr:
        text.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    gpu = GPU in sys.argv
    sys.argv[1:] = []  # a student's own file has no arguments either
    sys.orig_argv[:] = sys.argv
    hide_the_grader()
    set_environment()
    try:
        run(request, results, watch, seal, for_good=True, for_check=for_check, gpu=gpu)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    os._exit(0)  # skip any exit handlers that the student's code registered


if __name__ == "__main__":
    main()
