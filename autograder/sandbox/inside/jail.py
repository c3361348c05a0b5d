"""Lock up the worker: limits, and on Linux a fork and namespaces of its own for every task.

    jail            a warm server: standard input is a socket, each message on it brings one task
    jail --once     limits and filter, for one task inside a bubblewrap of its own
    jail --limits   the limits alone, for one task where there is no sandbox

The server imports NumPy once. For each message it forks a keeper, which steps into fresh namespaces, forks the prisoner
and waits for its end. The server never reads a byte of a student's: only descriptors pass through it, and the prisoner
reads its request itself, so nothing of one student is in the memory that the next is forked from.

Everything here runs inside bubblewrap's read-only root; it imports the standard library and the worker, nothing else.
"""

import contextlib
import ctypes
import faulthandler
import gc
import json
import math
import os
import resource
import select
import signal
import socket
import struct
import sys
import time
from typing import Any, NoReturn

from . import denied, worker
from .calling import MOST_BYTES

MEMORY = 2**30  # beyond what NumPy takes
FILE_SIZE = MOST_BYTES + 2**24
OUT_OF_TIME = 128 + signal.SIGXCPU
LONGEST_SLEEP = 3.0  # seconds

NEW_NAMESPACES = (
    0x00020000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000
)  # ns uts ipc user pid net
NOSUID, NODEV, NOEXEC, REC, PRIVATE = 2, 4, 8, 1 << 14, 1 << 18
NO_NEW_PRIVS = 38
CAPABILITY_VERSION = 0x20080522


def c_call(name: str, *arguments: Any) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def mount(kind: str | None, target: str, flags: int) -> None:
    source = kind.encode() if kind else None
    c_call("mount", source, target.encode(), source, ctypes.c_ulong(flags), None)


# -- limits, for every way to run --------------------------------------------------------------------------------------


def limit(results: int, seconds: float) -> None:
    """Bound what this process may use from here on. At the end of its time it leaves behind where it was."""
    os.environ.clear()
    faulthandler.enable(results, all_threads=False)
    signal.signal(signal.SIGXCPU, lambda *_: os._exit(OUT_OF_TIME))
    faulthandler.register(signal.SIGXCPU, file=results, all_threads=False, chain=True)
    cpu = math.ceil(time.process_time() + seconds)
    at_most(resource.RLIMIT_CPU, cpu, cpu + 1)
    at_most(resource.RLIMIT_FSIZE, FILE_SIZE)
    at_most(resource.RLIMIT_NOFILE, 64)
    at_most(resource.RLIMIT_NPROC, 0)  # no further process, no thread
    at_most(resource.RLIMIT_CORE, 0)
    at_most(resource.RLIMIT_STACK, 2**23)
    if sys.platform == "linux":
        at_most(resource.RLIMIT_AS, address_space() + MEMORY)
        at_most(resource.RLIMIT_MEMLOCK, 0)
        at_most(resource.RLIMIT_MSGQUEUE, 0)
        at_most(resource.RLIMIT_SIGPENDING, 64)


def at_most(kind: int, soft: int, hard: int | None = None) -> None:
    ceiling = resource.getrlimit(kind)[1]
    ceiling = sys.maxsize if ceiling == resource.RLIM_INFINITY else ceiling
    resource.setrlimit(kind, (min(soft, ceiling), min(hard or soft, ceiling)))


def address_space() -> int:
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def locked(system_calls: denied.Filter) -> worker.Watch:
    """The limits, and then the filter: as the last step, for the limits need calls that it denies."""

    def limit_and_deny(results: int, seconds: float) -> None:
        limit(results, seconds)
        system_calls.put_on()

    return limit_and_deny


# -- the prisoner ------------------------------------------------------------------------------------------------------


def prisoner(descriptors: list[int], ready: int, system_calls: denied.Filter) -> NoReturn:
    """The first process of its namespaces: confine yourself, say so, and become the worker."""
    try:
        os.setsid()  # or a signal to its process group would reach the server
        confine()
        for target, descriptor in enumerate(descriptors):
            os.dup2(descriptor, target)
        os.dup2(ready, 3)
        close_from(4)
        os.write(3, b"ready")
    except BaseException as error:
        os.write(ready, f"{type(error).__name__}: {error}".encode())
        os._exit(1)
    os.close(3)
    code = 1
    try:
        worker.main(locked(system_calls))
        code = 0
    finally:
        os._exit(code)  # whatever it raises: the keeper's code is no business of the prisoner's


def close_from(first: int) -> None:
    for descriptor in map(int, os.listdir("/proc/self/fd")):
        if descriptor >= first:
            with contextlib.suppress(OSError):  # the listing's own
                os.close(descriptor)


def confine() -> None:
    """A private view: own processes only, and no right to make another."""
    mount(None, "/", REC | PRIVATE)
    mount("proc", "/proc", NOSUID | NODEV | NOEXEC)
    with open("/proc/sys/user/max_user_namespaces", "w") as file:
        file.write("0")
    c_call("prctl", NO_NEW_PRIVS, 1, 0, 0, 0)
    c_call("capset", struct.pack("Ii", CAPABILITY_VERSION, 0), bytes(24))


# -- the keeper --------------------------------------------------------------------------------------------------------


def keeper(descriptors: list[int], wall: float, system_calls: denied.Filter) -> dict[str, Any]:
    """Make the namespaces, fork the prisoner into them, and see it to its end."""
    start = time.monotonic()
    enter_namespaces()
    said, ready = os.pipe()
    child = os.fork()
    if child == 0:
        prisoner(descriptors, ready, system_calls)
    os.close(ready)
    with open(said, "rb") as stream:
        message = stream.read(1000)
    if message != b"ready":
        os.waitpid(child, 0)
        return {
            "failed": message.decode("utf-8", "replace")
            or "the prisoner died before it was locked up"
        }
    overdue = outstays(child, wall)
    if overdue:
        os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    seconds = time.monotonic() - start
    return {"code": 128 - code if code < 0 else code, "overdue": overdue, "seconds": seconds}


def outstays(child: int, wall: float) -> bool:
    """Whether its time is over before it ends; or it sleeps, which costs no CPU time, where nobody will wake it.

    What waits for a processor or for the disk on a busy machine is not asleep.
    """
    start = awake = time.monotonic()
    process, before = os.pidfd_open(child), [b""]
    while not select.select([process], [], [], 0.25)[0]:
        with open(
            "/proc/1/stat", "rb"
        ) as file:  # the child's own /proc, mounted by it: there it is the first
            state, *fields = file.read().rpartition(b")")[2].split()
        used, now = fields[10:12], time.monotonic()
        if state not in (b"S", b"T") or used != before:
            before, awake = used, now
        if now > start + wall or now > awake + LONGEST_SLEEP:
            return True
    return False


def enter_namespaces() -> None:
    uid, gid = os.getuid(), os.getgid()
    c_call("unshare", NEW_NAMESPACES)
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {uid} 1"),
        ("gid_map", f"{gid} {gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


# -- the server --------------------------------------------------------------------------------------------------------


def serve(connection: socket.socket) -> None:
    system_calls = denied.Filter()
    gc.freeze()  # leave the pages that all forks share alone
    while True:
        message, descriptors, _, _ = socket.recv_fds(connection, 1000, 3)
        if not message:
            return
        child = os.fork()
        if child == 0:
            try:
                answer = keeper(descriptors, json.loads(message)["wall"], system_calls)
            except BaseException as error:
                answer = {"failed": f"{type(error).__name__}: {error}"}
            connection.send(json.dumps(answer).encode())
            os._exit(0)
        for descriptor in descriptors:
            os.close(descriptor)
        if os.waitpid(child, 0)[1] != 0:
            connection.send(json.dumps({"failed": "the keeper died"}).encode())


if __name__ == "__main__":
    if "--limits" in sys.argv:
        worker.main(limit)
    elif "--once" in sys.argv:
        worker.main(locked(denied.Filter()))
    else:
        serve(socket.socket(fileno=0))
