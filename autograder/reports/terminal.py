"""Render the exercises of a course on a terminal, and define what all terminal reports share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..errors import lacking
from ..records import Verdict
from ..spec import Exercise
from . import words
from .remembered import LastResult

# Only the terminal's own sixteen colours, which are legible on a light or dark background.
STYLES: dict[Verdict, str] = {
    "pass": "green",
    "not_implemented": "yellow",
    "missing": "yellow",
    "not_graded": "magenta",
}
LOUD = "bold magenta reverse"


def console(stderr: bool = False) -> Console:
    """Return the terminal, without rich's highlighting of numbers and without emoji."""
    return Console(stderr=stderr, highlight=False, emoji=False)


def mark(verdict: Verdict) -> Text:
    """Return the mark of a verdict in its colour."""
    return Text().append(words.VERDICTS[verdict][0], f"bold {STYLES.get(verdict, 'red')}")


def catalog_table(
    exercises: Mapping[str, Exercise],
    found: Mapping[str, Mapping[str, LastResult]] | None = None,
    root: Path | None = None,
) -> RenderableType:
    """Render the exercises of a course: title, tasks and points, a row for each task once checked.

    found: the last results of `check`: exercise -> task -> result. root: the course's folder.
    """
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column("exercises and their tasks")
    table.add_column("points", justify="right", no_wrap=True)
    for name, exercise in exercises.items():
        total = words.short(sum(task.points for task in exercise.tasks))
        last = (found or {}).get(name, {})
        if last:
            total = f"{words.short(sum(each.score or 0.0 for each in last.values()))} of {total}"
        named = Text.assemble((f"{name}  {exercise.title}", "bold"), _when(last.values(), root))
        table.add_row(named, Text(total, "bold"))
        if not last:  # a row for each task would fill more than a screen
            tasks = "  ".join(task.name for task in exercise.tasks)
            table.add_row(Padding(Text(tasks, "dim"), (0, 0, 0, 4)))
        for task in exercise.tasks if last else ():
            each, most = last.get(task.name), words.short(task.points)
            points = f"{words.short(each.score)} of {most}" if each else most
            done = mark(each.verdict) if each else Text(" ")
            state = f"  {each.state}" if each else ""
            table.add_row(Text.assemble("  ", done, f" {task.name}", (state, "dim")), points)
        if refusal := lacking(name, exercise.packages):
            table.add_row(Text(f"{refusal.problem}\n{refusal.remedy}", LOUD))
    return table


def _when(found: Iterable[LastResult], root: Path | None) -> str:
    """Write when an exercise was last checked, and whether its file has changed since."""
    last = max(found, key=lambda each: each.time, default=None)
    if last is None:
        return ""
    since = "\nfile changed since" if root and last.is_old(root) else ""
    return f"\nchecked {last.time}{since}"
