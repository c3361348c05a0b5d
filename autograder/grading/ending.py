"""Answer the questions of an exercise once its tasks are right, and name the next exercise."""

import json
from collections.abc import Collection, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from .. import catalog
from ..answers import sheet
from ..catalog import ExerciseFolder
from ..disk import write_whole
from ..errors import Refusal
from ..records import Grade, Message
from ..spec import Exercise

TOLD = Path(".autograder/predicted.json")  # the answers that the student has been shown


def right_in(grade: Grade) -> set[str]:
    """Return the names of the tasks in a grade that are right."""
    return {task.name for task in grade.tasks if task.verdict == "pass"}


def without_advice(grade: Grade, seen: set[str]) -> Grade:
    """Drop advice about right answers that is in `seen`, and add the rest to `seen`."""
    advice = {str(task.message) for task in grade.tasks if task.verdict == "pass"}
    tasks = []
    for task in grade.tasks:
        known = task.verdict == "pass" and str(task.message) in seen
        tasks.append(replace(task, message=Message()) if known else task)
    seen |= advice
    return replace(grade, tasks=tuple(tasks))


def predicted(root: Path, name: str, right: Collection[str]) -> list[str]:
    """Return the answers to an exercise's Predict questions, once their tasks are right.

    If the spec cannot be read, return none.

    right: the names of the tasks that are right.
    """
    with suppress(Refusal):
        answers = _spec(catalog.released(root, name)).predicted if right else {}
        return [f"Did you predict it? {text}" for task, text in answers.items() if task in right]
    return []


def unseen(root: Path, answers: Sequence[str]) -> list[str]:
    """Return those answers to Predict questions that were not shown before, and remember them."""
    try:
        told = json.loads((root / TOLD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        told = []
    told = told if isinstance(told, list) else []
    if new := [text for text in answers if text not in told]:
        with suppress(OSError):  # in a read-only folder, they are shown each time
            write_whole(root / TOLD, json.dumps([*told, *new], indent=2), durable=False)
    return new


def number_of_tasks(root: Path, name: str) -> int | None:
    """Return how many tasks an exercise has; None if its spec cannot be read."""
    with suppress(Refusal):
        return len(_spec(catalog.released(root, name)).tasks)
    return None


def ending(root: Path, name: str, right: Collection[str]) -> list[str]:
    """Return the closing text of an exercise, if all of its tasks are right.

    right: the names of the tasks that are right.
    """
    with suppress(Refusal):
        return _ending(root, name, right) if right else []
    return []


def read_ahead(folder: ExerciseFolder) -> None:
    """Read the files that `ending` needs, so that it does not have to wait for them."""
    with suppress(Refusal):
        tasks = _spec(folder).tasks
        _ending(folder.root.parent, folder.name, {task.name for task in tasks})


def _ending(root: Path, name: str, right: Collection[str]) -> list[str]:
    exercise = _spec(catalog.released(root, name))
    if any(task.name not in right for task in exercise.tasks):
        return []
    known = catalog.exercises(root, catalog.EXERCISES)
    following = known[known.index(name) + 1 :]
    if following:
        with suppress(Refusal, OSError):
            title = _title(catalog.released(root, following[0]))
            return [f"{exercise.built} Next: {following[0]}. {title}.".lstrip()]
    return [exercise.built] if exercise.built else []


@cache
def _title(folder: ExerciseFolder) -> str:
    """Read the title of an exercise from its sheet: running its spec would take longer.

    Refusal, OSError: the sheet is damaged, or cannot be read.
    """
    return sheet.title(folder.sheet.read_bytes())


@cache  # a student waits for each read
def _spec(folder: ExerciseFolder) -> Exercise:
    """Read the spec of a released exercise once. The release has checked it.

    Refusal: it cannot be loaded.
    """
    exercise = getattr(catalog.executed(folder.spec), "exercise", None)
    if not isinstance(exercise, Exercise):
        raise Refusal(f"{folder.spec} defines no exercise.", "Unpack the exercises again.")
    return exercise
