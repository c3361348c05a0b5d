"""Hand-ins -> Submissions. Students' bytes are read and never run; what cannot be used is reported, never dropped."""

import difflib
import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

from .catalog import module_name
from .errors import Refusal
from .files import MIB, File, in_folder, in_zip, read_file, shown
from .records import Submission
from .students import ONE_EACH, SUFFIXES, Files, refuse, source_names, students

MAX_SOURCE = 1 * MIB
MAX_NOTEBOOK = 20 * MIB
COPY = re.compile(r"^copy of |([ _-]*(\(\d+\)|copy|kopie|\d|final))+$")  # what downloads and editors add to a name
DEFINED = re.compile(r"def \w+\(")
LONGEST = 100  # characters of a name that are looked at: a zip may give it 65,535
MOST_AROUND = 4  # folders, one in the other, that a hand-in may be wrapped in
RENAME = "Give it the expected name and place, and grade again."


@dataclass(frozen=True)
class HandIn:
    """What one student handed in for one exercise: a Submission, or why there is none.

    exercise: None when nothing says which one it may be.
    problem: "missing" when the exercise was asked for and there is no file for it.
    """

    student: str
    exercise: str | None
    submission: Submission | None = None
    problem: Literal["missing", "unusable"] | None = None
    reason: str = ""


def hand_ins(
    path: Path, exercises: Sequence[str], only: str | None = None, skeletons: Mapping[str, bytes] | None = None
) -> list[HandIn]:
    """Everything handed in, by student and exercise.

    only: the one exercise asked for; without it, every exercise that a student handed in.
    skeletons: the released files by name ("convolution.py"): an untouched one does not count beside a changed one.
    """
    found: list[HandIn] = []
    nothing: list[HandIn] = []
    others: set[str] = set()
    with ExitStack() as stack:
        for student, files in _each_once(students(path, exercises, stack)):
            try:
                there = _unwrapped(files(), exercises)
            except Refusal as refusal:
                found.append(HandIn(student, only, problem="unusable", reason=str(refusal)))
                continue
            its = list(_found(student, there, exercises, [only] if only else exercises, skeletons or {}))
            found += its
            if not its:
                nothing.append(_nothing(student, there, exercises, only))
                others |= {exercise for exercise in exercises for file in there if file.name in source_names(exercise)}
    if not found and only is None:
        raise Refusal(f"{path} holds nothing to grade. {shown(nothing[0].student)}: {nothing[0].reason}", ONE_EACH)
    if not found and others:
        problem = f"Nobody handed in {only}; {path} holds files for {', '.join(sorted(others))}."
        raise Refusal(problem, "Take the hand-ins of that assignment, or name another exercise.")
    return sorted(found + nothing, key=lambda each: (each.student, each.exercise or ""))


def one_file(path: Path, exercise: str, student: str | None = None) -> Submission:
    """The submission in a single file; a problem raises Refusal. student: whose it is, where others name it."""
    if path.suffix not in SUFFIXES:
        raise Refusal(f"{path} is neither a script (.py) nor a notebook (.ipynb).", "Name the file you work in.")
    owned = path if student else path.resolve()  # whoever names a file of their own may name it by a link
    return _submission(File((path.name,), partial(read_file, owned)), exercise, student)


def own_hand_in(folder: Path, exercise: str) -> HandIn:
    """What the one student whose folder this is handed in for the one exercise that it is for."""
    try:
        there = _unwrapped(in_folder(folder), [exercise])
    except Refusal as refusal:
        return HandIn("", exercise, problem="unusable", reason=str(refusal))
    return next(_found("", there, [exercise], [exercise], {}), None) or _nothing("", there, [exercise], exercise)


def _each_once(there: Sequence[tuple[str, Files]]) -> Iterator[tuple[str, Files]]:
    times = Counter(student for student, _ in there)
    for student, files in dict(there).items():
        twice = partial(refuse, f"{shown(student)} is there {times[student]} times.", "Keep one of them.")
        yield student, twice if times[student] > 1 else files


def _unwrapped(files: list[File], exercises: Sequence[str]) -> list[File]:
    """The files, without folders or one zip that merely hold everything else."""
    files = _without_folders_around(files, exercises)
    if len(files) == 1 and files[0].name.lower().endswith(".zip"):  # once: a zip may well hold itself
        return _without_folders_around(in_zip(files[0].read, files[0].name), exercises)
    return files


def _without_folders_around(files: list[File], exercises: Sequence[str]) -> list[File]:
    for _ in range(MOST_AROUND):
        tops = {file.path[0] for file in files}
        if len(tops) != 1 or tops & set(exercises) or any(len(file.path) == 1 for file in files):
            break
        files = [replace(file, path=file.path[1:]) for file in files]
    return files


def _found(
    student: str, files: list[File], exercises: Sequence[str], wanted: Sequence[str], skeletons: Mapping[str, bytes]
) -> Iterator[HandIn]:
    for exercise in wanted:
        names, others = source_names(exercise), set(exercises) - {exercise}
        fitting = [file for file in files if file.name in names and file.path[:-1] in ((), (exercise,))]
        nearly = [file for file in files if _nearly(file, exercise) and not others & set(file.path[:-1])]
        try:
            if fitting:
                yield HandIn(student, exercise, _the_one(fitting, exercise, student, skeletons))
            elif nearly:
                came = ", ".join(file.shown for file in nearly[:3])
                raise Refusal(f"Expected {' or '.join(names)} and found {came}.", RENAME)
        except Refusal as refusal:
            yield HandIn(student, exercise, problem="unusable", reason=str(refusal))


def _the_one(files: Sequence[File], exercise: str, student: str, skeletons: Mapping[str, bytes]) -> Submission:
    """The only file there is for this exercise, or the only one that was worked on."""
    came = {submission.sha256: submission for submission in (_submission(file, exercise, student) for file in files)}
    if len(came) > 1:
        untouched = {name: _code(_cells(name, skeletons[name])) for name in source_names(exercise) if name in skeletons}
        changed = [s for s in came.values() if _code(s.cells) != untouched.get(s.filename)]
        came = {s.sha256: s for s in changed or list(came.values())[:1]}
    if len(came) > 1:
        both = " and ".join(file.shown for file in files)
        raise Refusal(f"There are two files for one exercise: {both}.", "Keep the one that shall be graded.")
    return next(iter(came.values()))


def _code(cells: Iterable[bytes]) -> list[bytes]:
    code = [cell.replace(b"\r\n", b"\n").strip() for cell in cells]
    return [cell for cell in code if cell]


def _nearly(file: File, exercise: str) -> bool:
    """The right name but for its case or the marks of a copy, or the right name in the wrong place."""
    return file.name in source_names(exercise) or COPY.sub("", _stem(file.name)) == module_name(exercise)


def _stem(name: str) -> str:
    return unicodedata.normalize("NFKC", name[:LONGEST]).casefold().split(".")[0]


def _nothing(student: str, files: Sequence[File], exercises: Sequence[str], only: str | None) -> HandIn:
    """Why a student's files give nothing: what was expected, what there is, which of it comes nearest."""
    wanted = [only] if only else exercises
    stems = {_stem(file.name): file for file in reversed(files)}
    nearest = [(exercise, file) for exercise in wanted if (file := _nearest(module_name(exercise), stems))]
    names = " or ".join(source_names(nearest[0][0] if nearest else wanted[0]))
    expected = names if len(wanted) == 1 else f"a file named after an exercise, such as {names},"
    there = ", ".join(file.shown for file in files[:5]) or "no file"
    more = f" and {len(files) - 5} more" if len(files) > 5 else ""
    hint = f" The nearest name is {nearest[0][1].shown}." if nearest and len(files) > 1 else ""
    reason = f"Expected {expected} and found {there}{more}.{hint} Hand it in under the expected name."
    return HandIn(student, only, problem="missing" if only else "unusable", reason=reason)


def _nearest(module: str, stems: Mapping[str, File]) -> File | None:
    near = [stem for stem in stems if len(stem) > 2 and module.startswith(stem)]
    near += difflib.get_close_matches(module, stems, n=1, cutoff=0.7)
    return stems[near[0]] if near else None


def _submission(file: File, exercise: str, student: str | None) -> Submission:
    data = file.read(MAX_NOTEBOOK if file.name.endswith(".ipynb") else MAX_SOURCE)
    cells = _cells(file.name, data)
    if sum(map(len, cells)) > MAX_SOURCE:
        raise Refusal(f"{shown(file.name)} holds more than {MAX_SOURCE // MIB} MiB of code.", "Hand in less.")
    sha256 = hashlib.sha256(data).hexdigest()
    return Submission(exercise, module_name(exercise), file.name, cells, sha256, student)


def _cells(name: str, data: bytes) -> tuple[bytes, ...]:
    """The source of a script, or of each code cell of a notebook."""
    return _notebook_cells(name, data) if name.endswith(".ipynb") else (data,)


def code_cells(cells: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cells of a notebook that hold code. Functions whose cell was turned into text come first: code outdoes it."""
    return [cell for cell in cells if _is_lost_code(cell)] + [cell for cell in cells if cell["cell_type"] == "code"]


def _is_lost_code(cell: Mapping[str, Any]) -> bool:
    """Whether a text begins with a function."""
    if cell["cell_type"] != "markdown":
        return False
    source = cell.get("source")
    first = source[0] if source and isinstance(source, list) else source
    return isinstance(first, str) and DEFINED.match(first) is not None


def _source(cell: Mapping[str, Any]) -> str:
    return "".join(cell["source" if "source" in cell else "input"])


def _notebook_cells(name: str, data: bytes) -> tuple[bytes, ...]:
    """The source of each code cell, in the formats 4 (cells) and 2 and 3 (cells in worksheets).

    nbformat would read it, too, but validates every output: half a minute for a few hostile megabytes.
    """
    try:
        book = json.loads(data)
        cells = book["cells"] if "cells" in book else [cell for sheet in book["worksheets"] for cell in sheet["cells"]]
        return tuple(_source(cell).encode() for cell in code_cells(cells))
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        what = f"not JSON at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "not built like one"
        problem = f"{shown(name)} cannot be read as a notebook: it is {what}."
        raise Refusal(problem, "Open it in Jupyter, save it and hand it in again, or hand in a script.") from error
