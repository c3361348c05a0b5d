"""Find the failed statement because of which a name is undefined."""

import builtins
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from difflib import get_close_matches
from typing import Any, NamedTuple

ANY = "*"  # stands for unknown names


class Failed(NamedTuple):
    """A statement at the top level that failed.

    raised: what it raised, see `Code.describe`. lacks: the names that it left undefined, or ANY.
    needs: the name that it lacked itself, or "".
    """

    raised: dict[str, Any]
    lacks: frozenset[str]
    needs: str


def cause(
    failed: Sequence[Failed], names: Collection[str], known: Iterable[str]
) -> dict[str, Any] | None:
    """Return what the first statement raised that left one of these names undefined, or else None.

    If that statement lacked a name itself, return what the cause of that raised.

    known: the names that are defined. If one is spelt like a missing name, it was meant, and no
        statement that defines unknown names is to blame.
    """
    if not failed or not names:
        return None
    spelt = [name for name in known if isinstance(name, str)]
    meant = any(get_close_matches(name, spelt) for name in names)
    wanted = {*names} if meant else {*names, ANY}
    found, rest = None, list(failed)
    while first := next((each for each in rest if each.lacks & wanted), None):
        rest.remove(first)
        found, wanted = first.raised, {first.needs}
    return found


def misplaced(failed: Sequence[Failed]) -> dict[str, Any] | None:
    """Return the error of the first line that belongs in a function, such as a `return`."""
    raised = (each.raised for each in failed)
    return next((each for each in raised if "outside function" in each["message"]), None)


def name_lacked(error: BaseException) -> str:
    """Return the name that a NameError is about, or "". Its attributes may raise anything."""
    name: object = None
    with suppress(BaseException):
        name = error.name if isinstance(error, NameError) else None
    return name if type(name) is str else ""


def cause_of(error: BaseException, failed: Sequence[Failed]) -> dict[str, Any] | None:
    """Return the cause of a NameError in a call, or None."""
    names, trace = {*vars(builtins)}, error.__traceback__
    with suppress(BaseException):  # from the namespaces of the student's code
        while trace:
            around = {*trace.tb_frame.f_locals, *trace.tb_frame.f_globals}
            trace = trace.tb_next
        return cause(failed, {name_lacked(error)} - {""}, names | around)
    return None
