"""What may be told of hidden cases: records without a number, a shape or a text of the student's.

Any of those could carry a hidden input out. The words for hidden cases are made from these records
alone, so that a leak cannot be written there.
"""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from ..records import (
    Answer,
    Comparison,
    GapKind,
    Outcome,
    Raised,
    Refused,
    Run,
    TaskSheet,
)
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
    """What may be told of a hidden case that failed: no field holds a number, a shape or a text of it.

    parts: the names of the arrays that the task gives. count: whether there were fewer or more.
    kinds: part -> the kind of its gap, for parts that are wrong.
    failure: an exception or a refusal, concealed; None where arrays were returned.
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
    """Return the run without its arrays, its output and every text of the student's."""
    return replace(
        run,
        outcomes=tuple(_concealed_outcome(outcome) for outcome in run.outcomes),
        loading=run.loading and _concealed_exception(run.loading),
        output="",
    )


def hidden_failure(task: TaskSheet, comparison: Comparison) -> HiddenFailure:
    """Return what may be told of this case."""
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
    """Return the name of an exception of Python's or NumPy's, and None for any other class.

    A class of the student's own may be named so as to say something.
    """
    name = raised.type.rpartition(".")[2]
    known = getattr(builtins, name, None)
    if isinstance(known, type) and issubclass(known, BaseException):
        return name
    return name if name in NUMPY_EXCEPTIONS else None


def _concealed_outcome(outcome: Outcome) -> Outcome:
    result = outcome.result
    if isinstance(result, Raised):
        return replace(outcome, result=_concealed_exception(result))
    if isinstance(result, Refused):
        known = result.kind in REFUSED or result.kind == "ndarray"
        return replace(outcome, result=result if known else Refused(""))
    return replace(outcome, result=Answer(()))


def _concealed_exception(raised: Raised) -> Raised:
    if raised.type == "OffLimits":
        return replace(raised, message=OFF_LIMITS)
    return replace(raised, type=exception_name(raised) or OWN_CLASS, message="")


def _count(outcome: Outcome, wanted: int) -> Literal["fewer", "more"] | None:
    """Tell whether fewer or more arrays were returned than wanted; None for anything but arrays."""
    if isinstance(outcome.result, Answer):
        returned = len(outcome.result.parts)
    elif outcome.result == Refused("ndarray"):
        returned = 1
    else:
        return None
    if returned == wanted:
        return None
    return "fewer" if returned < wanted else "more"
