"""The commands of students."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import Refusal
from .common import COULD_NOT, FAILED, PASSED, show


@click.command("list")
def list_() -> None:
    """Show the exercises there are, with their tasks and points."""
    from .. import catalog
    from ..reports.terminal import catalog_table

    root = catalog.project_root(Path.cwd())
    folders = catalog.folders(root, catalog.EXERCISES) or catalog.folders(root, catalog.SOLUTIONS)
    if not folders:
        problem = f"There is no exercise in {root / catalog.SOLUTIONS}."
        raise Refusal(problem, "`autograder new NAME` makes one.")
    show(catalog_table({folder.name: catalog.load_spec(folder) for folder in folders}))


@click.command()
@click.argument("targets", nargs=-1, metavar="[FILE or EXERCISE]...")
@click.option("--task", metavar="NAME", help="Check this task alone.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON, for programs.")
@click.option("--live", is_flag=True,
              help="Ask TensorFlow now, on freshly drawn cases (needs TensorFlow).")  # fmt: skip
@click.option("--isolation", type=click.Choice(["auto", "none"]), default="auto",
              help="For staff, whose files outside exercises/ run in a sandbox. none: run them"
              " unprotected; only for files you trust.")  # fmt: skip
def check(
    targets: tuple[str, ...], task: str | None, as_json: bool, live: bool, isolation: str
) -> int:
    """Compare your work with TensorFlow's answers on the public cases.

    Without arguments: every exercise. Exits with 0 if all is right, 1 if something is not, 2 if it
    could not check.
    """
    from ..sandbox.forking import first_worker

    worker = first_worker()  # before anything else is imported
    from ..grading import check as checking
    from ..sandbox.runner import ProcessSandbox

    here, words = Path.cwd(), None
    if live:
        from ..answers.making import live_oracle, live_sheet
        from ..sandbox.inside.worker import GPU
        from ..sandbox.process import Worker, command

        if live_oracle().on_gpu:
            worker.discard()
            words, worker = command("worker", GPU), Worker(command("worker", GPU))
    grades, names = [], []
    with (
        ProcessSandbox(words, started=worker) as own,
        checking.runners(own, here) as runner_for,
    ):
        for target in checking.find_targets(here, targets):
            sheet = live_sheet(target.folder) if live else target.public_sheet()
            submission = target.submission()
            asked = checking.only_task(sheet, task)
            runner = runner_for(target, asked) if isolation == "auto" else own
            grades.append(checking.check(runner, submission, asked))
            names.append(f"{target.folder.name}/{target.file.name}")
    if as_json:
        from ..reports import files

        click.echo(files.as_json([files.result(grade) for grade in grades]), nl=False)
    else:
        from ..reports.terminal import check_report

        show(check_report(grades, names))
    if any(grade.status == "not_graded" for grade in grades):
        return COULD_NOT
    return PASSED if all(t.verdict == "pass" for grade in grades for t in grade.tasks) else FAILED
