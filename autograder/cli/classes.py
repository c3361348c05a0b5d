"""Define the command that grades a class."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import Refusal
from .common import FAILED, FILE, FOLDER, PASSED, sets_here, show

if TYPE_CHECKING:
    from ..grading.classroom import Class
    from ..grading.output import Settled
    from ..intake.candidate import Assigned
    from ..intake.submissions import Received
    from ..records import Grade


@click.command()
@click.argument("submissions", type=FILE)
@click.option("--out", required=True, type=FOLDER, help="The folder for the results.")
@click.option("--exercise", metavar="NAME",
              help="Grade this exercise; students who did not submit it get 0 points.")  # fmt: skip
@click.option("--set", "set_name", metavar="NAME",
              help="Grade this set of exercises of course.toml, and add up their points.")  # fmt: skip  # noqa: E501
@click.option("--students", "listed", metavar="CSV", type=FILE,
              help="The platform's list of students: those without a submission get 0 points.")  # fmt: skip  # noqa: E501
@click.option("--student", "names", metavar="NAME", multiple=True,
              help="Grade only this student, even if graded already; may be repeated.")  # fmt: skip
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1,
              show_default="all processors",
              help="The number of processes on this machine.")  # fmt: skip
@click.option("--cluster", metavar="ADDRESS",
              help="Grade on a Dask cluster: tcp://host:8786, or its scheduler file.")  # fmt: skip
@click.option("--isolation", type=click.Choice(["auto", "none"]), default="auto", show_default=True,
              help="none: run the files without a sandbox. Only for files you trust.")  # fmt: skip
@click.option("--seed-file", type=FILE, help="The secret seed; by default, the course's.")
@click.option("--never-lower", is_flag=True,
              help="Keep an earlier result if it has more points.")  # fmt: skip
@click.option("--all", "every", is_flag=True,
              help="Also show a row for each student and exercise.")  # fmt: skip
@click.option("--gradebook", metavar="URL",
              help="Also write the grades into nbgrader's gradebook: sqlite:///...")  # fmt: skip
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
    """Grade submissions on hidden cases, in a sandbox.

    SUBMISSIONS is a folder (or zip) with one folder per student. Existing results are kept; the
    table and the report cover everything in --out. The table shows what needs attention; --all
    shows everything. Exits with 0 if everything is graded, 1 if something is not graded, 2 if
    grading could not start.
    """
    from .. import catalog
    from ..answers import hidden
    from ..grading import output, overrides, presence
    from ..grading.classroom import Class, exercises_in
    from ..grading.contents import UNRECOGNISED
    from ..grading.sheets import hidden_sheets
    from ..grading.store import keeping_faults
    from ..intake.candidate import course

    _keep_apart(submissions, out)
    root = catalog.project_root(Path.cwd())
    known = catalog.solved(root)
    sets = sets_here()
    only = _exercises_to_grade(root, known, exercise, set_name)
    if listed and not only:
        raise click.UsageError("--students needs --exercise or --set, to say what was due.")
    overrides.read(out)  # so that an error in it is reported before grading
    before = output.last_shown(out)
    with keeping_faults(out, "grade"):
        around: list[str] = []
        everything = _received(submissions, course(root, known), only, listed, out, around)
        present = {each.student for each in everything}
        students = [output.named(name, present, "student") for name in names]
        given = Class(
            received=everything,
            sheets=hidden_sheets(root, exercises_in(everything), seed_file),
            isolation=isolation,
            seed=hidden.seed_digest(hidden.secret_seed(root, seed_file)),
            only=students,
            never_lower=never_lower,
        )
        if gradebook:
            from ..adapters.nbgrader import check_gradebook

            check_gradebook(gradebook, given.tasks())
        # Before any result is written, so that students who leave after a stop are withdrawn, too.
        presence.add_received(out, submissions, given.students())
        graded = _graded(given, out, jobs, cluster)
        removed = _remove_absent(given, out, submissions, only if listed else ())
        settled = output.settle(out, given.hints(), sets)
        _show_table(settled, before, students, every)
    others_shown = presence.others_shown(settled.grades, given.students())
    for sentence in filter(None, (_looked_through(submissions, around), *removed, others_shown)):
        click.echo(sentence)
    click.echo(f"Report: {out / 'report.html'}   Grades: {out / 'grades.csv'}")
    now = {(grade.student, grade.exercise) for grade in graded}
    grades = [each for each in settled.grades if (each.student, each.exercise) in now]
    if gradebook:
        from ..adapters.nbgrader import write_gradebook

        click.echo(write_gradebook(gradebook, grades, submissions))
    fits_nothing = any(grade.exercise == UNRECOGNISED for grade in graded)
    if fits_nothing or any(grade.status == "not_graded" for grade in grades):
        return FAILED
    return PASSED


def _keep_apart(submissions: Path, out: Path) -> None:
    """Refuse results inside submissions, and the reverse: each could count as the other."""
    problem = ""
    if out.resolve().is_relative_to(submissions.resolve()):
        problem = f"{out} is inside {submissions}, where it would count as a submission."
    elif submissions.is_dir() and submissions.resolve().is_relative_to(out.resolve()):
        problem = f"{submissions} is inside {out}, where a student's file could count as a result."
    if problem:
        raise Refusal(problem, "Give another folder to --out.")


def _exercises_to_grade(
    root: Path, known: list[str], exercise: str | None, set_name: str | None
) -> list[str]:
    """Return the exercises to grade; none stands for all that were submitted."""
    from .. import catalog
    from ..grading.sets import find_set

    if exercise and set_name:
        raise click.UsageError("Give --exercise or --set, not both.")
    if set_name:
        return [*find_set(root, set_name).exercises]
    return [catalog.find(exercise, known)] if exercise else []


def _received(
    submissions: Path,
    assigned: Assigned,
    only: list[str],
    listed: Path | None,
    out: Path,
    around: list[str],
) -> list[Received]:
    """Read the submissions, and add the listed students who submitted nothing."""
    from ..adapters.listed import with_listed
    from ..grading import presence
    from ..intake.submissions import received

    everything = received(submissions, assigned, only, around)
    if listed:
        others = presence.in_other_sources(out, submissions)
        everything = with_listed(listed, everything, only, others, submissions)
    return everything


def _looked_through(submissions: Path, around: Sequence[str]) -> str:
    """Say which folders and zips were not taken for a student's own, so that staff can object."""
    from ..grading.output import MOST_NAMED
    from ..text import few, shown

    if not around:
        return ""
    names = few([shown(name) for name in around], MOST_NAMED)
    return (
        f"{submissions} holds only {names}: the names inside were read as students. If that is one"
        " student's own work, add a folder for another student, even an empty one, and grade again."
    )


def _graded(given: Class, out: Path, jobs: int, cluster: str | None) -> list[Grade]:
    """Grade a class on this machine or on a cluster, and show the progress."""
    from ..grading.classroom import grade_class
    from ..reports.progress import with_progress
    from ..reports.terminal import console

    with ExitStack() as stack:
        executor = None
        if cluster:
            from ..grading.cluster import Cluster

            tell = partial(click.echo, err=True)
            executor = stack.enter_context(
                Cluster(cluster, given.sheets.values(), given.isolation, tell)
            )
            tell(executor.about)
        done = grade_class(given, out, jobs, executor)
        return with_progress(console(stderr=True), len(given.asked()), done)


def _show_table(
    settled: Settled, before: Sequence[Grade], students: Sequence[str], every: bool
) -> None:
    """Print the table of a class. before: the grades of earlier runs. students: `Class.only`."""
    from ..reports.changes import changed
    from ..reports.class_table import class_table

    table = class_table(
        settled.grades,
        settled.totals,
        settled.notices,
        every=every,
        changed=changed(before, settled.grades),
        about=students,
    )
    show(table)


def _remove_absent(given: Class, out: Path, submissions: Path, listed: Sequence[str]) -> list[str]:
    """Remove students who have left the submissions or the list. Return a sentence for each.

    A run for some students removes nobody.

    listed: the exercises that the list is about; empty without a list.
    """
    from ..grading import presence

    if given.only:
        presence.add_received(out, submissions, given.students(), graded=given.only)
        return []
    absent = {each.student for each in given.received if each.problem == "nothing"}
    removed = presence.remove_departed(out, submissions, given.students(), absent)
    if listed:
        removed += presence.remove_unlisted(out, listed, absent)
    return removed
