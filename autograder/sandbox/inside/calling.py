"""Call a student's function on copies of its arguments, and send the outcome of each call."""

import inspect
import itertools
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any

import numpy as np

from . import MOST_BYTES
from .absent import Notice
from .failures import cause_of
from .fence import Fence
from .loading import Code
from .packing import MOST_NAMES, MOST_PARTS, literal, pack
from .steps import place

NOTICES_AT_ONCE = 8  # in one record
Digest = tuple[tuple[int, ...], np.dtype[Any], int]


def keywords_in(options: str) -> dict[str, Any]:
    """Return the keyword arguments in a Python literal, new for each call."""
    keywords = dict(literal(options))
    try:
        hash(tuple(keywords.values()))
        return keywords  # numbers, strings and tuples of them: nothing that a call could change
    except TypeError:
        return deepcopy(keywords)


class Unusable(Exception):
    """The answer is not made of real numbers. The message names the type returned instead."""


class Results:
    """The stream that takes the records. All answers of one task share MOST_BYTES.

    notices: sent and removed from the list, a few with each record.
    printed: returns how many bytes the code has printed so far.
    """

    def __init__(
        self,
        descriptor: int,
        notices: list[Notice] | None = None,
        printed: Callable[[], int] | None = None,
    ) -> None:
        self.descriptor = descriptor
        self.room = MOST_BYTES
        self.notices = [] if notices is None else notices
        self.printed = printed or printed_on_stderr

    def send(self, header: Mapping[str, Any], arrays: Iterable[np.ndarray] = ()) -> None:
        """Write one complete record, with the number of bytes that the code has printed so far."""
        if self.notices:  # a header has room for some
            header = {**header, "absent": self.notices[:NOTICES_AT_ONCE]}
            del self.notices[:NOTICES_AT_ONCE]
        record = memoryview(pack({**header, "printed": self.printed()}, arrays))
        while record:
            record = record[os.write(self.descriptor, record) :]

    def reserve(self, arrays: Sequence[np.ndarray]) -> None:
        """Refuse arrays that are too large. A broadcast array counts at the size of a copy."""
        size = sum([array.nbytes for array in arrays])
        if size > self.room:
            raise Unusable("too large")
        self.room -= size


class Caller:
    """Call the function of one task and send each outcome.

    parts: how many arrays it should return. steps: the text of steps.py, if the function runs it.
    accepted: (number of arrays, options) -> whether the function takes them, once it is known.
    kept: for each call, the position, array and digest of each part that it returned.
    seconds: of each call. cause: what a failed statement raised, for which a call lacked a name.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        parts: int,
        code: Code,
        fence: Fence,
        results: Results,
        steps: str,
    ) -> None:
        self.function, self.parts, self.steps = function, parts, steps
        self.code, self.fence, self.results = code, fence, results
        self.accepted: dict[tuple[int, tuple[str, ...]], bool] = {}
        self.kept: list[list[tuple[int, np.ndarray, Digest]]] = []
        self.seconds: list[float] = []
        self.cause: dict[str, Any] | None = None

    def call(self, pristine: Sequence[np.ndarray], options: str) -> None:
        """Call once with copies of the arrays, and send the outcome.

        pristine: the arguments, of any shape and dtype, compared afterwards with the copies.
        options: the keyword arguments as a Python literal.
        """
        given = [array.copy() for array in pristine]
        keywords = keywords_in(options)
        header: dict[str, Any] = {}
        answer: dict[int, np.ndarray] = {}
        arrays: list[np.ndarray] = []
        start = time.perf_counter()
        try:
            if not self.accepts(len(given), tuple(keywords)):
                raise Unusable("signature")
            returned = self.function(*given, **keywords)
            answer, unusable = usable(parts_of(returned, self.parts), alone=self.parts == 1)
            self.results.reserve([*answer.values()])
            arrays = [plain(array) for array in answer.values()]
            if unusable:
                header["unusable"] = unusable
        except Unusable as refusal:
            header["refused"] = str(refusal)[:100]
        except BaseException as error:
            header["raised"] = {**self.code.describe(error), **place(self.steps, error)}
            if isinstance(error, NameError):
                self.cause = self.cause or cause_of(error, self.code.failed)
        if self.fence.tripped:
            raised = {"line": None, **header.get("raised", {}), **self.fence.breach()}
            header, arrays = {"raised": raised}, []
        self.seconds.append(time.perf_counter() - start)
        self.results.send({**header, "changed": changed(given, pristine)}, arrays)
        sent = answer.items() if arrays else ()
        self.kept.append([(position, part, digest(part)) for position, part in sent])

    def finish(self) -> None:
        """Send the time of all calls, and the parts that have changed since they were returned.

        Send also the failed statement for whose sake a call lacked a name, if there is one.
        """
        overwritten = []
        for number, parts in enumerate(self.kept):
            for position, array, before in parts:
                if digest(array) != before:
                    overwritten.append((number, position))
        header = {"overwritten": overwritten, "seconds": sum(self.seconds), "loading": self.cause}
        self.results.send(header)

    def accepts(self, arrays: int, options: tuple[str, ...]) -> bool:
        """Tell whether the function takes this many arrays and these options."""
        asked = arrays, options
        if asked not in self.accepted:
            self.accepted[asked] = accepts(self.function, arrays, options)
        return self.accepted[asked]


def accepts(function: Callable[..., Any], arrays: int, options: Iterable[str]) -> bool:
    """Tell whether a function can take this many positional arguments and these keywords."""
    try:
        signature = inspect.signature(function)
    except Exception:
        return True  # some callables have no signature: let the call decide
    try:
        signature.bind(*range(arrays), **dict.fromkeys(options))
    except TypeError:
        return False
    return True


def parameters(function: Callable[..., Any]) -> list[str]:
    """Return the names of the first parameters of a function, as far as they are known."""
    try:
        return [str(name)[:100] for name in inspect.signature(function).parameters][:MOST_NAMES]
    except Exception:
        return []


def parts_of(answer: Any, wanted: int) -> list[Any]:
    """Split an answer into its parts, at most MOST_PARTS or as many as wanted."""
    if wanted == 1:
        return [answer]
    if isinstance(answer, tuple | list):
        return list(itertools.islice(answer, max(wanted, MOST_PARTS)))
    raise Unusable(type(answer).__name__)


def usable(parts: Sequence[Any], alone: bool) -> tuple[dict[int, np.ndarray], list[Any]]:
    """Return position -> array, and the [position, kind] of each other part.

    alone: whether the one part is the whole answer, which is then refused as a whole.
    """
    answer, unusable = {}, []
    for position, part in enumerate(parts):
        try:
            answer[position] = numeric(part)
        except Unusable as refusal:
            if alone:
                raise
            unusable.append([position, str(refusal)[:100]])
    return answer, unusable


def numeric(part: Any) -> np.ndarray:
    """Convert one part with np.asarray, and refuse anything but integers and real floats."""
    if part is None:
        raise Unusable("NoneType")
    try:
        array = np.asarray(part)
    except ValueError:
        if isinstance(part, list | tuple):
            raise Unusable(f"ragged {type(part).__name__}") from None
        raise
    if array.dtype.kind in "iuf":
        return array
    if isinstance(part, np.ndarray | np.generic) or (array.ndim and array.dtype.kind != "O"):
        raise Unusable({"U": "str", "S": "bytes"}.get(array.dtype.kind, array.dtype.name))
    raise Unusable(type(part).__name__)


def plain(array: np.ndarray) -> np.ndarray:
    """Return an array in native byte order, with at most 8 bytes per number."""
    if array.dtype.itemsize <= 8:
        return array if array.dtype.isnative else array.astype(array.dtype.newbyteorder("="))
    # A long double may overflow to infinity; the warning would look like the student's.
    with np.errstate(over="ignore"):
        return np.array(array, dtype=f"{array.dtype.kind}8", order="C")


def digest(array: np.ndarray) -> Digest:
    """Return a digest that identifies an array, and is far smaller than a copy."""
    return array.shape, array.dtype, hash(array.tobytes())


def changed(given: Sequence[np.ndarray], pristine: Sequence[np.ndarray]) -> tuple[int, ...]:
    """Return the positions of the arrays that the call has modified."""
    pairs = enumerate(zip(given, pristine, strict=True))
    return tuple([position for position, (after, before) in pairs if not same(after, before)])


def same(one: np.ndarray, other: np.ndarray) -> bool:
    """Tell whether two arrays agree in shape, dtype and every bit."""
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    return one.tobytes() == other.tobytes()


def printed_on_stderr() -> int:
    """Return how many bytes the code has printed so far."""
    try:
        return os.lseek(2, 0, os.SEEK_CUR)
    except OSError:
        return 0
