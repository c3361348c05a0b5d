"""Reduce hidden cases to records without numbers, shapes or strings from student code.

Any of those could reveal a hidden input. The messages about hidden cases are made from these
records only, so they cannot leak.
"""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from ..records import Answer, Comparison, GapKind, Outcome, Raised, Refused, Run, TaskSheet
from .remedies import REFUSED

OWN_CLASS = "an exception of its own class"
OFF_LIMITS = "a call that is off limits"
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


@dataclass(frozen=True, kw_only=True)
class HiddenFailure:
    """The facts of a failed hidden case that a student may know: no number, shape or string of it.

    parts: the names of the arrays that the task returns.
    answered: whether the call finished.
    failure: an exception or a refusal, concealed; None if arrays were returned.
    count: whether there were fewer or more arrays than the task returns.
    kinds: part -> the kind of its gap, for parts that are wrong.
    changed: the names of the arguments that were written into.
    """

    aspect: str
    parts: tuple[str, ...]
    answered: bool
    failure: Raised | Refused | None
    count: Literal["fewer", "more"] | None
    kinds: Mapping[str, GapKind]
    changed: tuple[str, ...]


def concealed_run(run: Run) -> Run:
    """Return the run without its arrays, its output and all strings from student code."""
    return replace(
        run,
        outcomes=tuple(_concealed_outcome(outcome) for outcome in run.outcomes),
        loading=run.loading and _concealed_exception(run.loading),
        forbidden=run.forbidden and replace(run.forbidden, message=""),
        output="",
    )


def hidden_failure(task: TaskSheet, comparison: Comparison) -> HiddenFailure:
    """Return the facts of a failed case that a student may know."""
    outcome, names = comparison.outcome, list(task.arrays)
    result = _concealed_outcome(outcome).result if outcome else None
    return HiddenFailure(
        aspect=comparison.case.aspect,
        parts=tuple(task.parts),
        answered=outcome is not None,
        failure=None if isinstance(result, Answer) else result,
        count=_count(outcome, len(task.parts)) if outcome else None,
        kinds={part: gap.kind for part, gap in comparison.gaps.items() if gap},
        changed=tuple(names[i] for i in outcome.changed if i < len(names)) if outcome else (),
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


def _concealed_outcome(outcome: Outcome) -> Outcome:
    return Outcome(_concealed_result(outcome.result), outcome.changed)


def _concealed_result(result: Answer | Raised | Refused) -> Answer | Raised | Refused:
    if isinstance(result, Raised):
        return _concealed_exception(result)
    if isinstance(result, Refused):
        return result if result.kind in REFUSED else Refused("")
    return Answer(())


def _concealed_exception(raised: Raised) -> Raised:
    if raised.type == "OffLimits":
        return replace(raised, message=OFF_LIMITS)
    return replace(raised, type=exception_name(raised) or OWN_CLASS, message="")


def _count(outcome: Outcome, wanted: int) -> Literal["fewer", "more"] | None:
    """Return whether there were fewer or more arrays than wanted, or None.

    It is None for the right number, too, and for anything but arrays.
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
