"""Fill in Moodle's grading worksheet, and pack feedback files for upload to Moodle."""

import html
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path

import click

from ..disk import zipped
from ..errors import Refusal
from ..intake import downloads
from ..reports.words import NOTHING
from ..text import shown
from .export import (
    EXERCISE,
    GRADED,
    NUMBER_AT_END,
    OUT,
    SET,
    Result,
    by_row,
    filled,
    plain,
    print_summary,
    read_results,
    read_table,
    some,
    team_columns,
    write,
)
from .table import Table, decimal


@click.command()
@click.option(
    "--worksheet",
    type=click.Path(path_type=Path),
    required=True,
    help="The grading worksheet from Moodle.",
)
@GRADED
@EXERCISE
@SET
@click.option("--column", metavar="NAME", help="The column of grades, if it is not recognised.")
@click.option("--scale", is_flag=True, help="Scale points to Moodle's maximum.")
@OUT
def export(
    worksheet: Path,
    graded: Path,
    exercise: str | None,
    set_name: str | None,
    column: str | None,
    scale: bool,
    out: Path,
) -> int:
    """Fill in Moodle's grading worksheet, and pack the feedback for upload."""
    table = read_table(worksheet)
    chosen = read_results(graded, exercise, set_name)
    results = chosen.of_students
    rows = {row: _participant(table, row) for row in range(1, len(table.rows))}
    alone = [each for each in results if _is_listed(each)]
    teams = _teams(table, rows, [each for each in results if each not in alone])
    names = {row: table.text(row, 1) for row in rows}
    students = alone if teams else results
    graded_rows = by_row(students, rows, table.name, names) | (teams or {})
    place, most = _columns(table, column)
    grades = {row: each.grade for row, each in graded_rows.items()}
    sheet, count = filled(table, place, grades, table.text(1, most), scale)
    folders = {row: _folder(each, table, row) for row, each in graded_rows.items()}
    if teams:
        folders = {row: _member(table, row) for row in graded_rows}
    feedback = {folders[row]: each for row, each in graded_rows.items()}
    files = {worksheet.name: sheet, f"feedback_{chosen.name}.zip": _feedback(feedback)}
    write(out, files, worksheet)
    absent = [
        table.text(row, 1) or number for row, number in rows.items() if row not in graded_rows
    ]
    return print_summary(out, files, count, results, absent)


def _is_listed(result: Result) -> bool:
    """Tell whether a student is known only from the list: a participant, even in a team."""
    return all(part.grade.reason == NOTHING for part in result.parts)


def _participant(table: Table, row: int) -> str:
    """Return the participant's number at the end of the first cell of a row."""
    match = NUMBER_AT_END.search(table.text(row, 0))
    if not match:
        problem = f"Row {row + 1} of {table.name} does not begin with a participant's number."
        raise Refusal(problem, "Download the worksheet again, from `View all submissions`.")
    return match[1]


def _columns(table: Table, name: str | None) -> tuple[int, int]:
    """Return the columns of grades and of their maximum, in a header of any language."""
    last = len(table.header) - 1
    if name is not None:
        return table.named(name), min(table.named(name) + 1, last)
    pairs = [
        place
        for place in range(1, last)
        if _is_grades(table.column(place), table.column(place + 1))
    ]
    if len(pairs) != 1:
        problem = (
            f"Expected one column of grades followed by their maximum in {table.name}, "
            f"found {len(pairs)}."
        )
        raise Refusal(problem, f"Name it with --column: {', '.join(table.header)}.")
    table.named(table.header[pairs[0]])  # if two had this name, Moodle might take the other
    return pairs[0], pairs[0] + 1


def _is_grades(grades: list[str], most: list[str]) -> bool:
    """Tell whether one column holds only grades up to the constant in the other."""
    maximum = decimal(most[0])
    if not maximum or set(most) != {most[0]}:
        return False
    for grade in filter(None, grades):
        points = decimal(grade)
        if points is None or points > maximum:
            return False
    return True


def _teams(
    table: Table, rows: Mapping[int, str], results: Sequence[Result]
) -> dict[int, Result] | None:
    """Return the result of each member's team, by row; None if students submitted on their own.

    Newer versions of Moodle list a team's submission once, under the team's name and number, which
    is not a participant's. Then a column of the worksheet holds the team of each participant.

    Refusal: there is no such column. A participant with a team's number would get its points.
    """
    row_of = {number: row for row, number in rows.items()}
    teams: dict[str, list[Result]] = {}
    others: list[str] = []  # no participant has their number and name
    full_names = {plain(table.text(row, 1)) for row in rows}
    for each in results:
        if plain(each.student) in full_names:
            return None
        name = NUMBER_AT_END.sub("", each.student)
        number = NUMBER_AT_END.search(each.student)
        row = row_of.get(number[1]) if number else None
        if row and any(_plain(name).endswith(_plain(cell)) for cell in _names(table, row)):
            return None
        others += [each.student] if row or not number else []
        teams.setdefault(_cleaned(name), []).append(each)
    columns = [_members(table, column, rows, teams) for column in team_columns(table)]
    members = max(columns, key=lambda found: len(set(found.values())), default={})
    if members:
        _check_teams(table, members, teams)
        return {row: teams[name][0] for row, (name, _) in members.items()}
    if others:
        problem = f"{shown(others[0])} is neither a participant nor a team in {table.name}."
        remedy = "Download the worksheet of the assignment that was graded, with all participants."
        raise Refusal(problem, remedy)
    return None


def _members(
    table: Table, column: int, rows: Iterable[int], teams: Container[str]
) -> dict[int, tuple[str, str]]:
    """Return the rows whose cell in this column names a team: row -> its name, and the cell."""
    members = {}
    for row in rows:
        cell = table.text(row, column)
        for name in (_cleaned(cell), _cleaned(html.escape(cell, quote=False))):
            if name in teams:
                members[row] = name, cell
    return members


def _check_teams(
    table: Table, members: Mapping[int, tuple[str, str]], teams: Mapping[str, Sequence[Result]]
) -> None:
    """Refuse ambiguous teams, and teams with a grade but no members."""
    cells: dict[str, set[str]] = {}
    for name, cell in members.values():
        cells.setdefault(name, set()).add(cell)
    for name, results in teams.items():
        alike = max(cells.get(name, set()), {each.student for each in results}, key=len)
        if len(alike) > 1:
            problem = f"The groups {' and '.join(sorted(map(shown, alike)))} cannot be told apart."
            raise Refusal(problem, "Rename one of them in Moodle, and download both files again.")
    graded = [each for name in teams.keys() - cells.keys() for each in teams[name]]
    lost = sorted(each.student for each in graded if each.grade.score is not None)
    if lost:
        problem = f"{some(lost)} was graded, but nobody in {table.name} is in that group."
        raise Refusal(problem, "Download the worksheet again, with all participants.")


def _names(table: Table, row: int) -> list[str]:
    """Return the cells that may name a participant: the first two, without the number."""
    cells = [NUMBER_AT_END.sub("", table.text(row, 0)), table.text(row, 1)]
    return [cell for cell in cells if _plain(cell)]


def _plain(name: str) -> str:
    """Return a name in lower case, without characters that Moodle omits from file names."""
    return re.sub(r"[\W_]+", "", name).casefold()


def _cleaned(name: str) -> str:
    """Return a team's name as Moodle puts it into file names, in lower case."""
    allowed = re.sub(r"[\x00-\x1f\x7f&<>\"`|':\\/]", "", name.replace("_", " "))
    return " ".join(allowed.split()).casefold()


def _folder(result: Result, table: Table, row: int) -> str:
    """Return a student's folder name, as in the download."""
    if not NUMBER_AT_END.search(result.student):
        return _member(table, row)
    download = downloads.moodle(result.student)  # None unless the name is still Moodle's
    return download.student if download else result.student


def _member(table: Table, row: int) -> str:
    """Return a team member's folder name, as in a download without teams."""
    name = re.sub(r"[\\/_]+", " ", table.text(row, 1))
    return f"{name}_{_participant(table, row)}"


def _feedback(results: Mapping[str, Result]) -> bytes:
    """Zip the feedback pages: folder of a student -> result."""
    files = {}
    for folder, each in results.items():
        for name, page in each.pages().items():
            files[f"{folder}_assignsubmission_file_/{name}"] = page
    return zipped(files)
