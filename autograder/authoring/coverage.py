"""Find out what the inputs of a task cover, and which holes let wrong answers pass.

A wrong answer may be right up to a size, for one order of two sizes, for one option at a time, up
to a magnitude, in one dtype, or in the first call. Each of these is a claim about the cases.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product
from typing import Any

import numpy as np

from ..answers.bounds import sizes_of
from ..records import SheetCase, TaskSheet
from ..spec import Task
from ..verdict.diagnose import in_float64
from ..verdict.habits import CALLED_AGAIN

SMALL = 8
TINY, HUGE = 1e-3, 1e3
# Axes that students confuse: each must be smaller than, equal to and larger than the other.
CONFUSED = (
    ("height", "width"),
    ("kernel_height", "kernel_width"),
    ("pool_height", "pool_width"),
    ("stride_height", "stride_width"),
    ("dilation_height", "dilation_width"),
    ("kernel_height", "height"),
    ("kernel_width", "width"),
    ("pool_height", "height"),
    ("pool_width", "width"),
    ("stride_height", "kernel_height"),
    ("stride_width", "kernel_width"),
    ("stride_height", "pool_height"),
    ("stride_width", "pool_width"),
    ("channels", "filters"),
    ("features", "units"),
    ("kernel_size", "signal_size"),
    ("kernel_size", "input_size"),
    ("batch", "classes"),
)
# Options of two integers -> the axes that they concern.
SIDES = {
    "kernel_size": ("kernel_height", "kernel_width"),
    "pool_size": ("pool_height", "pool_width"),
    "strides": ("stride_height", "stride_width"),
    "dilation_rate": ("dilation_height", "dilation_width"),
    "image_size": ("height", "width"),
    "input_size": ("height", "width"),
}
Claims = dict[str, bool]  # what to cover -> whether it is covered


def claims(task: Task, answered: TaskSheet) -> Claims:
    """Return what the inputs of a task should cover, and whether they do."""
    calls = [case for case in answered.cases if case.aspect != CALLED_AGAIN]
    claimed: Claims = {}
    for name, is_covered in (
        *_sizes(task, calls),
        *_orders(task, calls),
        *_pairs_of_options(calls),
        *(_numbers(calls) if task.arrays else ()),
    ):
        claimed[name] = claimed.get(name, False) or is_covered
    claimed["the same call again"] = len(calls) < len(answered.cases)
    return claimed


def _sizes(task: Task, calls: list[SheetCase]) -> Iterator[tuple[str, bool]]:
    """Claim that each axis of the inputs is 1, small and large."""
    inputs = list(task.arrays.items())[task.gradient :]
    words = {word for _, axes in inputs for word in axes.split() if not word.startswith("out_")}
    for case in calls:
        sizes = sizes_of(task, case.arrays, {})
        for word in sorted(words - {"..."}):
            yield f"{word} = 1", sizes[word] == 1
            yield f"{word} from 2 to {SMALL}", 1 < sizes[word] <= SMALL
            yield f"{word} > {SMALL}", sizes[word] > SMALL
        for name, axes in inputs:
            if "..." in axes:
                further = case.arrays[name].ndim - len(axes.split()) + 1
                yield "... for no axis", further == 0
                yield "... for one axis", further == 1
                yield "... for several axes", further > 1


def _orders(task: Task, calls: list[SheetCase]) -> Iterator[tuple[str, bool]]:
    """Claim that two sizes that may be confused occur in every order, and equal."""
    for case in calls:
        inputs = dict(list(case.arrays.items())[task.gradient :])
        sizes = dict(sizes_of(task, inputs, {}))
        for option, sides in SIDES.items():
            if _is_pair(case.options.get(option)):
                sizes.update(zip(sides, case.options[option], strict=True))
        for one, other in CONFUSED:
            if one in sizes and other in sizes:
                yield f"{one} < {other}", sizes[one] < sizes[other]
                yield f"{one} = {other}", sizes[one] == sizes[other]
                yield f"{one} > {other}", sizes[one] > sizes[other]


def _pairs_of_options(calls: list[SheetCase]) -> Iterator[tuple[str, bool]]:
    """Claim that each value of an option occurs with each value of every other."""
    met = [_values(case.options) for case in calls]
    names = sorted({name for values in met for name in values})
    for one, other in combinations(names, 2):
        both = {(values[one], values[other]) for values in met if one in values and other in values}
        firsts, seconds = {first for first, _ in both}, {second for _, second in both}
        for first, second in product(sorted(firsts), sorted(seconds)):
            yield f"{one} {first} with {other} {second}", (first, second) in both


def _values(options: Mapping[str, Any]) -> dict[str, str]:
    """Return the options that are not sizes. Of two integers, only their order counts."""
    values = {}
    for name, value in options.items():
        if SIDES.get(name) == ("height", "width"):
            continue
        if _is_pair(value):
            one, other = value
            order = "a<b" if one < other else "a>b" if one > other else "a=b"
            values[name] = "1x1" if one == other == 1 else order
        elif isinstance(value, str | bool | float):
            values[name] = str(value)
    return values


def _is_pair(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and all(type(each) is int for each in value)


def _numbers(calls: list[SheetCase]) -> Iterator[tuple[str, bool]]:
    """Claim both dtypes, tiny and huge numbers, and other numbers in the same shapes."""
    shapes = []
    for case in calls:
        floats = [np.abs(array) for array in case.arrays.values() if array.dtype.kind == "f"]
        largest = [array.max(initial=0.0) for array in floats]
        yield "float32", not in_float64(case)
        yield "float64", in_float64(case)
        yield "tiny numbers", in_float64(case) and min(largest) < TINY
        yield "huge numbers", in_float64(case) and max(largest) >= HUGE
        shape = [array.shape for array in case.arrays.values()], case.options
        yield "the same shapes with other numbers", shape in shapes
        shapes.append(shape)


def claims_for_every_seed(task: Task, sheets: Iterable[TaskSheet]) -> Claims:
    """Return what the inputs of a task should cover, and whether they do for every seed."""
    claimed: Claims = {}
    for answered in sheets:
        for name, is_covered in claims(task, answered).items():
            claimed[name] = claimed.get(name, True) and is_covered
    return claimed


def excuse(task: Task, hole: str) -> str | None:
    """Return the key of `uncovered` for a hole: its name, its two options, or a word of it."""
    options = " with ".join(half.split()[0] for half in hole.split(" with "))
    for key in (hole, options, *hole.split()):
        if key in task.uncovered:
            return key
    return None
