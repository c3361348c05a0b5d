"""Show progress on the terminal while a class is graded or a file is checked."""

import time
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from ..records import Grade
from ..text import visible


def with_progress(console: Console, total: int, grades: Iterable[Grade]) -> list[Grade]:
    """Show a bar until all grades are known, and return them by student and exercise."""
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


class Waiting:
    """A line about the running check and its duration, which is empty in the first second."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = ", ".join(names)
        self.begin = time.monotonic()

    def __rich__(self) -> Text:
        """Render the current state."""
        seconds = int(time.monotonic() - self.begin)
        if seconds < 1:
            return Text()
        line = f"Checking {visible(self.names)}: {seconds} s so far. Infinite loops are stopped."
        return Text(line, "dim")
