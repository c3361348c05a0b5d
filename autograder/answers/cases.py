"""Draw the inputs of every call from a spec and a seed.

Inputs are small integers where the answer must agree exactly, and real numbers elsewhere: float32,
or float64 from tiny to huge.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np

from ..errors import Refusal
from ..records import SheetCase
from ..spec import MAGNITUDES, Case, Draw, Task

Arrays = dict[str, np.ndarray]
LARGEST_INTEGER = 4
DRAWS = 20  # at most, where all answers are 0
DIGITS = 32  # binary digits of wide numbers: too many for float32, yet small in a sheet


def draw(
    task: Task,
    number: int,
    seed: int,
    output_shape: Callable[[Arrays, Mapping[str, Any]], tuple[int, ...]],
    dtype: str = "float32",
) -> list[SheetCase]:
    """Draw the calls of one case of a task, without answers yet.

    number: the index of the case in the task, from 0.
    output_shape: (arrays of the forward pass, options) -> the shape of its result, which is also
        the shape of the upstream gradient.
    dtype: of all arrays but the task's `integers`; wide draws use float64.

    Refusal: the values of a case do not form an array.
    """
    rng = np.random.default_rng([seed, zlib.crc32(task.name.encode()), number])
    magnitude = list(MAGNITUDES)[number % len(MAGNITUDES)]
    return list(_calls(task, task.cases[number], rng, output_shape, dtype, magnitude))


def blank(answered: Iterable[SheetCase]) -> set[str]:
    """Return the aspects in which a part is 0 in every case, so that a stub would be right.

    This happens to a network if its last ReLU gets only negative numbers.
    """
    is_zero: dict[tuple[str, str], bool] = {}
    for case in answered:
        for part, answer in case.answers.items():
            cell = case.aspect, part
            is_zero[cell] = is_zero.get(cell, True) and not answer.any()
    return {aspect for (aspect, _), zero in is_zero.items() if zero}


def _calls(
    task: Task,
    case: Case,
    rng: np.random.Generator,
    output_shape: Callable[[Arrays, Mapping[str, Any]], tuple[int, ...]],
    dtype: str,
    magnitude: str,
) -> Iterator[SheetCase]:
    sizes = _sizes(case, rng)
    options = {
        name: value(sizes) if callable(value) else value for name, value in case.options.items()
    }
    kinds = case.kinds or task.kinds
    call = partial(SheetCase, aspect=case.label, options=options)
    if case.values is not None or not task.arrays:
        arrays = {
            name: _fixed(name, value, _dtype(task, name, dtype))
            for name, value in (case.values or {}).items()
        }
        yield call(exact="exact" in kinds, public=case.values is not None, arrays=arrays)
        return
    names = list(task.arrays)
    shapes = _shapes(task, case, sizes)
    if task.gradient:
        zeros = {name: np.zeros(shape, dtype) for name, shape in shapes.items()}
        shapes = {names[0]: output_shape(zeros, options), **shapes}
    draws: Mapping[str, Draw] = {**dict.fromkeys(names, values), **task.draws, **case.draws}
    for kind in kinds:
        wide = kind == "wide"
        arrays = {}
        for name, shape in shapes.items():
            drawn = draws[name](rng, shape, magnitude if wide else kind)
            array = drawn.astype(_dtype(task, name, "float64" if wide else dtype))
            arrays[name] = _shortened(array) if wide else array
        yield call(exact=kind == "exact", public=False, arrays=arrays)


def _sizes(case: Case, rng: np.random.Generator) -> dict[str, int]:
    """Draw the sizes of a case, in order: one may be computed from those before it."""
    sizes: dict[str, int] = {}
    for word, size in case.sizes.items():
        if callable(size):
            sizes[word] = size(sizes)
        else:
            sizes[word] = int(rng.choice(size)) if isinstance(size, range) else size
    return sizes


def _shapes(task: Task, case: Case, sizes: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    """Return the shapes of the arrays, without the upstream gradient of a backward pass."""
    shapes = {}
    for name, axes in list(task.arrays.items())[task.gradient :]:
        words = axes.replace("...", case.middle).split()
        shapes[name] = tuple(sizes[word] for word in words)
    return shapes


def _dtype(task: Task, name: str, dtype: str) -> str:
    return "int64" if name in task.integers else dtype


def _shortened(array: np.ndarray) -> np.ndarray:
    """Round each number to its first DIGITS binary digits."""
    fraction, exponent = np.frexp(array)
    return np.ldexp(np.round(np.ldexp(fraction, DIGITS)), exponent - DIGITS).astype(array.dtype)


def _fixed(name: str, value: Any, dtype: str) -> np.ndarray:
    try:
        return np.array(value, dtype)
    except (ValueError, TypeError) as error:
        raise Refusal(
            f"the values of {name} are not an array: {value!r}.", "Give rows of the same length."
        ) from error


def values(rng: np.random.Generator, shape: tuple[int, ...], kind: str) -> np.ndarray:
    """Draw an array as the spec does by default.

    kind: "exact" for integers from -LARGEST_INTEGER to LARGEST_INTEGER, otherwise numbers from the
        standard normal distribution, times `kind` if it is a magnitude.
    """
    if kind == "exact":
        return rng.integers(-LARGEST_INTEGER, LARGEST_INTEGER, shape, endpoint=True)
    return rng.standard_normal(shape) * MAGNITUDES.get(kind, 1.0)
