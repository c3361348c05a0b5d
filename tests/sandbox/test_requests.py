"""Test that a request reaches the worker whole, and holds inputs only."""

from types import MappingProxyType

import numpy as np
import pytest
from msgspec.structs import replace
from support import builders

from autograder.errors import Refusal
from autograder.records import Answer, Outcome, SheetCase, TaskSheet
from autograder.sandbox.inside import worker
from autograder.sandbox.inside.packing import LONGEST_HEADER, Malformed, Reader
from autograder.sandbox.requests import request

SECRET = np.array([[0.123456789, 9.87654321e10]])
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
STEPS = replace(
    builders.task(builders.case([3.0]), name="steps"), steps="...", uses=("Dense", "ReLU", "SGD")
)


def sent(task):
    """Return the group that the worker reads."""
    reader = Reader(request(builders.LAYERS, [[task, replace(task, seconds=9.0)]], sealed=True))
    assert worker.read_code(reader)[2] is True
    return worker.read_group(reader)


def test_the_request_has_no_answer_allowance_mistake_aspect_points_or_name():
    message = request(builders.LAYERS, [[TASK]])
    for array in (SECRET, SECRET / 3, SECRET + 1):
        assert not any(number.tobytes() in message for number in array.ravel())
    assert not any(
        word in message for word in (b"secret", b"flipped", b"7.25", b"outputs", b"Ada", b"0" * 64)
    )
    assert CASE.arrays["x"].tobytes() in message


def test_a_request_reaches_the_worker_as_it_was_written():
    reader = Reader(request(builders.LAYERS, [[TASK, TASK], [replace(TASK, seconds=9.0)]]))
    code, groups, sealed = worker.read_code(reader)
    assert (code.module, code.filename, groups, sealed) == ("layers", "layers.py", 2, False)
    assert tuple(code.cells.values()) == builders.LAYERS.cells
    for seconds, count in ((1.0, 2), (9.0, 1)):
        group = worker.read_group(reader)
        assert (group.seconds, len(group.tasks)) == (seconds, count)
        assert (list(group.packages), list(group.off_limits)) == (["numpy"], [])
        for task in group.tasks:
            assert (task.name, task.parts) == ("f", 1)
            assert [call.options for call in task.calls] == 2 * ["{'strides': (2, 1)}"]
            for call in task.calls:
                (array,) = call.arrays
                assert (array.dtype, array.tolist()) == (np.float32, [[1, 1, 1], [1, 1, 1]])
    assert reader.rest() == b""


def test_a_header_of_a_request_may_be_longer_than_one_of_the_results():
    many = replace(builders.LAYERS, cells=tuple(b"%d" % number for number in range(10_000)))
    message = request(many, [[TASK]])
    assert int.from_bytes(message[:8], "big") > LONGEST_HEADER
    code, *_ = worker.read_code(Reader(message, longest_header=len(message)))
    assert tuple(code.cells.values()) == many.cells
    with pytest.raises(Malformed):
        Reader(message).record()


def test_a_request_has_the_fence_the_longest_time_and_the_names_of_steps():
    fenced = replace(STEPS, packages=("numpy", "tensorflow"), off_limits=("numpy.dot",))
    group = sent(fenced)
    assert (list(group.packages), list(group.off_limits)) == (
        ["numpy", "tensorflow"],
        ["numpy.dot"],
    )
    assert (group.seconds, len(group.tasks)) == (9.0, 2)
    assert (list(group.tasks[0].uses), group.tasks[0].steps) == (["Dense", "ReLU", "SGD"], "...")
    plain = sent(replace(TASK, name="one")).tasks[0]
    assert (list(plain.uses), plain.steps, len(plain.calls)) == (["one"], "", 2)


def test_options_reach_the_worker_whatever_mapping_they_are():
    case = replace(CASE, options=MappingProxyType({"size": (2, 1)}))
    (call,) = sent(replace(TASK, cases=(case,))).tasks[0].calls
    assert call.options == "{'size': (2, 1)}"


class Odd:
    """A value that is written like another one."""

    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text


@pytest.mark.parametrize("text", ["3", "three", "<three>"])
def test_an_option_that_differs_from_its_literal_is_refused(text):
    case = builders.case([1.0], options={"size": Odd(text)})
    with pytest.raises(Refusal) as refused:
        request(builders.LAYERS, [[builders.task(case)]])
    begun = f"The options of {builders.task(case).name} should be plain Python values"
    assert refused.value.problem.startswith(begun)
    assert refused.value.problem.endswith(f"one of them is not: {{'size': {text}}}.")
    assert refused.value.remedy.startswith("Use ints")
