"""Provide what several commands use: exit codes, types of paths, printing, hidden sheets."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import Refusal

if TYPE_CHECKING:
    from rich.console import RenderableType

    from ..grading.sets import ExerciseSet

PASSED, FAILED, COULD_NOT = 0, 1, 2
FILE, FOLDER = click.Path(path_type=Path), click.Path(path_type=Path, file_okay=False)


def sets_here() -> tuple[ExerciseSet, ...]:
    """Return the sets of exercises of the course around this folder; none outside a course."""
    from .. import catalog
    from ..grading.sets import read_sets

    try:
        root = catalog.project_root(Path.cwd())
    except Refusal:
        return ()
    return tuple(read_sets(root).values())


def relative(path: Path, here: Path) -> str:
    """Write a file's path relative to a folder, so that editors can open it."""
    try:
        return os.path.relpath(path, here)
    except ValueError:  # on another drive
        return str(path)


def show(renderable: RenderableType) -> None:
    """Print on standard output."""
    from ..reports.terminal import console

    console().print(renderable)


def hidden_sheets(
    root: Path, names: Iterable[str], seed_file: Path | None = None
) -> dict[str, bytes]:
    """Return the hidden sheet of each exercise. TensorFlow makes those that do not exist yet."""
    from ..answers import hidden
    from ..reports.terminal import console

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
