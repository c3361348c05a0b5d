"""What an author may have mistyped in spec.py, found before TensorFlow is asked: the first fault is refused."""

import ast
import importlib
import inspect
import re
from collections import UserDict
from collections.abc import Callable, Iterator, Mapping
from difflib import SequenceMatcher
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any

from .errors import Refusal
from .spec import KINDS, Case, Exercise, Part, Task

Fault = tuple[str, str]  # what is wrong, what to do
ALIKE = 0.85  # of 1: how much alike two words are, one of which is taken for the other misspelt; patch is no batch


def check(exercise: Exercise, path: Path) -> None:
    """Refuse a spec that does not hold together. Nothing but what it says is looked at."""
    for problem, remedy in _faults(exercise):
        raise Refusal(f"{path}: {problem}.", remedy)


def check_here(exercise: Exercise, path: Path) -> None:
    """Refuse a spec that names what this machine does not have."""
    for package in exercise.packages:
        if find_spec(package) is None:
            raise Refusal(
                f"{path}: `packages` names {package}, which is not installed.",
                "Install it, or leave it out.",
            )
    for task in exercise.tasks:
        # A version of NumPy may lack some: what is private in it moves.
        if task.off_limits and not any(map(_is_there, task.off_limits)):
            names = ", ".join(task.off_limits)
            raise Refusal(
                f"{path}: {task.name}: this NumPy has nothing of `off_limits`: {names}.",
                "Correct the names.",
            )


def line_of(function: Callable[..., Any]) -> str:
    """Where a function of the spec begins, as a part of a sentence."""
    code = getattr(function, "__code__", None)
    return f" (line {code.co_firstlineno} of {Path(code.co_filename).name})" if code else ""


def _is_there(name: str) -> bool:
    owner, _, last = name.rpartition(".")
    try:
        return hasattr(importlib.import_module(owner), last)
    except ImportError:
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
    names = [task.name for task in exercise.tasks]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"two tasks are called {name}", "Give every task a function of its own."
    for task in exercise.tasks:
        # One after another: the later ones rely on what the earlier ones found in order.
        for problem, remedy in chain.from_iterable(
            look(task) for look in (_task_faults, _part_faults, _each_case)
        ):
            yield f"{task.name}: {problem}", remedy
    yield from _unused_sizes(exercise)


def _task_faults(task: Task) -> Iterator[Fault]:
    for name in ("points", "seconds"):
        number = getattr(task, name)
        if (
            isinstance(number, bool)
            or not isinstance(number, int | float)
            or not 0 < number < float("inf")
        ):
            yield f"`{name}` is {number!r}", f"Write `{name}=2`, any number above 0."
    for name, kind in ("parts", Part), ("cases", Case):
        if not _all_of(getattr(task, name), kind) or not getattr(task, name):
            yield (
                f"`{name}` is not a tuple of {kind.__name__}s",
                f"Write `{name}=({kind.__name__}(...),)`, with the comma.",
            )
    if not _all_of(task.off_limits, str) or not all(
        name.startswith("numpy.") for name in task.off_limits
    ):
        yield (
            "`off_limits` is not a tuple of NumPy's names",
            'Write `off_limits=("numpy.convolve",)`, with the comma.',
        )
    if not isinstance(task.arrays, Mapping) or not all(
        map(_is_text, (*task.arrays, *task.arrays.values()))
    ):
        yield (
            "`arrays` does not map each array to its axis words",
            'Write `arrays={"inputs": "batch features"}`.',
        )
    yield from _unknown_kinds(task.kinds)


def _part_faults(task: Task) -> Iterator[Fault]:
    sources = list(task.arrays)[1:]
    if not task.gradient and len(task.parts) > 1:
        yield (
            f"it has {len(task.parts)} parts, and a reference gives one array",
            "Leave one Part, or make two tasks.",
        )
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
    known = {word for axes in task.arrays.values() for word in axes.split()}
    for part in task.parts:
        for word in (word for word in part.axes.split() if word not in known):
            for other in (other for other in sorted(known) if _is_misspelt(word, other)):
                yield (
                    f"{part.name} has an axis {word}, and there is one called {other}",
                    "Give both the same name.",
                )
        for word in part.sums.split():
            if word not in known | {word for each in task.parts for word in each.axes.split()}:
                yield (
                    f"{part.name} sums over {word}, which is no axis of this task",
                    f"Its axes are: {_list(known)}.",
                )


def _is_misspelt(word: str, other: str) -> bool:
    """Whether two words differ by a slip of the pen: out_height is not height, and units1 is not units2."""
    pairs = list(zip(re.findall(r"[^\d_]+", word), re.findall(r"[^\d_]+", other), strict=False))
    return (
        word.count("_") == other.count("_")
        and any(a != b for a, b in pairs)
        and all(
            sorted(a) == sorted(b) or SequenceMatcher(None, a, b).ratio() >= ALIKE for a, b in pairs
        )
    )


def _each_case(task: Task) -> Iterator[Fault]:
    for number, case in enumerate(task.cases, start=1):
        for problem, remedy in _case_faults(task, case):
            yield f"case {number} ({case.label}): {problem}", remedy


def _case_faults(task: Task, case: Case) -> Iterator[Fault]:
    for word, size in case.sizes.items():
        smallest = min(size, default=0) if isinstance(size, range) else size
        if not isinstance(smallest, int) or smallest < 1:
            yield (
                f"the size of {word} is {size!r}",
                "Write a number above 0, or a range of them that is not empty.",
            )
    if case.values is not None and set(case.values) != set(task.arrays):
        yield (
            f"`values` has {_list(case.values)}",
            f"Give the numbers of exactly: {_list(task.arrays)}.",
        )
    yield from _unknown_kinds(case.kinds or ())
    if case.values is None:
        for name, axes in list(task.arrays.items())[task.gradient :]:
            for word in axes.replace("...", case.middle).split():
                if word not in case.sizes:
                    yield (
                        f"`sizes` has no {word}, an axis of {name}",
                        f"Write it as well: {word!r}: 3.",
                    )
    yield from _option_faults(task, case)


def _option_faults(task: Task, case: Case) -> Iterator[Fault]:
    try:
        options = _options(case, _smallest(case))
    except Exception as error:
        yield (
            f"an option cannot be had: {type(error).__name__}: {error}",
            "Correct the function that gives it.",
        )
        return
    for name, value in options.items():
        if not _is_literal(value):
            yield (
                f"the option {name} is {value!r}",
                "Give a number, a text, or tuples and lists of them.",
            )
    arrays = list(task.arrays)[task.gradient :]
    for reference in (task.reference, *task.also):
        try:
            inspect.signature(reference).bind(None, *arrays, **options)
        except TypeError as error:
            call = ", ".join(("tf", *arrays, *(f"{name}=..." for name in options)))
            yield (
                f"its reference{line_of(reference)} cannot be called with {call}: {error}",
                "Make the two agree.",
            )


def _unused_sizes(exercise: Exercise) -> Iterator[Fault]:
    """Cases are often shared among tasks, so that a word counts as used wherever the exercise uses it."""
    used = {"..."}
    for task in exercise.tasks:
        texts = [*task.arrays.values(), *(f"{part.axes} {part.sums}" for part in task.parts)]
        used |= {
            word
            for text in (*texts, *(case.middle for case in task.cases))
            for word in text.split()
        }
        for case in task.cases:
            sizes = _smallest(case)
            _options(case, sizes)
            used |= sizes.used
    for task in exercise.tasks:
        for number, case in enumerate(task.cases, start=1):
            for word in (word for word in case.sizes if word not in used):
                yield (
                    f"{task.name}: case {number} ({case.label}): nothing uses the size {word}",
                    "Leave it out.",
                )


class _Sizes(UserDict[str, int]):
    """Sizes that know which of them were asked for."""

    used: frozenset[str] = frozenset()

    def __getitem__(self, word: str) -> int:
        self.used |= {word}
        return super().__getitem__(word)


def _smallest(case: Case) -> _Sizes:
    return _Sizes(
        {word: min(size) if isinstance(size, range) else size for word, size in case.sizes.items()}
    )


def _options(case: Case, sizes: Any) -> dict[str, Any]:
    return {
        name: value(sizes) if callable(value) else value for name, value in case.options.items()
    }


def _unknown_kinds(kinds: tuple[str, ...]) -> Iterator[Fault]:
    if not _all_of(kinds, str) or not set(kinds) <= set(KINDS):
        yield f"`kinds` is {kinds!r}", 'Write a tuple of "exact" and "real".'


def _is_literal(value: Any) -> bool:
    """Whether it can be written on a sheet and read again."""
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
