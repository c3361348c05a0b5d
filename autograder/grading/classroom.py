"""A class: everything handed in, graded side by side, and written to a folder that a killed run can go on from.

Only the process that calls `grade_class` writes results. Nothing below a student's folder tells of a hidden case.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from .errors import Refusal
from .folders import folder_names
from .grade import grade
from .intake import HandIn
from .pipeline import IsolationChoice, Job, grade_one, load_sheet
from .records import Grade, Run, Submission
from .reports.files import as_json, grade_from_result, grades_csv, result
from .reports.html import class_page, feedback_page
from .sandbox.pool import close_idle
from .store import Store, write_whole

UNRECOGNISED = "unrecognised"  # stands for the exercise where a hand-in fits none


@dataclass(frozen=True)
class Class:
    """What is to be graded. sheets: exercise -> the bytes of its hidden sheet, for every exercise handed in."""

    hand_ins: Sequence[HandIn]
    sheets: Mapping[str, bytes]
    isolation: IsolationChoice = "auto"

    def folders(self) -> dict[str, str]:
        """Student -> the name of their folder in the output."""
        return folder_names(hand_in.student for hand_in in self.hand_ins)


def grade_class(given: Class, out: Path, jobs: int = 1, executor: Executor | None = None) -> Iterator[Grade]:
    """Grade everything, in the order it gets done; what `out` has under the same key is kept.

    executor: where `grade_one` runs; by default `jobs` threads, each with a sandbox of its own.
    """
    folders = given.folders()
    pool = executor or ThreadPoolExecutor(jobs)
    waiting: dict[Future[Grade], tuple[HandIn, _Place]] = {}
    try:
        with Store(out) as store:
            for hand_in in given.hand_ins:
                exercise = hand_in.exercise or UNRECOGNISED
                place = _Place(store, folders[hand_in.student], exercise, _key(hand_in, given))
                if kept := place.kept():
                    yield kept
                elif hand_in.submission is None:
                    yield place.keep(_without_file(hand_in, given))
                else:
                    job = Job(hand_in.submission, given.sheets[exercise], given.isolation)
                    waiting[pool.submit(grade_one, job)] = hand_in, place
            for future in as_completed(waiting):
                hand_in, place = waiting.pop(future)
                yield place.keep(_result(future, hand_in, given))
    finally:
        if executor is None:
            pool.shutdown(cancel_futures=True)
            close_idle()


def write_reports(given: Class, out: Path, grades: Sequence[Grade]) -> None:
    """The files about the whole class."""
    write_whole(out / "grades.csv", grades_csv(grades))
    write_whole(out / "report.html", class_page(grades, given.folders()))


@dataclass(frozen=True)
class _Place:
    """Where one result lies, and the key of what it follows from."""

    store: Store
    student: str
    exercise: str
    key: str

    def kept(self) -> Grade | None:
        """The grade of an earlier run, if it followed from the very same things."""
        if self.store.has(self.student, self.exercise, self.key):
            with suppress(OSError, ValueError):
                return grade_from_result(json.loads(self.store.read(self.student, self.exercise, "result.json")))
        return None

    def keep(self, graded: Grade) -> Grade:
        """Write the files, and give back what they hold: a class's pictures would fill the memory.

        What is not graded gets no key, so that the next run tries again.
        """
        found = result(graded)
        files = {"feedback.html": feedback_page(graded), "result.json": as_json(found)}
        key = self.key if graded.status == "graded" else None
        self.store.write(self.student, self.exercise, key, files)
        return grade_from_result(found)


def _result(future: Future[Grade], hand_in: HandIn, given: Class) -> Grade:
    """A fault of ours costs one submission its grade for now, and the others nothing."""
    try:
        return future.result()
    except Refusal:
        raise  # concerns the machine, so all of them
    except Exception as error:
        reason = f"The grader failed ({type(error).__name__}: {error}). Grade again, and report it if it stays."
        return _not_graded(hand_in, given, reason)


def _without_file(hand_in: HandIn, given: Class) -> Grade:
    """A missing file costs the points; an unusable one is not graded."""
    if hand_in.problem != "missing":
        return _not_graded(hand_in, given, hand_in.reason)
    answers = load_sheet(given.sheets[hand_in.exercise or ""])
    runs = [Run(task.name, found=False) for task in answers.tasks]
    return grade(answers, Submission(answers.exercise, "", "", (), "", hand_in.student), runs, "none", hidden=True)


def _not_graded(hand_in: HandIn, given: Class, reason: str) -> Grade:
    sheet = given.sheets.get(hand_in.exercise or "")
    most = sum(task.points for task in load_sheet(sheet).tasks) if sheet else 0.0
    submitted = hand_in.submission.sha256 if hand_in.submission else ""
    name = hand_in.exercise or UNRECOGNISED
    return Grade(hand_in.student, name, submitted, "not_graded", reason, "none", None, most, ())


def _key(hand_in: HandIn, given: Class) -> str:
    """Names all that a grade follows from: what was handed in, the sheet, the grader, the isolation asked for."""
    digest = hashlib.sha256(_grader_digest() + _digest(given.sheets.get(hand_in.exercise or "", b"")))
    submitted = hand_in.submission.sha256 if hand_in.submission else f"{hand_in.problem} {hand_in.reason}"
    filename = hand_in.submission.filename if hand_in.submission else ""
    for piece in (hand_in.student, filename, submitted, given.isolation):
        digest.update(hashlib.sha256(piece.encode("utf-8", "surrogatepass")).digest())
    return digest.hexdigest()


@lru_cache(maxsize=16)
def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


@cache
def _grader_digest() -> bytes:
    """Changes with every change of this package."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.*")):
        if path.suffix in (".py", ".html"):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.digest()


def exercises_in(hand_ins: Iterable[HandIn]) -> list[str]:
    """The exercises that were handed in, in order."""
    return sorted({hand_in.exercise for hand_in in hand_ins if hand_in.exercise})
