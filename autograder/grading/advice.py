"""Say what a student's source tells about a failed task.

Much of the deep learning code that students copy has channels before height and width.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

from msgspec.structs import replace

from ..records import Line, Raised, Submission, TaskGrade, TaskSheet
from ..text import listed, shape_text, visible
from ..verdict.crash import meaning
from ..verdict.remedies import GAPS, PADDED
from ..verdict.sentences import reordered
from .source import Definition, called, definition_of, name_of

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
REORDERING = {"transpose", "moveaxis", "swapaxes", "rollaxis"}
PAIRS = {"height": "(top, bottom)", "width": "(left, right)"}  # other axes have no border
NESTED = (ast.Tuple, ast.List, ast.ListComp, ast.GeneratorExp, ast.Starred)
LIKE = ("zeros_like", "ones_like", "empty_like", "full_like")
MOST_WIDTHS = 20  # values of one variable: a hostile file may have thousands, for as many calls
MOST_NODES = 50  # of the syntax tree of one value
MOST_FOUND = 5  # in one task: students repeat a slip, and a hostile file may do so on every line

# A sentence, and the variable whose trouble it explains; "" if it is only a remark.
Found = tuple[str, str]


def with_advice(graded: TaskGrade, task: TaskSheet, submission: Submission) -> TaskGrade:
    """Add what the source of a failed task says about it, unless its mistake is known."""
    if graded.verdict not in ("fail", "error") or graded.mistakes or task.uses:
        return graded
    definition = definition_of(graded, task, submission)
    if definition is None or reordered(list(task.arrays), list(definition.given)):
        return graded  # names in another order do not mean what they say
    found = [*dict.fromkeys(islice(_findings(definition), MOST_FOUND))]
    explained = {name for _, name in found if name}
    general = _general(definition.crash, explained)
    lines = [line for line in graded.message.lines if line.text not in general]
    lines += [Line(sentence, 1) for sentence, _ in found]
    return replace(graded, message=replace(graded.message, lines=tuple(lines)))


def _general(crash: Raised | None, explained: set[str]) -> Collection[str]:
    """Return the advice that is needless once the source explains these variables."""
    if crash is None:
        return (GAPS["shape"], PADDED) if explained else ()
    line = crash.frames[-1].text if crash.frames else ""
    return (meaning(crash),) if explained & {*re.findall(r"\w+", line)} else ()


def _findings(definition: Definition) -> Iterator[Found]:
    """Yield what each line tells. A remark is made only once, even if it is true of several."""
    remarks: set[str] = set()
    for node in ast.walk(definition.function):
        for look in LOOKS:
            for sentence, name in look(node, definition):
                if sentence in remarks:
                    continue
                if not name:
                    remarks.add(sentence)
                line = getattr(node, "lineno", 0)
                yield f"Line {line}{definition.label} {sentence}", name


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
        array = name_of(value.value)
        yield f"reads {array}.shape as {text}, but its axes are {', '.join(words)}.", ""


def _slides(node: ast.AST, definition: Definition) -> Iterator[Found]:
    """Find a call of sliding_window_view with two axes in a function that reorders no axes."""
    if not (isinstance(node, ast.Call) and called(node) == "sliding_window_view"):
        return
    if not REORDERING.isdisjoint(definition.calls):
        return
    axis = [each.value for each in node.keywords if each.arg == "axis"] or node.args[2:3]
    if any(isinstance(each, ast.Tuple) and len(each.elts) > 1 for each in axis):
        yield WINDOWS, ""


def _pads(node: ast.AST, definition: Definition) -> Iterator[Found]:
    """Find np.pad of a batch of images with one width, or one pair of widths."""
    if not (isinstance(node, ast.Call) and called(node) == "pad" and node.args):
        return
    array = name_of(node.args[0]) if isinstance(node.args[0], ast.Name) else ""
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
    """Tell whether this is one width, or one pair, which np.pad applies to every axis."""
    values: Sequence[ast.expr | None] = widths
    if widths and isinstance(widths[0], ast.Name):
        values = definition.values.get(widths[0].id, [None])
    if not 0 < len(values) <= MOST_WIDTHS:
        return False
    return all(value is not None and _is_number_or_pair(value) for value in values)


def _is_number_or_pair(node: ast.expr) -> bool:
    if isinstance(node, ast.Tuple):
        return len(node.elts) == 2 and not any(isinstance(each, NESTED) for each in node.elts)
    if isinstance(node, ast.BinOp):
        parts = list(islice(ast.walk(node), MOST_NODES))
        return len(parts) < MOST_NODES and not any(isinstance(part, NESTED) for part in parts)
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Call) and called(node) == "int")


def _shaped_like(node: ast.AST, definition: Definition) -> Iterator[Found]:
    """Find a result made by np.zeros_like of an array of another shape."""
    if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and node.value.args):
        return
    array, target = name_of(node.value.args[0]), name_of(node.targets[0])
    parts = definition.task.parts
    if definition.case is None or array not in definition.case.arrays:
        return
    part = target if target in parts else next(iter(parts))
    returned = part == target or (len(parts) == 1 and target in definition.returned)
    if called(node.value) not in LIKE or not returned:
        return
    right = definition.case.answers[part].shape
    if right != definition.case.arrays[array].shape:
        words = ", ".join(parts[part].split())
        needs = f"{part} needs {shape_text(right)}: {words}"
        yield f"makes {target} with the shape of {array}, but {needs}.", target


def _begins_anywhere(node: ast.AST, definition: Definition) -> Iterator[Found]:
    """Find an array of np.empty to which numbers are added, and which nothing has filled."""
    if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)):
        return
    if called(node.value) not in ("empty", "empty_like"):
        return
    array = name_of(node.targets[0])
    if array and array in definition.added and array not in definition.filled:
        memory = "which holds whatever was in memory"
        yield f"makes {array} with np.empty, {memory}: `+=` needs np.zeros, which begins at 0.", ""


def _hides(node: ast.AST, definition: Definition) -> Iterator[Found]:
    """Find a loop variable with the name of an argument."""
    if isinstance(node, ast.For):
        arguments = {each.arg for each in definition.function.args.args}
        for part in ast.walk(node.target):
            if (name := name_of(part)) in arguments:
                yield f"loops over {name}, which hides the argument {name}: rename one.", name


def _multiplies(node: ast.AST, definition: Definition) -> Iterator[Found]:
    """Find `kernel @ inputs` in place of `inputs @ kernel`, and `@` of more than two axes."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        left, right = node.left, node.right
    elif isinstance(node, ast.Call) and called(node) in ("dot", "matmul") and len(node.args) == 2:
        left, right = node.args
    else:
        return
    before, after = definition.axes(left), definition.axes(right)
    if len(before) == 2 and len(after) > 1 and before[0] == after[-1] and before[1] != after[-2]:
        one, other = (
            f"{name_of(each)}{'.T' * isinstance(each, ast.Attribute)}" for each in (left, right)
        )
        wrong = f"{one} {definition.shape(left)} @ {other} {definition.shape(right)}"
        yield f"computes {wrong}. Swap them: {other} @ {one} sums over {before[0]}.", name_of(left)
    elif min(definition.number_of_axes(left), definition.number_of_axes(right)) > 2:
        one = "`@` and np.dot sum over one axis only"
        several = "To sum over several, flatten them with reshape, or use np.tensordot."
        yield f"multiplies arrays of more than two axes: {one}. {several}", name_of(left)


LOOKS = (_misread, _slides, _pads, _shaped_like, _begins_anywhere, _hides, _multiplies)
