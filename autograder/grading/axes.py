"""Find axes that a student's source reads in another order than the exercise's.

Much of the deep learning code that students copy has channels before height and width.
"""

import ast
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache

from ..records import Line, Submission, TaskGrade, TaskSheet
from ..sandbox.inside.ipython import BROKEN, LONGEST_PARSED, tree_of
from ..text import visible

# Axis -> the names that students give to its size.
SIZES: Mapping[str, tuple[str, ...]] = {
    "channels": ("c", "ch", "c_in", "in_c", "channels", "in_channels"),
    "height": ("h", "h_in", "in_h", "height", "in_height"),
    "width": ("w", "w_in", "in_w", "width", "in_width"),
    "kernel_height": ("kh", "k_h", "kernel_h", "kernel_height"),
    "kernel_width": ("kw", "k_w", "kernel_w", "kernel_width"),
}
AXES = {name: axis for axis, names in SIZES.items() for name in names}
WINDOWS = "puts the two axes of the window last, after all axes of the array."


def with_axes(graded: TaskGrade, task: TaskSheet, submission: Submission) -> TaskGrade:
    """Add sentences about axes in the source of a failed task, unless its mistake is known."""
    if graded.verdict not in ("fail", "error") or graded.mistakes or task.uses:
        return graded
    lines = tuple(Line(sentence, 1) for sentence in dict.fromkeys(_sentences(task, submission)))
    message = replace(graded.message, lines=(*graded.message.lines, *lines))
    return replace(graded, message=message)


def _sentences(task: TaskSheet, submission: Submission) -> Iterator[str]:
    """Write about the shapes and windows in a task's last definition, the one that counts."""
    found = _definitions(submission).get(task.name)
    if found is None:
        return
    definition, label = found
    arrays = zip([each.arg for each in definition.args.args], task.arrays.values(), strict=False)
    axes = {name: words.split() for name, words in arrays}
    parts = list(ast.walk(definition))
    for part in parts:
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            axes.pop(part.id, None)  # it may have been transposed
    for part in parts:
        if isinstance(part, ast.Assign):
            for sentence in _misread(part, axes):
                yield f"Line {part.lineno}{label} {sentence}"
        elif isinstance(part, ast.Call) and _slides(part):
            yield f"sliding_window_view, at line {part.lineno}{label}, {WINDOWS}"


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


def _misread(node: ast.Assign, axes: Mapping[str, list[str]]) -> Iterator[str]:
    """Write about `n, c, h, w = inputs.shape` if its names suggest axes in another order."""
    target, value = node.targets[0], node.value
    if not (isinstance(value, ast.Attribute) and value.attr == "shape"):
        return
    if not (isinstance(value.value, ast.Name) and isinstance(target, ast.Tuple)):
        return
    words = axes.get(value.value.id, [])
    names = [each.id if isinstance(each, ast.Name) else "" for each in target.elts]
    meant = [AXES.get(name.lower(), "") for name in names]
    if len(names) != len(words):
        return
    if any(axis in words and axis != word for axis, word in zip(meant, words, strict=True)):
        read = visible(", ".join(name or "..." for name in names))  # unparse may recurse too deeply
        yield f"reads {value.value.id}.shape as {read}, but its axes are {', '.join(words)}."


def _slides(call: ast.Call) -> bool:
    """Tell whether a call is of sliding_window_view with two axes."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    axis = [each.value for each in call.keywords if each.arg == "axis"] or call.args[2:3]
    return name == "sliding_window_view" and any(
        isinstance(each, ast.Tuple) and len(each.elts) > 1 for each in axis
    )
