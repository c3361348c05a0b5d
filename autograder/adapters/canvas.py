"""Fill in the gradebook that Canvas exports."""

import re
from collections.abc import Container
from pathlib import Path

import click

from ..catalog import module_name
from ..errors import Refusal
from .export import UPLOAD, by_row, filled, read_results, read_table, say, write
from .table import Table, decimal

ASSIGNMENT = re.compile(r"(.*) \(\d+\)", re.DOTALL)  # title and number, as columns are named


@click.command()
@click.option(
    "--gradebook",
    type=click.Path(path_type=Path),
    required=True,
    help="The gradebook that Canvas exports.",
)
@click.option(
    "--graded",
    type=click.Path(path_type=Path),
    default="graded",
    show_default=True,
    help="grade's --out.",
)
@click.option(
    "--exercise", metavar="NAME", help="Whose points; by default the only one that was graded."
)
@click.option(
    "--column", metavar="NAME", help="The assignment's column, with or without its number."
)
@click.option(
    "--scale", is_flag=True, help="Turn our points into shares of the assignment's points."
)
@click.option("--out", type=click.Path(path_type=Path), default=UPLOAD, show_default=True)
def export(
    gradebook: Path, graded: Path, exercise: str | None, column: str | None, scale: bool, out: Path
) -> int:
    """Fill one assignment's column of Canvas' gradebook."""
    table = read_table(gradebook)
    results = read_results(graded, exercise)
    users = table.named("ID")  # Canvas writes the names of columns in English in every language
    rows = {row: number for row in range(1, len(table.rows)) if (number := table.text(row, users))}
    graded_rows = by_row(results, rows, table.name)
    place = (
        table.named(column)
        if column in table.header
        else _assignment(table, column, results[0].grade.exercise)
    )
    most = _points_possible(table, place, rows)
    grades = {row: each.grade for row, each in graded_rows.items()}
    sheet, count = filled(table, place, grades, most, scale)
    write(out, {gradebook.name: sheet}, gradebook)
    student = table.named("Student") if "Student" in table.header else 0
    absent = [table.text(row, student) for row in rows if row not in graded_rows]
    return say(out, [gradebook.name], count, results, absent)


def _points_possible(table: Table, column: int, students: Container[int]) -> str:
    """Return the maximum of a column, as the table writes it in a row that is not a student's."""
    for row in range(1, len(table.rows)):
        text = table.text(row, column)
        if row not in students and decimal(text):
            return text
    problem = (
        f"{table.header[column]!r} of {table.name} cannot be filled in: it has no possible points."
    )
    raise Refusal(
        problem, "Name the column of an assignment with --column, and leave its first rows in."
    )


def _assignment(table: Table, name: str | None, exercise: str) -> int:
    """Return the column of the assignment with this title.

    Without a title, return the only assignment's column, or that of the one named like the
    exercise.
    """
    titles: dict[int, str] = {}
    for place, title in enumerate(table.header):
        if match := ASSIGNMENT.fullmatch(title):
            titles[place] = match[1]
    names = [exercise, module_name(exercise)] if name is None else [name]
    wanted = set(map(_plain, names))
    places = [place for place, title in titles.items() if _plain(title) in wanted]
    if name is None and len(titles) == 1:
        places = list(titles)
    if len(places) != 1:
        listed = ", ".join(table.header[place] for place in titles) or "none"
        asked = f"called {name!r}" if name is not None else f"for {exercise}"
        problem = (
            f"{table.name} has {len(places) or 'no'} assignment{'s' * (len(places) > 1)} {asked}."
        )
        raise Refusal(problem, f"Name one with --column; there are: {listed}.")
    return table.named(table.header[places[0]])


def _plain(title: str) -> str:
    """Return a title in lower case, its words separated by single spaces."""
    return re.sub(r"[\W_]+", " ", title).strip().casefold()
