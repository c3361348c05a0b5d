"""Judge habits, which do not depend on the numbers returned, on every completed call."""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct

from ..records import Cell, Comparison, Outcome, Raised, TaskGrade, TaskSheet
from .compare import alike, failure

CALLED_AGAIN = "called again"  # the aspect of a case that repeats an earlier one
# (part, aspect) of the cell of each habit.
ARGUMENTS = ("arguments", "left unchanged")
ANSWER = ("answer", "stays the same when asked again")
RESULTS = ("results", "stay as they were returned")


class Broken(Struct, frozen=True, kw_only=True):
    """The habits that a submission broke in any of its calls, in names of the spec.

    changed: the arguments that were written into. overwritten: the parts that had other numbers
        after the last call. differs: whether two equal calls gave different answers.
    """

    changed: tuple[str, ...] = ()
    overwritten: tuple[str, ...] = ()
    differs: bool = False


def cells(task: TaskSheet, comparisons: Sequence[Comparison]) -> Iterator[Cell]:
    """Yield the cell of each habit that the task can break."""
    outcomes = [each.outcome for each in comparisons if each.outcome]
    if task.arrays:
        yield _cell(ARGUMENTS, [not outcome.changed for outcome in outcomes])
    if any(task.parts.values()):  # a single number cannot be overwritten
        answers = [outcome for outcome in outcomes if outcome.parts]
        yield _cell(RESULTS, [not outcome.overwritten for outcome in answers])
    if _repeated(task):
        yield _cell(ANSWER, list(_same_again(task, comparisons)))


def _cell(habit: tuple[str, str], kept: Sequence[bool]) -> Cell:
    part, aspect = habit
    return Cell(part=part, aspect=aspect, passed=sum(kept), total=len(kept))


def is_habit(cell: Cell) -> bool:
    """Tell whether a cell is a habit's."""
    return (cell.part, cell.aspect) in (ARGUMENTS, ANSWER, RESULTS)


def kept(found: Collection[Cell]) -> tuple[int, int]:
    """Return how many habits count, none unless a value cell does, and how many there are."""
    habits = [cell.counts for cell in found if is_habit(cell)]
    return sum(habits) if any(values(found)) else 0, len(habits)


def values(found: Collection[Cell]) -> list[bool]:
    """List for each value cell whether it counts."""
    return [cell.counts for cell in found if not is_habit(cell)]


def earned(found: Collection[Cell]) -> float:
    """Return the share of points earned: all habits together count as one cell with values."""
    counting = values(found)
    habits, total = kept(found)
    if total == 0:
        return sum(counting) / len(counting)
    return (sum(counting) + habits / total) / (len(counting) + 1)


def shares(found: Sequence[Cell]) -> list[float]:
    """Return the share of a task's points that each cell is worth, in order. They add up to 1.

    `earned` adds up the cells that count, with no habits unless a cell with values counts.
    """
    habits, cells = sum(map(is_habit, found)), len(values(found)) + any(map(is_habit, found))
    return [1 / cells / habits if is_habit(cell) else 1 / cells for cell in found]


def lost(grade: TaskGrade) -> tuple[tuple[Cell, float], ...]:
    """Return the cells of a task that earn nothing, each with the points it costs.

    These add up to the points the task lacks.
    """
    if grade.score is None or grade.verdict == "pass":
        return ()
    worth = zip(grade.cells, shares(grade.cells), strict=True)
    all_lost = grade.score == 0
    return tuple(
        (cell, grade.max_score * share) for cell, share in worth if all_lost or not cell.counts
    )


def broken(task: TaskSheet, comparisons: Sequence[Comparison]) -> Broken:
    """Return the habits that were broken in any call."""
    outcomes = [each.outcome for each in comparisons if each.outcome]
    changed = {position for outcome in outcomes for position in outcome.changed}
    overwritten = {position for outcome in outcomes for position in outcome.overwritten}
    return Broken(
        changed=tuple(name for at, name in enumerate(task.arrays) if at in changed),
        overwritten=tuple(name for at, name in enumerate(task.parts) if at in overwritten),
        differs=not all(_same_again(task, comparisons)),
    )


@lru_cache(maxsize=256)  # the same for every submission
def _repeated(task: TaskSheet) -> Sequence[tuple[int, int]]:
    """Return the positions of each repeated case: of the earlier one and of its repetition."""
    pairs = []
    for later, case in enumerate(task.cases):
        if case.aspect != CALLED_AGAIN:
            continue
        for earlier, first in enumerate(task.cases[:later]):
            arrays = zip(first.arrays.values(), case.arrays.values(), strict=True)
            if first.options == case.options and all(np.array_equal(*pair) for pair in arrays):
                pairs.append((earlier, later))
                break
    return pairs


def _same_again(task: TaskSheet, comparisons: Sequence[Comparison]) -> Iterator[bool]:
    """Yield for each completed repeated call whether the answer was the same."""
    for earlier, later in _repeated(task):
        one, two = comparisons[earlier], comparisons[later]
        if one.outcome and two.outcome:
            yield _same_gaps(one, two) and _same_outcome(one.outcome, two.outcome, one.right)


def _same_gaps(one: Comparison, two: Comparison) -> bool:
    return [gap is None for gap in one.gaps.values()] == [gap is None for gap in two.gaps.values()]


def _same_outcome(one: Outcome, two: Outcome, right: bool) -> bool:
    """Tell whether two equal calls had the same outcome. right: whether both answers are right.

    Right answers may be rounded differently.
    """
    if right:
        return True
    if isinstance(one.result, Raised) and isinstance(two.result, Raised):
        return one.result.type == two.result.type  # a message may contain an address or weights
    if failure(one.result) != failure(two.result) or len(one.parts) != len(two.parts):
        return False
    return all(alike(*pair) for pair in zip(two.parts, one.parts, strict=True))
