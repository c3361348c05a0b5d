"""Moodle: its zip goes in as it is; its worksheet comes back filled, and otherwise untouched."""

import pytest
from downloads import NAMES, packed, unpacked

from autograder.intake import hand_ins

EXERCISES = ["01_dense", "03_convolution"]
CODE = "def dense(inputs, kernel, bias):\n    return inputs @ kernel + bias\n"
ADA = {("Ada Lovelace_106", "01_dense"): CODE.encode()}


def code(found):
    return {(h.student, h.exercise): h.submission.cells[0] if h.submission else h.problem for h in found}


LAYOUTS = {
    "a folder each": {"Ada Lovelace_106_assignsubmission_file_/dense.py": CODE},
    "a folder each, Moodle 4.1 and later": {"Ada Lovelace_106_assignsubmission_file/dense.py": CODE},
    "no folders": {"Ada Lovelace_106_assignsubmission_file_dense.py": CODE},
    "in a folder of the student's": {"Ada Lovelace_106_assignsubmission_file_/homework/dense.py": CODE},
    "beside a text": {
        "Ada Lovelace_106_assignsubmission_file_/dense.py": CODE,
        "Ada Lovelace_106_assignsubmission_onlinetext_/onlinetext.html": "<p>Hello",
    },
    "packed again by a Mac": {
        "submissions/": "",
        "submissions/Ada Lovelace_106_assignsubmission_file_/dense.py": CODE,
        "__MACOSX/submissions/._x": "",
    },
}


@pytest.mark.parametrize("files", LAYOUTS.values(), ids=LAYOUTS)
def test_every_way_in_which_moodle_packs_is_understood(tmp_path, files):
    path = packed(tmp_path / "submissions.zip", files)
    assert code(hand_ins(path, EXERCISES)) == ADA
    folder = unpacked(path, tmp_path / "unpacked")
    assert code(hand_ins(folder / "submissions" if "submissions/" in files else folder, EXERCISES)) == ADA


def test_a_students_own_zip_is_opened(tmp_path):
    packed(tmp_path / "homework.zip", {"homework/dense.py": CODE})
    inner = (tmp_path / "homework.zip").read_bytes()
    path = packed(tmp_path / "s.zip", {"Ada Lovelace_106_assignsubmission_file_/homework.zip": inner})
    assert code(hand_ins(path, EXERCISES)) == ADA


def test_every_name_survives_and_same_names_stay_apart(tmp_path):
    names = {**NAMES, 107: NAMES[106], 108: "Teilnehmer in"}
    files = {f"{name}_{number}_assignsubmission_file_/dense.py": str(number) for number, name in names.items()}
    found = hand_ins(packed(tmp_path / "s.zip", files), EXERCISES)
    expected = {(f"{name}_{number}", "01_dense"): str(number).encode() for number, name in names.items()}
    assert code(found) == expected
