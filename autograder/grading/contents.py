"""Read the results in an output folder."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from ..records import Grade, TaskGrade
from ..reports.files import grade_from_result
from .store import Store, result_files

UNRECOGNISED = "unrecognised"  # in place of an exercise, where files fit none
_T = TypeVar("_T")


@dataclass(frozen=True)
class Held:
    """The contents of an output folder.

    grades: sorted by student and exercise. folders: student -> the name of their folder.
    damaged: the results that cannot be read.
    """

    grades: Sequence[Grade]
    folders: Mapping[str, str]
    damaged: Sequence[Path]


def held(store: Store) -> Held:
    """Read the results in a folder."""
    by_student: dict[str, dict[str, Grade]] = {}
    folders: dict[str, str] = {}
    same: dict[TaskGrade, TaskGrade] = {}
    damaged: list[Path] = []
    for path, grade in _results(store):
        if grade is None:
            damaged.append(path)
            continue
        student = grade.student or ""
        by_student.setdefault(student, {})[grade.exercise] = with_shared_tasks(grade, same)
        folders[student] = _folder_of(path)
    grades: list[Grade] = []
    for theirs in by_student.values():
        grades += without_unrecognised(theirs).values()
    return Held(sorted(grades, key=place_of), folders, damaged)


def without_unrecognised(theirs: Mapping[str, _T]) -> Mapping[str, _T]:
    """Leave out a student's files that fit no exercise, if others do.

    theirs: exercise -> anything.
    """
    return {name: each for name, each in theirs.items() if name != UNRECOGNISED} or theirs


def place_of(grade: Grade) -> tuple[str, str]:
    """Return student and exercise, by which results are sorted."""
    return grade.student or "", grade.exercise


def stored(store: Store) -> Iterator[tuple[str, Grade]]:
    """Yield the folder of a student, and each grade in it that can be read."""
    for path, grade in _results(store):
        if grade:
            yield _folder_of(path), grade


def _results(store: Store) -> Iterator[tuple[Path, Grade | None]]:
    """Yield the path of each result, and its grade, or None if it cannot be read."""
    for path in result_files(store.out):
        grade = None
        with suppress(OSError, ValueError, RecursionError):
            grade = grade_from_result(json.loads(path.read_text(encoding="utf-8")))
        yield path, grade


def _folder_of(path: Path) -> str:
    """Return the student's folder that a result is in."""
    return path.parents[1].name


def with_shared_tasks(grade: Grade, same: dict[TaskGrade, TaskGrade]) -> Grade:
    """Replace each task by an equal one from `same`, which collects them, to save memory."""
    return replace(grade, tasks=tuple(same.setdefault(task, task) for task in grade.tasks))
