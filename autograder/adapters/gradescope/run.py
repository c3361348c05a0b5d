"""Grade one submission on Gradescope.

The grader runs as root: only root can read the answers and write the results. The student's code
runs as another user, in bubblewrap if the container allows it, and otherwise with limits and
without system calls that could do harm.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ...answers import sheet
from ...disk import write_whole
from ...errors import Refusal
from ...grading.job import run_and_grade
from ...intake.looking import asked_by
from ...intake.submissions import own_submission
from ...records import Cell, Grade, Run, Sheet, TaskGrade
from ...sandbox.other_user import best_sandbox


def run(root: Path) -> None:
    """Grade root/submission, and write root/results/results.json.

    Raise an error if the grader itself fails: Gradescope then shows no points at all.
    """
    answers = sheet.load((root / "source/sheet.npz").read_bytes())
    received = own_submission(root / "submission", answers.exercise, asked_by(answers))
    if received.submission is None:
        report = not_read(received.reason, answers)
    else:
        with best_sandbox(answers.packages) as sandbox:
            graded, runs = run_and_grade(sandbox, received.submission, answers)
        if graded.status == "not_graded":
            raise Refusal(f"Not graded: {graded.reason}", "Run the autograder again.")
        report = results(graded, runs)
    write_whole(root / "results/results.json", json.dumps(report, indent=2) + "\n")


def results(grade: Grade, runs: Sequence[Run]) -> dict[str, Any]:
    """Return the content of results.json.

    Submissions with full marks are ranked by speed in milliseconds. It is just for fun: the
    student's own process measures it.
    """
    seconds = sum(outcome.seconds for run in runs for outcome in run.outcomes)
    board: list[dict[str, Any]] = [{"name": "Points", "value": grade.score}]
    if grade.score == grade.max_score:
        board.append({"name": "Milliseconds", "value": round(1000 * seconds, 3), "order": "asc"})
    return {
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "output": grade.reason or f"Graded: {grade.filename}",
        "tests": [_test(task) for task in grade.tasks],
        "leaderboard": board,
        "extra_data": {"isolation": grade.isolation, "submission_sha256": grade.submission_sha256},
    }


def not_read(reason: str, answers: Sheet) -> dict[str, Any]:
    """Return the content of results.json if no file can be read, with 0 points and the reason."""
    return {"tests": [_shown(answers.exercise, 0.0, answers.points, False, reason)]}


def _test(task: TaskGrade) -> dict[str, Any]:
    """Return one task as Gradescope's record of a test."""
    lines = [str(task.message).strip(), *map(_line, task.cells)]
    text = "\n".join(line for line in lines if line)
    return _shown(task.name, task.score or 0.0, task.max_score, task.verdict == "pass", text)


def _line(cell: Cell) -> str:
    return (
        f"{'✓' if cell.counts else '✗'} {cell.part}, {cell.aspect}: {cell.passed} of {cell.total}"
    )


def _shown(name: str, score: float, most: float, passed: bool, text: str) -> dict[str, Any]:
    """Return a record of a test that the student can see."""
    return {
        "name": name,
        "score": score,
        "max_score": most,
        "status": "passed" if passed else "failed",
        "output": text,
        "output_format": "text",
        "visibility": "visible",
    }
