"""Read who is in a course from a platform's table, and find those who submitted nothing."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import Refusal
from ..intake.submissions import Received
from ..reports.words import NOTHING
from .export import NUMBER_AT_END, read_table, some
from .table import Table

COLUMNS = ("student", "name", "email")  # of any other table, the first of them names the student
NUMBER_OF_TEAM = re.compile(r"_\d+$")  # or of a student, behind the name
TEST_STUDENT = "Student, Test"  # in every course of Canvas


@dataclass(frozen=True)
class Listed:
    """One student of the list.

    name: as in the platform's downloads, so that a later submission takes the same place.
    number: the platform's, with which the name ends; "" without any.
    called: what else a folder of theirs may be called, such as the name of their team.
    """

    name: str
    number: str
    called: frozenset[str]

    def is_one_of(self, students: "Names") -> bool:
        """Tell whether one of these students is this one, or this one's team."""
        return self.number in students.numbers or bool(self.called & students.names)


@dataclass(frozen=True)
class Names:
    """The students with a submission: their names in one form for equal ones, and their numbers."""

    names: frozenset[str]
    numbers: frozenset[str]


def names_of(students: Iterable[str]) -> Names:
    """Take the names of students apart as they are in downloads."""
    names, numbers = set[str](), set[str]()
    for student in students:
        match = NUMBER_AT_END.search(student)
        names |= {_plain(student), _plain(NUMBER_OF_TEAM.sub("", student))} - {""}
        numbers |= {match[1]} if match else set()
    return Names(frozenset(names), frozenset(numbers))


def read_listed(path: Path) -> list[Listed]:
    """Read Moodle's grading worksheet, Canvas' gradebook, or a table with a column `student`.

    Raise Refusal if it is none of them.
    """
    table = read_table(path)
    header = [name.casefold() for name in table.header]
    rows = range(1, len(table.rows))
    if "Student" in table.header and "ID" in table.header:
        listed = [_of_canvas(table, row) for row in rows]
    elif places := [header.index(name) for name in COLUMNS if name in header]:
        listed = [_of_any(table, row, places) for row in rows]
    elif all(NUMBER_AT_END.search(table.text(row, 0)) for row in rows):
        listed = [_of_moodle(table, row) for row in rows]
    else:
        problem = f"{path} does not say which column names the students."
        remedy = "Give Moodle's grading worksheet, Canvas' gradebook, or a table with a column"
        raise Refusal(problem, f"{remedy} called {', '.join(COLUMNS[:-1])} or {COLUMNS[-1]}.")
    return list(filter(None, listed))


def without_submission(
    path: Path,
    received: Sequence[Received],
    exercises: Sequence[str],
    others: Mapping[str, Collection[str]],
) -> list[Received]:
    """Return an entry for each listed student and exercise without a submission.

    others: exercise -> the students in other submissions that were graded into the same folder.

    Raise Refusal if somebody who submitted is not on the list: they may be there by another name.
    """
    listed = read_listed(path)
    here = {each.student for each in received}
    numbers = {each.number for each in listed}
    called = frozenset[str]().union(*(each.called for each in listed))
    unknown = []
    for student in sorted(here):
        names = names_of([student])
        if not (names.numbers & numbers or names.names & called):
            unknown.append(student)
    if unknown:
        problem = f"{some(unknown)} submitted, and is not in {path.name}."
        remedy = "Download the list again, with everyone, or write names as the folders have them."
        raise Refusal(problem, remedy)
    entries = []
    for exercise in exercises:
        there = names_of({*here, *others.get(exercise, ())})
        entries += [
            Received(student=each.name, exercise=exercise, problem="nothing", reason=NOTHING)
            for each in listed
            if not each.is_one_of(there)
        ]
    return entries


def _of_canvas(table: Table, row: int) -> Listed | None:
    """Read a row of Canvas' gradebook; None for one that is no student's."""
    name, number = (table.text(row, table.named(column)) for column in ("Student", "ID"))
    if not number or name == TEST_STUDENT:
        return None
    return Listed(f"{_plain(name)}_{number}", number, frozenset())


def _of_moodle(table: Table, row: int) -> Listed | None:
    """Read a row of Moodle's worksheet, in any language; some column may name a team."""
    number = NUMBER_AT_END.findall(table.text(row, 0))[0]
    name = table.text(row, 1) if len(set(table.column(1))) > 1 else ""  # else it is anonymous
    name = re.sub(r"[\\/_]+", " ", name or NUMBER_AT_END.sub("", table.text(row, 0))).strip()
    cells = (table.text(row, column) for column in range(2, len(table.header)))
    return Listed(f"{name}_{number}", number, frozenset(map(_plain, cells)) - {""})


def _of_any(table: Table, row: int, places: Sequence[int]) -> Listed | None:
    """Read a row of any other table; None where its cells are empty."""
    cells = list(filter(None, (table.text(row, place) for place in places)))
    return Listed(cells[0], "", frozenset(map(_plain, cells))) if cells else None


def _plain(name: str) -> str:
    """Return the letters and digits of a name in lower case, as Canvas puts it before a number."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", name)).casefold()
