"""conceal: records of hidden cases hold no numbers of theirs and no text of the student."""

from collections.abc import Iterator, Mapping
from typing import get_args

import numpy as np
import pytest
from msgspec import Struct
from msgspec.structs import asdict, replace
from support.made_up_grades import NASTY, case, task_sheet

from autograder.records import Answer, GapKind, Outcome, Raised, Refused, Run
from autograder.verdict.compare import compare
from autograder.verdict.conceal import (
    HiddenException,
    HiddenFailure,
    HiddenRefusal,
    HiddenRun,
    hidden_failure,
    hidden_run,
)
from autograder.verdict.remedies import REFUSED

SECRET, OTHER = 31337, 47110  # two numbers that may be drawn for a hidden case
RIGHT = np.arange(12).reshape(1, 3, 4, 1)
PLACES = ("line", "cell")  # where a number is a line or a cell
EXCEPTIONS = ("ValueError", "LinAlgError", "NotImplementedError")
WORDS = {
    *("conv2d", "outputs", "padding=same", "inputs", "kernel"),  # of the exercise
    *("fewer", "more", "done", "numpy.convolve"),
    *(*get_args(GapKind), *EXCEPTIONS, *REFUSED),
}


def raised(name, message):
    return Outcome(Raised(type=name, message=message, line=7, cell=2))


def numbers(array):
    return Outcome(Answer((array,)))


# Each makes an outcome that contains this number.
OUTCOMES = {
    "wrong numbers": lambda number: numbers(RIGHT + number),
    "one wrong number": lambda number: numbers(np.where(RIGHT == 6, number, RIGHT)),
    "nan among the numbers": lambda number: numbers(np.where(RIGHT == 6, np.nan, RIGHT + number)),
    "a wrong shape": lambda number: numbers(np.zeros((number, 1))),
    "an axis too many": lambda number: numbers(np.full((1, *RIGHT.shape), number)),
    "no array": lambda number: Outcome(Answer(())),
    "too many arrays": lambda number: Outcome(Answer((RIGHT, *[np.full(3, number)] * 6))),
    "no array in place of a part": lambda number: Outcome(Answer((Refused(f"Wurst{number}"),))),
    "arguments changed": lambda number: Outcome(Answer((RIGHT + number,)), changed=(0, 1)),
    "a message": lambda number: raised("ValueError", f"the input is {number}"),
    "a message of NumPy's": lambda number: raised("numpy.linalg.LinAlgError", f"{number}"),
    "a class of its own": lambda number: raised(f"Input{number}", "Wurst"),
    "a function's name": lambda number: raised("print", f"{number}"),
    "a nasty name": lambda number: raised(NASTY, NASTY),
    "not written": lambda number: raised("NotImplementedError", f"{number}"),
    "off limits": lambda number: raised("OffLimits", f"numpy.{number}"),
    "a strange type": lambda number: Outcome(Refused(f"Wurst{number}")),
    "a type called ndarray": lambda number: Outcome(Refused("ndarray")),
    "a known type": lambda number: Outcome(Refused("complex128")),
    "unequal arrays": lambda number: Outcome(Refused("ragged tuple")),
    "an answer overwritten": lambda number: Outcome(Answer((RIGHT + number,)), overwritten=(0,)),
}
EVERY_OUTCOME = pytest.mark.parametrize("make", OUTCOMES.values(), ids=OUTCOMES)


def failure(make, number, **changes) -> HiddenFailure:
    """Conceal an outcome of a hidden case whose inputs and answers are made of this number."""
    task = replace(task_sheet(), **changes)
    arrays = {name: np.full(3, number, np.float32) for name in task.arrays}
    hidden = replace(case(RIGHT * number, public=False), arrays=arrays)
    return hidden_failure(task, compare(task, hidden, make(number)))


def run(make, number) -> HiddenRun:
    """Conceal a run with this number everywhere that a student's code can put it."""
    text = f"Wurst {number}"
    seen = Run(
        task="conv2d",
        outcomes=(make(number), make(number)),
        defined=True,
        loading=Raised(type=f"Input{number}", message=text, line=3),
        forbidden=Raised(type="numpy.convolve", message=text, line=4),
        output=f"{text}\n",
        line=5,
        seconds=float(number),
    )
    return hidden_run(seen)


def leaves(value: object, name: str = "") -> Iterator[tuple[str, object]]:
    """Yield everything that a record holds, however deep, with the name of its field."""
    if isinstance(value, Struct):
        for field, each in asdict(value).items():
            yield from leaves(each, field)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from leaves(key, name)
            yield from leaves(each, name)
    elif isinstance(value, tuple | list | set):
        for each in value:
            yield from leaves(each, name)
    else:
        yield name, value


def assert_holds_no_secret(record: object) -> None:
    for name, value in leaves(record):
        if isinstance(value, str):
            assert value in WORDS, name
        elif name in PLACES:
            assert value is None or value in range(8), name
        else:
            assert value is None or isinstance(value, bool), name
    for secret in (f"{SECRET}", "Wurst", "script", "array("):
        assert secret not in repr(record)


@EVERY_OUTCOME
@pytest.mark.parametrize("integer", [False, True])
def test_a_hidden_failure_holds_nothing_secret(make, integer):
    assert_holds_no_secret(failure(make, SECRET, integer=integer))


@EVERY_OUTCOME
def test_a_hidden_run_holds_nothing_secret(make):
    assert_holds_no_secret(run(make, SECRET))


@EVERY_OUTCOME
def test_no_record_depends_on_a_secret_number(make):
    assert failure(make, SECRET) == failure(make, OTHER)
    assert run(make, SECRET) == run(make, OTHER)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("wrong numbers", {"kinds": {"outputs": "values"}}),
        ("nan among the numbers", {"kinds": {"outputs": "finite"}}),
        ("a wrong shape", {"kinds": {"outputs": "shape"}}),
        ("no array", {"count": "fewer", "kinds": {"outputs": "missing"}}),
        ("too many arrays", {"count": "more", "kinds": {"outputs": "missing"}}),
        ("no array in place of a part", {"kinds": {"outputs": "refused"}}),
        ("a message", {"failure": HiddenException(name="ValueError", line=7, cell=2)}),
        ("a class of its own", {"failure": HiddenException(name=None, line=7, cell=2)}),
        ("off limits", {"failure": HiddenException(name=None, line=7, cell=2, off_limits=True)}),
        ("a strange type", {"failure": HiddenRefusal(None)}),
        ("a known type", {"failure": HiddenRefusal("complex128")}),
    ],
)
def test_the_kind_of_failure_is_kept(name, kept):
    record = failure(OUTCOMES[name], SECRET)
    assert {field: getattr(record, field) for field in kept} == kept
    assert (record.aspect, record.parts, record.answered) == ("padding=same", ("outputs",), True)


def test_a_case_without_an_outcome_has_no_answer():
    record = failure(lambda number: None, SECRET)
    assert (record.answered, record.failure, record.count) == (False, None, None)
    assert_holds_no_secret(record)


def test_one_array_in_place_of_several_counts_as_too_few():
    task = task_sheet("grad_inputs", "grad_kernel")
    hidden = replace(case(RIGHT, public=False), answers=dict.fromkeys(task.parts, RIGHT))
    record = hidden_failure(task, compare(task, hidden, Outcome(Refused("ndarray"))))
    assert (record.count, record.failure) == ("fewer", HiddenRefusal(None))
