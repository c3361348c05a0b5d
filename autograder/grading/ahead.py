"""Compare the answers of a check while the student's code still runs."""

from ..records import Sheet, Submission
from ..sandbox.results import read
from ..verdict.compare import compare


def compare_ahead(answers: Sheet, submission: Submission, results: bytes) -> None:
    """Compare the answers that have arrived so far, so that `grade` finds them compared.

    It is remembered by the bytes of each answer, so no grade depends on it.
    """
    runs = read(submission, answers.tasks, results, b"")
    for task, run in zip(answers.tasks, runs, strict=False):
        for case, outcome in zip(task.cases, run.outcomes, strict=False):
            compare(task, case, outcome)
