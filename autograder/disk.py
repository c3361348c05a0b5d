"""Write files that appear complete or not at all, and zips with the same bytes each time."""

import io
import os
import time
import zipfile
from collections.abc import Container, Mapping
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, data: bytes | str, mode: int = 0o644, *, durable: bool = True) -> None:
    """Write a file so that a reader, or the next run after a crash, sees all of it or nothing.

    The unfinished file has a fixed name, so the next attempt replaces it.

    mode: the permissions of the file.
    durable: whether this must survive a power failure too, which costs milliseconds.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with open(_created(part, mode), "wb") as file:
            file.write(data.encode() if isinstance(data, str) else data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        if error.filename is None or Path(error.filename) == part:
            error.filename, error.filename2 = str(path), None  # the name that the reader knows
        raise


def _created(path: Path, mode: int) -> int:
    """Create a file, and its folder if necessary, and return its descriptor."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        path.unlink(missing_ok=True)
        return os.open(path, flags, mode)
    except (FileNotFoundError, NotADirectoryError):
        path.parent.mkdir(parents=True, exist_ok=True)  # its error names what is in the way
        return os.open(path, flags, mode)


def remove_unfinished(folder: Path) -> None:
    """Remove the unfinished files that killed writers left in a folder."""
    for part in folder.glob(".*.part"):
        part.unlink()


def zipped(
    files: Mapping[str, bytes], programs: Container[str] = (), changed: float = 0.0
) -> bytes:
    """Pack files, name -> bytes, into a zip with the same bytes each time.

    programs: the names of executable files.
    changed: the date of all files in seconds since 1970, of which only the day is stored. A zip
        cannot store a day before 1980.
    """
    day = max(time.gmtime(changed)[:3], (1980, 1, 1))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (*day, 0, 0, 0))
            entry.external_attr = (0o755 if name in programs else 0o644) << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
