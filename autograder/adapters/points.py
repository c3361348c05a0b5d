"""Write the points as a table for any other platform: a row per student."""

from collections.abc import Mapping
from pathlib import Path

import click

from ..grading.contents import UNRECOGNISED
from ..records import Grade
from ..reports.files import table_csv
from ..reports.words import NO_POINTS, short
from .export import (
    GRADED,
    OUT,
    SET,
    Result,
    decimals,
    print_summary,
    read_results,
    read_written,
    write,
)

FILE = "points.csv"


@click.command()
@GRADED
@click.option("--exercise", metavar="NAME", help="Only this exercise; by default, all.")
@SET
@OUT
def export(graded: Path, exercise: str | None, set_name: str | None, out: Path) -> int:
    """Write a table with a row per student, a column per exercise and one for the set, if any.

    A cell is empty if nothing was graded: a 0 is always a grade.
    """
    students = _grades(graded, exercise, set_name)
    most: dict[str, float] = {}
    for grades in students.values():
        for name, grade in grades.items():
            most[name] = max(grade.max_score, most.get(name, 0.0))
    columns = sorted(most.keys() - {UNRECOGNISED})  # a set's name has no number, so it is last
    header = ["student", *(f"{name} (of {short(most[name])})" for name in columns), "late"]
    rows, count, ungraded = [header], 0, []
    for student, grades in sorted(students.items()):
        scores = [grades[name].score if name in grades else None for name in columns]
        late = [name for name, grade in grades.items() if grade.late]
        points = ["" if score is None else decimals(score) for score in scores]
        rows.append([student, *points, " ".join(late)])
        count += len(columns) - points.count("")
        lost = [grade for grade in grades.values() if grade.status == "not_graded"]
        lost += [grade for grade in grades.values() if grade.status in NO_POINTS]
        ungraded += [Result(student, grade, ()) for grade in lost[:1]]
    write(out, {FILE: table_csv(rows).encode()})
    return print_summary(out, [FILE], count, ungraded, ())


def _grades(
    graded: Path, exercise: str | None, set_name: str | None
) -> Mapping[str, Mapping[str, Grade]]:
    """Return student -> exercise or set -> grade."""
    if not (exercise or set_name):
        written = read_written(graded)
        return {
            student: {name: each.grade for name, each in theirs.items()}
            for student, theirs in written.items()
        }
    chosen = read_results(graded, exercise, set_name)
    grades = {}
    for each in chosen.of_students:
        grades[each.student] = {part.grade.exercise: part.grade for part in each.parts}
        if set_name:
            grades[each.student][chosen.name] = each.grade
    return grades
