"""Bring everything in an output folder up to date: overrides, table, report.

Every command that changes results ends with `settle`, so that they stay consistent.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from ..disk import write_whole
from ..errors import Refusal, closest
from ..records import Grade
from ..reports.class_page import class_page
from ..reports.files import grades_csv, points_in, result_json
from ..reports.html import with_points
from ..text import few, shown, visible
from ..verdict.override import DUE, overridden
from . import overrides
from .contents import UNRECOGNISED, Contents, place_of, read_contents
from .folders import without_number
from .sets import ExerciseSet, totals
from .store import Store, existing
from .submitted import STAFF
from .tasks import with_results

MOST_NAMED = 5
Hints = Mapping[str, Mapping[str, str]]  # exercise -> mistake -> its hint


class Settled(Struct, frozen=True):
    """All grades of a folder with overrides applied, and sentences about what staff should check.

    totals: of the sets of the course.
    """

    grades: Sequence[Grade]
    notices: Sequence[str]
    totals: Sequence[Grade] = ()


def settle(out: Path, hints: Hints | None = None, sets: Sequence[ExerciseSet] = ()) -> Settled:
    """Apply the overrides, and write grades.csv and report.html about everything in `out`.

    hints: of exercises graded now; those of earlier runs are remembered.
    sets: of the course; both files have their totals.

    Refusal: a line of overrides.csv does not fit its result.
    """
    with Store(out) as store:
        contents = read_contents(store)
        remembered = store.recall("hints") | dict(hints or {})
        store.remember("hints", remembered)
        grades, changed = _overridden(store, contents)
        notices = [*changed, *_remembered(store, grades), *_without_number(contents)]
        notices += map(str, contents.damaged.values())
        added = totals(sets, grades)
        write_whole(out / "grades.csv", grades_csv(sorted([*grades, *added], key=place_of)))
        page = class_page(
            grades,
            contents.folders,
            remembered,
            added,
            notices,
            store.seconds((grade.exercise, grade.student or "") for grade in grades),
            [each.relative_to(out).as_posix() for each in out.glob(f"{STAFF}/**/*.html")],
        )
        write_whole(out / "report.html", page)
    return Settled(grades, notices, added)


def last_shown(out: Path) -> list[Grade]:
    """Return the grades of earlier runs with their points in grades.csv, which staff saw last.

    A run that was killed has changed results since, without a word.
    """
    grades = []
    seen = points_in(out / "grades.csv")
    for grade in read_contents(Store(out)).grades:
        points = seen.get((visible(grade.student or ""), grade.exercise), grade.score)
        if points is not None and points != grade.score:
            grade = replace(grade, score=points, status="graded", reason=None)
        grades.append(grade)
    return grades


def set_by_hand(
    out: Path,
    student: str,
    exercise: str,
    task: str,
    value: str,
    comment: str,
    sets: Sequence[ExerciseSet] = (),
) -> tuple[list[Grade], Settled]:
    """Override a task or, if `task` is WHOLE, an exercise. Return its grades and `settle`'s result.

    student, exercise, task: names, or unambiguous parts of them. `exercise` may also name a set:
        the value is then set for each of its exercises, and cannot be points.
    value: points, `excused`, or `extended` and a date. sets: see `settle`.

    Refusal: there is no such result, or the points are too many.
    """
    comment = " ".join(comment.split())
    if not comment:
        raise Refusal("The comment is empty.", "Give the reason with --comment.")
    points, due = overrides.parsed(value, task)
    with Store(existing(out)) as store:
        contents = read_contents(store)
        grades = [each for each in contents.grades if each.exercise != UNRECOGNISED]
        student = named(student, contents.folders, "student", contents.folders)
        theirs = {grade.exercise: grade for grade in grades if grade.student == student}
        known = {grade.exercise for grade in grades}
        for_one = points is not None or bool(task)
        exercises = _exercises(exercise, known, sets, for_one=for_one)
        if task and exercises[0] in theirs:
            task = named(task, [each.name for each in theirs[exercises[0]].tasks], "task")
        who = visible(student)
        rows = [
            overrides.Row(
                student=who, exercise=name, task=task, points=points, comment=comment, due=due
            )
            for name in exercises
        ]
        for row in rows:
            if row.exercise in theirs or len(rows) == 1:  # otherwise the row waits for a result
                overrides.fitting(row, theirs)
        _put(store, rows)
    settled = settle(out, sets=sets)
    new = {(grade.student, grade.exercise): grade for grade in settled.grades}
    return [new[student, name] for name in exercises if name in theirs], settled


def _exercises(
    name: str, known: Collection[str], sets: Sequence[ExerciseSet], *, for_one: bool
) -> Sequence[str]:
    """Return the exercise of this name, or the exercises of the set of this name.

    for_one: whether the override suits only a single exercise; a set is then refused.
    """
    chosen = next((each for each in sets if each.name == name), None)
    if chosen is None and not known:
        raise Refusal("There is no result of any exercise.", overrides.FITS_NONE)
    if chosen is None:
        return [with_results(name, known)]
    if for_one:
        problem = f"{name} is a set, and its points are those of its exercises."
        raise Refusal(problem, f"Name one of them: {', '.join(chosen.exercises)}.")
    return chosen.exercises


def _put(store: Store, rows: Sequence[overrides.Row]) -> None:
    """Write rows to overrides.csv, in place of any with the same keys."""
    places = {row.place for row in rows}
    others = [each for each in overrides.read(store.out) if each.place not in places]
    overrides.write(store.out, [*others, *rows])
    made_for = store.recall("overrides")
    for row in rows:
        made_for.pop(remembered_as(row), None)  # a repeated row is for the new submission
    store.remember("overrides", made_for)


def _overridden(store: Store, contents: Contents) -> tuple[list[Grade], list[str]]:
    """Apply the overrides, and rewrite the files of the results that change.

    Return all grades, and a sentence for each row that staff should check.
    """
    all_rows = overrides.read(store.out)
    withdrawn = store.recall("withdrawn")
    assigned = overrides.assigned(all_rows, contents.grades, withdrawn)
    notices = overrides.waiting(all_rows, contents.grades, withdrawn)
    earlier = store.recall("overrides")  # row -> digest of the submission it was made for
    made_for = {key: earlier[key] for key in map(remembered_as, all_rows) if key in earlier}
    extended = {row.text for row in all_rows if row.due}
    # Row -> digest of the submission, and its first day; students who are away keep theirs.
    days = {text: day for text, day in store.recall("extended").items() if text in extended}
    grades, changed = [], []
    for grade in contents.grades:
        rows = assigned.get((grade.student or "", grade.exercise), {})
        for row in rows.values():
            digest = made_for.setdefault(remembered_as(row), grade.submission_sha256)
            if row.due:
                before = days.get(row.text, ("", ""))
                now = grade.submission_sha256, grade.made_by.get("date", "")
                days[row.text] = before if before[0] == now[0] else now
            elif digest != grade.submission_sha256:
                notices.append(_made_for_another(row))
        if rows or grade.overrides:
            day = days[rows[DUE].text][1] if DUE in rows else ""
            new = _with_rows(grade, rows, day)
            if new != grade:
                changed.append(new)
            grade = new
        grades.append(grade)
    store.remember("overrides", made_for)  # first, so that no kill loses what they were made for
    store.remember("extended", days)
    for grade in changed:
        _rewrite(store, contents.folders[grade.student or ""], grade)
    return grades, notices


def _with_rows(grade: Grade, rows: Mapping[str, overrides.Row], day: str) -> Grade:
    """Return a grade as these rows override it. day: when its submission was first seen."""
    given = {what: overrides.override(row) for what, row in rows.items()}
    return overridden(grade, given, day, waits=any(row.is_running for row in rows.values()))


def remembered_as(row: overrides.Row) -> str:
    """Return the key under which the submission that a row was made for is remembered."""
    return json.dumps([*row.place, row.due or row.points, row.comment])


def _made_for_another(row: overrides.Row) -> str:
    return (
        f"{row.text}: the submission has changed since this was set by hand"
        f" ({overrides.NAME}, line {row.line}). The override still counts: repeat it to confirm"
        " it, or delete the line."
    )


def _remembered(store: Store, grades: Sequence[Grade]) -> list[str]:
    """Return a sentence about each result that `--never-lower` kept, and each file left out."""
    present = {(grade.student, grade.exercise) for grade in grades}
    sentences = [
        (
            student,
            exercise,
            f"an earlier result with more points was kept. The new one: {points}.",
        )
        for student, exercise, points in store.recall("better").values()
    ]
    return [
        f"{shown(student)}, {exercise}: {sentence}"
        for student, exercise, sentence in [*sentences, *store.recall("left_out").values()]
        if (student, exercise) in present
    ]


def _without_number(contents: Contents) -> Iterator[str]:
    for student, other in without_number(contents.folders).items():
        yield (
            f"{shown(student)} and {shown(other)} count as two students. If they are one, rename"
            f" the submission to the name with the number, delete {contents.folders[student]} from"
            " the results, and grade again."
        )


def _rewrite(store: Store, folder: str, grade: Grade) -> None:
    """Write the files of a result again, with other points.

    A result whose files have changed since it was graded has no key, and gets none.
    """
    page = store.read(folder, grade.exercise, "feedback.html")
    files = {"feedback.html": with_points(page, grade), "result.json": result_json(grade)}
    store.write(folder, grade.exercise, store.last_key(folder, grade.exercise), files)


def named(
    name: str, known: Collection[str], what: str, folders: Mapping[str, str] | None = None
) -> str:
    """Return the one student, exercise or task whose name is this, or contains it.

    Control characters and the like may be written as our tables show them.

    folders: students' folders, which name them as well.

    Refusal: there is none, or there are several.
    """
    also = folders or {}
    for written in (str, lambda each: also.get(each), visible, shown):
        exact = [each for each in known if written(each) == name]
        if len(exact) == 1:
            return exact[0]
    if not name.strip():
        raise Refusal(f"The name of the {what} is empty.", f"Name one of the {what}s.")
    part = name.casefold()
    words = {each: (each.casefold(), also.get(each, "").casefold()) for each in known}
    meant = [each for each in known if any(part in word for word in words[each])]
    if len(meant) == 1:
        return meant[0]
    if meant:
        names = few([shown(each) for each in sorted(meant)], MOST_NAMED)
        raise Refusal(f"{shown(name)} matches {names}.", "Give the name in full.")
    near = closest(name, known, {each: shown(each) for each in known})
    names = few([shown(each) for each in sorted(known)], MOST_NAMED)
    raise Refusal(f"There is no {what} {shown(name)}.", f"{near}The {what}s are: {names}.")
