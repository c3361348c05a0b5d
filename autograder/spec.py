"""What an author writes in `spec.py`: an Exercise of Tasks, each with Cases and TensorFlow's answer.

Sizes are named once, by axis words ("batch height width channels"), and the same words serve the drawing of
inputs, the allowance, the docstrings and the messages. Loading a spec imports neither TensorFlow nor NumPy:
a reference gets TensorFlow as its first argument.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Sizes = Mapping[str, int]


@dataclass(frozen=True)
class Part:
    """One array that a task returns.

    axes: its axis words, e.g. "batch out_height out_width filters"; "" for a scalar. "..." stands for any further axes.
    sums: the axis words that are summed over to get one of its numbers, e.g. "kernel_height kernel_width channels".
        Their product is the number of terms in the textbook bound on rounding errors.
    """

    name: str
    axes: str
    sums: str = ""


@dataclass(frozen=True)
class Case:
    """One combination of sizes and options, drawn several times with different values.

    sizes: each axis word -> a size, or a `range` of sizes to draw one from.
    options: keyword arguments; a value may be a function of the drawn sizes.
    aspect: which cell of the grid the case counts for; by default its literal options, "strides=2 padding=same".
    values: fixed numbers for the arrays, the same for every seed: the example a student can follow by hand.
    middle: the axis words that "..." stands for in this case; none by default.
    """

    sizes: Mapping[str, int | range] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    aspect: str | None = None
    values: Mapping[str, Any] | None = None
    middle: str = ""


@dataclass(frozen=True)
class Task:
    """One function to write.

    arrays: the array arguments in signature order -> their axis words.
    reference: `reference(tf, *arrays, **options)` is TensorFlow's answer.
    gradient: the task is the reference's backward pass. Its first array is the upstream gradient of the reference's
        result, and its parts are called `grad_<array>`.
    integer: the answer is a count, compared exactly.
    seconds: CPU time for all calls of this task together.
    """

    name: str
    points: float
    reference: Callable[..., Any]
    parts: tuple[Part, ...]
    cases: tuple[Case, ...]
    arrays: Mapping[str, str] = field(default_factory=dict)
    gradient: bool = False
    integer: bool = False
    seconds: float = 5.0


@dataclass(frozen=True)
class Exercise:
    """One folder: what is graded in it, and which packages besides the standard library its code may import."""

    title: str
    tasks: tuple[Task, ...]
    packages: tuple[str, ...] = ("numpy",)
