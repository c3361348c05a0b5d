"""Files that appear whole or not at all, and the output folder that remembers what is already graded."""

import os
from pathlib import Path


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


class Store:
    """The output folder of one class: `<student>/<exercise>/...` and, out of their sight, the key of each result.

    A key names everything a result follows from. It is written last: a result without its key is graded again.
    """

    def __init__(self, out: Path) -> None:
        self.out = out

    def has(self, student: str, exercise: str, key: str) -> bool:
        """Whether this very grading is already there."""
        try:
            return self._key(student, exercise).read_text() == key
        except OSError:
            return False

    def read(self, student: str, exercise: str, name: str) -> str:
        return (self.out / student / exercise / name).read_text(encoding="utf-8")

    def write(self, student: str, exercise: str, key: str, files: dict[str, str]) -> None:
        """Replace what is there for this student and exercise."""
        self._key(student, exercise).unlink(missing_ok=True)
        for name, text in files.items():
            write_whole(self.out / student / exercise / name, text)
        write_whole(self._key(student, exercise), key)

    def _key(self, student: str, exercise: str) -> Path:
        return self.out / ".graded" / student / exercise
