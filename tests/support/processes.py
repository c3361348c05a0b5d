"""Fork processes for tests, and inspect those of this machine in Linux's /proc."""

import multiprocessing
import time
from contextlib import suppress
from pathlib import Path

# Each process is forked from a server that has imported everything any test needs: that takes
# seconds. A test run has one such server, so the list must be complete before it starts.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(
    ["support.zoo_class", "nbgrader.apps.nbgraderapp", "support.nbgrader_course"]
)


def children(pid: int) -> list[int]:
    """Return the children of all threads of a process."""
    found: list[int] = []
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # it has just ended
            found += map(int, thread.read_text().split())
    return found


def descendants(pid: int) -> list[int]:
    """Return the children of a process, their children, and so on."""
    family = []
    for child in children(pid):
        family += [child, *descendants(child)]
    return family


def all_ended(family: list[int], seconds: float = 10.0) -> bool:
    """Wait until none of these processes runs, and tell whether that happened in time."""
    deadline = time.monotonic() + seconds
    while (alive := any(map(running, family))) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not alive


def running(pid: int) -> bool:
    """Tell whether a process exists and is not a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def is_tracker(pid: int) -> bool:
    """Tell whether this is Python's own tracker of semaphores, which stays with its parent."""
    try:
        return "resource_tracker" in Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return False
