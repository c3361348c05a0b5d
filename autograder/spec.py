"""What an author writes in `spec.py`: an Exercise of Tasks, each with Cases and TensorFlow's answer.

Sizes are named once, by axis words ("batch height width channels"), and the same words serve the drawing of
inputs, the allowance, the docstrings and the messages. Loading a spec imports neither TensorFlow nor NumPy:
a reference gets TensorFlow as its first argument.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

# (unit round-off of the inputs' dtype, arrays by name, right answer) -> how far rounding may take a right answer off,
# in a shape that broadcasts to the answer's. See allowances.py for the common ones.
Allowance = Callable[[float, Mapping[str, Any], Any], Any]
# (random generator, shape, "exact" or "real") -> an array of that shape.
Draw = Callable[[Any, tuple[int, ...], str], Any]
# Two exact draws share their shapes and differ in values, so that a result cached by shape is caught.
KINDS = ("exact", "exact", "real")


@dataclass(frozen=True)
class Part:
    """One array that a task returns.

    axes: its axis words, e.g. "batch out_height out_width filters"; "" for a scalar. "..." stands for any further axes.
    sums: the axis words that are summed over to get one of its numbers, e.g. "kernel_height kernel_width channels".
        Their product is the number of terms in the textbook bound on rounding errors.
    allowance: another rule than that bound, with its reason written where it is defined.
    """

    name: str
    axes: str
    sums: str = ""
    allowance: Allowance | None = None


@dataclass(frozen=True)
class Case:
    """One combination of sizes and options, drawn several times with different values.

    sizes: each axis word -> a size, or a `range` of sizes to draw one from.
    options: keyword arguments; a value may be a function of the drawn sizes.
    aspect: which cell of the grid the case counts for; by default its literal options, "strides=2 padding=same".
    values: fixed numbers for the arrays, the same for every seed: the example a student can follow by hand.
    middle: the axis words that "..." stands for in this case; none by default.
    kinds: the values drawn, one call each: "exact" (small integers, the answer must agree to the bit) or "real". Fixed
        values are exact if "exact" is among them. By default the task's.
    draws: array -> how to draw it here, instead of as the task says.
    """

    sizes: Mapping[str, int | range] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    aspect: str | None = None
    values: Mapping[str, Any] | None = None
    middle: str = ""
    kinds: tuple[str, ...] | None = None
    draws: Mapping[str, Draw] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Its aspect: "strides=2 padding=same", the options an author wrote down, not those that follow from sizes."""
        literal = [f"{name}={value}" for name, value in self.options.items() if not callable(value)]
        return self.aspect or " ".join(literal) or "values"


@dataclass(frozen=True)
class Task:
    """One function to write.

    arrays: the array arguments in signature order -> their axis words.
    reference: `reference(tf, *arrays, **options)` is TensorFlow's answer.
    gradient: the task is the reference's backward pass. Its first array is the upstream gradient of the reference's
        result, and its parts are called `grad_<array>`.
    integer: the answer is a count, compared exactly.
    kinds: see Case; ("real", "real") where no answer is an integer.
    draws: array -> how to draw it, where small integers and normal values will not do (labels, values without ties).
    off_limits: calls that would do the work for the student, e.g. "numpy.convolve": found in the source, or gone when
        the code runs.
    also: further references whose answers are as right, where TensorFlow's is one of several (ties).
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
    kinds: tuple[str, ...] = KINDS
    draws: Mapping[str, Draw] = field(default_factory=dict)
    off_limits: tuple[str, ...] = ()
    also: tuple[Callable[..., Any], ...] = ()


@dataclass(frozen=True)
class Exercise:
    """One folder: what is graded in it, and which packages besides the standard library its code may import."""

    title: str
    tasks: tuple[Task, ...]
    packages: tuple[str, ...] = ("numpy",)
