"""Pack and read the wire format, the same in both directions: a sequence of records.

record   8 bytes   the length of all that follows, big-endian
         8 bytes   the length of its header
         header    a JSON object; "arrays" has the layout of each array, such as "<f4 2 3"
         arrays    their numbers in C order, one array after another

request  {module, filename, groups, sealed} and each cell as an array of bytes; then, for each group
         of tasks, {packages, off_limits, seconds, tasks}; and for each of its tasks {name, parts,
         uses, steps, calls} and the arguments of all calls: each of `calls` is [options, how many]
second   only if sealed, one more group: its tasks, with the first group's fence and clock
results  for each task {defined, missing, loading, forbidden, printed}, and a function's
         `parameters`; for each of its calls {changed, printed} and either `raised`, or `refused`,
         or the arrays of the answer, with the [position, kind] of each part that is not an array as
         `unusable`; and, unless something was missing or forbidden, {overwritten, seconds,
         loading, printed}: the [call, position] of parts that changed after the return, the time
         that all calls took, and the failed statement for whose sake a call lacked a name. Any
         record may have `absent`, notices of what grading lacks
"""

import ast
import json
import math
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

import numpy as np

LENGTH = 8  # bytes of a length
LONGEST_HEADER = 64 * 1024
MOST_PARTS = 8  # arrays read of one answer when the task asks for fewer
MOST_NAMES = 20  # of parameters
MOST_FRAMES = 4  # of a traceback
# A dtype and up to 64 axes, NumPy's own limit.
LAYOUT = re.compile(r"[<>|](?:[iu][1248]|f[248])(?: [0-9]{1,18}){0,64}")

literal = cache(ast.literal_eval)  # most calls repeat another call's options


class Malformed(Exception):
    """The bytes are not what `pack` writes."""


def pack(header: Mapping[str, Any], arrays: Iterable[np.ndarray] = ()) -> bytes:
    """Return one record. Arrays have any shape, and a real dtype of at most 8 bytes."""
    arrays = list(arrays)
    layouts = tuple([_layout_of(array.dtype, array.shape) for array in arrays])
    whole = {**header, "arrays": layouts}
    try:
        head = _usual_head(**whole)
    except TypeError:  # a list or an object in it
        head = _head(**whole)
    data = b"".join([head, *[array.tobytes() for array in arrays]])
    return len(data).to_bytes(LENGTH, "big") + data


def _head(**header: Any) -> bytes:
    """Return the length of a header, and the header."""
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % LENGTH)  # so that numbers are where processors expect them
    return len(head).to_bytes(LENGTH, "big") + head


_usual_head = lru_cache(maxsize=64, typed=True)(_head)  # most calls repeat another call's


@lru_cache(maxsize=256)
def _layout_of(dtype: np.dtype[Any], shape: tuple[int, ...]) -> str:
    return " ".join((dtype.str, *map(str, shape)))


def unpack(
    record: bytes, most_arrays: int | None = None, longest_header: int = LONGEST_HEADER
) -> tuple[dict[str, Any], list[np.ndarray]]:
    """Return the header of a record without its first length, and its arrays.

    The arrays are read-only, and in native byte order.

    Malformed: it is not such a record, or has more arrays than `most_arrays`.
    """
    header, end = read_header(record, longest_header)
    layouts = header.pop("arrays", None)
    if not isinstance(layouts, list):
        raise Malformed
    if most_arrays is not None and len(layouts) > most_arrays:
        raise Malformed
    arrays = []
    for each in layouts:
        if not isinstance(each, str):
            raise Malformed
        dtype, shape, size = _layout(each)
        start, end = end, end + size
        if end > len(record):
            raise Malformed
        arrays.append(_array(dtype, shape, record, start))
    if end < len(record):
        raise Malformed
    return header, arrays


def read_header(
    record: bytes | memoryview, longest: int = LONGEST_HEADER
) -> tuple[dict[str, Any], int]:
    """Return the header of a record without its first length, and where the header ends."""
    end = LENGTH + int.from_bytes(record[:LENGTH], "big")
    if end > min(len(record), LENGTH + longest):
        raise Malformed
    try:
        header = json.loads(str(record[LENGTH:end], "utf-8"))
    except (ValueError, RecursionError):
        raise Malformed from None
    if not isinstance(header, dict):
        raise Malformed
    return header, end


@lru_cache(maxsize=256)  # most arrays are laid out like another
def _layout(text: str) -> tuple[np.dtype[Any], tuple[int, ...], int]:
    """Return the dtype, shape and bytes of an array. Malformed: they are not plausible."""
    if not LAYOUT.fullmatch(text):
        raise Malformed
    name, *sizes = text.split()
    dtype, shape = np.dtype(name), tuple(map(int, sizes))
    return dtype, shape, math.prod(shape) * dtype.itemsize


def _array(dtype: np.dtype[Any], shape: tuple[int, ...], record: bytes, start: int) -> np.ndarray:
    try:
        array: np.ndarray = np.ndarray(shape, dtype, buffer=record, offset=start)
        return array if dtype.isnative else array.astype(dtype.newbyteorder("="))
    except ValueError:  # more axes than NumPy supports, or an axis too long beside an empty one
        raise Malformed from None


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
        """Read the next record: its header and its arrays. See `unpack`."""
        return unpack(bytes(self.next()), most_arrays, self._longest_header)

    def next(self) -> memoryview:
        """Return the next record, without its first length. Malformed: it is incomplete."""
        begin = self._at + LENGTH
        end = begin + int.from_bytes(self._data[self._at : begin], "big")
        if end > len(self._data):
            raise Malformed
        self._at = end
        return self._data[begin:end]
