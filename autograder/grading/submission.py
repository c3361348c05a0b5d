"""Grade one submission. Only this module defines the order of the stages; it does not print.

Submission -> sandbox -> compare -> diagnose -> explain -> Grade
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import takewhile

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from ..records import (
    Answer,
    Comparison,
    Grade,
    Isolation,
    Message,
    Outcome,
    Raised,
    Refused,
    Run,
    Sheet,
    Submission,
    TaskGrade,
    TaskSheet,
)
from ..sandbox.inside.calling import same
from ..verdict.compare import compare_run, comparing
from ..verdict.conceal import hidden_failure, hidden_run
from ..verdict.crash import helper
from ..verdict.diagnose import diagnose, explains, hint
from ..verdict.explain import (
    NONE_BROKEN,
    advice,
    after_loading,
    explain,
    explain_hidden,
    explain_hidden_loading,
    explain_hidden_run,
    explain_loading,
    explain_needs,
    explain_run,
)
from ..verdict.fingerprint import fingerprint
from ..verdict.grade import clearest, count, needs, total, widened
from ..verdict.habits import CALLED_AGAIN, Broken, broken
from ..verdict.likeness import likenesses
from ..verdict.sentences import absent, further_axes, reordered, slow
from .advice import with_advice

LARGEST_SHOWN = 2**20  # bytes

# -- one task ----------------------------------------------------------------------------------


def grade_task(task: TaskSheet, run: Run, hints: Mapping[str, str]) -> TaskGrade:
    """Grade one task on public cases: the message quotes numbers, and a case is shown."""
    comparisons = compare_run(task, run)
    graded = _counted(task, run, comparisons)
    if graded.verdict == "pass":
        return replace(graded, output=run.output)
    named = diagnose(task, comparisons)
    graded = replace(graded, mistakes=tuple(each.mistake for each in named))
    case = clearest(comparisons, named[0].mistake if named else None)
    if case is None or case.outcome is None:
        began = case if run.defined and not run.forbidden else None
        message = after_loading(explain_loading(run), explain_run(run, began))
        return replace(graded, shown=began, message=message, output=run.output)
    show = partial(_showing, graded, task, run, comparisons)
    shown = show(case, hint(named, hints), broken(task, comparisons))
    others = []
    for other in _in_other_aspects(comparisons, case):
        explaining = [each for each in named if explains(other, each.mistake)]
        others.append(show(other, hint(explaining, hints)))
    message = after_loading(explain_loading(run), shown.message)
    return replace(shown, message=message, needs=_helpers(task, case), others=tuple(others))


def case_number(task: TaskSheet, graded: TaskGrade) -> int | None:
    """Return the number of the case that a report shows, from 1; None if it shows none of them."""
    for number, each in enumerate(task.cases, start=1):
        if graded.shown and each is graded.shown.case:
            return number
    return None


def _in_other_aspects(comparisons: Sequence[Comparison], shown: Comparison) -> Iterator[Comparison]:
    """Yield the clearest failing case of each further aspect, if its call finished."""
    for aspect in dict.fromkeys(each.case.aspect for each in comparisons if not each.right):
        if aspect not in (shown.case.aspect, CALLED_AGAIN):
            case = clearest([each for each in comparisons if each.case.aspect == aspect])
            if case and case.outcome:
                yield case


def _showing(
    graded: TaskGrade,
    task: TaskSheet,
    run: Run,
    comparisons: Sequence[Comparison],
    case: Comparison,
    text: str | None,
    habits: Broken = NONE_BROKEN,
) -> TaskGrade:
    """Return a grade that shows a failing case, with the message about it.

    text: the hint about the mistake that explains it, if any.
    """
    assert case.outcome is not None
    # A mistake says more than a resemblance; integers have none.
    resemblances = {} if text or task.integer else likenesses(task, comparisons, case)
    first = reordered(list(task.arrays), run.parameters)
    message = explain(
        task, case, text, resemblances, habits, first, further_axes(task, comparisons)
    )
    return replace(graded, message=message, shown=case, output=case.outcome.output)


def _helpers(task: TaskSheet, case: Comparison) -> tuple[str, ...]:
    """Return the unwritten function that a call needs, if any."""
    result = case.outcome.result if case.outcome else None
    name = helper(result, task.names) if isinstance(result, Raised) else None
    return (name,) if name else ()


def is_right(task: TaskSheet, run: Run) -> bool:
    """Tell whether every answer of a run is right."""
    return all(each.right for each in comparing(task, run))


def grade_if_right(task: TaskSheet, run: Run) -> TaskGrade | None:
    """Grade one task on hidden cases if it has full marks."""
    right = tuple(takewhile(lambda each: each.right, comparing(task, run)))
    if len(right) < len(task.cases):
        return None
    shared = all(each.outcome and each.outcome.shared for each in right)
    return (_full_marks if shared else _full_marks.__wrapped__)(task, right)


@lru_cache(maxsize=256)  # most right answers equal another submission's
def _full_marks(task: TaskSheet, right: tuple[Comparison, ...]) -> TaskGrade | None:
    """Grade a task all of whose answers are right; None if a habit costs it points."""
    graded = _counted(task, Run(task=task.name, defined=True), right)
    return graded if graded.verdict == "pass" else None


def grade_hidden_task(task: TaskSheet, run: Run, hints: Mapping[str, str]) -> TaskGrade:
    """Grade one task on hidden cases: the message is made from records without their numbers.

    No case is shown: code that got hidden inputs may print them, or return them as the "answer"
    to a public case.
    """
    comparisons = compare_run(task, run)
    graded = _counted(task, run, comparisons)
    if graded.verdict == "pass":
        return graded
    named, facts = diagnose(task, comparisons), hidden_run(run)
    case = clearest(comparisons, named[0].mistake if named else None)
    if case is not None and case.outcome is not None:
        failure = hidden_failure(task, case)
        message = explain_hidden(failure, hint(named, hints), broken(task, comparisons))
    else:
        message = explain_hidden_run(facts)
    graded = replace(graded, message=after_loading(explain_hidden_loading(facts), message))
    if named or graded.verdict not in ("fail", "error"):
        return replace(graded, mistakes=tuple(each.mistake for each in named))
    return replace(graded, fingerprint=fingerprint(task, comparisons))


def _counted(task: TaskSheet, run: Run, comparisons: Sequence[Comparison]) -> TaskGrade:
    """Count the points of a run. A task with full marks may get advice."""
    graded = count(task, run, comparisons)
    if graded.verdict == "pass" and not task.steps:  # what steps return is not the student's choice
        graded = replace(graded, message=advice(widened(comparisons)))
    return graded


def _after(first: Message, message: Message) -> Message:
    """Return both messages as one."""
    return replace(message, lines=(*first.lines, *message.lines))


# -- one submission ----------------------------------------------------------------------------


def grade(
    answers: Sheet, submission: Submission, runs: Sequence[Run], isolation: Isolation
) -> Grade:
    """Grade one submission on public cases, and warn of what fails or takes long in grading."""
    pairs = zip(answers.tasks, runs, strict=True)
    tasks = [
        with_advice(grade_task(task, run, answers.hints), task, submission) for task, run in pairs
    ]
    notices = [notice for run in runs for notice in run.absent]
    notices.sort(key=lambda notice: (notice.cell or 0, notice.line or 0))
    warnings = [*map(absent, notices), *filter(None, map(slow, answers.tasks, runs))]
    tasks = blamed_once(answers, tasks)
    graded = total(answers, submission, isolation, tasks, _undefined(runs), _reason(runs))
    return replace(graded, warnings=tuple(dict.fromkeys(warnings)))


def grade_hidden(
    answers: Sheet, submission: Submission, runs: Sequence[Run], isolation: Isolation
) -> Grade:
    """Grade one submission on hidden cases."""
    pairs = zip(answers.tasks, runs, strict=True)
    tasks = [grade_hidden_task(task, run, answers.hints) for task, run in pairs]
    tasks = blamed_once(answers, tasks)
    return total(answers, submission, isolation, tasks, _undefined(runs), _reason(runs))


def _undefined(runs: Sequence[Run]) -> set[str]:
    return {run.task for run in runs if not run.defined}


def _reason(runs: Sequence[Run]) -> str | None:
    """Return why a task could not be graded."""
    return next((run.reason for run in runs if run.reason), None)


def blamed_once(answers: Sheet, tasks: Sequence[TaskGrade]) -> list[TaskGrade]:
    """Refer each task that fails because of an earlier task's class to that task.

    Anything more than a wrong answer, such as an exception, is reported too.
    """
    judged = list(tasks)
    for position, blamed in needs(answers, tasks):
        message = explain_needs(list(blamed), list(dict.fromkeys(blamed.values())))
        if judged[position].verdict not in ("fail", "not_implemented"):
            message = _after(message, replace(judged[position].message, hint=()))
        judged[position] = replace(
            judged[position],
            needs=tuple(blamed),
            message=message,
            mistakes=(),
            shown=None,
            others=(),
            fingerprint="",
        )
    return judged


def public(tasks: Sequence[TaskSheet]) -> list[TaskSheet]:
    """Return the tasks with only their public cases."""
    return [_public(task) for task in tasks]


@lru_cache(maxsize=256)  # the same for every submission
def _public(task: TaskSheet) -> TaskSheet:
    return replace(task, cases=tuple(case for case in task.cases if case.public))


class PublicRun(Struct, frozen=True):
    """The run of a task on its public cases, before any hidden input was sent.

    alone: whether no other task ran in the same process.
    """

    run: Run
    alone: bool

    @property
    def never_loaded(self) -> bool:
        """Tell whether its time was up while the file was loading: with more cases, it would be."""
        return self.alone and self.run.defined is None and self.run.ended == "timeout"


def without_large_answers(run: Run) -> Run:
    """Drop answers too large to picture, so that they do not fill the grader's memory."""
    outcomes = []
    for outcome in run.outcomes:
        arrays = [part for part in outcome.parts if isinstance(part, np.ndarray)]
        if sum(array.nbytes for array in arrays) > LARGEST_SHOWN:
            outcome = replace(outcome, result=Answer(()))
        outcomes.append(outcome)
    return replace(run, outcomes=tuple(outcomes))


def with_picture(graded: TaskGrade, task: TaskSheet, run: Run, seen: PublicRun) -> TaskGrade:
    """Add a public case to a task that failed, and what the code printed in its public run.

    run: graded, of the task alone. If the public one was shared and differs, it may show another
        task's fault and is left out.
    """
    if graded.verdict != "fail" or not (seen.alone or _agree(task, run, seen.run)):
        return graded
    shown = clearest(compare_run(_public(task), seen.run), graded.mistake)
    printed = shown.outcome.output if shown and shown.outcome else seen.run.output
    return replace(graded, shown=shown, output=printed)


def _agree(task: TaskSheet, run: Run, seen: Run) -> bool:
    """Tell whether a run on all cases repeats an earlier run on the public ones."""
    pairs = zip(task.cases, run.outcomes, strict=False)  # it may have ended early
    outcomes = [outcome for case, outcome in pairs if case.public]
    return run.loading == seen.loading and all(map(_same, outcomes, seen.outcomes))


def _same(one: Outcome, other: Outcome) -> bool:
    """Tell whether two outcomes agree, apart from time and an exception's text."""
    if one.changed != other.changed:  # what was overwritten depends on the calls in between
        return False
    mine, theirs = one.result, other.result
    if isinstance(mine, Answer) and isinstance(theirs, Answer):
        parts = zip(mine.parts, theirs.parts, strict=False)
        return len(mine.parts) == len(theirs.parts) and all(_same_part(*pair) for pair in parts)
    if isinstance(mine, Raised) and isinstance(theirs, Raised):
        return replace(mine, message="", values="") == replace(theirs, message="", values="")
    return mine == theirs


def _same_part(one: np.ndarray | Refused, other: np.ndarray | Refused) -> bool:
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return same(one, other)
    return type(one) is type(other) and one == other
