"""Write the marks, headings, points and tables that terminal and pages share."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from ..records import Cell, Grade, Raised, TaskGrade, Verdict
from ..text import counted, number, visible
from ..verdict import crash
from ..verdict.habits import ANSWER, ARGUMENTS, RESULTS, is_habit, kept, lost, values
from ..verdict.override import DUE, WHOLE, Override

OUTPUT_LINES = 12
OUTPUT_WIDTH = 200

# Verdict -> (mark, words). The marks differ even without colour.
VERDICTS: dict[Verdict, tuple[str, str]] = {
    "pass": ("✓", "right"),
    "fail": ("✗", "wrong"),
    "missing": ("○", "missing"),
    "not_implemented": ("•", "not written yet"),
    "error": ("!", "raised an error"),
    "timeout": ("∞", "out of time"),
    "memory": ("■", "out of memory"),
    "crash": ("‼", "crashed"),
    "forbidden": ("⊘", "forbidden"),
    "not_graded": ("?", "not graded"),
}

NOTHING = "Nothing was submitted."  # the reason why a listed student has 0 points

DIFFERS = (
    "It was graded with another seed, grader version, Python or NumPy, or the code gives different"
    " results each time. Grade the submission again before you answer the student."
)


# Statuses without points that are not failures of grading.
NO_POINTS = {"excused": "excused", "extended": "due later"}
HABIT_ALONE = "right numbers, but a habit costs points"
# The habits in students' words.
HABITS = {
    ARGUMENTS: "does not write into its arguments",
    ANSWER: "gives the same answer when called twice",
    RESULTS: "a later call leaves earlier results alone",
}


def begun(task: TaskGrade) -> bool:
    """Tell whether part of a task is right."""
    return any(values(task.cells))


def state(task: TaskGrade) -> str:
    """Write a task's state, such as "needs pad_images"; nothing if it is right."""
    if task.verdict == "pass":
        return ""
    if task.needs:
        return f"needs {', '.join(task.needs)}"
    if task.verdict == "not_implemented" and begun(task):
        return "partly written"
    if task.verdict == "fail" and begun(task):
        return HABIT_ALONE if all(values(task.cells)) else "partly right"
    return VERDICTS[task.verdict][1]


def unwritten(task: TaskGrade) -> str:
    """Say which function is missing, or has to be written before a task can be right, if any."""
    if task.verdict == "missing":
        return " ".join(line.text for line in task.message.lines)
    if task.verdict != "not_implemented" or begun(task):
        return ""
    result = task.shown.outcome.result if task.shown and task.shown.outcome else None
    name = crash.unwritten(result) if isinstance(result, Raised) else None
    if name in (None, task.name):
        return f"`{task.name}` is not written yet."
    return f"`{task.name}` needs `{name}`, which is not written yet."


def points(task: TaskGrade | Grade) -> str:
    """Write points, such as `2.5 of 4 points`."""
    if isinstance(task, Grade) and task.status in NO_POINTS:
        return NO_POINTS[task.status]
    most = _points(task.max_score)
    return f"not graded (of {most})" if task.score is None else f"{short(task.score)} of {most}"


def _points(value: float) -> str:
    """Write a number of points with its noun, such as `1 point` or `2.5 points`."""
    return f"{short(value)} point{'s' * (value != 1)}"


def of_points(task: TaskGrade | Grade) -> str:
    """Write points for a column with the heading `points`, such as `2.5 of 4`."""
    return f"{short(task.score)} of {short(task.max_score)}"


def remark(grade: Grade) -> str:
    """Say that a listed student submitted nothing, unless an extension is still running."""
    nothing = grade.reason == NOTHING and grade.status != "extended"
    return "nothing submitted" if nothing else ""


def extension(grade: Grade) -> list[str]:
    """Say what an extension has changed, or why it has changed nothing."""
    if DUE not in grade.overrides:
        return []
    if grade.status == "extended":
        return ["Nothing has been submitted yet, so there are no points until that day."]
    if grade.late:
        return ["It still counts as late: a run of `grade` first saw it after that day."]
    return ["It no longer counts as late."] if grade.overrides[DUE].late else []


def override(changed: Override) -> str:
    """Write an override, such as `3 points instead of 2.5: The input was ambiguous.`."""
    if changed.points is None:
        what = f"due {changed.due}" if changed.due else "excused"
        return f"{what}: {changed.comment}"
    before = "" if changed.graded is None else f" instead of {short(changed.graded)}"
    return f"{_points(changed.points)}{before}: {changed.comment}"


def overrides(grade: Grade) -> list[str]:
    """Write each override of a grade, with the task's name if it is for a task."""
    return [
        override(each) if name in (WHOLE, DUE) else f"{name}: {override(each)}"
        for name, each in grade.overrides.items()
    ]


def cells(task: TaskGrade) -> str:
    """Write how many cells count, such as `5 of 8 cells`, and how many habits if one does not."""
    counting = values(task.cells)
    text = f"{sum(counting)} of {counted(len(counting), 'cell')}"
    habits, total = kept(task.cells)
    if habits == total or not any(counting):
        return text
    return f"{text}, {habits} of {counted(total, 'habit')}"


def costs(task: TaskGrade) -> list[str]:
    """Write the cost of each cell that does not count, such as `−0.4 even kernel: 1 of 3`."""
    return [f"−{short(cost)} {name(cell)}: {_why(cell)}" for cell, cost in lost(task)]


def _why(cell: Cell) -> str:
    """Say why a cell does not count: a habit counts only once some value cell does."""
    kept_alone = is_habit(cell) and cell.passed == cell.total
    return "no other cell is right" if kept_alone else tally(cell)


def name(cell: Cell) -> str:
    """Name a cell, such as `grad_bias, even kernel`, or a habit."""
    if is_habit(cell):
        return HABITS[cell.part, cell.aspect]
    return f"{cell.part}, {cell.aspect}"


def tally(cell: Cell) -> str:
    """Write one cell, such as `1 of 3`, or a dash if no case could be judged."""
    return f"{cell.passed} of {cell.total}" if cell.total else "–"


def failure_lines(task: TaskGrade) -> list[str]:
    """Return the heading of a task and, indented, its message, for a report in plain text."""
    heading = f"{task.name}   {cells(task)}   {points(task)}"
    lines = [*(costs(task) if task.score else ()), *str(task.message).splitlines()]
    return [heading, *(f"  {line}" for line in lines)]


class Grid(Struct, frozen=True):
    """The cells of a task, aspects down and parts across, with the habits below.

    parts: empty if no aspect has more than one cell. uncounted: aspect, and why it never counts.
    """

    parts: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell | None, ...]], ...]
    uncounted: tuple[tuple[str, str], ...] = ()


def telling(found: Sequence[Cell]) -> list[Cell]:
    """Return the cells with values, and the habits that are broken."""
    return [cell for cell in found if not is_habit(cell) or cell.passed < cell.total]


def grid(found: Sequence[Cell], uncounted: Sequence[tuple[str, str]] = ()) -> Grid:
    """Arrange the cells of a task as a table."""
    numbers = [cell for cell in found if not is_habit(cell)]
    habits = [(name(cell), (cell,)) for cell in found if is_habit(cell)]
    by_place = {(cell.aspect, cell.part): cell for cell in numbers}
    aspects = list(dict.fromkeys(cell.aspect for cell in numbers))
    parts = tuple(dict.fromkeys(cell.part for cell in numbers))
    rows: list[tuple[str, tuple[Cell | None, ...]]] = []
    for aspect in aspects:
        rows.append((aspect, tuple(by_place.get((aspect, part)) for part in parts)))
    left_out = tuple((aspect, f"not counted: {why}") for aspect, why in uncounted)
    return Grid(parts if len(parts) > 1 else (), (*rows, *habits), left_out)


def prose(mistake: str) -> str:
    """Write a mistake's file name as prose."""
    return mistake.replace("_", " ")


def short(value: float | None) -> str:
    """Write a number of points, such as `2.5`, or a dash if it is not known."""
    if value is None:
        return "–"
    return f"{round(value, 2):g}" if abs(value) < 1e5 else number(value)


def more_lines(count: int) -> str:
    """Say how many lines of the code beside a task are left out; the page has them."""
    return f"{counted(count, 'more line')} of code: see the whole file, at the end of the page."


def first_lines(output: str) -> list[str]:
    """Return the first lines of what student code printed, with control codes visible."""
    lines = output.rstrip("\n").split("\n")
    shown = [visible(line)[:OUTPUT_WIDTH] for line in lines[:OUTPUT_LINES]]
    if len(lines) > OUTPUT_LINES:
        shown.append(f"… and {counted(len(lines) - OUTPUT_LINES, 'more line')}")
    return shown
