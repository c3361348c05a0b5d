"""Give a process a second request once its answers to the first are sealed: copied to this side.

Whatever the code does, a sealed answer was received before the second request was sent, so it
cannot contain an input of the second request.
"""

import os
import select
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from .process import MOST_READ


class Seal:
    """The two pipes to one process. Close it after use.

    theirs: the process's two ends: one to signal that the first answers are complete, the other for
        the second request.
    """

    def __init__(self) -> None:
        self._done, done = os.pipe()
        more, self._more = os.pipe()
        self.theirs = (done, more)
        self._open = [self._done, self._more, *self.theirs]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every descriptor that is still open."""
        self._close(*list(self._open))

    def started(self) -> None:
        """Close the process's ends, which it has copies of."""
        self._close(*self.theirs)

    def refuse(self) -> None:
        """Send no second request."""
        self._close(self._more)

    def exchange(self, ended: int, seconds: float, more: Callable[[], bytes]) -> None:
        """Wait for the signal, then send what `more` returns.

        ended: a descriptor that becomes readable when the process has ended.
        seconds: by the clock, in total. Afterwards, the caller waits for the process.
        """
        until = time.monotonic() + seconds
        try:
            if _ready(self._done, select.POLLIN, ended, until) and os.read(self._done, 1):
                os.set_blocking(self._more, False)
                self._send(more(), ended, until)
        finally:
            self.refuse()

    def _send(self, request: bytes, ended: int, until: float) -> None:
        left = memoryview(request)
        while left and _ready(self._more, select.POLLOUT, ended, until):
            try:
                left = left[os.write(self._more, left) :]
            except BlockingIOError:  # the process filled its own pipe
                continue
            except BrokenPipeError:
                return

    def _close(self, *descriptors: int) -> None:
        for descriptor in descriptors:
            with suppress(ValueError):
                self._open.remove(descriptor)
                os.close(descriptor)


def copy_of(descriptor: int) -> bytes:
    """Return what `contents` would, without moving the writing process's position."""
    return os.pread(descriptor, min(os.fstat(descriptor).st_size, MOST_READ), 0)


def _ready(descriptor: int, event: int, ended: int, until: float) -> bool:
    """Wait for an event on a descriptor. False if the process ended first, or the time is up."""
    poll = select.poll()
    poll.register(descriptor, event)
    poll.register(ended, select.POLLIN)
    happened = dict(poll.poll(max(0.0, until - time.monotonic()) * 1000))
    return descriptor in happened
