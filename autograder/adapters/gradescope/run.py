"""Grade one submission on Gradescope.

The grader runs as root: only root can read the answers and write the results. The student's code
runs as another user, in bubblewrap if the container allows it, and otherwise with limits and
without system calls that could do harm.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from ...answers import sheet
from ...disk import write_whole
from ...errors import Refusal
from ...grading.job import run_and_grade
from ...intake.candidate import Assigned, asked_by
from ...intake.submissions import own_submission
from ...records import Cell, Grade, Run, Sheet
from ...reports import words
from ...sandbox.other_user import best_sandbox


class Part(Struct, frozen=True, kw_only=True):
    """One exercise of a submission.

    worth: its points in the assignment. grade: None if no file can be graded. reason: why not.
    """

    answers: Sheet
    worth: float
    grade: Grade | None = None
    runs: Sequence[Run] = ()
    reason: str = ""


def run(root: Path) -> None:
    """Grade root/submission, and write root/results/results.json.

    Raise an error if the grader itself fails: Gradescope then shows no points at all.
    """
    source = root / "source"
    worth: dict[str, float] = json.loads((source / "points.json").read_bytes())
    sheets = [sheet.load((source / f"sheets/{name}.npz").read_bytes()) for name in worth]
    assigned = asked_by(*sheets)
    parts = [_part(root, answers, assigned, worth[answers.exercise]) for answers in sheets]
    write_whole(root / "results/results.json", json.dumps(results(parts), indent=2) + "\n")


def _part(root: Path, answers: Sheet, assigned: Assigned, worth: float) -> Part:
    received = own_submission(root / "submission", answers.exercise, assigned)
    if received.submission is None:
        return Part(answers=answers, worth=worth, reason=received.reason)
    with best_sandbox(answers.packages) as sandbox:
        graded, runs = run_and_grade(sandbox, received.submission, answers)
    if graded.status == "not_graded":
        raise Refusal(f"Not graded: {graded.reason}", "Run the autograder again.")
    return Part(answers=answers, worth=worth, grade=graded, runs=runs)


def results(parts: Sequence[Part]) -> dict[str, Any]:
    """Return the content of results.json.

    The leaderboard ranks full marks by speed in milliseconds, just for fun: students could fake it,
    since their own process measures it. It shows only two digits of the time: more could encode a
    hidden input.
    """
    tests, lines = [], []
    for part in parts:
        tests += _tests(part, named=len(parts) > 1)
        if part.grade:
            lines.append(part.grade.reason or f"Graded: {part.grade.filename}")
    report: dict[str, Any] = {"tests": tests}
    if not lines:
        return report
    points = sum(test["score"] for test in tests)
    board: list[dict[str, Any]] = [{"name": "Points", "value": round(points, 6)}]
    grades = [part.grade for part in parts if part.grade]
    if len(grades) == len(parts) and all(grade.score == grade.max_score for grade in grades):
        seconds = sum(run.seconds for part in parts for run in part.runs)
        value = float(f"{1000 * seconds:.2g}")
        board.append({"name": "Milliseconds", "value": value, "order": "asc"})
    return {
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "output": "\n".join(lines),
        **report,
        "leaderboard": board,
        "extra_data": {
            "isolation": grades[0].isolation,
            "submission_sha256": " ".join(grade.submission_sha256 for grade in grades),
        },
    }


def _tests(part: Part, named: bool) -> list[dict[str, Any]]:
    """Return the tasks of an exercise as Gradescope's records of tests.

    named: whether their names begin with the exercise's.
    """
    exercise = part.answers.exercise
    if part.grade is None:
        return [_shown(exercise, 0.0, part.worth, False, part.reason)]
    scale = part.worth / part.grade.max_score
    tests = []
    for task in part.grade.tasks:
        lines = [str(task.message).strip(), *map(_line, task.cells)]
        text = "\n".join(line for line in lines if line)
        name = f"{exercise}: {task.name}" if named else task.name
        score, most = (task.score or 0.0) * scale, task.max_score * scale
        tests.append(_shown(name, score, most, task.verdict == "pass", text))
    return tests


def _line(cell: Cell) -> str:
    return f"{'✓' if cell.counts else '✗'} {words.name(cell)}: {words.tally(cell)}"


def _shown(name: str, score: float, most: float, passed: bool, text: str) -> dict[str, Any]:
    """Return a record of a test that the student can see."""
    return {
        "name": name,
        "score": round(score, 6),
        "max_score": round(most, 6),
        "status": "passed" if passed else "failed",
        "output": text,
        "output_format": "text",
        "visibility": "visible",
    }
