"""Define the commands of teaching assistants, for use once a class is graded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .common import FILE, FOLDER, PASSED, sets_here, show

PLATFORMS = ("moodle", "canvas", "gradescope", "nbgrader", "kit", "csv")  # for `export`


@click.command()
@click.argument("out", metavar="DIR", type=FOLDER)
@click.argument("student")
@click.argument("exercise")
@click.argument("points", metavar="POINTS|excused|extended DATE", nargs=-1, required=True)
@click.option("--task", metavar="NAME", help="Only for this task; the others keep their points.")
@click.option("--comment", required=True, help="The reason, for the student to read.")
def override(
    out: Path, student: str, exercise: str, points: tuple[str, ...], task: str | None, comment: str
) -> int:
    """Set a student's points by hand, in DIR/overrides.csv.

    `excused` leaves an exercise out of the student's totals and exports. `extended 2026-11-09` sets
    a later due date: a submission first graded by that day is not late. Both also work for a set of
    exercises.

    Overrides are applied last and survive every regrade. You may also edit the file;
    `autograder grade` then applies it.
    """
    from ..grading.output import set_by_hand
    from ..reports import words
    from ..text import visible

    grades, settled = set_by_hand(
        out, student, exercise, task or "", " ".join(points), comment, sets_here()
    )
    for grade in grades:
        click.echo(f"{visible(grade.student or '')}, {grade.exercise}: {words.points(grade)}.")
        for sentence in (*words.overrides(grade), *words.extension(grade)):
            click.echo(visible(sentence))
    for sentence in settled.notices:
        click.echo(visible(sentence))
    click.echo(f"Report: {out / 'report.html'}   Grades: {out / 'grades.csv'}")
    return PASSED


@click.command()
@click.argument("before", metavar="DIR1", type=FOLDER)
@click.argument("after", metavar="DIR2", type=FOLDER)
def compare(before: Path, after: Path) -> int:
    """Show whose points or verdicts differ, and why.

    DIR1 and DIR2 are what `grade --out` wrote.
    """
    from ..grading.contents import read_undamaged
    from ..reports.changes import changes_table

    one, two = (read_undamaged(folder).grades for folder in (before, after))
    show(changes_table(one, two, (str(before), str(after))))
    return PASSED


@click.command()
@click.argument("folders", metavar="DIR...", type=FOLDER, nargs=-1, required=True)
@click.option("--out", required=True, type=FOLDER, help="A new folder for all results.")
def merge(folders: tuple[Path, ...], out: Path) -> int:
    """Put the results of several folders into a new one.

    Overrides are included. If two folders hold the same student and exercise, their submissions
    and points must match.
    """
    from ..grading.merging import merge as merged
    from ..reports.class_table import class_table

    settled = merged(folders, out, sets_here())
    show(class_table(settled.grades, settled.totals, settled.notices))
    click.echo(f"Report: {out / 'report.html'}   Grades: {out / 'grades.csv'}")
    return PASSED


@click.command()
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.argument("student")
@click.argument("exercise", required=False)
@click.option("--isolation", type=click.Choice(["auto", "none"]), default="auto", show_default=True,
              help="none: run the code unprotected. Only for files you trust.")  # fmt: skip
@click.option("--seed-file", type=FILE, help="The secret seed; by default, the course's.")
def inspect(
    folder: Path, student: str, exercise: str | None, isolation: Any, seed_file: Path | None
) -> None:
    """Show a student's code, verdicts and failed cases.

    Hidden cases are included. DIR is what `grade --out` wrote. The code runs again, in the
    sandbox. The output is also written as a page; both are for staff only.
    """
    from .. import catalog
    from ..answers import sheet
    from ..grading import inspecting
    from ..grading.sheets import hidden_sheets
    from ..grading.submitted import write_private
    from ..reports.html import inspect_page
    from ..reports.inspection import inspection_report
    from ..sandbox.pool import open_sandbox
    from ..verdict.inspection import Inspection

    root = catalog.project_root(Path.cwd())
    for name, stored in inspecting.find(folder, student, exercise):
        inspection = Inspection(stored=stored)
        if submission := inspecting.graded_code(folder, name, stored):
            hidden = hidden_sheets(root, [stored.exercise], seed_file)[stored.exercise]
            answers = sheet.load(hidden)
            with open_sandbox(isolation, answers.packages) as sandbox:
                inspection = inspecting.inspect(sandbox, submission, answers, stored)
        show(inspection_report(inspection))
        page = write_private(
            folder, Path(name, f"{stored.exercise}.html"), inspect_page(inspection)
        )
        click.echo(f"Page, for staff only: {page}")


@click.command()
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.argument("submissions", type=FILE, required=False)
@click.option("--exercise", metavar="NAME", help="Compare only this exercise.")
@click.option("--isolation", type=click.Choice(["auto", "none"]), default="auto", show_default=True,
              help="none: run the code unprotected. Only for files you trust.")  # fmt: skip
def similar(folder: Path, submissions: Path | None, exercise: str | None, isolation: Any) -> None:
    """Show who shares code or wrong answers that few others have.

    DIR is what `grade --out` wrote. Add SUBMISSIONS, such as last year's, to compare them as well.
    Wrong answers are those to the public cases; the code runs in the sandbox.
    """
    from .. import catalog
    from ..grading import similar as comparing
    from ..grading.submitted import write_private
    from ..intake.candidate import course
    from ..intake.submissions import received
    from ..reports.html import similar_page
    from ..reports.inspection import similar_table

    root = catalog.project_root(Path.cwd())
    further = {}
    if submissions:
        known = course(root, catalog.solved(root))
        further[submissions.resolve().name] = received(submissions, known)
    found = list(comparing.similar(folder, root, exercise, isolation, further))
    show(similar_table(found))
    name = f"similar_{found[0].exercise}.html" if exercise else "similar.html"
    page = write_private(folder, Path(name), similar_page(found))
    click.echo(f"Page, for staff only: {page}")


@click.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.option("--to", "system", type=click.Choice(PLATFORMS))
@click.argument("rest", nargs=-1, type=click.UNPROCESSED, metavar="[ARGUMENTS]...")
@click.pass_context
def export(context: click.Context, system: str | None, rest: tuple[str, ...]) -> Any:
    """Export grades or exercises: see `export --to NAME --help`."""
    if system is None and rest not in (("-h",), ("--help",)):
        raise click.UsageError(f"Name a platform with --to: {', '.join(PLATFORMS)}.", context)
    if system is None:
        return click.echo(context.get_help())
    from ..adapters import canvas, moodle, points
    from ..adapters.gradescope import export as gradescope
    from . import authors

    exports = {
        "moodle": moodle.export,
        "canvas": canvas.export,
        "gradescope": gradescope.export,
        "nbgrader": authors.nbgrader,
        "kit": authors.kit,
        "csv": points.export,
    }
    name = f"autograder export --to {system}"
    help_options = ["-h", "--help"]
    return exports[system].main(
        [*rest], prog_name=name, standalone_mode=False, help_option_names=help_options
    )
