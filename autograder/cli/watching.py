"""Check each file that a student saves, and redraw the screen, until Ctrl-C."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.live import Live
from rich.text import Text

from ..errors import Refusal
from ..grading.watching import watched, with_saved, worth_checking
from ..reports.progress import Waiting
from ..reports.terminal import console
from ..sandbox.forking import first_worker
from ..sandbox.process import Superseded
from .common import COULD_NOT, PASSED, show

if TYPE_CHECKING:
    from ..records import Grade
    from ..sandbox.process import Worker

Checked = list[tuple["Grade", Path]]
Check = Callable[[Sequence[str], "Worker"], Checked]
Report = Callable[[Checked], int]


def keep_checking(words: Sequence[str], worker: Worker, check: Check, report: Report) -> int:
    """Check what the words name, then each saved file, until Ctrl-C. Return the last exit code.

    The worker for the next check starts while the student writes, and before a thread watches for
    changes: where a fork is safe, it is a fork of this process, which has already imported NumPy.

    check: checks what words name. report: shows the result, and returns the exit code.
    """
    here, code = Path.cwd(), PASSED
    ready: Worker | None = worker
    try:
        watch = watched(here, words)
        while True:
            if words and ready:
                used, ready = ready, None
                used.stale = watch.pending
                new_code = _check_once(words, used, check, report)
                if new_code is None:
                    words = with_saved(here, words, worth_checking(here, watch.saved()))
                    ready = _next_worker()
                    continue
                code = new_code
            at = f"Checked at {time.strftime('%H:%M:%S')}. " if words else ""
            show(Text(f"{at}Watching {watch}: save to check; Ctrl-C ends.", "dim"))
            gc.collect()  # `check` has turned the collector off
            ready = ready or _next_worker()
            while not (words := worth_checking(here, watch.wait())):
                pass
    except KeyboardInterrupt:
        if console().is_terminal:  # the terminal has shown ^C
            show(Text())
        return code
    finally:
        if ready:
            ready.discard()


def _next_worker() -> Worker:
    return first_worker(patience=1.0)  # the thread of Live may not have ended yet


def _check_once(words: Sequence[str], worker: Worker, check: Check, report: Report) -> int | None:
    """Check and show. Return the exit code, or None if a file was saved before the result."""
    screen = console()
    try:
        with Live(Waiting([Path(word).name for word in words]), console=screen, transient=True):
            checked = check(words, worker)
    except Superseded:
        return None
    except Refusal as refusal:  # the student may fix it, and save again
        screen.clear()
        show(Text(f"{refusal.problem}\n{refusal.remedy}\n"))
        return COULD_NOT
    screen.clear()
    return report(checked)
