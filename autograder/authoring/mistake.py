"""Turn an unnamed wrong answer into a file in mistakes/, with only the code that gives it."""

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from .. import catalog
from ..disk import write_whole
from ..errors import Refusal
from ..grading import inspecting
from ..grading.inspecting import Found
from ..records import Grade, Submission
from ..sandbox.inside.ipython import BROKEN, LONGEST_PARSED, tree_of
from ..sandbox.inside.loading import names_bound, one_by_one, without_stubs
from ..spec import Exercise
from ..text import shown

HEADER = """\
# A wrong answer that was submitted, without its comments. Give this file the name of the mistake,
# and replace these lines with a docstring, the hint that students read. Its first paragraph
# completes "Your answer equals:". Then run `autograder verify {exercise}`. That runs this code
# outside the sandbox: read it first, and delete what the mistake does not need.
"""
RIGHT = "pass"
LONGEST = 80  # letters of a name; file names have a limit
NO_ANSWER = ("missing", "not_implemented", "not_graded")


def graded(out: Path, student: str, task: str, exercise: str | None = None) -> Found:
    """Return the grade of a student whose answer to a task is wrong, from an output folder.

    The parameters are those of `inspecting.find`. Refusal: there is none, or several.
    """
    theirs = inspecting.find(out, student, exercise)
    found = [each for each in theirs if task in _wrong(each)]
    if len(found) > 1:
        problem = f"{task} is wrong in {' and '.join(grade.exercise for _, grade in found)}."
        raise Refusal(problem, "Choose one with --exercise.")
    if not found:
        wrong = [name for each in theirs for name in _wrong(each)]
        problem = f"{shown(student)} has no wrong answer to {shown(task)}."
        raise Refusal(problem, f"Wrong tasks: {', '.join(wrong) or 'none'}.")
    return found[0]


def _wrong(found: Found) -> list[str]:
    return [task.name for task in found[1].tasks if task.verdict not in (RIGHT, *NO_ANSWER)]


def write(root: Path, grade: Grade, submission: Submission, task: str, name: str | None) -> Path:
    """Write the file of a mistake, and return its path.

    name: of the mistake; by default, `unnamed_` and its fingerprint.

    Refusal: it already has a name, the name is invalid or taken, or the code is unavailable.
    """
    (judged,) = [each for each in grade.tasks if each.name == task]
    if judged.mistakes:
        problem = f"This answer to {task} is a known mistake: {', '.join(judged.mistakes)}."
        raise Refusal(problem, "Choose an unnamed one: grades.csv and report.html list them.")
    name = name or f"unnamed_{judged.fingerprint or task}"
    folder = catalog.solution(root, grade.exercise)
    path = folder.path / "mistakes" / f"{name}.py"
    if not name.isidentifier() or len(name) > LONGEST:
        problem = f"{shown(name)!r} cannot be the name of a mistake."
        raise Refusal(
            problem, f"Use at most {LONGEST} letters, digits and underscores: bias_forgotten."
        )
    if path.exists():
        raise Refusal(f"{path} exists.", "Choose another name with --name.")
    exercise = catalog.load_spec(folder)
    right = {each.name for each in grade.tasks if each.verdict == RIGHT}
    code = wrong_code(submission, exercise, task, right, catalog.defined_names(folder.script))
    write_whole(path, HEADER.format(exercise=folder.name) + code)
    return path


def wrong_code(
    submission: Submission,
    exercise: Exercise,
    task: str,
    right: Collection[str],
    solution: Collection[str],
) -> str:
    """Return the code of a submission that a task needs, without comments and docstrings.

    right: the tasks that are right: their definitions are imported from the solution.
    solution: the names that the solution defines. They replace the submission's own helpers.

    Refusal: the submission does not define what the task needs.
    """
    is_right = {name for each in exercise.tasks if each.name in right for name in each.names}
    names = {name for each in exercise.tasks for name in each.names}
    asked = next((each.names for each in exercise.tasks if each.name == task), ())
    statements = list(_statements(submission))
    bound = {name: node for node in statements for name in names_bound(node)}
    wanted = [name for name in asked if name in bound and name not in is_right]
    if not wanted:
        problem = f"{submission.filename} defines nothing for {task}."
        raise Refusal(problem, "Choose a submission that does.")
    needed = _needed(wanted, bound, is_right)
    renamed = {
        name: f"_wrong{name}" if name.startswith("_") else f"wrong_{name}"
        for name in needed
        if name in solution and name not in names and not _imports(bound[name])
    }
    kept = {id(bound[name]) for name in needed}
    kept |= {id(node) for node in statements if _imports_all(node)}
    used = [node for node in statements if id(node) in kept]
    imports = [ast.unparse(node) for node in used if _imports(node)]
    taken = sorted(is_right & _used([bound[name] for name in needed]))
    imports += [f"from {submission.module} import {', '.join(taken)}"] if taken else []
    try:
        bodies = [_plain(node, renamed) for node in used if not _imports(node)]
    except (RecursionError, ValueError) as error:  # nested too deeply, or a number too long
        problem = f"The code of {task} cannot be written out: {error}."
        raise Refusal(problem, "Write the file of the mistake by hand.") from error
    return "\n\n".join(filter(None, ["\n".join(imports), "\n\n\n".join(bodies)])) + "\n"


def _statements(submission: Submission) -> Iterator[ast.stmt]:
    """Yield the statements of all cells that parse, splitting imports of several names."""
    unwritten: dict[str, int] = {}
    for cell in submission.cells:
        if len(cell) > LONGEST_PARSED:
            continue
        with suppress(*BROKEN):
            tree = without_stubs(tree_of(cell, submission.filename), unwritten)
            for node in tree.body:
                yield from one_by_one(node)


def _needed(
    wanted: Sequence[str], bound: Mapping[str, ast.stmt], is_right: Collection[str]
) -> list[str]:
    """Return these names and all that they use in turn, except the right ones."""
    needed = list(wanted)
    for name in needed:
        for used in sorted(_used([bound[name]])):
            if used in bound and used not in needed and used not in is_right:
                needed.append(used)
    return needed


def _used(nodes: Sequence[ast.stmt]) -> set[str]:
    return {each.id for node in nodes for each in ast.walk(node) if isinstance(each, ast.Name)}


def _imports(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def _imports_all(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.names[0].name == "*"


def _plain(node: ast.stmt, renamed: Mapping[str, str]) -> str:
    """Return a statement as text, without docstrings and with names replaced."""
    for each in ast.walk(node):
        if isinstance(each, ast.FunctionDef | ast.ClassDef):
            each.name = renamed.get(each.name, each.name)
            if ast.get_docstring(each) is not None:
                each.body = each.body[1:] or [ast.Pass()]
        elif isinstance(each, ast.Name):
            each.id = renamed.get(each.id, each.id)
    return ast.unparse(node)
