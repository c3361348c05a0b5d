"""Moodle: submissions as `Download all submissions` packs them, its grading worksheet, its zip of feedback files."""

from collections.abc import Iterable
from pathlib import Path

import click

from ..disk import zipped
from ..errors import Refusal
from ..intake import downloads
from .export import NUMBER_AT_END, UPLOAD, Result, by_row, filled, read_table, results, say, write
from .table import Table, decimal


@click.command()
@click.option(
    "--worksheet",
    type=click.Path(path_type=Path),
    required=True,
    help="The grading worksheet from Moodle.",
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
@click.option("--column", metavar="NAME", help="The column of the grades, where it cannot be told.")
@click.option("--scale", is_flag=True, help="Turn our points into shares of Moodle's maximum.")
@click.option("--out", type=click.Path(path_type=Path), default=UPLOAD, show_default=True)
def export(
    worksheet: Path, graded: Path, exercise: str | None, column: str | None, scale: bool, out: Path
) -> int:
    """Fill Moodle's grading worksheet, and pack the feedback as Moodle takes it back."""
    table = read_table(worksheet)
    found = results(graded, exercise)
    rows = {row: _participant(table, row) for row in range(1, len(table.rows))}
    here = by_row(found, rows, table.name)
    grades, most = _columns(table, column)
    maximum = table.text(1, most)
    sheet, count = filled(
        table, grades, {row: each.grade for row, each in here.items()}, maximum, scale
    )
    files = {worksheet.name: sheet, "feedback.zip": _feedback(here.values())}
    write(out, files, worksheet)
    return say(out, files, count, found)


def _participant(table: Table, row: int) -> str:
    match = NUMBER_AT_END.search(table.text(row, 0))
    if not match:
        problem = f"Row {row + 1} of {table.name} does not begin with a participant's number."
        raise Refusal(problem, "Download the worksheet again, from `View all submissions`.")
    return match[1]


def _columns(table: Table, name: str | None) -> tuple[int, int]:
    """The column of the grades and the one of the maximum behind it, in a header of any language."""
    last = len(table.header) - 1
    if name is not None:
        return table.named(name), min(table.named(name) + 1, last)
    pairs = [
        place
        for place in range(1, last)
        if _is_grades(table.column(place), table.column(place + 1))
    ]
    if len(pairs) != 1:
        problem = f"Expected one column of grades with their maximum behind it in {table.name}, found {len(pairs)}."
        raise Refusal(problem, f"Name it with --column: {', '.join(table.header)}.")
    table.named(table.header[pairs[0]])  # or Moodle would take another one of that name
    return pairs[0], pairs[0] + 1


def _is_grades(grades: list[str], most: list[str]) -> bool:
    maximum = decimal(most[0])
    if not maximum or set(most) != {most[0]}:
        return False
    return all(
        not grade or ((points := decimal(grade)) is not None and points <= maximum)
        for grade in grades
    )


def _feedback(found: Iterable[Result]) -> bytes:
    """One folder for each student, called as in the download."""
    files = {}
    for each in found:
        download = downloads.moodle(each.student)  # where somebody unpacked the download
        name = download.student if download else each.student
        files[f"{name}_assignsubmission_file_/feedback.html"] = each.feedback.read_bytes()
    return zipped(files)
