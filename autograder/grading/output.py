"""Bring an output folder up to date with all that it holds: overrides, table, report.

Every command that changes results ends with `settle`, so that they tell one truth.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ..catalog import find
from ..disk import write_whole
from ..errors import Refusal
from ..records import Grade, TaskGrade
from ..reports.files import as_json, grade_from_result, grades_csv, result
from ..reports.html import class_page, with_points
from ..reports.words import NOTHING
from ..text import shown, visible
from ..verdict.override import overridden
from . import overrides
from .sets import ExerciseSet, totals
from .store import Store

UNRECOGNISED = "unrecognised"  # stands for the exercise where files fit none
MOST_NAMED = 5
Hints = Mapping[str, Mapping[str, str]]  # exercise -> mistake -> its hint


@dataclass(frozen=True)
class Held:
    """What an output folder holds: grades by student and exercise, and each student's folder."""

    grades: Sequence[Grade]
    folders: Mapping[str, str]


@dataclass(frozen=True)
class Settled:
    """All grades of a folder as they count, and sentences about what staff should look at.

    totals: of the sets of the course.
    """

    grades: Sequence[Grade]
    notices: Sequence[str]
    totals: Sequence[Grade] = ()


def held(store: Store) -> Held:
    """Read the results in a folder.

    Files of a student that fit no exercise do not count beside those that do.
    """
    grades: list[Grade] = []
    folders: dict[str, str] = {}
    same: dict[TaskGrade, TaskGrade] = {}
    for folder, grade in stored(store):
        grades.append(shared(grade, same))
        folders[grade.student or ""] = folder
    recognised = {grade.student for grade in grades if grade.exercise != UNRECOGNISED}
    counting = []
    for grade in grades:
        if grade.exercise != UNRECOGNISED or grade.student not in recognised:
            counting.append(grade)
    return Held(sorted(counting, key=_place_of), folders)


def _place_of(grade: Grade) -> tuple[str, str]:
    return grade.student or "", grade.exercise


def stored(store: Store) -> Iterator[tuple[str, Grade]]:
    """Yield the folder of a student, and each grade in it that can be read."""
    for folder, text in store.results():
        with suppress(ValueError):
            yield folder, grade_from_result(json.loads(text))


def shared(grade: Grade, same: dict[TaskGrade, TaskGrade]) -> Grade:
    """Exchange each task for an equal one of an earlier grade: most have one. It saves memory."""
    return replace(grade, tasks=tuple(same.setdefault(task, task) for task in grade.tasks))


def settle(out: Path, hints: Hints | None = None, sets: Sequence[ExerciseSet] = ()) -> Settled:
    """Apply the overrides, and write grades.csv and report.html about all that `out` holds.

    hints: of exercises that were graded now; those of earlier runs are remembered.
    sets: of the course, whose totals stand in both files.

    Refusal: a line of overrides.csv fits no result.
    """
    with Store(out) as store:
        there = held(store)
        remembered = store.recall("hints") | dict(hints or {})
        store.remember("hints", remembered)
        grades, changed = _overridden(store, there)
        notices = [*changed, *_kept_better(store, grades)]
        added = totals(sets, grades)
        write_whole(out / "grades.csv", grades_csv(sorted([*grades, *added], key=_place_of)))
        page = class_page(grades, there.folders, remembered, added, notices)
        write_whole(out / "report.html", page)
    return Settled(grades, notices, added)


def set_points(
    out: Path,
    student: str,
    exercise: str,
    task: str,
    points: float,
    comment: str,
    sets: Sequence[ExerciseSet] = (),
) -> tuple[Grade, Settled]:
    """Override the points of a task or, where it is WHOLE, of an exercise; return the new grade.

    The names may be parts of names, where only one is meant. sets: see `settle`.

    Refusal: there is no such result, or the points are too many.
    """
    comment = " ".join(comment.split())
    if not comment:
        raise Refusal("The comment is empty.", "Say with --comment why the points are others.")
    with Store(existing(out)) as store:
        there = held(store)
        student = named(student, {grade.student or "" for grade in there.grades}, "student")
        theirs = {grade.exercise: grade for grade in there.grades if grade.student == student}
        exercise = find(exercise, list(theirs))
        if task:
            task = named(task, [each.name for each in theirs[exercise].tasks], "task")
        row = overrides.Row(visible(student), exercise, task, points, comment)
        overrides.fitting(row, theirs)
        others = [each for each in overrides.read(out) if each.place != row.place]
        overrides.write(out, [*others, row])
        made_for = store.recall("overrides")
        made_for.pop(remembered_as(row), None)  # said again, it is for the submission of now
        store.remember("overrides", made_for)
    settled = settle(out, sets=sets)
    places = {(grade.student, grade.exercise): grade for grade in settled.grades}
    return places[student, exercise], settled


def existing(out: Path) -> Path:
    """Return an output folder. Refusal: it holds no results."""
    if next(out.glob("[!.]*/*/result.json"), None) is None:
        raise Refusal(f"{out} holds no results.", "Give the folder that `grade --out` wrote.")
    return out


def _overridden(store: Store, there: Held) -> tuple[list[Grade], list[str]]:
    """Apply the overrides. Return all grades, and a sentence for each that needs a new look."""
    rows_there = overrides.read(store.out)
    given = overrides.assigned(rows_there, there.grades, store.recall("withdrawn"))
    made_for = store.recall("overrides")  # row -> digest of the submission it was made for
    still = {name: made_for[name] for name in map(remembered_as, rows_there) if name in made_for}
    grades, notices = [], []
    for grade in there.grades:
        rows = given.get((grade.student or "", grade.exercise), {})
        for row in rows.values():
            name = remembered_as(row)
            if still.setdefault(name, grade.submission_sha256) != grade.submission_sha256:
                notices.append(_made_for_another(row))
        if rows or grade.overrides:
            new = overridden(grade, {task: overrides.override(row) for task, row in rows.items()})
            if new != grade:
                _rewrite(store, there.folders[grade.student or ""], new)
            grade = new
        grades.append(grade)
    store.remember("overrides", still)
    return grades, notices


def remembered_as(row: overrides.Row) -> str:
    """Return the name under which it is remembered for which submission a row was made."""
    return json.dumps([*row.place, row.points, row.comment])


def _made_for_another(row: overrides.Row) -> str:
    return (
        f"{row.text}: the submission has changed since its points were set by hand"
        f" ({overrides.NAME}, line {row.line}). They still count. Repeat the override to confirm"
        " it, or delete the line."
    )


def _kept_better(store: Store, grades: Sequence[Grade]) -> list[str]:
    """Say which results `grade --never-lower` kept."""
    there = {(grade.student, grade.exercise) for grade in grades}
    return [
        f"{shown(student)}, {exercise}: an earlier result with more points was kept."
        f" Graded again, it has {points}."
        for student, exercise, points in store.recall("better").values()
        if (student, exercise) in there
    ]


def _rewrite(store: Store, folder: str, grade: Grade) -> None:
    """Write the files of a result again, with other points."""
    page = store.read(folder, grade.exercise, "feedback.html")
    files = {"feedback.html": with_points(page, grade), "result.json": as_json(result(grade))}
    store.write(folder, grade.exercise, store.last_key(folder, grade.exercise), files)


def take_out(out: Path, source: Path, present: Mapping[str, Collection[str]]) -> list[str]:
    """Take out the results of students who were in a folder of submissions and no longer are.

    source: the submissions. present: exercise -> the students who are in them now. Results that
    came from other submissions stay. Return a sentence about each student.

    What is taken out is kept in DIR/.graded/, and comes back if the student does.
    """
    everybody = {student for students in present.values() for student in students}
    with Store(out) as store:
        folders = store.recall("folders")
        before = store.recall("received").get(str(source.resolve()), {})
        gone: dict[str, list[str]] = {}
        for exercise in present:
            for student in before.get(exercise, ()):
                if student not in everybody:
                    gone.setdefault(student, []).append(exercise)
        for student, exercises in gone.items():
            for exercise in (*exercises, UNRECOGNISED):
                store.withdraw(student, folders.get(student, student), exercise)
        _remember_received(store, source, {**before, **present})
    return [
        f"{shown(student)} is no longer in {source}, and was taken out ({', '.join(exercises)})."
        for student, exercises in sorted(gone.items())
    ]


def take_out_listed(out: Path, exercises: Collection[str], absent: Collection[str]) -> list[str]:
    """Take out what was written for students of a list who are not on it, or have submitted since.

    absent: the students on the list who submitted nothing. Return a sentence about each of the
    others.
    """
    with Store(out) as store:
        there = held(store)
        gone: dict[str, list[str]] = {}
        for grade in there.grades:
            student = grade.student or ""
            asked = grade.exercise in exercises and student not in absent
            if asked and grade.reason == NOTHING:
                store.withdraw(student, there.folders[student], grade.exercise)
                gone.setdefault(student, []).append(grade.exercise)
    return [
        f"{shown(student)} submitted nothing, is no longer on the list, and was taken out"
        f" ({', '.join(exercises)})."
        for student, exercises in sorted(gone.items())
    ]


def received_elsewhere(out: Path, source: Path) -> dict[str, set[str]]:
    """Return the students in the other submissions that a folder has results of, by exercise."""
    students: dict[str, set[str]] = {}
    for path, present in Store(out).recall("received").items():
        for exercise, theirs in present.items() if path != str(source.resolve()) else ():
            students.setdefault(exercise, set()).update(theirs)
    return students


def also_received(out: Path, source: Path, present: Mapping[str, Collection[str]]) -> None:
    """Remember who is in a folder of submissions of which only some students were graded."""
    with Store(out) as store:
        before = store.recall("received").get(str(source.resolve()), {})
        both = {name: {*before.get(name, ()), *students} for name, students in present.items()}
        _remember_received(store, source, {**before, **both})


def _remember_received(store: Store, source: Path, present: Mapping[str, Collection[str]]) -> None:
    lists = {exercise: sorted(students) for exercise, students in present.items()}
    store.remember("received", store.recall("received") | {str(source.resolve()): lists})


def elsewhere(grades: Iterable[Grade], present: Mapping[str, Collection[str]]) -> str | None:
    """Say who has a result, and is not in the submissions that were graded now."""
    students = {student for theirs in present.values() for student in theirs}
    shown_too = (g for g in grades if g.exercise in present and g.reason != NOTHING)
    others = {g.student or "" for g in shown_too} - students
    if not others:
        return None
    names = [shown(name) for name in sorted(others)]
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"Also shown, from other submissions: {', '.join(names[:MOST_NAMED])}{more}."


def named(name: str, known: Collection[str], what: str) -> str:
    """Return the student, exercise or task that is meant: the name itself, or a part of only one.

    Refusal: none is meant, or several.
    """
    if name in known:
        return name
    meant = [each for each in known if name.casefold() in each.casefold()]
    if len(meant) == 1:
        return meant[0]
    if meant:
        listed = ", ".join(shown(each) for each in sorted(meant)[:MOST_NAMED])
        raise Refusal(f"{shown(name)} may be {listed}.", "Give the name in full.")
    listed = ", ".join(shown(each) for each in sorted(known)[:MOST_NAMED])
    more = f" and {len(known) - MOST_NAMED} more" if len(known) > MOST_NAMED else ""
    raise Refusal(f"There is no {what} {shown(name)}.", f"There is: {listed}{more}.")
