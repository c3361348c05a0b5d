"""Read the results of `grade`, and fill in the tables of platforms.

All files to upload go into one folder, and none is written before all are complete.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click
from msgspec import Struct
from msgspec.structs import replace

from .. import catalog
from ..disk import write_whole
from ..errors import Refusal
from ..grading.contents import UNRECOGNISED, read_result, without_unrecognised
from ..grading.sets import ExerciseSet, find_set
from ..grading.store import result_files
from ..grading.tasks import with_results
from ..records import Grade
from ..reports.words import NO_POINTS
from ..text import shown, visible
from .table import Table, decimal

# Options shared by all exports.
GRADED = click.option("--graded", type=click.Path(path_type=Path), default="graded",
                      show_default=True, help="The folder given to `grade --out`.")  # fmt: skip
EXERCISE = click.option("--exercise", metavar="NAME",
                        help="The exercise; by default, the only one that was graded.")  # fmt: skip
SET = click.option("--set", "set_name", metavar="NAME",
                   help="Export this set of course.toml.")  # fmt: skip
OUT = click.option("--out", type=click.Path(path_type=Path), default="upload", show_default=True)

MOST_NAMED = 20  # students listed with the reason why they have no grade
NUMBER_AT_END = re.compile(r"(\d+)$")
STATUS = ("status", "statut", "estado", "stato")  # the header of Moodle's column, in lower case


def team_columns(table: Table) -> list[int]:
    """Return the columns of Moodle's worksheet that may hold each participant's team.

    A team, or a folder, may be called "No submission": the column of the status is left out.
    """
    header = [name.casefold() for name in table.header]
    return [column for column in range(2, len(header)) if header[column] not in STATUS]


class Written(Struct, frozen=True):
    """One grade that `grade` wrote, and its feedback page."""

    grade: Grade
    page: Path


class Result(Struct, frozen=True):
    """One student's exported grade, and the results it consists of."""

    student: str
    grade: Grade
    parts: tuple[Written, ...]

    def pages(self) -> dict[str, bytes]:
        """Read the feedback pages: name -> bytes. Pages of several exercises never collide."""
        return {
            f"feedback_{each.grade.exercise}.html": each.page.read_bytes() for each in self.parts
        }


class Results(Struct, frozen=True):
    """The grades of a class for one exercise or set.

    titles: names a platform may list it under.
    """

    name: str
    titles: tuple[str, ...]
    of_students: list[Result]


def read_results(graded: Path, exercise: str | None, set_name: str | None = None) -> Results:
    """Read the results of a set or an exercise: the named one, or else the only exercise.

    Refusal: there are no results for it, or several exercises to choose from.
    """
    if exercise and set_name:
        raise click.UsageError("Give --exercise or --set, not both.")
    written = read_written(graded)
    exercises = sorted({name for theirs in written.values() for name in theirs} - {UNRECOGNISED})
    listed = ", ".join(exercises)
    if set_name:
        chosen = find_set(catalog.project_root(Path.cwd()), set_name)
        if not set(chosen.exercises) & set(exercises):
            raise Refusal(f"{graded} holds no results of {set_name}.", f"It holds: {listed}.")
        return Results(chosen.name, (chosen.name, chosen.title), _of_set(written, chosen))
    if exercise is None and len(exercises) > 1:
        remedy = "Name one with --exercise, or a set of exercises with --set."
        raise Refusal(f"{graded} holds results of {listed}.", remedy)
    name = with_results(exercise, exercises) if exercise else exercises[0]
    results = []
    for student, theirs in written.items():
        if each := theirs.get(name) or theirs.get(UNRECOGNISED):
            results.append(Result(student, each.grade, (each,)))
    return Results(name, (name, catalog.module_name(name)), results)


def read_written(graded: Path) -> dict[str, Mapping[str, Written]]:
    """Read all results of `grade`: student -> exercise -> grade.

    Refusal: there are none, or one is damaged.
    """
    written: dict[str, dict[str, Written]] = {}
    for path in result_files(graded):
        grade = read_result(path)
        each = Written(grade, path.with_name("feedback.html"))
        written.setdefault(grade.student or "", {})[grade.exercise] = each
    if not any(name != UNRECOGNISED for theirs in written.values() for name in theirs):
        remedy = "Set --graded to the folder that `autograder grade --out` wrote."
        raise Refusal(f"{graded} holds no results.", remedy)
    return {student: without_unrecognised(theirs) for student, theirs in written.items()}


def _of_set(written: Mapping[str, Mapping[str, Written]], chosen: ExerciseSet) -> list[Result]:
    """Add up the grades of each student; if one is missing, there is no total."""
    results = []
    for student, theirs in written.items():
        parts = tuple(theirs[name] for name in chosen.exercises if name in theirs)
        lacking = [name for name in chosen.exercises if name not in theirs]
        grades = {each.grade.exercise: each.grade for each in parts}
        if not lacking:
            results.append(Result(student, chosen.total(grades), parts))
        elif parts or UNRECOGNISED in theirs:
            known = parts or (theirs[UNRECOGNISED],)
            reason = (
                f"There is no result for {' and '.join(lacking)}: grade with --set {chosen.name}."
            )
            grade = replace(known[0].grade, status="not_graded", score=None, reason=reason)
            results.append(Result(student, grade, known))
    return results


def by_row(
    results: Sequence[Result],
    rows: Mapping[int, str],
    table: str,
    names: Mapping[int, str],
) -> dict[int, Result]:
    """Return each result by its row in a table.

    A result without a grade may lack a row: there is nothing to fill in.

    rows: the number that identifies each row's student. table: its name, for messages.
    names: the full name of each row's student, to match results without a number.

    Refusal: a row is missing or ambiguous.
    """
    row_of: dict[str, int] = {}
    for row, number in rows.items():
        if number in row_of:
            raise Refusal(f"{table} has two rows for {number}.", "Download it again.")
        row_of[number] = row
    numbers = _numbers(results, rows, names)
    graded = [each.student for each in results if each.grade.score is not None]
    _refuse_absent(graded, numbers, row_of, table)
    found: dict[int, Result] = {}
    for each in results:
        number = numbers.get(each.student, "")
        if number in row_of:
            row = row_of[number]
            if row in found:
                both = f"{shown(found[row].student)} and {shown(each.student)}"
                problem = f"{both} are one student in {table}."
                raise Refusal(problem, "Delete the result that should not count.")
            found[row] = each
    return found


def _refuse_absent(
    graded: Sequence[str], numbers: Mapping[str, str], row_of: Mapping[str, int], table: str
) -> None:
    """Refuse graded students who have no number, or no row in the table."""
    unnamed = [student for student in graded if student not in numbers]
    if unnamed:
        problem = (
            f"{some(unnamed)} cannot be found in {table}: the name does not end with a number."
        )
        raise Refusal(problem, "Grade the original zip, not an anonymous one.")
    absent = [student for student in graded if numbers[student] not in row_of]
    if absent and len(absent) == len(graded):
        problem = f"None of the {len(graded)} graded students is in {table}."
        raise Refusal(
            problem, "It seems to belong to another course or assignment: download the right one."
        )
    if absent:
        raise Refusal(
            f"{some(absent)} was graded but is not in {table}.",
            "Download it again, with all participants.",
        )


def _numbers(
    results: Iterable[Result], rows: Mapping[int, str], names: Mapping[int, str]
) -> dict[str, str]:
    """Return the number of each student: at the end of the name or, if unique, by the full name."""
    times = Counter(map(plain, names.values()))
    by_name = {plain(name): rows[row] for row, name in names.items() if times[plain(name)] == 1}
    numbers: dict[str, str] = {}
    for each in results:
        match = NUMBER_AT_END.search(each.student)
        if match and not each.student.startswith("anon_"):  # for Canvas, a pseudonym and not a user
            numbers[each.student] = match[1]
        elif not match and plain(each.student) in by_name:
            numbers[each.student] = by_name[plain(each.student)]
    return numbers


def plain(name: str) -> str:
    """Return a name's letters and digits in lower case, as Canvas puts it before a number."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", name)).casefold()


def some(students: Sequence[str]) -> str:
    """Name the first student, and count the others."""
    more = f" (and {len(students) - 1} more)" if len(students) > 1 else ""
    return shown(students[0]) + more


def filled(
    table: Table, column: int, grades: Mapping[int, Grade], most: str, scale: bool
) -> tuple[bytes, int]:
    """Return the table with the points in this column, and the number of cells filled in.

    Cells that hold a word, such as "excused", are left alone.

    most: the table's maximum, as written there. scale: whether to scale the points to it.

    Refusal: the two maxima differ, and `scale` is not set.
    """
    maximum = decimal(most) or 0.0
    cells = {}
    for row, grade in grades.items():
        present = table.text(row, column)
        if grade.status == "not_graded" or (present and decimal(present) is None):
            continue
        if grade.score is None:  # excused, or due later: an earlier entry does not count
            cells[row, column] = ""
            continue
        if maximum != grade.max_score and not scale:
            problem = (
                f"{table.name} has a maximum of {most} points, "
                f"and {grade.exercise} one of {grade.max_score:g}."
            )
            raise Refusal(problem, "Change it on the platform, or use --scale.")
        points = grade.score * maximum / grade.max_score if scale else grade.score
        text = decimals(points)
        cells[row, column] = text.replace(".", ",") if "," in most else text
    return table.filled(cells), len(cells) - list(cells.values()).count("")


def decimals(points: float) -> str:
    """Write points with as many decimals as they have, five at most."""
    return f"{points:.5f}".rstrip("0").rstrip(".")


def read_table(path: Path) -> Table:
    """Read a platform's table. Refusal: the file cannot be read, or is no CSV table."""
    try:
        return Table(path.read_bytes(), path.name)
    except OSError as error:
        raise Refusal(
            f"{path} cannot be read: {error.strerror}.", "Name the file that was downloaded."
        ) from error


def write(out: Path, files: Mapping[str, bytes], not_over: Path | None = None) -> None:
    """Write the files to upload. Refusal: one would overwrite `not_over`, the download."""
    if not_over and any((out / name).resolve() == not_over.resolve() for name in files):
        raise Refusal(f"{not_over} would be overwritten.", "Give another folder to --out.")
    for name, data in files.items():
        write_whole(out / name, data)


def print_summary(
    out: Path,
    files: Iterable[str],
    filled_in: int,
    results: Sequence[Result],
    absent: Sequence[str],
) -> int:
    """Print what was written and for whom nothing was. Return the exit code.

    The code is 1 if some students were not graded, else 0.

    absent: the students of the platform's table who submitted nothing.
    """
    ungraded = [each for each in results if each.grade.status == "not_graded"]
    click.echo(
        f"{filled_in} grades written. To upload: {', '.join(str(out / name) for name in files)}"
    )
    if absent:
        click.echo(f"{some(absent)}: submitted nothing, so nothing was filled in.")
    for status, word in NO_POINTS.items():
        if named := [each.student for each in results if each.grade.status == status]:
            click.echo(f"{some(named)}: {word}, so the cell is empty.")
    for each in ungraded[:MOST_NAMED]:
        reason = (each.grade.reason or "").partition("\n")[0]
        click.echo(
            f"{shown(each.student)}: not graded, so nothing was filled in. {visible(reason)}"
        )
    if len(ungraded) > MOST_NAMED:
        click.echo(f"{len(ungraded) - MOST_NAMED} more are not graded: see grades.csv.")
    return int(bool(ungraded))
