"""Read and write DIR/overrides.csv, which holds what staff set by hand.

In place of points, a line may say `excused`, or `extended 2026-11-09`.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from ..disk import write_whole
from ..errors import Refusal, closest
from ..records import Grade
from ..reports.files import cell, uncell
from ..text import shown, visible
from ..verdict.override import DUE, WHOLE, Override, as_graded

NAME = "overrides.csv"
COLUMNS = ("student", "exercise", "task", "points", "comment")
EXCUSED, EXTENDED = "excused", "extended"
SEPARATORS = ",;\t"  # a spreadsheet chooses by its user's language
NUMBER = re.compile(r"\d+[.,]?\d*|[.,]\d+")  # a sign would look like a change; `1_0` is no 10
FITS_NONE = "The files fit no exercise; `grade --exercise NAME` gives a result anyway."
MAKES_ONE = "`grade --exercise NAME --students CSV` gives one to everybody on the list."


class Row(Struct, frozen=True):
    """One line of the file: the points of a task or, where task is WHOLE, of the exercise.

    points: None if the exercise is excused, or due later.
    due: the later due date, such as 2026-11-09; "" if there is none.
    """

    student: str
    exercise: str
    task: str
    points: float | None
    comment: str
    due: str = ""
    line: int = 0

    @property
    def what(self) -> str:
        """The task, WHOLE or DUE."""
        return DUE if self.due else self.task

    @property
    def is_running(self) -> bool:
        """Whether it is an extension, and its due date is still to come."""
        return bool(self.due) and date.today().isoformat() <= self.due

    @property
    def place(self) -> tuple[str, str, str]:
        """The line's key, which must be unique."""
        return self.student, self.exercise, self.what

    @property
    def value(self) -> str:
        """The entry in the points column."""
        if self.points is None:
            return f"{EXTENDED} {self.due}" if self.due else EXCUSED
        return f"{self.points:.6f}".rstrip("0").rstrip(".")

    @property
    def text(self) -> str:
        """Name the line, for a message."""
        return ", ".join(shown(word) for word in self.place if word)


def read(out: Path) -> list[Row]:
    """Return the rows of the file; none if there is no file.

    Refusal: a line is not valid.
    """
    path = out / NAME
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return []
    except UnicodeDecodeError as error:
        problem = f"{path} cannot be read: {error}."
        raise Refusal(problem, "Save it as CSV in UTF-8.") from error
    header = text.partition("\n")[0]
    separator = max(SEPARATORS, key=header.count)
    lines = _lines(text, separator)
    columns = [word.strip().casefold() for word in next(lines, (1, []))[1]]
    if sorted(filter(None, columns)) != sorted(COLUMNS):
        raise _slip(1, f"the columns are {', '.join(columns) or 'missing'}", _ask_for_columns())
    rows: dict[tuple[str, str, str], Row] = {}
    for number, cells in lines:
        if any(map(str.strip, cells)):
            row = _row(columns, cells, number)
            if row.place in rows:
                problem = f"{row.text} is also in line {rows[row.place].line}"
                raise _slip(row.line, problem, "Keep one of them.")
            rows[row.place] = row
    return list(rows.values())


def _lines(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each line.

    Refusal: a cell is far too long, or its quotation marks do not match.
    """
    # Strict: otherwise a quotation mark that is never closed hides the lines below it.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        remedy = "Shorten a long cell, and close or delete a single quotation mark."
        raise _slip(reader.line_num, str(error), remedy) from error


def write(out: Path, rows: Iterable[Row]) -> None:
    """Replace the file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        texts = map(cell, (row.student, row.exercise, row.task))
        writer.writerow([*texts, row.value, cell(row.comment)])
    write_whole(out / NAME, text.getvalue())


def assigned(
    rows: Iterable[Row], grades: Iterable[Grade], withdrawn: Iterable[str] = ()
) -> dict[tuple[str, str], dict[str, Row]]:
    """Return the rows that have a result, by student and exercise, then by task, WHOLE or DUE.

    The other rows wait for one: see `waiting`.

    withdrawn: students whose results were removed; their rows wait without a notice.

    Refusal: a row does not fit its result.
    """
    known = _by_name(grades)
    removed = set(map(visible, withdrawn)) - set(known)
    given: dict[tuple[str, str], dict[str, Row]] = {}
    for row in rows:
        students = known.get(row.student, [])
        if row.student in removed or not any(row.exercise in theirs for theirs in students):
            continue
        if len(students) > 1:
            problem = f"several students appear as {shown(row.student)}"
            raise _slip(row.line, problem, "Rename a submission, and grade again.")
        try:
            grade = fitting(row, students[0])
        except Refusal as refusal:
            raise _in_line(row.line, refusal) from refusal
        given.setdefault((grade.student or "", grade.exercise), {})[row.what] = row
    return given


def _by_name(grades: Iterable[Grade]) -> dict[str, list[dict[str, Grade]]]:
    """Return name -> the grades of each student who appears under it, by exercise."""
    by_student: dict[str, dict[str, Grade]] = {}
    for grade in grades:
        by_student.setdefault(grade.student or "", {})[grade.exercise] = grade
    by_name: dict[str, list[dict[str, Grade]]] = {}
    for student, theirs in by_student.items():
        by_name.setdefault(visible(student), []).append(theirs)
    return by_name


def waiting(
    rows: Iterable[Row], grades: Iterable[Grade], withdrawn: Iterable[str] = ()
) -> list[str]:
    """Return a sentence about each row that has no result, perhaps because it is misspelt."""
    known: dict[str, list[str]] = {}
    for grade in grades:
        known.setdefault(visible(grade.student or ""), []).append(grade.exercise)
    exercises = {exercise for theirs in known.values() for exercise in theirs}
    removed = set(map(visible, withdrawn)) - set(known)
    sentences = []
    for row in rows:
        if row.student in removed or row.exercise in known.get(row.student, ()):
            continue
        near = ""
        if row.student not in known:
            near = closest(row.student, known)
        elif row.exercise not in exercises:
            near = closest(row.exercise, exercises)
        sentences.append(
            f"{row.text}: there is no such result yet, so line {row.line} of {NAME} waits for one."
            f" {near}".rstrip()
        )
    return sentences


def fitting(row: Row, theirs: Mapping[str, Grade]) -> Grade:
    """Return the grade that a row changes.

    theirs: the student's grades by exercise.

    Refusal: there is no such grade, it has no such task, or it has fewer points.
    """
    who = shown(row.student)
    if row.exercise not in theirs:
        problem = f"{who} has no result for {shown(row.exercise)}."
        known = f"There is one for {', '.join(theirs)}. {MAKES_ONE}"
        raise Refusal(problem, known if theirs else FITS_NONE)
    grade = as_graded(theirs[row.exercise])
    tasks = {task.name: task.max_score for task in grade.tasks}
    if row.task not in (WHOLE, *tasks):
        problem = f"{row.exercise} of {who} has no task {shown(row.task)}."
        there = f"Its tasks are {', '.join(tasks)}." if tasks else "It was not graded."
        raise Refusal(problem, f"{there} Without a task, the points are for the whole exercise.")
    most = tasks.get(row.task, grade.max_score)
    if row.points is not None and not 0 <= row.points <= most:
        where = f"{row.exercise}, {row.task}" if row.task else row.exercise
        problem = f"{where} can have 0 to {most:g} points, not {row.points:g}."
        raise Refusal(problem, "Correct the points.")
    return grade


def override(row: Row) -> Override:
    """Return a row as the override of a grade."""
    return Override(points=row.points, comment=row.comment, due=row.due)


def parsed(value: str, task: str) -> tuple[float | None, str]:
    """Return the points, or None, and the due date, or "", from the entry in the points column.

    Refusal: it is neither a number, nor `excused`, nor `extended` and a date.
    """
    word, _, day = value.strip().casefold().partition(" ")
    if word in (EXCUSED, EXTENDED) and task:
        remedy = f"Remove the task {shown(task)}."
        raise Refusal(f"Only a whole exercise can be {word}.", remedy)
    try:
        if word == EXTENDED:
            return None, date.fromisoformat(day.strip()).isoformat()
        if (word, day) == (EXCUSED, ""):
            return None, ""
        if NUMBER.fullmatch(value.strip()):
            points = float(value.replace(",", "."))
            if math.isfinite(points):  # not so with hundreds of digits
                return points, ""
    except ValueError:
        pass
    remedy = f"Write a number such as 2.5, {EXCUSED}, or {EXTENDED} and a date: 2026-11-09."
    raise Refusal(f"{shown(value)} is not a valid entry.", remedy)


def _row(columns: Sequence[str], cells: Sequence[str], line: int) -> Row:
    found = {  # names of students may differ only in their spaces
        column: uncell(text if column == "student" else " ".join(text.split()))
        for column, text in zip(columns, cells, strict=False)
        if column
    }
    if len(found) < len(COLUMNS) or any(cells[len(columns) :]):
        raise _slip(line, f"there are {len(cells)} cells", _ask_for_columns())
    empty = [
        name for name in ("student", "exercise", "points", "comment") if not found[name].strip()
    ]
    if empty:
        raise _slip(line, f"the column {empty[0]} is empty", "Fill it in, or delete the line.")
    try:
        points, due = parsed(found.pop("points"), found["task"])
    except Refusal as refusal:
        raise _in_line(line, refusal) from None
    return Row(**found, points=points, due=due, line=line)


def _in_line(line: int, refusal: Refusal) -> Refusal:
    problem = refusal.problem.rstrip(".")
    return _slip(line, problem[0].lower() + problem[1:], refusal.remedy)


def _slip(line: int, problem: str, remedy: str) -> Refusal:
    return Refusal(f"{NAME}, line {line}: {problem}.", remedy)


def _ask_for_columns() -> str:
    return f"Each line needs the columns {', '.join(COLUMNS)}."
