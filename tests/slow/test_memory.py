"""Test that a task's memory is bounded without cgroups, by taking as much as possible."""

import sys
from collections.abc import Iterator

import numpy as np
import pytest
from support.zoo_memory import MOST, WAYS

from autograder.records import Answer, SheetCase, Submission, TaskSheet
from autograder.sandbox.bubblewrap import ColdSandbox, WarmSandbox

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux")

MIB = 2**20
GREEDY = b'''
import ctypes
import fcntl
import mmap
import os
import resource
import socket
import struct

import numpy as np

STATUS = open("/proc/self/status")
LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.mmap.restype = ctypes.c_void_p
PARTS = []


def until_refused(take):
    """Return how many bytes were had in the end."""
    had = 0
    while True:
        try:
            had += take()
        except (OSError, MemoryError) as error:
            return had


def checked(result, size):
    if result < 0:
        raise OSError(ctypes.get_errno())
    return size


def pipe():
    end, start = os.pipe()
    try:
        fcntl.fcntl(start, fcntl.F_SETPIPE_SZ, 2**20)
    except PermissionError:
        pass  # this one stays as small as it is
    return fcntl.fcntl(start, fcntl.F_GETPIPE_SZ)


def pair():
    one, other = socket.socketpair()
    return one.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)


def memfd():
    return os.write(os.memfd_create("x"), bytes(2**20))


def segment():
    return checked(LIBC.shmget(0, ctypes.c_size_t(2**20), 0o1600), 2**20)


def queue():
    return checked(LIBC.msgget(0, 0o1600), 2**14)


def watches():
    descriptor = checked(LIBC.inotify_init1(0), 3)
    for folder, _, names in os.walk("/packages"):
        for name in names:
            path = os.path.join(folder, name).encode()
            checked(LIBC.inotify_add_watch(descriptor, path, 0xFFF), 0)
    return 2**24


def locks():
    for start in range(20_000, 0, -2):
        fcntl.fcntl(2, fcntl.F_SETLK, struct.pack("hhqqi", fcntl.F_RDLCK, 0, start, 1, 0))
    return 2**22


def reserved():
    """Reserve room beyond the end of the files that the grader reads, by each of two calls."""
    one = LIBC.fallocate(2, 1, ctypes.c_long(2**20), ctypes.c_long(2**30))
    room = struct.pack("hhqqi20x", 0, 0, 2**20, 2**30, 0)
    other = LIBC.ioctl(2, ctypes.c_ulong(0x4030582A), room)
    return checked(max(one, other), 2**30)


def spliced():
    """Empty a file that a pipe holds a byte of: the pipe keeps as much as was written at once."""
    end, start = os.pipe()
    os.ftruncate(2, 2**25)
    os.pwrite(2, bytes(2**21), 2**22)
    os.splice(2, start, 1, offset_src=2**22, flags=2)
    os.ftruncate(2, 2**22)
    return 2**21


def huge():
    """Keep a part of a huge page, which stays whole, and give the rest of its room back."""
    room = mmap.mmap(-1, 2**22, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    room.madvise(14)
    room[:] = bytes(2**22)
    with open("/proc/self/smaps") as file:
        pages = [int(line.split()[1]) for line in file if line.startswith("AnonHugePages:")]
    return checked(sum(pages) - 1, 2**34)


def all_but_a_page(place):
    """Keep one page of a mapping; nothing else of it counts as address space any more."""
    if place in (None, 2**64 - 1) or len(PARTS) == 4:
        raise MemoryError
    ctypes.memset(ctypes.c_void_p(place), 1, 2**24)
    LIBC.munmap(ctypes.c_void_p(place + 4096), ctypes.c_size_t(2**24 - 4096))
    PARTS.append(place)
    return 2**24


def unmapped():
    return all_but_a_page(LIBC.mmap(None, ctypes.c_size_t(2**24), 3, 0x21, -1, 0))


def zeros():
    device = os.open("/dev/zero", os.O_RDWR)
    return all_but_a_page(LIBC.mmap(None, ctypes.c_size_t(2**24), 3, 1, device, 0))


def futexes():
    return checked(LIBC.prctl(78, 1, ctypes.c_long(2**20), 0, 0), 2**34)


def file_in_tmp():
    with open("/tmp/x", "ab", 0) as file:
        return file.write(bytes(2**20))


def file_elsewhere():
    with open("/dev/shm/x", "ab", 0) as file:
        return file.write(bytes(2**20))


def printed():
    return os.write(2, bytes(2**20))


def pages(count=[0]):
    """Take two pages on both sides of a whole gibibyte, which takes four pages of tables more."""
    count[0] += 1
    start = ctypes.c_void_p(2**40 + count[0] * 2**31 - 4096)
    place = LIBC.mmap(start, ctypes.c_size_t(8192), 3, 0x100022, -1, 0)
    if place in (None, 2**64 - 1):
        raise MemoryError
    ctypes.memset(place, 1, 8192)
    return 8192


def tables():
    STATUS.seek(0)
    return int(next(line for line in STATUS if line.startswith("VmPTE")).split()[1]) * 1024


def anonymous(kept=[]):
    if len(kept) == 31:
        raise MemoryError  # what is left is for the pages
    kept.append(mmap.mmap(-1, 2**24, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS))
    return 2**24


def take(x):
    nothing = memfd, pair, segment, queue, watches, locks, reserved, spliced, huge
    ways = *nothing, unmapped, zeros, futexes, file_elsewhere, file_in_tmp, printed, pipe
    taken = [until_refused(way) for way in ways]
    taken.append(until_refused(anonymous))
    before = tables()
    small = until_refused(pages)
    return np.array([*taken, small, tables() - before])
'''


@pytest.fixture(params=[ColdSandbox, WarmSandbox], ids=lambda kind: kind.__name__)
def sandbox(request: pytest.FixtureRequest) -> Iterator[ColdSandbox | WarmSandbox]:
    with request.param() as sandbox:
        yield sandbox


def test_all_memory_that_can_be_had_is_bounded(sandbox: ColdSandbox | WarmSandbox) -> None:
    submission = Submission(
        exercise="09_greedy", module="greedy", filename="greedy.py", cells=(GREEDY,), sha256=""
    )
    case = SheetCase(
        aspect="", exact=True, public=True, arrays={"x": np.zeros(1)}, options={}, answers={}
    )
    sheet = TaskSheet(
        name="take",
        points=1.0,
        arrays={"x": "a"},
        parts={"taken": "ways"},
        integer=False,
        seconds=20.0,
        cases=(case,),
    )
    (run,) = sandbox.run(submission, [sheet])
    assert run.outcomes, run
    assert isinstance(run.outcomes[0].result, Answer), run
    taken = dict(zip(WAYS, (run.outcomes[0].parts[0] / MIB).tolist(), strict=True))
    assert {way: size for way, size in taken.items() if size > MOST[way] + 1} == {}
    assert sum(taken.values()) < 2200
