"""Run a submission in any kind of worker, and the two kinds of worker without isolation."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Self

from msgspec.structs import replace

from ..records import Isolation, Run, SheetCase, Submission, TaskSheet
from ..text import text_of
from .inside.kits import TENSORFLOW
from .process import Death, More, Worker, command, starting
from .requests import group, request
from .results import read

HARMLESS = Submission(
    exercise="harmless",
    module="harmless",
    filename="harmless.py",
    cells=(b"def answer():\n    return 42\n",),
)
TRAINS = b"""
import keras
import tensorflow as tf

def answer():
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse", jit_compile=False)
    model.fit(tf.ones((4, 1)), tf.ones((4, 1)), shuffle=False, verbose=0)
    return 42
"""
HARMLESS_TASK = TaskSheet(
    name="answer",
    points=0,
    arrays={},
    parts={"answer": ""},
    integer=True,
    seconds=5.0,
    cases=(SheetCase(aspect="", exact=True, public=True, arrays={}, options={}),),
)


class Runner:
    """Run a submission in processes. Subclasses provide the worker.

    packages: those that the exercise allows; a worker imports them at its start.
    batch: how many tasks one worker takes; None for all of them.
    confined: whether each worker has its own namespaces.
    """

    level: ClassVar[Isolation]
    batch: ClassVar[int | None] = 1
    confined: ClassVar[bool] = False

    def __init__(self, packages: Sequence[str] = ("numpy",)) -> None:
        self._lock = threading.Lock()
        self.packages = tuple(packages)

    def run(self, submission: Submission, tasks: Sequence[TaskSheet]) -> tuple[Run, ...]:
        """Return the run of each task, in order. No task affects another.

        Safe to call from several threads at once.
        """
        runs: list[Run] = []
        with self._lock:
            while len(runs) < len(tasks):
                if runs and runs[-1].defined is None and not self.confined:
                    # Loading failed and would fail again, unless a hostile call faked this.
                    runs += [replace(runs[-1], task=task.name) for task in tasks[len(runs) :]]
                else:
                    runs += self._attempt(submission, tasks[len(runs) :][: self.batch])
        return tuple(runs)

    def run_alone(self, submission: Submission, task: TaskSheet) -> Run:
        """Return the run of one task."""
        (run,) = self.run(submission, [task])
        return run

    def together(
        self,
        submission: Submission,
        first: Sequence[TaskSheet],
        then: Callable[[Sequence[Run]], Sequence[TaskSheet]] | None = None,
    ) -> tuple[Sequence[Run], Sequence[Run]]:
        """Run tasks in one process; return the runs of `first`, then of what `then` returned.

        All tasks have the same fence. They share the time limit of one task.
        then: returns tasks with further cases, given the runs of `first`. It is called, and they
            are sent, only when all of these are complete and received.

        Both lists end at the first run that is incomplete, and may be empty. Only right answers
        count: a wrong one may be the fault of an earlier task, except in the very first run.
        """
        if not self.confined:
            return (), ()
        seen: list[Run] = []
        second: Sequence[TaskSheet] = ()
        sealed = 0  # bytes

        def more(results: bytes, output: bytes) -> bytes:
            nonlocal second, sealed
            runs = read(submission, first, results, output)
            if not complete(runs, first):
                return b""
            seen[:], sealed = runs, len(results)
            second = then(runs) if then else ()
            return group(second) if second else b""

        seconds = max(task.seconds for task in first)
        with self._lock:
            try:
                death = self._finish(request(submission, [first], sealed=True), seconds, more)
            except OSError:  # tasks without a run are run again, alone
                self.close()
                return seen, ()
        if death.from_outside(seconds):
            return seen, ()
        if not seen:
            return _runs(submission, first, death, seconds), ()
        return seen, read(submission, second, death.results[sealed:], b"") if second else ()

    def close(self) -> None:
        """End every process that this sandbox started."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def check(self) -> None:
        """Run a harmless task. OSError, with the reason, if it gets no answer.

        With TensorFlow it trains a model: most failures caused by limits happen during the first.
        """
        code, task = HARMLESS, replace(HARMLESS_TASK, packages=self.packages)
        if TENSORFLOW in self.packages:
            code, task = replace(code, cells=(TRAINS,)), replace(task, seconds=20.0)
        death = self._finish(request(code, [[task]]), task.seconds)
        outcomes = read(code, [task], death.results, death.output)[0].outcomes
        if not (outcomes and outcomes[0].parts):
            raise OSError(
                text_of(death.output).strip() or f"the worker ended with status {death.code}"
            )

    def _finish(self, message: bytes, seconds: float, more: More | None = None) -> Death:
        """Send a request to a worker and wait for it to end.

        more: returns a second request, given the results and the output of the first. Only a
            `confined` sandbox takes it.

        OSError: no worker could be started, through no fault of the submission.
        """
        raise NotImplementedError

    def _attempt(self, submission: Submission, tasks: Sequence[TaskSheet]) -> list[Run]:
        message = request(submission, [[task] for task in tasks])
        seconds = sum(task.seconds for task in tasks)
        try:
            death = self._answer(message, seconds)
        except OSError as error:
            reason = f"The sandbox does not answer: {error}"
            return [Run(task=tasks[0].name, ended="not_graded", reason=reason)]
        return _runs(submission, tasks, death, seconds)

    def _answer(self, message: bytes, seconds: float) -> Death:
        """Send a request and return how its worker ended. After an OSError, retry once."""
        try:
            return self._once(message, seconds)
        except OSError:
            self.close()
            return self._once(message, seconds)

    def _once(self, message: bytes, seconds: float) -> Death:
        death = self._finish(message, seconds)
        if self.confined and death.from_outside(seconds):
            reason = "something killed the process from outside"
            raise OSError(f"{reason}; the machine may be short of memory")
        if death.results:
            return death
        # There are no results. If `check` passes, the sandbox works and the code is to blame.
        self.check()
        return death if death.overdue else self._finish(message, seconds)


class ProcessSandbox(Runner):
    """Run tasks in a separate process without isolation, which contains crashes and infinite loops.

    words, environment: how to start a worker.
    started: the first worker, which imports NumPy while the caller does other work. Later workers
        start when needed.
    """

    level: ClassVar[Isolation] = "none"
    batch: ClassVar[int | None] = None

    def __init__(
        self,
        words: Sequence[str] | None = None,
        environment: Mapping[str, str] | None = None,
        started: Worker | None = None,
        packages: Sequence[str] = ("numpy",),
    ) -> None:
        super().__init__(packages)
        self._words = words or command()
        self._environment = environment
        self._worker = started
        self._stale = started.stale if started else None
        self.start()

    def start(self) -> None:
        """Start a worker unless one is waiting."""
        if self._worker is None:
            self._worker = Worker(self._words, self._environment)
            self._worker.stale = self._stale

    def close(self) -> None:
        """Kill the waiting worker."""
        worker, self._worker = self._worker, None
        if worker:
            worker.discard()

    def _finish(self, message: bytes, seconds: float, more: More | None = None) -> Death:
        self.start()
        worker, self._worker = self._worker, None
        assert worker is not None
        if self.batch == 1:
            self.start()  # the next worker imports NumPy in parallel
        return worker.finish(message, 4 * seconds + starting(self.packages), more)


class LimitedSandbox(ProcessSandbox):
    """Run each task in a separate process with limits on CPU time, memory, files and processes.

    POSIX only, without isolation.
    """

    batch: ClassVar[int | None] = 1

    def __init__(self, packages: Sequence[str] = ("numpy",)) -> None:
        super().__init__(command("jail", "--limits", *packages), packages=packages)


def complete(runs: Sequence[Run], tasks: Sequence[TaskSheet]) -> bool:
    """Tell whether every task of a shared process is complete."""
    return len(runs) == len(tasks) and runs[-1].ended == "done"


def _runs(
    submission: Submission, tasks: Sequence[TaskSheet], death: Death, seconds: float
) -> list[Run]:
    """Return the runs that a process left, the last with the reason why the process ended."""
    runs = read(submission, tasks, death.results, death.output)
    if runs[-1].ended == "crash":
        runs[-1] = replace(runs[-1], ended=death.ending(seconds))
    return runs
