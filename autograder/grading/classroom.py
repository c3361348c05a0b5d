"""Grade a class in parallel, and resume a run that was killed from its output folder.

Only the process that calls `grade_class` writes results. Nothing in a student's folder reveals a
hidden case.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from msgspec import Struct

from ..answers.sheet import load
from ..errors import Refusal
from ..intake.submissions import Received
from ..records import Grade, Run, Submission, TaskGrade
from ..reports.words import points
from ..sandbox.pool import IsolationChoice
from ..verdict.override import as_graded
from .contents import UNRECOGNISED, read_contents, read_result, with_shared_tasks
from .executors import Executor, digest, local
from .folders import folder_names
from .job import Job
from .results import Result, files_of, grade_to_files, rendered
from .store import Store, keep_fault, seconds_key
from .submission import grade_hidden
from .submitted import keep_code
from .versions import deciding_versions

AHEAD = 1000  # jobs running or waiting: enough for every worker, few enough to keep memory flat


class Class(Struct, frozen=True, kw_only=True):
    """A class of students to grade.

    sheets: exercise -> the bytes of its hidden sheet, for every exercise with a submission.
    seed: a digest of the seed that they were made from.
    only: the students to grade, again if necessary; if empty, everybody.
    never_lower: whether an earlier result with more points is kept.
    """

    received: Sequence[Received]
    sheets: Mapping[str, bytes]
    isolation: IsolationChoice = "auto"
    seed: str = ""
    only: Collection[str] = ()
    never_lower: bool = False

    def asked(self) -> list[Received]:
        """Return what was received from the students to grade."""
        return [each for each in self.received if not self.only or each.student in self.only]

    def students(self) -> dict[str, set[str]]:
        """Return exercise -> the students who submitted it or, if it was asked for, lack it."""
        present: dict[str, set[str]] = {}
        for each in self.received:
            if each.problem == "nothing":
                continue
            present.setdefault(each.exercise or UNRECOGNISED, set()).add(each.student)
        return present

    def tasks(self) -> dict[str, list[str]]:
        """Return the tasks of each exercise."""
        sheets = {exercise: load(sheet) for exercise, sheet in self.sheets.items()}
        return {name: [task.name for task in each.tasks] for name, each in sheets.items()}

    def hints(self) -> dict[str, Mapping[str, str]]:
        """Return exercise -> mistake -> its hint."""
        return {exercise: load(sheet).hints for exercise, sheet in self.sheets.items()}


def grade_class(
    given: Class, out: Path, jobs: int = 1, executor: Executor | None = None
) -> Iterator[Grade]:
    """Yield each grade as soon as it is known. Results in `out` with the same key are kept.

    executor: where submissions are graded; by default, `jobs` processes of this machine.

    Refusal: the machine cannot grade, or `out` cannot be written.
    """
    same: dict[TaskGrade, TaskGrade] = {}
    with ExitStack() as stack:
        if executor is None:
            executor = stack.enter_context(local(jobs, given.sheets.values()))
        for graded in _grades(given, stack.enter_context(Store(out)), executor):
            yield with_shared_tasks(graded, same)


def _grades(given: Class, store: Store, executor: Executor) -> Iterator[Grade]:
    better, seconds = store.recall("better"), store.recall("seconds")
    folders = store.recall("folders") or dict(read_contents(store).folders)
    folders |= folder_names((each.student for each in given.received), folders)
    store.remember("folders", folders)
    _remember_left_out(given, store, folders)
    waiting: dict[Future[Result], tuple[Received, _Place]] = {}
    done: SimpleQueue[Future[Result]] = SimpleQueue()

    def next_done() -> Grade:
        future = done.get()
        each, place = waiting.pop(future)
        result = _result(future, each, given, place)
        if result.seconds is not None:
            seconds[seconds_key(place.exercise, each.student)] = round(result.seconds, 1)
        return place.keep(result, better, each.submission)

    for each in given.asked():
        exercise = each.exercise or UNRECOGNISED
        place = _Place(
            store=store,
            student=folders[each.student],
            exercise=exercise,
            key=_key(each, given),
            never_lower=given.never_lower,
        )
        if not given.only and (kept := place.kept(each.submission)):
            yield kept
        elif each.submission is None:
            yield place.keep(files_of(_without_file(each, given), given.seed), better)
        else:
            job = Job(
                submission=each.submission,
                sheet=given.sheets[exercise],
                isolation=given.isolation,
                seed=given.seed,
            )
            future = executor.submit(grade_to_files, job)
            waiting[future] = each, place
            future.add_done_callback(done.put)
        while len(waiting) >= AHEAD or not done.empty():
            yield next_done()
    while waiting:
        yield next_done()
    store.remember("seconds", seconds)


def _remember_left_out(given: Class, store: Store, folders: Mapping[str, str]) -> None:
    """Remember which files were left out, for notices to staff.

    Files that fit no exercise are left out if the student has an earlier result.
    """
    left_out = store.recall("left_out")
    for each in given.asked():
        folder, exercises, notice = folders[each.student], [each.exercise or UNRECOGNISED], ""
        if each.notice:
            notice = each.notice
        elif each.exercise is None:
            results = {path.name for path in (store.out / folder).glob("*")}
            exercises = sorted(results - {UNRECOGNISED})
            notice = f"an earlier result was kept. The new files: {each.reason}"
        for exercise in exercises:
            left_out.pop(_name(folder, exercise), None)
            if notice:
                left_out[_name(folder, exercise)] = each.student, exercise, notice
    store.remember("left_out", left_out)


def _name(folder: str, exercise: str) -> str:
    """Return the key under which facts about a result are remembered."""
    return f"{folder}/{exercise}"


def exercises_in(received: Iterable[Received]) -> list[str]:
    """Return the exercises with a submission, in order."""
    return sorted({each.exercise for each in received if each.exercise})


class _Place(Struct, frozen=True, kw_only=True):
    """One result's place in the store. key: a digest of everything the result depends on."""

    store: Store
    student: str
    exercise: str
    key: str
    never_lower: bool

    def kept(self, submission: Submission | None) -> Grade | None:
        """Return the grade of an earlier run with the same key, or None.

        Its code is kept as well, again if a power failure damaged it.
        """
        if not self.store.has(self.student, self.exercise, self.key):
            return None
        grade = self._stored()
        if grade and submission and grade.submission_sha256 == submission.sha256:
            keep_code(self.store.out, self.student, submission)
        return grade

    def _stored(self) -> Grade | None:
        """Return the stored grade, whatever its key; None if it cannot be read."""
        path = self.store.out / self.student / self.exercise / "result.json"
        with suppress(Refusal):
            return read_result(path, with_page=False)
        return None

    def keep(
        self, result: Result, better: dict[str, Any], submission: Submission | None = None
    ) -> Grade:
        """Write the files of a result and, for staff, what was graded. Return its grade.

        A submission that is not graded gets no key, so that the next run tries again. With
        `never_lower`, an earlier result with more points stays, under the new key.

        better: the new results that a better earlier one outranks, and why they are not graded, for
            a notice to staff.
        """
        key = self.key if result.grade.status == "graded" else None
        name = _name(self.student, self.exercise)
        known = better.pop(name, None)
        stored = self._better(result.grade) if self.never_lower else None
        if stored:
            new = points(result.grade)
            if result.grade.status == "not_graded":
                new += f": {(result.grade.reason or '').removesuffix('.')}"
            better[name] = result.grade.student, self.exercise, new
        if better.get(name) != known:  # stored before the key, so that no kill loses the notice
            self.store.remember("better", dict(sorted(better.items())))
        if stored:
            if key or submission is None:  # otherwise the grader failed, and is tried again
                self._rekey(stored)
            return as_graded(stored)
        if submission:
            keep_code(self.store.out, self.student, submission)
        self.store.write(self.student, self.exercise, key, result.files)
        return result.grade

    def _better(self, new: Grade) -> Grade | None:
        """Return the student's stored grade if it has more points than a new one."""
        stored = self._stored()
        if stored is None or stored.student != new.student:
            return None
        return stored if (as_graded(stored).score or 0.0) > (new.score or 0.0) else None

    def _rekey(self, stored: Grade) -> None:
        """Store an earlier result under the new key.

        If its page is missing or changed, perhaps by a run that was killed, it is made again.
        """
        if self.store.last_key(self.student, self.exercise):
            self.store.rekey(self.student, self.exercise, self.key)
        else:
            self.store.write(self.student, self.exercise, self.key, rendered(stored))


def _result(future: Future[Result], each: Received, given: Class, place: _Place) -> Result:
    """Return the result of a job. If the grader failed, only this submission is not graded."""
    try:
        return future.result()
    except Refusal:
        raise  # the fault is the machine's, so every other submission would fail, too
    except Exception as error:
        kept = keep_fault(place.store.out, Path(place.student, place.exercise), error)
        fault = f"The grader failed ({type(error).__name__}: {error})."
        remedy = "Grade again. If it fails again, report it"
        remedy += f", with {kept.as_posix()}." if kept else "."
        return files_of(_not_graded(each, given, f"{fault} {remedy}"), given.seed)


def _without_file(each: Received, given: Class) -> Grade:
    """Grade an entry without a submission: 0 points if missing, not graded if unusable."""
    if each.problem == "unusable":
        return _not_graded(each, given, each.reason)
    answers = load(given.sheets[each.exercise or ""])
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
        max_score=load(sheet).points if sheet else 0.0,
        tasks=(),
    )


def _key(each: Received, given: Class) -> str:
    """Return a digest of all that a grade depends on: submission, sheet, grader and isolation."""
    sheet = given.sheets.get(each.exercise or "", b"")
    key = hashlib.sha256(digest(sheet))
    submission = each.submission
    submitted = submission.sha256 if submission else f"{each.problem} {each.reason}"
    filename = f"{submission.filename if submission else ''} {'late' * each.late}"
    pieces = [each.student, filename, submitted, given.isolation, deciding_versions()]
    read = [submission.problem.encode(), *submission.cells] if submission else []
    for piece in (*(piece.encode("utf-8", "surrogatepass") for piece in pieces), *read):
        key.update(hashlib.sha256(piece).digest())
    return key.hexdigest()
