"""One call, one outcome: arguments of its own, and what it returned, raised or wrote into."""

import ast
import inspect
import itertools
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .fence import Fence
from .loading import Code
from .packing import MOST_PARTS, pack

MOST_BYTES = 64 * 2**20  # of all answers of one task


class Refused(Exception):
    """The answer is not made of real numbers; the text names what was returned instead."""


class Results:
    """Where records go. The answers of one task may take MOST_BYTES together."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.room = MOST_BYTES

    def send(self, header: Mapping[str, Any], arrays: Iterable[np.ndarray] = ()) -> None:
        """Write one record, all of it, with the number of bytes that were printed by then."""
        record = memoryview(pack({**header, "printed": printed()}, arrays))
        while record:
            record = record[os.write(self.descriptor, record) :]

    def make_room(self, arrays: Sequence[np.ndarray]) -> None:
        """Refuse arrays that are too large, a broadcast one by the size that a copy would take."""
        size = sum(array.nbytes for array in arrays)
        if size > self.room:
            raise Refused("too large")
        self.room -= size


@dataclass(frozen=True)
class Caller:
    """Call one task's function, and send what becomes of it. parts: how many arrays it should give."""

    function: Callable[..., Any]
    parts: int
    code: Code
    fence: Fence
    results: Results

    def call(self, pristine: Sequence[np.ndarray], options: str) -> None:
        """Call once, with arrays of its own, and send the outcome."""
        given = [np.array(array, order="C") for array in pristine]
        keywords = ast.literal_eval(options)
        header: dict[str, Any] = {}
        arrays: list[np.ndarray] = []
        start = time.perf_counter()
        try:
            if not accepts(self.function, given, keywords):
                raise Refused("signature")
            answer = [
                numeric(part) for part in parts_of(self.function(*given, **keywords), self.parts)
            ]
            self.results.make_room(answer)
            arrays = [plain(array) for array in answer]
        except Refused as refusal:
            header["refused"] = str(refusal)[:100]
        except BaseException as error:
            header["raised"] = self.code.describe(error)
        if self.fence.tripped:
            raised = {"line": None, **header.get("raised", {}), **self.fence.breach()}
            header, arrays = {"raised": raised}, []
        header["seconds"] = time.perf_counter() - start
        self.results.send({**header, "changed": changed(given, pristine)}, arrays)


def accepts(
    function: Callable[..., Any], arrays: Sequence[np.ndarray], options: Mapping[str, Any]
) -> bool:
    """Tell whether a function can take these arguments."""
    try:
        signature = inspect.signature(function)
    except Exception:
        return True  # some callables cannot say; calling will tell
    try:
        signature.bind(*arrays, **options)
    except TypeError:
        return False
    return True


def parts_of(answer: Any, wanted: int) -> list[Any]:
    """Split an answer into its parts."""
    if wanted == 1:
        return [answer]
    if isinstance(answer, tuple | list):
        return list(itertools.islice(answer, max(wanted, MOST_PARTS)))
    raise Refused(type(answer).__name__)


def numeric(part: Any) -> np.ndarray:
    """Return what np.asarray makes of one part, if that is real and numeric."""
    if part is None:
        raise Refused("NoneType")
    try:
        array = np.asarray(part)
    except ValueError:
        if isinstance(part, list | tuple):
            raise Refused(f"ragged {type(part).__name__}") from None
        raise
    if array.dtype.kind in "iuf":
        return array
    if isinstance(part, np.ndarray | np.generic) or (array.ndim and array.dtype.kind != "O"):
        raise Refused({"U": "str", "S": "bytes"}.get(array.dtype.kind, array.dtype.name))
    raise Refused(type(part).__name__)


def plain(array: np.ndarray) -> np.ndarray:
    """Return a contiguous copy in the machine's byte order, with at most 8 bytes a number."""
    size = min(array.dtype.itemsize, 8)
    # A long double may overflow, and is infinite then; the warning would look like the student's.
    with np.errstate(over="ignore"):
        return np.array(array, dtype=f"{array.dtype.kind}{size}", order="C")


def changed(given: Sequence[np.ndarray], pristine: Sequence[np.ndarray]) -> list[int]:
    """Return the positions of the arrays that are no longer what they were."""
    pairs = enumerate(zip(given, pristine, strict=True))
    return [position for position, (now, before) in pairs if not same(now, before)]


def same(one: np.ndarray, other: np.ndarray) -> bool:
    """Tell whether two arrays agree in shape, dtype and every bit."""
    return (one.shape, one.dtype, one.tobytes()) == (other.shape, other.dtype, other.tobytes())


def printed() -> int:
    """Return how many bytes the code has printed so far."""
    try:
        return os.lseek(2, 0, os.SEEK_CUR)
    except OSError:
        return 0
