"""Share exit codes, types of paths, printing and sets among the commands."""

from __future__ import annotations

import os
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
