"""Grade a class in parallel, into a folder from which a run that was killed can be resumed.

Only the process that calls `grade_class` writes results. Nothing in a student's folder reveals a
hidden case.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

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
    """A class to grade.

    sheets: exercise -> the bytes of its hidden sheet, for every exercise with a submission.
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
    """Yield each grade as soon as it is known. Results in `out` with the same key are kept.

    executor: where `grade_one` runs; by default `jobs` threads, each with a sandbox of its own.

    Refusal: the machine cannot grade, or `out` cannot be written.
    """
    folders = given.folders()
    pool = executor or ThreadPoolExecutor(jobs)
    waiting: dict[Future[Grade], tuple[Received, _Place]] = {}
    try:
        with Store(out) as store:
            for each in given.received:
                exercise = each.exercise or UNRECOGNISED
                place = _Place(
                    store=store,
                    student=folders[each.student],
                    exercise=exercise,
                    key=_key(each, given),
                )
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


def write_reports(given: Class, out: Path) -> list[Grade]:
    """Write the files about all that `out` holds, whatever this run graded, and return it."""
    grades, folders = _stored(out)
    hints = {exercise: load_sheet(sheet).hints for exercise, sheet in given.sheets.items()}
    write_whole(out / "grades.csv", grades_csv(grades))
    write_whole(out / "report.html", class_page(grades, folders, hints))
    return grades


def _stored(out: Path) -> tuple[list[Grade], dict[str, str]]:
    """Read the results in a folder: the grades in order, and the folder of each student.

    Files of a student that fit no exercise do not count beside those that do.
    """
    grades: list[Grade] = []
    folders: dict[str, str] = {}
    for folder, text in Store(out).results():
        with suppress(ValueError):
            grades.append(grade_from_result(json.loads(text)))
            folders[grades[-1].student or ""] = folder
    recognised = {grade.student for grade in grades if grade.exercise != UNRECOGNISED}
    counting = []
    for grade in grades:
        if grade.exercise != UNRECOGNISED or grade.student not in recognised:
            counting.append(grade)
    return sorted(counting, key=lambda grade: (grade.student or "", grade.exercise)), folders


def exercises_in(received: Iterable[Received]) -> list[str]:
    """Return the exercises with a submission, in order."""
    return sorted({each.exercise for each in received if each.exercise})


@dataclass(frozen=True, kw_only=True)
class _Place:
    """The place of one result in the store. key: names everything that the result depends on."""

    store: Store
    student: str
    exercise: str
    key: str

    def kept(self) -> Grade | None:
        """Return the grade of an earlier run with the same key, or None."""
        if self.store.has(self.student, self.exercise, self.key):
            with suppress(OSError, ValueError):
                text = self.store.read(self.student, self.exercise, "result.json")
                return grade_from_result(json.loads(text))
        return None

    def keep(self, graded: Grade) -> Grade:
        """Write the files of a result, and return the grade without pictures, to save memory.

        A submission that is not graded gets no key, so that the next run tries again.
        """
        files = {"feedback.html": feedback_page(graded), "result.json": as_json(result(graded))}
        key = self.key if graded.status == "graded" else None
        self.store.write(self.student, self.exercise, key, files)
        tasks = tuple(replace(task, shown=None, output="") for task in graded.tasks)
        return replace(graded, tasks=tasks)


def _result(future: Future[Grade], each: Received, given: Class, place: _Place) -> Grade:
    """Return a grade. If the grader fails, only this submission is not graded."""
    try:
        return future.result()
    except Refusal:
        raise  # it concerns the machine, so every submission
    except Exception as error:
        kept = keep_fault(place.store.out, Path(place.student, place.exercise), error)
        fault = f"The grader failed ({type(error).__name__}: {error})."
        remedy = "Grade again, and report it if it stays"
        remedy += f", with {kept.as_posix()}." if kept else "."
        return _not_graded(each, given, f"{fault} {remedy}")


def _without_file(each: Received, given: Class) -> Grade:
    """Grade without a submission: a missing file gets 0 points, an unusable one is not graded."""
    if each.problem != "missing":
        return _not_graded(each, given, each.reason)
    answers = load_sheet(given.sheets[each.exercise or ""])
    nothing = Submission(
        exercise=answers.exercise,
        module="",
        filename="",
        cells=(),
        student=each.student,
        late=each.late,
        problem=each.reason,
    )
    runs = [Run(task=task.name, defined=False) for task in answers.tasks]
    return grade_hidden(answers, nothing, runs, "none")


def _not_graded(each: Received, given: Class, reason: str) -> Grade:
    sheet = given.sheets.get(each.exercise or "")
    return Grade(
        student=each.student,
        exercise=each.exercise or UNRECOGNISED,
        filename=each.submission.filename if each.submission else "",
        submission_sha256=each.submission.sha256 if each.submission else "",
        late=each.late,
        status="not_graded",
        reason=reason,
        isolation="none",
        score=None,
        max_score=load_sheet(sheet).points if sheet else 0.0,
        tasks=(),
    )


def _key(each: Received, given: Class) -> str:
    """Return a digest of all that a grade depends on: submission, sheet, grader and isolation."""
    sheet = given.sheets.get(each.exercise or "", b"")
    digest = hashlib.sha256(_grader_digest() + _digest(sheet))
    submission = each.submission
    submitted = submission.sha256 if submission else f"{each.problem} {each.reason}"
    filename = f"{submission.filename if submission else ''} {'late' * each.late}"
    versions = f"Python {platform.python_version()} NumPy {np.__version__}"
    for piece in (each.student, filename, submitted, given.isolation, versions):
        digest.update(hashlib.sha256(piece.encode("utf-8", "surrogatepass")).digest())
    return digest.hexdigest()


@lru_cache(maxsize=16)
def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


@cache
def _grader_digest() -> bytes:
    """Return a digest of this package's code and templates."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.*")):
        if path.suffix in (".py", ".html"):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.digest()
