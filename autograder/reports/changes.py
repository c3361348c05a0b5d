"""Compare two gradings of a class: whose points or verdicts differ, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct
from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from ..records import Grade, TaskGrade
from ..text import shown, visible
from ..verdict.override import WHOLE
from . import summary, words

Place = tuple[str, str]  # student, exercise
MOST_ASPECTS = 3


class Change(Struct, frozen=True):
    """The difference in one task or, if `task` is WHOLE, in the exercise.

    before, after: its points, or None if it has none. why: the change of verdicts, mistakes or
        cells. counts: whether the points of the exercise are the sum of its tasks.
    """

    student: str
    exercise: str
    task: str
    before: float | None
    after: float | None
    why: str
    counts: bool = True

    @property
    def gained(self) -> float:
        """The points gained."""
        if not self.counts:
            return 0.0
        return round((self.after or 0.0) - (self.before or 0.0), 6)


def changes(before: Iterable[Grade], after: Iterable[Grade]) -> list[Change]:
    """Return the differences, by student, exercise and task."""
    old, new = _by_place(before), _by_place(after)
    found: list[Change] = []
    for place in sorted(old.keys() | new.keys()):
        found += _changes(place, old.get(place), new.get(place))
    return found


def changes_table(
    before: Sequence[Grade], after: Sequence[Grade], names: tuple[str, str]
) -> RenderableType:
    """Render the differences, one row per task, and a few lines about the class.

    names: the names of the two gradings.
    """
    found = changes(before, after)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for name in ("student", "exercise", "task"):
        table.add_column(name, overflow="fold", no_wrap=name == "exercise")
    for name in ("before", "after", "change"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("why", overflow="fold")
    for each in found:
        style = "green" if each.gained > 0 else "red" if each.gained < 0 else ""
        table.add_row(
            *(Text(visible(word)) for word in (each.student, each.exercise, each.task)),
            Text(words.short(each.before)),
            Text(words.short(each.after)),
            Text(_signed(each.gained), style),
            Text(visible(each.why)),
        )
    folders = f"before: {visible(names[0])}   after: {visible(names[1])}"
    totals = [Text(folders), *_totals(before, after, found)]
    return Group(table, Text(), *totals) if found else Group(*totals)


def _signed(points: float) -> str:
    return ("+" * (points > 0) + words.short(points)) if points else "0"


def changed(before: Iterable[Grade], after: Iterable[Grade]) -> list[str]:
    """Return a sentence about each result in both whose points or submission differ."""
    old = _by_place(before)
    sentences = []
    for place, grade in _by_place(after).items():
        earlier = old.get(place)
        if earlier is None:
            continue
        other = earlier.submission_sha256 != grade.submission_sha256
        if not other and earlier.score == grade.score:
            continue
        file = f" ({grade.filename})" if grade.filename else ""
        why = f"; another submission{file}" if other else ""
        now, then = words.points(grade), words.points(earlier)
        was = "as before" if now == then else f"before: {then}"
        sentences.append(f"{shown(place[0])}, {place[1]}: {now}, {was}{why}.")
    return sentences


def _by_place(grades: Iterable[Grade]) -> dict[Place, Grade]:
    return {(grade.student or "", grade.exercise): grade for grade in grades}


def _changes(place: Place, old: Grade | None, new: Grade | None) -> Iterator[Change]:
    """Yield the differences in one result: in tasks, and in the whole if they do not explain it."""
    change = partial(Change, *place)
    if old is None or new is None:
        why = "new" if old is None else "removed"
        yield change(task=WHOLE, before=_score(old), after=_score(new), why=why)
        return
    other = "another submission; " if old.submission_sha256 != new.submission_sha256 else ""
    before, after = ({task.name: task for task in grade.tasks} for grade in (old, new))
    found: list[Change] = []
    counts = not any(WHOLE in grade.overrides for grade in (old, new))
    by_hand = "" if counts else "; the points of the exercise are set by hand"
    for name in {**before, **after}:
        one, two = before.get(name), after.get(name)
        states = _task_state(old, one), _task_state(new, two)
        if one is None or two is None or one.score != two.score or states[0] != states[1]:
            why = " → ".join(states) if states[0] != states[1] else _aspects(one, two)
            why = f"{other}{why}{_uncounted(one, two)}{by_hand}"
            found.append(
                change(task=name, before=_score(one), after=_score(two), why=why, counts=counts)
            )
    gained = None if None in (old.score, new.score) else sum(each.gained for each in found)
    if gained is None or abs((new.score or 0.0) - (old.score or 0.0) - gained) > 1e-5:
        states = _state(old), _state(new)
        if old.score != new.score or states[0] != states[1]:
            why = other + " → ".join(states)
            yield change(task=WHOLE, before=old.score, after=new.score, why=why)
    yield from found


def _score(side: Grade | TaskGrade | None) -> float | None:
    return side.score if side else None


def _task_state(grade: Grade, task: TaskGrade | None) -> str:
    """Write the verdict of a task, its mistakes, and whether its points were set by hand."""
    if task is None:
        return "no such task"
    named = f" ({', '.join(map(words.prose, task.mistakes))})" if task.mistakes else ""
    by_hand = grade.overrides.get(task.name)
    changed = f", set by hand: {by_hand.comment}" if by_hand else ""
    return words.VERDICTS[task.verdict][1] + named + changed


def _state(grade: Grade) -> str:
    if by_hand := grade.overrides.get(WHOLE):
        state = "excused" if by_hand.points is None else "set by hand"
        return f"{state}: {by_hand.comment}"
    if grade.status in words.NO_POINTS:
        return words.NO_POINTS[grade.status]
    if grade.score is None:
        return f"not graded: {grade.reason}"
    return "graded"


def _uncounted(old: TaskGrade | None, new: TaskGrade | None) -> str:
    """Write which aspects no longer count, and why."""
    before = old.uncounted if old else ()
    left_out = [each for each in (new.uncounted if new else ()) if each not in before]
    return "".join(f"; {aspect} is not counted: {why}" for aspect, why in left_out)


def _aspects(old: TaskGrade | None, new: TaskGrade | None) -> str:
    """Name the cells that count in only one of two grades."""
    before, after = (
        {f"{cell.part} {cell.aspect}": cell.counts for cell in task.cells} if task else {}
        for task in (old, new)
    )
    names = {**before, **after}
    moved = [name for name in names if before.get(name) != after.get(name)]
    marks = {True: "right", False: "wrong", None: "no such cell"}
    moves = [f"{name}: {marks[before.get(name)]} → {marks[after.get(name)]}" for name in moved]
    more = [f"{len(moves) - MOST_ASPECTS} more"] if len(moves) > MOST_ASPECTS else []
    return ", ".join([*moves[:MOST_ASPECTS], *more]) or "other points"


def _totals(
    before: Sequence[Grade], after: Sequence[Grade], found: Sequence[Change]
) -> Iterator[Text]:
    old, new = _by_place(before), _by_place(after)
    both = sorted(old.keys() & new.keys())
    gained, appeared, vanished = list[float](), 0, 0
    for place in both:
        was, now = old[place].score, new[place].score
        if was is not None and now is not None:
            gained.append(now - was)
        appeared += was is None and now is not None
        vanished += was is not None and now is None
    touched = {(each.student, each.exercise) for each in found}
    counts = (
        f"{sum(gap > 0 for gap in gained)} with more points",
        f"{sum(gap < 0 for gap in gained)} with fewer points",
        f"{len(new.keys() - old)} new",
        f"{len(old.keys() - new)} removed",
        f"{sum(place not in touched for place in both)} the same",
        *([f"{appeared} with points now"] if appeared else ()),
        *([f"{vanished} without points now"] if vanished else ()),
    )
    yield Text("   ".join(counts), "bold")
    means = [summary.mean_share([side[place] for place in both]) for side in (old, new)]
    yield Text("mean " + " → ".join("–" if mean is None else f"{mean:.1%}" for mean in means))
    for (name, one, two), count in _made_by((old[place], new[place]) for place in both).items():
        yield Text(f"{visible(name)} {visible(one)} → {visible(two)}, in {count} of {len(both)}")


def _made_by(pairs: Iterable[tuple[Grade, Grade]]) -> Mapping[tuple[str, str, str], int]:
    """Count results graded by another version, seed or sheet; the date alone says nothing."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for one, two in pairs:
        for name in {**one.made_by, **two.made_by}:
            sides = one.made_by.get(name, "–"), two.made_by.get(name, "–")
            if name != "date" and sides[0] != sides[1]:
                counts[name, *sides] += 1
    return counts
