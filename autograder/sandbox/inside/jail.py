"""Confine the worker: resource limits, and on Linux a fork and namespaces of its own.

    jail            a warm server: standard input is a socket, each message a request
    jail --alone    folder, limits and filter, for one request in a bubblewrap of its own
    jail --once     limits and filter, for one request without namespaces
    jail --limits   limits only, for one request without a sandbox

Further arguments are the packages of the exercise, and two descriptors if the process has a seal.
The server imports NumPy once, and TensorFlow if it is among the packages. It then forks a child
process into new namespaces, and waits for it to end. The child confines itself and rehearses before
the next message arrives, then takes it and runs its tasks. The server reads no student data, so
none is in the memory that the next student's process is forked from.

All of this runs inside bubblewrap's read-only root.
"""

import contextlib
import ctypes
import fcntl
import gc
import importlib
import json
import os
import socket
import struct
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any, NoReturn

from . import FOLDER, denied, fence, worker
from .kits import Kit, prepared
from .limits import limit
from .rehearsal import rehearse
from .supervising import Process, wait

# Inodes are limited too: each takes a kilobyte or more of the kernel's memory.
FOLDER_HOLDS = "size=16m,nr_inodes=1000,mode=700"
READY = 2  # processes: one for the next message, and one for the message after it
REHEARSALS = 30  # of the server: enough for Python to specialise the code of a call
# NumPy imports these on first use, which would repeat in each process.
LAZY = "numpy.fft", "numpy.linalg", "numpy.polynomial", "numpy.random"

MOUNTS = 0x00020000  # of unshare: a mount namespace
READ_ONLY, NOSUID, NODEV, NOEXEC, REMOUNT = 1, 2, 4, 8, 1 << 5
BIND, REC, PRIVATE = 1 << 12, 1 << 14, 1 << 18
NO_NEW_PRIVS, NO_HUGE_PAGES = 38, 41
CAPABILITY_VERSION = 0x20080522


def c_call(name: str, *arguments: Any) -> None:
    """Call a function of the C library, and raise OSError if it fails."""
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def mount(kind: str | None, target: str, flags: int, options: str = "") -> None:
    """Mount a file system of this kind; without a kind, only change the flags of a mount."""
    source = kind.encode() if kind else None
    c_call("mount", source, target.encode(), source, ctypes.c_ulong(flags), options.encode())


def enter_folder() -> None:
    """Give this process a small, empty, private folder in memory that ends with it."""
    mount("tmpfs", FOLDER, NOSUID | NODEV | NOEXEC, FOLDER_HOLDS)
    os.chdir(FOLDER)


def use_small_pages() -> None:
    """Give this process no pages of 2 MiB.

    A page stays in memory while any part is in use, but only that part counts as address space.
    """
    c_call("prctl", NO_HUGE_PAGES, 1, 0, 0, 0)


def drop_capabilities() -> None:
    """Drop every capability, for good."""
    c_call("prctl", NO_NEW_PRIVS, 1, 0, 0, 0)
    c_call("capset", struct.pack("Ii", CAPABILITY_VERSION, 0), bytes(24))


# -- the child process -------------------------------------------------------------------------


def restrictions(kit: Kit, system_calls: denied.Filter, supervised: bool) -> worker.Watch:
    """Return a function that sets the limits and then loads the filter.

    The filter comes last because it denies calls that set limits.
    """

    def limit_and_deny(results: int, seconds: float) -> None:
        limit(kit, results, seconds, supervised)
        system_calls.load()

    return limit_and_deny


def child(connection: socket.socket, watch: worker.Watch, report: int) -> NoReturn:
    """Confine this process, take the next message, and become the worker.

    It is the first process of its namespaces.

    watch: sets the limits.
    report: the descriptor that gets a copy of the message or {failed: reason}; nothing after
        the last message.
    """
    try:
        os.setsid()  # a signal to its process group must not reach the server
        confine()
        rehearse()
        message, descriptors, _, _ = socket.recv_fds(connection, 1000, 5)
        if not message:
            os._exit(0)
        report = fcntl.fcntl(report, fcntl.F_DUPFD, 16)  # above all later ones
        for target, descriptor in enumerate(descriptors):
            os.dup2(descriptor, target)
        report = os.dup2(report, len(descriptors))
        close_from(report + 1)
        os.write(report, message)
    except BaseException as error:
        os.write(report, json.dumps({"failed": f"{type(error).__name__}: {error}"}).encode())
        os._exit(1)
    os.close(report)
    code = 1
    try:
        worker.main(watch, seal_of(range(len(descriptors))[3:]), for_check=False)
        code = 0
    finally:
        os._exit(code)  # even on an error, the child must not return into the server's code


def seal_of(descriptors: Sequence[int]) -> worker.Seal | None:
    """Return the worker's seal, if there are two descriptors for it."""
    if not descriptors:
        return None
    done, more = descriptors
    return done, more


def refuse_threads() -> None:
    """Raise RuntimeError if a library has started a thread: no fork or filter would reach it."""
    if len(os.listdir("/proc/self/task")) > 1:
        raise RuntimeError("a library has started a thread")


def close_from(first: int) -> None:
    """Close every descriptor from this one upwards."""
    for descriptor in map(int, os.listdir("/proc/self/fd")):
        if descriptor >= first:
            with contextlib.suppress(OSError):  # the listing's own descriptor is already closed
                os.close(descriptor)


def confine() -> None:
    """Give this process a private /proc and folder, no capabilities, no further namespaces.

    /proc is read-only in the end: some of its files change what other processes see.
    """
    mount(None, "/", REC | PRIVATE)
    mount("proc", "/proc", NOSUID | NODEV | NOEXEC)
    with open("/proc/sys/user/max_user_namespaces", "w") as file:
        file.write("0")
    mount(None, "/proc", REMOUNT | BIND | READ_ONLY | NOSUID | NODEV | NOEXEC)
    enter_folder()
    drop_capabilities()


# -- the server --------------------------------------------------------------------------------


def serve(connection: socket.socket, watch: worker.Watch) -> None:
    """Answer one message after another, until the connection closes or something fails.

    A message is {wall, seconds}, its limits in seconds of wall-clock time and of CPU time, as JSON,
    with the descriptors of the request, the results and the output, and of any seal. The reply is
    what `Process.reap` returns, as JSON.

    watch: sets the limits of a process.
    """
    for name in LAZY:
        importlib.import_module(name)
    fence.survey()
    for _ in range(REHEARSALS):
        rehearse()
    gc.collect()
    gc.freeze()  # so that the collector does not write to pages that all forks share
    processes: list[Process] = []
    try:
        refuse_threads()
        while True:
            while len(processes) < READY:
                processes.append(Process(partial(child, connection, watch)))
            for process in wait(processes):
                processes.remove(process)
                answer = process.reap()
                if answer:
                    connection.send(json.dumps(answer).encode())
                if not answer or "failed" in answer:
                    return
    except Exception as error:
        failed = {"failed": f"{type(error).__name__}: {error}"}
        connection.send(json.dumps(failed).encode())


if __name__ == "__main__":
    kit = prepared(sys.argv[1:])
    rehearse()  # its matrix product takes OpenBLAS's memory, which the limits might not leave
    if "--limits" in sys.argv:
        worker.main(partial(limit, kit), for_check=False)
    alone = {"--once", "--alone"} & {*sys.argv}
    watch = restrictions(kit, denied.Filter(threads=kit.threads > 0), supervised=not alone)
    if "--once" in alone:
        worker.main(watch, for_check=False)
    use_small_pages()
    if "--alone" in alone:
        refuse_threads()
        c_call("unshare", MOUNTS)
        enter_folder()
        drop_capabilities()
        seal = seal_of([int(word) for word in sys.argv if word.isdigit()])
        worker.main(watch, seal, for_check=False)
    serve(socket.socket(fileno=0), watch)
