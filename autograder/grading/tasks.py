"""Find the task or exercise that a word names, such as "conv2d" or "03_convolution/conv2d"."""

from collections.abc import Collection, Sequence
from pathlib import Path

from .. import catalog
from ..catalog import ExerciseFolder
from ..errors import Refusal, no_task
from ..intake.candidate import is_source


def find_task(here: Path, word: str) -> tuple[ExerciseFolder, str]:
    """Return the released exercise of a task, and the task's name.

    word: the task, with its exercise before a slash unless only one exercise has such a task, or
        `here` is in that exercise's folder.

    Refusal: there is no such task, or several exercises have one. If the word is an exercise or its
    file, or is empty in an exercise's folder, it lists the tasks.
    """
    folders = _released(here)
    known = {folder.name: folder for folder in folders}
    exact, name = _split(word, [*known])
    if exact:
        return known[exact], _task_of(known[exact], name)
    own = _own(here, folders)
    if own and name in _tasks(own):
        return own, name
    if own and not name:
        raise _which(own)
    tasks = {folder: _tasks(folder) for folder in folders}
    found = [folder for folder in folders if name in tasks[folder]]
    if len(found) > 1:
        ways = " or ".join(f"{folder.name}/{name}" for folder in found)
        raise Refusal(f"{len(found)} exercises have a task called {name}.", f"Write {ways}.")
    if found:
        return found[0], name
    if not name:
        example = "Name one, such as 01_dense/dense. `autograder list` shows the tasks."
        raise Refusal("This command needs the name of a task.", example)
    every = [each for few in tasks.values() for each in few]
    raise _which(known[catalog.find(name, [*known], every)])


def find_work(here: Path, word: str) -> tuple[ExerciseFolder, str | None]:
    """Return the released exercise that a word names, or a task's exercise and the task's name.

    A word that names both an exercise and a task means the exercise, unless `here` is in the folder
    of the task's exercise, and that is another one.

    Refusal: the word names neither, or is ambiguous.
    """
    folders = _released(here)
    known = {folder.name: folder for folder in folders}
    exact, name = _split(word, [*known])
    meant = [] if exact else catalog.meant_by(name, [*known])
    own = _own(here, folders)
    nearer = own and own.name not in meant and name in _tasks(own)
    if meant and not nearer:
        return known[catalog.find(name, [*known])], None
    return find_task(here, word)


def _released(here: Path) -> list[ExerciseFolder]:
    return catalog.folders(catalog.project_root(here), catalog.EXERCISES)


def _own(here: Path, folders: Sequence[ExerciseFolder]) -> ExerciseFolder | None:
    """Return the exercise that this folder is in."""
    inside = (each for each in folders if here.resolve().is_relative_to(each.path.resolve()))
    return next(inside, None)


def _split(word: str, known: Sequence[str]) -> tuple[str, str]:
    """Return the exercise before the last slash, if any, and the task."""
    exercise, _, name = word.rpartition("/")
    if not exercise or not name or is_source(name):
        return "", word
    if catalog.meant_by(word, known) and not catalog.meant_by(exercise, known):
        return "", word  # a path to the folder of an exercise
    return catalog.find(exercise, known), name


def _tasks(folder: ExerciseFolder) -> list[str]:
    return [task.name for task in catalog.read_spec(folder).tasks]


def _task_of(folder: ExerciseFolder, name: str) -> str:
    """Return the name of a task. Refusal: the exercise has no such task."""
    tasks = _tasks(folder)
    if name not in tasks:
        raise no_task(folder.name, name, tasks)
    return name


def _which(folder: ExerciseFolder) -> Refusal:
    """Return the Refusal for an exercise that was named in place of a task."""
    tasks = _tasks(folder)
    problem = f"{folder.name} is an exercise. Its tasks are: {', '.join(tasks)}."
    return Refusal(problem, f"Name one of them, such as {folder.name}/{tasks[0]}.")


def with_results(name: str, known: Collection[str]) -> str:
    """Return the exercise of this name. Refusal: it is not among those with results."""
    names = sorted(known)
    if not catalog.meant_by(name, names):
        problem = f"There are no results of {name}."
        raise Refusal(problem, f"There are results of {', '.join(names)}.")
    return catalog.find(name, names)
