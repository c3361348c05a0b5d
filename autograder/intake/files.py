"""Read submitted files from a folder: nothing is written, nothing runs, and no link is followed.

Submissions may be hostile, so every size is counted while reading and no header is trusted.
"""

import os
import stat
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO, Literal

from msgspec import Struct

from ..errors import Refusal
from ..text import shown

MIB = 1 << 20
MAX_ENTRIES = 10_000
TOOLS = {".ipynb_checkpoints", ".venv", "__pycache__", "node_modules", "site-packages", "venv"}
JUNK = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".git", *TOOLS}
JUNCTION = 0xA0000003  # the other kind of link on Windows
FEWER = "Submit only the exercise itself."

Kind = Literal["file", "folder", "link", "device"]
Read = Callable[[int], bytes]


class File(Struct, frozen=True):
    """One submitted file: its path, and `read(cap)`, which returns its bytes or raises Refusal.

    late: whether the platform marks it as late. version: see `Download`; 0 if there is none.
    """

    path: tuple[str, ...]
    read: Read
    late: bool = False
    version: int = 0

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path[-1]

    @property
    def shown(self) -> str:
        """The path, safe to print."""
        return shown("/".join(self.path))


def is_junk(name: str) -> bool:
    """Tell whether a name is one that operating systems, editors or tools leave behind."""
    return name in JUNK or name.startswith("._")


def read_file(path: Path, cap: int) -> bytes:
    """Return the bytes of a regular file.

    Refusal: it is a link, a folder or a device, has more than `cap` bytes, or cannot be read.
    """
    try:
        _must_be_a_file(path, path.lstat())
        flags = os.O_RDONLY
        for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
            flags |= getattr(os, flag, 0)
        with os.fdopen(os.open(path, flags), "rb") as file:
            _must_be_a_file(path, os.fstat(file.fileno()))  # it may have been replaced since
            return at_most(cap, file, path.name)
    except OSError as error:
        raise Refusal(
            f"{shown(path.name)} cannot be read: {error.strerror}.", "Submit it again."
        ) from error


def in_folder(folder: Path) -> list[File]:
    """List all files below a folder, the top level first.

    A folder named like a source file is listed too, so that reading it is refused.

    Refusal: there are too many.
    """
    files: list[File] = []
    waiting: list[tuple[str, ...]] = [()]
    for parts in waiting:
        for name, kind in listing(folder.joinpath(*parts)):
            path = (*parts, name)
            if kind == "folder":
                waiting.append(path)
            if kind != "folder" or name.endswith((".py", ".ipynb")):
                files.append(File(path, _reader(folder.joinpath(*path))))
            if len(files) + len(waiting) > MAX_ENTRIES:
                raise Refusal(f"The folder holds more than {MAX_ENTRIES:,} entries.", FEWER)
    return files


def handed_in(folder: Path) -> list[File]:
    """List all files below a student's folder, as `in_folder` does.

    Refusal: there are none, but a folder of a tool, in which work may lie by mistake.
    """
    files = in_folder(folder)
    if not files:
        refuse_tools(name for name in TOOLS if (folder / name).is_dir())
    return files


def refuse_tools(names: Iterable[str]) -> None:
    """Raise a Refusal if one of these names belongs to a folder of a tool."""
    for name in sorted(TOOLS.intersection(names)):
        problem = f"There is only {name}, a folder that a tool makes; it is not read."
        raise Refusal(problem, "If work is in it, move the work out.")


def at_most(cap: int, file: BinaryIO, name: str) -> bytes:
    """Read a file to its end. Refusal: it is longer than `cap`."""
    data = file.read(cap + 1)
    if len(data) > cap:
        raise Refusal(
            f"{shown(name)} is larger than {cap // MIB} MiB.",
            "Submit a smaller file, without outputs.",
        )
    return data


def listing(folder: Path) -> list[tuple[str, Kind]]:
    """List a folder, sorted by name, each entry with its kind. Junk is left out.

    Refusal: the folder cannot be read.
    """
    try:
        with os.scandir(folder) as entries:
            return sorted(
                (entry.name, _kind(entry.stat(follow_symlinks=False)))
                for entry in entries
                if not is_junk(entry.name)
            )
    except OSError as error:
        raise Refusal(
            f"{shown(folder.name)} cannot be read: {error.strerror}.", "Submit it again."
        ) from error


def _kind(status: os.stat_result) -> Kind:
    if stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == JUNCTION:
        return "link"
    if stat.S_ISREG(status.st_mode):
        return "file"
    return "folder" if stat.S_ISDIR(status.st_mode) else "device"


def _must_be_a_file(path: Path, status: os.stat_result) -> None:
    kind = _kind(status)
    if kind != "file":
        raise Refusal(f"{shown(path.name)} is a {kind}, not a file.", "Submit the file itself.")


def _reader(path: Path) -> Read:
    return lambda cap: read_file(path, cap)
