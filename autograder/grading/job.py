"""Grade one submission in a sandbox, as a job of plain data that can run in any process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ..answers import sheet
from ..records import Grade, Run, Sheet, Submission
from ..sandbox.pool import IsolationChoice, borrowed
from ..sandbox.runner import Runner
from .submission import grade_hidden, public_tasks, with_pictures


@dataclass(frozen=True)
class Job:
    """Everything that `grade_one` needs, as plain data that can be sent to another machine."""

    submission: Submission
    sheet: bytes
    isolation: IsolationChoice


@lru_cache(maxsize=16)
def load_sheet(data: bytes) -> Sheet:
    """Read a sheet, once for all submissions that use it."""
    return sheet.load(data)


def grade_one(job: Job) -> Grade:
    """Grade one submission in a sandbox on hidden cases, and show failures on public cases.

    The public cases run first, so that no hidden input can be passed on to them.
    """
    answers = load_sheet(job.sheet)
    public = public_tasks(answers)
    with borrowed(job.isolation, answers.packages) as sandbox:
        seen = sandbox.run(job.submission, public)
        graded, _ = run_and_grade(sandbox, job.submission, answers)
    return with_pictures(graded, public, seen)


def run_and_grade(
    sandbox: Runner, submission: Submission, answers: Sheet
) -> tuple[Grade, tuple[Run, ...]]:
    """Grade one submission on hidden cases, and return the runs as well."""
    runs = sandbox.run(submission, answers.tasks)
    return grade_hidden(answers, submission, runs, sandbox.level), runs
