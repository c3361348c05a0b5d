"""Reduce hidden cases to records without numbers, shapes or strings from student code.

Any of those could reveal a hidden input. The messages about hidden cases are made from these
records only, so they cannot leak.
"""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from ..records import (
    Answer,
    Comparison,
    Ending,
    GapKind,
    Outcome,
    Raised,
    Refused,
    Run,
    TaskSheet,
)
from .remedies import REFUSED

NUMPY_EXCEPTIONS = {
    "AxisError",
    "ComplexWarning",
    "DTypePromotionError",
    "LinAlgError",
    "TooHardError",
    "UFuncTypeError",
    "_ArrayMemoryError",
    "_UFuncBinaryResolutionError",
    "_UFuncInputCastingError",
    "_UFuncNoLoopError",
    "_UFuncOutputCastingError",
}


class HiddenException(Struct, frozen=True, kw_only=True):
    """An exception without its message.

    name: that of a class that Python or NumPy defines, or of a call that the exercise forbids;
        None for any other.
    off_limits: whether it reports a forbidden call.
    """

    name: str | None
    line: int | None
    cell: int | None
    off_limits: bool = False


class HiddenRefusal(Struct, frozen=True):
    """A result that is not an array. kind: one that `remedies.REFUSED` lists, or None."""

    kind: str | None


class HiddenRun(Struct, frozen=True, kw_only=True):
    """The facts of a run on hidden cases that a student may know.

    The fields are those of Run. missing: names that the spec uses. unasked: read from the source
        before any hidden input was sent.
    failure: the first result that is not an answer, if any.
    """

    task: str
    ended: Ending
    defined: bool | None
    missing: tuple[str, ...]
    unasked: tuple[str, ...]
    loading: HiddenException | None
    forbidden: HiddenException | None
    failure: HiddenException | HiddenRefusal | None
    line: int | None
    reason: str | None


class HiddenFailure(Struct, frozen=True, kw_only=True):
    """The facts of a failed hidden case that a student may know.

    parts: the names of the arrays that the task returns.
    answered: whether the call finished.
    failure: an exception or a refusal; None if arrays were returned.
    count: whether there were fewer or more arrays than the task returns.
    kinds: part -> the kind of its gap, for parts that are wrong.
    steps: whether the task has steps, so that methods return the arrays.
    """

    aspect: str
    parts: tuple[str, ...]
    answered: bool
    failure: HiddenException | HiddenRefusal | None
    count: Literal["fewer", "more"] | None
    kinds: Mapping[str, GapKind]
    steps: bool


def hidden_run(run: Run) -> HiddenRun:
    """Return the facts of a run that a student may know."""
    failures = [_failure(outcome) for outcome in run.outcomes]
    return HiddenRun(
        task=run.task,
        ended=run.ended,
        defined=run.defined,
        missing=run.missing,
        unasked=run.unasked,
        loading=_exception(run.loading) if run.loading else None,
        forbidden=_forbidden(run.forbidden) if run.forbidden else None,
        failure=next((failure for failure in failures if failure), None),
        line=run.line,
        reason=run.reason,
    )


def hidden_failure(task: TaskSheet, comparison: Comparison) -> HiddenFailure:
    """Return the facts of a failed case that a student may know."""
    outcome, wanted = comparison.outcome, len(task.parts)
    return HiddenFailure(
        aspect=comparison.case.aspect,
        parts=tuple(task.parts),
        answered=outcome is not None,
        failure=_failure(outcome) if outcome else None,
        count=_count(outcome, wanted) if outcome else None,
        kinds={part: gap.kind for part, gap in comparison.gaps.items() if gap},
        steps=bool(task.steps),
    )


def exception_name(raised: Raised) -> str | None:
    """Return the name of an exception that Python or NumPy defines, and None for any other.

    The name of a student's own class could carry a message.
    """
    name = raised.type.rpartition(".")[2]
    known = getattr(builtins, name, None)
    if isinstance(known, type) and issubclass(known, BaseException):
        return name
    return name if name in NUMPY_EXCEPTIONS else None


def _failure(outcome: Outcome) -> HiddenException | HiddenRefusal | None:
    """Return why a call gave no arrays."""
    match outcome.result:
        case Answer():
            return None
        case Raised() as raised:
            return _exception(raised)
        case Refused(kind):
            return HiddenRefusal(kind if kind in REFUSED else None)


def _exception(raised: Raised) -> HiddenException:
    off_limits = raised.type == "OffLimits"
    name = None if off_limits else exception_name(raised)
    return HiddenException(name=name, line=raised.line, cell=raised.cell, off_limits=off_limits)


def _forbidden(call: Raised) -> HiddenException:
    """Return an off-limits call found in the source. sandbox/results.py has checked its name."""
    return HiddenException(name=call.type, line=call.line, cell=call.cell, off_limits=True)


def _count(outcome: Outcome, wanted: int) -> Literal["fewer", "more"] | None:
    """Return whether there were fewer or more arrays than wanted, or None.

    None means the right number, or anything but arrays.
    """
    if isinstance(outcome.result, Answer):
        returned = len(outcome.result.parts)
    elif outcome.result == Refused("ndarray"):
        returned = 1
    else:
        return None
    if returned == wanted:
        return None
    return "fewer" if returned < wanted else "more"
