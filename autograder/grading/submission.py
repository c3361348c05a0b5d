"""The order of the stages for one submission, and the only place that states it.

Submission -> sandbox -> compare -> diagnose -> explain -> Grade

It prints nothing and exits nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ..answers import sheet
from ..records import (
    Comparison,
    Grade,
    Isolation,
    Message,
    Run,
    Sheet,
    Submission,
    TaskGrade,
    TaskSheet,
)
from ..sandbox.pool import IsolationChoice, borrowed
from ..sandbox.runner import Runner
from ..verdict.compare import compare_run
from ..verdict.conceal import concealed_run, hidden_failure
from ..verdict.diagnose import diagnose
from ..verdict.explain import advice, explain, explain_hidden, explain_loading, explain_run
from ..verdict.grade import count, telling, total
from ..verdict.likeness import likenesses

# -- one task ----------------------------------------------------------------------------------


def grade_task(task: TaskSheet, run: Run, hints: Mapping[str, str]) -> TaskGrade:
    """Grade one task on public cases: the message quotes numbers, and a case is shown."""
    graded, comparisons = _judged(task, run)
    case = telling(comparisons)
    if graded.verdict == "pass":
        message = advice(comparisons)
    elif case is not None and case.outcome is not None:
        # A known mistake says more than a resemblance, and of counts there is none.
        likes = {} if graded.mistake or task.integer else likenesses(task, comparisons, case)
        message = explain(task, case, hints.get(graded.mistake or ""), likes)
    else:
        message = explain_run(run)
    return replace(
        graded, message=_after_loading(run, graded, message), shown=case, output=run.output
    )


def grade_hidden_task(task: TaskSheet, run: Run, hints: Mapping[str, str]) -> TaskGrade:
    """Grade one task on hidden cases: the message is made from records that hold none of their numbers.

    Nothing is shown: whatever hidden inputs were in the process may be printed, or returned as the
    "answer" to a public case.
    """
    graded, comparisons = _judged(task, run)
    case, told = telling(comparisons), concealed_run(run)
    if graded.verdict == "pass":
        message = advice(comparisons)
    elif case is not None and case.outcome is not None:
        message = explain_hidden(hidden_failure(task, case), hints.get(graded.mistake or ""))
    else:
        message = explain_run(told)
    return replace(graded, message=_after_loading(told, graded, message))


def _judged(task: TaskSheet, run: Run) -> tuple[TaskGrade, tuple[Comparison, ...]]:
    """Compare a run, count its points, and name the mistake if something is wrong."""
    comparisons = compare_run(task, run)
    graded = count(task, run, comparisons)
    if graded.verdict != "pass":
        graded = replace(graded, mistake=diagnose(task, comparisons))
    return graded, comparisons


def _after_loading(run: Run, graded: TaskGrade, message: Message) -> Message:
    """Open a message with what ended the loading of the file, unless the task passes."""
    if graded.verdict == "pass":
        return message
    return Message((*explain_loading(run).lines, *message.lines), message.hint)


# -- one submission ----------------------------------------------------------------------------


def grade(
    answers: Sheet, submission: Submission, runs: Sequence[Run], isolation: Isolation
) -> Grade:
    """Grade one submission on public cases."""
    pairs = zip(answers.tasks, runs, strict=True)
    tasks = [grade_task(task, run, answers.hints) for task, run in pairs]
    return total(answers, submission, runs, isolation, tasks)


def grade_hidden(
    answers: Sheet, submission: Submission, runs: Sequence[Run], isolation: Isolation
) -> Grade:
    """Grade one submission on hidden cases."""
    pairs = zip(answers.tasks, runs, strict=True)
    tasks = [grade_hidden_task(task, run, answers.hints) for task, run in pairs]
    return total(answers, submission, runs, isolation, tasks)


@dataclass(frozen=True)
class Job:
    """Everything `grade_one` needs, as plain data that may travel to another machine."""

    submission: Submission
    sheet: bytes
    isolation: IsolationChoice


@lru_cache(maxsize=16)
def load_sheet(data: bytes) -> Sheet:
    """Read a sheet, once for all submissions that are graded with it."""
    return sheet.load(data)


def grade_one(job: Job) -> Grade:
    """Grade one submission in a sandbox on hidden cases; what failed is shown on public ones.

    The public cases come first: then nothing can have left them a note about a hidden input.
    """
    answers, submission = load_sheet(job.sheet), job.submission
    public = _public_tasks(answers)
    with borrowed(job.isolation, answers.packages) as sandbox:
        seen = sandbox.run(submission, public)
        runs = sandbox.run(submission, answers.tasks)
    graded = grade_hidden(answers, submission, runs, sandbox.level)
    shown = {task.name: (task, run) for task, run in zip(public, seen, strict=True)}
    tasks = [
        _with_picture(task, *shown[task.name]) if task.name in shown else task
        for task in graded.tasks
    ]
    return replace(graded, tasks=tuple(tasks))


def run_and_grade(
    sandbox: Runner, submission: Submission, answers: Sheet
) -> tuple[Grade, tuple[Run, ...]]:
    """Grade one submission on hidden cases, and return the runs as well."""
    runs = sandbox.run(submission, answers.tasks)
    return grade_hidden(answers, submission, runs, sandbox.level), runs


def _public_tasks(answers: Sheet) -> list[TaskSheet]:
    """Return the tasks with their public cases alone; those without one are left out."""
    tasks = []
    for task in answers.tasks:
        cases = tuple(case for case in task.cases if case.public)
        if cases:
            tasks.append(replace(task, cases=cases))
    return tasks


def _with_picture(graded: TaskGrade, public: TaskSheet, run: Run) -> TaskGrade:
    """Add to a task that failed what may be shown of it."""
    if graded.verdict != "fail":
        return graded
    return replace(graded, shown=telling(compare_run(public, run)), output=run.output)
