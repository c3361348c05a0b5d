"""Limit the resources of a process: CPU time, memory, files, processes and threads."""

import faulthandler
import math
import os
import resource
import signal
import sys
import time

from . import FILE_SIZE, OUT_OF_TIME
from .kits import Kit

MEMORY = 2**30  # beyond what the packages use
GRACE = 1  # seconds of CPU time between the signal that the time is up and the death


def limit(kit: Kit, results: int, seconds: float, supervised: bool = False) -> None:
    """Limit the resources of this process from now on, and add to its environment.

    results: the descriptor that takes a traceback when the time is up.
    seconds: of CPU time, from now.
    supervised: whether the server measures the CPU time of this process. Otherwise its threads,
        which can ignore SIGXCPU, must not be killed before `seconds` by the clock: the grader would
        conclude that they were killed from outside.
    """
    os.environ.update(kit.settings)
    faulthandler.enable(results, all_threads=False)
    signal.signal(signal.SIGXCPU, lambda *_: os._exit(OUT_OF_TIME))
    faulthandler.register(signal.SIGXCPU, file=results, all_threads=False, chain=True)
    cpu = math.ceil(time.process_time() + seconds)
    at_once = (os.cpu_count() or 1) if kit.threads and not supervised else 1
    at_most(resource.RLIMIT_CPU, cpu, cpu + GRACE + math.ceil(seconds * (at_once - 1)))
    at_most(resource.RLIMIT_FSIZE, FILE_SIZE)
    at_most(resource.RLIMIT_NOFILE, 64)
    at_most(resource.RLIMIT_NPROC, kit.threads)  # new processes and threads
    at_most(resource.RLIMIT_CORE, 1)  # with 0, some systems still hand the dump to a program
    at_most(resource.RLIMIT_STACK, 2**23)
    if sys.platform == "linux":
        at_most(resource.RLIMIT_AS, address_space() + MEMORY)
        at_most(resource.RLIMIT_MEMLOCK, 0)
        at_most(resource.RLIMIT_MSGQUEUE, 0)
        at_most(resource.RLIMIT_SIGPENDING, 64)


def at_most(kind: int, soft: int, hard: int | None = None) -> None:
    """Set one resource limit, or keep the present one where that is lower."""
    ceiling = resource.getrlimit(kind)[1]
    ceiling = sys.maxsize if ceiling == resource.RLIM_INFINITY else ceiling
    resource.setrlimit(kind, (min(soft, ceiling), min(hard or soft, ceiling)))


def address_space() -> int:
    """Return the size of this process's address space in bytes."""
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[0]) * resource.getpagesize()
