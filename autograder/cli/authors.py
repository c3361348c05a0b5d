"""Define the commands of authors and course staff."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import Refusal
from .common import FAILED, FOLDER, PASSED

if TYPE_CHECKING:
    from ..grading.sets import ExerciseSet


SET = click.option("--set", "set_name", metavar="NAME",
                   help="Take only the exercises of this set of course.toml.")  # fmt: skip
KIT = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option("--check", "only_check", is_flag=True,
              help="Write nothing; list what is stale, and exit with 1 if anything is.")  # fmt: skip  # noqa: E501
@click.option("--nbgrader", type=FOLDER, metavar="COURSE_DIR",
              help="The same as `export --to nbgrader COURSE_DIR`.")  # fmt: skip
@click.option("--kit", type=KIT, metavar="FILE.zip",
              help="The same as `export --to kit FILE.zip`.")  # fmt: skip
@SET
def release(only_check: bool, nbgrader: Path | None, kit: Path | None, set_name: str | None) -> int:
    """Make exercises/ from solutions/.

    Writes skeletons, notebooks and public answers.
    """
    from .. import catalog
    from ..answers.making import public_sheet
    from ..authoring import slips
    from ..authoring.release import check, release

    if kit:
        return _pack(kit, set_name)
    if nbgrader:
        return _write_course(nbgrader, set_name)
    if set_name:
        raise click.UsageError("Use --set together with --kit or --nbgrader.")
    root = catalog.project_root(Path.cwd())
    names = catalog.solved(root)
    slips.check(root, names)
    sheets = {name: public_sheet(root, name) for name in names}
    sentences = (check if only_check else release)(root, sheets)
    click.echo("\n".join(sentences) or "exercises/ matches solutions/.")
    return FAILED if sentences and only_check else PASSED


@click.command()
@click.argument("file", type=KIT, metavar="FILE.zip")
@SET
def kit(file: Path, set_name: str | None) -> int:
    """Pack the released exercises and the checker for students."""
    return _pack(file, set_name)


@click.command()
@click.argument("course", type=FOLDER, metavar="COURSE_DIR")
@SET
def nbgrader(course: Path, set_name: str | None) -> int:
    """Write an nbgrader course from the released exercises."""
    return _write_course(course, set_name)


def _pack(file: Path, set_name: str | None) -> int:
    from ..authoring.kit import pack

    root, chosen = _chosen(set_name)
    click.echo(pack(root, file, chosen))
    return PASSED


def _write_course(course: Path, set_name: str | None) -> int:
    from ..adapters.nbgrader import write_course
    from ..catalog import solved
    from ..grading.sheets import hidden_sheets

    root, chosen = _chosen(set_name)
    names = chosen.exercises if chosen else solved(root)
    hidden_sheets(root, names)  # TensorFlow makes them now, not while nbgrader grades
    sentences = write_course(root, course, chosen)
    click.echo("\n".join(sentences) or f"{course} matches solutions/.")
    return PASSED


def _chosen(set_name: str | None) -> tuple[Path, ExerciseSet | None]:
    """Return the course's folder and, if a set is named, that set."""
    from ..catalog import project_root
    from ..grading.sets import find_set

    root = project_root(Path.cwd())
    return root, find_set(root, set_name) if set_name else None


@click.command()
@click.argument("exercise", required=False)
@click.option("--device", type=click.Choice(["cpu", "gpu"]), default="cpu", show_default=True,
              help="The device on which TensorFlow computes.")  # fmt: skip
@click.option("--table", is_flag=True, help="Only count how many known mistakes are named,"
              " and show what each costs.")  # fmt: skip
@click.option("--seeds", type=click.IntRange(1), default=3, show_default=True,
              help="The number of seeds to draw cases from.")  # fmt: skip
def verify(exercise: str | None, device: Any, table: bool, seeds: int) -> int:
    """Prove that exercises are fair and all mistakes are named.

    Without EXERCISE, all are verified.
    """
    from .. import catalog
    from ..answers.making import open_oracle
    from ..authoring import slips
    from ..authoring.naming import mistake_lines
    from ..authoring.promises import promise_lines
    from ..authoring.verify import SEEDS, Proof

    root = catalog.project_root(Path.cwd())
    known = catalog.solved(root)
    names = [catalog.find(exercise, known)] if exercise else known
    slips.check(root, names)
    drawn = range(SEEDS.start, SEEDS.start + seeds)
    proofs = (Proof(catalog.solution(root, name), open_oracle(device), drawn) for name in names)
    broken = False
    for line, is_broken in (mistake_lines if table else promise_lines)(proofs):
        click.echo(line)
        broken |= is_broken
    return FAILED if broken else PASSED


@click.command()
@click.argument("name")
@click.option("--steps", is_flag=True, help="Make the task a class, with steps.")
def new(name: str, steps: bool) -> None:
    """Write a small exercise that works, for you to change."""
    from .. import catalog
    from ..authoring.new import new as write

    try:
        root = catalog.project_root(Path.cwd())
    except Refusal as refusal:
        remedy = f"Run this in the course folder. To start a course, run mkdir {catalog.SOLUTIONS}."
        raise Refusal(refusal.problem, remedy) from refusal
    folder = write(root, name, steps)
    click.echo(f"Wrote {folder}. Change it, then run `autograder verify {folder.name}`.")


@click.command("new-mistake")
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.argument("student")
@click.argument("task")
@click.option("--exercise", metavar="NAME",
              help="The exercise, if the task is wrong in several.")  # fmt: skip
@click.option("--name", help="The name of the mistake; by default, unnamed_FINGERPRINT.")
def new_mistake(
    folder: Path, student: str, task: str, exercise: str | None, name: str | None
) -> None:
    """Add a student's unnamed wrong answer to mistakes/.

    DIR is what `grade --out` wrote. The student's comments are left out. Write the hint yourself.
    """
    from .. import catalog
    from ..authoring import mistake
    from ..grading.inspecting import graded_code

    found, grade = mistake.graded(folder, student, task, exercise)
    submission = graded_code(folder, found, grade)
    assert submission is not None  # a task without a submission is missing, not wrong
    root = catalog.project_root(Path.cwd())
    path = mistake.write(root, grade, submission, task, name)
    command = f"autograder verify {grade.exercise}"
    click.echo(f"Wrote {path}. Rename it after the mistake, write its hint, then run `{command}`.")
    click.echo("That runs a student's code outside the sandbox: read it first.")
