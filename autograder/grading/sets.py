"""Read course.toml: sets of exercises that are assigned and graded together."""

import math
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from msgspec import Struct

from .. import catalog
from ..errors import Refusal, closest
from ..records import Grade
from ..verdict.override import Status

FILE = "course.toml"
KEYS = ("title", "sets")
SET_KEYS = ("title", "exercises", "weights", "due")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")  # also part of the names of files
AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
EXAMPLE = "An example is in docs/staff.md."

Keys = tuple[str, ...]  # the keys that lead to a value: ("sets", "week1", "due")


class ExerciseSet(Struct, frozen=True, kw_only=True):
    """Exercises that are assigned and graded together.

    course: the title of the course. exercises: in the order of the file.
    weights: exercise -> its points in the set; empty if each counts with its own.
    due: None if only the platform knows it.
    """

    name: str
    title: str
    course: str
    exercises: tuple[str, ...]
    weights: Mapping[str, float]
    due: date | None

    @property
    def due_text(self) -> str:
        """The due date in words, such as "Monday 2 November 2026, 23:59", or ""."""
        if self.due is None:
            return ""
        day = f"{self.due:%A} {self.due.day} {self.due:%B %Y}"
        if not isinstance(self.due, datetime):
            return day
        zone = f" ({self.due.tzname()})" if self.due.tzinfo else ""
        return f"{day}, {self.due:%H:%M}{zone}"

    def total(self, grades: Mapping[str, Grade]) -> Grade:
        """Add up one student's grades: exercise -> grade, one for each exercise of the set.

        If an exercise is not graded, or due later, so is the total. An excused exercise does not
        count: the total is scaled up from the others.
        """
        parts = [grades[name] for name in self.exercises]
        score, most, counting = 0.0, 0.0, 0.0
        for part in parts:
            worth = self.weights.get(part.exercise, part.max_score)
            most += worth
            if part.status != "excused":
                score += worth * ((part.score or 0.0) / part.max_score) if part.max_score else 0.0
                counting += worth
        share = most / counting if counting else 0.0
        status = _status([part.status for part in parts])
        lost = [part.exercise for part in parts if part.status == "not_graded"]
        reason = f"{' and '.join(lost)} {'are' if len(lost) > 1 else 'is'} not graded."
        return Grade(
            student=parts[0].student,
            exercise=self.name,
            submission_sha256="",
            late=any(part.late for part in parts),
            status=status,
            reason=reason if lost else None,
            isolation="none",
            score=score * share if status == "graded" else None,
            max_score=most,
            tasks=(),
        )


def _status(parts: Sequence[Status]) -> Status:
    """Return the status of a set from the statuses of its exercises."""
    if "not_graded" in parts:
        return "not_graded"
    if "extended" in parts:
        return "extended"
    return "graded" if "graded" in parts else "excused"


def totals(sets: Iterable[ExerciseSet], grades: Iterable[Grade]) -> list[Grade]:
    """Return the total of each set for each student with a grade for all of its exercises."""
    by_student: dict[str | None, dict[str, Grade]] = {}
    for grade in grades:
        by_student.setdefault(grade.student, {})[grade.exercise] = grade
    complete = []
    for each in sets:
        theirs = [them for them in by_student.values() if them.keys() >= set(each.exercises)]
        complete += [each.total(them) for them in theirs]
    return complete


# -- the file ----------------------------------------------------------------------------------


def find_set(root: Path, name: str) -> ExerciseSet:
    """Return the set of this name. Refusal: there is none, or course.toml has an error."""
    known = read_sets(root)
    if name in known:
        return known[name]
    if not known:
        problem = f"There is no set {name}: {root / FILE} describes none, or does not exist."
        raise Refusal(problem, f"Describe it there. {EXAMPLE}")
    problem = f"{FILE} has no set called {name}."
    raise Refusal(problem, f"{closest(name, known)}The sets are: {', '.join(known)}.")


def read_sets(root: Path) -> dict[str, ExerciseSet]:
    """Read the sets of a course: name -> set. There are none without a course.toml.

    Refusal: the file cannot be read, or has an error; its line is named.
    """
    try:
        text = (root / FILE).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        raise Refusal(f"{root / FILE} cannot be read: {error}.", "Save it as UTF-8.") from error
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = AT_LINE.search(str(error))
        line = (place and place[1]) or text.count("\n") + 1
        problem = f"Line {line} of {FILE} is not valid TOML: {AT_LINE.sub('', str(error))}."
        raise Refusal(problem, f"Correct it. {EXAMPLE}") from error
    return _File(text, document, catalog.exercises(root, catalog.SOLUTIONS)).sets()


class _File(Struct, frozen=True):
    """The contents of course.toml. known: the exercises of the course.

    Each method that reads a value raises Refusal if it is not valid.
    """

    text: str
    document: Mapping[str, Any]
    known: Sequence[str]

    def sets(self) -> dict[str, ExerciseSet]:
        self.check_keys((), KEYS)
        course = self.title(())
        names = self.table(("sets",), "[sets.week1]") if "sets" in self.document else ()
        return {name: self.set(name, course) for name in names}

    def set(self, name: str, course: str) -> ExerciseSet:
        keys = ("sets", name)
        if not NAME.fullmatch(name):
            remedy = "Use letters, digits, - and _, and begin with a letter."
            raise self.refusal(keys, f"{name!r} cannot be the name of a set.", remedy)
        self.table(keys, f"[sets.{name}]")
        self.check_keys(keys, SET_KEYS)
        exercises = self.exercises((*keys, "exercises"))
        return ExerciseSet(
            name=name,
            title=self.title(keys),
            course=course,
            exercises=exercises,
            weights=self.weights((*keys, "weights"), exercises),
            due=self.due((*keys, "due")),
        )

    def exercises(self, keys: Keys) -> tuple[str, ...]:
        listed = self.value(keys)
        if not isinstance(listed, list) or not listed:
            example = 'Write it as exercises = ["01_dense"].'
            raise self.refusal(keys, "exercises is not a list of names.", example)
        exercises: list[str] = []
        for item in listed:
            exercise = self.exercise(keys, item)
            if exercise in exercises:
                problem = f"{exercise} is in the set twice."
                raise self.refusal(keys, problem, "Remove one of them.", item)
            exercises.append(exercise)
        return tuple(exercises)

    def weights(self, keys: Keys, exercises: Sequence[str]) -> dict[str, float]:
        if not _has(self.document, keys):
            return {}
        example = f"weights = {{{', '.join(f'{name} = 1' for name in exercises)}}}"
        weights: dict[str, float] = {}
        for key, value in self.table(keys, example).items():
            exercise = self.exercise((*keys, key), key)
            if exercise not in exercises:
                problem = f"{exercise} has a weight, but is not in the set."
                remedy = "Add it to exercises, or remove its weight."
                raise self.refusal((*keys, key), problem, remedy, key)
            if not _is_number(value) or not 0 < value < math.inf:
                problem = f"the weight of {exercise} is {value!r}, which is not a number above 0."
                remedy = "Give the points that the exercise is worth in the set, without quotes."
                raise self.refusal((*keys, key), problem, remedy, key)
            weights[exercise] = float(value)
        lacking = [exercise for exercise in exercises if exercise not in weights]
        if lacking:
            remedy = "Give one to each exercise, or remove weights: each then has its own points."
            raise self.refusal(keys, f"no weight for {', '.join(lacking)}.", remedy)
        return weights

    def due(self, keys: Keys) -> date | None:
        if not _has(self.document, keys):
            return None
        due = self.value(keys)
        if not isinstance(due, date):
            remedy = "Write it without quotes, as 2026-11-02 or 2026-11-02T23:59:00+01:00."
            raise self.refusal(keys, f"due is {due!r}, which is not a date.", remedy)
        return due

    def exercise(self, keys: Keys, name: object) -> str:
        if not isinstance(name, str) or not name or not name.isprintable():
            problem = f"{name!r} is not the name of an exercise."
            raise self.refusal(keys, problem, 'Write it in quotes, as "01_dense".', str(name))
        try:
            return catalog.find(name, self.known)
        except Refusal as refusal:
            problem = refusal.problem[0].lower() + refusal.problem[1:]
            raise self.refusal(keys, problem, refusal.remedy, name) from refusal

    def title(self, keys: Keys) -> str:
        keys = (*keys, "title")
        title = self.value(keys)
        if not isinstance(title, str) or not title.strip() or not title.isprintable():
            remedy = 'Write it in quotes: title = "Dense layers".'
            raise self.refusal(keys, "title is not a one-line string.", remedy)
        return title.strip()

    def table(self, keys: Keys, example: str) -> Mapping[str, Any]:
        table = self.value(keys)
        if not isinstance(table, dict):
            raise self.refusal(keys, f"{keys[-1]} is not a table.", f"Write it as {example}.")
        return table

    def value(self, keys: Keys) -> Any:
        value: Any = self.document
        for key in keys:
            if key not in value:
                problem = f"{keys[-1]} is missing{f' in {keys[-2]}' if keys[:-1] else ''}."
                raise self.refusal(keys[:-1], problem, f"Add it. {EXAMPLE}")
            value = value[key]
        return value

    def check_keys(self, keys: Keys, known: Sequence[str]) -> None:
        """Refuse a table with an unknown key."""
        for key in self.value(keys):
            if key not in known:
                remedy = f"{closest(key, known)}The keys are: {', '.join(known)}."
                raise self.refusal((*keys, key), f"the key {key} is not allowed here.", remedy)

    def refusal(self, keys: Keys, problem: str, remedy: str, word: str = "") -> Refusal:
        """Return the refusal of a value. word: marks its line if its statement has several."""
        return Refusal(f"Line {self._line(keys, word)} of {FILE}: {problem}", remedy)

    def _line(self, keys: Keys, word: str) -> int:
        """Return a value's line number, which no TOML parser reports.

        A statement ends at the first line up to which the file is valid TOML. In the statement
        that sets the value, choose the last line with `word`.
        """
        lines = self.text.split("\n")
        start = 0
        for end in range(1, len(lines) + 1):
            try:
                document = tomllib.loads("\n".join(lines[:end]))
            except tomllib.TOMLDecodeError:
                continue
            if _has(document, keys):
                alone = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
                mentions = [n for n in range(start, end) if word and alone.search(lines[n])]
                return (mentions or [start])[-1] + 1
            start = end
        return 1


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _has(document: object, keys: Keys) -> bool:
    for key in keys:
        if not isinstance(document, dict) or key not in document:
            return False
        document = document[key]
    return True
