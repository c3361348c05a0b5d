"""Define the commands of students."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import Refusal
from .common import COULD_NOT, FAILED, PASSED, relative, show

if TYPE_CHECKING:
    from ..catalog import ExerciseFolder
    from ..grading.check import Target
    from ..records import Grade, Sheet, Submission
    from ..sandbox.process import Worker

    Checked = list[tuple[Grade, Path]]


@click.command("list")
def list_() -> None:
    """Show the exercises, and what the last `check` found."""
    from .. import catalog
    from ..reports.remembered import recall
    from ..reports.terminal import catalog_table

    root = catalog.project_root(Path.cwd())
    folders = catalog.folders(root, catalog.EXERCISES) or catalog.folders(root, catalog.SOLUTIONS)
    if not folders:
        problem = f"There is no exercise in {root}."
        raise Refusal(problem, "Unpack the course's exercises into it.")
    specs = {folder.name: catalog.read_spec(folder) for folder in folders}
    show(catalog_table(specs, recall(root), root))


@click.command()
@click.argument("targets", nargs=-1, metavar="[FILE, EXERCISE or TASK]...")
@click.option(
    "--task",
    "tasks",
    metavar="NAME",
    multiple=True,
    help="Check only this task; repeat --task for several.",
)
@click.option(
    "--aspect",
    metavar="TEXT",
    default="",
    help="Show the first failure in a grid row whose name contains this, such as `same`.",
)
@click.option(
    "--all",
    "every",
    is_flag=True,
    help="Show every failure, not only the first, and all answers to Predict.",
)
@click.option("--watch", is_flag=True, help="Check each time you save, until Ctrl-C.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON, for programs.")
@click.option("--live", is_flag=True,
              help="Ask TensorFlow now, on freshly drawn cases (needs TensorFlow).")  # fmt: skip
@click.option("--isolation", type=click.Choice(["auto", "none"]), default="auto",
              help="For staff, whose files outside exercises/ run in a sandbox. none: run them"
              " unprotected; only for files you trust.")  # fmt: skip
def check(
    targets: tuple[str, ...],
    tasks: tuple[str, ...],
    aspect: str,
    every: bool,
    watch: bool,
    as_json: bool,
    live: bool,
    isolation: str,
) -> int:
    """Compare your work with TensorFlow's answers.

    Name files, exercises or tasks, such as conv2d or 03_convolution/conv2d. Without a name,
    checks this folder's exercise, or all. Shows the first failure in full, then a table of the
    tasks.

    Exits with 0 if everything is right, 1 if something is not, 2 if something could not be checked.
    """
    if watch and (as_json or live):
        raise Refusal("--watch cannot be combined with --json or --live.", "Remove one of them.")
    gc.disable()  # a check leaves little garbage; collecting it takes a tenth of the time
    from ..sandbox.forking import first_worker

    worker, command, sheet_of = first_worker(), None, None  # before anything else is imported
    if live:
        from ..answers.making import live_sheet

        sheet_of = live_sheet
        worker, command = _live_worker(worker)
    check_words = partial(
        _check_words,
        tasks=tasks,
        aspect=aspect,
        command=command,
        sheet_of=sheet_of,
        guarded=isolation == "auto",
    )
    report = partial(_report, every=every, aspect=aspect, seen=set() if watch else None)
    if watch:
        from .watching import keep_checking

        return keep_checking(targets, worker, check_words, report)
    checked = check_words(targets, worker)
    if as_json:
        from ..reports import files

        results = [files.result(grade) for grade, _ in checked]
        click.echo(files.as_json(results), nl=False)
        return _exit_code(checked)
    return report(checked)


def _live_worker(worker: Worker) -> tuple[Worker, Sequence[str] | None]:
    """Return a worker on TensorFlow's device, and the command for more, or None for the usual."""
    from ..answers.making import live_oracle
    from ..sandbox import process
    from ..sandbox.inside.worker import GPU

    if not live_oracle().on_gpu:
        return worker, None
    worker.discard()
    command = process.command("worker", GPU)
    return process.Worker(command), command


def _check_words(
    words: Sequence[str],
    worker: Worker,
    *,
    tasks: Sequence[str],
    aspect: str,
    command: Sequence[str] | None,
    sheet_of: Callable[[ExerciseFolder], Sheet] | None,
    guarded: bool,
) -> Checked:
    """Check what the words name, and remember the results for `list`.

    worker: runs the first file; `command` starts the workers for the others. sheet_of: see
    `check_all`. guarded: whether files that may be somebody else's run in a sandbox.
    """
    from .. import catalog
    from ..grading import check as checking
    from ..sandbox.runner import ProcessSandbox

    def about_to_run(target: Target, submission: Submission, answers: Sheet) -> None:
        worker.meanwhile = partial(_meanwhile, target.folder, submission, answers)

    here = Path.cwd()
    with (
        ProcessSandbox(command, started=worker) as own,
        checking.runners(own, here) as runner_for,
    ):
        checked = checking.check_all(
            own, here, words, tasks, sheet_of, runner_for if guarded else None, about_to_run
        )
    checking.refuse_unknown([grade for grade, _ in checked], tasks, aspect)
    from ..reports.remembered import remember  # imported by the report, while the code ran

    remember(catalog.project_root(here), checked)
    return checked


def _meanwhile(
    folder: ExerciseFolder, submission: Submission, answers: Sheet, first_results: Iterator[bytes]
) -> None:
    """Do ahead what the report needs, while the student's code runs in the worker."""
    from ..grading.ahead import compare_ahead
    from ..grading.ending import read_ahead
    from ..grading.submission import grade  # noqa: F401
    from ..reports.checked import check_report  # noqa: F401

    read_ahead(folder)
    for results in first_results:
        compare_ahead(answers, submission, results)


def _report(checked: Checked, every: bool, aspect: str, seen: set[str] | None) -> int:
    """Print the report and, once an exercise is finished, its closing text. Return the exit code.

    seen: texts shown earlier while watching, which are not repeated; None without --watch.
    """
    from rich.text import Text

    from .. import catalog
    from ..grading.ending import ending, predicted, right_in, unseen, without_advice
    from ..reports.checked import check_report
    from ..reports.terminal import console

    here, grades = Path.cwd(), [grade for grade, _ in checked]
    paths = [relative(path, here) for _, path in checked]
    root = catalog.project_root(here)
    right = {grade.exercise: right_in(grade) for grade in grades}
    notes = predicted(root, *right.popitem()) if len(right) == 1 else ()
    ends = [text for grade in grades for text in ending(root, grade.exercise, right_in(grade))]
    height = None
    if seen is not None:
        verdicts = {task.verdict for grade in grades for task in grade.tasks}
        if verdicts - {"pass", "not_implemented"}:
            notes = ()  # a failure may leave no room for them: show them once it is fixed
        notes = [note for note in notes if note not in seen]
        ends = [text for text in ends if text not in seen]
        grades = [without_advice(grade, seen) for grade in grades]
        seen.update(notes, ends)
        if console().is_terminal:
            height = console().height - sum(map(_lines, ends))
    new = unseen(root, notes)
    notes = notes if every else new
    show(check_report(grades, paths, every, aspect, notes, height))
    for text in ends:
        show(Text(f"{text}\n", "bold green"))
    code = _exit_code(checked)
    for grade, path in checked if code == PASSED else ():
        for note in _left_out(root, grade, path):
            show(Text(note, "bold"))
    return code


def _lines(text: str) -> int:
    """Return how many lines a text takes on the terminal, with the empty line below it."""
    from rich.text import Text

    from ..reports.terminal import console

    return len(Text(text).wrap(console(), console().width)) + 1


def _left_out(root: Path, grade: Grade, path: Path) -> Iterator[str]:
    """Say how many of an exercise's tasks were checked, unless all were."""
    from .. import catalog
    from ..grading.ending import number_of_tasks

    tasks = number_of_tasks(root, grade.exercise)
    if tasks is None or len(grade.tasks) == tasks:
        return
    folder = catalog.released(root, grade.exercise)
    own = path.resolve().is_relative_to(folder.path.resolve())
    word = grade.exercise if own else relative(path, Path.cwd())
    some = f"That is {len(grade.tasks)} of the {tasks} tasks of {grade.exercise}"
    yield f"{some}: `autograder check {word}` checks them all."


def _exit_code(checked: Checked) -> int:
    grades = [grade for grade, _ in checked]
    if any(grade.status == "not_graded" for grade in grades):
        return COULD_NOT
    return PASSED if all(t.verdict == "pass" for grade in grades for t in grade.tasks) else FAILED


@click.command()
@click.argument("task", metavar="TASK", default="")
@click.option("--case", "number", type=click.IntRange(1), metavar="N",
              help="Write this case; by default, the one that `check` shows.")  # fmt: skip
@click.option("--aspect", metavar="TEXT", default="",
              help="Write the case that `check` shows with the same --aspect.")  # fmt: skip
def debug(task: str, number: int | None, aspect: str) -> int:
    """Write a script that calls your code on one case.

    It is beside your file, with TensorFlow's answer, ready for print, pdb or your editor's
    debugger. TASK is a name such as conv2d, or 03_convolution/conv2d if several exercises have
    one.
    """
    from ..sandbox.forking import first_worker

    worker = first_worker()  # before anything else is imported
    from ..grading import check as checking
    from ..grading.debug import failing, public_case, snippet, write_script
    from ..grading.tasks import find_task
    from ..sandbox.runner import ProcessSandbox

    with ProcessSandbox(started=worker) as sandbox:
        exercise, name = find_task(Path.cwd(), task)
        target = checking.find_target(Path.cwd(), exercise.name)
        sheet = checking.only_tasks(checking.public_sheet(target.folder), [name])
        if number is None:
            graded = checking.check(sandbox, target.submission(), sheet)
            number = failing(sheet.tasks[0], graded, aspect)
    found = public_case(sheet.tasks[0], number)
    of = f"case {number} of {len(sheet.tasks[0].cases)}: {found.aspect}"
    if target.file.suffix == ".ipynb":
        click.echo(f"Run this in a cell of {target.file.name} ({of}):\n\n{snippet(found)}")
        return PASSED
    path = write_script(found, exercise, target.file)
    here = os.path.relpath(path)
    click.echo(f"{here} calls {name} on {of}.\nRun it, or open it in a debugger: python {here}")
    return PASSED


@click.command()
@click.argument("task", metavar="TASK", default="")
def hint(task: str) -> None:
    """Give a hint for a task, one more each time.

    TASK is a name such as conv2d, or 03_convolution/conv2d if several exercises have one.
    """
    from ..grading.hints import ask
    from ..reports.terminal import console

    hints = ask(Path.cwd(), task, f"`autograder debug {task}` writes a script to step through.")
    width = min(80, console().width)
    for title, text in hints.headed():
        click.secho(title, bold=text == hints.given[-1])
        click.echo(click.wrap_text(text, width, "  ", "  ") + "\n")
    last = f"`autograder hint {task}` gives one more."
    if len(hints.given) == hints.total:
        last = f"That was the last one. `autograder debug {task}` lets you step through a call."
    click.echo(click.wrap_text(last, width))
