"""Turn what students handed in into Submissions.

Their bytes are read and never run; what cannot be used is reported, never dropped.
"""

import difflib
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from ..catalog import SOURCES, module_name
from ..errors import Refusal
from ..records import Submission
from ..text import shown
from .archives import in_zip
from .files import MIB, File, in_folder, read_file
from .notebook import notebook_cells
from .students import ONE_EACH, Files, refuse, source_names, students

MAX_SOURCE = 1 * MIB
MAX_NOTEBOOK = 20 * MIB
# What downloads and editors add to a name.
COPY = re.compile(r"^copy of |([ _-]*(\(\d+\)|copy|kopie|\d|final))+$")
LONGEST = 100  # characters of a name that are looked at: a zip may give it 65,535
MOST_AROUND = 4  # folders, one in the other, that may be wrapped around a student's files
RENAME = "Give it the expected name and place, and grade again."


@dataclass(frozen=True, kw_only=True)
class Received:
    """What one student handed in for one exercise: a Submission, or why there is none.

    exercise: None where nothing says which one it may be.
    problem: "missing" where the exercise was asked for and there is no file for it.
    """

    student: str
    exercise: str | None
    submission: Submission | None = None
    problem: Literal["missing", "unusable"] | None = None
    reason: str = ""


def received(
    path: Path,
    exercises: Sequence[str],
    only: str | None = None,
    skeletons: Mapping[str, bytes] | None = None,
) -> list[Received]:
    """Return everything that was handed in, by student and exercise.

    only: the one exercise asked for; without it, every exercise that a student handed in.
    skeletons: the released files by name ("convolution.py"): beside a changed file, an untouched
        one does not count.
    """
    results: list[Received] = []
    empty: list[Received] = []
    others: set[str] = set()
    wanted = [only] if only else exercises
    with ExitStack() as stack:
        for student, read in _each_once(students(path, exercises, stack)):
            try:
                files = _unwrapped(read(), exercises)
            except Refusal as refusal:
                results.append(_unusable(student, only, refusal))
                continue
            theirs = list(_of_student(student, files, exercises, wanted, skeletons or {}))
            results += theirs
            if not theirs:
                empty.append(_nothing(student, files, exercises, only))
                others |= _exercises_of(files, exercises)
    if not results and only is None:
        who, reason = shown(empty[0].student), empty[0].reason
        raise Refusal(f"{path} holds nothing to grade. {who}: {reason}", ONE_EACH)
    if not results and others:
        problem = f"Nobody handed in {only}; {path} holds files for {', '.join(sorted(others))}."
        remedy = "Take the hand-ins of that assignment, or name another exercise."
        raise Refusal(problem, remedy)
    return sorted(results + empty, key=lambda each: (each.student, each.exercise or ""))


def one_file(path: Path, exercise: str, student: str | None = None) -> Submission:
    """Return the submission in a single file; Refusal if it is none.

    student: whose it is, where somebody else names it.
    """
    if path.suffix not in SOURCES:
        problem = f"{path} is neither a script (.py) nor a notebook (.ipynb)."
        raise Refusal(problem, "Name the file you work in.")
    owned = path if student else path.resolve()  # people may name a file of their own by a link
    return _submission(File((path.name,), partial(read_file, owned)), exercise, student)


def own_submission(folder: Path, exercise: str) -> Received:
    """Return what the one student whose folder this is handed in for its one exercise."""
    try:
        files = _unwrapped(in_folder(folder), [exercise])
    except Refusal as refusal:
        return _unusable("", exercise, refusal)
    theirs = list(_of_student("", files, [exercise], [exercise], {}))
    return theirs[0] if theirs else _nothing("", files, [exercise], exercise)


def _each_once(pairs: Sequence[tuple[str, Files]]) -> Iterator[tuple[str, Files]]:
    times = Counter(student for student, _ in pairs)
    for student, files in dict(pairs).items():
        problem = f"{shown(student)} is there {times[student]} times."
        twice = partial(refuse, problem, "Keep one of them.")
        yield student, twice if times[student] > 1 else files


def _unwrapped(files: list[File], exercises: Sequence[str]) -> list[File]:
    """Return the files without folders, or one zip, that merely hold everything else."""
    files = _without_folders_around(files, exercises)
    if len(files) == 1 and files[0].name.lower().endswith(".zip"):  # once: a zip may hold itself
        return _without_folders_around(in_zip(files[0].read, files[0].name), exercises)
    return files


def _without_folders_around(files: list[File], exercises: Sequence[str]) -> list[File]:
    for _ in range(MOST_AROUND):
        tops = {file.path[0] for file in files}
        if len(tops) != 1 or tops & set(exercises) or any(len(file.path) == 1 for file in files):
            break
        files = [replace(file, path=file.path[1:]) for file in files]
    return files


def _of_student(
    student: str,
    files: list[File],
    exercises: Sequence[str],
    wanted: Sequence[str],
    skeletons: Mapping[str, bytes],
) -> Iterator[Received]:
    for exercise in wanted:
        names, others = source_names(exercise), set(exercises) - {exercise}
        here = [file for file in files if file.path[:-1] in ((), (exercise,))]
        fitting = [file for file in here if file.name in names]
        elsewhere = [file for file in files if not others & set(file.path[:-1])]
        nearly = [file for file in elsewhere if _nearly(file, exercise)]
        try:
            if fitting:
                submission = _the_one(fitting, exercise, student, skeletons)
                yield Received(student=student, exercise=exercise, submission=submission)
            elif nearly:
                listed = ", ".join(file.shown for file in nearly[:3])
                raise Refusal(f"Expected {' or '.join(names)} and found {listed}.", RENAME)
        except Refusal as refusal:
            yield _unusable(student, exercise, refusal)


def _the_one(
    files: Sequence[File], exercise: str, student: str, skeletons: Mapping[str, bytes]
) -> Submission:
    """Return the only file for this exercise, or the only one that was worked on."""
    submissions = [_submission(file, exercise, student) for file in files]
    different = {each.sha256: each for each in submissions}
    if len(different) > 1:
        changed = [each for each in different.values() if not _untouched(each, skeletons)]
        different = {each.sha256: each for each in changed or list(different.values())[:1]}
    if len(different) > 1:
        both = " and ".join(file.shown for file in files)
        problem = f"There are two files for one exercise: {both}."
        raise Refusal(problem, "Keep the one that shall be graded.")
    return next(iter(different.values()))


def _untouched(submission: Submission, skeletons: Mapping[str, bytes]) -> bool:
    """Tell whether a file holds the code that students were given, and no other."""
    name = submission.filename
    if name not in skeletons:
        return False
    return _code(submission.cells) == _code(_cells(name, skeletons[name]))


def _code(cells: Iterable[bytes]) -> list[bytes]:
    code = [cell.replace(b"\r\n", b"\n").strip() for cell in cells]
    return [cell for cell in code if cell]


def _nearly(file: File, exercise: str) -> bool:
    """Tell whether only the case, the marks of a copy or the place of a file's name are wrong."""
    if file.name in source_names(exercise):
        return True
    return COPY.sub("", _stem(file.name)) == module_name(exercise)


def _stem(name: str) -> str:
    return unicodedata.normalize("NFKC", name[:LONGEST]).casefold().split(".")[0]


def _exercises_of(files: Sequence[File], exercises: Sequence[str]) -> set[str]:
    """Return the exercises after which some of the files are named."""
    names = {file.name for file in files}
    return {exercise for exercise in exercises if names & set(source_names(exercise))}


def _unusable(student: str, exercise: str | None, refusal: Refusal) -> Received:
    return Received(student=student, exercise=exercise, problem="unusable", reason=str(refusal))


def _nothing(
    student: str, files: Sequence[File], exercises: Sequence[str], only: str | None
) -> Received:
    """Say why a student's files give nothing: what was expected, and what comes nearest to it."""
    wanted = [only] if only else exercises
    stems = {_stem(file.name): file for file in reversed(files)}
    nearest = {each: _nearest(module_name(each), stems) for each in wanted}
    near = [(exercise, file) for exercise, file in nearest.items() if file]
    names = " or ".join(source_names(near[0][0] if near else wanted[0]))
    one = len(wanted) == 1
    expected = names if one else f"a file named after an exercise, such as {names},"
    listed = ", ".join(file.shown for file in files[:5]) or "no file"
    more = f" and {len(files) - 5} more" if len(files) > 5 else ""
    hint = f" The nearest name is {near[0][1].shown}." if near and len(files) > 1 else ""
    remedy = "Hand it in under the expected name."
    return Received(
        student=student,
        exercise=only,
        problem="missing" if only else "unusable",
        reason=f"Expected {expected} and found {listed}{more}.{hint} {remedy}",
    )


def _nearest(module: str, stems: Mapping[str, File]) -> File | None:
    long_enough = [stem for stem in stems if len(stem) > 2]
    near = [stem for stem in long_enough if module.startswith(stem)]
    near += difflib.get_close_matches(module, stems, n=1, cutoff=0.7)
    return stems[near[0]] if near else None


def _submission(file: File, exercise: str, student: str | None) -> Submission:
    data = file.read(MAX_NOTEBOOK if file.name.endswith(".ipynb") else MAX_SOURCE)
    cells = _cells(file.name, data)
    if sum(map(len, cells)) > MAX_SOURCE:
        problem = f"{shown(file.name)} holds more than {MAX_SOURCE // MIB} MiB of code."
        raise Refusal(problem, "Hand in less.")
    return Submission(
        exercise=exercise,
        module=module_name(exercise),
        filename=file.name,
        cells=cells,
        sha256=hashlib.sha256(data).hexdigest(),
        student=student,
    )


def _cells(name: str, data: bytes) -> tuple[bytes, ...]:
    """Return the source of a script, or of each code cell of a notebook."""
    return notebook_cells(name, data) if name.endswith(".ipynb") else (data,)
