"""Turn students' files into Submissions: a file counts by what it defines, not by its name.

Files are read and never run; one that cannot be used is reported, never dropped.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Literal

from msgspec import Struct

from ..catalog import module_name
from ..errors import Refusal
from ..records import Submission
from ..text import listed, shown
from .archives import is_archive
from .candidate import Assigned, Budget, Candidate, inspect_file, is_source
from .choosing import MOST_NAMED, Candidates, best_exercises, file_list
from .files import File, handed_in, in_folder, read_file
from .students import ONE_EACH, Files, refuse, students


class Received(Struct, frozen=True, kw_only=True):
    """One student's entry for one exercise: a Submission, or why there is none.

    exercise: None if it is unknown.
    problem: "missing" if the exercise was asked for and no file fits, "nothing" if the student is
        known only from a list, "unusable" if a file may fit but cannot be graded.
    notice: what staff should know about files that were left out.
    """

    student: str
    exercise: str | None
    submission: Submission | None = None
    problem: Literal["missing", "nothing", "unusable"] | None = None
    reason: str = ""
    late: bool = False
    notice: str = ""


def received(
    path: Path, assigned: Assigned, only: Sequence[str] = (), around: list[str] | None = None
) -> list[Received]:
    """Return everything that was submitted, by student and exercise.

    only: the exercises asked for; without any, every exercise that a student submitted.
    around: see `students`.
    """
    results: list[Received] = []
    empty: list[Received] = []
    others: set[str] = set()
    unknown: list[str | None] = [None]
    with ExitStack() as stack:
        for student, read in _each_once(students(path, list(assigned.exercises), stack, around)):
            try:
                seen = Candidates(read(), assigned)
            except Refusal as refusal:
                results += [_unusable(student, name, refusal) for name in only or unknown]
                continue
            asked = only or sorted(seen.exercises())
            theirs = {name: each for name in asked if (each := _received(seen, student, name))}
            results += theirs.values()
            lacking = [name for name in only if name not in theirs]
            if lacking or not theirs:
                nothing = results if seen.doubt() else empty
                nothing += [_nothing(seen, student, name) for name in lacking or unknown]
                others |= seen.exercises()
    if not results and not only:
        who, reason = shown(empty[0].student), empty[0].reason
        raise Refusal(f"{path} holds nothing to grade. {who}: {reason}", ONE_EACH)
    if not results and others:
        problem = f"Nobody submitted {' or '.join(only)}; {path} holds files for"
        problem += f" {', '.join(sorted(others))}."
        remedy = "Give that assignment's submissions, or name another exercise."
        raise Refusal(problem, remedy)
    return sorted(results + empty, key=lambda each: (each.student, each.exercise or ""))


def own_submission(folder: Path, exercise: str, assigned: Assigned, student: str = "") -> Received:
    """Return the submission for an exercise in one student's own folder."""
    try:
        seen = Candidates(handed_in(folder), assigned)
    except Refusal as refusal:
        return _unusable(student, exercise, refusal)
    return _received(seen, student, exercise) or _nothing(seen, student, exercise)


def work_in(folder: Path, exercise: str, assigned: Assigned) -> Candidate | None:
    """Return the one file of a folder that has work for an exercise, or None.

    Refusal: there are several with different work.
    """
    files = [file for file in in_folder(folder) if not is_archive(file.name)]
    found = Candidates(files, assigned).chosen(exercise)
    return found if found and found.written else None


def exercises_of(path: Path, assigned: Assigned) -> list[str]:
    """Return the exercises that a single file may be for. Refusal: it cannot be read."""
    found = inspect_path(path, assigned)
    return sorted(best_exercises(found, assigned)) if found.names else []


def one_file(path: Path, exercise: str, assigned: Assigned) -> Submission:
    """Return the submission in a single file of any name. Refusal: it holds none."""
    return submission_in(inspect_path(path, assigned), exercise)


def inspect_path(path: Path, assigned: Assigned) -> Candidate:
    """Inspect a single file, even through a link. Refusal: it cannot be read."""
    if not is_source(path.name):
        problem = f"{path} is neither a script (.py) nor a notebook (.ipynb)."
        remedy = f"Rename it {path.stem}: Windows may hide extensions."
        raise Refusal(problem, remedy if is_source(path.stem) else "Name the file you work in.")
    file = File((path.name,), partial(read_file, path.resolve()))
    found = inspect_file(file, assigned, Budget())
    assert found is not None  # because it is named like a source
    return found


def _each_once(pairs: Sequence[tuple[str, Files]]) -> Iterator[tuple[str, Files]]:
    times = Counter(student for student, _ in pairs)
    for student, files in dict(pairs).items():
        problem = f"There are {times[student]} entries for {shown(student)}."
        twice = partial(refuse, problem, "Keep one of them.")
        yield student, twice if times[student] > 1 else files


def _received(seen: Candidates, student: str, exercise: str) -> Received | None:
    """Return the submission of an exercise, or why there is no clear one; None without any."""
    try:
        found = seen.chosen(exercise)
    except Refusal as refusal:
        return _unusable(student, exercise, refusal, seen.late)
    if found is None:
        return None
    submission = submission_in(found, exercise, student)
    left_out = [refusal.problem for refusal in seen.doubts[:MOST_NAMED]]
    if len(seen.doubts) > MOST_NAMED:
        left_out.append(f"And {len(seen.doubts) - MOST_NAMED} more.")
    if found.older:
        verb = "is" if len(found.older) == 1 else "are"
        left_out.append(f"{file_list(found.older)} {verb} older.")
    return Received(
        student=student,
        exercise=exercise,
        submission=submission,
        late=submission.late,
        notice=f"{found.file.shown} was graded. Left out: {' '.join(left_out)}" if left_out else "",
    )


def _nothing(seen: Candidates, student: str, only: str | None) -> Received:
    """Return an entry without a submission, which says what was expected and what came."""
    if doubt := seen.doubt():
        return _unusable(student, only, doubt, seen.late)
    asked = "anything that an exercise asks for"
    if only:
        names = sorted(seen.assigned.exercises[only])
        more = [] if len(names) <= MOST_NAMED else ["another task"]
        asked = listed([*names[:MOST_NAMED], *more], "or")
    submitted = file_list(seen.files) if seen.files else "nothing"
    return Received(
        student=student,
        exercise=only,
        problem="missing" if only else "unusable",
        reason=f"No file defines {asked}. Submitted: {submitted}.",
        late=seen.late,
    )


def _unusable(student: str, exercise: str | None, refusal: Refusal, late: bool = False) -> Received:
    return Received(
        student=student, exercise=exercise, problem="unusable", reason=str(refusal), late=late
    )


def submission_in(found: Candidate, exercise: str, student: str | None = None) -> Submission:
    """Return the submission of an exercise in a file that has been inspected."""
    return Submission(
        exercise=exercise,
        module=module_name(exercise),
        filename=shown(found.file.name),
        cells=found.cells,
        labels=found.labels,
        sha256=found.sha256,
        student=student,
        late=found.file.late,
        problem=found.problem,
        unasked=found.unasked,
    )
