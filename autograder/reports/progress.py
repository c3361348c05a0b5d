"""Show a progress bar on the terminal while a class is graded."""

from collections.abc import Iterable

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ..records import Grade
from ..text import visible


def with_progress(console: Console, total: int, grades: Iterable[Grade]) -> list[Grade]:
    """Show a bar until all grades are there, and return them in order of student and exercise."""
    done = []
    columns = (
        TextColumn("Grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[current]}"),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task("", total=total, current="")
        for graded in grades:
            done.append(graded)
            current = visible(f"{graded.student} {graded.exercise}").replace("[", r"\[")
            progress.update(bar, advance=1, current=current)
    return sorted(done, key=lambda graded: (graded.student or "", graded.exercise))
