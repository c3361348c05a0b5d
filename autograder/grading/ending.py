"""Say what a student has built when all of an exercise is right, and what comes next."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from .. import catalog
from ..errors import Refusal
from ..records import Grade


def endings(root: Path, grades: Iterable[Grade]) -> list[str]:
    """Return a text for each exercise whose tasks are all there and right.

    A spec that cannot be read costs its text, and nothing else.
    """
    texts = []
    for grade in grades:
        with suppress(Refusal):
            texts += _ending(root, grade)
    return texts


def _ending(root: Path, grade: Grade) -> list[str]:
    right = {task.name for task in grade.tasks if task.verdict == "pass"}
    if not right:
        return []
    exercise = catalog.read_spec(catalog.released(root, grade.exercise))
    if any(task.name not in right for task in exercise.tasks):
        return []
    known = catalog.exercises(root, catalog.EXERCISES)
    following = known[known.index(grade.exercise) + 1 :]
    if not following:
        return [exercise.built] if exercise.built else []
    title = catalog.read_spec(catalog.released(root, following[0])).title
    return [f"{exercise.built} Next: {following[0]}. {title}.".lstrip()]
