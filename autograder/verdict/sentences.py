"""Write the sentences about one outcome: what is wrong and, where it helps, what to do."""

import ast
import textwrap
from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches

from msgspec.structs import replace

from ..records import Answer, Comparison, Line, Raised, Refused, Run, TaskSheet
from ..text import visible
from . import crash, remedies
from .conceal import HiddenException, HiddenRefusal, exception_name
from .habits import Broken

LONGEST = 300  # characters of an exception's message
LONG = 0.25  # of the time of a task
MOST_NAMES = 1000  # that a missing one is compared with
OTHER_CLASS = "an exception that is not built into Python or NumPy"
OFF_LIMITS = "a call that is off limits"

Failure = Raised | HiddenException | Refused | HiddenRefusal


# Kind of a single value that was returned -> what to call it.
ONE = {"ndarray": "1 array", "int": "1 integer"}


def no_arrays(failure: Failure, parts: Collection[str]) -> list[str]:
    """Write about a call that raised or returned no arrays. parts: the names of those wanted."""
    if isinstance(failure, Raised | HiddenException):
        return raised(failure)
    if len(parts) > 1 and failure.kind in ONE:
        return wrong_count(ONE[failure.kind], parts)
    return refused(failure)


def wrong_count(returned: str, parts: Collection[str]) -> list[str]:
    """Write about too few or too many arrays. returned: such as "3 arrays"."""
    if len(parts) == 1:
        wanted, remedy = "one", "Return only this array."
    else:
        wanted = str(len(parts))
        remedy = "Return exactly these, in this order, as a tuple."
    return [f"Got {returned}, expected {wanted} ({', '.join(parts)}).", remedy]


def endless(place: str = "") -> str:
    """Write what to do about code that does not end. place: of the line, such as " at line 3"."""
    return f"Look{place} for an infinite loop, or for far more steps than the sizes need."


def changed(arguments: Sequence[str]) -> list[str]:
    """Write about the arguments that were written into, if any."""
    if not arguments:
        return []
    return [
        f"It writes into its arguments: {', '.join(arguments)}.",
        "Work on a copy (`np.array(x)`), or make a new array for the result.",
    ]


def habits(broken: Broken) -> list[str]:
    """Write about the habits that were broken, if any."""
    lines = changed(broken.changed)
    if broken.overwritten:
        parts = ", ".join(broken.overwritten)
        lines.append(f"A later call overwrites what an earlier call returned: {parts}.")
        lines.append("Make a new array for the result in every call.")
    if broken.differs:
        differs = "It gave two different answers to the same arguments"
        lines.append(f"{differs}: it is random, or depends on earlier calls.")
        kept = "such as a global array, a default argument, or np.empty before it is filled"
        lines.append(f"Remove anything random or kept between calls, {kept}.")
    return lines


def refused(result: Refused | HiddenRefusal) -> list[str]:
    """Write about a value that is not an array of real numbers."""
    if result.kind is not None and result.kind in remedies.REFUSED:
        return list(remedies.REFUSED[result.kind])
    sentence = "It returned something that is not an array of numbers."
    if isinstance(result, Refused):
        kind = visible(result.kind)[:LONGEST]
        sentence = f"It returned a value of type {kind}, not an array of numbers."
    return [sentence, "Return NumPy arrays of real numbers."]


def raised(error: Raised | HiddenException) -> list[str]:
    """Write about an exception and its place."""
    if isinstance(error, HiddenException):
        if error.off_limits:
            return off_limits(error)
        remedy = remedies.RAISED.get(error.name or "", "")
        return _raised(error.name or OTHER_CLASS, error, remedy)
    if error.type == "OffLimits":
        return off_limits(replace(error, type=error.message))
    name = exception_name(error) or visible(error.type)[:LONGEST]
    return _raised(name, error, crash.meaning(error), error.message, visible(error.advice))


def _raised(
    name: str, where: Raised | HiddenException, remedy: str, message: str = "", advice: str = ""
) -> list[str]:
    sentence = f"It raised {name}{place(where)}"
    if message not in ("", "None"):
        text = visible(" ".join(message.replace("<locals>.", "").split()))
        sentence += f": {text if len(text) <= LONGEST else text[:LONGEST] + ' …'}{advice}"
    if not sentence.endswith((".", "?", "!", "…")):
        sentence += "."
    return [sentence, remedy] if remedy else [sentence]


def off_limits(call: Raised | HiddenException) -> list[str]:
    """Write about an off-limits call and its place. The name is in `type` or `name`."""
    name = call.type if isinstance(call, Raised) else call.name or OFF_LIMITS
    short = visible(name)[:LONGEST].replace("numpy.", "np.")
    remedy = "That call does the exercise for you: do it by hand."
    if short.startswith("TensorFlow's gradient"):
        remedy = "Return your own gradient: put the computation into a tf.custom_gradient."
    return [f"It uses {short}{_through_another(call, short)}{place(call)}.", remedy]


def _through_another(call: Raised | HiddenException, name: str) -> str:
    """Say that another function may make a forbidden call, if the student's line lacks its name."""
    line = call.frames[-1].text if isinstance(call, Raised) and call.frames else ""
    named = " " in name or name.rpartition(".")[2] in line
    return ", perhaps through another function," if line and not named else ""


def absent(notice: Raised) -> str:
    """Write what happens to this line during grading. Its kind is in `type`."""
    text = visible(notice.message)[:LONGEST]
    does = {
        "package": f"imports {text}, which is not installed during grading",
        "file": f"opens {text}, which is missing during grading",
        "program": "starts another process, which is refused during grading",
        "thread": "starts a thread, which is refused during grading",
        "network": "opens a network connection, which is refused during grading",
        "deprecated": f"may fail in another version: {text.rstrip('.')}",
    }[notice.type]
    where = place(notice).removeprefix(" at ").removeprefix(" in ")
    return f"{where[:1].upper()}{where[1:]} {does}."


def slow(task: TaskSheet, run: Run) -> str:
    """Write that the calls of a task take long, if they do: when graded, it makes more of them.

    The first calls of a package beside NumPy, such as TensorFlow, always do.
    """
    if run.seconds < LONG * task.seconds or len(task.packages) > 1:
        return ""
    return (
        f"{task.name} takes {run.seconds:.1f} s here. When it is graded, all of its calls together,"
        f" which are more, get {task.seconds:g} s. Look for a loop that one NumPy call can replace,"
        " and for a sleep."
    )


def place(where: Raised | HiddenException) -> str:
    """Write a place for the end of a sentence, such as " at line 3 of cell [2]"."""
    label = "" if where.cell is None else f"cell {where.cell}"
    if isinstance(where, Raised):
        label = where.label or label
    if where.line is None:
        return f" in {label}" if label else ""
    return f" at line {where.line}" + (f" of {label}" if label else "")


def reordered(names: Sequence[str], parameters: Sequence[str]) -> list[str]:
    """Write about the order of a function's parameters, if it is wrong."""
    first = list(parameters[: len(names)])
    if first == names or sorted(first) != sorted(names):
        return []
    wrong = f"Its parameters are ({', '.join(first)}), but it is called with ({', '.join(names)})"
    return [f"{wrong} in this order.", "Use the skeleton's order in the `def` line."]


def renamed(missing: Sequence[str], unasked: Collection[str]) -> str:
    """Write where a missing name is, or which other name in the file may be meant, if any.

    unasked: see `Candidate`.
    """
    plain: dict[str, str] = {}
    for each in unasked:
        place, _, name = visible(each).rpartition(".")
        if place and name in missing:
            return f"It is inside `{place}`, where it is not found: move it to the top level."
        if len(plain) < MOST_NAMES:
            plain[name.lower().replace("_", "")] = name
    for name in missing:
        word = name.lower().replace("_", "")
        holding = sorted((each for each in plain if word in each), key=len)
        if near := holding or get_close_matches(word, plain, n=1):
            return f"Did you call it {plain[near[0]]}? Rename it to {name}, as in the skeleton."
    return ""


def further_axes(task: TaskSheet, comparisons: Sequence[Comparison]) -> list[str]:
    """Write about a task in which only cases with extra axes are wrong."""
    usual = {name: len(words.split()) - 1 for name, words in task.arrays.items() if "..." in words}
    right_with = set()  # whether a right case had extra axes
    for comparison in comparisons:
        further = any(comparison.case.arrays[name].ndim > axes for name, axes in usual.items())
        if not comparison.right and not further:
            return []
        if comparison.right:
            right_with.add(further)
    if not usual or right_with != {False} or all(each.right for each in comparisons):
        return []
    name = next(iter(usual))
    flat = f"`{name}.reshape(-1, {name}.shape[-1])` makes them one batch axis"
    return [
        "It is wrong only with further axes.",
        f"Flatten the further axes: {flat}. Restore them in each result that has them:"
        f" `result.reshape(*{name}.shape[:-1], -1)`.",
    ]


def steps(source: str, task: str, result: Answer | Raised | Refused) -> Iterator[Line]:
    """Quote the step that raised, with the shapes of its arrays, or all steps of a wrong answer.

    source: the text of steps.py.
    """
    lines = source.splitlines()
    if isinstance(result, Raised):
        if result.step and result.step <= len(lines):
            shapes = f", with {visible(result.shapes)}" if result.shapes else ""
            yield Line(f"In this step, line {result.step} of steps.py{shapes}:", 1)
            yield Line(lines[result.step - 1].strip(), 2)
        return
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name == task:
            body = node.body[ast.get_docstring(node) is not None :]
            first, last = body[0].lineno, node.end_lineno or body[-1].lineno
            yield Line(f"The steps, from line {first} of steps.py:", 1)
            for line in textwrap.dedent("\n".join(lines[first - 1 : last])).splitlines():
                yield Line(line, 2)
