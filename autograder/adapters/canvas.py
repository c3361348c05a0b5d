"""Canvas: submissions as `Download Submissions` packs them, and its gradebook."""

import re
from pathlib import Path

import click

from ..catalog import module_name
from ..errors import Refusal
from .export import UPLOAD, by_row, filled, read_table, results, say, write
from .table import Table, decimal

ASSIGNMENT = re.compile(r"(.*) \(\d+\)", re.DOTALL)


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
    found = results(graded, exercise)
    users = table.named("ID")  # Canvas keeps the names of columns in English, whatever it is set to
    rows = {row: number for row in range(1, len(table.rows)) if (number := table.text(row, users))}
    here = by_row(found, rows, table.name)
    place = (
        table.named(column)
        if column in table.header
        else _assignment(table, column, found[0].grade.exercise)
    )
    points = [
        text
        for row in range(1, len(table.rows))
        if row not in rows and (text := table.text(row, place))
    ]
    most = next((text for text in points if decimal(text)), "")
    if not most:
        problem = f"{table.header[place]!r} of {table.name} cannot be filled in: it has no possible points."
        raise Refusal(
            problem, "Name the column of an assignment with --column, and leave its first rows in."
        )
    sheet, count = filled(
        table, place, {row: each.grade for row, each in here.items()}, most, scale
    )
    write(out, {gradebook.name: sheet}, gradebook)
    return say(out, [gradebook.name], count, found)


def _assignment(table: Table, name: str | None, exercise: str) -> int:
    """The column of the assignment with this title; of the only one, or of the one called like the exercise."""
    titles = {
        place: match[1]
        for place, title in enumerate(table.header)
        if (match := ASSIGNMENT.fullmatch(title))
    }
    like = [name] if name is not None else [exercise, module_name(exercise)]
    alike = [place for place, title in titles.items() if _plain(title) in map(_plain, like)]
    meant = list(titles) if name is None and len(titles) == 1 else alike
    if len(meant) != 1:
        there = ", ".join(table.header[place] for place in titles) or "none"
        asked = f"called {name!r}" if name is not None else f"for {exercise}"
        problem = (
            f"{table.name} has {len(meant) or 'no'} assignment{'s' * (len(meant) > 1)} {asked}."
        )
        raise Refusal(problem, f"Name one with --column; there are: {there}.")
    table.named(table.header[meant[0]])
    return meant[0]


def _plain(title: str) -> str:
    return re.sub(r"[\W_]+", " ", title).strip().casefold()
