"""The records that flow from stage to stage. Nothing here computes; every record is frozen.

Sheet (TaskSheet, SheetCase) + Submission -> Run (Outcome) -> Comparison -> Grade (TaskGrade)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy as np

Verdict = Literal[
    "pass",
    "fail",
    "missing",
    "not_implemented",
    "error",
    "timeout",
    "memory",
    "crash",
    "forbidden",
    "not_graded",
]
Ending = Literal["done", "timeout", "memory", "crash", "not_graded"]
Isolation = Literal["warm", "cold", "none"]
GapKind = Literal["missing", "shape", "kind", "finite", "values"]

RECOGNISED = "Your answer equals:"
INDENT = "  "


# -- what was submitted ------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One submission of one exercise: the student's bytes, never a path of theirs.

    cells: the source of a script (one cell, the bytes as submitted), or of each code cell of a
        notebook.
    filename: what the module is called in messages and tracebacks, such as "convolution.py".
    """

    exercise: str
    module: str
    filename: str
    cells: tuple[bytes, ...]
    sha256: str = ""
    student: str | None = None


# -- what the sandbox saw ----------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """The arrays that a call returned, real and numeric; shapes and values are not checked yet."""

    parts: tuple[np.ndarray, ...]


@dataclass(frozen=True, kw_only=True)
class Raised:
    """An exception of the student's code. Type and message are theirs: only public messages quote them.

    line: a line of the submission, or of the cell `cell` of a notebook.
    """

    type: str
    message: str
    line: int | None = None
    cell: int | None = None


@dataclass(frozen=True)
class Refused:
    """A call without a usable answer.

    kind: the type that was returned instead of arrays ("NoneType", "str", "complex128"), or
        "signature" for a function that cannot take the arguments.
    """

    kind: str


@dataclass(frozen=True)
class Outcome:
    """The result of one call.

    changed: positions of the array arguments that were written into.
    seconds: by the clock of the sandboxed process; for information, never for a verdict.
    """

    result: Answer | Raised | Refused
    changed: tuple[int, ...] = ()
    seconds: float = 0.0

    @property
    def parts(self) -> tuple[np.ndarray, ...]:
        """The arrays of an answer; none otherwise."""
        return self.result.parts if isinstance(self.result, Answer) else ()


@dataclass(frozen=True, kw_only=True)
class Run:
    """What the sandbox saw of one task: an outcome for each call that ended, and how it all ended.

    defined: whether the module defines the task; None where loading the module did not end.
    loading: the first exception of the module's own code while it was loading.
    forbidden: a call in the source that is off limits (its name as `type`); nothing was run then.
    output: what the code printed (standard output and error), cut to a few thousand characters.
    line: the line that was running when its time was over.
    reason: why it could not be graded, where `ended` is "not_graded".
    """

    task: str
    outcomes: tuple[Outcome, ...] = ()
    ended: Ending = "done"
    defined: bool | None = None
    loading: Raised | None = None
    forbidden: Raised | None = None
    output: str = ""
    line: int | None = None
    reason: str | None = None


# -- what is right -----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class SheetCase:
    """One call, the right answer, how far rounding may stray from it, and each mistake's answer.

    arrays: the array arguments by name, in signature order. options: the keyword arguments.
    answers: part -> right answer. allowances: part -> the largest gap that rounding explains, of
        the same shape; empty where `exact`: every correct order of summation gives the same bits.
    mistakes: mistake -> its outcome here, only where that is wrong.
    public: the numbers are the same for every seed, so students may see them.
    also: further answers that are equally right.
    """

    aspect: str
    exact: bool
    public: bool
    arrays: Mapping[str, np.ndarray]
    options: Mapping[str, Any]
    answers: Mapping[str, np.ndarray] = field(default_factory=dict)
    allowances: Mapping[str, np.ndarray] = field(default_factory=dict)
    mistakes: Mapping[str, Outcome] = field(default_factory=dict)
    also: tuple[Mapping[str, np.ndarray], ...] = ()


@dataclass(frozen=True, kw_only=True)
class TaskSheet:
    """One task's cases, with what the grader must know of its spec.

    arrays, parts: the axis words of each argument and part. seconds: of CPU time, for all calls.
    """

    name: str
    points: float
    arrays: Mapping[str, str]
    parts: Mapping[str, str]
    integer: bool
    seconds: float
    packages: tuple[str, ...] = ("numpy",)
    off_limits: tuple[str, ...] = ()
    cases: tuple[SheetCase, ...]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Everything the grader needs of one exercise under one seed.

    hints: mistake -> the text a student reads. made_by: device and versions of the oracle.
    """

    exercise: str
    title: str
    hints: Mapping[str, str]
    made_by: Mapping[str, str]
    tasks: tuple[TaskSheet, ...]

    @property
    def packages(self) -> tuple[str, ...]:
        """What any of its tasks may import besides the standard library."""
        return tuple(dict.fromkeys(package for task in self.tasks for package in task.packages))

    @property
    def points(self) -> float:
        """The points of all tasks together."""
        return sum(task.points for task in self.tasks)


# -- what became of it -------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Gap:
    """How one part of one answer differs from the right one.

    kind: "missing" (no part), "shape", "kind" (a float where a count is asked for), "finite" or
        "values".
    actual, expected: the two in words, for the first three kinds.
    wrong, total: how many of how many values differ, for the last two kinds.
    index, yours, right, allowed: the place where the gap is widest, for the last two kinds.
    """

    kind: GapKind
    actual: str = ""
    expected: str = ""
    wrong: int = 0
    total: int = 0
    index: tuple[int, ...] = ()
    yours: float = 0.0
    right: float = 0.0
    allowed: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One case compared: each part -> its gap, or None where it is right.

    axes: the axis words of each argument and part, such as "batch height width channels".
    """

    case: SheetCase
    outcome: Outcome | None
    gaps: Mapping[str, Gap | None]
    axes: Mapping[str, str]

    @property
    def right(self) -> bool:
        """Whether every part is right."""
        return not any(self.gaps.values())


@dataclass(frozen=True)
class Line:
    """One line of a message, with the depth of its indent."""

    text: str
    depth: int = 0


@dataclass(frozen=True)
class Message:
    """What a student reads about a task. hint: paragraphs about the mistake that was recognised."""

    lines: tuple[Line, ...] = ()
    hint: tuple[str, ...] = ()

    @property
    def recognised(self) -> tuple[str, ...]:
        """The hint as it is shown: its first paragraph says that the answer equals the mistake's."""
        if not self.hint:
            return ()
        first, *rest = self.hint
        return f"{RECOGNISED} {first}", *rest

    def __str__(self) -> str:
        """Join the lines, each with its indent; the hint comes last."""
        lines = (*self.lines, *(Line(paragraph, 1) for paragraph in self.recognised))
        return "\n".join(INDENT * line.depth + line.text for line in lines)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell of the grid part x aspect: it counts only if all its cases agree."""

    part: str
    aspect: str
    passed: int
    total: int

    @property
    def counts(self) -> bool:
        """Whether it earns its share of the points."""
        return self.total > 0 and self.passed == self.total


@dataclass(frozen=True, kw_only=True)
class TaskGrade:
    """One task graded.

    message: may be shown to the student as it is. shown: a public case to picture, with what the
        code printed in it as `output`.
    score: None exactly when the verdict is "not_graded": a fault of ours is never a zero.
    """

    name: str
    score: float | None
    max_score: float
    verdict: Verdict
    cells: tuple[Cell, ...]
    mistake: str | None
    message: Message
    shown: Comparison | None = None
    output: str = ""


@dataclass(frozen=True, kw_only=True)
class Grade:
    """One submission graded, or not graded with the reason. `score` is None exactly when it is not."""

    student: str | None
    exercise: str
    submission_sha256: str
    status: Literal["graded", "not_graded"]
    reason: str | None
    isolation: Isolation
    score: float | None
    max_score: float
    tasks: tuple[TaskGrade, ...]
