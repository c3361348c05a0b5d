"""Store the results of a class in its output folder, so that each is graded only once."""

import hashlib
import json
import shutil
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Self

from msgspec import convert

from ..disk import remove_unfinished, write_whole
from ..errors import KEPT, Refusal

LOCK = ".lock"  # no student's folder begins with a dot
GRADED = ".graded"  # beside the students' folders: the keys, the lock, tracebacks of faults
FAULTS = ".faults"
GRADE_AGAIN = "Grade that submission again, or delete the folder of that result."
WITHDRAWN = ".withdrawn"  # results of students who have left the submissions or the list
MEMORIES = {  # what is remembered about the whole folder
    "better": dict[str, tuple[str, str, str]],  # place -> student, exercise, the new points
    "extended": dict[str, tuple[str, str]],  # row -> digest of a submission, its first day
    "folders": dict[str, str],  # student -> folder
    "hints": dict[str, dict[str, str]],  # exercise -> mistake -> hint
    "left_out": dict[str, tuple[str, str, str]],  # place -> student, exercise, notice
    "overrides": dict[str, str],  # row -> digest of the submission it was made for
    "received": dict[str, dict[str, list[str]]],  # submissions -> exercise -> students
    "seconds": dict[str, float],  # see `seconds_key`
    "withdrawn": dict[str, str],  # student -> folder
}


class Store:
    """The output folder of a class: `<student>/<exercise>/...`, and a key for each result.

    The key is a digest of everything that the result depends on. It is written last, with a digest
    of each file: a result without a key, or with files that have changed, is graded again. So no
    write needs an fsync, and a power failure costs no more than the last results.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self._lock: IO[str] | None = None

    def __enter__(self) -> Self:
        """Lock the folder against other graders, until `__exit__` or the end of the process.

        Refusal: another process has locked it, or it cannot be written.
        """
        folder = self.out / GRADED
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = (folder / LOCK).open("w")
        except OSError as error:
            problem = f"{self.out} cannot be written to ({error.strerror})."
            raise Refusal(problem, "Give another folder to --out.") from error
        try:
            import fcntl

            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:
            pass  # Windows, where no class is graded, because there is no sandbox
        except OSError as error:
            self._lock.close()
            problem = f"Another grader is writing to {self.out}."
            remedy = "Wait for it to finish, or give another folder to --out."
            raise Refusal(problem, remedy) from error
        remove_unfinished(folder)
        return self

    def __exit__(self, *_: object) -> None:
        if self._lock:
            self._lock.close()

    def has(self, student: str, exercise: str, key: str) -> bool:
        """Tell whether there is a result with this key whose files are unchanged."""
        return self.last_key(student, exercise) == key

    def read(self, student: str, exercise: str, name: str) -> str:
        """Read one file of a result. Refusal: it cannot be read."""
        path = self.out / student / exercise / name
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise Refusal(f"{path} is damaged: {error}.", GRADE_AGAIN) from error

    def write(self, student: str, exercise: str, key: str | None, files: Mapping[str, str]) -> None:
        """Replace a result. Without a key, the next run grades it again.

        If a write fails, the digests of the old key no longer fit.
        """
        if key is None:
            self._key(student, exercise).unlink(missing_ok=True)
        digests = ""
        for name, text in files.items():
            data = text.encode()
            write_whole(self.out / student / exercise / name, data, durable=False)
            digests += _digest(name, data) + "\n"
        if key is not None:
            write_whole(self._key(student, exercise), f"{digests}{key}\n", durable=False)

    def last_key(self, student: str, exercise: str) -> str | None:
        """Return the key of a result whose files are unchanged, or None."""
        folder = self.out / student / exercise
        try:
            *digests, last = self._key(student, exercise).read_text(encoding="utf-8").splitlines()
            for line in digests:
                name = line.partition("  ")[2]
                if line != _digest(name, (folder / name).read_bytes()):
                    return None
        except (OSError, ValueError):
            return None
        return last

    def rekey(self, student: str, exercise: str, key: str) -> None:
        """Give a stored result another key."""
        path = self._key(student, exercise)
        *digests, _ = path.read_text(encoding="utf-8").splitlines()
        write_whole(path, "\n".join([*digests, key]) + "\n", durable=False)

    def withdraw(self, student: str, folder: str, exercise: str) -> None:
        """Move a result out of its student's folder. It is graded again if the student returns."""
        source, target = self.out / folder, self.out / GRADED / WITHDRAWN / folder
        if (source / exercise).is_dir():
            self._key(folder, exercise).unlink(missing_ok=True)
            shutil.rmtree(target / exercise, ignore_errors=True)
            target.mkdir(parents=True, exist_ok=True)
            # First: once the result has moved, no later run comes here.
            self.remember("withdrawn", self.recall("withdrawn") | {student: folder})
            shutil.move(source / exercise, target / exercise)
            with suppress(OSError):  # it holds results of other exercises
                source.rmdir()

    def recall(self, name: str) -> dict[str, Any]:
        """Return what `remember` stored under this name; empty if it is missing or damaged."""
        with suppress(OSError, ValueError, RecursionError):
            return convert(json.loads(self._memory(name).read_bytes()), MEMORIES[name])
        return {}

    def remember(self, name: str, value: Mapping[str, Any]) -> None:
        """Store facts about the whole folder for later runs, hidden from students."""
        if value != self.recall(name):
            write_whole(self._memory(name), json.dumps(value, indent=1) + "\n", durable=False)

    def seconds(self, places: Iterable[tuple[str, str]]) -> dict[tuple[str, str], float]:
        """Return how long grading took, by exercise and student, where it is known."""
        known = self.recall("seconds")
        found = {place: known.get(seconds_key(*place)) for place in places}
        return {place: seconds for place, seconds in found.items() if seconds is not None}

    def _memory(self, name: str) -> Path:
        return self.out / GRADED / f".{name}.json"

    def _key(self, student: str, exercise: str) -> Path:
        return self.out / GRADED / student / exercise


def result_files(out: Path) -> list[Path]:
    """Return the path of every result in an output folder, in order."""
    return sorted(out.glob("[!.]*/*/result.json"))


def existing(out: Path) -> Path:
    """Return an output folder. Refusal: it holds no results."""
    if not result_files(out):
        raise Refusal(f"{out} holds no results.", "Give the folder that `grade --out` wrote.")
    return out


def seconds_key(exercise: str, student: str) -> str:
    """Return the key under which a result's seconds are remembered."""
    return f"{exercise} {student}"


def _digest(name: str, data: bytes) -> str:
    """Return a line in sha256sum's format."""
    return f"{hashlib.sha256(data).hexdigest()}  {name}"


@contextmanager
def keeping_faults(out: Path, name: str) -> Iterator[None]:
    """Save the traceback of any unexpected error, and add the path to the error as a note."""
    try:
        yield
    except Refusal:
        raise
    except Exception as error:
        if path := keep_fault(out, Path(name), error):
            error.add_note(f"{KEPT}{(out / path).as_posix()}")
        raise


def keep_fault(out: Path, name: Path, error: BaseException) -> Path | None:
    """Save a traceback where students do not see it, and return its path inside `out`.

    Return None if it cannot be written: a full disk may be the fault itself.
    """
    path = Path(GRADED, FAULTS, name.with_name(f"{name.name}.txt"))
    with suppress(OSError):
        write_whole(out / path, "".join(traceback.format_exception(error)))
        return path
    return None
