"""Find the task that a student names: "conv2d", or "03_convolution/conv2d" to be exact."""

import difflib
from pathlib import Path

from .. import catalog
from ..catalog import ExerciseFolder
from ..errors import Refusal


def find_task(here: Path, word: str) -> tuple[ExerciseFolder, str]:
    """Return the released exercise of a task, and the task's name.

    word: the task, with its exercise before a slash unless only one exercise has such a task, or
        `here` is in that exercise's folder.

    Refusal: there is no such task, or several exercises have one.
    """
    root = catalog.project_root(here)
    known = catalog.exercises(root, catalog.EXERCISES)
    exercise, _, name = word.rpartition("/")
    names = [catalog.find(exercise, known)] if exercise else known
    folders = [catalog.released(root, each) for each in names]
    tasks = {folder: [each.name for each in catalog.read_spec(folder).tasks] for folder in folders}
    found = [folder for folder in folders if name in tasks[folder]]
    own = [folder for folder in found if here.resolve().is_relative_to(folder.path.resolve())]
    if len(own or found) > 1:
        ways = " or ".join(f"{folder.name}/{name}" for folder in found)
        raise Refusal(f"{len(found)} exercises have a task called {name}.", f"Write {ways}.")
    if not found:
        where = names[0] if exercise else "No exercise"
        problem = f"{where} has {'no' if exercise else 'a'} task called {name}."
        raise Refusal(problem, _known(name, [each for few in tasks.values() for each in few]))
    return (own or found)[0], name


def _known(name: str, tasks: list[str]) -> str:
    close = difflib.get_close_matches(name.lower(), tasks, n=1)
    hint = f"The closest name is {close[0]}. " if close else ""
    return f"{hint}`autograder list` shows the tasks."
