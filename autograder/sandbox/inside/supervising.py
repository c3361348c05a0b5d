"""Fork processes into new namespaces, and watch each until it ends."""

import ctypes
import json
import os
import select
import signal
import time
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from . import denied
from .limits import GRACE

LONGEST_SLEEP = 3.0  # seconds
TICK = 0.25  # seconds between two looks at a running process
# In this order: mount, uts, ipc, user, pid, net.
NEW_NAMESPACES = 0x00020000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000


class Process:
    """A process in namespaces of its own, the first of them, forked when this object is made.

    become: what it does, given the descriptor for its report: {wall, seconds}, the limits that it
        got with its message, or {failed: reason}; nothing if there is no further message.
    wall: by the clock. seconds: of CPU time. The kernel checks its own limit only when the clock
        ticks: a process that always sleeps then never reaches it.
    """

    def __init__(self, become: Callable[[int], NoReturn]) -> None:
        mapped, mapping = os.pipe()
        self.report: int | None
        self.report, theirs = os.pipe()
        self._pid = clone()
        if self._pid == 0:
            os.close(mapping)
            os.read(mapped, 1)  # until the other end is closed
            become(theirs)
        os.close(theirs)
        os.close(mapped)
        map_ids(self._pid)
        os.close(mapping)
        self.ended = os.pidfd_open(self._pid)
        self._reported: dict[str, Any] = {}
        self._overdue = False

    def read_report(self) -> None:
        """Read the report. If it contains limits, they apply from now on."""
        assert self.report is not None
        with open(self.report, "rb") as stream:
            self._reported = json.loads(stream.read(1000) or "{}")
        self.report = None
        self._start = self._awake = time.monotonic()
        self._fields: list[bytes] = []

    @property
    def limited(self) -> bool:
        """Whether it has got a message, and with it limits."""
        return "wall" in self._reported

    def kill_if_overdue(self) -> None:
        """Kill the process if it is out of time, or sleeps.

        A process that sleeps for LONGEST_SLEEP and uses no CPU time has nothing to wait for. A
        process that waits for a processor or the disk is not asleep.
        """
        with open(f"/proc/{self._pid}/stat", "rb") as file:
            state, *fields = file.read().rpartition(b")")[2].split()
        used, now = fields[10:12], time.monotonic()
        if state not in (b"S", b"T", b"Z") or used != self._fields:  # Z: its first thread ended
            self._fields, self._awake = used, now
        wall, seconds = self._reported["wall"], self._reported["seconds"]
        # The kernel's limit rounds up.
        most = (seconds + 1 + GRACE) * os.sysconf("SC_CLK_TCK")
        if (
            now > self._start + wall
            or now > self._awake + LONGEST_SLEEP
            or sum(map(int, used)) > most
        ):
            self._overdue = True
            os.kill(self._pid, signal.SIGKILL)

    def reap(self) -> dict[str, Any] | None:
        """Return how the process ended, once it has.

        Either {code, overdue, seconds}, like the fields of process.Death, or {failed: reason}; None
        if there was no further message.
        """
        if self.report is not None:
            self.read_report()
        _, status, usage = os.wait4(self._pid, 0)
        os.close(self.ended)
        code = os.waitstatus_to_exitcode(status)
        if not self.limited:
            if not self._reported and code == 0:
                return None
            return {"failed": "its process died before it was confined", **self._reported}
        # Threads on several processors use up the CPU time sooner than the clock shows.
        by_clock = time.monotonic() - self._start
        seconds = max(by_clock, usage.ru_utime + usage.ru_stime)
        code = 128 - code if code < 0 else code
        return {"code": code, "overdue": self._overdue, "seconds": seconds}


def wait(processes: Sequence[Process]) -> list[Process]:
    """Wait until some of these processes have ended. Return those.

    Meanwhile, read their reports and keep their limits.
    """
    while True:
        reports = [each.report for each in processes if each.report is not None]
        running = [each for each in processes if each.limited]
        watched = [*reports, *(each.ended for each in processes)]
        ready = select.select(watched, [], [], TICK if running else None)[0]
        for each in processes:
            if each.report in ready:
                each.read_report()
        if ended := [each for each in processes if each.ended in ready]:
            return ended
        for each in running:
            each.kill_if_overdue()


def clone() -> int:
    """Return what os.fork would; the new process is in new namespaces.

    The C library has no such fork, and to fork twice, from a process that has entered new
    namespaces, takes longer. Its handlers of forks are not called: they are about other threads,
    which this process must not have.
    """
    libc = ctypes.PyDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    number = denied.number_of("clone")
    flags = NEW_NAMESPACES | signal.SIGCHLD
    ctypes.pythonapi.PyOS_BeforeFork()
    pid: int = libc.syscall(*map(ctypes.c_long, (number, flags, 0, 0, 0, 0)))
    if pid == 0:
        ctypes.pythonapi.PyOS_AfterFork_Child()
        return 0
    error = ctypes.get_errno()
    ctypes.pythonapi.PyOS_AfterFork_Parent()
    if pid < 0:
        raise OSError(error, f"clone: {os.strerror(error)}")
    return pid


def map_ids(pid: int) -> None:
    """Make a process in a new user namespace the same user as this one."""
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{os.getuid()} {os.getuid()} 1"),
        ("gid_map", f"{os.getgid()} {os.getgid()} 1"),
    ):
        with open(f"/proc/{pid}/{name}", "w") as file:
            file.write(text)
