"""Removes everything inside its process that could end it.

Verdict: timeout
"""

import faulthandler
import signal


def dense(inputs, kernel, bias):
    faulthandler.disable()
    faulthandler.cancel_dump_traceback_later()
    faulthandler.unregister(signal.SIGXCPU)
    signal.setitimer(signal.ITIMER_REAL, 0)
    while True:
        pass
