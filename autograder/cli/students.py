"""The commands of students."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import Refusal
from .common import COULD_NOT, FAILED, PASSED, relative, show


@click.command("list")
def list_() -> None:
    """Show the exercises there are, and what `check` found last in each task."""
    from .. import catalog
    from ..reports.remembered import recall
    from ..reports.terminal import catalog_table

    root = catalog.project_root(Path.cwd())
    folders = catalog.folders(root, catalog.EXERCISES) or catalog.folders(root, catalog.SOLUTIONS)
    if not folders:
        problem = f"There is no exercise in {root}."
        raise Refusal(problem, "Unpack the course's exercises there.")
    specs = {folder.name: catalog.load_spec(folder) for folder in folders}
    show(catalog_table(specs, recall(root), root))


@click.command()
@click.argument("targets", nargs=-1, metavar="[FILE or EXERCISE]...")
@click.option(
    "--task",
    "tasks",
    metavar="NAME",
    multiple=True,
    help="Check this task alone, or several with one --task each.",
)
@click.option(
    "--aspect",
    metavar="TEXT",
    default="",
    help="Tell of the aspect with this in its name, such as `same`.",
)
@click.option("--all", "every", is_flag=True, help="Tell of every failure, not only the first.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON, for programs.")
@click.option("--live", is_flag=True,
              help="Ask TensorFlow now, on freshly drawn cases (needs TensorFlow).")  # fmt: skip
def check(
    targets: tuple[str, ...],
    tasks: tuple[str, ...],
    aspect: str,
    every: bool,
    as_json: bool,
    live: bool,
) -> int:
    """Compare your work with TensorFlow's answers.

    Name files, exercises or tasks; without any, every exercise is checked. The first failure is
    told in full, and a table of the tasks comes last.

    Exits with 0 if all is right, 1 if something is not, 2 if something could not be checked.
    """
    from ..sandbox.forking import first_worker

    worker = first_worker()  # before anything else is imported
    from .. import catalog
    from ..grading import check as checking
    from ..reports.remembered import remember
    from ..sandbox.runner import ProcessSandbox

    words = None
    if live:
        from ..answers.making import live_oracle, live_sheet
        from ..sandbox.inside.worker import GPU
        from ..sandbox.process import Worker, command

        if live_oracle().on_gpu:
            worker.discard()
            words, worker = command("worker", GPU), Worker(command("worker", GPU))
    here = Path.cwd()
    with ProcessSandbox(words, started=worker) as sandbox:
        sheet_of = live_sheet if live else checking.public_sheet
        checked = checking.check_all(sandbox, here, targets, tasks, sheet_of)
    grades = [grade for grade, _ in checked]
    checking.refuse_unknown(grades, tasks, aspect)
    remember(catalog.project_root(here), checked)
    if as_json:
        from ..reports import files

        click.echo(files.as_json([files.result(grade) for grade in grades]), nl=False)
    else:
        from ..reports.checked import check_report

        paths = [relative(path, here) for _, path in checked]
        show(check_report(grades, paths, every, aspect))
    if any(grade.status == "not_graded" for grade in grades):
        return COULD_NOT
    return PASSED if all(t.verdict == "pass" for grade in grades for t in grade.tasks) else FAILED
