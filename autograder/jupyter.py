"""Provide `check("conv2d")`, `hint("conv2d")` and `case("conv2d")` for notebooks.

`check` compares the function that the kernel has in memory with TensorFlow on the public cases. The
result is its points, as nbgrader expects; Jupyter shows the grid below. No traceback is shown, and
nothing is written to stderr.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from .answers import sheet
from .catalog import SHEET, released
from .errors import Refusal, lacking, no_task, outdated
from .grading.advice import with_advice
from .grading.ending import ending, predicted
from .grading.kernel import run as run_in_memory
from .grading.submission import case_number, grade_task
from .records import Line, Message, Run, Sheet, TaskGrade, TaskSheet
from .reports.words import unwritten
from .verdict.sentences import raised as raised_sentences
from .verdict.sentences import renamed

if TYPE_CHECKING:
    from .grading.debug import PublicCase

WIDTH = 80  # of a hint


def check(task: str = "") -> Points:
    """Compare one of your functions with TensorFlow's answers in sheet.npz, beside the notebook.

    Return its points.

    Refusal: the file is missing, has no such task, or a package is not installed.
    """
    try:
        return _check(task)
    except Refusal:
        raise
    except Exception:
        if refusal := outdated():
            raise refusal from None
        raise


def hint(task: str = "") -> Hint:
    """Return the hints given so far for a task, and one more each time.

    Refusal: there is no such task, or there are no hints.
    """
    from .grading.hints import ask

    answers, found = _found("hint", task)
    inside = f'case("{found.name}")'
    otherwise = f"`{inside}` shows a call with TensorFlow's answer."
    if not _in_a_kit(answers.exercise):
        where = f"exercises/{answers.exercise} of the course's kit"
        raise Refusal(f"Hints are found only in {where}.", otherwise)
    hints = ask(Path.cwd(), f"{answers.exercise}/{found.name}", otherwise)
    more = f'`hint("{found.name}")` gives one more.'
    if len(hints.given) == hints.total:
        more = f"That was the last one. `{inside}` shows a call with TensorFlow's answer."
    return Hint(hints.headed(), more)


class Hint(Struct, frozen=True):
    """The hints so far, each with its heading. more: how to go on."""

    hints: Sequence[tuple[str, str]]
    more: str

    def __repr__(self) -> str:
        texts = [f"{heading}\n{fill(text, WIDTH)}" for heading, text in self.hints]
        return "\n\n".join([*texts, fill(self.more, WIDTH)])

    def _repr_html_(self) -> str:
        from .reports.html import hint_output

        return hint_output(self.hints, self.more)


def case(task: str = "", number: int = 1) -> PublicCase:
    """Return a public case of a task: its inputs and options, and TensorFlow's answer.

    number: which of its cases, from 1. The first is the smallest.

    Refusal: there is no such task or case.
    """
    from .grading.debug import public_case  # `check` does not need it

    return public_case(_found("case", task)[1], number)


def _found(function: str, task: object) -> tuple[Sheet, TaskSheet]:
    """Return the sheet beside the notebook, and a task in it. function: what was called.

    Refusal: there is no sheet, or no such task in it.
    """
    path = Path(SHEET)
    if not path.is_file():
        problem = f"There is no {SHEET} in {path.resolve().parent}."
        here = "If the notebook is in another folder, change into it with `%cd FOLDER`."
        raise Refusal(problem, f"{here} Otherwise, fetch the assignment again.")
    answers = sheet.load(path.read_bytes())
    names = [each.name for each in answers.tasks]
    if not isinstance(task, str) or not task:  # such as the function itself
        problem = f"{function}() takes the name of a task of {answers.exercise}, in quotes:"
        example = f'{function}("{names[0]}").'
        raise Refusal(f"{problem} {example}", f"Its tasks are: {', '.join(names)}.")
    name = task.removeprefix(f"{answers.exercise}/")
    if name not in names:
        raise no_task(answers.exercise, name, names)
    return answers, answers.tasks[names.index(name)]


def _check(task: str) -> Points:
    answers, task_sheet = _found("check", task)
    if refusal := lacking(answers.exercise, task_sheet.packages, "%pip"):
        raise refusal
    run, ran, passed_over = run_in_memory(answers.exercise, task_sheet)
    graded, notes = grade_task(task_sheet, run, answers.hints), []
    graded = with_advice(graded, task_sheet, ran)
    if run.defined is False:
        graded = replace(graded, message=_undefined(run, passed_over))
    elif passed_over:
        cell, why = passed_over
        notes = [
            f"Cell [{cell}] {why}, so this check used an earlier definition."
            " Fix the cell and run it again."
        ]
    number = case_number(task_sheet, graded)
    useful = number and _in_a_kit(answers.exercise) and not unwritten(graded)
    call = f'case("{graded.name}", {number})' if useful else ""
    return Points(graded, [*notes, *_notes(answers.exercise, graded, call)], call)


def _in_a_kit(exercise: str) -> bool:
    """Tell whether the notebook is in a kit: an nbgrader assignment has no spec."""
    return released(_root(), exercise).spec.is_file()


def _root() -> Path:
    """Return the folder of the course, if the notebook is in its exercise's folder."""
    return Path.cwd().parent.parent


def _undefined(run: Run, passed_over: tuple[int, str] | None) -> Message:
    """Report that a name of the task is not defined. passed_over: see `InMemory.passed_over`."""
    absent = " and no ".join(run.missing) or f"function {run.task}"
    sentences = [
        f"There is no {absent} in this notebook.",
        "Run its cell first, and keep the name that the skeleton gives it.",
    ]
    if run.loading:
        raised, *remedy = raised_sentences(run.loading)
        failed = raised.removeprefix("It raised ")
        sentences = [f"When {run.task} is graded, its import fails with {failed}", *remedy]
    elif place := renamed(run.missing or [run.task], run.unasked):
        sentences = [sentences[0], place]
    elif passed_over:
        cell, why = passed_over
        sentences = [
            f"There is no {absent} in this notebook: cell [{cell}] {why}.",
            "Fix the cell and run it again.",
        ]
    return Message(tuple(Line(sentence, 1) for sentence in sentences))


_right: dict[str, set[str]] = {}  # exercise -> tasks that were right when last checked here


def _notes(exercise: str, task: TaskGrade, call: str) -> list[str]:
    """Return further sentences for the student: where to get help, or what right work unlocks.

    call: the expression for the case that is shown, or "".
    """
    right = _right.setdefault(exercise, set())
    if task.verdict == "pass":
        right.add(task.name)
        return [*predicted(_root(), exercise, [task.name]), *ending(_root(), exercise, right)]
    right.discard(task.name)
    if task.verdict == "missing" or not _in_a_kit(exercise):
        return []
    inside = f" `{call}` gives you this call with TensorFlow's answer." if call else ""
    return [f'`hint("{task.name}")` gives a hint.{inside}']


class Points(float):
    """The points of a task, which Jupyter shows with the grid and the wrong numbers."""

    task: TaskGrade
    notes: Sequence[str]
    call: str

    def __new__(cls, task: TaskGrade, notes: Sequence[str] = (), call: str = "") -> Points:
        """Return the task's points as a number; 0.0 if it is not graded.

        call: the expression for the case that is shown, if any.
        """
        points = super().__new__(cls, task.score or 0.0)
        points.task, points.notes, points.call = task, notes, call
        return points

    def _repr_html_(self) -> str:
        try:
            from .reports.html import cell_output  # imports jinja2, which `check` does not need

            return cell_output(self.task, self.notes, self.task.output, self.call)
        except Exception:
            if refusal := outdated():
                return f"<p>{refusal}</p>"
            raise
