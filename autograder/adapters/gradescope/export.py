"""Gradescope: an autograder zip that needs neither TensorFlow nor the solution, and what it does when it is run there.

The grader runs as root and alone can read the answers and write the results; the student's code runs as somebody else,
in bubblewrap where a container allows that, and otherwise with limits and without system calls that could do harm.
"""

import json
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import click

from .. import catalog, hidden, pipeline, sheet
from ..authoring.wheel import wheel
from ..errors import Refusal
from ..export import UPLOAD, write
from ..intake import own_hand_in
from ..records import Cell, Grade, Isolation, Run, Sheet, TaskGrade
from ..sandbox import Sandbox, open_sandbox
from ..sandbox.process import ENVIRONMENT, HERE, ProcessSandbox
from ..store import write_whole, zipped

SETUP = """\
#!/bin/sh
# Once, as root, when Gradescope builds the image.
set -eu
umask 022
here=$(dirname "$(readlink -f "$0")")

newest() {
    for python in python3 python3.14 python3.13 python3.12 python3.11; do
        "$python" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break
        python=
    done
}

newest
if [ -z "$python" ] || ! command -v bwrap >/dev/null || ! ldconfig -p | grep -q libseccomp.so.2; then
    apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install -y bubblewrap libseccomp2
    [ -n "$python" ] || DEBIAN_FRONTEND=noninteractive apt-get install -y python3.11 python3.11-venv
    newest
fi
"$python" -m venv "$here/../venv"
"$here/../venv/bin/python" -m pip install --quiet "$here"/*.whl
chmod -R go= "$here" # the answers are in it
"""
RUN = """\
#!/bin/sh
root=$(dirname "$(readlink -f "$0")")
exec "$root/venv/bin/python" -m autograder.adapters.gradescope "$root"
"""
NOBODY = "65533"  # no file belongs to it


@click.command()
@click.argument("exercise")
@click.option("--seed-file", type=click.Path(path_type=Path), help="The secret seed; by default the course's own.")
@click.option("--out", type=click.Path(path_type=Path), default=UPLOAD, show_default=True)
def export(exercise: str, seed_file: Path | None, out: Path) -> None:
    """Make the autograder zip of one exercise."""
    root = catalog.project_root(Path.cwd())
    name = catalog.find(exercise, catalog.exercises(root, "solutions"))
    seed = hidden.secret_seed(root, seed_file)

    def make() -> bytes:
        click.echo("Asking TensorFlow for the hidden cases, once for this seed ...")
        return sheet.dump(pipeline.build_sheet(root / "solutions" / name, seed, pipeline.open_oracle()))

    answers = hidden.hidden_sheet(root, name, seed, make)
    package, data = wheel()
    files = {"setup.sh": SETUP.encode(), "run_autograder": RUN.encode(), "sheet.npz": answers, package: data}
    write(out, {f"{name}.zip": zipped(files, programs=("setup.sh", "run_autograder"))})
    click.echo(f"To upload as the autograder: {out / name}.zip. It holds the hidden answers: keep it to yourself.")


# -- what runs there ---------------------------------------------------------------------------------------------------


def run(root: Path) -> None:
    """Grade what lies in root/submission. A fault of ours raises, and Gradescope then shows no points at all."""
    answers = sheet.load((root / "source/sheet.npz").read_bytes())
    hand_in = own_hand_in(root / "submission", answers.exercise)
    if hand_in.submission is None:
        found = not_read(hand_in.reason, answers)
    else:
        with best_sandbox(answers.packages) as sandbox:
            graded, runs = pipeline.grade_in(sandbox, hand_in.submission, answers)
        if graded.status == "not_graded":
            raise Refusal(f"Not graded: {graded.reason}", "Run the autograder again.")
        found = results(graded, runs)
    write_whole(root / "results/results.json", json.dumps(found, indent=2) + "\n")


def results(grade: Grade, runs: Sequence[Run]) -> dict[str, Any]:
    """results.json. Who has all the points is ranked by speed, as the student's process tells it: for fun."""
    seconds = sum(outcome.seconds for run in runs for outcome in run.outcomes)
    board: list[dict[str, Any]] = [{"name": "Points", "value": grade.score}]
    if grade.score == grade.max_score:
        board.append({"name": "Milliseconds", "value": round(1000 * seconds, 3), "order": "asc"})
    return {
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [_test(task) for task in grade.tasks],
        "leaderboard": board,
        "extra_data": {"isolation": grade.isolation, "submission_sha256": grade.submission_sha256},
    }


def not_read(reason: str, answers: Sheet) -> dict[str, Any]:
    """No file, or none that can be read: told at once, while it can be handed in again."""
    most = sum(task.points for task in answers.tasks)
    return {"tests": [_shown(answers.exercise, 0.0, most, False, reason)]}


def _test(task: TaskGrade) -> dict[str, Any]:
    lines = [task.message.strip(), *map(_line, task.cells)]
    text = "\n".join(line for line in lines if line)
    return _shown(task.name, task.score or 0.0, task.max_score, task.verdict == "pass", text)


def _line(cell: Cell) -> str:
    return f"{'✓' if cell.counts else '✗'} {cell.part}, {cell.aspect}: {cell.passed} of {cell.total}"


def _shown(name: str, score: float, most: float, passed: bool, text: str) -> dict[str, Any]:
    return {
        "name": name,
        "score": score,
        "max_score": most,
        "status": "passed" if passed else "failed",
        "output": text,
        "output_format": "text",
        "visibility": "visible",
    }


class OtherUser(ProcessSandbox):
    """Where there are no namespaces: each task in a process of a user who owns nothing, with limits.

    confinement: "--once" for a filter of system calls as well (no network, no further process), else "--limits".
    """

    level: ClassVar[Isolation] = "none"
    batch: ClassVar[int | None] = 1

    def __init__(self, confinement: str) -> None:
        setpriv = shutil.which("setpriv")
        if setpriv is None or os.getuid() != 0:
            raise OSError("becoming another user takes root and the program setpriv")
        drop = ("--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--inh-caps=-all", "--bounding-set=-all")
        worker = (sys.executable, "-u", "-B", "-P", "-s", str(HERE / "jail.py"), confinement)
        super().__init__([setpriv, *drop, "--no-new-privs", *worker], ENVIRONMENT)


def best_sandbox(packages: Sequence[str]) -> Sandbox:
    """The best isolation that works here; never none at all."""
    try:
        return open_sandbox("auto", packages)
    except Refusal as refusal:
        reasons = refusal.problem
    for confinement in ("--once", "--limits"):
        try:
            sandbox = OtherUser(confinement)
        except OSError as error:
            raise Refusal(f"{reasons} Nor is there another way: {error}.", "Run this as root.") from error
        try:
            sandbox.check()
            return sandbox
        except OSError as error:
            sandbox.close()
            reasons += f" {confinement}: {error}."
    raise Refusal(reasons, "See that anybody may read the environment that setup.sh makes.")


if __name__ == "__main__":
    run(Path(sys.argv[1]))
