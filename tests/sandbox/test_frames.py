"""The request holds inputs only, and no bytes whatever make the reader raise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import Refusal
from autograder.records import Answer, Outcome, Run, SheetCase, Submission, TaskSheet
from autograder.sandbox.frames import LONGEST_OUTPUT, read, request
from autograder.sandbox.inside.packing import pack

SECRET = np.array([[0.123456789, 9.87654321e10]])
SUBMISSION = Submission(
    exercise="03_layers",
    module="layers",
    filename="layers.py",
    cells=(b"1\n2\n3\n4\n", b"def f(x):\n\n    return x\n"),
    sha256="0" * 64,
    student="Ada",
)
CASE = SheetCase(
    aspect="secret aspect",
    exact=False,
    public=False,
    arrays={"x": np.ones((2, 3), np.float32)},
    options={"strides": (2, 1)},
    answers={"outputs": SECRET},
    allowances={"outputs": SECRET / 3},
    mistakes={"flipped_kernel": Outcome(Answer((SECRET + 1,)))},
)
TASK = TaskSheet(
    name="f",
    points=7.25,
    arrays={"x": "a b"},
    parts={"outputs": "a b"},
    integer=False,
    seconds=1.0,
    cases=(CASE, CASE),
)

FOUND = {"found": True, "loading": None, "printed": 0}
CALL = {"seconds": 0.1, "changed": [], "printed": 0}
ANSWER = pack(FOUND) + 2 * pack(CALL, [npy(SECRET)])


def only(results: bytes, output: bytes = b"") -> Run:
    (run,) = read(SUBMISSION, [TASK], results, output)
    return run


def test_the_request_has_no_answer_allowance_mistake_aspect_points_or_name() -> None:
    message = request(SUBMISSION, [TASK])
    for array in (SECRET, SECRET / 3, SECRET + 1):
        assert not any(number.tobytes() in message for number in array.ravel())
    assert not any(
        word in message for word in (b"secret", b"flipped", b"7.25", b"outputs", b"Ada", b"0" * 64)
    )
    assert CASE.arrays["x"].tobytes() in message


def test_options_that_are_no_literals_are_refused() -> None:
    case = SheetCase(
        aspect="", exact=True, public=True, arrays={}, options={"size": np.int64(3)}, answers={}
    )
    with pytest.raises(Refusal, match="plain Python values"):
        request(
            SUBMISSION,
            [
                TaskSheet(
                    name="f",
                    points=1,
                    arrays={},
                    parts={"y": ""},
                    integer=True,
                    seconds=1.0,
                    cases=(case,),
                )
            ],
        )


def test_answers_are_read_as_they_were_sent() -> None:
    run = only(ANSWER)
    assert (run.ended, run.found, len(run.outcomes)) == ("done", True, 2)
    assert run.outcomes[0].parts is not None
    assert run.outcomes[0].parts[0].tobytes() == SECRET.tobytes()


@pytest.mark.parametrize("dtype", ["i1", "u8", "f2", "<f4", ">f8", ">i4"])
@pytest.mark.parametrize("shape", [(), (0,), (3, 0, 2), (1,), (4, 1, 3)])
def test_every_plain_array_survives(dtype: str, shape: tuple[int, ...]) -> None:
    array = np.arange(np.prod(shape, dtype=int)).reshape(shape).astype(dtype)
    parts = only(pack(FOUND) + pack(CALL, [npy(array)])).outcomes[0].parts
    assert parts is not None
    assert parts[0].shape == shape
    assert parts[0].dtype == array.dtype.newbyteorder("=")
    assert (parts[0] == array).all()


def test_raised_and_refused_are_told_and_cut() -> None:
    raised = {"type": "E" * 500, "message": "m\x1b[31m" * 5000, "line": 3, "cell": 2}
    run = only(
        pack(FOUND) + pack({**CALL, "raised": raised}) + pack({**CALL, "refused": "r" * 500})
    )
    first, second = run.outcomes
    assert first.raised is not None
    assert (len(first.raised.type), len(first.raised.message)) == (100, 2000)
    assert "\x1b" not in first.raised.message
    assert (first.raised.line, first.raised.cell) == (3, 2)
    assert second.refused == "r" * 100


@pytest.mark.parametrize(("line", "cell"), [(6, 1), (5, 2), (1, 3), (123456789, None), (31415, 0)])
def test_a_line_or_cell_that_is_not_there_is_not_told_for_it_may_spell_a_hidden_number(
    line, cell
) -> None:
    raised = {"type": "E", "message": "", "line": line, "cell": cell}
    told = only(pack(FOUND) + pack({**CALL, "raised": raised})).outcomes[0].raised
    assert told is not None
    assert (told.line, told.cell) == (None, cell if cell in (1, 2) else None)
    note = b'Timeout (0:00:01)!\n  File "layers.py", cell %d, line %d in f\n' % (cell or 1, line)
    assert only(pack(FOUND) + note).line is None


DEEP = b"[" * 60_000
MALFORMED = {
    "nothing": b"",
    "a length beyond the end": (2**63).to_bytes(8, "big"),
    "a header that is too long": (70_000).to_bytes(8, "big")
    + b'{"found": true, "frames": 0}'.ljust(70_000),
    "a header that is too deep": len(DEEP).to_bytes(8, "big") + DEEP,
    "a header that is no object": (2).to_bytes(8, "big") + b"[]",
    "half a character": (3).to_bytes(8, "big") + b'"\xff"',
    "too long a number": (6002).to_bytes(8, "big") + b"[" + b"9" * 6000 + b"]",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_bytes_end_the_reading_and_what_came_before_counts(name: str) -> None:
    assert only(MALFORMED[name]) == Run(task="f", ended="crash")
    run = only(pack(FOUND) + pack(CALL, [npy(SECRET)]) + MALFORMED[name])
    assert (run.ended, run.found, len(run.outcomes)) == ("crash", True, 1)


WRONG_CALLS = {
    "changed is no list": pack({**CALL, "changed": 3}),
    "changed an argument there is not": pack({**CALL, "changed": [1]}),
    "changed by a truth value": pack({**CALL, "changed": [False]}),
    "both raised and answered": pack(
        {**CALL, "raised": {"type": "E", "message": ""}}, [npy(SECRET)]
    ),
    "raised by no name": pack({**CALL, "raised": {"type": 3, "message": ""}}),
    "refused by a number": pack({**CALL, "refused": 5}),
    "too many parts": pack(CALL, [npy(SECRET)] * 9),
    "frames by a fraction": pack(CALL).replace(b'"frames": 0', b'"frames":0.'),
}


@pytest.mark.parametrize("name", WRONG_CALLS)
def test_a_record_that_makes_no_sense_is_no_outcome(name: str) -> None:
    assert only(pack(FOUND) + WRONG_CALLS[name]).outcomes == ()


HEADER = b"{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
BAD_ARRAYS = {
    "objects": HEADER % (b"|O", b"1,"),
    "complex": HEADER % (b"<c8", b"1,"),
    "strings": HEADER % (b"<U2", b"1,"),
    "dates": HEADER % (b"<M8", b"1,"),
    "a long double": HEADER % (b"<f16", b""),
    "a float of one byte": HEADER % (b"<f1", b"8,"),
    "fields": b"{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }",
    "more than there is": HEADER % (b"<f8", b"2,"),
    "far more than there is": HEADER % (b"<f8", b"999999999999999999, 999999999999999999"),
    "less than there is": HEADER % (b"<f4", b"1,"),
    "less than nothing": HEADER % (b"<f8", b"-1,"),
    "axes without end": HEADER % (b"<f8", b"1, " * 70),
    "an endless axis of nothing": HEADER % (b"<f8", b"0, 999999999999999999, 999999999999999999"),
    "columns first": (HEADER % (b"<f8", b"1,")).replace(b"False", b"True"),
    "code": HEADER % (b"<f8", b"__import__('os').getpid(),"),
}


@pytest.mark.parametrize("name", BAD_ARRAYS)
def test_an_array_that_is_not_what_it_says_is_no_outcome(name: str) -> None:
    header = BAD_ARRAYS[name] + b"\n"
    frame = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + bytes(8)
    good = HEADER % (b"<f8", b"1,") + b"\n"
    assert len(only(pack(FOUND) + pack(CALL, [frame])).outcomes) == 0
    frame = b"\x93NUMPY\x01\x00" + len(good).to_bytes(2, "little") + good + bytes(8)
    assert len(only(pack(FOUND) + pack(CALL, [frame])).outcomes) == 1


@given(st.binary(max_size=300), st.binary(max_size=50))
def test_no_bytes_make_it_raise(results: bytes, output: bytes) -> None:
    assert only(results, output).ended in ("crash", "timeout")


TEXT = st.text(["a", "é", "\ud800", "\x1b"], max_size=5)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
KEYS = [
    "found",
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
def test_no_header_makes_it_raise(loaded: dict[str, object], called: dict[str, object]) -> None:
    for first in ({**FOUND, **loaded}, {**FOUND, "loading": loaded}):
        for second in ({**CALL, **called}, {**CALL, "raised": called}):
            run = only(pack(first) + pack(second) + pack(second, [npy(SECRET)]), b"text")
            for raised in run.loading, *(outcome.raised for outcome in run.outcomes):
                assert raised is None or (raised.type + raised.message).encode().isascii() in (
                    True,
                    False,
                )


@given(st.integers(0, len(ANSWER) - 1), st.integers(0, 255), st.integers(0, len(ANSWER)))
def test_no_damage_makes_it_raise(at: int, byte: int, end: int) -> None:
    damaged = ANSWER[:at] + bytes([byte]) + ANSWER[at + 1 :]
    for results in damaged, damaged[:end]:
        assert len(only(results).outcomes) <= 2


def test_output_is_cut_and_has_no_escape_sequences() -> None:
    run = only(b"", b"\x1b[2J\xff\r\n" + b"x" * 10**6)
    assert run.output.startswith("\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}\nxx")
    assert LONGEST_OUTPUT < len(run.output) < LONGEST_OUTPUT + 10


def test_the_watchdogs_note_tells_the_line_and_the_time() -> None:
    note = b'Timeout (0:00:01)!\nThread 0x1:\n  File "numpy.py", line 9 in g\n  File "layers.py", line 4 in f\n'
    run = only(pack(FOUND) + pack(CALL, [npy(SECRET)]) + note)
    assert (run.ended, run.line, len(run.outcomes)) == ("timeout", 4, 1)
