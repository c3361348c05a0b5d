"""Write a Sheet to bytes and read it back: one `.npz` with a JSON index and a buffer per dtype.

Thousands of small arrays as separate members would make the file large and slow to open, and
`check` must be fast.
"""

import io
import json
import math
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from msgspec import MsgspecError, Raw, Struct
from msgspec.json import decode
from msgspec.structs import asdict

from ..errors import Refusal
from ..records import Answer, Outcome, Raised, Refused, Sheet, SheetCase, TaskSheet
from ..sandbox.inside.packing import literal

FORMAT = 3
SMALL = (np.int8, np.int16)  # how small whole numbers are stored, whatever their dtype
Buffers = Mapping[str, np.ndarray]  # dtype -> all arrays of this dtype, one after another
# The errors that NumPy, zipfile and msgspec raise for a damaged file.
DAMAGED = (
    *(ValueError, KeyError, TypeError, OSError, EOFError, OverflowError, RecursionError),
    *(zipfile.BadZipFile, zlib.error, MsgspecError),
)
AGAIN = "Students: get the exercise again. Staff: delete this sheet and run `autograder release`."


def dump(sheet: Sheet) -> bytes:
    """Return the bytes of a sheet file. The same sheet always gives the same bytes."""
    store = _Store()
    index = json.dumps({"format": FORMAT, **_plain(sheet, store)}, separators=(",", ":"))
    buffers = {dtype: np.concatenate(arrays) for dtype, arrays in sorted(store.arrays.items())}
    file = io.BytesIO()
    text = np.frombuffer(index.encode(), np.uint8)
    np.savez_compressed(file, allow_pickle=False, index=text, **buffers)
    return file.getvalue()


@contextmanager
def _damage_refused() -> Iterator[None]:
    """Raise Refusal in place of the errors that a damaged file causes."""
    try:
        yield
    except DAMAGED as error:
        raise Refusal("The answer sheet cannot be read: it is damaged.", AGAIN) from error


@lru_cache(maxsize=16)  # the same for all submissions that use it
@_damage_refused()
def load(data: bytes) -> Sheet:
    """Read a sheet from the bytes of its file.

    Refusal: the file is damaged, or was made by another version of this package.
    """
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        stored = {name: file[name] for name in file.files}
    index = stored.pop("index").tobytes()
    if decode(index, type=_Head).format != FORMAT:
        reason = "it was made by another version of this program"
        raise Refusal(f"The answer sheet cannot be read: {reason}.", AGAIN)
    # "float32.int8" holds numbers of float32 in int8.
    buffers = {
        name: each.astype(name.partition(".")[0], copy=False) for name, each in stored.items()
    }
    read = decode(index, type=_Index, dec_hook=lambda _, place: _array(place, buffers))
    return read.read(buffers)


@_damage_refused()
def title(data: bytes) -> str:
    """Read only the title of a sheet. Refusal: the file is damaged."""
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        return decode(file["index"].tobytes(), type=_Title).title


class _Store:
    """Buffers that hold the arrays of each dtype one after another, equal arrays only once.

    Small whole numbers, as in exact cases, have a buffer of their own, which compresses well.
    """

    def __init__(self) -> None:
        self.arrays: dict[str, list[np.ndarray]] = {}
        self._ends: dict[str, int] = {}
        self._seen: dict[tuple[str, bytes], int] = {}

    def add(self, array: np.ndarray) -> list[Any]:
        """Store an array of any shape and return its place: [buffer, start, shape]."""
        stored = _stored(np.ascontiguousarray(array).ravel())
        buffer = array.dtype.name
        if stored.dtype != array.dtype:
            buffer += f".{stored.dtype.name}"
        key = (buffer, stored.tobytes())
        if key not in self._seen:
            self._seen[key] = self._ends.get(buffer, 0)
            self._ends[buffer] = self._seen[key] + stored.size
            self.arrays.setdefault(buffer, []).append(stored)
        return [buffer, self._seen[key], list(array.shape)]


def _stored(array: np.ndarray) -> np.ndarray:
    """Return an array in the smallest dtype of SMALL that holds it exactly, or unchanged."""
    for dtype in SMALL:
        with np.errstate(invalid="ignore"):  # from numbers too large for it
            smaller = array.astype(dtype)
        if smaller.astype(array.dtype).tobytes() == array.tobytes():
            return smaller
    return array


# -- records to JSON ---------------------------------------------------------------------------


def _plain(value: Any, store: _Store) -> Any:
    """Convert a record, or any value in one, to plain JSON values. Arrays go to the store."""
    if isinstance(value, np.ndarray):
        return store.add(value)
    if isinstance(value, Outcome):
        return _plain_outcome(value, store)
    if isinstance(value, Mapping):
        return {name: _plain(each, store) for name, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each, store) for each in value]
    if not isinstance(value, Struct):
        return value
    plain = {}
    for name, field in asdict(value).items():
        if field is None:
            continue  # it has its default value
        # JSON would turn the tuples in options into lists.
        plain[name] = repr(dict(field)) if name == "options" else _plain(field, store)
    return plain


def _plain_outcome(outcome: Outcome, store: _Store) -> dict[str, Any]:
    result = outcome.result
    return {
        "parts": _plain(result.parts, store) if isinstance(result, Answer) else None,
        "raised": [result.type, result.message] if isinstance(result, Raised) else None,
        "refused": result.kind if isinstance(result, Refused) else None,
        "changed": list(outcome.changed),
        **({"overwritten": list(outcome.overwritten)} if outcome.overwritten else {}),
    }


# -- JSON to records ---------------------------------------------------------------------------


class _Case(SheetCase, frozen=True, kw_only=True, eq=False):
    """A SheetCase as the index holds it. mistakes: their outcomes, not read yet."""

    arrays: dict[str, np.ndarray]
    options: str  # type: ignore[assignment]
    answers: dict[str, np.ndarray]
    allowances: dict[str, np.ndarray]
    mistakes: Raw  # type: ignore[assignment]
    also: tuple[dict[str, np.ndarray], ...] = ()

    def read(self, buffers: Buffers) -> SheetCase:
        """Return the case that this is."""
        options = dict(literal(self.options))
        mistakes = _Outcomes(self.mistakes, buffers)
        return SheetCase(**{**asdict(self), "options": options, "mistakes": mistakes})


class _Task(TaskSheet, frozen=True, kw_only=True, eq=False):
    """A TaskSheet as the index holds it."""

    points: int | float  # 2 stays 2 in result.json
    seconds: int | float
    cases: tuple[_Case, ...]

    def read(self, buffers: Buffers) -> TaskSheet:
        """Return the task that this is."""
        cases = tuple([case.read(buffers) for case in self.cases])
        return TaskSheet(**{**asdict(self), "cases": cases})


class _Index(Sheet, frozen=True, kw_only=True, eq=False):
    """A Sheet as the index holds it."""

    tasks: tuple[_Task, ...]

    def read(self, buffers: Buffers) -> Sheet:
        """Return the sheet that this is."""
        tasks = tuple([task.read(buffers) for task in self.tasks])
        return Sheet(**{**asdict(self), "tasks": tasks})


class _Head(Struct):
    """What every version of the index begins with."""

    format: int


class _Title(Struct):
    title: str


def _array(place: Any, buffers: Buffers) -> np.ndarray:
    dtype, start, shape = place
    return buffers[dtype][start : start + math.prod(shape)].reshape(shape)


def _outcome(plain: Mapping[str, Any], buffers: Buffers) -> Outcome:
    result: Answer | Raised | Refused
    if plain["parts"] is not None:
        result = Answer(tuple([_part(part, buffers) for part in plain["parts"]]))
    elif plain["raised"] is not None:
        kind, message = plain["raised"]
        result = Raised(type=kind, message=message)
    else:
        result = Refused(plain["refused"])
    return Outcome(result, tuple(plain["changed"]), tuple(plain.get("overwritten", ())))


class _Outcomes(Mapping[str, Outcome]):
    """The outcomes of mistakes, each read when it is needed: right answers need none."""

    def __init__(self, raw: Raw, buffers: Buffers) -> None:
        self._raw, self._buffers = raw, buffers
        self._read: dict[str, Outcome] = {}

    @cached_property
    def _plain(self) -> Mapping[str, Any]:
        return decode(self._raw, type=dict[str, Any])

    def __getitem__(self, name: str) -> Outcome:
        if name not in self._read:
            self._read[name] = _outcome(self._plain[name], self._buffers)
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._plain)

    def __len__(self) -> int:
        return len(self._plain)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as a plain dict, without the buffers, which hold the arrays of all cases."""
        return dict, (dict(self),)


def _part(plain: Any, buffers: Buffers) -> np.ndarray | Refused:
    return Refused(**plain) if isinstance(plain, dict) else _array(plain, buffers)
