"""Define the command line. This is the only module that prints and exits.

Each command does its own imports, so that `check` starts fast.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import __version__
from .errors import KEPT, Refusal

if TYPE_CHECKING:
    from rich.console import RenderableType


PASSED, FAILED, COULD_NOT = 0, 1, 2
FILE, FOLDER = click.Path(path_type=Path), click.Path(path_type=Path, file_okay=False)
DEBUG = "Set AUTOGRADER_DEBUG=1 to see where, and report it."
PLATFORMS = ("moodle", "canvas", "gradescope")  # what `export` can write for


def main() -> None:
    """Run a command. For a Refusal, print two sentences; for any other error, take the blame."""
    for stream in (sys.stdout, sys.stderr):  # Windows' own encodings have no ✓
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        sys.exit(commands(standalone_mode=False) or PASSED)
    except Refusal as refusal:
        _complain(refusal.problem, refusal.remedy)
    except click.UsageError as error:
        program = error.ctx.command_path if error.ctx else "autograder"
        _complain(error.format_message(), f"See `{program} --help`.")
    except (KeyboardInterrupt, click.Abort):
        _complain("Stopped.", "Run the same command again; what `grade` has written is kept.")
    except BrokenPipeError:  # nothing reads our output any more, so there is nothing to print
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if os.environ.get("AUTOGRADER_DEBUG"):
            raise
        notes = [note for note in getattr(error, "__notes__", ()) if note.startswith(KEPT)]
        report = f"Report it, with {notes[0].removeprefix(KEPT)}." if notes else DEBUG
        problem = f"The grader itself failed: {type(error).__name__}: {error}"
        _complain(problem, f"This is our fault, not yours, and costs no points. {report}")
    sys.exit(COULD_NOT)


def _complain(problem: str, remedy: str) -> None:
    click.echo(problem, err=True)
    click.echo(remedy, err=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="autograder")
def commands() -> None:
    """Grade layers written by hand against TensorFlow.

    Students use `check`; teaching assistants `grade`; authors `new`, `verify` and `release`.
    """


@commands.command("list")
def list_() -> None:
    """Show the exercises there are, with their tasks and points."""
    from . import catalog
    from .reports.terminal import catalog_table

    root = catalog.project_root(Path.cwd())
    folders = catalog.folders(root, catalog.EXERCISES) or catalog.folders(root, catalog.SOLUTIONS)
    if not folders:
        problem = f"There is no exercise in {root / catalog.SOLUTIONS}."
        raise Refusal(problem, "`autograder new NAME` makes one.")
    _print(catalog_table({folder.name: catalog.load_spec(folder) for folder in folders}))


@commands.command()
@click.argument("targets", nargs=-1, metavar="[FILE or EXERCISE]...")
@click.option("--task", metavar="NAME", help="Check this task alone.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON, for programs.")
@click.option("--live", is_flag=True,
              help="Ask TensorFlow now, on freshly drawn cases (needs TensorFlow).")  # fmt: skip
def check(targets: tuple[str, ...], task: str | None, as_json: bool, live: bool) -> int:
    """Compare your work with TensorFlow's answers on the public cases.

    Without arguments: every exercise. Exits with 0 if all is right, 1 if something is not, 2 if it
    could not check.
    """
    from .sandbox.forking import first_worker

    worker = first_worker()  # before anything else is imported
    from .grading import check as checking
    from .sandbox.runner import ProcessSandbox

    words = None
    if live:
        from .answers.making import live_oracle, live_sheet
        from .sandbox.inside.worker import GPU
        from .sandbox.process import Worker, command

        if live_oracle().on_gpu:
            worker.discard()
            words, worker = command("worker", GPU), Worker(command("worker", GPU))
    grades, names = [], []
    with ProcessSandbox(words, started=worker) as sandbox:
        for target in checking.find_targets(Path.cwd(), targets):
            sheet = live_sheet(target.folder) if live else target.public_sheet()
            submission = target.submission()
            grades.append(checking.check(sandbox, submission, checking.only_task(sheet, task)))
            names.append(f"{target.folder.name}/{target.file.name}")
    if as_json:
        from .reports import files

        click.echo(files.as_json([files.result(grade) for grade in grades]), nl=False)
    else:
        from .reports.terminal import check_report

        _print(check_report(grades, names))
    if any(grade.status == "not_graded" for grade in grades):
        return COULD_NOT
    return PASSED if all(t.verdict == "pass" for grade in grades for t in grade.tasks) else FAILED


@commands.command()
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
    from . import catalog
    from .grading.classroom import Class, exercises_in, grade_class, write_reports
    from .grading.store import keeping_faults
    from .intake.looking import course
    from .intake.submissions import received
    from .reports.class_table import class_table
    from .reports.progress import with_progress
    from .reports.terminal import console

    if out.resolve().is_relative_to(submissions.resolve()):
        problem = f"{out} is inside {submissions}, as if a student had submitted it."
        raise Refusal(problem, "Put --out elsewhere.")
    root = catalog.project_root(Path.cwd())
    known = catalog.solved(root)
    only = catalog.find(exercise, known) if exercise else None
    with keeping_faults(out, "grade"):
        everything = received(submissions, course(root, known), only)
        sheets = _hidden_sheets(root, exercises_in(everything), seed_file)
        given = Class(everything, sheets, isolation)
        with ExitStack() as stack:
            executor = None
            if cluster:
                from .grading.cluster import Cluster

                executor = stack.enter_context(Cluster(cluster, sheets.values(), isolation))
                click.echo(executor.about, err=True)
            done = grade_class(given, out, jobs, executor)
            grades = with_progress(console(stderr=True), len(everything), done)
        _print(class_table(write_reports(given, out)))
    click.echo(f"Report: {out / 'report.html'}   Grades: {out / 'grades.csv'}")
    if gradebook:
        from .adapters.nbgrader import write_gradebook

        click.echo(write_gradebook(gradebook, grades, submissions))
    return FAILED if any(grade.status == "not_graded" for grade in grades) else PASSED


def _hidden_sheets(
    root: Path, names: Iterable[str], seed_file: Path | None = None
) -> dict[str, bytes]:
    """Return the hidden sheet of each exercise. TensorFlow makes those that do not exist yet."""
    from .answers import hidden
    from .reports.terminal import console

    seed = hidden.secret_seed(root, seed_file)
    sheets = {}
    for name in names:
        sheet = hidden.hidden_sheet(root, name, seed)
        if sheet is None:
            asking = f"Asking TensorFlow for the hidden cases of {name}, once for this seed ..."
            with console(stderr=True).status(asking):
                sheet = hidden.make_hidden_sheet(root, name, seed)
        sheets[name] = sheet
    return sheets


@commands.command()
@click.option("--check", "only_check", is_flag=True,
              help="Write nothing; say what is stale. Exits with 1 if anything is.")  # fmt: skip
@click.option("--nbgrader", type=FOLDER, metavar="COURSE_DIR",
              help="Write an nbgrader course from what is released, instead.")  # fmt: skip
@click.option("--kit", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.zip",
              help="Pack what is released, with this package, for students, instead.")  # fmt: skip
def release(only_check: bool, nbgrader: Path | None, kit: Path | None) -> int:
    """Make exercises/ from solutions/: skeletons, notebooks and public sheets."""
    from . import catalog
    from .answers.making import public_sheet
    from .authoring.release import check, release

    root = catalog.project_root(Path.cwd())
    names = catalog.solved(root)
    if kit:
        from .authoring.kit import pack

        click.echo(pack(root, kit))
        return PASSED
    if nbgrader:
        from .adapters.nbgrader import write_course

        _hidden_sheets(root, names)  # so that nbgrader never waits for TensorFlow
        sentences = write_course(root, nbgrader)
        click.echo("\n".join(sentences) or f"Everything in {nbgrader} is as solutions/ has it.")
        return PASSED
    sheets = {name: public_sheet(root, name) for name in names}
    sentences = (check if only_check else release)(root, sheets)
    click.echo("\n".join(sentences) or "Everything in exercises/ is as solutions/ has it.")
    return FAILED if sentences and only_check else PASSED


@commands.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.option("--to", "system", type=click.Choice(PLATFORMS))
@click.argument("rest", nargs=-1, type=click.UNPROCESSED, metavar="[WHAT IT NEEDS]...")
@click.pass_context
def export(context: click.Context, system: str | None, rest: tuple[str, ...]) -> Any:
    """Write what a learning platform takes: see `autograder export --to NAME --help`."""
    if system is None and rest not in (("-h",), ("--help",)):
        raise click.UsageError(f"Say where to, with --to: {', '.join(PLATFORMS)}.", context)
    if system is None:
        return click.echo(context.get_help())
    from .adapters import canvas, moodle
    from .adapters.gradescope import export as gradescope

    exports = {"moodle": moodle.export, "canvas": canvas.export, "gradescope": gradescope.export}
    name = f"autograder export --to {system}"
    help_options = ["-h", "--help"]
    return exports[system].main(
        [*rest], prog_name=name, standalone_mode=False, help_option_names=help_options
    )


@commands.command()
@click.argument("exercise", required=False)
@click.option("--device", type=click.Choice(["cpu", "gpu"]), default="cpu", show_default=True)
@click.option("--table", is_flag=True, help="Only count, task by task, the mistakes on file"
              " and those that are named.")  # fmt: skip
@click.option("--seeds", type=click.IntRange(1), default=3, show_default=True,
              help="How often cases are drawn.")  # fmt: skip
def verify(exercise: str | None, device: Any, table: bool, seeds: int) -> int:
    """Prove the promises of an exercise, or of all: that it is fair, and that each mistake on file
    is named.
    """
    from . import catalog
    from .answers.making import open_oracle
    from .authoring.promises import promise_lines
    from .authoring.verify import SEEDS, Proof, mistake_lines

    root = catalog.project_root(Path.cwd())
    known = catalog.solved(root)
    names = [catalog.find(exercise, known)] if exercise else known
    drawn = range(SEEDS.start, SEEDS.start + seeds)
    proofs = (Proof(catalog.solution(root, name), open_oracle(device), drawn) for name in names)
    broken = False
    for line, is_broken in (mistake_lines if table else promise_lines)(proofs):
        click.echo(line)
        broken |= is_broken
    return FAILED if broken else PASSED


@commands.command()
@click.argument("name")
@click.option("--steps", is_flag=True, help="Make it about a class, with steps.")
def new(name: str, steps: bool) -> None:
    """Write a new exercise that keeps every promise from the start."""
    from . import catalog
    from .authoring.new import new as write

    folder = write(catalog.project_root(Path.cwd()), name, steps)
    click.echo(f"Wrote {folder}. Change it, then run `autograder verify {folder.name}`.")


def _print(renderable: RenderableType) -> None:
    from .reports.terminal import console

    console().print(renderable)
