"""Suggest the next step, below the report of `check`."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from ..records import Grade, TaskGrade
from ..text import counted
from . import words


class ShownFailure(Struct, frozen=True):
    """A failure to show: the grade of a task, with the message about one of its aspects.

    file: the path that editors open.
    """

    grade: Grade
    file: str
    task: TaskGrade

    @property
    def aspect(self) -> str:
        """The aspect, if it is known."""
        return self.task.shown.case.aspect if self.task.shown else ""

    @property
    def debug(self) -> str:
        """The arguments with which `autograder debug` writes the case that is shown."""
        first = self.task in self.grade.tasks
        return self.task.name if first else f'{self.task.name} --aspect "{self.aspect}"'


def unwritten_helper(grade: Grade, task: TaskGrade) -> str:
    """Return the name of the unwritten task that keeps this one from being checked, or ""."""
    if task.verdict == "not_implemented":
        for other in grade.tasks:
            if other.name in task.needs and other.verdict in ("not_implemented", "missing"):
                return other.name
    return ""


def next_step(grades: Sequence[Grade], found: Sequence[ShownFailure], asked: bool) -> str:
    """Suggest the next step.

    found: the failures to show. asked: whether more than the first of them was asked for.
    """
    several = len(grades) > 1
    tasks = [(grade, task) for grade in grades for task in grade.tasks]
    right = sum(task.verdict == "pass" for _, task in tasks)
    count = "" if several else f"{right} of {counted(len(tasks), 'task')} right.   "
    for grade in grades:
        if grade.reason and grade.score is not None:
            return f"{count}Next: fix {grade.filename or grade.exercise}, as shown above."
    if found:
        first, more = found[0], len(found) - 1
        where = f"{first.grade.exercise}, {first.task.name}" if several else first.task.name
        aspect = f", {first.aspect}" if first.aspect else ""
        if words.state(first.task) == words.HABIT_ALONE:
            aspect = f": {words.HABIT_ALONE}"
        does = "finish" if first.task.verdict == "not_implemented" else "fix"
        return f"{count}Next: {does} {where}{aspect}.{'' if asked else _not_shown(more)}"
    for grade, task in tasks:
        if task.verdict != "pass":
            where = f"{grade.exercise}, " if several else ""
            does = "write" if task.verdict == "not_implemented" else "fix"
            nothing = "No failure to show.   " if asked else ""
            name = unwritten_helper(grade, task) or task.name
            callers = [each.name for each in grade.tasks if unwritten_helper(grade, each) == name]
            what = f"{name}; {callers[0]} calls it" if callers else f"{name}{_instead(task)}"
            return f"{count}{nothing}Next: {does} {where}{what}."
    return f"{count}Everything that was checked is right.{_refused(grades)}" if tasks else ""


def _not_shown(more: int) -> str:
    """Say how to see the failures that are not shown."""
    if more < 2:
        return "\n1 more failure: add --all to see it." if more else ""
    return f"\n{more} more failures: add --all to see them, or --aspect TEXT to see one."


def _instead(task: TaskGrade) -> str:
    """Say which line of a script to replace with the missing code, if it is known."""
    lines = [each.line for each in task.message.lines if each.line]
    if task.verdict != "not_implemented" or not lines:
        return ""
    return f". Replace line {lines[-1]}, which raises NotImplementedError"


def _refused(grades: Sequence[Grade]) -> str:
    """If code used what grading does not provide, say that this has cost no points."""
    if any("during grading" in text for grade in grades for text in grade.warnings):
        return " Lines marked ! were refused, as in grading. They cost no points."
    return ""
