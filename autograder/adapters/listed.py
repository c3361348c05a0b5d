"""Read a course's students from a platform's table, and find those who submitted nothing."""

import difflib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from ..errors import Refusal
from ..intake.downloads import canvas
from ..intake.submissions import Received
from ..reports.words import NOTHING
from ..text import shown
from .canvas import names_in
from .export import NUMBER_AT_END, plain, read_table, some, team_columns
from .table import Table

COLUMNS = ("student", "name", "email")  # in any other table, the first of these names the student
NUMBER_OF_TEAM = re.compile(r"_\d+$")  # or of a student, after the name
TEST_STUDENT = ("studenttest", "teststudent")  # in every Canvas course


class Listed(Struct, frozen=True):
    """One student of the list.

    name: as in the platform's downloads, so that a later submission replaces the 0 points.
    number: the platform's, at the end of the name; "" if there is none.
    called: other names that their folder may have, such as their team's.
    full: their full name in each order of its words, for a folder without the number.
    """

    name: str
    number: str
    called: frozenset[str]
    full: frozenset[str] = frozenset()

    def is_one_of(self, students: "Names") -> bool:
        """Tell whether this student, or their team, is among those who submitted."""
        named = self.called & students.names or self.full & students.without_number
        return self.number in students.numbers or bool(named)


class Names(Struct, frozen=True):
    """The students with a submission: their normalised names, and their numbers."""

    names: frozenset[str]
    numbers: frozenset[str]
    without_number: frozenset[str]


def names_of(students: Iterable[str]) -> Names:
    """Parse students' names as they appear in downloads."""
    names, numbers, without_number = set[str](), set[str](), set[str]()
    for student in students:
        match = NUMBER_AT_END.search(student)
        names |= {plain(student), plain(NUMBER_OF_TEAM.sub("", student))} - {""}
        if match:
            numbers.add(match[1])
        else:
            without_number.add(plain(student))
    return Names(frozenset(names), frozenset(numbers), frozenset(without_number))


def read_listed(path: Path) -> list[Listed]:
    """Read Moodle's grading worksheet, Canvas' gradebook, or a table with a column `student`.

    Refusal: it is none of them.
    """
    table = read_table(path)
    header = [name.casefold() for name in table.header]
    rows = range(1, len(table.rows))
    if "ID" in table.header and {"Student", "LastName"} & {*table.header}:
        listed = [_of_canvas(table, row) for row in rows]
    elif places := [header.index(name) for name in COLUMNS if name in header]:
        listed = [_of_any(table, row, places) for row in rows]
    elif all(NUMBER_AT_END.search(table.text(row, 0)) for row in rows):
        listed = [_of_moodle(table, row) for row in rows]
    else:
        problem = f"{path} does not say which column names the students."
        remedy = "Give Moodle's grading worksheet, Canvas' gradebook, or a table with a column"
        raise Refusal(problem, f"{remedy} called {', '.join(COLUMNS[:-1])} or {COLUMNS[-1]}.")
    students = list(filter(None, listed))
    times = Counter(name for each in students for name in each.full)
    unique = {name for name, count in times.items() if count == 1}
    return [replace(each, full=each.full & unique) for each in students]


def with_listed(
    path: Path,
    received: Sequence[Received],
    exercises: Sequence[str],
    others: Mapping[str, Collection[str]],
    submissions: Path,
) -> list[Received]:
    """Return what was received, and an entry for each listed student without a submission.

    A student whose submission may be another's, and that other student, are not graded.

    others: exercise -> the students in other submissions graded into the same folder.
    submissions: where the files are, to look at names that Canvas gave.

    Refusal: a student who submitted is not listed: they may be under another name.
    """
    listed = read_listed(path)
    here = {each.student for each in received}
    numbers = {each.number for each in listed}
    called = frozenset[str]().union(*(each.called for each in listed))
    full = frozenset[str]().union(*(each.full for each in listed))
    unknown = []
    for student in sorted(here):
        names = names_of([student])
        by_name = names.names & called or names.without_number & full
        if not (names.numbers & numbers or by_name):
            unknown.append(student)
    if unknown:
        problem = (
            f"{some(unknown)} submitted but is not in {path.name}, or shares a name with others."
        )
        near = difflib.get_close_matches(unknown[0], [each.name for each in listed], 1)
        name = f", perhaps {shown(near[0])}." if near else "."
        remedy = "Download the list again, with everyone, or name the folder as in the list"
        raise Refusal(problem, remedy + name)
    entries = [*received]
    for exercise in exercises:
        submitters = names_of({*here, *others.get(exercise, ())})
        entries += [
            Received(student=each.name, exercise=exercise, problem="nothing", reason=NOTHING)
            for each in listed
            if not each.is_one_of(submitters)
        ]
    doubts = _two_readings(names_in(submissions), here, numbers)
    return [_doubted(each, doubts) for each in entries]


def _two_readings(
    names: Iterable[str], here: Collection[str], numbers: Collection[str]
) -> dict[str, str]:
    """Return student's number -> why a file from Canvas may belong to them or to another student.

    Students can change the name that Canvas puts before their number. One called "Lovelace_1", with
    the number 106, submits "lovelace_1_106_9001_dense.py": the file 9001_dense.py of student 1?
    """
    doubts: dict[str, str] = {}
    for name in names:
        download = canvas(name)
        match = download and NUMBER_AT_END.search(download.student)
        if not (download and match and download.student in here):
            continue
        if not re.match(r"\d+_", download.file):
            continue
        either = match[1], str(download.version)
        if {*either} <= {*numbers}:
            doubt = f"{shown(name)} may be from student {' or '.join(either)}. Look it up on"
            doubt += " Canvas, rename the file so that only one of them fits, and grade again."
            doubts |= dict.fromkeys(either, doubt)
    return doubts


def _doubted(entry: Received, doubts: Mapping[str, str]) -> Received:
    """Return an entry, without its submission if that may be another student's, or be missing."""
    match = NUMBER_AT_END.search(entry.student)
    if not (match and match[1] in doubts):
        return entry
    return replace(entry, submission=None, problem="unusable", reason=doubts[match[1]])


def _of_canvas(table: Table, row: int) -> Listed | None:
    """Read a row of Canvas' gradebook; None if it is not a student's."""
    # An export may have the two names in separate columns.
    columns = ("Student",) if "Student" in table.header else ("LastName", "FirstName")
    name = ", ".join(table.text(row, table.named(column)) for column in columns)
    number = table.text(row, table.named("ID"))
    if not number or plain(name) in TEST_STUDENT:
        return None
    last, _, first = name.partition(", ")
    return Listed(
        name=f"{plain(name)}_{number}",
        number=number,
        called=frozenset(),
        full=_full(name, f"{first} {last}"),
    )


def _of_moodle(table: Table, row: int) -> Listed | None:
    """Read a row of Moodle's worksheet, in any language; some column may name a team."""
    number = NUMBER_AT_END.findall(table.text(row, 0))[0]
    name = table.text(row, 1) if len(set(table.column(1))) > 1 else ""  # otherwise it is anonymous
    name = re.sub(r"[\\/_]+", " ", name or NUMBER_AT_END.sub("", table.text(row, 0))).strip()
    cells = (table.text(row, column) for column in team_columns(table))
    called = frozenset(map(plain, cells)) - {""}
    full = _full(table.text(row, 1))
    return Listed(name=f"{name}_{number}", number=number, called=called, full=full)


def _of_any(table: Table, row: int, places: Sequence[int]) -> Listed | None:
    """Read a row of any other table; None if its cells are empty."""
    cells = list(filter(None, (table.text(row, place) for place in places)))
    if not cells:
        return None
    return Listed(name=cells[0], number="", called=frozenset(map(plain, cells)))


def _full(*names: str) -> frozenset[str]:
    return frozenset(map(plain, names)) - {""}
