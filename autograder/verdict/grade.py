"""Runs -> points: the grid part x aspect of each task, its verdict, the mistake's name and the sentence to show."""

from collections.abc import Mapping, Sequence

from .compare import compare
from .diagnose import diagnose
from .explain import advice, explain, explain_loading, explain_run
from .likeness import likenesses
from .records import Cell, Comparison, Grade, Isolation, Run, Sheet, Submission, TaskGrade, TaskSheet, Verdict

UNCHANGED = "left unchanged"
RAISED: dict[str, Verdict] = {"NotImplementedError": "not_implemented", "MemoryError": "memory"}  # others: "error"


def grade(sheet: Sheet, submission: Submission, runs: Sequence[Run], isolation: Isolation, hidden: bool) -> Grade:
    """The grade of one submission. hidden: its sentences must tell nothing of inputs that are not public."""
    tasks = tuple(grade_task(task, run, sheet.hints, hidden) for task, run in zip(sheet.tasks, runs, strict=True))
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
        tasks=tasks,
    )


def grade_task(task: TaskSheet, run: Run, hints: Mapping[str, str], hidden: bool) -> TaskGrade:
    """One task: points follow the grid, the verdict follows the first failing case."""
    outcomes = [*run.outcomes, *[None] * (len(task.cases) - len(run.outcomes))]
    comparisons = [compare(task, case, outcome) for case, outcome in zip(task.cases, outcomes, strict=True)]
    cells = grid(task, comparisons)
    failing = [c for c in comparisons if not c.right] or [c for c in comparisons if c.outcome and c.outcome.changed]
    verdict = _verdict(run, failing, all(cell.counts for cell in cells))
    mistake = diagnose(task, comparisons) if verdict != "pass" else None
    telling = _telling(run, failing)
    if verdict == "pass":
        message = advice(comparisons)
    elif telling is not None and telling.outcome is not None:
        # A known mistake says more, and of hidden cases and of counts nothing is said.
        likes = {} if hidden or mistake or task.integer else likenesses(task, comparisons, telling)
        message = explain(task, telling, hidden, hints.get(mistake or ""), likes)
    else:
        message = explain_run(run, hidden)
    if verdict != "pass" and (loading := explain_loading(run, hidden)):
        message = f"{loading}\n{message}"
    # Whatever hidden inputs were in the process may come out as an "answer" to a public case, or be printed.
    shown, output = (None, "") if hidden else (telling, run.output)
    won = 0.0 if verdict == "forbidden" else task.points * sum(cell.counts for cell in cells) / len(cells)
    score = None if verdict == "not_graded" else round(won, 6)
    return TaskGrade(task.name, score, task.points, verdict, cells, mistake, message, shown, output)


def grid(task: TaskSheet, comparisons: Sequence[Comparison]) -> tuple[Cell, ...]:
    """The cells part x aspect, then the habit of leaving one's arguments alone, looked at in the aspects all right."""
    by_aspect: dict[str, list[Comparison]] = {}
    for comparison in comparisons:
        by_aspect.setdefault(comparison.case.aspect, []).append(comparison)
    cells = [
        Cell(part, aspect, sum(comparison.gaps[part] is None for comparison in group), len(group))
        for part in task.parts
        for aspect, group in by_aspect.items()
    ]
    if task.arrays:
        right = [c for group in by_aspect.values() if all(c.right for c in group) for c in group]
        unchanged = sum(c.outcome is not None and not c.outcome.changed for c in right)
        cells.append(Cell("arguments", UNCHANGED, unchanged, len(right)))
    return tuple(cells)


def _telling(run: Run, failing: Sequence[Comparison]) -> Comparison | None:
    """The failing case that is easiest to follow: of the first one's kind, exact before real, small before large."""
    alike = [comparison for comparison in failing if _how(comparison) == _how(failing[0])]
    return min(
        alike,
        key=lambda c: (not c.case.public, not c.case.exact, sum(array.size for array in c.case.arrays.values())),
        default=None,
    )


def _how(comparison: Comparison) -> str:
    outcome = comparison.outcome
    if outcome is None:
        return "unanswered"
    if outcome.raised:
        return "raised"
    return "refused" if outcome.refused else "wrong"


def _is_forbidden(run: Run) -> bool:
    """Whether the code uses what is off limits, or a package that the exercise does not allow."""
    raised = {outcome.raised.type for outcome in run.outcomes if outcome.raised}
    without = run.loading is not None and run.loading.type == "ModuleNotFoundError"
    return bool(
        run.forbidden
        or {"OffLimits", "ModuleNotFoundError"} & raised
        or (without and (run.found is False or "NameError" in raised))
    )


def _verdict(run: Run, failing: Sequence[Comparison], full: bool) -> Verdict:
    if run.ended == "not_graded":
        return "not_graded"
    if _is_forbidden(run):
        return "forbidden"
    if full:
        return "pass"
    outcome = failing[0].outcome if failing else None
    if run.found is False:
        return "error" if run.loading else "missing"
    if failing and outcome is None:
        return run.ended if run.ended != "done" else "crash"
    if outcome and outcome.raised:
        return RAISED.get(outcome.raised.type, "error")
    return "fail"
