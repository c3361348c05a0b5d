"""Fill in the gradebook that Canvas exports."""

import re
import zipfile
from collections.abc import Container, Iterable
from pathlib import Path, PurePosixPath

import click

from ..disk import zipped
from ..errors import Refusal
from ..intake import downloads
from ..intake.downloads import Download
from ..records import Grade
from ..reports import words
from .export import (
    EXERCISE,
    GRADED,
    OUT,
    SET,
    Result,
    Results,
    by_row,
    filled,
    print_summary,
    read_results,
    read_table,
    write,
)
from .table import Table, decimal

ASSIGNMENT = re.compile(r"(.*) \(\d+\)", re.DOTALL)  # title and number, as columns are named


@click.command()
@click.option(
    "--gradebook",
    type=click.Path(path_type=Path),
    required=True,
    help="The gradebook that Canvas exports.",
)
@GRADED
@EXERCISE
@SET
@click.option(
    "--column", metavar="NAME", help="The assignment's column, with or without its number."
)
@click.option("--scale", is_flag=True, help="Scale points to the assignment's maximum.")
@click.option(
    "--submissions",
    type=click.Path(path_type=Path),
    help="Also write feedback; give the zip or folder as downloaded.",
)
@OUT
def export(
    gradebook: Path,
    graded: Path,
    exercise: str | None,
    set_name: str | None,
    column: str | None,
    scale: bool,
    submissions: Path | None,
    out: Path,
) -> int:
    """Fill one assignment's column of Canvas' gradebook, and pack the feedback."""
    table = read_table(gradebook)
    chosen = read_results(graded, exercise, set_name)
    results = chosen.of_students
    users = table.named("ID")  # Canvas names columns in English, whatever the language
    rows = {row: number for row in range(1, len(table.rows)) if (number := table.text(row, users))}
    names = {row: _name(table, row) for row in rows}
    graded_rows = by_row(results, rows, table.name, names)
    place = table.named(column) if column in table.header else _assignment(table, column, chosen)
    most = _points_possible(table, place, rows)
    grades = {row: each.grade for row, each in graded_rows.items()}
    sheet, count = filled(table, place, grades, most, scale)
    files = {gradebook.name: sheet}
    if submissions:
        files[f"feedback_{chosen.name}.zip"] = zipped(_feedback(results, submissions))
    write(out, files, gradebook)
    absent = [_name(table, row) for row in rows if row not in graded_rows]
    return print_summary(out, files, count, results, absent)


def _name(table: Table, row: int) -> str:
    """Return the name of a student, such as Lovelace, Ada."""
    if "Student" in table.header:
        return table.text(row, table.named("Student"))
    columns = [name for name in ("LastName", "FirstName") if name in table.header]
    return ", ".join(table.text(row, table.named(name)) for name in columns)


def _feedback(results: Iterable[Result], submissions: Path) -> dict[str, bytes]:
    """Return the feedback as text files, named so that Canvas attaches each to a submitted file.

    Canvas' `Upload Submissions` takes a file whose name begins with the numbers of a user and of
    one of their files, and attaches it to a comment, named like that file: plain text is readable
    under any name.

    Refusal: the submissions are not Canvas'.
    """
    uploads: dict[str, list[Download]] = {}
    for download in downloads.recognised([], names_in(submissions)).values():
        if download.version:
            uploads.setdefault(download.student, []).append(download)
    if not uploads:
        problem = f"No file in {submissions} has a name from Canvas."
        raise Refusal(problem, "Give the zip as it was downloaded.")
    files = {}
    for each in results:
        theirs = sorted(uploads.get(each.student, ()), key=lambda upload: upload.version)
        for part in each.parts if theirs else ():
            of_it = [upload for upload in theirs if upload.file == part.grade.filename] or theirs
            name = f"{each.student}_{of_it[-1].version}_feedback_{part.grade.exercise}.txt"
            files[name] = _text(part.grade).encode()
    return files


def names_in(submissions: Path) -> list[str]:
    """List the files at the top of a zip or folder."""
    try:
        if submissions.is_dir():
            return sorted(path.name for path in submissions.iterdir())
        with zipfile.ZipFile(submissions) as archive:
            return sorted(PurePosixPath(name).name for name in archive.namelist())
    except (OSError, zipfile.BadZipFile) as error:
        problem = f"{submissions} cannot be read as a zip or folder: {error}."
        raise Refusal(problem, "Give the zip as it was downloaded.") from error


def _text(grade: Grade) -> str:
    """Return the feedback on one exercise as plain text."""
    lines = [f"{grade.exercise}: {words.points(grade)}"]
    lines += ["", grade.reason] if grade.reason else []
    for task in grade.tasks:
        lines += ["", *words.failure_lines(task)]
    return "\n".join(lines) + "\n"


def _points_possible(table: Table, column: int, students: Container[int]) -> str:
    """Return a column's maximum, which is in a row that is not a student's."""
    for row in range(1, len(table.rows)):
        text = table.text(row, column)
        if row not in students and decimal(text):
            return text
    problem = (
        f"{table.header[column]!r} of {table.name} cannot be filled in: it has no number in the"
        " row `Points Possible`."
    )
    raise Refusal(problem, "Name an assignment's column with --column, or restore that row.")


def _assignment(table: Table, name: str | None, chosen: Results) -> int:
    """Return the column of the assignment with this title.

    Without a title, return the column of the only assignment, or of the one titled like the
    exported exercise or set.
    """
    titles: dict[int, str] = {}
    for place, title in enumerate(table.header):
        if match := ASSIGNMENT.fullmatch(title):
            titles[place] = match[1]
    names = chosen.titles if name is None else (name,)
    wanted = set(map(_plain, names))
    places = [place for place, title in titles.items() if _plain(title) in wanted]
    if name is None and len(titles) == 1:
        places = list(titles)
    if len(places) != 1:
        listed = ", ".join(table.header[place] for place in titles) or "none"
        asked = f"called {name!r}" if name is not None else f"for {chosen.name}"
        problem = (
            f"{table.name} has {len(places) or 'no'} assignment{'s' * (len(places) > 1)} {asked}."
        )
        raise Refusal(problem, f"Name one of these with --column: {listed}.")
    return table.named(table.header[places[0]])


def _plain(title: str) -> str:
    """Return a title in lower case, its words separated by single spaces."""
    return re.sub(r"[\W_]+", " ", title).strip().casefold()
