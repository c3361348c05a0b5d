"""Make solutions that fail beyond a bound: a size, a magnitude, a dtype, a number of calls.

Students write such code (`if channels <= 3`), some of them on purpose. The small changes of
mutate.py do not cover it.
"""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np

from autograder.records import Sheet, TaskSheet
from autograder.sandbox.inside.steps import steps_with

from .mutate import Mutant

GUARDING = Path(__file__).with_name("guarding.py").read_text(encoding="utf-8")
# Coverage promises sizes beyond 8. Two such axes hold more numbers than an int8 can count, and the
# largest count that an exercise asks for does not fit an int16.
SIZES = (4, 8)
INTEGERS = ("int8", "int16")
NUMBERS = np.iinfo("int8").max


@dataclass
class Seen:
    """The arguments and results of a function or method over all cases of a public sheet.

    arrays: argument -> its most axes. idle: those whose numbers affect no result.
    options: integer arguments. results: those that are arrays. attributes: those that are arrays
        of floats.
    kinds: of the dtypes of results and attributes; "f" for floats.
    """

    arrays: dict[str, int] = field(default_factory=dict)
    idle: set[str] = field(default_factory=set)
    options: set[str] = field(default_factory=set)
    results: set[int] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)


def guards(source: str, sheet: Sheet) -> Iterator[Mutant]:
    """Yield every guard of every function and method that the tasks of a sheet call.

    There are none for Keras layers: Keras calls them with tensors that hold no numbers yet.
    """
    if "tensorflow" in sheet.packages:
        return
    for name, seen in observed(source, sheet).items():
        for line in dict.fromkeys(_lines(name, seen)):
            yield Mutant(name, line, f"{GUARDING}\n\n{name} = {line}\n")


def _lines(name: str, seen: Seen) -> Iterator[str]:
    """Yield the new value of this name for each guard."""
    arrays = {argument: axes for argument, axes in seen.arrays.items() if argument not in seen.idle}
    for argument, axes in arrays.items():
        for axis in range(-axes, 0):
            for size in SIZES:
                yield _on("argument", name, argument, f"beyond(array, {axis}, {size})")
            yield _on("argument", name, argument, f"at_size(array, {axis}, 1)")
        if axes > 1:
            yield _on("argument", name, argument, f"counted(array, {NUMBERS})")
        yield f"remembering({name}, {argument!r})"
    for option in sorted(seen.options):
        yield _on("argument", name, option, "at_most(array, 3)")
    places = [
        *(("argument", argument) for argument in arrays),
        *(("result", part) for part in sorted(seen.results)),
        *(("attribute", attribute) for attribute in sorted(seen.attributes)),
    ]
    for kind, key in places:
        for change in _changes("f" in seen.kinds):
            yield _on(kind, name, key, change)
    if seen.results:
        yield from (f"sometimes({name}, {calls})" for calls in ("bool", "lambda n: n % 3 == 2"))
        if seen.arrays:  # caching the result for each tuple of integers is right
            yield f"cached({name}, shape_of)"
        if seen.arrays and "." in name:  # each call gets new arrays, so no id recurs
            yield f"cached({name}, id)"
        if "f" in seen.kinds:
            yield f"in_buffer({name})"


def _changes(floats: bool) -> Iterator[str]:
    if not floats:
        yield from (f"cast(array, {dtype!r})" for dtype in INTEGERS)
        return
    yield from (f"cast(array, {dtype!r})" for dtype in ("float32", "float16", "int64"))
    yield "clipped(array, 100)"
    yield "without_tiny(array, 0.01)"


def _on(kind: str, name: str, key: str | int, change: str) -> str:
    return f"on_{kind}({name}, {key!r}, lambda array: {change})"


def observed(source: str, sheet: Sheet) -> dict[str, Seen]:
    """Run a solution on a sheet's cases, and return the observations of each name it defines."""
    module: dict[str, Any] = {"__name__": sheet.exercise}
    exec(compile(source, sheet.exercise, "exec"), module)
    all_seen: dict[str, Seen] = {}
    for name in dict.fromkeys(name for task in sheet.tasks for name in task.names):
        match module[name]:
            case FunctionType() as function:
                module[name] = _watched(function, all_seen.setdefault(name, Seen()))
            case type() as kind:
                for own, method in list(vars(kind).items()):
                    if isinstance(method, FunctionType):
                        seen = all_seen.setdefault(f"{name}.{own}", Seen())
                        setattr(kind, own, _watched(method, seen))
    for task in sheet.tasks:
        for case in task.cases:
            arrays = [array.copy() for array in case.arrays.values()]
            if task.steps:
                steps_with(task.steps, task.name, module)(*arrays, **case.options)
            else:
                module[task.name](*arrays, **case.options)
        if not task.steps:
            all_seen[task.name].idle = set(_idle(module[task.name].__wrapped__, task))
    return all_seen


def _idle(function: Callable[..., Any], task: TaskSheet) -> Iterator[str]:
    """Yield the arguments whose numbers affect no result, such as the bias in a backward pass."""
    for position, name in enumerate(task.arrays):
        for case in task.cases:
            arrays = [array.copy() for array in case.arrays.values()]
            before = function(*arrays, **case.options)
            arrays[position] = arrays[position][::-1] - 1
            after = function(*arrays, **case.options)
            if not all(map(np.array_equal, _parts(before), _parts(after))):
                break
        else:
            yield name


def _parts(result: Any) -> tuple[Any, ...]:
    return result if isinstance(result, tuple) else (result,)


def _watched(function: FunctionType, seen: Seen) -> Callable[..., Any]:
    """Return the function, wrapped to note arguments and results."""

    @wraps(function)
    def watched(*arguments: Any, **options: Any) -> Any:
        given = inspect.signature(function).bind(*arguments, **options).arguments
        for name, value in given.items():
            if isinstance(value, np.ndarray):
                seen.arrays[name] = max(seen.arrays.get(name, 0), value.ndim)
            elif _is_size(value):
                seen.options.add(name)
        owner = given.get("self")
        before = {} if owner is None else dict(vars(owner))
        result = function(*arguments, **options)
        for number, part in enumerate(_parts(result)):
            for each in part if isinstance(part, list) else [part]:
                if isinstance(each, np.ndarray | np.generic | int | float):
                    seen.results.add(number)
                    seen.kinds.add(np.asarray(each).dtype.kind)
        for name, value in ({} if owner is None else vars(owner)).items():
            is_new = isinstance(value, np.ndarray) and value is not before.get(name)
            if is_new and value.dtype.kind == "f":
                seen.attributes.add(name)
                seen.kinds.add("f")
        return result

    return watched


def _is_size(value: object) -> bool:
    values = value if isinstance(value, tuple) else (value,)
    return all(type(each) is int for each in values)
