"""Write messages about failures: what is wrong, where, and what to do.

`explain`, `explain_run` and `explain_loading` are for public cases and quote them. Messages about
hidden cases are written from records without their numbers, shapes and strings.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from ..records import (
    Answer,
    Comparison,
    Line,
    Message,
    Raised,
    Refused,
    Run,
    SheetCase,
    TaskSheet,
)
from ..text import FAILS_LIKE, RECOGNISED, counted, listed, shape_text, visible
from . import crash, remedies, sentences
from .conceal import HiddenException, HiddenFailure, HiddenRun
from .gaps import gap_lines, shape_remedy
from .habits import CALLED_AGAIN, Broken
from .likeness import Likeness

WIDE = (
    "It returns float64 for float32 inputs; np.zeros makes float64 by default. This costs no"
    " points."
)
NONE_BROKEN = Broken()
LOADING_ENDED = ": loading the file failed with "
SEE_CHECK = "`autograder check` shows the numbers of the public cases."


# -- one case ----------------------------------------------------------------------------------


def explain(
    task: TaskSheet,
    comparison: Comparison,
    hint: str | None = None,
    resemblances: Mapping[str, Likeness] | None = None,
    broken: Broken = NONE_BROKEN,
    first: Sequence[str] = (),
    more: Sequence[str] = (),
) -> Message:
    """Write the message about a public case that is wrong.

    hint: the docstring of the known mistake that the answer equals.
    resemblances: part -> its resemblance to the right answer.
    broken: the habits that were broken in any case.
    first, more: sentences about the task as a whole, before and after those about the case.
    """
    lines = [Line(describe(comparison.case)), *_lines(*first)]
    lines += _findings(task, comparison, resemblances or {}, hint is not None)
    lines += _lines(*more)
    result = comparison.outcome.result if comparison.outcome else None
    if task.steps and result:
        lines += sentences.steps(task.steps, task.name, result)
    lines += _lines(*sentences.habits(broken))
    return _with_hint(lines, hint, isinstance(result, Answer))


def explain_hidden(
    failure: HiddenFailure, hint: str | None = None, broken: Broken = NONE_BROKEN
) -> Message:
    """Write the message about a hidden case that is wrong: its aspect, the kinds of gaps, the line.

    The parameters are those of `explain`.
    """
    lines = [Line(failure.aspect), *_hidden_findings(failure)]
    lines += _lines(*sentences.habits(broken))
    if not hint:
        lines.append(Line(SEE_CHECK, 1))
    return _with_hint(lines, hint, not failure.failure)


def _with_hint(lines: Sequence[Line], hint: str | None, answered: bool) -> Message:
    """Add the hint of a mistake. answered: whether an answer may equal the mistake's."""
    start = FAILS_LIKE if hint and not answered else RECOGNISED
    return Message(tuple(lines), paragraphs(hint), start)


def paragraphs(hint: str | None) -> tuple[str, ...]:
    """Split a docstring into its paragraphs, each on one line."""
    if not hint:
        return ()
    return tuple(" ".join(each.split()) for each in inspect.cleandoc(hint).split("\n\n"))


def describe(case: SheetCase) -> str:
    """Describe a call on one line, such as `inputs (2, 6, 6, 3)   strides 2x2   padding same`."""
    words = [f"{name} {shape_text(array.shape)}" for name, array in case.arrays.items()]
    words += [f"{name} {_option(value)}" for name, value in case.options.items()]
    if not words or (case.aspect and "=" not in case.aspect):
        again = case.aspect == CALLED_AGAIN
        words.append("the same call again" if again else f"[{case.aspect}]")
    return "   ".join(words)


def _option(value: Any) -> str:
    is_size = isinstance(value, tuple | list) and all(isinstance(size, int) for size in value)
    if is_size and value:
        return "x".join(str(size) for size in value)
    return visible(str(value))


def _findings(
    task: TaskSheet, comparison: Comparison, resemblances: Mapping[str, Likeness], named: bool
) -> Iterator[Line]:
    outcome = comparison.outcome
    if outcome is None:
        yield from _lines("This case got no answer.")
        return
    if not isinstance(outcome.result, Answer):
        yield from _no_answer(task, comparison.case, outcome.result)
        return
    parts = outcome.result.parts
    if len(parts) != len(task.parts):
        returned = counted(len(parts), "array")
        count, remedy = sentences.wrong_count(returned, task.parts)
        yield from _lines(count, remedies.METHODS if task.steps else remedy)
    advice: dict[str | None, None] = {}  # each once, in order
    for part, gap in comparison.gaps.items():
        if gap is None:
            continue
        yield from gap_lines(task, comparison, part, gap)
        if like := resemblances.get(part):
            yield Line(like.sentence, 2)
            advice[like.remedy] = None
        elif gap.kind == "shape":
            advice[shape_remedy(comparison, part, named)] = None
        else:
            advice[(remedies.STEP_GAPS if task.steps else remedies.GAPS).get(gap.kind)] = None
    yield from _lines(*filter(None, advice))


def _no_answer(task: TaskSheet, case: SheetCase, result: Raised | Refused) -> Iterator[Line]:
    if isinstance(result, Raised) and (name := crash.unwritten(result)):
        called = crash.helper(result, task.names) is not None
        if name == task.name and len({each.aspect for each in task.cases}) > 1:
            yield Line(f"In {name}, [{case.aspect}] is not written yet.", 1)
        else:
            which = ", which" * called
            yield Line(f"{'It calls ' * called}{name}{which} is not written yet.", 1)
        yield from crash.frames(result)
        return
    sentence, *remedies = sentences.no_arrays(result, task.parts)
    yield Line(sentence, 1)
    if isinstance(result, Raised) and result.type != "NotImplementedError":
        yield from crash.frames(result)
        own = crash.builtin(result, [*task.arrays, *case.options])
        remedies = [own] if own else remedies
    yield from _lines(*remedies)
    if result == Refused("signature"):
        yield from _lines(f"It is called as {_call(task, case)}.")


def _hidden_findings(failure: HiddenFailure) -> Iterator[Line]:
    if not failure.answered:
        yield from _lines("This case got no answer.")
    elif failure.count:
        count, remedy = sentences.wrong_count(f"{failure.count} arrays", failure.parts)
        yield from _lines(count, remedies.METHODS if failure.steps else remedy)
    elif failure.failure:
        yield from _lines(*sentences.no_arrays(failure.failure, failure.parts))
    for part, kind in failure.kinds.items():
        if kind in remedies.HIDDEN_GAPS:
            yield from _lines(f"{part}: {remedies.HIDDEN_GAPS[kind]}.")
    gaps = remedies.STEP_GAPS if failure.steps else remedies.GAPS
    advice = dict.fromkeys(gaps.get(kind) for kind in failure.kinds.values())
    yield from _lines(*filter(None, advice))


def _lines(*sentences: str) -> Iterable[Line]:
    return [Line(sentence, 1) for sentence in sentences]


def _call(task: TaskSheet, case: SheetCase) -> str:
    """Write a call with names only: `conv2d(inputs, kernel, bias, padding=...)`."""
    options = [f"{name}=..." for name in case.options]
    return f"{task.name}({', '.join([*task.arrays, *options])})"


# -- the run as a whole ------------------------------------------------------------------------


def explain_run(run: Run, began: Comparison | None = None) -> Message:
    """Write the message about a public run as a whole, empty if it did not fail.

    began: the case that was running when it ended.
    """
    failures = [each.result for each in run.outcomes if not isinstance(each.result, Answer)]
    message = _message(_run(run, failures[0] if failures else None))
    if began is None or not message.lines:
        return message
    return Message((Line(describe(began.case)), *_lines(*(line.text for line in message.lines))))


def explain_hidden_run(run: HiddenRun) -> Message:
    """Write the message about a hidden run as a whole, empty if it did not fail."""
    return _message(_run(run, run.failure))


def explain_loading(run: Run) -> Message:
    """Write about a top-level statement that failed, if that may be why a task fails.

    It may be if a call then lacked a name, or if it is a `return` outside its function.
    """
    return _loading(run)


def explain_hidden_loading(run: HiddenRun) -> Message:
    """Write about the same statement in a hidden run, without the exception's message."""
    return _loading(run)


def explain_needs(names: Sequence[str], tasks: Sequence[str]) -> Message:
    """Write the message about a task that needs names that are still wrong."""
    return _message([f"It needs {listed(names)}. Get {listed(tasks)} right first."])


def advice(widened: bool) -> Message:
    """Write the message about a right answer. widened: whether it is float64 for float32 inputs."""
    return _message([WIDE] if widened else [])


def _message(lines: Iterable[str]) -> Message:
    return Message(tuple(Line(line) for line in lines))


def _loading(run: Run | HiddenRun) -> Message:
    if not run.loading or not run.defined:
        return Message()
    if isinstance(run.loading, Raised) and "outside function" in run.loading.message:
        first = Line("A line that belongs inside a function is outside it, and was skipped.")
    elif _lacks_a_name(run):
        first = Line("A statement in the file failed and was skipped, so a name is undefined.")
    else:
        return Message()
    return Message((first, *_lines(*sentences.raised(run.loading))))


def after_loading(loading: Message, message: Message) -> Message:
    """Return both messages as one, without advice on undefined names.

    Such a name is undefined because the statement failed, not because it is misspelt.
    """
    if not loading.lines:
        return message
    lines = (each for each in message.lines if not each.text.endswith(remedies.UNDEFINED))
    return replace(message, lines=(*loading.lines, *lines))


def _lacks_a_name(run: Run | HiddenRun) -> bool:
    """Tell whether a call raised NameError."""
    if isinstance(run, Run):
        raised = [each.result for each in run.outcomes if isinstance(each.result, Raised)]
        return any(each.type == "NameError" for each in raised)
    return isinstance(run.failure, HiddenException) and run.failure.name == "NameError"


def _run(run: Run | HiddenRun, failure: sentences.Failure | None) -> Iterable[str]:
    if run.ended == "not_graded":
        reason = f": {visible(run.reason)}" if run.reason else ""
        return [
            f"Not graded{reason}. This costs no points; ask the course staff to grade it again."
        ]
    if run.ended != "done":
        return _ended(run)
    if run.forbidden:
        return sentences.off_limits(run.forbidden)
    if run.defined is False:
        return _missing(run)
    return sentences.no_arrays(failure, ()) if failure else []


def _missing(run: Run | HiddenRun) -> list[str]:
    missing = f"There is no {' and no '.join(run.missing) or f'function {run.task}'}"
    if run.loading is None:
        renamed = sentences.renamed(run.missing or [run.task], run.unasked)
        return [f"{missing} in the file.", renamed or "Keep the name from the skeleton."]
    sentence, *remedy = sentences.raised(run.loading)
    ended = f"{missing}{LOADING_ENDED}{sentence.removeprefix('It raised ')}"
    return [ended, *(remedy or ["Fix that first."])]


def _ended(run: Run | HiddenRun) -> list[str]:
    place = f" at line {run.line}" if run.line else ""
    when = " while the file was loading" if run.defined is None else ""
    if run.ended == "timeout":
        return [
            f"It ran out of time{when}{', ' + place.strip() if place else ''}.",
            sentences.endless(place),
        ]
    if run.ended == "memory":
        memory = remedies.RAISED["MemoryError"]
        return [f"It ran out of memory{when}.", memory]
    return [
        f"The process ended{when or ' before it answered'}.",
        "Remove whatever ends Python, such as os._exit() or an array that fills the memory.",
    ]
