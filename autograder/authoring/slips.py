"""Find an author's errors in an exercise's files before TensorFlow is imported."""

import ast
from collections.abc import Iterable
from pathlib import Path

from .. import catalog
from ..answers.installed import check_here
from ..catalog import ExerciseFolder
from ..errors import Refusal
from ..spec import Exercise

Functions = dict[str, list[str]]  # name -> its parameters by position


def check(root: Path, names: Iterable[str]) -> None:
    """Refuse the first error in these exercises' source folders.

    Refusal: a spec cannot be loaded or contradicts itself, or a function takes its arrays in an
    order other than `arrays`.
    """
    for name in names:
        folder = catalog.solution(root, name)
        exercise = catalog.load_spec(folder)
        if "tensorflow" not in exercise.packages:  # otherwise, finding its names would import it
            check_here(exercise, folder.spec)
        _check_steps(folder, exercise)
        _check_order(folder, exercise)


def _check_steps(folder: ExerciseFolder, exercise: Exercise) -> None:
    """Refuse a task whose steps are missing from steps.py, or take other arguments there."""
    tasks = [task for task in exercise.tasks if task.uses]
    steps = _functions(folder.steps) if tasks else {}
    for task in tasks:
        wanted = ["code", *task.arrays]
        if steps.get(task.name, [])[: len(wanted)] != wanted:
            problem = f"{folder.steps} has no function {task.name}({', '.join(wanted)})."
            raise Refusal(problem, "Write it, with the arrays in the order of the spec.")


def _check_order(folder: ExerciseFolder, exercise: Exercise) -> None:
    """Refuse a solution's function that takes every array, but not in the spec's order."""
    functions = _functions(folder.script)
    for task in exercise.tasks:
        parameters, wanted = functions.get(task.name, []), list(task.arrays)
        if parameters[: len(wanted)] != wanted and set(wanted) <= set(parameters):
            raise Refusal(
                f"{folder.script}: {task.name} takes {', '.join(parameters)}, and in {folder.spec}"
                f" its `arrays` are {', '.join(wanted)}.",
                "Arrays are passed by position: give both the same order.",
            )


def _functions(path: Path) -> Functions:
    """Return the functions at the top level of a file."""
    functions = {}
    for node in catalog.parsed(path).body:
        if isinstance(node, ast.FunctionDef):
            arguments = [*node.args.posonlyargs, *node.args.args]
            functions[node.name] = [each.arg for each in arguments]
    return functions
