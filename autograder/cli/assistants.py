"""The commands of teaching assistants."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from ..errors import Refusal
from .common import FAILED, FILE, FOLDER, PASSED, hidden_sheets, show

PLATFORMS = ("moodle", "canvas", "gradescope")  # what `export` can write for


@click.command()
@click.argument("submissions", type=FILE)
@click.option("--out", required=True, type=FOLDER, help="Where the results go.")
@click.option("--exercise", metavar="NAME",
              help="Grade this exercise; who did not hand it in gets 0 points.")  # fmt: skip
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1,
              show_default="all processors",
              help="How many processes grade on this machine.")  # fmt: skip
@click.option("--cluster", metavar="ADDRESS",
              help="Grade on a Dask cluster: tcp://host:8786, or its scheduler file.")  # fmt: skip
@click.option("--isolation", type=click.Choice(["auto", "none"]), default="auto", show_default=True,
              help="none: run the files unprotected. Only for files you trust.")  # fmt: skip
@click.option("--seed-file", type=FILE, help="The secret seed; by default the course's own.")
@click.option("--gradebook", metavar="URL",
              help="Write the grades into nbgrader's gradebook, too: sqlite:///...")  # fmt: skip
def grade(
    submissions: Path,
    out: Path,
    exercise: str | None,
    jobs: int,
    cluster: str | None,
    isolation: Any,
    seed_file: Path | None,
    gradebook: str | None,
) -> int:
    """Grade a folder (or zip) with one folder per student, on hidden cases, in a sandbox.

    What is already graded is kept. Exits with 0 if all is graded, 1 if something is not, 2 if it
    could not start.
    """
    from .. import catalog
    from ..grading.classroom import Class, exercises_in, grade_class, write_reports
    from ..grading.store import keeping_faults
    from ..intake.looking import course
    from ..intake.submissions import received
    from ..reports.class_table import class_table
    from ..reports.progress import with_progress
    from ..reports.terminal import console

    if out.resolve().is_relative_to(submissions.resolve()):
        problem = f"{out} is inside {submissions}, as if a student had submitted it."
        raise Refusal(problem, "Put --out elsewhere.")
    root = catalog.project_root(Path.cwd())
    known = catalog.solved(root)
    only = catalog.find(exercise, known) if exercise else None
    with keeping_faults(out, "grade"):
        everything = received(submissions, course(root, known), only)
        sheets = hidden_sheets(root, exercises_in(everything), seed_file)
        given = Class(everything, sheets, isolation)
        with ExitStack() as stack:
            executor = None
            if cluster:
                from ..grading.cluster import Cluster

                executor = stack.enter_context(Cluster(cluster, sheets.values(), isolation))
                click.echo(executor.about, err=True)
            done = grade_class(given, out, jobs, executor)
            grades = with_progress(console(stderr=True), len(everything), done)
        show(class_table(write_reports(given, out)))
    click.echo(f"Report: {out / 'report.html'}   Grades: {out / 'grades.csv'}")
    if gradebook:
        from ..adapters.nbgrader import write_gradebook

        click.echo(write_gradebook(gradebook, grades, submissions))
    return FAILED if any(grade.status == "not_graded" for grade in grades) else PASSED


@click.command()
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.argument("student")
@click.argument("exercise", required=False)
@click.option("--isolation", type=click.Choice(["auto", "none"]), default="auto", show_default=True,
              help="none: run the code unprotected. Only for files you trust.")  # fmt: skip
@click.option("--seed-file", type=FILE, help="The secret seed; by default the course's own.")
def inspect(
    folder: Path, student: str, exercise: str | None, isolation: Any, seed_file: Path | None
) -> None:
    """Show one student's code beside its verdicts, and every case that failed, hidden ones too.

    DIR is what `grade --out` wrote. The code runs again, in the sandbox. The answer, and a page of
    it, are for staff alone.
    """
    from .. import catalog
    from ..answers import sheet
    from ..grading import inspecting
    from ..grading.submitted import write_private
    from ..reports.html import inspect_page
    from ..reports.inspection import inspection_report
    from ..sandbox.pool import open_sandbox
    from ..verdict.inspection import Inspection

    root = catalog.project_root(Path.cwd())
    for name, stored in inspecting.find(folder, student, exercise):
        inspection = Inspection(stored=stored)
        if submission := inspecting.submitted(folder, name, stored):
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
@click.argument("exercise", required=False)
@click.option("--isolation", type=click.Choice(["auto", "none"]), default="auto", show_default=True,
              help="none: run the code unprotected. Only for files you trust.")  # fmt: skip
def similar(folder: Path, exercise: str | None, isolation: Any) -> None:
    """Show which submissions share code or wrong answers that few others have.

    DIR is what `grade --out` wrote. Wrong answers are compared on the public cases, in the sandbox.
    """
    from .. import catalog
    from ..grading import similar as comparing
    from ..grading.submitted import write_private
    from ..reports.html import similar_page
    from ..reports.inspection import similar_table

    root = catalog.project_root(Path.cwd())
    found = list(comparing.similar(folder, root, exercise, isolation))
    show(similar_table(found))
    page = write_private(folder, Path("similar.html"), similar_page(found))
    click.echo(f"Page, for staff only: {page}")


@click.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.option("--to", "system", type=click.Choice(PLATFORMS))
@click.argument("rest", nargs=-1, type=click.UNPROCESSED, metavar="[WHAT IT NEEDS]...")
@click.pass_context
def export(context: click.Context, system: str | None, rest: tuple[str, ...]) -> Any:
    """Write what a learning platform takes: see `autograder export --to NAME --help`."""
    if system is None and rest not in (("-h",), ("--help",)):
        raise click.UsageError(f"Say where to, with --to: {', '.join(PLATFORMS)}.", context)
    if system is None:
        return click.echo(context.get_help())
    from ..adapters import canvas, moodle
    from ..adapters.gradescope import export as gradescope

    exports = {"moodle": moodle.export, "canvas": canvas.export, "gradescope": gradescope.export}
    name = f"autograder export --to {system}"
    help_options = ["-h", "--help"]
    return exports[system].main(
        [*rest], prog_name=name, standalone_mode=False, help_option_names=help_options
    )
