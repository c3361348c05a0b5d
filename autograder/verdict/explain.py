"""Records to sentences: what was expected, what came, where, how much is allowed, and what to do.

Hidden sentences name the aspect, the kind of failure and the line, and nothing else: no number of a case, no shape,
no text of the student's, because any of those could carry a hidden input out.
"""

from __future__ import annotations

import builtins
import inspect
import math
from collections.abc import Iterable, Mapping
from typing import Any

from .likeness import Likeness
from .records import Comparison, Gap, Outcome, Raised, Run, SheetCase, TaskSheet

RECOGNISED = "Your answer equals:"
LONGEST = 300  # characters of an exception's message

NUMPY_EXCEPTIONS = {
    "AxisError",
    "ComplexWarning",
    "DTypePromotionError",
    "LinAlgError",
    "TooHardError",
    "UFuncTypeError",
    "_ArrayMemoryError",
    "_UFuncBinaryResolutionError",
    "_UFuncInputCastingError",
    "_UFuncNoLoopError",
    "_UFuncOutputCastingError",
}

ALLOWED = (
    "Import only the standard library and the packages that this exercise names, and no file of your own: "
    "this one is all that is handed in."
)
RAISED_REMEDIES = {
    "NotImplementedError": "It is not written yet: replace the `raise NotImplementedError` with your code.",
    "SystemExit": "Leave out exit() and quit(): a function answers with `return`.",
    "KeyboardInterrupt": "Leave out whatever interrupts the program: a function answers with `return`.",
    "MemoryError": "Look for an array with a wrong, huge size, or a list that grows without end.",
    "RecursionError": "The function calls itself without end.",
    "ImportError": ALLOWED,
    "ModuleNotFoundError": ALLOWED,
    "NameError": "Define it before it is used, or look for a slip in its name.",
    "EOFError": "Leave out input(): nobody is there to answer.",
    "FileNotFoundError": "Leave out reading files: only this one is handed in.",
    "UnboundLocalError": "Some path through the function leaves a variable without a value.",
}

# What came instead of arrays -> (sentence, remedy).
REFUSED = {
    "NoneType": ("It returned None.", "Is the `return` missing?"),
    "str": ("It returned a text.", "Return numbers: NumPy arrays."),
    "dict": ("It returned a dict.", "Return the arrays themselves, as a tuple."),
    "complex64": ("It returned complex numbers.", "Take the real part; after an inverse FFT, `.real` does it."),
    "complex128": ("It returned complex numbers.", "Take the real part; after an inverse FFT, `.real` does it."),
    "object": (
        "It returned something NumPy cannot read as numbers.",
        "Return one array of numbers for each part; rows of unequal length make no array.",
    ),
    "signature": (
        "It cannot take the arguments it is called with.",
        "Keep the names and the order of the arguments as the skeleton has them.",
    ),
    "int": ("It returned a whole number larger than NumPy can hold.", "Look for a product that grows without end."),
    **dict.fromkeys(
        ("ragged tuple", "ragged list"),
        ("It returned several arrays of unequal shapes.", "Return the one array that is asked for, and it alone."),
    ),
    **dict.fromkeys(
        ("generator", "map", "zip", "filter", "coroutine"),
        (
            "It returned something that has yet to be computed.",
            "Use `return` rather than `yield`, or make a tuple of it.",
        ),
    ),
    "too large": (
        "It returned far more numbers than any right answer has.",
        "Look at the sizes given to np.zeros, np.tile and np.repeat.",
    ),
}

KIND_REMEDIES = {
    "shape": "Compare the axes one by one with the shape the docstring states.",
    "kind": "Count in whole numbers: `//` divides without a remainder.",
    "finite": "Look for a division by zero, a logarithm of zero, or an exp that overflows.",
}


def explain(
    task: TaskSheet, comparison: Comparison, hidden: bool, hint: str | None, likes: Mapping[str, Likeness] | None = None
) -> str:
    """Why one case does not count, and what a known mistake it equals has to say about it.

    likes: part -> what it still has to do with the right one.
    """
    findings = list(_findings(task, comparison, hidden, likes or {}))
    lines = [comparison.case.aspect if hidden else describe(comparison.case), *(f"  {line}" for line in findings)]
    if hint:
        first, *rest = _paragraphs(hint)
        lines += [f"  {RECOGNISED} {first}", *(f"  {paragraph}" for paragraph in rest)]
    elif hidden:
        lines.append("  `autograder check` shows the numbers of the public cases.")
    return "\n".join(lines)


def explain_run(run: Run, hidden: bool) -> str:
    """Why a task came to no full answer; "" where the run itself has nothing to blame."""
    if run.ended == "not_graded":
        reason = f": {visible(run.reason)}" if run.reason else ""
        return f"Not graded{reason}. This costs no points; ask the course staff to grade it again."
    if run.ended != "done":
        return _ended(run)
    if run.forbidden:
        return "\n".join(_off_limits(run.forbidden.type, run.forbidden))
    if run.found is False:
        return _missing(run, hidden)
    for outcome in run.outcomes:
        if lines := _no_arrays(outcome, hidden):
            return "\n".join(lines)
    changed = next((outcome.changed for outcome in run.outcomes if outcome.changed), ())
    return "\n".join(_changed([f"argument {i + 1}" for i in changed])) if changed else ""


def explain_loading(run: Run, hidden: bool) -> str:
    """What ended the loading of a file whose function was found all the same; "" where nothing did."""
    if not run.loading or not run.found:
        return ""
    return "\n".join(["Loading the file met an error first.", *(f"  {line}" for line in _raised(run.loading, hidden))])


def advice(comparisons: Iterable[Comparison]) -> str:
    """What may be better about a right answer; "" where there is nothing to say."""
    for comparison in comparisons:
        given = {array.dtype.name for array in comparison.case.arrays.values()}
        came = {part.dtype.name for part in (comparison.outcome and comparison.outcome.parts) or ()}
        if given == {"float32"} and "float64" in came:
            return "It answers in float64 to inputs in float32, as np.zeros does unless told. That costs no points."
    return ""


def visible(text: str) -> str:
    """Text of unknown origin, safe to print: control codes, bidi marks and line separators become visible escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def number(value: float, digits: int = 4) -> str:
    """Whole numbers as such, others with so many significant digits."""
    value = float(value)
    if not math.isfinite(value):
        return str(value)
    if value == int(value) and abs(value) < 1e7:
        return str(int(value))
    return f"{value:#.{digits}g}".rstrip(".")


def shape_text(shape: tuple[int, ...]) -> str:
    """A shape as NumPy prints it; a scalar's in words."""
    return str(tuple(int(size) for size in shape)) if shape else "a single number"


def describe(case: SheetCase) -> str:
    """The call in one line: `inputs (2, 6, 6, 3)   kernel (3, 3, 3, 4)   strides 2x2   padding same`."""
    words = [f"{name} {shape_text(array.shape)}" for name, array in case.arrays.items()]
    words += [f"{name} {_option(value)}" for name, value in case.options.items()]
    if not words or (case.aspect and "=" not in case.aspect):
        words.append(f"[{case.aspect}]")
    return "   ".join(words)


def _option(value: Any) -> str:
    if isinstance(value, (tuple, list)) and value and all(isinstance(size, int) for size in value):
        return "x".join(str(size) for size in value)
    return visible(str(value))


def _paragraphs(text: str) -> list[str]:
    """A docstring's paragraphs, each in one line."""
    return [" ".join(paragraph.split()) for paragraph in inspect.cleandoc(text).split("\n\n")]


def _findings(task: TaskSheet, comparison: Comparison, hidden: bool, likes: Mapping[str, Likeness]) -> Iterable[str]:
    outcome = comparison.outcome
    if outcome is None:
        yield "No answer came for this case."
        return
    if outcome.refused == "ndarray" and len(task.parts) > 1:
        yield from _count(task, 1, hidden)
        return
    if (outcome.refused or "").startswith("ragged") and len(task.parts) > 1:
        yield "One of the arrays that it returned is itself a tuple or list of arrays, of unequal shapes."
        yield f"Return {len(task.parts)} arrays, in this order, as a tuple: {', '.join(task.parts)}."
        return
    if lines := _no_arrays(outcome, hidden):
        yield from lines
        if outcome.refused == "signature" and not hidden:
            yield f"It is called as {_call(task, comparison.case)}."
        return
    wrong = {part: gap for part, gap in comparison.gaps.items() if gap}
    if any(gap.kind == "missing" for gap in wrong.values()):
        yield from _count(task, len(outcome.parts or ()), hidden)
    remedies: dict[str | None, None] = {}  # each once, in the order they came
    for part, gap in wrong.items():
        yield from _gap(task, comparison, part, gap, hidden)
        like = likes.get(part)
        if like:
            yield f"  {like.sentence}"
        remedies[like.remedy if like else KIND_REMEDIES.get(gap.kind)] = None
    yield from filter(None, remedies)
    if outcome.changed:
        names = list(task.arrays)
        yield from _changed([names[i] for i in outcome.changed if i < len(names)])


def _call(task: TaskSheet, case: SheetCase) -> str:
    """How a task is called, in names: `conv2d(inputs, kernel, bias, padding=...)`."""
    return f"{task.name}({', '.join([*task.arrays, *(f'{option}=...' for option in case.options)])})"


def _count(task: TaskSheet, came: int, hidden: bool) -> Iterable[str]:
    names = list(task.parts)
    asked = f"{len(names)} asked for ({', '.join(names)})" if len(names) > 1 else f"one asked for ({names[0]})"
    what = ("Fewer" if came < len(names) else "More") + " arrays" if hidden else f"{came} array{'s' * (came != 1)}"
    yield f"{what} came, {asked}."
    yield "Return exactly these, in this order, as a tuple." if len(names) > 1 else "Return this one array alone."


def _gap(task: TaskSheet, comparison: Comparison, part: str, gap: Gap, hidden: bool) -> Iterable[str]:
    if gap.kind == "missing":
        return
    if hidden:
        yield f"{part}: {HIDDEN_KINDS[gap.kind]}."
        return
    start = f"{part}: " if len(task.parts) > 1 else ""
    if gap.kind == "shape":
        yield start + _shape(task, comparison, part, gap)
    elif gap.kind == "kind":
        yield f"{start}{visible(gap.came)} came, {visible(gap.expected)} is asked for."
    else:
        yield start + _where(gap)
        yield f"  {_numbers(gap, comparison.case.exact)}"


HIDDEN_KINDS: Mapping[str, str] = {
    "shape": "the shape is wrong",
    "kind": "the numbers are of the wrong kind",
    "finite": "nan or inf where TensorFlow has numbers",
    "values": "some values are wrong",
}


def _shape(task: TaskSheet, comparison: Comparison, part: str, gap: Gap) -> str:
    """Both shapes, and the axes that differ by their names."""
    names, parts = list(task.parts), comparison.outcome.parts if comparison.outcome else None
    if not parts or names.index(part) >= len(parts):
        return f"the shape is {visible(gap.came)}, expected {visible(gap.expected)}."
    came, asked = parts[names.index(part)].shape, comparison.case.answers[part].shape
    sentence = f"the shape is {shape_text(came)}, expected {shape_text(asked)}"
    if came == (1, *asked):
        return f"{sentence}: one axis too many. Look for keepdims, for [None], or for a comma behind the array."
    words = task.parts[part].split()
    if len(came) == len(asked) == len(words):
        differ = [f"{w} is {c} instead of {a}" for w, c, a in zip(words, came, asked, strict=True) if c != a]
        return f"{sentence}: {', '.join(differ)}."
    return f"{sentence} ({' '.join(words)})." if words else f"{sentence}."


def _where(gap: Gap) -> str:
    place = f" at {list(map(int, gap.index))}" if gap.index else ""
    if gap.kind == "finite":
        return f"{gap.wrong} of {gap.total} values differ, and nan or inf is among them{',' + place if place else ''}"
    if gap.total == 1:
        return "the value differs"
    return f"{gap.wrong} of {gap.total} values differ; the widest gap is{place}"


def _numbers(gap: Gap, exact: bool) -> str:
    """Both numbers with as many digits as it takes to tell them apart."""
    digits = next((d for d in range(4, 17) if float(number(gap.yours, d)) != float(number(gap.right, d))), 17)
    text = f"yours {number(gap.yours, digits)}   TensorFlow {number(gap.right, digits)}"
    if gap.kind == "finite":
        return text
    return f"{text}   gap {_size(abs(gap.yours - gap.right))}   allowed {_size(0.0 if exact else gap.allowed)}"


def _size(value: float) -> str:
    whole = math.isfinite(value) and value == int(value) and value < 1e7
    return number(value) if whole or not math.isfinite(value) else f"{value:.1e}"


def _changed(names: list[str]) -> Iterable[str]:
    yield f"It writes into what it was given: {', '.join(names)}."
    yield "Work on a copy (`np.array(x)`), or make a new array for the result."


def _no_arrays(outcome: Outcome, hidden: bool) -> list[str]:
    """The sentences for a call that raised or gave no arrays; none where it gave some."""
    if outcome.raised:
        return _raised(outcome.raised, hidden)
    if outcome.refused is None:
        return []
    unknown = "It returned something that is not an array of numbers."
    if not hidden and outcome.refused not in REFUSED:
        unknown = f"It returned a value of type {visible(outcome.refused)[:LONGEST]}, which is no array of numbers."
    return list(REFUSED.get(outcome.refused, (unknown, "Return NumPy arrays of real numbers.")))


def _off_limits(name: str, raised: Raised) -> list[str]:
    short = visible(name)[:LONGEST].replace("numpy.", "np.")
    return [
        f"It uses {short}{_place(raised.line, raised.cell)}.",
        "That call does the exercise for you: do it by hand.",
    ]


def _raised(raised: Raised, hidden: bool) -> list[str]:
    if raised.type == "OffLimits":
        return _off_limits("a call that is off limits" if hidden else raised.message, raised)
    sentence = f"It raised {_exception(raised, hidden)}{_place(raised.line, raised.cell)}"
    if not hidden and raised.message not in ("", "None"):
        text = visible(raised.message)
        sentence += f": {text if len(text) <= LONGEST else text[:LONGEST] + ' …'}"
    remedy = RAISED_REMEDIES.get(raised.type)
    return [sentence if sentence.endswith(".") else f"{sentence}.", *([remedy] if remedy else [])]


def _exception(raised: Raised, hidden: bool) -> str:
    """The exception's name; in hidden mode only a name that the student cannot have chosen to say something."""
    name = raised.type.rpartition(".")[2]
    known = getattr(builtins, name, None)
    if name in NUMPY_EXCEPTIONS or (isinstance(known, type) and issubclass(known, BaseException)):
        return name
    return "an exception of its own class" if hidden else visible(raised.type)[:LONGEST]


def _place(line: int | None, cell: int | None = None) -> str:
    if line is None:
        return "" if cell is None else f" in cell {cell}"
    return f" at line {line}" + (f" of cell {cell}" if cell is not None else "")


def _missing(run: Run, hidden: bool) -> str:
    if run.loading is None:
        return f"There is no function {run.task} in the file.\nKeep the name that the skeleton gives it."
    sentence = _raised(run.loading, hidden)[0].removeprefix("It raised ")
    remedy = RAISED_REMEDIES.get(run.loading.type, "Mend that first.")
    return f"There is no function {run.task}: loading the file ended with {sentence}\n{remedy}"


def _ended(run: Run) -> str:
    place = _place(run.line)
    when = " while the file was loaded" if run.found is None else ""
    if run.ended == "timeout":
        loop = f"Look{place} for a loop that never ends, or for far more steps than the sizes ask for."
        return f"Its time was over{when}{', ' + place.strip() if place else ''}.\n{loop}"
    if run.ended == "memory":
        return f"It needed more memory than there is{when}.\n{RAISED_REMEDIES['MemoryError']}"
    return f"The process ended{when} before it answered.\nLeave out whatever ends Python, os._exit() for instance."
