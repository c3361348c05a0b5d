"""Share what the exports need: read the results of `grade`, and fill in a platform's table.

All files to upload go into one folder, and none is written before all of them are complete.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from ..disk import write_whole
from ..errors import Refusal
from ..grading.output import UNRECOGNISED
from ..records import Grade
from ..reports.files import grade_from_result
from ..text import shown
from .table import Table, decimal

UPLOAD = Path("upload")
NUMBER_AT_END = re.compile(r"(\d+)$")


@dataclass(frozen=True)
class Result:
    """One student's grade for one exercise, and its feedback page."""

    student: str
    grade: Grade
    feedback: Path


def read_results(graded: Path, exercise: str | None) -> list[Result]:
    """Read what `grade` wrote for one exercise: the named one, or else the only one.

    Raise Refusal if there are no results for it, or if there are several exercises to choose from.
    """
    written = [_result(path) for path in sorted(graded.glob("[!.]*/*/result.json"))]
    exercises = sorted({each.grade.exercise for each in written} - {UNRECOGNISED})
    listed = ", ".join(exercises)
    if not exercises:
        remedy = "Give the folder that `autograder grade --out` wrote to --graded."
        raise Refusal(f"{graded} holds no results.", remedy)
    if exercise is None and len(exercises) > 1:
        raise Refusal(f"{graded} holds results of {listed}.", "Name one with --exercise.")
    if exercise is not None and exercise not in exercises:
        raise Refusal(f"{graded} holds no results of {exercise}.", f"It holds: {listed}.")
    by_exercise: dict[str, dict[str, Result]] = {}
    for each in written:
        by_exercise.setdefault(each.grade.exercise, {})[each.student] = each
    # A student with a result may also have one for unrecognised files: the result counts.
    unrecognised = by_exercise.get(UNRECOGNISED, {})
    recognised = by_exercise[exercise or exercises[0]]
    return list((unrecognised | recognised).values())


def _result(path: Path) -> Result:
    try:
        grade = grade_from_result(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise Refusal(f"{path} cannot be read: {error}.", "Grade again.") from error
    return Result(grade.student or "", grade, path.with_name("feedback.html"))


def by_row(results: Sequence[Result], rows: Mapping[int, str], table: str) -> dict[int, Result]:
    """Return each result by its row in a table. Raise Refusal if a row is missing or ambiguous.

    rows: the number that identifies the student of each row. table: its name, for messages.
    """
    row_of: dict[str, int] = {}
    for row, number in rows.items():
        if number in row_of:
            raise Refusal(f"{table} has two rows for {number}.", "Download it again.")
        row_of[number] = row
    numbers: dict[str, str] = {}
    for each in results:
        match = NUMBER_AT_END.search(each.student)
        if match and not each.student.startswith("anon_"):  # Canvas' for a secret, not a user
            numbers[each.student] = match[1]
    unnamed = [each.student for each in results if each.student not in numbers]
    if unnamed:
        problem = (
            f"{_some(unnamed)} cannot be found in {table}: the name does not end with a number."
        )
        raise Refusal(problem, "Grade the zip as it was downloaded, with names.")
    absent = [student for student, number in numbers.items() if number not in row_of]
    if len(absent) == len(numbers):
        problem = f"None of the {len(numbers)} graded students is in {table}."
        raise Refusal(
            problem, "It seems to belong to another course or assignment: download the right one."
        )
    if absent:
        raise Refusal(
            f"{_some(absent)} was graded and is not in {table}.",
            "Download it again, with all participants.",
        )
    return {row_of[numbers[each.student]]: each for each in results}


def _some(students: Sequence[str]) -> str:
    """Name the first student, and say how many more there are."""
    more = f" (and {len(students) - 1} more)" if len(students) > 1 else ""
    return shown(students[0]) + more


def filled(
    table: Table, column: int, grades: Mapping[int, Grade], most: str, scale: bool
) -> tuple[bytes, int]:
    """Return the table with the points in this column, and the number of cells filled in.

    most: the maximum, as the table writes it. scale: turn points into shares of that maximum; where
    the two maxima differ without it, raise Refusal. Cells that hold a word, such as "excused", are
    left alone.
    """
    maximum = decimal(most) or 0.0
    cells = {}
    for row, grade in grades.items():
        present = table.text(row, column)
        if grade.score is None or (present and decimal(present) is None):
            continue
        if maximum != grade.max_score and not scale:
            problem = (
                f"{table.name} has a maximum of {most} points, "
                f"and {grade.exercise} one of {grade.max_score:g}."
            )
            raise Refusal(problem, "Make them the same there, or say --scale.")
        points = grade.score * maximum / grade.max_score if scale else grade.score
        text = f"{points:.5f}".rstrip("0").rstrip(".")
        cells[row, column] = text.replace(".", ",") if "," in most else text
    return table.filled(cells), len(cells)


def read_table(path: Path) -> Table:
    """Read a platform's table. Raise Refusal if the file cannot be read, or is no such table."""
    try:
        return Table(path.read_bytes(), path.name)
    except OSError as error:
        raise Refusal(
            f"{path} cannot be read: {error.strerror}.", "Name the file that was downloaded."
        ) from error


def write(out: Path, files: Mapping[str, bytes], not_over: Path | None = None) -> None:
    """Write the files to upload. Raise Refusal if one would overwrite `not_over`, the download."""
    if not_over and any((out / name).resolve() == not_over.resolve() for name in files):
        raise Refusal(f"{not_over} would be overwritten.", "Give another folder to --out.")
    for name, data in files.items():
        write_whole(out / name, data)


def say(
    out: Path,
    files: Iterable[str],
    filled_in: int,
    results: Sequence[Result],
    absent: Sequence[str],
) -> int:
    """Print what was done. Return the exit code: 1 if some students have no grade, else 0.

    absent: the students of the platform's table who submitted nothing.
    """
    ungraded = [each.student for each in results if each.grade.score is None]
    click.echo(
        f"{filled_in} grades written. To upload: {', '.join(str(out / name) for name in files)}"
    )
    if absent:
        click.echo(f"{_some(absent)}: submitted nothing, so nothing was filled in.")
    if ungraded:
        click.echo(f"{_some(ungraded)}: not graded, so nothing was filled in.")
    return int(bool(ungraded))
