"""Compute what the bounds on rounding errors are made of: sizes, terms, and moved arrays."""

import math
from collections.abc import Mapping

import numpy as np

from ..errors import Refusal
from ..spec import Task


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
                    "One axis word is one size.",
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


def moved(arrays: Mapping[str, np.ndarray], unit: float, seed: int) -> dict[str, np.ndarray]:
    """Return the arrays in float64, each number moved up or down by one unit round-off."""
    rng = np.random.default_rng(seed)
    near = {}
    for name, array in arrays.items():
        near[name] = double(array)
        if array.dtype.kind == "f":
            near[name] = near[name] * (1 + unit * rng.choice([-1, 1], array.shape))
    return near


def rounded_up(allowance: np.ndarray) -> np.ndarray:
    """Return the bound in float32, which halves the sheet, rounded up so that it is never lower."""
    return np.asarray(np.nextafter(allowance.astype(np.float32), np.float32(np.inf)))
