"""Make the autograder zip for Gradescope, which needs neither TensorFlow nor the solution."""

from collections.abc import Iterable
from pathlib import Path

import click

from ... import catalog
from ...answers import hidden
from ...authoring.wheel import wheel
from ...disk import zipped
from ..export import UPLOAD, write

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
    """Return the script that installs the wheel and what else the exercise allows."""
    return SETUP.replace("{packages}", " ".join(packages)).encode()


@click.command()
@click.argument("exercise")
@click.option(
    "--seed-file",
    type=click.Path(path_type=Path),
    help="The secret seed; by default the course's own.",
)
@click.option("--out", type=click.Path(path_type=Path), default=UPLOAD, show_default=True)
def export(exercise: str, seed_file: Path | None, out: Path) -> None:
    """Make the autograder zip of one exercise."""
    root = catalog.project_root(Path.cwd())
    name = catalog.find(exercise, catalog.exercises(root, catalog.SOLUTIONS))
    seed = hidden.secret_seed(root, seed_file)
    answers = hidden.hidden_sheet(root, name, seed)
    if answers is None:
        click.echo("Asking TensorFlow for the hidden cases, once for this seed ...")
        answers = hidden.make_hidden_sheet(root, name, seed)
    package, data = wheel()
    files = {
        "setup.sh": setup(catalog.load_spec(catalog.solution(root, name)).packages),
        "run_autograder": RUN.encode(),
        "sheet.npz": answers,
        package: data,
    }
    write(out, {f"{name}.zip": zipped(files, programs=("setup.sh", "run_autograder"))})
    click.echo(
        f"To upload as the autograder: {out / name}.zip. "
        "It holds the hidden answers: keep it to yourself."
    )
