"""Starts threads without end.

Verdict: error
"""

import threading
import time


def dense(inputs, kernel, bias):
    while True:
        threading.Thread(target=time.sleep, args=(60,)).start()
