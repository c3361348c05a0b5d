"""Files that appear whole or not at all, and the output folder that remembers what is already graded."""

import io
import os
import zipfile
from collections.abc import Container, Mapping
from pathlib import Path
from typing import IO, Self

from .errors import Refusal

LOCK = ".lock"  # no student's folder begins with a dot
GRADED = ".graded"  # beside the students' folders: the key of each result, and the lock


def write_whole(path: Path, data: bytes | str, mode: int = 0o644) -> None:
    """Write a file so that a reader, or a run after a crash, sees all of it or none.

    The unfinished file has a fixed name, so the next attempt replaces it and nothing is left lying about.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with open(descriptor, "wb") as file:
        file.write(data.encode() if isinstance(data, str) else data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)


def zipped(files: Mapping[str, bytes], programs: Container[str] = ()) -> bytes:
    """These files as a zip, the same bytes each time. programs: those that may be run."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (0o755 if name in programs else 0o644) << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


class Store:
    """The output folder of one class: `<student>/<exercise>/...` and, out of their sight, the key of each result.

    A key names everything a result follows from. It is written last: a result without its key is graded again.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self._lock: IO[str] | None = None

    def __enter__(self) -> Self:
        """Make sure that nobody else writes here; the system ends the claim even if we are killed."""
        folder = self.out / GRADED
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = (folder / LOCK).open("w")
        except OSError as error:
            raise Refusal(
                f"{self.out} cannot be written to ({error.strerror}).", "Give another folder to --out."
            ) from error
        try:
            import fcntl

            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:
            pass  # Windows: nobody grades a class there, as there is no sandbox
        except OSError as error:
            self._lock.close()
            raise Refusal(
                f"Another grader is writing to {self.out}.", "Wait for it to end, or give another folder to --out."
            ) from error
        return self

    def __exit__(self, *_: object) -> None:
        if self._lock:
            self._lock.close()

    def has(self, student: str, exercise: str, key: str) -> bool:
        """Whether this very grading is already there."""
        try:
            return self._key(student, exercise).read_text() == key
        except OSError:
            return False

    def read(self, student: str, exercise: str, name: str) -> str:
        return (self.out / student / exercise / name).read_text(encoding="utf-8")

    def write(self, student: str, exercise: str, key: str | None, files: dict[str, str]) -> None:
        """Replace what is there for this student and exercise; without a key it is done again the next time."""
        self._key(student, exercise).unlink(missing_ok=True)
        for name, text in files.items():
            write_whole(self.out / student / exercise / name, text)
        if key is not None:
            write_whole(self._key(student, exercise), key)

    def _key(self, student: str, exercise: str) -> Path:
        return self.out / GRADED / student / exercise
