"""Handmade records for the tests of sentences and reports."""

import io

import numpy as np
from rich.console import Console, RenderableType

from autograder.records import (
    Answer,
    Cell,
    Comparison,
    Grade,
    Line,
    Message,
    Outcome,
    SheetCase,
    TaskGrade,
    TaskSheet,
)
from autograder.verdict.compare import compare
from autograder.verdict.explain import explain

NASTY = "<script>alert(1)</script>\x1b[31m\u202e\u2028[bold]x[/bold]"
SECRET = 31337  # a number that no message about a hidden case may contain


def case(right: np.ndarray, public: bool = True) -> SheetCase:
    inputs = np.full((1, 3, 4, 1), SECRET, np.float32)
    return SheetCase(
        aspect="padding=same",
        exact=True,
        public=public,
        arrays={"inputs": inputs, "kernel": np.ones((2, 2, 1, 1), np.float32)},
        options={"strides": (2, 1), "padding": "same"},
        answers={"outputs": right.astype(np.float32)},
    )


def task_sheet(*parts: str) -> TaskSheet:
    axes = "batch out_height out_width filters"
    arrays = {
        "inputs": "batch height width channels",
        "kernel": "kernel_height kernel_width channels filters",
    }
    return TaskSheet(
        name="conv2d",
        points=4.0,
        arrays=arrays,
        parts=dict.fromkeys(parts or ("outputs",), axes),
        integer=False,
        seconds=5.0,
        cases=(),
    )


def compared(outcome: Outcome | None, public: bool = True) -> Comparison:
    """Compare an outcome with the numbers 0 to 11 in the shape (1, 3, 4, 1)."""
    return compare(task_sheet(), case(np.arange(12).reshape(1, 3, 4, 1), public), outcome)


def one_wrong(value: float = 9000.0) -> Comparison:
    """Compare an answer that is right except at row 1, column 2, where 6 is right."""
    yours = np.arange(12, dtype=np.float32).reshape(1, 3, 4, 1)
    yours[0, 1, 2, 0] = value
    return compared(Outcome(Answer((yours,))))


def failed(comparison: Comparison, hint: str | None = None, **changes: object) -> TaskGrade:
    cells = (
        Cell(part="outputs", aspect="padding=valid", passed=3, total=3),
        Cell(part="outputs", aspect="padding=same", passed=1, total=3),
    )
    fields: dict[str, object] = {
        "score": 2.5,
        "verdict": "fail",
        "message": explain(task_sheet(), comparison, hint),
    }
    fields |= {"shown": comparison} | changes
    return TaskGrade(name="conv2d", max_score=4.0, cells=cells, **fields)  # type: ignore[arg-type]


PASSED = TaskGrade(
    name="relu",
    score=2.0,
    max_score=2.0,
    verdict="pass",
    cells=(Cell(part="outputs", aspect="values", passed=3, total=3),),
    message=Message(),
)


def message(*lines: str) -> Message:
    """Make a message of these lines, none of them indented."""
    return Message(tuple(Line(line) for line in lines))


def graded(*tasks: TaskGrade, student: str | None = "ada") -> Grade:
    score = sum(task.score or 0.0 for task in tasks)
    most = sum(task.max_score for task in tasks)
    return Grade(
        student=student,
        exercise="03_convolution",
        submission_sha256="ab" * 32,
        status="graded",
        reason=None,
        isolation="warm",
        score=score,
        max_score=most,
        tasks=tasks,
    )


def lost(reason: str, student: str = "bob") -> Grade:
    return Grade(
        student=student,
        exercise="03_convolution",
        submission_sha256="",
        status="not_graded",
        reason=reason,
        isolation="warm",
        score=None,
        max_score=6.0,
        tasks=(),
    )


def printed(renderable: RenderableType, width: int = 80, colour: bool = False) -> str:
    """Return the output on a terminal of this width."""
    file = io.StringIO()
    system = "truecolor" if colour else None
    Console(file=file, width=width, force_terminal=colour, color_system=system).print(renderable)  # type: ignore[arg-type]
    return file.getvalue()
