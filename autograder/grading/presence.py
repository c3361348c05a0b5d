"""Record who is in the submissions graded into a folder, and remove students who have left."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from ..records import Grade
from ..reports.words import NOTHING
from ..text import few, shown
from .contents import UNRECOGNISED, read_contents
from .output import MOST_NAMED
from .store import Store


def remove_departed(
    out: Path,
    source: Path,
    present: Mapping[str, Collection[str]],
    absent: Collection[str] = (),
) -> list[str]:
    """Remove the results of students who are no longer in `source`. Return a sentence for each.

    Results from other submissions stay, and those of exercises that nobody submits any more: the
    next download may have the same name. Removed results are moved to DIR/.graded/.

    source: the submissions. present: exercise -> the students who are in them now.
    absent: the students on the list who submitted nothing; they keep their 0 points.
    """
    everybody = {student for students in present.values() for student in students} | {*absent}
    present = {UNRECOGNISED: (), **present}
    with Store(out) as store:
        folders = store.recall("folders")
        before = store.recall("received").get(str(source.resolve()), {})
        removed: dict[str, list[str]] = {}
        for exercise in present:
            known = _with_result(out, folders, exercise, before.get(exercise, ()))
            for student in known - everybody:
                removed.setdefault(student, []).append(exercise)
        for student, exercises in removed.items():
            for exercise in (*exercises, UNRECOGNISED):
                store.withdraw(student, folders.get(student, student), exercise)
        _remember_received(store, source, {**before, **present})
    return [
        f"{shown(student)} is no longer in {source}, and was withdrawn ({', '.join(exercises)})."
        for student, exercises in sorted(removed.items())
    ]


def remove_unlisted(out: Path, exercises: Collection[str], absent: Collection[str]) -> list[str]:
    """Remove the 0 points of students who have left the list. Return a sentence for each.

    absent: the students on the list who submitted nothing; they keep their 0 points.
    """
    with Store(out) as store:
        contents = read_contents(store)
        removed: dict[str, list[str]] = {}
        for grade in contents.grades:
            student = grade.student or ""
            asked = grade.exercise in exercises and student not in absent
            if asked and grade.reason == NOTHING:
                store.withdraw(student, contents.folders[student], grade.exercise)
                removed.setdefault(student, []).append(grade.exercise)
    return [
        f"{shown(student)} submitted nothing, is no longer on the list, and was withdrawn"
        f" ({', '.join(exercises)})."
        for student, exercises in sorted(removed.items())
    ]


def in_other_sources(out: Path, source: Path) -> dict[str, set[str]]:
    """Return the students in other submissions graded into `out`: exercise -> students."""
    students: dict[str, set[str]] = {}
    store = Store(out)
    folders = store.recall("folders")
    for path, present in store.recall("received").items():
        for exercise, theirs in present.items() if path != str(source.resolve()) else ():
            known = _with_result(out, folders, exercise, theirs)
            students.setdefault(exercise, set()).update(known)
    return students


def add_received(
    out: Path,
    source: Path,
    present: Mapping[str, Collection[str]],
    graded: Collection[str] = (),
) -> None:
    """Record the students in `source` beside those recorded earlier, and remove nobody.

    Results of those not yet graded from there may come from other submissions: left out.
    """
    with Store(out) as store:
        folders = store.recall("folders")
        both = dict(store.recall("received").get(str(source.resolve()), {}))
        for exercise, students in present.items():
            others = _with_result(out, folders, exercise, students) - {*graded}
            both[exercise] = [*({*students} - others | {*both.get(exercise, ())})]
        _remember_received(store, source, both)


def _with_result(
    out: Path, folders: Mapping[str, str], exercise: str, students: Iterable[str]
) -> set[str]:
    """Return those of the students who have a result for an exercise.

    folders: student -> the folder of their results.
    """
    return {each for each in students if (out / folders.get(each, each) / exercise).is_dir()}


def _remember_received(store: Store, source: Path, present: Mapping[str, Collection[str]]) -> None:
    lists = {exercise: sorted(students) for exercise, students in present.items()}
    store.remember("received", store.recall("received") | {str(source.resolve()): lists})


def others_shown(grades: Iterable[Grade], present: Mapping[str, Collection[str]]) -> str | None:
    """Name the students whose results come from other submissions than those graded now."""
    students = {student for theirs in present.values() for student in theirs}
    submitted = (g for g in grades if g.exercise in present and g.reason != NOTHING)
    others = {g.student or "" for g in submitted} - students
    if not others:
        return None
    names = [shown(name) for name in sorted(others)]
    return f"Also shown, from other submissions: {few(names, MOST_NAMED)}."
