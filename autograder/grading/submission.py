"""The order of the stages for one submission, and the only module that knows it. It prints nothing, exits nowhere.

spec + seed -> cases -> oracle -> Sheet;   Submission -> sandbox -> compare -> diagnose -> Grade
"""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from . import catalog, lint, sheet
from .errors import Refusal
from .grade import grade, grade_task
from .records import Grade, Run, Sheet, Submission, TaskGrade, TaskSheet

if TYPE_CHECKING:
    from .oracle import Device, Oracle
    from .sandbox import Sandbox

PUBLIC_SEED = 0
IsolationChoice = Literal["auto", "none"]


@cache
def open_oracle(device: Device = "cpu") -> Oracle:
    """TensorFlow, imported on first use."""
    from .oracle import Oracle

    return Oracle(device)


def build_sheet(folder: Path, seed: int, oracle: Oracle, dtype: str = "float32", mistakes: bool = True) -> Sheet:
    """The sheet of the exercise in this folder of solutions/, with what each of its mistakes gives."""
    module = catalog.module_name(folder.name)
    solution = (folder / f"{module}.py").read_bytes()
    paths = catalog.mistakes(folder) if mistakes else {}

    def run_mistake(name: str, tasks: Sequence[TaskSheet]) -> Sequence[Run]:
        # A mistake replaces functions of the solution, as a later cell of the same module. It speaks for the tasks it
        # defines; that it spoils no other one is for `verify` to prove.
        cells, defined = (solution, paths[name].read_bytes()), catalog.defined_names(paths[name])
        own = [task for task in tasks if task.name in defined]
        runs = run_trusted(Submission(folder.name, module, f"{module}.py", cells, ""), own)
        by_task = {run.task: run for run in runs}
        return [by_task.get(task.name, Run(task.name)) for task in tasks]

    hints = {name: catalog.hint(path) for name, path in paths.items()}
    exercise = catalog.load_spec(folder)
    lint.check_here(exercise, folder / "spec.py")
    return oracle.sheet(folder.name, exercise, seed, hints, run_mistake, dtype)


def public_sheet(root: Path, name: str) -> bytes:
    """The sheet that students get."""
    return sheet.dump(build_sheet(root / "solutions" / name, PUBLIC_SEED, open_oracle()))


def skeletons(root: Path, names: Sequence[str]) -> dict[str, bytes]:
    """The released files by name, so that an untouched one can be told from work."""
    files = [
        root / "exercises" / name / f"{catalog.module_name(name)}{end}" for name in names for end in (".py", ".ipynb")
    ]
    return {file.name: file.read_bytes() for file in files if file.is_file()}


def run_trusted(submission: Submission, tasks: Sequence[TaskSheet]) -> tuple[Run, ...]:
    """Run an author's own code, in this process."""
    from .sandbox import frames, worker

    # A mistake may overflow on purpose; a right answer may, too. What counts is what comes back.
    with tempfile.TemporaryFile() as results, warnings.catch_warnings(action="ignore"):
        worker.run(frames.request(submission, tasks), results.fileno(), watch=lambda *_: None)
        results.seek(0)
        return tuple(frames.read(submission, tasks, results.read(), b""))


@dataclass(frozen=True)
class Job:
    """Everything `grade_one` needs, as plain data that may travel to another machine."""

    submission: Submission
    sheet: bytes
    isolation: IsolationChoice


@lru_cache(maxsize=16)
def load_sheet(data: bytes) -> Sheet:
    """A sheet is read once for all submissions graded with it."""
    return sheet.load(data)


def grade_one(job: Job) -> Grade:
    """Grade one submission in a sandbox, with hidden cases; what failed is shown on public ones."""
    from .sandbox.pool import borrowed

    answers = load_sheet(job.sheet)
    with borrowed(job.isolation, answers.packages) as sandbox:
        seen = _on_public_cases(job.submission, answers, sandbox)
        graded, _ = grade_in(sandbox, job.submission, answers)
    return replace(graded, tasks=tuple(_with_picture(task, answers, seen) for task in graded.tasks))


def grade_in(sandbox: Sandbox, submission: Submission, answers: Sheet) -> tuple[Grade, tuple[Run, ...]]:
    """The grade by hidden cases, and the runs that it follows from."""
    runs = sandbox.run(submission, answers.tasks)
    return grade(answers, submission, runs, sandbox.level, hidden=True), runs


def _on_public_cases(submission: Submission, answers: Sheet, sandbox: Sandbox) -> dict[str, tuple[TaskSheet, Run]]:
    """What may be shown of each task. It comes first: nothing can have left it a note about a hidden input."""
    public = {task.name: tuple(case for case in task.cases if case.public) for task in answers.tasks}
    tasks = [replace(task, cases=public[task.name]) for task in answers.tasks if public[task.name]]
    return {task.name: (task, run) for task, run in zip(tasks, sandbox.run(submission, tasks), strict=True)}


def _with_picture(task: TaskGrade, answers: Sheet, seen: Mapping[str, tuple[TaskSheet, Run]]) -> TaskGrade:
    """A wrong task with what may be shown of it; only then is it compared once more."""
    if task.verdict != "fail" or task.name not in seen:
        return task
    public, run = seen[task.name]
    shown = grade_task(public, run, answers.hints, hidden=False)
    return replace(task, shown=shown.shown, output=shown.output)


def check_one(submission: Submission, answers: Sheet, sandbox: Sandbox) -> Grade:
    """Grade one submission with public cases, on the student's own machine."""
    return grade(answers, submission, sandbox.run(submission, answers.tasks), sandbox.level, hidden=False)


def only_task(answers: Sheet, name: str | None) -> Sheet:
    """The sheet with this task alone; all of it without a name."""
    if name is None:
        return answers
    tasks = tuple(task for task in answers.tasks if task.name == name)
    if not tasks:
        names = ", ".join(task.name for task in answers.tasks)
        raise Refusal(f"{answers.exercise} has no task called {name}.", f"Its tasks are: {names}.")
    return replace(answers, tasks=tasks)
