"""Spec and seed -> the inputs of every call. Small integers where numbers must agree exactly, real values elsewhere."""

import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from .records import SheetCase
from .spec import Case, Draw, Task

Arrays = dict[str, np.ndarray]
LARGEST_INTEGER = 4
CALLED_AGAIN = "called again"


def draw(
    task: Task,
    seed: int,
    output_shape: Callable[[Arrays, Mapping[str, Any]], tuple[int, ...]],
    dtype: str = "float32",
) -> list[SheetCase]:
    """The calls of a task, without answers yet; the last one repeats the first, after the others.

    output_shape: (arrays of the forward pass, options) -> shape of its result, for the upstream gradient.
    dtype: of all arrays.
    """
    stream = zlib.crc32(task.name.encode())
    calls = [
        call
        for number, case in enumerate(task.cases)
        for call in _calls(task, case, np.random.default_rng([seed, stream, number]), output_shape, dtype)
    ]
    first = calls[0]
    return [*calls, SheetCase(CALLED_AGAIN, first.exact, first.public, first.arrays, first.options, {})]


def _calls(
    task: Task,
    case: Case,
    rng: np.random.Generator,
    output_shape: Callable[[Arrays, Mapping[str, Any]], tuple[int, ...]],
    dtype: str,
) -> Iterator[SheetCase]:
    sizes = {word: _size(size, rng) for word, size in case.sizes.items()}
    options = {name: value(sizes) if callable(value) else value for name, value in case.options.items()}
    aspect = case.aspect or _label(case.options)
    kinds = case.kinds or task.kinds
    if case.values is not None or not task.arrays:
        given = {name: np.array(value, dtype) for name, value in (case.values or {}).items()}
        yield SheetCase(aspect, "exact" in kinds, case.values is not None, given, options, {})
        return
    names = list(task.arrays)
    words = {name: task.arrays[name].replace("...", case.middle).split() for name in names[task.gradient :]}
    shapes = {name: tuple(sizes[word] for word in axes) for name, axes in words.items()}
    if task.gradient:
        zeros = {name: np.zeros(shape, dtype) for name, shape in shapes.items()}
        shapes = {names[0]: output_shape(zeros, options), **shapes}
    draws: Mapping[str, Draw] = {**dict.fromkeys(names, values), **task.draws, **case.draws}
    for kind in kinds:
        arrays = {name: draws[name](rng, shape, kind).astype(dtype) for name, shape in shapes.items()}
        yield SheetCase(aspect, kind == "exact", False, arrays, options, {})


def _size(size: int | range, rng: np.random.Generator) -> int:
    return int(rng.choice(size)) if isinstance(size, range) else size


def _label(options: Mapping[str, Any]) -> str:
    """ "strides=2 padding=same": the options an author wrote down, not those that follow from sizes."""
    literal = [f"{name}={value}" for name, value in options.items() if not callable(value)]
    return " ".join(literal) or "values"


def values(rng: np.random.Generator, shape: tuple[int, ...], kind: str) -> np.ndarray:
    """What an array is made of unless its spec says otherwise: small integers, or normally distributed numbers."""
    if kind == "exact":
        return rng.integers(-LARGEST_INTEGER, LARGEST_INTEGER, shape, endpoint=True)
    return rng.standard_normal(shape)
