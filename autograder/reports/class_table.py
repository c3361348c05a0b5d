"""Render a class on a terminal for `grade`: what needs attention, and optionally every row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from ..records import Grade
from ..text import counted, few, visible
from . import summary, words
from .terminal import LOUD, mark

MOST_LOST = 20  # results of a kind that needs attention, with reasons
MOST_NAMED = 5  # names per exercise
LONGEST_NAME = 32
MOST_COMMON = 5


def class_table(
    grades: Sequence[Grade],
    totals: Sequence[Grade] = (),
    notices: Sequence[str] = (),
    *,
    every: bool = False,
    changed: Sequence[str] = (),
    about: Collection[str] = (),
) -> RenderableType:
    """Render a line for each exercise of a class, and what needs attention.

    That includes results not graded, late or set by hand, frequent mistakes, and the notices.

    totals: of sets of exercises; they have rows, and count in no other number.
    notices: sentences about what staff should look at again.
    every: also show a row for each student and exercise, and every reason.
    changed: sentences about results that have changed.
    about: students whose rows are shown even without `every`.
    """
    everything = sorted([*grades, *totals], key=lambda grade: (grade.student or "", grade.exercise))
    rows = [grade for grade in everything if every or grade.student in about]
    return Group(
        *(_rows(rows) if rows else ()),
        _exercises(everything),
        Text(),
        *_labelled("LOOK AGAIN", notices, every),
        *_labelled("CHANGED", changed, every),
        *_lost(grades, len(grades) if every else MOST_LOST),
        *_named("late", [each for each in grades if each.late], every),
        *_named("due later", [each for each in grades if each.status == "extended"], every),
        *_named("nothing submitted", [each for each in grades if words.remark(each)], every),
        *_overridden(grades),
        *_summary(grades),
    )


def _rows(grades: Sequence[Grade]) -> Iterable[RenderableType]:
    table = _table("student", "exercise", "points", "tasks", "mistakes", "file")
    for grade in grades:
        table.add_row(*_row(grade))
    yield table
    used = dict.fromkeys(task.verdict for grade in grades for task in grade.tasks)
    yield Text("   ").join(
        mark(v).append(f" {words.VERDICTS[v][1]}") for v in words.VERDICTS if v in used
    )


def _exercises(grades: Sequence[Grade]) -> RenderableType:
    table = _table("exercise", "students", "not graded", "mean", "full marks")
    for exercise, theirs in sorted(summary.by_exercise(grades).items()):
        lost = sum(grade.status == "not_graded" for grade in theirs)
        mean = summary.mean_share(theirs)
        table.add_row(
            Text(visible(exercise)),
            str(len(theirs)),
            Text(str(lost), LOUD if lost else ""),
            "–" if mean is None else f"{mean:.0%}",
            str(sum(grade.score == grade.max_score for grade in theirs)),
        )
    return table


def _table(*names: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for name in names:
        left = name in ("student", "exercise", "tasks", "mistakes", "file")
        table.add_column(
            name, justify="left" if left else "right", overflow="fold", no_wrap=name == "exercise"
        )
    return table


def _row(grade: Grade) -> tuple[Text, ...]:
    student, exercise = Text(_name(grade)), Text(visible(grade.exercise))
    names = [_cut(visible(grade.filename)), words.remark(grade), "late" if grade.late else ""]
    file = Text(", ".join(filter(None, names)), "dim")
    if grade.status == "not_graded":
        return student, exercise, Text("NOT GRADED", LOUD), Text("?", LOUD), Text(), file
    marks = Text().join(mark(task.verdict) for task in grade.tasks)
    score = Text(words.points(grade).removesuffix("s").removesuffix(" point"))
    score.append("*" if grade.overrides else "", "bold")
    return (
        student,
        exercise,
        score,
        marks,
        Text(", ".join(words.prose(visible(m)) for m in summary.mistakes(grade))),
        file,
    )


def _name(grade: Grade) -> str:
    return _cut(visible(grade.student or "-"))


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _overridden(grades: Sequence[Grade]) -> Iterable[Text]:
    """Yield a line for each override of points."""
    for grade in grades:
        for line in words.overrides(grade):
            place = f"* {_name(grade)}, {visible(grade.exercise)}, "
            yield Text.assemble((place, "bold"), visible(line))


def _labelled(label: str, sentences: Sequence[str], every: bool) -> Iterable[Text]:
    most = len(sentences) if every else MOST_LOST
    for sentence in sentences[:most]:
        yield Text.assemble((label, LOUD), " ", visible(sentence))
    if len(sentences) > most:
        yield Text.assemble((label, LOUD), f" {len(sentences) - most} more: `--all` names them")


def _lost(grades: Sequence[Grade], most: int) -> Iterable[Text]:
    lost = [grade for grade in grades if grade.status == "not_graded"]
    for grade in lost[:most]:
        loud = Text.assemble(
            ("NOT GRADED", LOUD), (f" {_name(grade)}, {visible(grade.exercise)}: ", "bold")
        )
        yield loud.append(visible(grade.reason or "no reason given"))
    if len(lost) > most:
        more = f" {len(lost) - most} more: `--all` and grades.csv have the reasons"
        yield Text.assemble(("NOT GRADED", LOUD), (more, "bold"))


def _named(what: str, grades: Sequence[Grade], every: bool) -> Iterable[Text]:
    """Yield the names of these students, a line for each exercise."""
    most = len(grades) if every else MOST_NAMED
    for exercise, theirs in sorted(summary.by_exercise(grades).items()):
        names = few([_name(each) for each in theirs], most)
        yield Text.assemble((what, "bold"), f"   {names}   ").append(visible(exercise), "dim")


def _summary(grades: Sequence[Grade]) -> Iterable[Text]:
    lost = [grade for grade in grades if grade.status == "not_graded"]
    mean = summary.mean_share(grades)
    graded = sum(grade.score is not None for grade in grades)
    line = Text.assemble(
        (f"{counted(graded, 'result')} graded", "bold"),
        "   ",
        (f"{len(lost)} not graded", LOUD if lost else ""),
    )
    yield line.append(f"   mean {mean:.0%}" if mean is not None else "")
    mistakes = summary.most_common(grades)[:MOST_COMMON]
    yield from _counted("most frequent mistakes", mistakes, words.prose)
    yield from _counted("tasks most often failed", summary.failures(grades)[:MOST_COMMON], str)


def _counted(
    title: str, counts: Sequence[tuple[tuple[str, str], int]], shown: Callable[[str], str]
) -> Iterable[Text]:
    """Yield a heading, and the number of submissions for each ((exercise, name), number)."""
    if counts:
        yield Text()
        yield Text(title, "bold")
    for (exercise, name), count in counts:
        yield Text(f"{count:4}   {shown(visible(name))}   ").append(visible(exercise), "dim")
