"""Grade one submission. Only this module defines the order of the stages.

Submission -> sandbox -> compare -> diagnose -> explain -> Grade

It neither prints nor exits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

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
from ..verdict.compare import compare_run
from ..verdict.conceal import hidden_failure, hidden_run
from ..verdict.diagnose import diagnose
from ..verdict.explain import (
    advice,
    explain,
    explain_hidden,
    explain_hidden_loading,
    explain_hidden_run,
    explain_loading,
    explain_run,
)
from ..verdict.grade import count, telling, total, widened
from ..verdict.likeness import likenesses

# -- one task ----------------------------------------------------------------------------------


def grade_task(task: TaskSheet, run: Run, hints: Mapping[str, str]) -> TaskGrade:
    """Grade one task on public cases: the message quotes numbers, and a case is shown."""
    graded, comparisons = _judged(task, run)
    if graded.verdict == "pass":
        message = advice(widened(comparisons))
        return replace(graded, message=message, output=run.output)
    case = telling(comparisons)
    if case is not None and case.outcome is not None:
        # A known mistake says more than a resemblance, and counts have none.
        likes = {} if graded.mistake or task.integer else likenesses(task, comparisons, case)
        message = explain(task, case, hints.get(graded.mistake or ""), likes)
    else:
        message = explain_run(run)
    message = _after(explain_loading(run), message)
    return replace(graded, message=message, shown=case, output=run.output)


def grade_hidden_task(task: TaskSheet, run: Run, hints: Mapping[str, str]) -> TaskGrade:
    """Grade one task on hidden cases: the message is made from records without their numbers.

    No case is shown: code that has had hidden inputs may print them, or return them as the "answer"
    to a public case.
    """
    graded, comparisons = _judged(task, run)
    if graded.verdict == "pass":
        return replace(graded, message=advice(widened(comparisons)))
    case, facts = telling(comparisons), hidden_run(run)
    if case is not None and case.outcome is not None:
        message = explain_hidden(hidden_failure(task, case), hints.get(graded.mistake or ""))
    else:
        message = explain_hidden_run(facts)
    return replace(graded, message=_after(explain_hidden_loading(facts), message))


def _judged(task: TaskSheet, run: Run) -> tuple[TaskGrade, tuple[Comparison, ...]]:
    """Compare a run, count its points, and name the mistake if something is wrong."""
    comparisons = compare_run(task, run)
    graded = count(task, run, comparisons)
    if graded.verdict != "pass":
        graded = replace(graded, mistake=diagnose(task, comparisons))
    return graded, comparisons


def _after(first: Message, message: Message) -> Message:
    """Return both messages as one."""
    return Message((*first.lines, *message.lines), message.hint)


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


def public_tasks(answers: Sheet) -> list[TaskSheet]:
    """Return the tasks with only their public cases. Tasks without one are left out."""
    tasks = []
    for task in answers.tasks:
        cases = tuple(case for case in task.cases if case.public)
        if cases:
            tasks.append(replace(task, cases=cases))
    return tasks


def with_pictures(graded: Grade, public: Sequence[TaskSheet], runs: Sequence[Run]) -> Grade:
    """Add a public case to each task that failed, and what the code printed in its public run.

    public, runs: the tasks with their public cases, and their runs.
    """
    seen = {task.name: (task, run) for task, run in zip(public, runs, strict=True)}
    tasks = []
    for task in graded.tasks:
        if task.verdict == "fail" and task.name in seen:
            sheet, run = seen[task.name]
            task = replace(task, shown=telling(compare_run(sheet, run)), output=run.output)
        tasks.append(task)
    return replace(graded, tasks=tuple(tasks))
