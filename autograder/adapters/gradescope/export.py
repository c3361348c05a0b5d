"""Make the autograder zip for Gradescope, which needs neither TensorFlow nor the solution."""

import json
from collections.abc import Iterable
from pathlib import Path

import click

from ... import catalog
from ...authoring.wheel import wheel
from ...disk import zipped
from ...grading.sets import find_set
from ...grading.sheets import hidden_sheets
from ..export import OUT, SET, write

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
"$here/../venv/bin/python" -m pip install --quiet "$here"/*.whl {packages}
chmod -R go= "$here" # the answers are in it
"""  # noqa: E501
RUN = """\
#!/bin/sh
root=$(dirname "$(readlink -f "$0")")
exec "$root/venv/bin/python" -m autograder.adapters.gradescope "$root"
"""


def setup(packages: Iterable[str]) -> bytes:
    """Return the script that installs the wheel, and the packages that the exercises allow."""
    return SETUP.replace("{packages}", " ".join(packages)).encode()


@click.command()
@click.argument("exercise", required=False)
@SET
@click.option(
    "--seed-file",
    type=click.Path(path_type=Path),
    help="The secret seed; by default, the course's.",
)
@OUT
def export(exercise: str | None, set_name: str | None, seed_file: Path | None, out: Path) -> None:
    """Make the autograder zip of one exercise, or of a set as one assignment."""
    if bool(exercise) == bool(set_name):
        raise click.UsageError("Name an exercise, or a set of exercises with --set.")
    root = catalog.project_root(Path.cwd())
    known = catalog.exercises(root, catalog.SOLUTIONS)
    chosen = find_set(root, set_name) if set_name else None
    names = chosen.exercises if chosen else [catalog.find(exercise or "", known)]
    specs = {name: catalog.load_spec(catalog.solution(root, name)) for name in names}
    weights = chosen.weights if chosen else {}
    worth = {
        name: weights.get(name, sum(task.points for task in spec.tasks))
        for name, spec in specs.items()
    }
    packages = dict.fromkeys(package for spec in specs.values() for package in spec.packages)
    sheets = hidden_sheets(root, names, seed_file)
    wheel_name, data = wheel()
    files = {
        "setup.sh": setup(packages),
        "run_autograder": RUN.encode(),
        "points.json": json.dumps(worth).encode(),
        **{f"sheets/{name}.npz": sheet for name, sheet in sheets.items()},
        wheel_name: data,
    }
    file = f"{chosen.name if chosen else names[0]}.zip"
    write(out, {file: zipped(files, programs=("setup.sh", "run_autograder"))})
    click.echo(
        f"Upload {out / file} as the autograder. It holds the hidden answers: do not share it."
    )
