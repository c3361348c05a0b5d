"""sheet: a sheet is read back as it was written."""

import io
import pickle

import numpy as np
import pytest
from msgspec.structs import asdict, replace
from support.builders import example

from autograder.answers import sheet
from autograder.errors import Refusal
from autograder.records import Answer, Outcome, Refused


def test_a_sheet_survives_its_file():
    again = sheet.load(sheet.dump(example()))
    case = again.tasks[0].cases[0]
    assert case.options == {"size": (1, 2), "padding": "same"}
    assert case.answers["outputs"].dtype == np.float32
    assert case.mistakes["negated"].parts[0].tolist() == [-2, -4]
    unset = case.mistakes["unset"]
    assert (unset.result.type, unset.changed) == ("NameError", (0,))
    assert again.tasks[0].cases[1].allowances["outputs"] == pytest.approx(1e-6)
    assert asdict(replace(again, tasks=())) == asdict(replace(example(), tasks=()))


def test_a_mistake_with_a_refused_or_overwritten_part_survives_its_file():
    made = example()
    half = Outcome(Answer((Refused("NoneType"), np.float32([3]))), overwritten=(1,))
    made.tasks[0].cases[0].mistakes["half"] = half
    again = sheet.load(sheet.dump(made)).tasks[0].cases[0].mistakes["half"]
    assert (again.parts[0], again.overwritten) == (Refused("NoneType"), (1,))
    assert again.parts[1].tolist() == [3]


def test_a_mistake_is_sent_to_another_process_without_the_arrays_of_other_cases():
    made = example()
    made.tasks[0].cases[1].answers["outputs"] = np.arange(1e6)
    case = sheet.load(sheet.dump(made)).tasks[0].cases[0]
    sent = pickle.dumps(case)
    assert len(sent) < 10_000
    assert pickle.loads(sent).mistakes["negated"].parts[0].tolist() == [-2, -4]


def test_uncounted_aspects_survive_the_file_and_change_no_other_sheet():
    made = example()
    corrected = replace(made, tasks=(replace(made.tasks[0], uncounted={"strides=2": "wrong"}),))
    assert sheet.load(sheet.dump(corrected)).tasks[0].uncounted == {"strides=2": "wrong"}
    assert sheet.load(sheet.dump(made)).tasks[0].uncounted is None
    assert b"uncounted" not in np.load(io.BytesIO(sheet.dump(made)))["index"].tobytes()


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int64])
@pytest.mark.parametrize("numbers", [[1, -127], [300, -2], [2**20 + 1], [0.5], [2.0**80, 1]])
def test_numbers_of_any_size_are_read_back_in_their_dtype(dtype, numbers):
    made = example()
    with np.errstate(invalid="ignore"):
        array = np.array(numbers).astype(dtype)
    made.tasks[0].cases[0].answers["outputs"] = array
    again = sheet.load(sheet.dump(made)).tasks[0].cases[0].answers["outputs"]
    assert (again.dtype, again.tobytes()) == (array.dtype, array.tobytes())


def test_a_negative_zero_stays_negative():
    made = example()
    made.tasks[0].cases[0].answers["outputs"] = np.float32([-0.0, 1])
    again = sheet.load(sheet.dump(made)).tasks[0].cases[0].answers["outputs"]
    assert np.signbit(again).tolist() == [True, False]


def test_whole_numbers_need_few_bytes():
    with np.load(io.BytesIO(sheet.dump(example()))) as file:
        assert file["float32.int8"].dtype == np.int8


def test_the_same_sheet_gives_the_same_bytes():
    assert sheet.dump(example()) == sheet.dump(example())


@pytest.mark.parametrize("data", [b"", b"no zip", sheet.dump(example())[:-30]])
def test_a_damaged_file_is_refused_without_numpys_message(data):
    with pytest.raises(Refusal, match=r"cannot be read: it is damaged") as refused:
        sheet.load(data)
    assert "pickle" not in str(refused.value)
    assert "get the exercise again" in refused.value.remedy
