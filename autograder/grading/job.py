"""Grade one submission in a sandbox, as a job of plain data that can run in any process.

Tasks with the same fence share a process. It answers the public cases of all of them, then all
cases of those that are right so far. Only full marks are accepted from it: a task that is not right
runs again, alone, so that no task can cost another one points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial

from msgspec import Struct

from ..answers import sheet
from ..records import Grade, Run, Sheet, Submission, TaskSheet
from ..sandbox.pool import IsolationChoice, borrowed
from ..sandbox.runner import Runner, complete
from ..verdict.grade import total
from .submission import (
    PublicRun,
    blamed_once,
    grade_hidden,
    grade_hidden_task,
    grade_if_right,
    is_right,
    public,
    with_picture,
    without_large_answers,
)


class Job(Struct, frozen=True):
    """Everything that `grade_one` needs, as plain data that can be sent to another machine.

    seed: a digest of the sheet's seed, which the result names.
    """

    submission: Submission
    sheet: bytes
    isolation: IsolationChoice
    seed: str = ""


def grade_one(job: Job) -> Grade:
    """Grade one submission in a sandbox on hidden cases, and show failures on public cases."""
    answers = sheet.load(job.sheet)
    with borrowed(job.isolation, answers.packages) as sandbox:
        return grade_in(sandbox, job.submission, answers)


def grade_in(sandbox: Runner, submission: Submission, answers: Sheet) -> Grade:
    """Grade one submission in this sandbox."""
    seen, shared = _run_together(sandbox, submission, answers)
    grades = []
    undefined, reason = set(), None
    for task in answers.tasks:
        graded = grade_if_right(task, shared[task.name]) if task.name in shared else None
        if graded is None:
            before = seen[task.name]
            run = before.run if before.never_loaded else sandbox.run_alone(submission, task)
            graded = grade_hidden_task(task, run, answers.hints)
            graded = with_picture(graded, task, run, before)
            undefined |= set() if run.defined else {task.name}
            reason = reason or run.reason
        grades.append(graded)
    judged = blamed_once(answers, grades)
    return total(answers, submission, sandbox.level, judged, undefined, reason)


def run_and_grade(
    sandbox: Runner, submission: Submission, answers: Sheet
) -> tuple[Grade, tuple[Run, ...]]:
    """Grade one submission on hidden cases, each task alone, and return the runs as well."""
    runs = sandbox.run(submission, answers.tasks)
    return grade_hidden(answers, submission, runs, sandbox.level), runs


def _run_together(
    sandbox: Runner, submission: Submission, answers: Sheet
) -> tuple[Mapping[str, PublicRun], Mapping[str, Run]]:
    """Return what each task did on its public cases, and its run on all cases in a shared process.

    The public cases of every task run before any hidden input is sent, so that no public answer can
    contain one. A task is missing from the second mapping if it is wrong there, or if its process
    did not get that far.
    """
    *others, last = _fenced_alike(answers)
    seen: dict[str, PublicRun] = {}
    for tasks in others:
        first, _ = sandbox.together(submission, public(tasks))
        seen |= _completed(sandbox, submission, tasks, first)
    first, second = sandbox.together(submission, public(last), partial(_right_so_far, last))
    seen |= _completed(sandbox, submission, last, first)
    shared = list(second)
    for tasks in others:
        if any(seen[task.name].alone for task in tasks):
            continue
        if right := _right_so_far(tasks, [seen[task.name].run for task in tasks]):
            runs, _ = sandbox.together(submission, right)
            shared += runs
    return seen, {run.task: run for run in shared}


def _right_so_far(tasks: Sequence[TaskSheet], runs: Sequence[Run]) -> Sequence[TaskSheet]:
    """Return the tasks that are right on their public cases: no other can have full marks.

    runs: of each task, on its public cases.
    """
    triples = zip(tasks, public(tasks), runs, strict=True)
    return [task for task, shown, run in triples if is_right(shown, run)]


def _completed(
    sandbox: Runner, submission: Submission, tasks: Sequence[TaskSheet], runs: Sequence[Run]
) -> dict[str, PublicRun]:
    """Return the public runs of all tasks. If a shared process did not finish, each runs alone."""
    if complete(runs, tasks):
        return {run.task: PublicRun(run, alone=False) for run in runs}
    seen = {}
    for task in public(tasks):
        run = sandbox.run_alone(submission, task)
        seen[task.name] = PublicRun(without_large_answers(run), alone=True)
    return seen


@lru_cache(maxsize=16)
def _fenced_alike(answers: Sheet) -> Sequence[Sequence[TaskSheet]]:
    """Group the tasks by packages, calls off limits, and time limit."""
    groups: dict[object, list[TaskSheet]] = {}
    for task in answers.tasks:
        groups.setdefault((task.packages, task.off_limits, task.seconds), []).append(task)
    return list(groups.values())
