"""Pack and read the wire format, the same in both directions: a sequence of records.

record   8 bytes   the length of its header, big-endian
         header    a JSON object; "arrays" lists the dtype and shape of each array that follows
         arrays    their numbers in C order, one array after another

request  {module, filename, groups, sealed} and each cell as an array of bytes; then, for each group
         of tasks, {packages, off_limits, seconds, tasks}; for each of its tasks {name, parts, uses,
         steps, calls}; and for each of its calls {options} and the arguments
second   only if sealed, one more group: its tasks, with the first group's fence and clock
results  for each task {defined, missing, loading, forbidden, printed}, and a function's
         `parameters`; for each of its calls
         {seconds, changed, printed} and either `raised`, or `refused`, or the arrays of the answer,
         with the [position, kind] of each part that is not an array as `unusable`; and, unless
         something was missing or forbidden, {overwritten, printed}: the [call, position] of parts
         that changed after the return
"""

import json
import math
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

LONGEST_HEADER = 64 * 1024
MOST_PARTS = 8  # arrays read of one answer when the task asks for fewer
MOST_NAMES = 20  # of parameters
MOST_FRAMES = 4  # of a traceback
LONGEST_AXIS = 10**18
MOST_AXES = 64  # NumPy's own limit
DTYPE = re.compile(r"[<>|](?:[iu][1248]|f[248])")


class Malformed(Exception):
    """The bytes are not what `pack` writes."""


def pack(header: Mapping[str, Any], arrays: Iterable[np.ndarray] = ()) -> bytes:
    """Return one record. Arrays have any shape, and a real dtype of at most 8 bytes."""
    arrays = list(arrays)
    described = [(array.dtype.str, array.shape) for array in arrays]
    head = json.dumps({**header, "arrays": described}).encode()
    return b"".join((len(head).to_bytes(8, "big"), head, *(array.tobytes() for array in arrays)))


class Reader:
    """Read records from bytes that may be hostile.

    Every length is checked against the bytes that remain, nothing is evaluated, and no memory is
    allocated because a header asks for it. An incomplete record is not consumed.
    """

    def __init__(self, data: bytes, longest_header: int = LONGEST_HEADER) -> None:
        self._data = memoryview(data)
        self._at = 0
        self._longest_header = longest_header

    def rest(self) -> bytes:
        """Return the next LONGEST_HEADER unread bytes."""
        return bytes(self._data[self._at : self._at + LONGEST_HEADER])

    def record(self, most_arrays: int | None = None) -> tuple[dict[str, Any], list[np.ndarray]]:
        """Read the next record: its header and its arrays, in native byte order.

        Malformed: it is not a record, or has more arrays than `most_arrays`.
        """
        before = self._at
        try:
            header = self._header()
            described = header.pop("arrays", None)
            if not isinstance(described, list):
                raise Malformed
            if most_arrays is not None and len(described) > most_arrays:
                raise Malformed
            return header, [self._array(each) for each in described]
        except Malformed:
            self._at = before
            raise

    def _header(self) -> dict[str, Any]:
        length = int.from_bytes(self._take(8), "big")
        if length > self._longest_header:
            raise Malformed
        try:
            header = json.loads(str(self._take(length), "utf-8"))
        except (ValueError, RecursionError):
            raise Malformed from None
        if not isinstance(header, dict):
            raise Malformed
        return header

    def _array(self, described: Any) -> np.ndarray:
        """Return an array in native byte order that owns its memory."""
        dtype, shape, size = _described(described)
        data = self._take(size)
        try:
            array: np.ndarray = np.ndarray(shape, dtype, buffer=data)
            return np.array(array, dtype=dtype.newbyteorder("="), order="C")
        except ValueError:  # more axes than NumPy supports, or an axis too long beside an empty one
            raise Malformed from None

    def _take(self, count: int) -> memoryview:
        if count > len(self._data) - self._at:
            raise Malformed
        self._at += count
        return self._data[self._at - count : self._at]


def _described(described: Any) -> tuple[np.dtype[Any], tuple[int, ...], int]:
    """Return the dtype, shape and bytes of an array; raise Malformed unless all are plausible."""
    if not isinstance(described, list) or len(described) != 2:
        raise Malformed
    dtype, shape = described
    if not isinstance(shape, list) or len(shape) > MOST_AXES:
        raise Malformed
    try:
        return _layout(dtype, *shape)
    except TypeError:  # something that cannot be hashed
        raise Malformed from None


@lru_cache(maxsize=256, typed=True)  # most arrays are laid out like another; True is not 1 here
def _layout(dtype: Any, *shape: Any) -> tuple[np.dtype[Any], tuple[int, ...], int]:
    if not isinstance(dtype, str) or not DTYPE.fullmatch(dtype):
        raise Malformed
    for size in shape:
        if type(size) is not int or not 0 <= size < LONGEST_AXIS:
            raise Malformed
    layout = np.dtype(dtype)
    return layout, shape, math.prod(shape) * layout.itemsize
