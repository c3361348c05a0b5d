"""Run a submission again in the sandbox, and give staff the details that `inspect` shows."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from .. import catalog
from ..errors import Refusal
from ..records import Grade, Sheet, Submission
from ..sandbox.inside.ipython import BROKEN, LONGEST_PARSED, decoded, lines_of, tree_of
from ..sandbox.runner import Runner
from ..verdict.compare import compare_run
from ..verdict.inspection import Inspection, Snippet, inspect_task
from . import output
from .contents import folder_of, read_contents
from .store import Store, existing
from .submission import grade
from .submitted import kept_code
from .tasks import with_results

Found = tuple[str, Grade]  # the folder of a student, and their grade in it


def find(out: Path, student: str, exercise: str | None = None) -> list[Found]:
    """Return a student's results in an output folder.

    student: the name, the folder's name, or a part of either that only one student has.

    Refusal: there is no such student, or several, or no such exercise; a result is damaged.
    """
    contents = read_contents(Store(existing(out)))
    damaged = {folder_of(path): refusal for path, refusal in contents.damaged.items()}
    known = {folder: folder for folder in damaged if folder not in contents.folders.values()}
    known |= contents.folders
    folder = known[output.named(student, known, "student", known)]
    if folder in damaged:
        raise damaged[folder]
    theirs = {}
    for each in contents.grades:
        if contents.folders[each.student or ""] == folder:
            theirs[each.exercise] = each
    wanted = [with_results(exercise, theirs)] if exercise else list(theirs)
    return [(folder, theirs[name]) for name in wanted]


def graded_code(out: Path, folder: str, stored: Grade) -> Submission | None:
    """Return the code that a result is about; None if nothing was submitted.

    Refusal: the code was not kept, or another submission's was.
    """
    if not stored.submission_sha256:
        return None
    submission = kept_code(out, folder, stored.exercise, stored.submission_sha256)
    if submission is None:
        problem = f"{out} does not hold the code that {folder} submitted for {stored.exercise}."
        raise Refusal(problem, "Grade the submissions into that folder again to save the code.")
    return submission


def inspect(sandbox: Runner, submission: Submission, answers: Sheet, stored: Grade) -> Inspection:
    """Run a submission on the sheet's cases, and report every case that fails."""
    runs = sandbox.run(submission, answers.tasks)
    graded = grade(answers, submission, runs, sandbox.level)
    definitions = dict(_definitions(submission))
    tasks = []
    for task, found, run in zip(answers.tasks, graded.tasks, runs, strict=True):
        code = tuple(each.snippet for each in _needed(task.names, definitions))
        tasks.append(inspect_task(task, found, compare_run(task, run), answers.hints, code))
    return Inspection(
        stored=stored,
        grade=graded,
        tasks=tuple(tasks),
        whole=tuple(
            Snippet(number, 1, tuple(_lines(cell)))
            for number, cell in enumerate(submission.cells, start=1)
        ),
    )


class _Definition(Struct, frozen=True, eq=False):
    """A statement at the top level that defines one name or more. uses: the names in it."""

    snippet: Snippet
    uses: frozenset[str]


def _needed(names: Iterable[str], definitions: Mapping[str, _Definition]) -> Iterable[_Definition]:
    """Return the statements that define a task's names, and the helpers that they use.

    Helpers are shown because a traceback may point into them.
    """
    order = {name: number for number, name in enumerate(definitions)}
    needed: dict[_Definition, None] = {}
    waiting = [*names]
    for name in waiting:  # grows during the loop
        found = definitions.get(name)
        if found and found not in needed:
            needed[found] = None
            waiting += sorted(found.uses & order.keys(), key=order.__getitem__)
    return needed


def _definitions(submission: Submission) -> Iterator[tuple[str, _Definition]]:
    """Yield each name that the code defines at the top level, with its lines and decorators."""
    for number, cell in enumerate(submission.cells, start=1):
        if len(cell) > LONGEST_PARSED:
            continue
        with suppress(*BROKEN):
            lines = _lines(cell)
            for node in tree_of(cell, "cell").body:
                if isinstance(node, ast.Import | ast.ImportFrom):
                    continue
                uses = frozenset(each.id for each in ast.walk(node) if isinstance(each, ast.Name))
                decorators = getattr(node, "decorator_list", [])
                first = min([node.lineno, *(each.lineno for each in decorators)])
                last = node.end_lineno or first
                snippet = Snippet(number, first, tuple(lines[first - 1 : last]))
                found = _Definition(snippet, uses)
                yield from ((name, found) for name in catalog.bound_names([node]))


def _lines(cell: bytes) -> Sequence[str]:
    """Return the lines of a cell as Python counts them."""
    try:
        text = decoded(cell)
    except (SyntaxError, UnicodeError, LookupError):
        text = cell.decode("utf-8", "replace")
    return [line.expandtabs(4) for line in lines_of(text.rstrip())]
