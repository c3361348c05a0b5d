"""Count points: the grid part x aspect of each task, and its verdict."""

from collections.abc import Sequence

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

UNCHANGED = "left unchanged"
# Any other exception is an "error".
RAISED: dict[str, Verdict] = {"NotImplementedError": "not_implemented", "MemoryError": "memory"}


def total(
    sheet: Sheet,
    submission: Submission,
    runs: Sequence[Run],
    isolation: Isolation,
    tasks: Sequence[TaskGrade],
) -> Grade:
    """Add up the tasks of one submission. One task that could not be graded leaves it without a score."""
    reason = next((run.reason for run in runs if run.ended == "not_graded"), None)
    return Grade(
        student=submission.student,
        exercise=sheet.exercise,
        submission_sha256=submission.sha256,
        status="not_graded" if reason else "graded",
        reason=reason,
        isolation=isolation,
        score=None if reason else round(sum(task.score or 0.0 for task in tasks), 6),
        max_score=sum(task.max_score for task in tasks),
        tasks=tuple(tasks),
    )


def count(task: TaskSheet, run: Run, comparisons: Sequence[Comparison]) -> TaskGrade:
    """Give one task its cells, points and verdict; the mistake and the message are added later."""
    cells = grid(task, comparisons)
    verdict = verdict_of(run, comparisons, cells)
    won = sum(cell.counts for cell in cells) / len(cells)
    points = 0.0 if verdict == "forbidden" else task.points * won
    return TaskGrade(
        name=task.name,
        score=None if verdict == "not_graded" else round(points, 6),
        max_score=task.points,
        verdict=verdict,
        cells=cells,
        mistake=None,
        message=Message(),
    )


def grid(task: TaskSheet, comparisons: Sequence[Comparison]) -> tuple[Cell, ...]:
    """Return the cells part x aspect, then the habit of leaving arguments alone.

    The habit is judged in the aspects that are right throughout.
    """
    by_aspect: dict[str, list[Comparison]] = {}
    for comparison in comparisons:
        by_aspect.setdefault(comparison.case.aspect, []).append(comparison)
    cells = []
    for part in task.parts:
        for aspect, group in by_aspect.items():
            passed = sum(comparison.gaps[part] is None for comparison in group)
            cells.append(Cell(part=part, aspect=aspect, passed=passed, total=len(group)))
    if task.arrays:
        cells.append(_unchanged(list(by_aspect.values())))
    return tuple(cells)


def _unchanged(groups: Sequence[Sequence[Comparison]]) -> Cell:
    right = [each for group in groups if all(each.right for each in group) for each in group]
    passed = sum(each.outcome is not None and not each.outcome.changed for each in right)
    return Cell(part="arguments", aspect=UNCHANGED, passed=passed, total=len(right))


def failing(comparisons: Sequence[Comparison]) -> list[Comparison]:
    """Return the cases that are wrong; where none is, those that wrote into their arguments."""
    wrong = [each for each in comparisons if not each.right]
    return wrong or [each for each in comparisons if each.outcome and each.outcome.changed]


def telling(comparisons: Sequence[Comparison]) -> Comparison | None:
    """Return the failing case that is easiest to follow, or None.

    It fails as the first one does; public cases come before hidden ones, exact before real, small
    before large.
    """
    wrong = failing(comparisons)
    alike = [each for each in wrong if _failed_how(each) == _failed_how(wrong[0])]
    return min(alike, key=_difficulty, default=None)


def _difficulty(comparison: Comparison) -> tuple[bool, bool, int]:
    case = comparison.case
    return not case.public, not case.exact, sum(array.size for array in case.arrays.values())


def _failed_how(comparison: Comparison) -> type | None:
    """Return the kind of result, None where there is none."""
    return type(comparison.outcome.result) if comparison.outcome else None


def verdict_of(run: Run, comparisons: Sequence[Comparison], cells: Sequence[Cell]) -> Verdict:
    """Return the verdict, which follows the first failing case."""
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
