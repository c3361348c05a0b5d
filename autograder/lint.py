"""Find an author's slips in spec.py before TensorFlow is asked. The first fault is refused."""

import ast
import inspect
import re
from collections import UserDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from .errors import Refusal
from .spec import KINDS, Case, Exercise, Part, Task

Fault = tuple[str, str]  # what is wrong, what to do
# How similar two words must be (1 is equal) for one to be a misspelling of the other. "patch" and
# "batch" are below it.
ALIKE = 0.85


def check(exercise: Exercise, path: Path) -> None:
    """Refuse a spec that contradicts itself. Nothing outside the spec is looked at."""
    for problem, remedy in _faults(exercise):
        raise Refusal(f"{path}: {problem}.", remedy)


def check_here(exercise: Exercise, path: Path) -> None:
    """Refuse a spec that names packages, or functions of them, that are not installed here."""
    for package in exercise.packages:
        if find_spec(package) is None:
            raise Refusal(
                f"{path}: `packages` names {package}, which is not installed.",
                "Install it, or leave it out.",
            )
    for task in exercise.tasks:
        # A version of a package may lack some of them: private names move.
        if task.off_limits and not any(map(_is_there, task.off_limits)):
            names = ", ".join(task.off_limits)
            raise Refusal(
                f"{path}: {task.name}: nothing of `off_limits` is installed here: {names}.",
                "Correct the names.",
            )


def line_of(function: Callable[..., Any] | None) -> str:
    """Return the line at which a function of the spec begins, such as " (line 12 of spec.py)"."""
    code = getattr(function, "__code__", None)
    return f" (line {code.co_firstlineno} of {Path(code.co_filename).name})" if code else ""


def _is_there(name: str) -> bool:
    try:
        return bool(resolve_name(name.replace(".", ":", 1)))
    except (ImportError, AttributeError):
        return False


def _faults(exercise: Exercise) -> Iterator[Fault]:
    if not _is_text(exercise.title):
        yield f"`title` is {exercise.title!r}", 'Write `title="..."`, a line for the reader.'
    if not _all_of(exercise.packages, str) or not all(
        name.isidentifier() for name in exercise.packages
    ):
        yield "`packages` is not a tuple of names", 'Write `packages=("numpy",)`, with the comma.'
    if not _all_of(exercise.tasks, Task) or not exercise.tasks:
        yield "`tasks` is not a tuple of Tasks", "Write `tasks=(Task(...),)`, with the comma."
    if not _all_of(exercise.files, str):
        yield "`files` is not a tuple of names", 'Write `files=("steps.py",)`, with the comma.'
    if any(task.uses for task in exercise.tasks):
        if exercise.right is None:
            yield "a task has steps, and there is no `right`", "Write one that returns a dict."
        if "steps.py" not in exercise.files:
            yield "students do not get steps.py", 'Write `files=("steps.py",)`.'
    names = [task.name for task in exercise.tasks]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"two tasks are called {name}", "Give every task a function of its own."
    for task in exercise.tasks:
        # In this order and lazily: each check relies on the ones before it.
        limits = partial(_limit_faults, packages=exercise.packages)
        for look in (_task_faults, limits, _steps_faults, _part_faults, _each_case):
            for problem, remedy in look(task):
                yield f"{task.name}: {problem}", remedy
    yield from _unused_sizes(exercise)


def _task_faults(task: Task) -> Iterator[Fault]:
    for name in ("points", "seconds"):
        number = getattr(task, name)
        is_number = isinstance(number, int | float) and not isinstance(number, bool)
        if not (is_number and 0 < number < float("inf")):
            yield f"`{name}` is {number!r}", f"Write `{name}=2`, any number above 0."
    for name, kind in ("parts", Part), ("cases", Case):
        if not _all_of(getattr(task, name), kind) or not getattr(task, name):
            yield (
                f"`{name}` is not a tuple of {kind.__name__}s",
                f"Write `{name}=({kind.__name__}(...),)`, with the comma.",
            )
    if not isinstance(task.arrays, Mapping) or not all(
        map(_is_text, (*task.arrays, *task.arrays.values()))
    ):
        yield (
            "`arrays` does not map each array to its axis words",
            'Write `arrays={"inputs": "batch features"}`.',
        )
    if not _all_of(task.hints, str):
        yield "`hints` is not a tuple of texts", 'Write `hints=("...", "..."),`, with the comma.'
    yield from _unknown_kinds(task.kinds)
    left = {case.label for case in task.cases} - set(task.uncounted)
    for aspect, reason in task.uncounted.items():
        if not _is_text(reason) or not any(case.label == aspect for case in task.cases):
            problem = f"`uncounted` has {aspect!r}: {reason!r}"
            yield problem, f"Map an aspect to its reason; there is {_list(left)}."
    if not left:
        yield "`uncounted` leaves nothing to count", "Leave the task out."


def _limit_faults(task: Task, packages: tuple[str, ...]) -> Iterator[Fault]:
    if not _all_of(task.off_limits, str) or not all(
        name.partition(".")[0] in packages for name in task.off_limits
    ):
        problem = "`off_limits` is not a tuple of names from its `packages`"
        yield problem, 'Write `off_limits=("numpy.convolve",)`, with the comma.'
    if task.by_hand and "tensorflow" not in packages:
        yield "it is `by_hand`, and `packages` has no TensorFlow", 'Add "tensorflow".'


def _steps_faults(task: Task) -> Iterator[Fault]:
    if not _all_of(task.uses, str):
        yield "`uses` is not a tuple of names", 'Write `uses=("Dense",)`, with the comma.'
    if task.uses and (task.reference or task.gradient):
        yield (
            "it has `uses`, and a reference or `gradient`",
            "A task with steps has neither: the steps are played with `right(tf)`.",
        )
    if not task.uses and not callable(task.reference):
        yield (
            "it has no reference",
            "Write `reference=...`, or `uses=...` if steps.py has its steps.",
        )
    for name in task.integers:
        if name not in task.arrays:
            yield f"`integers` names {name}, which is no array", "Name arrays of this task."


def _part_faults(task: Task) -> Iterator[Fault]:
    sources = list(task.arrays)[1:]
    for part in task.parts:
        source = part.name.removeprefix("grad_")
        if task.gradient and (source == part.name or source not in sources):
            names = ", ".join(f"grad_{name}" for name in sources)
            yield (
                f"its part {part.name} is the gradient of no array",
                f"The parts of this task may be {names}.",
            )
        elif task.gradient and part.axes != task.arrays[source]:
            yield (
                f"{part.name} has the axes {part.axes!r}, and {source} has {task.arrays[source]!r}",
                "A gradient has the axes of its array: make the two agree.",
            )
    known = _words(task.arrays.values())
    returned = _words(part.axes for part in task.parts)
    for part in task.parts:
        for word in part.axes.split():
            for other in sorted(known):
                if word not in known and _is_misspelt(word, other):
                    yield (
                        f"{part.name} has an axis {word}, and there is one called {other}",
                        "Give both the same name.",
                    )
        for word in part.sums.split():
            if word not in known | returned:
                problem = f"{part.name} sums over {word}, which is no axis of this task"
                yield problem, f"Its axes are: {_list(known)}."


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in text.split()}


def _is_misspelt(word: str, other: str) -> bool:
    """Tell whether two words differ by a typing error.

    height and out_height do not, nor do units1 and units2.
    """
    if word.count("_") != other.count("_"):
        return False
    pairs = list(zip(re.findall(r"[^\d_]+", word), re.findall(r"[^\d_]+", other), strict=False))
    return any(a != b for a, b in pairs) and all(_is_alike(a, b) for a, b in pairs)


def _is_alike(one: str, other: str) -> bool:
    return sorted(one) == sorted(other) or SequenceMatcher(None, one, other).ratio() >= ALIKE


def _each_case(task: Task) -> Iterator[Fault]:
    for number, case in enumerate(task.cases, start=1):
        for problem, remedy in _case_faults(task, case):
            yield f"case {number} ({case.label}): {problem}", remedy


def _case_faults(task: Task, case: Case) -> Iterator[Fault]:
    for word, size in case.sizes.items():
        smallest = min(size, default=0) if isinstance(size, range) else size
        if not callable(size) and (not isinstance(smallest, int) or smallest < 1):
            yield (
                f"the size of {word} is {size!r}",
                "Write a number above 0, or a range of them that is not empty.",
            )
    if case.values is not None and set(case.values) != set(task.arrays):
        remedy = f"Give the numbers of exactly: {_list(task.arrays)}."
        yield f"`values` has {_list(case.values)}", remedy
    yield from _unknown_kinds(case.kinds or ())
    if case.values is None:
        for name, axes in list(task.arrays.items())[task.gradient :]:
            for word in axes.replace("...", case.middle).split():
                if word not in case.sizes:
                    problem = f"`sizes` has no {word}, an axis of {name}"
                    yield problem, f"Write it as well: {word!r}: 3."
    yield from _option_faults(task, case)


def _option_faults(task: Task, case: Case) -> Iterator[Fault]:
    try:
        options = _options(case, _smallest(case))
    except Exception as error:
        problem = f"a size or an option cannot be had: {type(error).__name__}: {error}"
        yield problem, "Correct the function that gives it."
        return
    for name, value in options.items():
        if not _is_literal(value):
            remedy = "Give a number, a text, or tuples and lists of them."
            yield f"the option {name} is {value!r}", remedy
    arrays = list(task.arrays)[task.gradient :]
    for reference in () if task.uses else (task.reference, *task.also):
        try:
            assert reference is not None  # _steps_faults has looked
            inspect.signature(reference).bind(None, *arrays, **options)
        except TypeError as error:
            call = ", ".join(("tf", *arrays, *(f"{name}=..." for name in options)))
            yield (
                f"its reference{line_of(reference)} cannot be called with {call}: {error}",
                "Make the two agree.",
            )


def _unused_sizes(exercise: Exercise) -> Iterator[Fault]:
    """Yield each size that the exercise never uses.

    Tasks often share cases, so a size counts as used if any task of the exercise uses it.
    """
    used = {"..."}
    for task in exercise.tasks:
        used |= _words(task.arrays.values())
        used |= _words(f"{part.axes} {part.sums}" for part in task.parts)
        used |= _words(case.middle for case in task.cases)
        for case in task.cases:
            sizes = _smallest(case)
            _options(case, sizes)
            used |= sizes.used
    for task in exercise.tasks:
        for number, case in enumerate(task.cases, start=1):
            for word in case.sizes:
                if word not in used:
                    yield (
                        f"{task.name}: case {number} ({case.label}): nothing uses the size {word}",
                        "Leave it out.",
                    )


class _Sizes(UserDict[str, int]):
    """Sizes by axis word. used: the words that were looked up."""

    used: frozenset[str] = frozenset()

    def __getitem__(self, word: str) -> int:
        self.used |= {word}
        return super().__getitem__(word)


def _smallest(case: Case) -> _Sizes:
    sizes = _Sizes()
    for word, size in case.sizes.items():
        smallest = min(size) if isinstance(size, range) else size
        sizes[word] = smallest(sizes) if callable(smallest) else smallest
    return sizes


def _options(case: Case, sizes: Any) -> dict[str, Any]:
    return {
        name: value(sizes) if callable(value) else value for name, value in case.options.items()
    }


def _unknown_kinds(kinds: tuple[str, ...]) -> Iterator[Fault]:
    if not _all_of(kinds, str) or not set(kinds) <= set(KINDS):
        yield f"`kinds` is {kinds!r}", 'Write a tuple of "exact" and "real".'


def _is_literal(value: Any) -> bool:
    """Tell whether a value can be written to a sheet and read back."""
    try:
        return bool(ast.literal_eval(repr(value)) == value)
    except (ValueError, SyntaxError):
        return False


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _all_of(values: Any, kind: type) -> bool:
    return isinstance(values, tuple) and all(isinstance(value, kind) for value in values)


def _list(names: Any) -> str:
    return ", ".join(sorted(names)) or "nothing"
