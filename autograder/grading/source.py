"""Read in a student's source why a task fails.

Much of the deep learning code that students copy has channels before height and width.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache

from ..records import Line, Raised, SheetCase, Submission, TaskGrade, TaskSheet
from ..sandbox.inside.ipython import BROKEN, LONGEST_PARSED, tree_of
from ..text import listed, shape_text, visible
from ..verdict.crash import meaning
from ..verdict.remedies import GAPS, PADDED

# Axis -> the names that students give to its size.
SIZES: Mapping[str, tuple[str, ...]] = {
    "channels": ("c", "ch", "c_in", "in_c", "channels", "in_channels"),
    "height": ("h", "h_in", "in_h", "height", "in_height"),
    "width": ("w", "w_in", "in_w", "width", "in_width"),
    "kernel_height": ("kh", "k_h", "kernel_h", "kernel_height"),
    "kernel_width": ("kw", "k_w", "kernel_w", "kernel_width"),
}
AXES = {name: axis for axis, names in SIZES.items() for name in names}
WINDOWS = "uses sliding_window_view, which puts the two axes of the window after all others."
PAIRS = {"height": "(top, bottom)", "width": "(left, right)"}  # other axes have no border
NESTED = (ast.Tuple, ast.List, ast.ListComp, ast.GeneratorExp, ast.Starred)
LIKE = ("zeros_like", "ones_like", "empty_like", "full_like")


@dataclass(frozen=True, kw_only=True)
class Definition:
    """The definition of a task that counts, the last, and the call that failed.

    label: of its cell. given: array argument -> its axis words. values: name -> what is assigned to
    it, and None for each value that is not known, as in a loop.
    case: the one shown. crash: the exception it raised.
    """

    function: ast.FunctionDef
    label: str
    task: TaskSheet
    given: Mapping[str, Sequence[str]]
    values: Mapping[str, Sequence[ast.expr | None]]
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
        array = self.case.arrays.get(_name(node)) if self.case else None
        if array is None:
            return ""
        return shape_text(array.shape if isinstance(node, ast.Name) else array.shape[::-1])

    def number_of_axes(self, node: ast.expr) -> int:
        """Return how many axes an array, or a part of one, had on the line that raised, or 0."""
        if self.crash is None or not self.crash.frames or self.crash.frames[-1].line != node.lineno:
            return 0
        fewer = 0
        while isinstance(node, ast.Subscript):
            index = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            fewer += sum(not isinstance(each, ast.Slice) for each in index)
            node = node.value
        shape = re.search(rf"\b{_name(node) or '-'} \(([\d, ]+)\)", self.crash.values)
        return len(re.findall(r"\d+", shape[1])) - fewer if shape else 0


# A sentence, and the variable whose trouble it explains; "" if it is only a remark.
Found = tuple[str, str]


def with_advice(graded: TaskGrade, task: TaskSheet, submission: Submission) -> TaskGrade:
    """Add what the source of a failed task says about it, unless its mistake is known."""
    if graded.verdict not in ("fail", "error") or graded.mistakes or task.uses:
        return graded
    definition = _definition(graded, task, submission)
    if definition is None:
        return graded
    found = [*dict.fromkeys(_findings(definition))]
    explained = {name for _, name in found if name}
    general = _general(definition.crash, explained)
    lines = [line for line in graded.message.lines if line.text not in general]
    lines += [Line(sentence, 1) for sentence, _ in found]
    return replace(graded, message=replace(graded.message, lines=tuple(lines)))


def _general(crash: Raised | None, explained: set[str]) -> Collection[str]:
    """Return the advice that is needed no more where the source explains these variables."""
    if crash is None:
        return (GAPS["shape"], PADDED) if explained else ()
    line = crash.frames[-1].text if crash.frames else ""
    return (meaning(crash),) if explained & {*re.findall(r"\w+", line)} else ()


def _findings(definition: Definition) -> Iterator[Found]:
    for node in ast.walk(definition.function):
        for look in LOOKS:
            for sentence, name in look(node, definition):
                line = getattr(node, "lineno", 0)
                yield f"Line {line}{definition.label} {sentence}", name


def _definition(graded: TaskGrade, task: TaskSheet, submission: Submission) -> Definition | None:
    found = _definitions(submission).get(task.name)
    if found is None:
        return None
    function, label = found
    given = zip([each.arg for each in function.args.args], task.arrays.values(), strict=False)
    outcome = graded.shown.outcome if graded.shown else None
    return Definition(
        function=function,
        label=label,
        task=task,
        given={name: words.split() for name, words in given},
        values=_values(function),
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


def _misread(node: ast.AST, definition: Definition) -> Iterator[Found]:
    """Find `n, c, h, w = inputs.shape` if its names suggest axes in another order."""
    if not (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple)):
        return
    names, value = node.targets[0].elts, node.value
    if not (isinstance(value, ast.Attribute) and value.attr == "shape"):
        return
    words = definition.axes(value.value)
    read = [each.id if isinstance(each, ast.Name) else "" for each in names]
    meant = [AXES.get(name.lower(), "") for name in read]
    if len(read) != len(words):
        return
    if any(axis in words and axis != word for axis, word in zip(meant, words, strict=True)):
        text = visible(", ".join(name or "..." for name in read))  # unparse may recurse too deeply
        array = _name(value.value)
        yield f"reads {array}.shape as {text}, but its axes are {', '.join(words)}.", ""


def _slides(node: ast.AST, _: Definition) -> Iterator[Found]:
    """Find a call of sliding_window_view with two axes."""
    if not (isinstance(node, ast.Call) and _called(node) == "sliding_window_view"):
        return
    axis = [each.value for each in node.keywords if each.arg == "axis"] or node.args[2:3]
    if any(isinstance(each, ast.Tuple) and len(each.elts) > 1 for each in axis):
        yield WINDOWS, ""


def _pads(node: ast.AST, definition: Definition) -> Iterator[Found]:
    """Find np.pad of a batch of images with one width, or one pair of widths."""
    if not (isinstance(node, ast.Call) and _called(node) == "pad" and node.args):
        return
    array = _name(node.args[0]) if isinstance(node.args[0], ast.Name) else ""
    words = [word.removeprefix("out_") for word in definition.given.get(array, ())]
    before = [each for each in definition.values.get(array, ()) if each is not node]
    widths = [each.value for each in node.keywords if each.arg == "pad_width"] or node.args[1:2]
    mistaken = [each for each in node.args[2:] if isinstance(each, NESTED)]  # for the mode
    if "height" not in words or before or mistaken or not _are_widths(widths, definition):
        return
    others = listed(word for word in words if word not in PAIRS)
    pairs = ", ".join(PAIRS.get(word, "(0, 0)") for word in words)
    padded = [name for name, values in definition.values.items() if node in values]
    sentence = f"pads every axis, {others} too. np.pad takes a pair for each axis: [{pairs}]."
    yield sentence, (padded or [array])[0]


def _are_widths(widths: Sequence[ast.expr], definition: Definition) -> bool:
    """Tell whether np.pad takes the one of these as the width, or the pair, of every axis."""
    values: Sequence[ast.expr | None] = widths
    if widths and isinstance(widths[0], ast.Name):
        values = definition.values.get(widths[0].id, [None])
    return bool(values) and all(value is not None and _is_number_or_pair(value) for value in values)


def _is_number_or_pair(node: ast.expr) -> bool:
    if isinstance(node, ast.Tuple):
        return len(node.elts) == 2 and not any(isinstance(each, NESTED) for each in node.elts)
    if isinstance(node, ast.BinOp):
        return not any(isinstance(part, NESTED) for part in ast.walk(node))
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Call) and _called(node) == "int")


def _shaped_like(node: ast.AST, definition: Definition) -> Iterator[Found]:
    """Find a result made by np.zeros_like of an array of another shape."""
    if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and node.value.args):
        return
    array, target, parts = _name(node.value.args[0]), _name(node.targets[0]), definition.task.parts
    if definition.case is None or array not in definition.case.arrays:
        return
    part = target if target in parts else next(iter(parts))
    returned = part == target or (len(parts) == 1 and target in _returned(definition.function))
    if _called(node.value) not in LIKE or not returned:
        return
    right = definition.case.answers[part].shape
    if right != definition.case.arrays[array].shape:
        words = ", ".join(parts[part].split())
        needs = f"{part} needs {shape_text(right)}: {words}"
        yield f"makes {target} with the shape of {array}, but {needs}.", target


def _returned(function: ast.FunctionDef) -> set[str]:
    """Return all names in the `return` statements."""
    returns = [node for node in ast.walk(function) if isinstance(node, ast.Return)]
    return {_name(part) for node in returns for part in ast.walk(node)}


def _begins_anywhere(node: ast.AST, definition: Definition) -> Iterator[Found]:
    """Find an array of np.empty to which numbers are added, and which nothing has filled."""
    if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)):
        return
    if _called(node.value) not in ("empty", "empty_like"):
        return
    array, added, filled = _name(node.targets[0]), False, False
    for other in ast.walk(definition.function):
        if isinstance(other, ast.AugAssign):
            added |= _name(other.target) == array
        elif isinstance(other, ast.Assign) and isinstance(other.targets[0], ast.Subscript):
            filled |= _name(other.targets[0]) == array
    if array and added and not filled:
        memory = "which holds whatever was in memory"
        yield f"makes {array} with np.empty, {memory}: `+=` needs np.zeros, which begins at 0.", ""


def _hides(node: ast.AST, definition: Definition) -> Iterator[Found]:
    """Find a loop variable with the name of an argument."""
    if isinstance(node, ast.For):
        arguments = {each.arg for each in definition.function.args.args}
        for part in ast.walk(node.target):
            if (name := _name(part)) in arguments:
                yield f"loops over {name}, which hides the argument {name}: rename one.", name


def _multiplies(node: ast.AST, definition: Definition) -> Iterator[Found]:
    """Find `kernel @ inputs` in place of `inputs @ kernel`, and `@` of more than two axes."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        left, right = node.left, node.right
    elif isinstance(node, ast.Call) and _called(node) in ("dot", "matmul") and len(node.args) == 2:
        left, right = node.args
    else:
        return
    before, after = definition.axes(left), definition.axes(right)
    if len(before) == 2 and len(after) > 1 and before[0] == after[-1] and before[1] != after[-2]:
        one, other = (
            f"{_name(each)}{'.T' * isinstance(each, ast.Attribute)}" for each in (left, right)
        )
        wrong = f"{one} {definition.shape(left)} @ {other} {definition.shape(right)}"
        yield f"computes {wrong}. Swap them: {other} @ {one} sums over {before[0]}.", _name(left)
    elif min(definition.number_of_axes(left), definition.number_of_axes(right)) > 2:
        one = "`@` and np.dot sum over one axis only"
        several = "To sum over several, flatten them with reshape, or use np.tensordot."
        yield f"multiplies arrays of more than two axes: {one}. {several}", _name(left)


LOOKS = (_misread, _slides, _pads, _shaped_like, _begins_anywhere, _hides, _multiplies)


def _called(call: ast.Call) -> str:
    """Return the name of the function that is called, without its module."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _name(node: ast.AST) -> str:
    """Return a variable's name, also of its transpose or of a part of it; "" if it is none."""
    while isinstance(node, ast.Subscript) or (isinstance(node, ast.Attribute) and node.attr == "T"):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
