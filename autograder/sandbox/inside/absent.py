"""Refuse, on a student's own machine, whatever is missing when the code is graded, and report it.

An audit hook sees programs, the network and files; it cannot be removed, so the process must end
with the code. A sandbox needs no hook: there, none of these work.
"""

import errno
import os
import sys
import threading
import warnings
from collections.abc import Mapping
from typing import Any

from . import FOLDER
from .fence import PACKAGE
from .kits import TENSORFLOW

NOTICE = "type", "message", "line", "cell"  # the kind and name of what will be missing, and where
Notice = dict[str, Any]

THREAD = "autograder.thread"  # the event of a thread, which older versions of Python lack
KINDS = {
    PACKAGE: "package",
    THREAD: "thread",
    **dict.fromkeys(("socket.__new__", "socket.getaddrinfo", "socket.gethostbyname"), "network"),
    **dict.fromkeys(("subprocess.Popen", "os.system", "os.exec", "os.fork"), "program"),
    **dict.fromkeys(("os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile"), "program"),
    **dict.fromkeys(("open", "os.listdir", "os.scandir", "os.mkdir"), "file"),
}
DEPRECATED = "deprecated"
NOTICES = (*dict.fromkeys(KINDS.values()), DEPRECATED)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
SYSTEM = ("/dev", "/proc")  # which every sandbox has
GRADER = __name__.partition(".")[0]
MOST = 100  # notices
LONGEST = 300  # characters of a name


class Absent:
    """The notices about the code in these cells: name in tracebacks -> number of the cell.

    unsent: those not yet sent to the grader.
    """

    def __init__(self, cells: Mapping[str, int | None]) -> None:
        self.cells = cells
        self.unsent: list[Notice] = []
        self.seen: set[tuple[str, str, int]] = set()
        self.allowed: tuple[str, ...] = ()

    def watch(self) -> None:
        """Install the hook until this process ends."""
        places = (os.getcwd(), *SYSTEM, *filter(None, sys.path))
        self.allowed = tuple(os.path.join(os.path.realpath(place), "") for place in places)
        sys.addaudithook(self.audit)
        start, show = threading.Thread.start, warnings.showwarning

        def start_audited(thread: threading.Thread) -> None:
            if TENSORFLOW not in sys.modules:  # TensorFlow itself needs threads
                sys.audit(THREAD)
            start(thread)

        def show_warning(message: Any, category: Any, *place: Any) -> None:
            if not issubclass(category, DeprecationWarning):
                show(message, category, *place)
            elif where := self.place():
                self.notice(DEPRECATED, str(message), *where)

        warnings.simplefilter("default", DeprecationWarning)
        vars(warnings)["showwarning"] = show_warning
        threading.Thread.start = start_audited  # type: ignore[assignment, method-assign]

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Record an event that a student's own line causes, and raise the sandbox's exception."""
        kind = KINDS.get(event)
        if kind is None or (kind == "file" and not self.is_elsewhere(event, *arguments)):
            return
        if kind == "package" and arguments[0] == GRADER:
            return  # notebooks import it, which fails here as it does when graded
        where = self.place(importing=kind == "package")
        if where is None:
            return
        name = str(arguments[0]) if kind in ("file", "package") else ""
        self.notice(kind, name, *where)
        if kind == "file":
            raise FileNotFoundError(errno.ENOENT, "missing when graded", name)
        if kind != "package":
            raise PermissionError(errno.EPERM, "refused, as it is when graded")

    def is_elsewhere(self, event: str, path: Any, mode: Any = None, flags: Any = 0) -> bool:
        """Tell whether a path leads to a file only this machine has."""
        if path is None or isinstance(path, int):
            return False
        place = os.path.realpath(os.fsdecode(path))
        if os.path.join(place, "").startswith(self.allowed):
            return False
        if event == "os.mkdir" or (event == "open" and flags & WRITING):
            folder = os.path.dirname(place)
            return os.path.exists(folder) and os.path.dirname(os.path.abspath(path)) != FOLDER
        return os.path.exists(place)

    def place(self, importing: bool = False) -> tuple[int, int | None] | None:
        """Return the student's line that is running, and its cell.

        None if there is none, or if a module that it imports is running.

        importing: whether the event is an import; only the student's own count.
        """
        frame = sys._getframe(1)
        imported = False
        while frame := frame.f_back:  # type: ignore[assignment]
            name = frame.f_code.co_filename
            if name in self.cells:
                return frame.f_lineno, self.cells[name]
            if name.startswith("<frozen importlib"):
                if not importing:
                    return None
                imported = True
            elif imported:
                return None  # a module that the student may import tries to import another one
        return None

    def notice(self, kind: str, name: str, line: int, cell: int | None) -> None:
        """Record a notice, once per line."""
        key = kind, f"{cell}", line
        if key not in self.seen and len(self.seen) < MOST:
            self.seen.add(key)
            self.unsent.append(
                {"type": kind, "message": name[:LONGEST], "line": line, "cell": cell}
            )
