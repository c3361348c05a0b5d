"""Define the frozen records of the flow: Sheet + Submission -> Run -> Comparison -> Grade."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct, field

from .text import Line as Line
from .text import Message as Message

if TYPE_CHECKING:
    import numpy as np

    from .verdict.override import Override, Status

Failed = Literal["timeout", "memory", "crash", "not_graded"]
Ending = Literal["done"] | Failed
Verdict = Literal["pass", "fail", "missing", "not_implemented", "error", "forbidden"] | Failed
Isolation = Literal["warm", "cold", "none"]
GapKind = Literal["missing", "refused", "shape", "kind", "finite", "lowest", "values"]


class Submission(Struct, frozen=True, kw_only=True):
    """One submission of one exercise: the student's bytes, never a path on the student's machine.

    cells: the bytes of a script (one cell), or the source of each code cell of a notebook.
    labels: each cell's name, with Jupyter's number, such as "cell [5]"; none for a script.
    filename: as submitted; safe to print. late: by the platform's mark.
    problem: why it, or a cell of it, cannot be graded; shown once. unasked: see `Candidate`.
    """

    exercise: str
    module: str
    filename: str
    cells: tuple[bytes, ...]
    labels: tuple[str, ...] = ()
    sha256: str = ""
    student: str | None = None
    late: bool = False
    problem: str = ""
    unasked: tuple[str, ...] = ()


class Refused(Struct, frozen=True):
    """An unusable answer. kind: its type, or "signature" if the call does not fit."""

    kind: str


class Answer(Struct, frozen=True):
    """The parts that a call returned. Arrays are real; shapes and values are not checked yet."""

    parts: tuple[np.ndarray | Refused, ...]


class Frame(Struct, frozen=True, kw_only=True):
    """A line of the submission that was running, with its function and the label of its cell."""

    line: int
    label: str = ""
    function: str
    text: str


class Raised(Struct, frozen=True, kw_only=True):
    """An exception raised by the student's code.

    type, message: chosen by the student, so only messages on public cases quote them.
    line: of the submission, or of the cell with this number and label in a notebook.
    step: the line of steps.py that was running. shapes: of its arrays, such as "inputs (2, 3)".
    advice: Python's suggestion. frames: the innermost last. values: those on its line.
    """

    type: str
    message: str
    line: int | None = None
    cell: int | None = None
    label: str = ""
    step: int | None = None
    shapes: str = ""
    advice: str = ""
    frames: tuple[Frame, ...] = ()
    values: str = ""


class Outcome(Struct, frozen=True, eq=False):  # equal only to itself: facts about it are cached
    """The result of one call, and what it printed. shared: it is small and stands for equal ones.

    changed: positions of modified arguments. overwritten: of parts that later calls changed.
    """

    result: Answer | Raised | Refused
    changed: tuple[int, ...] = ()
    overwritten: tuple[int, ...] = ()
    output: str = ""
    shared: bool = False

    @property
    def parts(self) -> tuple[np.ndarray | Refused, ...]:
        """The parts of an answer; none otherwise."""
        return self.result.parts if isinstance(self.result, Answer) else ()


class Run(Struct, frozen=True, kw_only=True):
    """The run of one task in the sandbox, with an outcome for each call that finished, in order.

    defined: whether the module defines the task; None if loading the module did not finish.
    missing: names that its steps use and nothing defines. unasked: see `Submission`.
    loading: what a statement raised while loading, if a name is undefined for it, or if it belongs
        in a function. parameters: the function's, by name, if known.
    forbidden: an off-limits call in the source (its name as `type`); then nothing was run.
    absent: uses of anything that grading lacks: the kind as `type`, the name as `message`.
    output: what the code printed, truncated; if it did not finish, only since its last answer.
    line: running when time ran out. reason: why it is not graded. seconds: of all its calls.
    """

    task: str
    outcomes: tuple[Outcome, ...] = ()
    ended: Ending = "done"
    defined: bool | None = None
    missing: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()
    loading: Raised | None = None
    forbidden: Raised | None = None
    absent: tuple[Raised, ...] = ()
    parameters: tuple[str, ...] = ()
    output: str = ""
    line: int | None = None
    reason: str | None = None
    seconds: float = 0.0


class SheetCase(Struct, frozen=True, kw_only=True, eq=False):
    """One call: its arguments, the right answer, and the outcome of each known mistake.

    exact: any order of summation gives the same bits. public: visible, and equal for every seed.
    arrays: the array arguments by name, in signature order. options: the keyword arguments.
    answers: part -> right answer. also: other answers that are equally right.
    allowances: part -> the largest gap by rounding. mistakes: mistake -> its outcome, if wrong.
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


class TaskSheet(Struct, frozen=True, kw_only=True, eq=False):  # as Outcome
    """The cases of one task, and the fields of its spec that the grader needs.

    arrays, parts: axis words. seconds: of CPU time, for all calls. uncounted: see spec.Task.
    steps, uses: the text of steps.py, and the names it needs; None for a plain function.
    """

    name: str
    points: float
    arrays: Mapping[str, str]
    parts: Mapping[str, str]
    integer: bool
    seconds: float
    packages: tuple[str, ...] = ("numpy",)
    off_limits: tuple[str, ...] = ()
    steps: str | None = None
    uses: tuple[str, ...] | None = None
    uncounted: Mapping[str, str] | None = None
    cases: tuple[SheetCase, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names that a submission must define for this task."""
        return self.uses or (self.name,)


class Sheet(Struct, frozen=True, kw_only=True, eq=False):
    """Everything the grader needs for one exercise and one seed.

    hints: mistake -> the text for students. made_by: device and versions of the oracle.
    """

    exercise: str
    title: str
    hints: Mapping[str, str]
    made_by: Mapping[str, str]
    tasks: tuple[TaskSheet, ...]

    @property
    def packages(self) -> tuple[str, ...]:
        """The packages that the tasks may import."""
        return tuple(dict.fromkeys(package for task in self.tasks for package in task.packages))

    @property
    def points(self) -> float:
        """The points of all tasks."""
        return sum(task.points for task in self.tasks)


class Gap(Struct, frozen=True, kw_only=True):
    """The difference between one part of an answer and the right one.

    kind: "refused": no array; "kind": a float in place of an integer; "finite": nan or inf in place
        of a number; "lowest": only -inf in place of numbers; the others say what is wrong.
    actual, expected: the two in words; "finite", "lowest" and "values" have these instead:
    wrong, total: how many values differ. index, yours, right, allowed: where the gap is widest.
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


class Comparison(Struct, frozen=True, kw_only=True, eq=False):
    """One case, compared with the right answer.

    outcome: None if unfinished. gaps: part -> its gap, or None. axes: array -> its axis words.
    """

    case: SheetCase
    outcome: Outcome | None
    gaps: Mapping[str, Gap | None]
    axes: Mapping[str, str]

    @property
    def right(self) -> bool:
        """Whether every part is right."""
        return not any(self.gaps.values())


class Cell(Struct, frozen=True, kw_only=True):
    """One cell of the grid part x aspect. open: it fails only because code is unwritten."""

    part: str
    aspect: str
    passed: int
    total: int
    open: bool = False

    @property
    def counts(self) -> bool:
        """Whether it earns its share of the points."""
        return self.total > 0 and self.passed == self.total


class TaskGrade(Struct, frozen=True, kw_only=True):
    """The grade of one task.

    score: None if it is not graded. uncounted: each aspect that does not count, with the reason.
    mistakes: those the answer equals, best explanation first. message: safe to show to the student.
    needs: the names it uses that are not written yet, or wrong in the task that is about them.
    shown: a public case to picture. output: what the call printed. fingerprint: of unnamed answers.
    others: the same grade with messages about other failing aspects, on public cases.
    """

    name: str
    score: float | None
    max_score: float
    verdict: Verdict
    cells: tuple[Cell, ...]
    message: Message
    mistakes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    uncounted: tuple[tuple[str, str], ...] = ()
    shown: Comparison | None = None
    output: str = ""
    others: tuple[TaskGrade, ...] = ()
    fingerprint: str = ""

    @property
    def mistake(self) -> str | None:
        """The first mistake."""
        return next(iter(self.mistakes), None)


class Grade(Struct, frozen=True, kw_only=True):
    """The grade of one submission.

    filename, late: of the submission. made_by: the versions that graded, and that made the sheet.
    reason: why it is not graded and has no score, or what is wrong with the file as a whole.
    warnings: by `check`, of what grading may refuse. overrides: see verdict/override.py.
    """

    student: str | None
    exercise: str
    filename: str = ""
    submission_sha256: str
    late: bool = False
    made_by: Mapping[str, str] = field(default_factory=dict)
    status: Status
    reason: str | None
    isolation: Isolation
    score: float | None
    max_score: float
    tasks: tuple[TaskGrade, ...]
    warnings: tuple[str, ...] = ()
    overrides: Mapping[str, Override] = field(default_factory=dict)
