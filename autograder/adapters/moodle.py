"""Fill in Moodle's grading worksheet, and pack feedback files as Moodle takes them back."""

from collections.abc import Iterable
from pathlib import Path

import click

from ..disk import zipped
from ..errors import Refusal
from ..intake import downloads
from .export import (
    NUMBER_AT_END,
    UPLOAD,
    Result,
    by_row,
    filled,
    read_results,
    read_table,
    say,
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
    results = read_results(graded, exercise)
    rows = {row: _participant(table, row) for row in range(1, len(table.rows))}
    graded_rows = by_row(results, rows, table.name)
    place, most = _columns(table, column)
    grades = {row: each.grade for row, each in graded_rows.items()}
    sheet, count = filled(table, place, grades, table.text(1, most), scale)
    files = {worksheet.name: sheet, "feedback.zip": _feedback(graded_rows.values())}
    write(out, files, worksheet)
    return say(out, files, count, results)


def _participant(table: Table, row: int) -> str:
    """Return the participant's number at the end of the first cell of a row."""
    match = NUMBER_AT_END.search(table.text(row, 0))
    if not match:
        problem = f"Row {row + 1} of {table.name} does not begin with a participant's number."
        raise Refusal(problem, "Download the worksheet again, from `View all submissions`.")
    return match[1]


def _columns(table: Table, name: str | None) -> tuple[int, int]:
    """Return the column of the grades and that of their maximum, in a header of any language."""
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
            f"Expected one column of grades with their maximum behind it in {table.name}, "
            f"found {len(pairs)}."
        )
        raise Refusal(problem, f"Name it with --column: {', '.join(table.header)}.")
    table.named(table.header[pairs[0]])  # of two with this name, Moodle might take the other
    return pairs[0], pairs[0] + 1


def _is_grades(grades: list[str], most: list[str]) -> bool:
    """Tell whether one column holds nothing but grades up to the constant in the other."""
    maximum = decimal(most[0])
    if not maximum or set(most) != {most[0]}:
        return False
    for grade in filter(None, grades):
        points = decimal(grade)
        if points is None or points > maximum:
            return False
    return True


def _feedback(results: Iterable[Result]) -> bytes:
    """Zip the feedback pages, in one folder per student, named as in the download."""
    files = {}
    for each in results:
        download = downloads.moodle(each.student)  # None unless the name is still Moodle's
        name = download.student if download else each.student
        files[f"{name}_assignsubmission_file_/feedback.html"] = each.feedback.read_bytes()
    return zipped(files)
