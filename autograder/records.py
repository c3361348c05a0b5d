"""The records that flow from stage to stage. Nothing here computes; every record is frozen.

Sheet (TaskSheet, SheetCase) + Submission -> Run (Outcome) -> Comparison -> Diagnosis -> Grade (TaskGrade, Cell)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy as np

Verdict = Literal[
    "pass", "fail", "missing", "not_implemented", "error", "timeout", "memory", "crash", "forbidden", "not_graded"
]
Ending = Literal["done", "timeout", "memory", "crash", "not_graded"]
Isolation = Literal["warm", "cold", "none"]


@dataclass(frozen=True)
class Raised:
    """An exception of the student's code. Every text in it is the student's: shown only where it may be seen."""

    type: str
    message: str
    line: int | None  # line of the submission, or of the cell `cell` of a notebook
    cell: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What one call gave. Exactly one of `parts`, `raised`, `refused` is set.

    parts: the arrays as they came, real and numeric, not yet checked for shape or values.
    refused: what came instead of arrays: "NoneType", "str", "complex128", or "signature" for a function that cannot
        take the arguments.
    changed: positions of the array arguments that were written into.
    """

    parts: tuple[np.ndarray, ...] | None = None
    raised: Raised | None = None
    refused: str | None = None
    changed: tuple[int, ...] = ()
    seconds: float = 0.0  # as the sandboxed process says: for information, never for a verdict


@dataclass(frozen=True)
class Run:
    """What the sandbox saw of one task: an outcome for each call that came to an end, and how it all ended.

    found: whether the module has the function; None when loading never came to an end.
    loading: what the module's own code raised while it was loaded.
    forbidden: a call in the source that is off limits (its name as `type`), and where; nothing was run then.
    output: what the code printed (standard output and error), cut to a few thousand characters.
    line: where the code was when its time was over.
    reason: why it could not be graded, when `ended` is "not_graded".
    """

    task: str
    outcomes: tuple[Outcome, ...] = ()
    ended: Ending = "done"
    found: bool | None = None
    loading: Raised | None = None
    forbidden: Raised | None = None
    output: str = ""
    line: int | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Submission:
    """One hand-in of one exercise: the student's bytes, never a path of theirs.

    cells: the source of a script (one cell, bytes as handed in) or of each code cell of a notebook.
    filename: what the module is called in messages and tracebacks, e.g. "convolution.py".
    """

    exercise: str
    module: str
    filename: str
    cells: tuple[bytes, ...]
    sha256: str
    student: str | None = None


@dataclass(frozen=True)
class SheetCase:
    """One call, the right answer, how far rounding may stray from it, and what each known mistake gives.

    arrays: the array arguments by name, in signature order. options: the keyword arguments.
    answers: part -> right answer. allowances: part -> largest gap that rounding explains (same shape); empty when
        `exact`: then every correct order of summation gives the same numbers.
    mistakes: mistake -> what it gives here, only where that is wrong.
    public: the numbers are the same for every seed, so students may see them.
    also: further answers that are as right.
    """

    aspect: str
    exact: bool
    public: bool
    arrays: Mapping[str, np.ndarray]
    options: Mapping[str, Any]
    answers: Mapping[str, np.ndarray]
    allowances: Mapping[str, np.ndarray] = field(default_factory=dict)
    mistakes: Mapping[str, Outcome] = field(default_factory=dict)
    also: tuple[Mapping[str, np.ndarray], ...] = ()


@dataclass(frozen=True)
class TaskSheet:
    """One task's cases, with what the grader must know of its spec."""

    name: str
    points: float
    arrays: Mapping[str, str]  # argument -> axis words
    parts: Mapping[str, str]  # part -> axis words
    integer: bool
    seconds: float
    cases: tuple[SheetCase, ...]
    packages: tuple[str, ...] = ("numpy",)
    off_limits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """Everything the grader needs of one exercise and seed. `made_by` names device and versions of the oracle."""

    exercise: str
    title: str
    tasks: tuple[TaskSheet, ...]
    hints: Mapping[str, str]  # mistake -> the sentence shown to the student
    made_by: Mapping[str, str]

    @property
    def packages(self) -> tuple[str, ...]:
        """What any of its tasks may import, besides the standard library."""
        return tuple(dict.fromkeys(package for task in self.tasks for package in task.packages))


@dataclass(frozen=True)
class Gap:
    """How one part of one answer differs from the right one.

    kind: "missing" (no part), "shape", "kind" (a float where a count is asked), "finite" or "values".
    index, yours, right, allowed: the place where the gap is widest, when `kind` is "values" or "finite".
    """

    kind: Literal["missing", "shape", "kind", "finite", "values"]
    came: str = ""
    expected: str = ""
    wrong: int = 0
    total: int = 0
    index: tuple[int, ...] = ()
    yours: float = 0.0
    right: float = 0.0
    allowed: float = 0.0


@dataclass(frozen=True)
class Comparison:
    """One case compared: each part -> its gap, or None where it is right.

    axes: the words for the axes of each argument and part, such as "batch height width channels".
    """

    case: SheetCase
    outcome: Outcome | None
    gaps: Mapping[str, Gap | None]
    axes: Mapping[str, str]

    @property
    def right(self) -> bool:
        return not any(self.gaps.values())


@dataclass(frozen=True)
class Cell:
    """One cell of the grid part x aspect: it counts only if all its cases agree."""

    part: str
    aspect: str
    passed: int
    total: int

    @property
    def counts(self) -> bool:
        return self.total > 0 and self.passed == self.total


@dataclass(frozen=True)
class TaskGrade:
    """One task graded. `message` may be shown to the student as it is; `shown` is a case to picture, where allowed.

    score: None exactly when the verdict is "not_graded": a fault of ours is never a zero.
    """

    name: str
    score: float | None
    max_score: float
    verdict: Verdict
    cells: tuple[Cell, ...]
    mistake: str | None
    message: str
    shown: Comparison | None = None
    output: str = ""


@dataclass(frozen=True)
class Grade:
    """One submission graded, or not graded with the reason. `score` is None exactly when it is not graded."""

    student: str | None
    exercise: str
    submission_sha256: str
    status: Literal["graded", "not_graded"]
    reason: str | None
    isolation: Isolation
    score: float | None
    max_score: float
    tasks: tuple[TaskGrade, ...]
