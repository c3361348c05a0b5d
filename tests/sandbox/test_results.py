"""Test that every value from the worker reaches its field of the run, within bounds."""

import tracemalloc

import numpy as np
import pytest
from msgspec.structs import replace
from support import builders

from autograder.records import Frame, Raised, Refused, Run, Submission
from autograder.sandbox.inside.packing import MOST_FRAMES, MOST_NAMES, MOST_PARTS, pack
from autograder.sandbox.results import LONGEST_KEPT, line_in, read

SCRIPT = Submission(
    exercise="", module="m", filename="m.py", cells=(b"one\n  two  \nthree",), labels=()
)
NOTEBOOK = replace(SCRIPT, cells=(b"first\n", b"second\nthird\n"))
LABELLED = replace(NOTEBOOK, cells=(*NOTEBOOK.cells, b"last\n"), labels=("[4]", "[7]", "[9]"))
TWO = builders.task(builders.case([1.0]), builders.case([2.0]), name="two")
ONE = builders.task(builders.case([3.0]), name="one")
STEPS = replace(ONE, name="steps", steps="...", uses=("Dense", "ReLU", "SGD"))
NOTHING = {"type": "E", "message": "m"}
GIVEN = np.ones(2)


def header(printed=0, **more):
    return pack({"defined": True, "printed": printed, **more})


def call(*arrays, printed=0, **more):
    return pack({"changed": [], "printed": printed, **more}, arrays)


def last(printed=0, **more):
    return pack({"overwritten": [], "printed": printed, **more})


def run_of(results, task=ONE, submission=SCRIPT, output=b""):
    (run,) = read(submission, [task], results, output)
    return run


def raised(submission=SCRIPT, **fields):
    (outcome,) = run_of(
        header() + call(raised={**NOTHING, **fields}), submission=submission
    ).outcomes
    return outcome.result


# -- tasks and their output


def test_each_task_has_its_run_and_each_call_what_it_printed():
    first = header(2) + call(GIVEN, printed=3) + call(GIVEN, printed=5) + last(6)
    second = header(8) + call(GIVEN, printed=9) + last(9)
    one, two = read(SCRIPT, [TWO, ONE], first + second, b"aabccdeef")
    assert (one.task, one.ended, one.output) == ("two", "done", "aabccd")
    assert [outcome.output for outcome in one.outcomes] == ["b", "cc"]
    assert (two.task, two.ended, two.output) == ("one", "done", "eef")
    assert [outcome.output for outcome in two.outcomes] == ["f"]


def test_a_run_that_did_not_finish_has_what_was_printed_since_the_last_answer():
    results = header(1) + call(GIVEN, printed=3)
    (run,) = read(SCRIPT, [TWO, ONE], results, b"abbcc")
    assert (run.ended, run.output, run.line) == ("crash", "cc", None)
    assert [outcome.output for outcome in run.outcomes] == ["bb"]
    done = header(1) + call(GIVEN, printed=2) + call(GIVEN, printed=2) + last(2)
    whole, begun = read(SCRIPT, [TWO, ONE], done, b"abc")
    assert (whole.ended, begun.task, begun.ended, begun.output) == ("done", "one", "crash", "c")


def test_a_task_without_cases_is_complete_and_the_next_one_is_read():
    results = header() + last() + header() + call(GIVEN) + last()
    runs = read(SCRIPT, [replace(ONE, cases=()), ONE], results, b"")
    assert [(run.ended, len(run.outcomes)) for run in runs] == [("done", 0), ("done", 1)]


@pytest.mark.parametrize(("note", "ended"), [(b"Timeout (0:00:01)!\n", "timeout"), (b"", "crash")])
def test_the_note_of_the_watchdog_gives_the_end_and_the_line(note, ended):
    run = run_of(header() + note + b'  File "m.py", line 2 in f\n')
    assert (run.ended, run.line) == (ended, 2)


# -- the header of a task


def test_only_a_call_returns_arrays():
    assert run_of(pack({"defined": False, "printed": 0}, [GIVEN])).ended == "crash"


@pytest.mark.parametrize("printed", [None, "1", -1, 0.5])
def test_what_is_no_number_of_bytes_counts_as_none(printed):
    run = run_of(header() + call(GIVEN, printed=1) + last(printed), output=b"abc")
    assert (run.ended, run.output, run.outcomes[0].output) == ("done", "", "a")


def test_the_header_of_a_task_has_the_result_of_loading():
    data = pack(
        {
            "defined": False,
            "loading": {**NOTHING, "line": 2},
            "parameters": ["x", "y" * 200],
            "printed": 0,
        }
    )
    run = run_of(data)
    assert (run.ended, run.defined, run.outcomes) == ("done", False, ())
    assert run.loading == Raised(type="E", message="m", line=2)
    assert run.parameters == ("x", "y" * 100)
    assert run_of(header(parameters=["x"] * MOST_NAMES) + call(GIVEN) + last()).ended == "done"
    for wrong in "xy", ["x"] * (MOST_NAMES + 1), [3]:
        assert run_of(header(parameters=wrong) + call(GIVEN) + last()).ended == "crash"


@pytest.mark.parametrize("defined", [1, "yes", None, [True]])
def test_only_true_is_defined(defined):
    assert run_of(pack({"defined": defined, "printed": 0})).defined is False


def test_only_names_that_the_steps_use_are_missing_in_their_order():
    data = header(missing=["SGD", "Dense", "Adam"])
    assert run_of(data + call(GIVEN) + last(), STEPS).missing == ("Dense", "SGD")
    assert run_of(header(missing=["one"]) + call(GIVEN) + last()).missing == ()
    for missing in "SGD", None, 3:
        run = run_of(header(missing=missing), STEPS)
        assert (run.ended, run.missing, run.defined) == ("crash", (), None)


@pytest.mark.parametrize(
    ("kind", "ended"),
    [("numpy.dot", "done"), ("a private module of NumPy", "done"), ("numpy.sum", "crash")],
)
def test_only_an_off_limits_call_can_be_forbidden_and_then_nothing_runs(kind, ended):
    fenced = replace(ONE, off_limits=("numpy.dot",))
    run = run_of(header(forbidden={"type": kind, "message": "", "line": 1}), fenced)
    expected = Raised(type=kind, message="", line=1) if ended == "done" else None
    assert (run.ended, run.forbidden, run.outcomes) == (ended, expected, ())


def test_notices_of_every_record_are_kept_up_to_a_limit():
    def notices(kind, count=1):
        return [{"type": kind, "message": "m"}] * count

    kinds = "file", "package", "thread"
    data = header(absent=notices(kinds[0])) + call(GIVEN, absent=notices(kinds[1]))
    run = run_of(data + last(absent=notices(kinds[2])))
    assert run.absent == tuple(Raised(type=kind, message="m") for kind in kinds)
    many = run_of(header(absent=notices("file", 101)) + call(GIVEN) + last())
    assert len(many.absent) == 100
    for results in (
        header(absent=3),
        header(absent=notices("an unknown kind")),
        header(absent=notices(["file"])),
        header(absent=[None]),
        header() + call(GIVEN, absent={}),
        header() + call(GIVEN) + last(absent="a"),
    ):
        assert run_of(results).ended == "crash"


# -- one call


def test_equal_records_of_two_submissions_are_read_once():
    other = replace(SCRIPT, cells=(b"another",))
    same = header() + call(GIVEN) + last()
    one, two = (run_of(same, submission=each).outcomes[0] for each in (SCRIPT, other))
    assert one is two
    assert run_of(header() + call(GIVEN + 1) + last()).outcomes[0] is not one


def test_an_exception_in_equal_records_gets_the_line_of_each_submission():
    frames = [[1, None, "f"]]
    raised = header() + call(raised={**NOTHING, "line": 2, "frames": frames}) + last()
    for cell, line, text in ((b"first\nsecond", 2, "first"), (b"", None, ""), (b"a\nb", 2, "a")):
        (outcome,) = run_of(raised, submission=replace(SCRIPT, cells=(cell,))).outcomes
        assert outcome.result.line == line
        assert [frame.text for frame in outcome.result.frames] == [text]


@pytest.mark.parametrize(
    "long",
    [
        header() + call(np.zeros(LONGEST_KEPT)) + last(),
        header() + call(GIVEN, padding=" " * LONGEST_KEPT) + last(),
        header() + call(GIVEN, printed=1) + last(printed=1),
        header() + call(raised=NOTHING) + last(),
        header() + call(unusable=[[0, "list"]]) + last(),
        header() + call(GIVEN) + last(overwritten=[[0, 0]]),
    ],
    ids=[
        "a long answer",
        "a long header",
        "with output",
        "an exception",
        "no array",
        "overwritten",
    ],
)
def test_what_is_long_or_depends_on_the_submission_is_not_shared(long):
    """The outcomes that are shared stay in memory, with all that is found out about them."""
    one, two = (run_of(long, output=b"x").outcomes[0] for _ in range(2))
    assert one is not two
    assert not one.shared


def test_an_answer_far_too_large_is_refused_without_a_copy_of_it():
    """The grader has the results of a process in memory already, perhaps while it still runs."""
    results = header() + call(np.zeros(2**21, ">f8"), printed=7, changed=[0]) + last()
    tracemalloc.start()
    run = run_of(results)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 2**20
    assert run.ended == "done"
    assert (run.outcomes[0].result, run.outcomes[0].changed) == (Refused("too large"), (0,))


def test_an_empty_array_that_numpy_cannot_convert_to_float64_is_refused():
    side = 3_037_000_499
    empty = np.zeros((0, side, side), np.int8)
    for array, right in ((empty, False), (np.zeros((0, 3)), True)):
        (outcome,) = run_of(header() + call(array) + last()).outcomes
        assert (outcome.result == Refused("too large")) != right


@pytest.mark.parametrize(
    ("seconds", "taken"),
    [(0.25, 0.25), (0.0, 0.0), (-0.5, 0.0), (1e9, 0.0), (9e8, 9e8), (3, 0.0), ("1", 0.0)],
)
def test_seconds_are_a_float_of_a_sensible_size(seconds, taken):
    assert run_of(header() + call(GIVEN) + last(seconds=seconds)).seconds == taken


def test_changed_arguments_are_listed_once_and_in_order():
    case = builders.case([1.0])
    case.arrays.update({f"kernel {number}": np.zeros(2) for number in range(8)})
    task = builders.task(case)
    (outcome,) = run_of(header() + call(GIVEN, changed=[8, 0, 8]), task).outcomes
    assert outcome.changed == (0, 8)
    for changed in [9], [-1], [0.0]:
        assert run_of(header() + call(GIVEN, changed=changed), task).outcomes == ()


def test_an_answer_may_have_as_many_parts_as_the_task_and_always_a_few_too_many():
    most = run_of(header() + call(*[GIVEN] * MOST_PARTS) + last())
    assert len(most.outcomes[0].parts) == MOST_PARTS
    assert isinstance(most.outcomes[0].parts, tuple)
    wide = builders.case([1.0])
    wide.answers.update({f"part {number}": GIVEN for number in range(MOST_PARTS)})
    run = run_of(header() + call(*[GIVEN] * (MOST_PARTS + 1)) + last(), builders.task(wide))
    assert len(run.outcomes[0].parts) == MOST_PARTS + 1
    more = call(*[GIVEN] * (MOST_PARTS + 2))
    assert run_of(header() + more, builders.task(wide)).outcomes == ()


def test_at_most_a_hundred_parts_are_not_arrays_and_their_kinds_are_short():
    def unusable(*pairs, arrays=()):
        return run_of(header() + call(*arrays, unusable=list(pairs))).outcomes

    (outcome,) = unusable([0, "s" * 200], [2, "str"], arrays=[GIVEN])
    assert (outcome.parts[0], outcome.parts[2]) == (Refused("s" * 100), Refused("str"))
    (outcome,) = unusable(*[[0, "str"]] * 100)
    assert len(outcome.parts) == 100
    for pair in [-1, "str"], [1, "str"], [0.0, "str"], [0], [0, "str", 1], "as", [0, None]:
        assert unusable(pair) == ()


def test_overwritten_parts_are_listed_once_and_in_order():
    data = header() + call(GIVEN, GIVEN) + call(GIVEN)
    run = run_of(data + last(overwritten=[[0, 1], [1, 0], [0, 0], [0, 1]]), TWO)
    assert [outcome.overwritten for outcome in run.outcomes] == [(0, 1), (0,)]
    many = builders.case([1.0])
    many.answers.update({f"part {number}": GIVEN for number in range(8)})
    data_of_many = header() + call(*[GIVEN] * 9) + last(overwritten=[[0, 8], [0, 0]])
    assert run_of(data_of_many, builders.task(many)).outcomes[0].overwritten == (0, 8)
    for pair in [-1, 0], [0, -1], [1, 1], [0.0, 0], [0, 0.0], [0], [0, 0, 0]:
        assert run_of(data + last(overwritten=[pair]), TWO).ended == "crash"


# -- an exception


def test_every_field_of_an_exception_is_read_and_cut():
    exception = raised(
        message="m" * 3000,
        type="t" * 200,
        shapes="s" * 400,
        advice="a" * 300,
        values="v" * 400,
        step=3,
        line=2,
    )
    assert exception == Raised(
        type="t" * 100,
        message="m" * 2000,
        line=2,
        step=3,
        shapes="s" * 300,
        advice="a" * 200,
        values="v" * 300,
    )
    assert {raised(step=step).step for step in (0, -3, "3", True)} == {None}
    for wrong in {"shapes": 3}, {"advice": None}, {"values": []}, {"frames": "f"}, {"type": None}:
        assert run_of(header() + call(raised={**NOTHING, **wrong})).outcomes == ()
    assert run_of(header() + call(raised="E")).outcomes == ()


@pytest.mark.parametrize(
    ("submission", "line", "cell", "place"),
    [
        (SCRIPT, 4, None, (4, None, "")),  # a syntax error may be past the end
        (SCRIPT, 5, None, (None, None, "")),
        (SCRIPT, 0, 0, (None, None, "")),
        (SCRIPT, True, None, (None, None, "")),
        (NOTEBOOK, 3, 2, (3, 2, "cell 2")),
        (NOTEBOOK, 3, 1, (None, 1, "cell 1")),
        (NOTEBOOK, 1, 3, (None, None, "")),
        (LABELLED, 3, 2, (3, 2, "[7]")),
        (LABELLED, 1, 1, (1, 1, "[4]")),
        (LABELLED, 1, 0, (1, None, "")),
        (replace(SCRIPT, cells=()), 1, None, (1, None, "")),
        (replace(SCRIPT, cells=()), 2, None, (None, None, "")),
        (NOTEBOOK, 3, 0, (None, None, "")),  # the first cell's lines, not the last one's
    ],
)
def test_an_exception_has_the_line_the_cell_and_its_label_if_they_exist(
    submission, line, cell, place
):
    exception = raised(submission, line=line, cell=cell)
    assert (exception.line, exception.cell, exception.label) == place


def test_a_frame_has_its_line_as_the_student_wrote_it():
    (frame,) = raised(LABELLED, frames=[[2, 2, "f"]]).frames
    assert frame == Frame(line=2, label="[7]", function="f", text="third")
    frames = [[2, None, "f" * 200], [9, None, "gone"], [3, 0, "g"]]
    assert raised(frames=frames).frames == (
        Frame(line=2, label="", function="f" * 100, text="two"),
        Frame(line=3, label="", function="g", text="three"),
    )
    (frame,) = raised(NOTEBOOK, frames=[[2, 2, "f"]]).frames
    assert frame == Frame(line=2, label="cell 2", function="f", text="third")
    (frame,) = raised(NOTEBOOK, frames=[[1, None, "f"]]).frames
    assert frame == Frame(line=1, label="", function="f", text="first")
    (frame,) = raised(NOTEBOOK, frames=[[2, 1, "f"]]).frames
    assert frame.text == ""  # just past the end
    rude = replace(SCRIPT, cells=(b"x = '\x1b\xff'" + b"y" * 300,))
    (frame,) = raised(rude, frames=[[1, None, "f"]]).frames
    assert (
        frame.text == ("x = '\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}'" + "y" * 300)[:200]
    )
    many = raised(frames=[[1, None, "f"]] * (MOST_FRAMES + 1)).frames
    assert len(many) == MOST_FRAMES
    for wrong in [1, None], [1, None, 3], [1, None, "f", "g"], "abc", 5, None:
        assert run_of(header() + call(raised={**NOTHING, "frames": [wrong]})).outcomes == ()


# -- text


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ('File "m.py", line 3 in f', 3),
        ('File "m.py, cell 1", line 2 in f', 2),
        ('File "m.py, cell 2", line 2 in f', None),
        ('File "mopy", line 3 in f', None),
        ('File "m.py", line 3', None),
        ('File "m.py", line 9 in f', None),
        ('File "m.py", line 00000002 in f', None),
        ('File "m.py, cell 00000001", line 2 in f', None),
        ('File "m.py, cell 0000001", line 0000002 in f', 2),
        ('File "m.py", line 1 in f\n  File "m.py", line 2 in g', 1),
    ],
)
def test_the_line_is_the_innermost_of_the_submission(place, line):
    assert line_in(f"Timeout\n  {place}\n".encode(), SCRIPT) == line


def test_the_line_of_a_file_is_found_whatever_letters_its_name_has():
    note = rb'Timeout\n  File "gr\xf6\xdfe_\u5c64.py", line 1 in f'.replace(rb"\n", b"\n")
    assert line_in(note, replace(SCRIPT, filename="größe_層.py")) == 1


def test_a_line_of_a_submission_without_cells_is_one_past_its_end():
    assert line_in(b'Timeout\n  File "m.py", line 1 in f\n', replace(SCRIPT, cells=())) == 1


@pytest.mark.parametrize(
    ("counts", "kept"), [((60, 30, 20), (60, 30, 10)), ((60, 50, 1), (60, 40))]
)
def test_the_first_hundred_notices_of_all_records_are_kept(counts, kept):
    notice = {**NOTHING, "type": "file"}
    begun, called, ended = ([notice | {"message": str(count)}] * count for count in counts)
    run = run_of(header(absent=begun) + call(GIVEN, absent=called) + last(absent=ended))
    numbers = [int(each.message) for each in run.absent]
    assert [numbers.count(count) for count in counts if count in numbers] == list(kept)


def test_a_run_keeps_the_names_of_the_submission_that_nobody_asks_for():
    run = run_of(header() + call(GIVEN) + last(), submission=replace(SCRIPT, unasked=("den",)))
    assert run.unasked == ("den",)


def test_without_any_result_the_first_task_crashed():
    assert run_of(b"") == Run(task="one", ended="crash")
