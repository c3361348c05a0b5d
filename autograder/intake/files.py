"""Read submitted files from a folder or a zip, without running, writing or following a link.

Submissions may be hostile, so every size is counted while reading and no header is trusted.
"""

import io
import os
import re
import stat
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from ..errors import Refusal
from ..text import shown

MIB = 1 << 20
MAX_ENTRIES = 1000
MAX_UNPACKED = 50 * MIB
JUNK = {
    "__MACOSX",
    ".DS_Store",
    "Thumbs.db",
    "desktop.ini",
    ".ipynb_checkpoints",
    "__pycache__",
    ".git",
}
JUNCTION = 0xA0000003  # Windows' other kind of link
LISTED = b"PK\x01\x02"  # the start of each entry in a zip's table of contents
# Other methods of compression can allocate gigabytes before they return a byte.
PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
FEWER = "Hand in only the exercise itself."


Kind = Literal["file", "folder", "link", "device"]
Read = Callable[[int], bytes]


@dataclass(frozen=True)
class File:
    """One submitted file: its path, and `read(cap)`, which returns its bytes or raises Refusal."""

    path: tuple[str, ...]
    read: Read

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path[-1]

    @property
    def shown(self) -> str:
        """The path, safe to print."""
        return shown("/".join(self.path))


def is_junk(name: str) -> bool:
    """Tell whether this is the name of a file that operating systems or editors leave behind."""
    return name in JUNK or name.startswith("._")


def read_file(path: Path, cap: int) -> bytes:
    """Return the bytes of a regular file.

    Raise Refusal for a link, a folder or a device, for more than `cap` bytes, and if the file
    cannot be read.
    """
    try:
        _must_be_a_file(path, path.lstat())
        flags = os.O_RDONLY
        for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
            flags |= getattr(os, flag, 0)
        with os.fdopen(os.open(path, flags), "rb") as file:
            _must_be_a_file(path, os.fstat(file.fileno()))  # it may have been replaced meanwhile
            return _at_most(cap, file, path.name)
    except OSError as error:
        raise Refusal(
            f"{shown(path.name)} cannot be read: {error.strerror}.", "Hand it in again."
        ) from error


def in_folder(folder: Path) -> list[File]:
    """List all files below a folder, the top level first. Raise Refusal if there are too many.

    A folder that is named like a source file is listed as well, so that reading it is refused.
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


def in_zip(read: Read, name: str) -> list[File]:
    """Unpack a zip in memory. Raise Refusal if it is damaged or holds too much."""
    data = read(MAX_UNPACKED)
    if data.count(LISTED) > MAX_ENTRIES:  # before zipfile builds a table of a million entries
        raise Refusal(f"{shown(name)} holds more than {MAX_ENTRIES:,} entries.", FEWER)
    with open_zip(io.BytesIO(data), name) as archive:
        return members(archive, archive.infolist(), name)


def open_zip(file: BinaryIO | Path, name: str) -> zipfile.ZipFile:
    """Open a zip. Raise Refusal if it is damaged or no zip at all."""
    try:
        return zipfile.ZipFile(file)
    except Exception as error:  # zipfile raises errors of many kinds for damaged files
        raise Refusal(
            f"{shown(name)} is not a zip file, or a damaged one.", "Pack it again."
        ) from error


def members(archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo], name: str) -> list[File]:
    """Unpack these entries of an open zip in memory.

    Raise Refusal for more than MAX_ENTRIES entries, or more than MAX_UNPACKED bytes together. An
    entry that cannot be unpacked raises its own Refusal only when it is read.
    """
    if len(entries) > MAX_ENTRIES:
        raise Refusal(f"{shown(name)} holds more than {MAX_ENTRIES:,} entries.", FEWER)
    files: list[File] = []
    left = MAX_UNPACKED
    for entry in entries:
        path = member_path(entry)
        if not path or entry.is_dir() or any(map(is_junk, path)):
            continue
        try:
            data = unpack(archive, entry, left)
        except Refusal as refusal:
            files.append(File(path, _refuser(refusal)))
            continue
        left -= len(data)
        if left < 0:
            raise Refusal(f"{shown(name)} holds more than {MAX_UNPACKED // MIB} MiB.", FEWER)
        files.append(File(path, _giver(data, path[-1])))
    return files


def member_path(entry: zipfile.ZipInfo) -> tuple[str, ...]:
    """Return the path of an entry; () if it leads out of the folder it is unpacked into."""
    parts = re.split(r"[\\/]", entry.filename.rstrip("\\/"))
    inside = all(part not in ("", "..") and ":" not in part for part in parts)
    return tuple(part for part in parts if part != ".") if inside else ()


def is_link(entry: zipfile.ZipInfo) -> bool:
    """Tell whether an entry is a symbolic link."""
    return stat.S_ISLNK(entry.external_attr >> 16)


def unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, cap: int) -> bytes:
    """Return the bytes of one entry, or the first `cap + 1` if it has more than `cap`.

    Raise Refusal if the entry is a link, damaged, or packed with a password or an unusual method.
    """
    name = shown(entry.filename)
    if is_link(entry):
        raise Refusal(f"{name} is a link.", "Hand in the file itself.")
    if entry.flag_bits & 1:
        raise Refusal(f"{name} is packed with a password.", "Pack it without one.")
    if entry.compress_type not in PLAIN:
        raise Refusal(f"{name} is packed in an unusual way.", "Pack it as an ordinary zip file.")
    try:
        with archive.open(entry) as file:
            return file.read(cap + 1)
    except Exception as error:  # zipfile raises errors of many kinds for damaged files
        raise Refusal(f"{name} is damaged inside the zip file.", "Pack it again.") from error


def read_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, cap: int) -> bytes:
    """Return the bytes of one entry. Raise Refusal if it has more than `cap`."""
    return _at_most(cap, io.BytesIO(unpack(archive, entry, cap)), entry.filename)


def _at_most(cap: int, file: BinaryIO, name: str) -> bytes:
    data = file.read(cap + 1)
    if len(data) > cap:
        raise Refusal(
            f"{shown(name)} is larger than {cap // MIB} MiB.",
            "Hand in a smaller file, without outputs.",
        )
    return data


def listing(folder: Path) -> list[tuple[str, Kind]]:
    """List a folder, sorted by name, each entry with its kind. Junk is left out.

    Raise Refusal if the folder cannot be read.
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
            f"{shown(folder.name)} cannot be read: {error.strerror}.", "Hand it in again."
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
        raise Refusal(f"{shown(path.name)} is a {kind}, not a file.", "Hand in the file itself.")


def _reader(path: Path) -> Read:
    return lambda cap: read_file(path, cap)


def _giver(data: bytes, name: str) -> Read:
    return lambda cap: _at_most(cap, io.BytesIO(data), name)


def _refuser(refusal: Refusal) -> Read:
    def read(_: int) -> bytes:
        raise refusal

    return read
