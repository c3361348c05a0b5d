"""Unpack archives in memory: nothing is written, nothing runs, and no link is followed.

Submissions may be hostile, so every size is counted while reading and no header is trusted.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct, field
from msgspec.structs import replace

from ..errors import Refusal
from ..text import shown
from .files import FEWER, MAX_ENTRIES, MIB, File, Read, at_most, is_junk, refuse_tools

if TYPE_CHECKING:
    import tarfile

MAX_UNPACKED, MOST_LISTED = 50 * MIB, 10 * MAX_ENTRIES
MAX_WITH_JUNK = 4 * MAX_UNPACKED  # junk does not count, but a tar file must be read through
# Bytes of names and attributes, in total and in a tar file's entry: a MiB takes Python seconds.
MAX_NAMES, LONGEST_NAMES = 4 * MIB, MIB // 8
BLOCK = 512  # bytes; a tar file consists of these
LISTED = b"PK\x01\x02"  # the start of each entry in a zip's central directory
DRIVE = re.compile(r"^[A-Za-z]:(?=[\\/]|$)")  # only at the start of a path on Windows
UNNAMED = "unnamed"  # a file whose name is empty, or only `..` or the like
UTF8 = 0x800  # the flag of an entry whose name is in UTF-8
# Other methods of compression can allocate gigabytes before they return a byte.
PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENDINGS = (".zip", ".zipx", ".tar", ".tgz", ".gz", ".rar", ".7z", ".bz2", ".tbz2", ".xz", ".txz",
           ".zst")  # fmt: skip
GZIP = b"\x1f\x8b"
UNOPENED = {
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
}
TOO_LONG = "{} has file names that are far too long."
INSTEAD = "Submit a .zip or the file itself."


class Room(Struct):
    """The bytes and entries that all archives of one student may still hold.

    read: the bytes that may be unpacked for them, including junk and damaged entries.
    """

    size: int = MAX_UNPACKED
    entries: int = MAX_ENTRIES
    names: int = MAX_NAMES  # bytes of names and attributes
    packed: int = MAX_WITH_JUNK  # bytes of the archives themselves
    read: int = field(default_factory=lambda: MAX_WITH_JUNK)

    def take(self, size: int, name: str) -> None:
        """Count one file. Refusal: it is too large, or one too many."""
        self.size -= size
        self.entries -= 1
        if self.entries < 0:
            raise Refusal(f"{shown(name)} holds more than {MAX_ENTRIES:,} entries.", FEWER)
        if self.size < 0:
            raise Refusal(f"{shown(name)} holds more than {MAX_UNPACKED // MIB} MiB.", FEWER)


def is_archive(name: str) -> bool:
    """Tell whether a file is named like an archive."""
    return name.lower().endswith(ENDINGS)


def opened(file: File, room: Room) -> list[File]:
    """Unpack an archive in memory, recognised by its contents and not by its name.

    Refusal: it is damaged, holds too much, or is of a kind that cannot be opened here.
    """
    data = file.read(MAX_UNPACKED)
    room.packed -= len(data)
    if kind := next((kind for start, kind in UNOPENED.items() if data.startswith(start)), ""):
        raise Refusal(f"{file.shown} is {kind}, which cannot be opened here.", INSTEAD)
    if data.startswith(GZIP) or data[257:262] == b"ustar":
        inside = _in_tar(data, file.name, room)
    else:
        inside = in_zip(data, file.shown, room)
    return [replace(file, path=file.path + each.path, read=each.read) for each in inside]


# -- zip ---------------------------------------------------------------------------------------


def in_zip(data: bytes, name: str, room: Room | None = None) -> list[File]:
    """Unpack a zip in memory. Refusal: it is damaged or holds too much."""
    if data.count(LISTED) > MOST_LISTED:  # before zipfile builds a table of a million entries
        raise Refusal(f"{shown(name)} holds more than {MAX_ENTRIES:,} entries.", FEWER)
    with open_zip(io.BytesIO(data), name) as archive:
        return members(archive, archive.infolist(), name, room)


def lists_too_many(path: Path) -> bool:
    """Tell whether a zip seems to list more entries than may be opened."""
    with path.open("rb") as file:
        return sum(part.count(LISTED) for part in iter(partial(file.read, MIB), b"")) > MOST_LISTED


def open_zip(file: BinaryIO | Path, name: str) -> zipfile.ZipFile:
    """Open a zip.

    Names that are valid UTF-8 are read as UTF-8 even without the flag, which macOS omits.

    Refusal: it is damaged or not a zip.
    """
    try:
        archive = zipfile.ZipFile(file)
    except Exception as error:  # zipfile raises errors of many kinds for damaged files
        raise Refusal(f"{shown(name)} is damaged, or not a zip file.", "Pack it again.") from error
    for entry in archive.infolist():
        if not entry.flag_bits & UTF8:
            with suppress(UnicodeError):
                entry.filename = entry.filename.encode("cp437").decode("utf-8")
        entry.filename = entry.filename or UNNAMED  # `is_dir` fails for an empty name
    return archive


def members(
    archive: zipfile.ZipFile,
    entries: Sequence[zipfile.ZipInfo],
    name: str,
    room: Room | None = None,
) -> list[File]:
    """Unpack these entries of an open zip in memory.

    An entry that cannot be unpacked is refused only when it is read.

    Refusal: they exceed the allowance, or are only those of tools.
    """
    files, room = list[File](), room or Room()
    for entry in entries:
        path = member_path(entry)
        if entry.is_dir() or any(map(is_junk, path)):
            continue
        room.names -= len(entry.filename)
        if room.names < 0:
            raise Refusal(TOO_LONG.format(shown(name)), "Pack it again.")
        try:
            data = unpack(archive, entry, max(room.size, 0))
        except Refusal as refusal:
            room.take(0, name)
            room.read -= min(entry.file_size, max(room.size, 0))  # zipfile unpacks no more
            if room.read < 0:
                problem = f"{shown(name)} holds too many damaged files."
                raise Refusal(problem, "Pack it again.") from refusal
            files.append(File(path, _refusing(refusal)))
            continue
        files.append(_counted(data, path, name, room))
    if not files:
        refuse_tools(part for entry in entries for part in member_path(entry))
    return files


def member_path(entry: zipfile.ZipInfo) -> tuple[str, ...]:
    """Return the parts of an entry's path inside the archive; () only for its own folder."""
    return _inside(entry.filename) or (() if entry.is_dir() else (UNNAMED,))


def _inside(name: str) -> tuple[str, ...]:
    """Return the parts of a path without those that would lead out: a root, a drive, `..`."""
    parts = re.split(r"[\\/]", DRIVE.sub("", name))
    return tuple(part for part in parts if part not in ("", ".", ".."))


def is_link(entry: zipfile.ZipInfo) -> bool:
    """Tell whether an entry is a symbolic link."""
    return stat.S_ISLNK(entry.external_attr >> 16)


def unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, cap: int) -> bytes:
    """Return the bytes of one entry, or the first `cap + 1` if it has more than `cap`.

    Refusal: the entry is a link, damaged, or packed with a password or an unusual method.
    """
    name = shown(entry.filename)
    if is_link(entry):
        raise Refusal(f"{name} is a link.", "Submit the file itself.")
    if entry.flag_bits & 1:
        raise Refusal(f"{name} is protected by a password.", INSTEAD)
    if entry.compress_type not in PLAIN:
        raise Refusal(f"{name} uses unsupported compression.", "Pack it as an ordinary zip file.")
    try:
        with archive.open(entry) as file:
            # zipfile unpacks what it is asked for, even beyond what an entry claims.
            return file.read(min(cap, entry.file_size) + 1)
    except Exception as error:  # zipfile raises errors of many kinds for damaged files
        raise Refusal(f"{name} is damaged inside the zip file.", "Pack it again.") from error


def read_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, cap: int) -> bytes:
    """Return the bytes of one entry. Refusal: it has more than `cap`."""
    return at_most(cap, io.BytesIO(unpack(archive, entry, cap)), entry.filename)


# -- tar and gzip ------------------------------------------------------------------------------


class _Limited(io.RawIOBase):
    """A stream that raises Refusal once `room.read` bytes have been read.

    least: with fewer bytes left, names are too long; 0 unless names are being read.
    """

    def __init__(self, file: BinaryIO, name: str, room: Room) -> None:
        self.file, self.name, self.room, self.left, self.least = file, name, room, room.read, 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        data = self.file.read(size if size >= 0 else self.left + 1)
        self.left -= len(data)
        self.room.read = max(self.left, 0)
        if self.left < 0:
            raise Refusal(f"{shown(self.name)} holds more than {MAX_UNPACKED // MIB} MiB.", FEWER)
        if self.left < self.least:
            raise Refusal(TOO_LONG.format(shown(self.name)), "Pack it again.")
        return data

    def next_entry(self) -> int:
        """Allow for an entry's name and attributes. Return how many bytes are left before them."""
        self.least = self.left - min(self.room.names, LONGEST_NAMES)
        return self.left

    def count_names(self, before: int) -> None:
        """Count the bytes of the name and attributes just read, without padding and a header."""
        self.room.names -= max(0, before - self.left - 2 * BLOCK)
        self.least = 0


def _in_tar(data: bytes, name: str, room: Room) -> list[File]:
    """Unpack a tar file, which may be compressed, or a single compressed file."""
    import gzip  # `check` unpacks nothing
    import tarfile

    stream: BinaryIO = io.BytesIO(data)
    if data.startswith(GZIP):
        stream = gzip.GzipFile(fileobj=io.BytesIO(data))  # type: ignore[assignment]
    try:
        start = stream.read(512)
        stream.seek(0)
        limited = _Limited(stream, name, room)
        if start[257:262] != b"ustar":
            content = limited.read(max(room.size, 0) + 1)
            return [_counted(content, (name.removesuffix(".gz"),), name, room)]
        before = limited.next_entry()  # `open` reads the first entry's name
        with tarfile.open(fileobj=limited, mode="r|", bufsize=BLOCK) as archive:
            limited.count_names(before)
            return _tar_members(archive, limited, name, room)
    except Refusal:
        raise
    except Exception as error:  # they raise errors of many kinds for damaged files
        raise Refusal(f"{shown(name)} is a damaged archive.", "Pack it again.") from error


def _tar_members(archive: tarfile.TarFile, stream: _Limited, name: str, room: Room) -> list[File]:
    files: list[File] = []
    for listed, entry in enumerate(_entries(archive, stream)):
        path = _inside(entry.name) or (UNNAMED,)
        if listed > MOST_LISTED:
            raise Refusal(f"{shown(name)} holds more than {MAX_ENTRIES:,} entries.", FEWER)
        if entry.issparse():
            raise Refusal(f"{shown(name)} holds a sparse file.", INSTEAD)
        content = archive.extractfile(entry) if entry.isreg() else None
        if entry.isdir() or any(map(is_junk, path)):
            while content and content.read(MIB):
                pass  # see `_entries`
            continue
        if content is None:
            room.take(0, name)
            problem = f"{shown(entry.name)} is a link or a device."
            files.append(File(path, _refusing(Refusal(problem, "Submit the file itself."))))
            continue
        data = content.read(max(room.size, 0) + 1)
        files.append(_counted(data, path, name, room))
    return files


def _entries(archive: tarfile.TarFile, stream: _Limited) -> Iterator[tarfile.TarInfo]:
    """Yield each entry, with a limit on names and attributes.

    The caller must read the content of each, so that `next` reads nothing else.
    """
    while True:
        before = stream.next_entry()
        entry = archive.next()
        stream.count_names(before)
        if entry is None:
            return
        archive.pax_headers = {}  # attributes of all entries: each would get a copy
        yield entry


def _counted(data: bytes, path: tuple[str, ...], name: str, room: Room) -> File:
    """Return the file with these bytes, counted. name: the archive's. Refusal: as `Room.take`."""
    room.take(len(data), name)
    return File(path, lambda cap: at_most(cap, io.BytesIO(data), path[-1]))


def _refusing(refusal: Refusal) -> Read:
    """Return a function that raises this Refusal when the file is read."""

    def read(_: int) -> bytes:
        raise refusal

    return read
