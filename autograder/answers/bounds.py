"""Compute the ingredients of bounds on rounding errors: sizes, terms, perturbed arrays."""

import math
from collections.abc import Mapping

import numpy as np

from ..errors import Refusal
from ..spec import Task
from ..text import number

BOUNDS_SUMS = "The usual bound holds only for sums of products"
WAYS_OUT = (
    'draw integers only, with `kinds=("exact", "exact")`, or give the part an `allowance`'
    " (autograder/allowances.py has the common ones, and `strayed` for steps that iterate)."
)
BITS = 8
SLACK = 1e-6  # relative: the rounding of two evaluations in float64


def sizes_of(
    task: Task, arrays: Mapping[str, np.ndarray], answers: Mapping[str, np.ndarray]
) -> dict[str, int]:
    """Return axis word -> its size in this case, read from the shapes.

    "..." -> the product of the axes that it stands for.

    Refusal: a shape does not fit the axis words, or one word has two sizes.
    """
    axes = {**task.arrays, **{part.name: part.axes for part in task.parts}}
    sizes: dict[str, int] = {}
    for name, array in {**arrays, **answers}.items():
        before, dots, after = axes[name].partition("...")
        first, last = before.split(), after.split()
        end = array.ndim - len(last)
        if end < len(first) or (not dots and array.ndim != len(first)):
            raise Refusal(
                f"{name} has shape {array.shape}, and its axis words are {axes[name]!r}.",
                "Make the two agree in spec.py.",
            )
        named = array.shape[: len(first)] + array.shape[end:]
        for word, size in zip((*first, *last), named, strict=True):
            if sizes.setdefault(word, size) != size:
                raise Refusal(
                    f"{word} is {size} in {name}, and {sizes[word]} before.",
                    "An axis word stands for one size.",
                )
        if dots:
            sizes["..."] = math.prod(array.shape[len(first) : end])
    return sizes


def terms(sums: str, sizes: Mapping[str, int]) -> int:
    """Return the number of terms in a sum over these axes."""
    return math.prod(sizes[word] for word in sums.split())


def double(array: np.ndarray) -> np.ndarray:
    """Return an array in float64, unless it holds integers."""
    return array.astype(np.float64) if array.dtype.kind == "f" else array


def perturbed(arrays: Mapping[str, np.ndarray], unit: float, seed: int) -> dict[str, np.ndarray]:
    """Return the arrays in float64, each number perturbed by one unit round-off."""
    rng = np.random.default_rng(seed)
    near = {}
    for name, array in arrays.items():
        near[name] = double(array)
        if array.dtype.kind == "f":
            near[name] = near[name] * (1 + unit * rng.choice([-1, 1], array.shape))
    return near


def rounded_up(allowance: np.ndarray) -> np.ndarray:
    """Return the bound in float32, rounded up to BITS binary digits.

    The result is never lower, and takes two bytes in a sheet.
    """
    fraction, exponent = np.frexp(np.asarray(allowance, np.float64))
    coarse = np.ldexp(np.ceil(np.ldexp(fraction, BITS)), exponent - BITS)
    smallest = float(np.finfo(np.float32).tiny)
    return np.where(coarse > 0, np.maximum(coarse, smallest), 0).astype(np.float32)


def must_bound(part: str, magnitude: np.ndarray, answer: np.ndarray) -> None:
    """Refuse a bound below the size of the answer itself: no sum of products has one.

    magnitude: the reference on absolute values, with the shape of the answer.
    """
    below = np.abs(answer) > (1 + SLACK) * magnitude
    if below.any():
        index = np.unravel_index(int(below.argmax()), answer.shape)
        raise Refusal(
            f"{part} is {number(answer[index])}, but on absolute values its reference gives only"
            f" {number(magnitude[index])}, which does not bound rounding errors.",
            f"{BOUNDS_SUMS}: {WAYS_OUT}",
        )


def must_be_float64(result: np.ndarray, source: str, derived: bool = False) -> None:
    """Refuse a result with fewer digits than a student's answer may have.

    Integers are exact in any dtype, but their derivatives may not be.

    source: the origin of the result, such as "the reference (line 12 of spec.py)".
    derived: whether a tape computes derivatives of the result.
    """
    if result.dtype == np.float64 or result.dtype.kind in "iub":
        return
    if derived or (result != np.round(result)).any():
        raise Refusal(
            f"{source} returns {result.dtype}, not float64.",
            'Compute in the dtype of the arrays; give Keras layers dtype="float64".',
        )
