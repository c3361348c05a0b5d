"""Read the results in an output folder."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from ..errors import Refusal
from ..records import Grade, TaskGrade
from ..reports.reading import grade_from_result
from ..text import few, visible
from .folders import is_folder_of
from .store import GRADE_AGAIN, Store, existing, result_files

MOST_DAMAGED = 5  # results named with the reason why they cannot be read
UNRECOGNISED = "unrecognised"  # in place of an exercise, where files fit none
_T = TypeVar("_T")


class Contents(Struct, frozen=True):
    """The contents of an output folder.

    grades: sorted by student and exercise. folders: student -> the name of their folder.
    damaged: the results that cannot be read, with the reasons.
    """

    grades: Sequence[Grade]
    folders: Mapping[str, str]
    damaged: Mapping[Path, Refusal]


def read_contents(store: Store) -> Contents:
    """Read the results in a folder."""
    by_student: dict[str, dict[str, Grade]] = {}
    folders: dict[str, str] = {}
    same: dict[TaskGrade, TaskGrade] = {}
    damaged: dict[Path, Refusal] = {}
    for path in result_files(store.out):
        try:
            grade = read_result(path)
        except Refusal as refusal:
            damaged[path] = refusal
            continue
        student = grade.student or ""
        by_student.setdefault(student, {})[grade.exercise] = with_shared_tasks(grade, same)
        folders[student] = folder_of(path)
    grades: list[Grade] = []
    for theirs in by_student.values():
        grades += without_unrecognised(theirs).values()
    return Contents(sorted(grades, key=place_of), folders, damaged)


def without_unrecognised(theirs: Mapping[str, _T]) -> Mapping[str, _T]:
    """Leave out a student's files that fit no exercise, if others do.

    theirs: exercise -> anything.
    """
    return {name: each for name, each in theirs.items() if name != UNRECOGNISED} or theirs


def place_of(grade: Grade) -> tuple[str, str]:
    """Return student and exercise, by which results are sorted."""
    return grade.student or "", grade.exercise


def read_undamaged(out: Path) -> Contents:
    """Read the results in a folder. Refusal: there are none, or some cannot be read."""
    contents = read_contents(Store(existing(out)))
    if damaged := [*contents.damaged.values()]:
        problem = few([each.problem for each in damaged], MOST_DAMAGED, " ")
        raise Refusal(problem, damaged[0].remedy)
    return contents


def read_result(path: Path, with_page: bool = True) -> Grade:
    """Return the grade in a result.json, which is in the folder of its student.

    with_page: whether its page must be beside it.

    Refusal: it is damaged, belongs to another student or exercise, or has no page.
    """
    try:
        grade = grade_from_result(json.loads(path.read_text(encoding="utf-8")))
        if grade.exercise != path.parent.name:
            problem = f"expected the exercise {path.parent.name}, found {grade.exercise}"
        elif not is_folder_of(folder_of(path), grade.student or ""):
            problem = f"expected a result of {folder_of(path)}, found one of {grade.student}"
        elif with_page and not path.with_name("feedback.html").is_file():
            problem = "expected feedback.html beside it, found none"
        else:
            return grade
    except (OSError, ValueError, RecursionError) as error:
        problem = str(error)
    raise Refusal(f"{path} is damaged: {visible(problem)}.", GRADE_AGAIN)


def folder_of(path: Path) -> str:
    """Return the student's folder that a result is in."""
    return path.parents[1].name


def with_shared_tasks(grade: Grade, same: dict[TaskGrade, TaskGrade]) -> Grade:
    """Replace each task by an equal one from `same`, which collects them, to save memory."""
    return replace(grade, tasks=tuple(same.setdefault(task, task) for task in grade.tasks))
