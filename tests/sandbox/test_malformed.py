"""Test that no bytes from the worker make the reader raise."""

import json
import time
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from support import builders

from autograder.records import Answer, Outcome, Raised, Refused, Run
from autograder.sandbox.inside.packing import LENGTH, LONGEST_HEADER, Malformed, Reader, pack
from autograder.sandbox.results import read
from autograder.text import LONGEST_OUTPUT

SECRET = np.array([[0.123456789, 9.87654321e10]])
CASE = builders.case(SECRET)
TASK = builders.task(CASE, CASE, name="f")

DEFINED = {"defined": True, "loading": None, "printed": 0}
CALL = {"changed": [], "printed": 0}
LOOKED = pack({"overwritten": [], "printed": 0})
ANSWER = pack(DEFINED) + 2 * pack(CALL, [SECRET]) + LOOKED


def record(header: object, data: bytes = b"") -> bytes:
    """Write a record without checks: a header, as JSON or as bytes, and the bytes after it."""
    head = header if isinstance(header, bytes) else json.dumps(header).encode()
    lengths = LENGTH + len(head) + len(data), len(head)
    return b"".join(each.to_bytes(LENGTH, "big") for each in lengths) + head + data


def only(results: bytes, output: bytes = b"") -> Run:
    (run,) = read(builders.LAYERS, [TASK], results, output)
    return run


def test_answers_are_read_as_they_were_sent() -> None:
    run = only(ANSWER)
    assert (run.ended, run.defined, len(run.outcomes)) == ("done", True, 2)
    assert isinstance(run.outcomes[0].result, Answer)
    assert run.outcomes[0].parts[0].tobytes() == SECRET.tobytes()


DTYPES = ("i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8")
SHAPES = [(), (0,), (3, 0, 2), (1,), (4, 1, 3), (1,) * 32]


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_plain_array_survives(order: str, dtype: str, shape: tuple[int, ...]) -> None:
    array = np.arange(np.prod(shape, dtype=int)).reshape(shape).astype(order + dtype)
    data = pack(CALL, [array, array])
    header, arrays = Reader(data).record(most_arrays=2)
    assert header == CALL
    outcome = only(pack(DEFINED) + data).outcomes[0]
    for part in (*arrays, *outcome.parts):
        assert part.shape == shape
        assert part.dtype == array.dtype.newbyteorder("=")
        assert part.dtype.isnative
        assert (part == array).all()
    assert len(outcome.parts) == 2


@pytest.mark.parametrize("view", [SECRET.T, SECRET[:, ::-1], np.broadcast_to(SECRET, (3, 1, 2))])
def test_an_array_is_sent_in_c_order_whatever_its_memory_layout(view: np.ndarray) -> None:
    _, (array,) = Reader(pack({}, [view])).record()
    assert (array == view).all()
    assert array.flags.c_contiguous


@pytest.mark.parametrize("array", [np.array([None]), np.zeros(1, complex), np.array(["text"])])
def test_an_array_that_is_not_real_is_not_read_though_it_can_be_packed(array: np.ndarray) -> None:
    with pytest.raises(Malformed):
        Reader(pack({}, [array])).record()


def test_exceptions_and_refusals_are_read_and_cut() -> None:
    raised = {"type": "E" * 500, "message": "m\x1b[31m" * 5000, "line": 3, "cell": 2}
    run = only(
        pack(DEFINED) + pack({**CALL, "raised": raised}) + pack({**CALL, "refused": "r" * 500})
    )
    first, second = run.outcomes
    assert isinstance(first.result, Raised)
    assert (len(first.result.type), len(first.result.message)) == (100, 2000)
    assert "\x1b" not in first.result.message
    assert (first.result.line, first.result.cell) == (3, 2)
    assert second.result == Refused("r" * 100)


@pytest.mark.parametrize(("line", "cell"), [(6, 1), (5, 2), (1, 3), (123456789, None), (31415, 0)])
def test_a_line_or_cell_that_does_not_exist_is_dropped_as_it_may_encode_a_hidden_number(
    line, cell
) -> None:
    raised = {"type": "E", "message": "", "line": line, "cell": cell}
    exception = only(pack(DEFINED) + pack({**CALL, "raised": raised})).outcomes[0].result
    assert isinstance(exception, Raised)
    assert (exception.line, exception.cell) == (None, cell if cell in (1, 2) else None)
    note = b'Timeout (0:00:01)!\n  File "layers.py, cell %d", line %d in f\n' % (cell or 1, line)
    assert only(pack(DEFINED) + note).line is None


LONG = b'{"defined": true, "arrays": []}'
MALFORMED = {
    "nothing": b"",
    "half a length": b"\0\0\0",
    "a length beyond the end": (2**63).to_bytes(8, "big"),
    "the largest length": b"\xff" * 8,
    "two of the largest lengths": b"\xff" * 16,
    "no length of the header": (4).to_bytes(8, "big") + b"\0\0\0\0",
    "a header beyond the record": record(LONG)[:8] + (2**63).to_bytes(8, "big") + LONG,
    "bytes after the last array": record(LONG, b"x"),
    "a header that is too long": record(LONG.ljust(LONGEST_HEADER + 1)),
    "a header that is cut": record(LONG)[:-1],
    "an empty header": record(b""),
    "a header that is too deep": record(b"[" * 60_000),
    "an object that is too deep": record(b'{"arrays": ' * 5_000 + b"[]" + b"}" * 5_000),
    "arrays that are too deep": record(b'{"arrays": ' + b"[" * 5_000 + b"]" * 5_000 + b"}"),
    "a header that is a list": record([]),
    "a header that is a text": record("arrays"),
    "a header that is null": record(None),
    "a header that is not a number": record(b"NaN"),
    "half a character": record(b'"\xff"'),
    "two headers": record(LONG + LONG),
    "too long a number": record(b"[" + b"9" * 6000 + b"]"),
    "no word of arrays": record(DEFINED),
    "arrays that are null": record({**DEFINED, "arrays": None}),
    "arrays that are an object": record({**DEFINED, "arrays": {}}),
    "arrays that are a text": record({**DEFINED, "arrays": ""}),
    "arrays that are a number": record({**DEFINED, "arrays": 0}),
    "arrays that are not a number": record({**DEFINED, "arrays": float("nan")}),
    "arrays that are false": record({**DEFINED, "arrays": False}),
    "arrays that are endless": record({**DEFINED, "arrays": 5_000 * ["|u1 0"]}),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_bytes_end_the_reading_and_earlier_records_count(name: str) -> None:
    assert only(MALFORMED[name]) == Run(task="f", ended="crash")
    run = only(pack(DEFINED) + pack(CALL, [SECRET]) + MALFORMED[name])
    assert (run.ended, run.defined, len(run.outcomes)) == ("crash", True, 1)
    with pytest.raises(Malformed):
        Reader(MALFORMED[name]).record(most_arrays=9)


def test_a_header_may_be_as_long_as_the_cap_and_no_longer() -> None:
    assert only(record(LONG.ljust(LONGEST_HEADER)) + pack(CALL, [SECRET])).outcomes
    assert only(record(LONG.ljust(LONGEST_HEADER + 1)) + pack(CALL, [SECRET])).defined is None


WRONG_CALLS = {
    "changed is no list": pack({**CALL, "changed": 3}),
    "changed an argument there is not": pack({**CALL, "changed": [1]}),
    "changed by a truth value": pack({**CALL, "changed": [False]}),
    "both raised and answered": pack({**CALL, "raised": {"type": "E", "message": ""}}, [SECRET]),
    "raised by no name": pack({**CALL, "raised": {"type": 3, "message": ""}}),
    "refused by a number": pack({**CALL, "refused": 5}),
    "too many parts": pack(CALL, [SECRET] * 9),
    "refused and answered": pack({**CALL, "refused": "str"}, [SECRET]),
    "a part that is no array, by no pair": pack({**CALL, "unusable": [0]}),
    "a part that is no array, by no list": pack({**CALL, "unusable": {"0": "NoneType"}}),
    "a part that is no array, at no place": pack({**CALL, "unusable": [[2, "str"]]}, [SECRET]),
    "a part that is no array, at a truth value": pack({**CALL, "unusable": [[True, "str"]]}),
    "a part that is no array, of a numbered type": pack({**CALL, "unusable": [[0, 5]]}),
    "a part that is no array of a refused call": pack(
        {**CALL, "refused": "str", "unusable": [[0, "str"]]}
    ),
    "no word of arrays": record(CALL),
    "arrays by their number": record({**CALL, "arrays": 0}),
}


@pytest.mark.parametrize("name", WRONG_CALLS)
def test_a_record_that_makes_no_sense_is_not_an_outcome(name: str) -> None:
    assert only(pack(DEFINED) + WRONG_CALLS[name]).outcomes == ()


def test_a_part_that_is_not_an_array_keeps_its_place() -> None:
    header = {**CALL, "unusable": [[0, "NoneType"], [2, "dict"]]}
    (outcome,) = only(pack(DEFINED) + pack(header, [SECRET])).outcomes
    first, second, third = outcome.parts
    assert (first, third) == (Refused("NoneType"), Refused("dict"))
    assert isinstance(second, np.ndarray)


def test_parts_that_are_not_arrays_are_limited_in_number() -> None:
    header = {**CALL, "unusable": [[0, "str"]] * 101}
    assert only(pack(DEFINED) + pack(header)).outcomes == ()


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(("right", "most"), [(1, 2**17), (2**14, 2**18)])
def test_an_answer_with_far_more_numbers_than_the_right_one_is_refused(
    right: int, most: int, order: int
) -> None:
    """To compare 60 MiB of them takes the grader a minute and 1.5 GiB."""
    task = replace(TASK, cases=(replace(TASK.cases[0], answers={"outputs": np.zeros(right)}),))
    looked = pack({"overwritten": [[0, 1]], "printed": 0})
    for size, kind in ((most, Answer), (most + 1, Refused)):
        parts = [SECRET, np.zeros(size, np.int8)][::order]
        (run,) = read(builders.LAYERS, [task], pack(DEFINED) + pack(CALL, parts) + looked, b"")
        (outcome,) = run.outcomes
        assert isinstance(outcome.result, kind)
        assert run.ended == "done"
    assert outcome.result == Refused("too large")


TWICE = pack(DEFINED) + 2 * pack(CALL, [SECRET])


def test_overwritten_parts_belong_to_their_call() -> None:
    run = only(TWICE + pack({"overwritten": [[1, 0]], "printed": 0}))
    assert run.ended == "done"
    assert [outcome.overwritten for outcome in run.outcomes] == [(), (0,)]


NOT_LOOKED = {
    "nothing": b"",
    "no list": pack({"overwritten": None}),
    "no pair": pack({"overwritten": [0]}),
    "a call there is not": pack({"overwritten": [[2, 0]]}),
    "a part there is not": pack({"overwritten": [[0, 1]]}),
    "a truth value": pack({"overwritten": [[False, 0]]}),
    "a part by a truth value": pack({"overwritten": [[0, False]]}),
    "arrays": pack({"overwritten": []}, [SECRET]),
}


@pytest.mark.parametrize("name", NOT_LOOKED)
def test_without_the_last_record_a_run_is_incomplete_and_its_answers_count(name: str) -> None:
    run = only(TWICE + NOT_LOOKED[name])
    assert (run.ended, len(run.outcomes)) == ("crash", 2)
    assert [outcome.overwritten for outcome in run.outcomes] == [(), ()]


GOOD = "<f8 1"
HUGE = 999_999_999_999_999_999  # the longest axis that is not refused at once
BAD_ARRAYS = {
    "objects": "|O 1",
    "complex": "<c8 1",
    "strings": "<U2 1",
    "bytes": "|S8 1",
    "void": "|V8 1",
    "truth values": "|b1 8",
    "dates": "<M8 1",
    "dates with a unit": "<M8[s] 1",
    "spans of time": "<m8[s] 1",
    "a long double": "<f16",
    "a float of one byte": "<f1 8",
    "an integer of sixteen bytes": "<i16",
    "an integer of no bytes": "<i0 1",
    "no order of bytes": "f8 1",
    "an order of bytes that depends on the machine": "=f8 1",
    "a dtype by name": "float64 1",
    "a newline": "<f8 1\n",
    "a newline in between": "<f8\n1",
    "a dtype with a shape": "(1,)<f8 1",
    "several dtypes": "<f4,<f4 1",
    "no dtype": "1",
    "a shape alone": " 1",
    "more than there is": "<f8 2",
    "far more than there is": f"<f8 {HUGE} {HUGE}",
    "a product of 0, modulo 2**64": f"<f8 {2**31} {2**30}",
    "a product of 1, modulo 2**64": "|u1 274177 67280421310721",
    "an axis too long": f"<f8 {HUGE + 1}",
    "an axis too long for C": f"<f8 {10**30}",
    "an axis too long around nothing": f"<f8 0 {HUGE + 1}",
    "an endless axis of nothing": f"<f8 0 {HUGE} {HUGE}",
    "less than nothing": "<f8 -1",
    "less than nothing, twice": "<f8 -1 -1",
    "less than nothing around nothing": "<f8 0 -1",
    "more than nothing": "<f8 +1",
    "a truth value": "<f8 True",
    "a fraction": "<f8 1.0",
    "not a number": "<f8 nan",
    "infinity": "<f8 inf",
    "a digit of another script": "<f8 ١",
    "digits in groups": "<f8 1_0",
    "two spaces": "<f8  1",
    "a space at the end": "<f8 1 ",
    "axes without end": "<f8" + " 1" * 70,
    "axes far beyond the end": "<f8" + " 1" * 20_000,
    "axes of nothing far beyond the end": "<f8" + " 0" * 20_000,
    "code": "<f8 __import__('os').getpid(),",
    "no text": "",
    "two characters": "<f",
    "a number": 8,
    "a list": ["<f8", [1]],
    "an object": {"dtype": "<f8", "shape": [1]},
    "nothing at all": None,
    "an array in an array": [GOOD],
}


@pytest.mark.parametrize("name", BAD_ARRAYS)
def test_an_array_that_contradicts_its_header_is_not_an_outcome(name: str) -> None:
    def outcomes(*arrays: object) -> tuple[Outcome, ...]:
        sent = record({**CALL, "arrays": arrays}, bytes(8 * len(arrays)))
        return only(pack(DEFINED) + sent).outcomes

    assert len(outcomes(GOOD)) == 1
    assert len(outcomes(GOOD, GOOD)) == 1
    assert len(outcomes(BAD_ARRAYS[name])) == 0
    assert len(outcomes(GOOD, BAD_ARRAYS[name])) == 0


def test_an_empty_array_may_have_a_long_axis_and_takes_no_memory() -> None:
    sent = record({**CALL, "arrays": [f"<f8 0 {HUGE}", f"|u1 {HUGE} 0 1"]})
    first, second = only(pack(DEFINED) + sent).outcomes[0].parts
    assert (first.shape, second.shape) == ((0, HUGE), (HUGE, 0, 1))


def test_a_record_with_bytes_that_no_header_describes_is_not_an_outcome() -> None:
    short = record({**CALL, "arrays": ["<f4 1"]}, bytes(8))
    run = only(pack(DEFINED) + short + pack(CALL, [SECRET]))
    assert (run.ended, run.outcomes) == ("crash", ())


def test_the_last_value_of_a_repeated_key_counts() -> None:
    header = b'{"arrays": ["<f8 9"], "changed": [0, 0], "printed": 1, "arrays": ["|u1 2"]}'
    (outcome,) = only(pack(DEFINED) + record(header, b"\1\2")).outcomes
    assert [part.tolist() for part in outcome.parts] == [[1, 2]]
    assert outcome.changed == (0,)


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity", b"1e999", b"-1", b"true"])
def test_an_invalid_number_counts_as_zero(number: bytes) -> None:
    header = record(b'{"defined": true, "printed": %s, "arrays": []}' % number)
    call = b'{"changed": [], "printed": %s, "arrays": []}' % number
    last = b'{"overwritten": [], "seconds": %s, "printed": %s, "arrays": []}' % (number, number)
    run = only(header + 2 * record(call) + record(last), b"text")
    assert (run.ended, run.output, run.seconds) == ("done", "", 0.0)
    loading = b'{"type": "E", "message": "", "line": %s, "cell": %s}' % (number, number)
    header = record(b'{"defined": false, "loading": %s, "arrays": []}' % loading)
    assert only(header).loading == Raised(type="E", message="")


def test_half_a_record_is_not_consumed() -> None:
    whole = pack(CALL, [SECRET, SECRET])
    for end in range(len(whole)):
        reader = Reader(ANSWER + whole[:end])
        for _ in range(4):
            reader.record()
        with pytest.raises(Malformed):
            reader.record()
        assert reader.rest() == whole[:end]


# -- any bytes at all --------------------------------------------------------------------------


@given(st.binary(max_size=300), st.binary(max_size=50))
def test_no_bytes_make_read_raise(results: bytes, output: bytes) -> None:
    assert only(results, output).ended in ("crash", "timeout")
    run = only(pack(DEFINED) + results, output)
    assert run.ended in ("crash", "timeout")


TEXT = st.text(["a", "é", "\ud800", "\x1b"], max_size=5)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
KEYS = [
    "defined",
    "arrays",
    "loading",
    "printed",
    "seconds",
    "changed",
    "raised",
    "refused",
    "type",
    "message",
    "line",
    "cell",
]


@given(st.dictionaries(st.sampled_from(KEYS), JSON), st.dictionaries(st.sampled_from(KEYS), JSON))
def test_no_header_makes_read_raise(loaded: dict[str, object], called: dict[str, object]) -> None:
    for first in ({**DEFINED, **loaded}, {**DEFINED, "loading": loaded}):
        for second in ({**CALL, **called}, {**CALL, "raised": called}):
            run = only(pack(first) + pack(second) + pack(second, [SECRET]), b"text")
            for raised in run.loading, *(outcome.result for outcome in run.outcomes):
                if isinstance(raised, Raised):  # it can be written to a file
                    assert (raised.type + raised.message).encode() is not None


WORDS = st.sampled_from(
    ["<f8", ">f4", "|u1", "<i2", "<f16", "|O", "<U1", "|V8", "|b1", "<M8[s]", "", "1", "x"]
)
SIZES = st.integers(-1, 4) | st.sampled_from([HUGE, HUGE + 1, 2**31, 2**63, 2**64])
DESCRIBED = st.tuples(WORDS, st.lists(SIZES, max_size=4)).map(
    lambda pair: " ".join([pair[0], *map(str, pair[1])])
)


@given(st.lists(DESCRIBED | JSON, max_size=4), st.binary(max_size=64))
def test_no_arrays_make_read_raise(described: Sequence[object], data: bytes) -> None:
    sent = record({**CALL, "arrays": described}, data)
    for results in sent, pack(DEFINED) + sent, pack(DEFINED) + pack(CALL, [SECRET]) + sent:
        run = only(results)
        for outcome in run.outcomes:
            for part in outcome.parts:
                assert part.dtype.kind in "iuf"
                assert part.nbytes <= max(len(data), SECRET.nbytes)


@given(st.binary(max_size=300), st.integers(0, 3))
def test_a_reader_returns_a_record_or_raises_malformed(data: bytes, most: int) -> None:
    reader = Reader(pack(CALL, [SECRET]) + data)
    reader.record(most_arrays=1)
    try:
        _, arrays = reader.record(most)
    except Malformed:
        assert reader.rest() == data
    else:
        assert len(arrays) <= most


@given(st.integers(0, len(ANSWER) - 1), st.integers(0, 255), st.integers(0, len(ANSWER)))
def test_no_damaged_byte_makes_read_raise(at: int, byte: int, end: int) -> None:
    damaged = ANSWER[:at] + bytes([byte]) + ANSWER[at + 1 :]
    for results in damaged, damaged[:end]:
        assert len(only(results).outcomes) <= 2


def test_output_is_cut_and_has_no_escape_sequences() -> None:
    run = only(b"", b"\x1b[2J\xff\r\n" + b"x" * 10**6)
    assert run.output.startswith("\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}\nxx")
    assert LONGEST_OUTPUT < len(run.output) < LONGEST_OUTPUT + 10


def test_the_watchdogs_note_gives_the_line_and_a_timeout() -> None:
    note = b'Timeout (0:00:01)!\nThread 0x1:\n  File "numpy.py", line 9 in g\n'
    note += b'  File "layers.py", line 4 in f\n'
    run = only(pack(DEFINED) + pack(CALL, [SECRET]) + note)
    assert (run.ended, run.line, len(run.outcomes)) == ("timeout", 4, 1)


@pytest.mark.parametrize(
    "cells", [(b"\n" * 2**20,), (b"\n" * 2**19, b"#\n" * 2**18), (b"\xff" * 2**20,)]
)
def test_records_that_name_many_lines_of_a_long_file_are_read_fast(cells: tuple[bytes]) -> None:
    """Each line is looked up in its cell, which may have a million of them, or a very long one."""
    long = replace(builders.LAYERS, cells=cells)
    frames = [[1, 1, ""], [1, len(cells), ""]] * 2
    notice = {"type": "file", "message": "", "line": 1, "cell": 0, "frames": frames}
    absent = {"absent": [notice] * 200}
    raised = {"type": "", "message": "", "frames": frames}
    call = pack({**CALL, **absent, "raised": raised})
    results = pack({**DEFINED, **absent}) + 2 * call
    start = time.process_time()
    (run,) = read(long, [TASK], results, b"")
    assert time.process_time() - start < 1
    assert (len(run.outcomes), len(run.absent)) == (2, 100)
