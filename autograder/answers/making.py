"""Make a sheet: TensorFlow's answers, and the answers of each known mistake."""

from __future__ import annotations

import secrets
import tempfile
import warnings
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from .. import catalog
from ..catalog import ExerciseFolder
from ..records import Outcome, Raised, Run, Sheet, SheetCase, Submission, TaskSheet
from ..sandbox import requests, results
from ..sandbox.inside import worker
from ..verdict.compare import compare, is_own_check
from ..verdict.diagnose import is_recorded
from . import sheet
from .installed import check_here
from .oracle import Device, NoGpu, Oracle

PUBLIC_SEED = 0
SEED_BITS = 128  # enough to resist guessing


@cache
def open_oracle(device: Device = "cpu") -> Oracle:
    """Return the oracle for this device. TensorFlow is imported on first use."""
    return Oracle(device)


def build_sheet(
    folder: ExerciseFolder,
    seed: int,
    oracle: Oracle,
    dtype: str = "float32",
    mistakes: bool = True,
    runs: dict[tuple[str, str], Run] | None = None,
) -> Sheet:
    """Make the sheet of a solution.

    dtype: of all input arrays.
    mistakes: whether to add the answers of each known mistake.
    runs: collects the run of each mistake in each task, for `verify`.

    A mistake is recorded where it first shows: a later task that uses the same class adds nothing.

    Refusal: the spec is not valid, or TensorFlow cannot answer it.
    """
    paths = folder.mistakes if mistakes else {}
    hints = {name: catalog.hint(path) for name, path in paths.items()}
    exercise = catalog.load_spec(folder)
    check_here(exercise, folder.spec)
    answers = oracle.sheet(folder.name, exercise, seed, dtype, folder.steps_source())
    tasks = list(answers.tasks)
    for name, path in paths.items():
        left = catalog.defined_names(path)  # names that no task has shown to be wrong
        for position, task in enumerate(tasks):
            if left.intersection(task.names):
                run = _run_of_mistake(folder, path, task)
                tasks[position] = _with_mistake(task, name, run)
                if runs is not None:
                    runs[name, task.name] = run
                if any(name in case.mistakes for case in tasks[position].cases):
                    left.difference_update(task.names)
    return replace(answers, tasks=tuple(tasks), hints=hints)


def public_sheet(root: Path, name: str) -> bytes:
    """Make the sheet that students get, as the bytes of its file."""
    return sheet.dump(build_sheet(catalog.solution(root, name), PUBLIC_SEED, open_oracle()))


def live_sheet(folder: ExerciseFolder) -> Sheet:
    """Make a sheet now, from freshly drawn cases, for students who have TensorFlow.

    Mistakes are not named: only staff have them, beside the solutions.
    """
    exercise, seed = catalog.load_spec(folder), secrets.randbits(SEED_BITS)
    return live_oracle().sheet(folder.name, exercise, seed, steps=folder.steps_source())


@cache
def live_oracle() -> Oracle:
    """Return the oracle on this machine's GPU, or on its CPU if there is none."""
    try:
        return open_oracle("gpu")
    except NoGpu:
        return open_oracle()


def run_trusted(submission: Submission, tasks: Sequence[TaskSheet]) -> tuple[Run, ...]:
    """Run an author's own code in this process, and return the run of each task."""
    # A mistake or a solution may overflow on purpose: warnings are not part of the result.
    with tempfile.TemporaryFile() as file, warnings.catch_warnings(action="ignore"):
        request = requests.request(submission, [[task] for task in tasks])
        worker.run(request, file.fileno(), watch=lambda *_: None)
        file.seek(0)
        return tuple(results.read(submission, tasks, file.read(), b""))


def _run_of_mistake(folder: ExerciseFolder, path: Path, task: TaskSheet) -> Run:
    """Run a task that uses names that a mistake defines.

    A mistake replaces definitions of the solution, like a later cell of the same module. `verify`
    proves that it changes no other task.
    """
    submission = Submission(
        exercise=folder.name,
        module=folder.module,
        filename=folder.script.name,
        cells=(folder.script.read_bytes(), path.read_bytes()),
    )
    (run,) = run_trusted(submission, [task])
    return run


def _with_mistake(task: TaskSheet, mistake: str, run: Run) -> TaskSheet:
    """Add the outcomes of a mistake to the cases in which they are wrong."""
    cases = list(task.cases)
    for position, outcome in enumerate(run.outcomes):
        case = cases[position]
        if is_recorded(task, case) and _is_wrong(task, case, outcome):
            if isinstance(outcome.result, Raised) and is_own_check(outcome.result):
                # Drop the frames: they would show that it was a mistake.
                outcome = replace(outcome, result=Raised(type="AssertionError", message=""))
            cases[position] = replace(case, mistakes={**case.mistakes, mistake: outcome})
    return replace(task, cases=tuple(cases))


def _is_wrong(task: TaskSheet, case: SheetCase, outcome: Outcome) -> bool:
    return bool(outcome.changed or outcome.overwritten) or not compare(task, case, outcome).right
