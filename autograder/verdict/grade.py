"""Count points: each task's grid of part x aspect, and its verdict."""

import platform
from collections.abc import Collection, Iterator, Sequence

import numpy as np
from msgspec.structs import replace

from .. import __version__
from ..records import (
    Cell,
    Comparison,
    Grade,
    Isolation,
    Message,
    Raised,
    Run,
    Sheet,
    Submission,
    TaskGrade,
    TaskSheet,
    Verdict,
)
from . import habits
from .diagnose import explains, is_open

FLOAT32 = np.dtype("float32")
# Any other exception is an "error".
RAISED: dict[str, Verdict] = {
    "NotImplementedError": "not_implemented",
    "MemoryError": "memory",
    "ResourceExhaustedError": "memory",  # TensorFlow's
}


def total(
    sheet: Sheet,
    submission: Submission,
    isolation: Isolation,
    tasks: Sequence[TaskGrade],
    undefined: Collection[str] = (),
    reason: str | None = None,
) -> Grade:
    """Add up the tasks of one submission.

    undefined: the tasks that the file does not define, as far as it could be loaded.
    reason: why a task could not be graded. Then the submission has no score.

    A problem with the file is reported once, not again for each task it left undefined.
    """
    problem = submission.problem if undefined else ""
    if problem and not reason:
        tasks = [_silent(task) if task.name in undefined else task for task in tasks]
    return Grade(
        student=submission.student,
        exercise=sheet.exercise,
        filename=submission.filename,
        submission_sha256=submission.sha256,
        late=submission.late,
        made_by=made_by(sheet),
        status="not_graded" if reason else "graded",
        reason=reason or problem or None,
        isolation=isolation,
        score=None if reason else round(sum(task.score or 0.0 for task in tasks), 6),
        max_score=sum(task.max_score for task in tasks),
        tasks=tuple(tasks),
    )


def _silent(task: TaskGrade) -> TaskGrade:
    return replace(task, message=Message())


def made_by(sheet: Sheet) -> dict[str, str]:
    """Name the versions a grade depends on: those that run here and those that made the sheet."""
    return {
        "grader": __version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "sheet": ", ".join(f"{name} {version}" for name, version in sheet.made_by.items()),
    }


def count(task: TaskSheet, run: Run, comparisons: Sequence[Comparison]) -> TaskGrade:
    """Grade one task: cells, points and verdict. The mistake and the message are added later."""
    cells = grid(task, comparisons)
    verdict = verdict_of(run, comparisons, cells)
    points = 0.0 if verdict == "forbidden" else task.points * habits.earned(cells)
    return TaskGrade(
        name=task.name,
        score=None if verdict == "not_graded" else round(points, 6),
        max_score=task.points,
        verdict=verdict,
        cells=cells,
        message=Message(),
        uncounted=tuple((task.uncounted or {}).items()),
    )


def needs(sheet: Sheet, tasks: Sequence[TaskGrade]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the position of each failed task that uses names that are still wrong.

    Each name is mapped to the failed earlier task that uses it first.
    """
    about: dict[str, str] = {}  # name -> the first task that uses it
    failed: set[str] = set()
    for position, (task, graded) in enumerate(zip(sheet.tasks, tasks, strict=True)):
        if graded.verdict not in ("pass", "not_graded"):
            blamed = {name: about[name] for name in task.names if about.get(name) in failed}
            if blamed:
                yield position, blamed
            failed.add(task.name)
        for name in task.names:
            about.setdefault(name, task.name)


def grid(task: TaskSheet, comparisons: Sequence[Comparison]) -> tuple[Cell, ...]:
    """Return a cell for each part and aspect, and one for each habit."""
    by_aspect: dict[str, list[Comparison]] = {}
    for comparison in comparisons:
        if comparison.case.aspect != habits.CALLED_AGAIN:  # that aspect is a habit
            by_aspect.setdefault(comparison.case.aspect, []).append(comparison)
    cells = []
    for part in task.parts:
        for aspect, group in by_aspect.items():
            wrong = [comparison for comparison in group if comparison.gaps[part]]
            passed, unwritten = len(group) - len(wrong), bool(wrong) and all(map(is_open, wrong))
            cells.append(
                Cell(part=part, aspect=aspect, passed=passed, total=len(group), open=unwritten)
            )
    return *cells, *habits.cells(task, comparisons)


def widened(comparisons: Sequence[Comparison]) -> bool:
    """Tell whether a case with float32 inputs has a float64 answer."""
    for comparison in comparisons:
        given = {array.dtype for array in comparison.case.arrays.values()}
        parts = comparison.outcome.parts if comparison.outcome else ()
        arrays = [part for part in parts if isinstance(part, np.ndarray)]
        if given == {FLOAT32} and any(array.dtype == np.float64 for array in arrays):
            return True
    return False


def failing(comparisons: Sequence[Comparison]) -> list[Comparison]:
    """Return the wrong cases, or else the unwritten ones, or else those with a broken habit.

    They come in the order of the aspects.
    """
    wrong, careless = [], []
    for comparison in _in_order(comparisons):
        outcome = comparison.outcome
        if not comparison.right:
            wrong.append(comparison)
        elif outcome and (outcome.changed or outcome.overwritten):
            careless.append(comparison)
    return [each for each in wrong if not is_open(each)] or wrong or careless


def _in_order(comparisons: Sequence[Comparison]) -> list[Comparison]:
    """Sort cases by aspect, as the table lists them. Calls that did not finish come last."""
    aspects = list(dict.fromkeys(each.case.aspect for each in comparisons))
    finished = [each for each in comparisons if each.outcome]
    unfinished = [each for each in comparisons if not each.outcome]
    return sorted(finished, key=lambda each: aspects.index(each.case.aspect)) + unfinished


def clearest(comparisons: Sequence[Comparison], mistake: str | None = None) -> Comparison | None:
    """Return the failing case that is easiest to follow, or None.

    mistake: the known one that is named, which explains the case if it explains any.

    The case belongs to the first aspect that fails, and fails like that aspect's first case. Public
    cases are preferred to hidden ones, then exact to real ones, then small to large ones.
    """
    wrong = failing(comparisons)
    if mistake is not None:
        wrong = [each for each in _in_order(comparisons) if explains(each, mistake)] or wrong
    wrong = [each for each in wrong if each.case.aspect == wrong[0].case.aspect]
    alike = [each for each in wrong if _kind_of_result(each) == _kind_of_result(wrong[0])]
    return min(alike, key=_difficulty, default=None)


def _difficulty(comparison: Comparison) -> tuple[bool, bool, int]:
    case = comparison.case
    return not case.public, not case.exact, sum(array.size for array in case.arrays.values())


def _kind_of_result(comparison: Comparison) -> type | None:
    """Return the type of the result, or None if the call did not finish."""
    return type(comparison.outcome.result) if comparison.outcome else None


def verdict_of(run: Run, comparisons: Sequence[Comparison], cells: Sequence[Cell]) -> Verdict:
    """Return the verdict. It depends on the first failing case."""
    if run.ended == "not_graded":
        return "not_graded"
    if _is_forbidden(run):
        return "forbidden"
    if all(cell.counts for cell in cells):
        return "pass"
    if run.defined is False:
        return "error" if run.loading else "missing"
    wrong = failing(comparisons)
    if not wrong:
        return "fail"
    outcome = wrong[0].outcome
    if outcome is None:
        return run.ended if run.ended != "done" else "crash"
    if isinstance(outcome.result, Raised):
        return RAISED.get(outcome.result.type, "error")
    return "fail"


def _is_forbidden(run: Run) -> bool:
    """Tell whether the code uses a call that is off limits, or a package that is not allowed."""
    raised = {each.result.type for each in run.outcomes if isinstance(each.result, Raised)}
    if run.forbidden or {"OffLimits", "ModuleNotFoundError"} & raised:
        return True
    if run.loading is None or run.loading.type != "ModuleNotFoundError":
        return False
    return run.defined is False or "NameError" in raised
