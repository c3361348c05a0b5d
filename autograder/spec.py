"""Describe an exercise in `spec.py`: an Exercise of Tasks, each with its Cases and a reference.

Sizes are named once, by axis words ("batch height width channels"). The same words are used to draw
inputs, to compute allowances, and in docstrings and messages. Loading a spec must not import
TensorFlow: a reference gets it as its first argument.

A task about objects has steps: a function of the task's name in `steps.py`, beside the spec. It is
called as `steps(code, *arrays, **options)`, where `code` holds the names that the task uses, and
returns the parts. The same steps run with a student's classes and with `Exercise.right`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct, field

# (unit round-off of the inputs' dtype, arrays by name, right answer) -> the largest rounding error
# of a right answer, in a shape that broadcasts to the answer's. allowances.py has the common ones.
Allowance = Callable[[float, Mapping[str, Any], Any], Any]
# (random generator, shape, "exact" or "real" or a key of MAGNITUDES) -> an array of that shape.
Draw = Callable[[Any, tuple[int, ...], str], Any]
# All draws of a case have equal shapes but different values, to catch results cached by shape.
# Exact and real ones are float32, wide ones float64.
KINDS = ("exact", "real", "wide")
# The names of wide draws, used case by case in turn -> the factor for real numbers.
MAGNITUDES = {"tiny": 2.0**-20, "middle": 1.0, "huge": 2.0**20}


class Part(Struct, frozen=True):
    """One array that a task returns.

    axes: its axis words, such as "batch out_height out_width filters"; "" for a scalar. "..."
        stands for any number of further axes.
    sums: the axis words summed over for each of its numbers, such as "kernel_height kernel_width
        channels". The product of their sizes is the number of terms in the textbook bound on
        rounding errors (see answers/oracle.py).
    allowance: a rule to use instead of that bound. Its docstring gives the reason.
    """

    name: str
    axes: str
    sums: str = ""
    allowance: Allowance | None = None


class Case(Struct, frozen=True):
    """One combination of sizes and options, drawn several times with different values.

    sizes: axis word -> a size, a `range` of sizes to draw one from, or a function of the sizes
        before it.
    options: the keyword arguments; a value may be a function of the drawn sizes.
    aspect: the cell of the grid that the case counts towards; by default its literal options, such
        as "strides=2 padding=same".
    values: fixed numbers for the arrays, the same for every seed: an example that a student can
        follow by hand.
    middle: the axis words that "..." stands for in this case; none by default.
    kinds: the values to draw, one call for each: "exact" (small integers; the answer must agree to
        the bit), "real", or "wide" (real numbers in float64, which are tiny in one case, huge in
        another). Fixed values are exact if "exact" is among the kinds. By default the task's.
    draws: array -> how to draw it in this case; by default as the task does.
    """

    sizes: Mapping[str, int | range | Callable[[Mapping[str, int]], int]] = field(
        default_factory=dict
    )
    options: Mapping[str, Any] = field(default_factory=dict)
    aspect: str | None = None
    values: Mapping[str, Any] | None = None
    middle: str = ""
    kinds: tuple[str, ...] | None = None
    draws: Mapping[str, Draw] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The aspect, by default the options that do not depend on sizes: "strides=2"."""
        literal = [f"{name}={value}" for name, value in self.options.items() if not callable(value)]
        return self.aspect or " ".join(literal) or "values"


class Task(Struct, frozen=True):
    """A unit of work with points: a function with this name, or the names its steps use.

    arrays: the array arguments in signature order -> their axis words.
    reference: `reference(tf, *arrays, **options)` is TensorFlow's answer: one array, or a tuple of
        one for each part. None for a task with steps.
    gradient: the task is the backward pass of the reference. Its first array is the upstream
        gradient of the reference's result, and its parts are called `grad_<array>`.
    integer: the answer is an integer, compared exactly.
    kinds: see Case; ("real", "real", "wide") where no answer is an integer.
    rounded: exact cases allow rounding as others do, since a right way, such as a running mean,
        may divide before it adds.
    draws: array -> how to draw it, if neither small integers nor normally distributed numbers will
        do (labels, values without ties).
    off_limits: calls that would do the exercise for the student, such as "numpy.convolve". They are
        searched for in the source, and blocked when the code runs.
    also: further references whose answers are equally right, where TensorFlow's is one of several
        (ties). For a task with steps, each is a function like `Exercise.right`, whose names replace
        those of `right`.
    seconds: CPU time for all calls of this task together.
    uses: the names that the steps take from the student's module, for a task with steps. The
        grader reports missing ones, and searches them for calls that are off limits.
    by_hand: TensorFlow's own gradients are off limits while the task runs; those that the student
        wrote for `tf.custom_gradient` are not.
    integers: the arrays that hold integers whatever the dtype of the others, such as positions.
    hints: two or three for `autograder hint`, from a nudge to the shape of the answer. No sheet
        depends on them.
    uncovered: a hole that `verify` reports, or a word of it -> the reason why no case covers it.
    uncounted: aspect -> why it does not count, if it proved wrong after the deadline. Its cases are
        left out, and its points go to the others.
    """

    name: str
    points: float
    reference: Callable[..., Any] | None = None
    parts: tuple[Part, ...] = ()
    cases: tuple[Case, ...] = ()
    arrays: Mapping[str, str] = field(default_factory=dict)
    gradient: bool = False
    integer: bool = False
    seconds: float = 5.0
    kinds: tuple[str, ...] = KINDS
    rounded: bool = False
    draws: Mapping[str, Draw] = field(default_factory=dict)
    off_limits: tuple[str, ...] = ()
    also: tuple[Callable[..., Any], ...] = ()
    uses: tuple[str, ...] = ()
    by_hand: bool = False
    integers: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    uncovered: Mapping[str, str] = field(default_factory=dict)
    uncounted: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The names that a submission must define for this task."""
        return self.uses or (self.name,)


class Exercise(Struct, frozen=True):
    """The tasks of one folder.

    packages: those its code may import besides the standard library.
    right: `right(tf)` returns name -> TensorFlow's counterpart, for every name that steps use.
    files: further files of the folder that students get, such as "steps.py" or "digits.npz".
    predicted: task -> the answer to a question that the text asks before any computation, shown
        once that task is right. No sheet depends on it.
    built: a sentence or two on what students have built, shown once everything is right. No sheet
        depends on it.
    """

    title: str
    tasks: tuple[Task, ...]
    packages: tuple[str, ...] = ("numpy",)
    right: Callable[[Any], Mapping[str, Any]] | None = None
    files: tuple[str, ...] = ()
    predicted: Mapping[str, str] = field(default_factory=dict)
    built: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names that a submission must define for all tasks, each once."""
        return tuple(dict.fromkeys(name for task in self.tasks for name in task.names))
