"""Fork the first worker of `check` from this process, which needs NumPy as well.

Starting a second Python that imports NumPy would take half of a student's wait. Only Linux
is known to be safe: on macOS, the system's libraries may not be used after a fork.
"""

import gc
import io
import os
import sys
import tempfile
import time
from functools import partial
from types import ModuleType
from typing import NoReturn

from .process import ENVIRONMENT, PACKAGE, ROOT, Worker, command

THREADS = "/proc/self/task"


def first_worker(patience: float = 0.0) -> Worker:
    """Start a worker: a fork of this process if it matches a new Python, or else a new Python.

    A new Python imports NumPy in parallel. For a fork, NumPy is imported here first.

    patience: seconds to wait for threads that are ending.
    """
    if sys.platform != "linux" or not os.path.isdir(THREADS) or not _started_plainly():
        return Worker()
    before = dict(os.environ)
    os.environ.update(ENVIRONMENT)  # NumPy's libraries read it once, when they load
    from .inside import worker

    os.environ.clear()
    os.environ.update(before)
    until = time.monotonic() + patience
    while len(os.listdir(THREADS)) > 1:  # a fork copies one thread, but every thread's locks
        if time.monotonic() > until:
            return Worker()
        time.sleep(0.002)
    return Worker(instead=partial(_become, worker))


def _started_plainly() -> bool:
    """Tell whether this Python was started like a worker: without options such as -O, -W or -X."""
    options = [word for word in sys.orig_argv[1:2] if word.startswith("-") and word != "-m"]
    return not options and not sys.warnoptions


def _become(worker: ModuleType) -> NoReturn:
    """Make this fork behave like a newly started worker. Descriptors 0 to 2 are in place.

    One difference stays: the order of a set of strings changes from one `check` to the next.
    """
    code = 1
    try:
        gc.freeze()  # so that the collector does not write to pages that both processes share
        gc.enable()  # Popen has turned it off
        os.closerange(3, max(map(int, os.listdir("/proc/self/fd"))) + 1)
        os.environ.update(ENVIRONMENT)
        if not sys.flags.safe_path:
            del sys.path[0]  # the command's folder, or the current one
        if "PYTHONPATH" in ENVIRONMENT and str(ROOT) not in sys.path:
            sys.path.insert(0, str(ROOT))
        tempfile.tempdir = None  # recomputed on next use
        sys.argv, sys.orig_argv = [str(worker.__file__)], command()
        _unload_packages()
        sys.modules["__main__"] = sys.modules.pop(worker.__name__)
        for descriptor, name in enumerate(("stdin", "stdout", "stderr")):
            stream = _stream(descriptor, name)
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)
        worker.main()
        code = 0
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)
    finally:
        os._exit(code)


def _unload_packages() -> None:
    """Unload the modules that a new worker lacks, which `import` would otherwise find."""
    packages = {"numpy", *sys.stdlib_module_names}
    for name in list(sys.modules):
        if name.partition(".")[0] not in packages and not name.startswith(PACKAGE):
            del sys.modules[name]


def _stream(descriptor: int, name: str) -> io.TextIOWrapper:
    """Open a standard stream as Python does with -u: output is written at once."""
    mode = "w" if descriptor else "r"
    raw = io.FileIO(descriptor, mode, closefd=False)
    raw.name = f"<{name}>"
    stream = io.TextIOWrapper(raw if descriptor else io.BufferedReader(raw), write_through=True)
    stream.mode = mode  # type: ignore[misc]
    return stream
