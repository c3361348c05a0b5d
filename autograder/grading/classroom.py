"""A class: everything handed in, graded side by side, in a folder from which a killed run can go on.

Only the process that calls `grade_class` writes results. Nothing below a student's folder tells of
a hidden case.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from ..disk import write_whole
from ..errors import Refusal
from ..intake.submissions import Received
from ..records import Grade, Run, Submission
from ..reports.files import as_json, grade_from_result, grades_csv, result
from ..reports.html import class_page, feedback_page
from ..sandbox.pool import IsolationChoice, close_idle
from .folders import folder_names
from .job import Job, grade_one, load_sheet
from .store import Store, keep_fault
from .submission import grade_hidden

UNRECOGNISED = "unrecognised"  # stands for the exercise where files fit none
PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True)
class Class:
    """What is to be graded.

    sheets: exercise -> the bytes of its hidden sheet, for every exercise that was handed in.
    """

    received: Sequence[Received]
    sheets: Mapping[str, bytes]
    isolation: IsolationChoice = "auto"

    def folders(self) -> dict[str, str]:
        """Return the name of each student's folder in the output."""
        return folder_names(each.student for each in self.received)


def grade_class(
    given: Class, out: Path, jobs: int = 1, executor: Executor | None = None
) -> Iterator[Grade]:
    """Grade everything, in the order it gets done; what `out` has under the same key is kept.

    executor: where `grade_one` runs; by default `jobs` threads, each with a sandbox of its own.
    """
    folders = given.folders()
    pool = executor or ThreadPoolExecutor(jobs)
    waiting: dict[Future[Grade], tuple[Received, _Place]] = {}
    try:
        with Store(out) as store:
            for each in given.received:
                exercise = each.exercise or UNRECOGNISED
                place = _Place(store, folders[each.student], exercise, _key(each, given))
                if kept := place.kept():
                    yield kept
                elif each.submission is None:
                    yield place.keep(_without_file(each, given))
                else:
                    job = Job(each.submission, given.sheets[exercise], given.isolation)
                    waiting[pool.submit(grade_one, job)] = each, place
            for future in as_completed(waiting):
                each, place = waiting.pop(future)
                yield place.keep(_result(future, each, given, place))
    finally:
        if executor is None:
            pool.shutdown(cancel_futures=True)
            close_idle()


def write_reports(given: Class, out: Path, grades: Sequence[Grade]) -> None:
    """Write the files about the whole class."""
    hints = {exercise: load_sheet(sheet).hints for exercise, sheet in given.sheets.items()}
    write_whole(out / "grades.csv", grades_csv(grades))
    write_whole(out / "report.html", class_page(grades, given.folders(), hints))


def exercises_in(received: Iterable[Received]) -> list[str]:
    """Return the exercises that were handed in, in order."""
    return sorted({each.exercise for each in received if each.exercise})


@dataclass(frozen=True)
class _Place:
    """Where one result lies, and the key of everything that it follows from."""

    store: Store
    student: str
    exercise: str
    key: str

    def kept(self) -> Grade | None:
        """Return the grade of an earlier run, if it followed from the very same."""
        if self.store.has(self.student, self.exercise, self.key):
            with suppress(OSError, ValueError):
                text = self.store.read(self.student, self.exercise, "result.json")
                return grade_from_result(json.loads(text))
        return None

    def keep(self, graded: Grade) -> Grade:
        """Write the files, and return the grade without pictures, which would fill the memory.

        What is not graded gets no key, so that the next run tries again.
        """
        files = {"feedback.html": feedback_page(graded), "result.json": as_json(result(graded))}
        key = self.key if graded.status == "graded" else None
        self.store.write(self.student, self.exercise, key, files)
        tasks = tuple(replace(task, shown=None, output="") for task in graded.tasks)
        return replace(graded, tasks=tasks)


def _result(future: Future[Grade], each: Received, given: Class, place: _Place) -> Grade:
    """Return a grade. A fault of ours costs one submission its grade for now, and the others nothing."""
    try:
        return future.result()
    except Refusal:
        raise  # concerns the machine, so all of them
    except Exception as error:
        kept = keep_fault(place.store.out, f"{place.student}-{place.exercise}", error)
        fault = f"The grader failed ({type(error).__name__}: {error})."
        remedy = f"Grade again, and report it if it stays, with {kept.as_posix()}."
        return _not_graded(each, given, f"{fault} {remedy}")


def _without_file(each: Received, given: Class) -> Grade:
    """Grade what has no submission: a missing file costs the points; an unusable one is not graded."""
    if each.problem != "missing":
        return _not_graded(each, given, each.reason)
    answers = load_sheet(given.sheets[each.exercise or ""])
    nothing = Submission(
        exercise=answers.exercise, module="", filename="", cells=(), student=each.student
    )
    runs = [Run(task=task.name, defined=False) for task in answers.tasks]
    return grade_hidden(answers, nothing, runs, "none")


def _not_graded(each: Received, given: Class, reason: str) -> Grade:
    sheet = given.sheets.get(each.exercise or "")
    return Grade(
        student=each.student,
        exercise=each.exercise or UNRECOGNISED,
        submission_sha256=each.submission.sha256 if each.submission else "",
        status="not_graded",
        reason=reason,
        isolation="none",
        score=None,
        max_score=load_sheet(sheet).points if sheet else 0.0,
        tasks=(),
    )


def _key(each: Received, given: Class) -> str:
    """Name all that a grade follows from: the submission, the sheet, the grader, the isolation."""
    sheet = given.sheets.get(each.exercise or "", b"")
    digest = hashlib.sha256(_grader_digest() + _digest(sheet))
    submission = each.submission
    submitted = submission.sha256 if submission else f"{each.problem} {each.reason}"
    filename = submission.filename if submission else ""
    for piece in (each.student, filename, submitted, given.isolation):
        digest.update(hashlib.sha256(piece.encode("utf-8", "surrogatepass")).digest())
    return digest.hexdigest()


@lru_cache(maxsize=16)
def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


@cache
def _grader_digest() -> bytes:
    """Return what changes with every change of this package."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.*")):
        if path.suffix in (".py", ".html"):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.digest()
