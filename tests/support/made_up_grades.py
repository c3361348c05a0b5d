"""Records made by hand for the tests of sentences and reports."""

import numpy as np

from autograder.compare import compare
from autograder.explain import explain
from autograder.records import Cell, Comparison, Grade, Outcome, SheetCase, TaskGrade, TaskSheet

NASTY = "<script>alert(1)</script>\x1b[31m\u202e\u2028[bold]x[/bold]"
SECRET = 31337  # a number that must not be told where a case is hidden


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
        "conv2d", 4.0, arrays, dict.fromkeys(parts or ("outputs",), axes), False, 5.0, ()
    )


def compared(outcome: Outcome | None, public: bool = True) -> Comparison:
    """An outcome beside the numbers 0 to 11 in the shape (1, 3, 4, 1)."""
    return compare(task_sheet(), case(np.arange(12).reshape(1, 3, 4, 1), public), outcome)


def one_wrong(value: float = 9000.0) -> Comparison:
    """Right but for the number in row 1 and column 2, which is 6."""
    yours = np.arange(12, dtype=np.float32).reshape(1, 3, 4, 1)
    yours[0, 1, 2, 0] = value
    return compared(Outcome(parts=(yours,)))


def failed(comparison: Comparison, hint: str | None = None, **changes: object) -> TaskGrade:
    message = explain(task_sheet(), comparison, False, hint)
    cells = (Cell("outputs", "padding=valid", 3, 3), Cell("outputs", "padding=same", 1, 3))
    fields: dict[str, object] = {
        "score": 2.5,
        "verdict": "fail",
        "mistake": None,
        "message": message,
    }
    fields |= {"shown": comparison} | changes
    return TaskGrade(name="conv2d", max_score=4.0, cells=cells, **fields)  # type: ignore[arg-type]


PASSED = TaskGrade("relu", 2.0, 2.0, "pass", (Cell("outputs", "values", 3, 3),), None, "")


def graded(*tasks: TaskGrade, student: str | None = "ada") -> Grade:
    score = sum(task.score or 0.0 for task in tasks)
    most = sum(task.max_score for task in tasks)
    return Grade(student, "03_convolution", "ab" * 32, "graded", None, "warm", score, most, tasks)


def lost(reason: str, student: str = "bob") -> Grade:
    return Grade(student, "03_convolution", "", "not_graded", reason, "warm", None, 6.0, ())
