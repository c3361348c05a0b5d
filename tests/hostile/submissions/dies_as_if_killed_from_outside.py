"""Lets the kernel's timers kill it at the moment of a fault, when process 1 is not protected.

Verdict: crash
"""

import ctypes
import signal
import time

TIMER_CREATE, TIMER_SETTIME = 222, 223
MONOTONIC = ABSOLUTE = 1
libc = ctypes.CDLL(None)
event = ctypes.create_string_buffer(64)
ctypes.c_int.from_buffer(event, 8).value = signal.SIGKILL


def dense(inputs, kernel, bias):
    signal.signal(signal.SIGSEGV, signal.SIG_DFL)
    fault = time.monotonic_ns() + 3_000_000
    for number in range(60):
        timer = ctypes.c_int()
        libc.syscall(TIMER_CREATE, MONOTONIC, event, ctypes.byref(timer))
        when = (ctypes.c_long * 4)(0, 0, *divmod(fault + 20_000 * number, 10**9))
        libc.syscall(TIMER_SETTIME, timer, ABSOLUTE, when, None)
    while time.monotonic_ns() < fault - 1000:
        pass
    libc.memcpy(ctypes.c_void_p(8), ctypes.c_void_p(16), ctypes.c_size_t(8))
