"""Find the definition of a task in a student's source, and read how it uses its names."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import TypeGuard

from msgspec import Struct

from ..records import Raised, SheetCase, Submission, TaskGrade, TaskSheet
from ..sandbox.inside.ipython import BROKEN, LONGEST_PARSED, tree_of
from ..text import shape_text


class Definition(Struct, frozen=True, kw_only=True):
    """The last definition of a task, which counts, and the call that failed.

    label: of its cell. given: array argument -> its axis words. values: name -> what is assigned to
    it, and None for each value that is not known, as in a loop.
    added: the names that `+=` adds to. filled: those of which `=` sets a part. returned: those in a
    `return`. calls: the names of the functions that it calls.
    case: the one shown. crash: the exception it raised.
    """

    function: ast.FunctionDef
    label: str
    task: TaskSheet
    given: Mapping[str, Sequence[str]]
    values: Mapping[str, Sequence[ast.expr | None]]
    added: Collection[str]
    filled: Collection[str]
    returned: Collection[str]
    calls: Collection[str]
    case: SheetCase | None
    crash: Raised | None

    def axes(self, node: ast.expr) -> Sequence[str]:
        """Return the axis words of an argument, or of its transpose; none if it was assigned to."""
        if isinstance(node, ast.Attribute) and node.attr == "T":
            return self.axes(node.value)[::-1] if isinstance(node.value, ast.Name) else ()
        if isinstance(node, ast.Name) and node.id not in self.values:
            return self.given.get(node.id, ())
        return ()

    def shape(self, node: ast.expr) -> str:
        """Return the shape of an argument, or of its transpose, in the case that is shown."""
        array = self.case.arrays.get(name_of(node)) if self.case else None
        if array is None:
            return ""
        return shape_text(array.shape if isinstance(node, ast.Name) else array.shape[::-1])

    def number_of_axes(self, node: ast.expr) -> int:
        """Return how many axes an array, or a part of one, had on the line that raised.

        0 if that is not known: an index that is a name may be a tuple.
        """
        if self.crash is None or not self.crash.frames or self.crash.frames[-1].line != node.lineno:
            return 0
        fewer, values = 0, self.crash.values
        while _is_part(node):
            if isinstance(node, ast.Subscript):
                index = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
                fewer += sum(not isinstance(each, ast.Slice) for each in index)
                if name_of(node.slice) and not re.search(rf"\b{name_of(node.slice)} = \d", values):
                    return 0
            node = node.value
        shape = re.search(rf"\b{name_of(node) or '-'} \(([\d, ]+)\)", values)
        return len(re.findall(r"\d+", shape[1])) - fewer if shape else 0


def definition_of(graded: TaskGrade, task: TaskSheet, submission: Submission) -> Definition | None:
    """Return the definition of a task, or None if the source has none that parses."""
    found = _definitions(submission).get(task.name)
    if found is None:
        return None
    function, label = found
    given = zip([each.arg for each in function.args.args], task.arrays.values(), strict=False)
    outcome = graded.shown.outcome if graded.shown else None
    added, filled, returned, calls = _uses(function)
    return Definition(
        function=function,
        label=label,
        task=task,
        given={name: words.split() for name, words in given},
        values=_values(function),
        added=added,
        filled=filled,
        returned=returned,
        calls=calls,
        case=graded.shown.case if graded.shown else None,
        crash=outcome.result if outcome and isinstance(outcome.result, Raised) else None,
    )


@lru_cache(maxsize=1)
def _definitions(submission: Submission) -> Mapping[str, tuple[ast.FunctionDef, str]]:
    """Return the last definition of each function, and which cell it is in."""
    found = {}
    for number, source in enumerate(submission.cells):
        if len(source) > LONGEST_PARSED:
            continue
        label = f" of {submission.labels[number]}" if submission.labels else ""
        with suppress(*BROKEN):
            for node in tree_of(source, submission.filename).body:
                if isinstance(node, ast.FunctionDef):
                    found[node.name] = node, label
    return found


def _values(function: ast.FunctionDef) -> Mapping[str, Sequence[ast.expr | None]]:
    """Return name -> what is assigned to it; None for each value that is not known."""
    values = defaultdict[str, list[ast.expr | None]](list)
    known = set()
    for node in ast.walk(function):  # an assignment comes before its names
        if isinstance(node, ast.Assign):
            for target, value in _assigned(node):
                values[target.id].append(value)
                known.add(target)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node not in known:
            values[node.id].append(None)
    return values


def _assigned(node: ast.Assign) -> Iterator[tuple[ast.Name, ast.expr]]:
    """Yield each name on the left of `=` whose value is written on the right."""
    for target in node.targets:
        if isinstance(target, ast.Name):
            yield target, node.value
        elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            for each, value in zip(target.elts, node.value.elts, strict=False):
                if isinstance(each, ast.Name):
                    yield each, value


def _uses(function: ast.FunctionDef) -> tuple[set[str], set[str], set[str], set[str]]:
    """Return the names `added`, `filled`, `returned` and `calls` of a `Definition`."""
    added, filled, returned, calls = set[str](), set[str](), set[str](), set[str]()
    for node in ast.walk(function):
        if isinstance(node, ast.AugAssign):
            added.add(name_of(node.target))
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
            filled.add(name_of(node.targets[0]))
        elif isinstance(node, ast.Return):
            returned |= {name_of(part) for part in ast.walk(node)}
        elif isinstance(node, ast.Call):
            calls.add(called(node))
    return added, filled, returned, calls


def called(call: ast.Call) -> str:
    """Return the name of the function that is called, without its module."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def name_of(node: ast.AST) -> str:
    """Return the name of a variable, its transpose or a part of it; "" for anything else."""
    while _is_part(node):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _is_part(node: ast.AST) -> TypeGuard[ast.Subscript | ast.Attribute]:
    """Tell whether this is a part of an array, or its transpose."""
    return isinstance(node, ast.Subscript) or (isinstance(node, ast.Attribute) and node.attr == "T")
