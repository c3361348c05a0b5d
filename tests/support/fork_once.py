"""Fork one worker in a separate program: pass on the request, and how the fork ended."""

import os
import sys

from autograder.sandbox.forking import first_worker

if __name__ == "__main__":
    death = first_worker().finish(sys.stdin.buffer.read(), 1000)
    for descriptor, written in (1, death.results), (2, death.output):
        with open(descriptor, "wb", closefd=False) as stream:
            stream.write(written)
    os._exit(death.code)
