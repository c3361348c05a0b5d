"""Open zips, unpacked in memory: nothing is written, run or linked to.

Submissions may be hostile, so every size is counted while reading and no header is trusted.
"""

import io
import re
import stat
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from ..errors import Refusal
from ..text import shown
from .files import FEWER, MAX_ENTRIES, MIB, File, Read, at_most, is_junk

MAX_UNPACKED = 50 * MIB
LISTED = b"PK\x01\x02"  # the start of each entry in a zip's table of contents
# Other methods of compression can allocate gigabytes before they return a byte.
PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


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
    return at_most(cap, io.BytesIO(unpack(archive, entry, cap)), entry.filename)


def _giver(data: bytes, name: str) -> Read:
    return lambda cap: at_most(cap, io.BytesIO(data), name)


def _refuser(refusal: Refusal) -> Read:
    def read(_: int) -> bytes:
        raise refusal

    return read
