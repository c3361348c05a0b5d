"""The commands of teaching assistants."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import Refusal
from .common import FAILED, FILE, FOLDER, PASSED, hidden_sheets, sets_here, show

if TYPE_CHECKING:
    from ..grading.classroom import Class
    from ..records import Grade

PLATFORMS = ("moodle", "canvas", "gradescope", "nbgrader", "kit", "csv")  # for `export`


@click.command()
@click.argument("submissions", type=FILE)
@click.option("--out", required=True, type=FOLDER, help="Where the results go.")
@click.option("--exercise", metavar="NAME",
              help="Grade this exercise; who did not hand it in gets 0 points.")  # fmt: skip
@click.option("--set", "set_name", metavar="NAME",
              help="Grade the exercises of this set of course.toml, and add up their points.")  # fmt: skip  # noqa: E501
@click.option("--students", "listed", metavar="CSV", type=FILE,
              help="Who is in the course, from the platform: students with nothing get 0 points.")  # fmt: skip  # noqa: E501
@click.option("--student", "names", metavar="NAME", multiple=True,
              help="Grade only this student, again if need be; may be repeated.")  # fmt: skip
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1,
              show_default="all processors",
              help="How many processes grade on this machine.")  # fmt: skip
@click.option("--cluster", metavar="ADDRESS",
              help="Grade on a Dask cluster: tcp://host:8786, or its scheduler file.")  # fmt: skip
@click.option("--isolation", type=click.Choice(["auto", "none"]), default="auto", show_default=True,
              help="none: run the files unprotected. Only for files you trust.")  # fmt: skip
@click.option("--seed-file", type=FILE, help="The secret seed; by default the course's own.")
@click.option("--never-lower", is_flag=True,
              help="Keep an earlier result that has more points.")  # fmt: skip
@click.option("--all", "every", is_flag=True,
              help="Show a row for each student and exercise, too.")  # fmt: skip
@click.option("--gradebook", metavar="URL",
              help="Write the grades into nbgrader's gradebook, too: sqlite:///...")  # fmt: skip
def grade(
    submissions: Path,
    out: Path,
    exercise: str | None,
    set_name: str | None,
    listed: Path | None,
    names: tuple[str, ...],
    jobs: int,
    cluster: str | None,
    isolation: Any,
    seed_file: Path | None,
    never_lower: bool,
    every: bool,
    gradebook: str | None,
) -> int:
    """Grade a folder (or zip) with one folder per student, on hidden cases, in a sandbox.

    What is already graded is kept; table and report are about all that --out holds. The table shows
    what wants attention, and everything with --all. Exits with 0 if all is graded, 1 if something
    is not, 2 if it could not start.
    """
    from .. import catalog
    from ..adapters.listed import without_submission
    from ..answers import hidden
    from ..grading import output, overrides, presence
    from ..grading.classroom import Class, exercises_in
    from ..grading.store import keeping_faults
    from ..intake.looking import course
    from ..intake.submissions import received
    from ..reports.class_table import class_table

    if out.resolve().is_relative_to(submissions.resolve()):
        problem = f"{out} is inside {submissions}, as if a student had submitted it."
        raise Refusal(problem, "Put --out elsewhere.")
    root = catalog.project_root(Path.cwd())
    known = catalog.solved(root)
    sets = sets_here()
    only = _asked(root, known, exercise, set_name)
    if listed and not only:
        raise click.UsageError("--students needs --exercise or --set, to say what they lack.")
    overrides.read(out)  # so that a slip in it is told before anything is graded
    with keeping_faults(out, "grade"):
        everything = received(submissions, course(root, known), only)
        if listed:
            others = presence.received_elsewhere(out, submissions)
            everything += without_submission(listed, everything, only, others)
        there = {each.student for each in everything}
        students = [output.named(name, there, "student") for name in names]
        sheets = hidden_sheets(root, exercises_in(everything), seed_file)
        seed = hidden.fingerprint(hidden.secret_seed(root, seed_file))
        given = Class(everything, sheets, isolation, seed, students, never_lower)
        graded = _graded(given, out, jobs, cluster)
        gone = _taken_out(given, out, submissions, only if listed else ())
        settled = output.settle(out, given.hints(), sets)
        show(class_table(settled.grades, settled.totals, settled.notices, every=every))
    for sentence in filter(None, (*gone, presence.elsewhere(settled.grades, given.students()))):
        click.echo(sentence)
    click.echo(f"Report: {out / 'report.html'}   Grades: {out / 'grades.csv'}")
    now = {(grade.student, grade.exercise) for grade in graded}
    grades = [each for each in settled.grades if (each.student, each.exercise) in now]
    if gradebook:
        from ..adapters.nbgrader import write_gradebook

        click.echo(write_gradebook(gradebook, grades, submissions))
    return FAILED if any(grade.status == "not_graded" for grade in grades) else PASSED


def _asked(root: Path, known: list[str], exercise: str | None, set_name: str | None) -> list[str]:
    """Return the exercises to grade, or none for whatever was submitted."""
    from .. import catalog
    from ..grading.sets import find_set

    if exercise and set_name:
        raise click.UsageError("Give --exercise or --set, not both.")
    if set_name:
        return [*find_set(root, set_name).exercises]
    return [catalog.find(exercise, known)] if exercise else []


def _graded(given: Class, out: Path, jobs: int, cluster: str | None) -> list[Grade]:
    """Grade a class on this machine or on a cluster, with a line of progress."""
    from ..grading.classroom import grade_class
    from ..reports.progress import with_progress
    from ..reports.terminal import console

    with ExitStack() as stack:
        executor = None
        if cluster:
            from ..grading.cluster import Cluster

            executor = stack.enter_context(Cluster(cluster, given.sheets.values(), given.isolation))
            click.echo(executor.about, err=True)
        done = grade_class(given, out, jobs, executor)
        return with_progress(console(stderr=True), len(given.asked()), done)


def _taken_out(given: Class, out: Path, submissions: Path, listed: Sequence[str]) -> list[str]:
    """Take out students who are in the submissions, or on the list, no longer.

    listed: the exercises for which there is a list. A run for some students takes nobody out.
    """
    from ..grading import presence

    if given.only:
        presence.also_received(out, submissions, given.students())
        return []
    gone = presence.take_out(out, submissions, given.students())
    if listed:
        absent = {each.student for each in given.received if each.problem == "nothing"}
        gone += presence.take_out_listed(out, listed, absent)
    return gone


@click.command()
@click.argument("out", metavar="DIR", type=FOLDER)
@click.argument("student")
@click.argument("exercise")
@click.argument("points", metavar="POINTS|excused|extended DATE", nargs=-1, required=True)
@click.option("--task", metavar="NAME", help="Of this task alone; the others keep theirs.")
@click.option("--comment", required=True, help="Why; the student reads it.")
def override(
    out: Path, student: str, exercise: str, points: tuple[str, ...], task: str | None, comment: str
) -> int:
    """Set the points of a student's exercise or task by hand, in DIR/overrides.csv.

    `excused` takes an exercise out of the student's totals and exports. `extended 2026-11-09` is a
    later due date: a submission that is there by that day is not late.

    All of this is applied last and survives every regrade. Staff may edit the file, too;
    `autograder grade` then applies it.
    """
    from ..grading.output import set_by_hand
    from ..reports import words
    from ..text import visible

    grade, settled = set_by_hand(
        out, student, exercise, task or "", " ".join(points), comment, sets_here()
    )
    click.echo(f"{visible(grade.student or '')}, {grade.exercise}: {words.points(grade)}.")
    for sentence in (*words.overrides(grade), *settled.notices):
        click.echo(visible(sentence))
    click.echo(f"Report: {out / 'report.html'}   Grades: {out / 'grades.csv'}")
    return PASSED


@click.command()
@click.argument("before", metavar="DIR1", type=FOLDER)
@click.argument("after", metavar="DIR2", type=FOLDER)
def compare(before: Path, after: Path) -> int:
    """Show who has other points or another verdict in DIR2 than in DIR1, and why."""
    from ..grading.output import existing, held
    from ..grading.store import Store
    from ..reports.changes import changes_table

    one, two = (held(Store(existing(folder))).grades for folder in (before, after))
    show(changes_table(one, two, (str(before), str(after))))
    return PASSED


@click.command()
@click.argument("folders", metavar="DIR...", type=FOLDER, nargs=-1, required=True)
@click.option("--out", required=True, type=FOLDER, help="A new folder for all results.")
def merge(folders: tuple[Path, ...], out: Path) -> int:
    """Put the results and overrides of several folders into a new one.

    The same student and exercise may be in two of them only with the same submission and points.
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
@click.argument("submissions", type=FILE, required=False)
@click.option("--exercise", metavar="NAME", help="Compare this exercise alone.")
@click.option("--isolation", type=click.Choice(["auto", "none"]), default="auto", show_default=True,
              help="none: run the code unprotected. Only for files you trust.")  # fmt: skip
def similar(folder: Path, submissions: Path | None, exercise: str | None, isolation: Any) -> None:
    """Show which submissions share code or wrong answers that few others have.

    DIR is what `grade --out` wrote. With SUBMISSIONS, such as last year's, they are compared with
    those, too. Wrong answers are compared on the public cases, in the sandbox.
    """
    from .. import catalog
    from ..grading import similar as comparing
    from ..grading.submitted import write_private
    from ..intake.looking import course
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
    page = write_private(folder, Path("similar.html"), similar_page(found))
    click.echo(f"Page, for staff only: {page}")


@click.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.option("--to", "system", type=click.Choice(PLATFORMS))
@click.argument("rest", nargs=-1, type=click.UNPROCESSED, metavar="[WHAT IT NEEDS]...")
@click.pass_context
def export(context: click.Context, system: str | None, rest: tuple[str, ...]) -> Any:
    """Write what a platform or students take: see `autograder export --to NAME --help`."""
    if system is None and rest not in (("-h",), ("--help",)):
        raise click.UsageError(f"Say where to, with --to: {', '.join(PLATFORMS)}.", context)
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
