"""Merge the results of several output folders, such as those of two assistants."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..errors import Refusal
from ..records import Grade
from ..text import few, shown
from ..verdict.override import as_graded
from . import overrides
from .contents import Contents, read_undamaged
from .folders import folder_names
from .output import MOST_NAMED, Settled, settle
from .presence import add_received
from .sets import ExerciseSet
from .store import Store, result_files
from .submitted import keep_code, kept_code

FILES = ("feedback.html", "result.json")
# Facts that `Store.remember` keeps about results; of equal keys, the first folder's is kept.
REMEMBERED = ("hints", "overrides", "extended", "better", "left_out", "seconds")
Place = tuple[str, str]  # student, exercise


def merge(folders: Sequence[Path], out: Path, sets: Sequence[ExerciseSet] = ()) -> Settled:
    """Copy all results and overrides into `out`, a new folder, and settle it.

    If two folders hold the same student and exercise, the submission and the points must be the
    same; the first folder's result is copied. sets: of the course, see `settle`.

    Refusal: two folders contradict each other, a result is damaged, or `out` holds results.
    """
    if result_files(out):
        raise Refusal(f"{out} already holds results.", "Give a new folder to --out.")
    stores = [Store(folder) for folder in folders]
    contents = [read_undamaged(folder) for folder in folders]
    chosen = _chosen(folders, contents)
    for (_, exercise), (number, grade) in chosen.items():  # refused before anything is written
        stores[number].read(contents[number].folders[grade.student or ""], exercise, FILES[0])
    rows = _rows(folders)
    names = folder_names(student for student, _ in chosen)
    with Store(out) as store:
        for (student, exercise), (number, grade) in chosen.items():
            source, folder = stores[number], contents[number].folders[student]
            files = {name: source.read(folder, exercise, name) for name in FILES}
            if code := kept_code(folders[number], folder, exercise, grade.submission_sha256):
                keep_code(out, names[student], code)
            store.write(names[student], exercise, source.last_key(folder, exercise), files)
        for memory in REMEMBERED:
            both: dict[str, object] = {}
            for source in reversed(stores):
                both |= source.recall(memory)
            store.remember(memory, both)
        store.remember("folders", names)
        if rows:
            overrides.write(out, rows)
    for source in stores:
        for path, present in source.recall("received").items():
            everybody = {student for students in present.values() for student in students}
            add_received(out, Path(path), present, graded=everybody)
    return settle(out, sets=sets)


def _chosen(
    folders: Sequence[Path], contents: Sequence[Contents]
) -> dict[Place, tuple[int, Grade]]:
    """Return the first grade of each student and exercise, with the number of its folder.

    Refusal: another folder has another submission or other points.
    """
    chosen: dict[Place, tuple[int, Grade]] = {}
    conflicts = []
    for number, each in enumerate(contents):
        for grade in each.grades:
            place = grade.student or "", grade.exercise
            first, other = chosen.setdefault(place, (number, grade))
            if first != number and _facts(grade) != _facts(other):
                conflicts.append((place, folders[first], folders[number]))
    if conflicts:
        differences = [
            f"{shown(student)}, {exercise} ({one} and {other})"
            for (student, exercise), one, other in conflicts
        ]
        problem = f"Submissions or points differ: {few(differences, MOST_NAMED, '; ')}."
        raise Refusal(problem, "Delete the results that should not count, and merge again.")
    return chosen


def _facts(grade: Grade) -> tuple[object, ...]:
    """Return what must be the same in two results of one student and exercise."""
    plain = as_graded(grade)
    return plain.submission_sha256, plain.score, plain.max_score


def _rows(folders: Sequence[Path]) -> list[overrides.Row]:
    rows: dict[tuple[str, str, str], overrides.Row] = {}
    for folder in folders:
        for row in overrides.read(folder):
            other = rows.setdefault(row.place, row)
            if row != other:
                differ = f"{other.value} in one folder, {row.value} in another"
                if other.value == row.value:
                    differ = "its comments differ"
                remedy = "Make the lines the same, or delete one of them."
                raise Refusal(f"{row.text}: {differ}.", remedy)
    return list(rows.values())
