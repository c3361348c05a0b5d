"""Find an author's errors in spec.py before asking TensorFlow, and refuse the first."""

import ast
import inspect
import math
from collections import UserDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from .errors import Refusal
from .spec import KINDS, Case, Exercise, Part, Task
from .text import is_misspelt

Fault = tuple[str, str]  # what is wrong, what to do
MOST_NUMBERS = 2**22  # in one array of a sheet: 32 MiB in float64


def check_imports(tree: ast.Module, path: Path) -> None:
    """Refuse a spec that imports TensorFlow as it loads: students load specs without it."""
    for node in tree.body:
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            if name.partition(".")[0] in ("tensorflow", "keras"):
                problem = f"{path}: line {node.lineno} imports {name}, which students may not have."
                remedy = "Remove it: every reference gets TensorFlow as its first argument, tf."
                raise Refusal(problem, remedy)


def check(exercise: Exercise, path: Path) -> None:
    """Refuse a spec that contradicts itself. Read nothing but the spec."""
    for problem, remedy in _faults(exercise):
        raise Refusal(f"{path}: {problem}.", remedy)


def line_of(function: Callable[..., Any] | None) -> str:
    """Return the line at which a function of the spec begins, such as " (line 12 of spec.py)"."""
    code = getattr(function, "__code__", None)
    return f" (line {code.co_firstlineno} of {Path(code.co_filename).name})" if code else ""


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
            yield "a task has steps, but there is no `right`", "Write one that returns a dict."
        if "steps.py" not in exercise.files:
            yield "students do not get steps.py", 'Write `files=("steps.py",)`.'
    names = [task.name for task in exercise.tasks]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"two tasks are called {name}", "Give every task its own function."
    if unknown := [name for name in exercise.predicted if name not in names]:
        yield f"`predicted` names {unknown[0]}, which is not a task", "Name one of the tasks."
    for task in exercise.tasks:
        # In this order and lazily: each check relies on earlier ones.
        limits = partial(_limit_faults, packages=exercise.packages)
        for look in (_task_faults, limits, _steps_faults, _part_faults, _each_case):
            for problem, remedy in look(task):
                yield f"{task.name}: {problem}", remedy
    yield from _shared_faults(exercise)


def _task_faults(task: Task) -> Iterator[Fault]:
    for name in ("points", "seconds"):
        number = getattr(task, name)
        is_number = isinstance(number, int | float) and not isinstance(number, bool)
        if not (is_number and 0 < number < float("inf")):
            yield f"`{name}` is {number!r}", f"Write `{name}=2`, or any number above 0."
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
        yield "`hints` is not a tuple of strings", 'Write `hints=("...", "..."),`, with the comma.'
    yield from _unknown_kinds(task.kinds)
    left = {case.label for case in task.cases} - set(task.uncounted)
    for aspect, reason in task.uncounted.items():
        if not _is_text(reason) or not any(case.label == aspect for case in task.cases):
            problem = f"`uncounted` has {aspect!r}: {reason!r}"
            yield problem, f"Map an aspect to a reason. The aspects are: {_list(left)}."
    if not left:
        yield "`uncounted` leaves nothing to count", "Remove the task."


def _draw_faults(draws: Any, arrays: Iterable[str]) -> Iterator[Fault]:
    if not isinstance(draws, Mapping) or not all(map(callable, draws.values())):
        call = 'Write `draws={"inputs": draw}`, where draw(rng, shape, kind) returns an array.'
        yield "`draws` does not map arrays to functions", call
    for name in draws:
        if name not in arrays:
            known = f"The arrays are: {_list(arrays)}."
            yield f"`draws` names {name}, which is not an array", known


def _limit_faults(task: Task, packages: tuple[str, ...]) -> Iterator[Fault]:
    if not _all_of(task.off_limits, str) or not all(
        name.partition(".")[0] in packages for name in task.off_limits
    ):
        remedy = 'Write `off_limits=("numpy.convolve",)`, with the comma.'
        yield "`off_limits` is not a tuple of names from its `packages`", remedy
    if task.by_hand and "tensorflow" not in packages:
        yield "it is `by_hand`, but `packages` lacks TensorFlow", 'Add "tensorflow".'


def _steps_faults(task: Task) -> Iterator[Fault]:
    if not _all_of(task.uses, str):
        yield "`uses` is not a tuple of names", 'Write `uses=("Dense",)`, with the comma.'
    if task.uses and (task.reference or task.gradient):
        yield (
            "it has `uses` and also a reference or `gradient`",
            "A task with steps has neither: the steps also run with `right(tf)`.",
        )
    if not task.uses and not callable(task.reference):
        remedy = "Write `reference=...`, or `uses=...` if steps.py has its steps."
        yield "it has no reference", remedy
    for name in task.integers:
        if name not in task.arrays:
            yield f"`integers` names {name}, which is not an array", "Name arrays of this task."


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
                f"{part.name} has the axes {part.axes!r}, but {source} has {task.arrays[source]!r}",
                "A gradient has the axes of its array: make them the same.",
            )
    known = _words(task.arrays.values())
    returned = _words(part.axes for part in task.parts)
    for part in task.parts:
        for word in part.axes.split():
            for other in sorted(known):
                if word not in known and is_misspelt(word, other):
                    yield (
                        f"{part.name} has an axis {word}, but another is called {other}",
                        "Give both the same name.",
                    )
        for word in part.sums.split():
            if word not in known | returned:
                problem = f"{part.name} sums over {word}, which is not an axis of this task"
                yield problem, f"Its axes are: {_list(known)}."


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in text.split()}


def _each_case(task: Task) -> Iterator[Fault]:
    for number, case in enumerate(task.cases, start=1):
        for problem, remedy in _case_faults(task, case):
            yield f"case {number} ({case.label}): {problem}", remedy


def _case_faults(task: Task, case: Case) -> Iterator[Fault]:
    for word, size in case.sizes.items():
        smallest = _end(size, min)
        if not callable(size) and (not isinstance(smallest, int) or smallest < 1):
            yield (
                f"the size of {word} is {size!r}",
                "Write a number above 0, or a range of them that is not empty.",
            )
    if case.values is not None and set(case.values) != set(task.arrays):
        remedy = f"Give numbers for exactly: {_list(task.arrays)}."
        yield f"`values` has {_list(case.values)}", remedy
    yield from _unknown_kinds(case.kinds or ())
    if case.values is None:
        for name, axes in list(task.arrays.items())[task.gradient :]:
            for word in axes.replace("...", case.middle).split():
                if word not in case.sizes:
                    problem = f"`sizes` has no {word}, an axis of {name}"
                    yield problem, f"Add it: {word!r}: 3."
    yield from _option_faults(task, case)


def _option_faults(task: Task, case: Case) -> Iterator[Fault]:
    try:
        options, largest = _options(case, _sizes(case, min)), _sizes(case, max)
    except Exception as error:
        problem = f"a size or an option cannot be computed: {type(error).__name__}: {error}"
        yield problem, "Fix the function that computes it."
        return
    for name, value in options.items():
        if not _is_literal(value):
            remedy = "Give a number, a string, or tuples and lists of them."
            yield f"the option {name} is {value!r}", remedy
    axes = {**task.arrays, **{part.name: part.axes for part in task.parts}}
    for name, text in axes.items():
        words = text.replace("...", case.middle).split()
        count = math.prod(largest[word] for word in words) if set(words) <= {*largest} else 0
        if count > MOST_NUMBERS:
            remedy = f"Draw smaller sizes: an array may have {MOST_NUMBERS:,} numbers at most."
            yield f"{name} has up to {count:,} numbers", remedy
    arrays = list(task.arrays)[task.gradient :]
    for reference in () if task.uses else (task.reference, *task.also):
        try:
            assert reference is not None  # _steps_faults has checked
            bound = inspect.signature(reference).bind(None, *arrays, **options)
        except (TypeError, ValueError) as error:  # ValueError: a builtin without a signature
            call = ", ".join(("tf", *arrays, *(f"{name}=..." for name in options)))
            yield (
                f"its reference{line_of(reference)} cannot be called with {call}: {error}",
                "Make the two agree.",
            )
            return
        parameters = [name for name, value in bound.arguments.items() if value in arrays]
        if parameters != arrays and sorted(parameters) == sorted(arrays):
            yield (
                f"its reference{line_of(reference)} takes {', '.join(parameters)}, in this order",
                f"Arrays are passed in the order of `arrays`: {', '.join(arrays)}.",
            )


def _shared_faults(exercise: Exercise) -> Iterator[Fault]:
    """Yield each size that no task uses, and each draw for an array that no task has.

    Tasks often share cases, so a task may have a size or a draw that only another one uses.
    """
    arrays = {name: None for task in exercise.tasks for name in task.arrays}
    used = {"..."}
    for task in exercise.tasks:
        used |= _words(task.arrays.values())
        used |= _words(f"{part.axes} {part.sums}" for part in task.parts)
        used |= _words(case.middle for case in task.cases)
        for case in task.cases:
            sizes = _sizes(case, min)
            _options(case, sizes)
            used |= sizes.used
    for task in exercise.tasks:
        for problem, remedy in _draw_faults(task.draws, arrays):
            yield f"{task.name}: {problem}", remedy
        for number, case in enumerate(task.cases, start=1):
            place = f"{task.name}: case {number} ({case.label})"
            for word in case.sizes:
                if word not in used:
                    yield f"{place}: nothing uses the size {word}", "Remove it."
            for problem, remedy in _draw_faults(case.draws, arrays):
                yield f"{place}: {problem}", remedy


class _Sizes(UserDict[str, int]):
    """Sizes by axis word. used: the words looked up."""

    used: frozenset[str] = frozenset()

    def __getitem__(self, word: str) -> int:
        self.used |= {word}
        return super().__getitem__(word)


def _sizes(case: Case, end: Callable[..., int]) -> _Sizes:
    """Return the smallest (min) or largest (max) sizes of a case."""
    sizes = _Sizes()
    for word, size in case.sizes.items():
        sizes[word] = size(sizes) if callable(size) else _end(size, end)
    return sizes


def _end(size: Any, end: Callable[..., int]) -> Any:
    """Return the smallest or largest size of a range, 0 if it is empty; any other size as it is."""
    return (end(size[0], size[-1]) if size else 0) if isinstance(size, range) else size


def _options(case: Case, sizes: Any) -> dict[str, Any]:
    return {
        name: value(sizes) if callable(value) else value for name, value in case.options.items()
    }


def _unknown_kinds(kinds: tuple[str, ...]) -> Iterator[Fault]:
    if not _all_of(kinds, str) or not set(kinds) <= set(KINDS):
        yield f"`kinds` is {kinds!r}", 'Write a tuple of "exact", "real" and "wide".'


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


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"
