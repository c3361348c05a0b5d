"""sheet: what is written is read again, and only what differs is called different."""

from dataclasses import replace

import numpy as np
import pytest
from support import builders

from autograder.answers import sheet
from autograder.errors import Refusal
from autograder.records import Outcome, Raised


def example(answer=(2.0, 4.0), real=0.5, **changes):
    exact = builders.case(
        answer, mistakes={"negated": [-2, -4]}, options={"size": (1, 2), "padding": "same"}
    )
    exact.mistakes["unset"] = Outcome(Raised(type="NameError", message="", line=None), changed=(0,))
    rounded = builders.case([real], exact=False, allowed=1e-6)
    return replace(
        builders.sheet(builders.task(exact, rounded), hints={"negated": "The sign."}), **changes
    )


def test_a_sheet_comes_back_as_it_was():
    came = sheet.load(sheet.dump(example()))
    case = came.tasks[0].cases[0]
    assert case.options == {"size": (1, 2), "padding": "same"}
    assert case.answers["outputs"].dtype == np.float32
    assert case.mistakes["negated"].parts[0].tolist() == [-2, -4]
    assert (case.mistakes["unset"].raised.type, case.mistakes["unset"].changed) == (
        "NameError",
        (0,),
    )
    assert came.tasks[0].cases[1].allowances["outputs"] == pytest.approx(1e-6)
    assert replace(came, tasks=()) == replace(example(), tasks=())


def test_the_same_sheet_gives_the_same_bytes():
    assert sheet.dump(example()) == sheet.dump(example())


@pytest.mark.parametrize("data", [b"", b"no zip", sheet.dump(example())[:-30]])
def test_a_damaged_file_is_refused_without_a_word_of_numpys(data):
    with pytest.raises(Refusal, match=r"cannot be read: it is damaged") as refused:
        sheet.load(data)
    assert "pickle" not in str(refused.value)
    assert "get the exercise again" in refused.value.remedy


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (example(), None),
        (example(made_by={"device": "GPU:0"}), None),
        (example(real=0.5 + 5e-7), None),
        (example(real=0.5 + 5e-6), "case 1"),
        (example(answer=(2.0, 4.000001)), "case 0"),
        (example(title="Another"), "title"),
        (example(hints={"negated": "Another hint."}), "hints"),
        (example(tasks=()), "other tasks"),
    ],
)
def test_only_what_counts_is_a_difference(new, reason):
    found = sheet.difference(sheet.dump(example()), sheet.dump(new))
    assert found is None if reason is None else reason in found


def test_a_wrong_answer_that_is_no_number_equals_itself():
    case = builders.case([1.0, 2.0, 3.0], mistakes={"overflow": [np.inf, -np.inf, np.nan]})
    same = sheet.dump(builders.sheet(builders.task(case)))
    assert sheet.difference(same, same) is None
