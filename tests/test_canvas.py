"""Canvas: its zip goes in as it is; its gradebook comes back filled, and otherwise untouched."""

import pytest
from downloads import packed, unpacked

from autograder.intake import hand_ins

EXERCISES = ["01_dense", "03_convolution"]
CODE = "def dense(inputs, kernel, bias):\n    return inputs @ kernel + bias\n"


def code(found):
    return {(h.student, h.exercise): h.submission.cells[0] if h.submission else h.problem for h in found}


NAMES = {
    "on time": ("lovelaceada_106_9001_dense.py", "lovelaceada_106"),
    "late": ("lovelaceada_LATE_106_9001_dense.py", "lovelaceada_106"),
    "anonymous": ("anon_aB3xY_9001_dense.py", "anon_aB3xY"),
    "anonymous and late": ("LATE_anon_12345_9001_dense.py", "anon_12345"),
    "handed in again": ("lovelaceada_106_9001_dense-12.py", "lovelaceada_106"),
    "letters of any kind": ("großjürgen王_106_9001_dense.py", "großjürgen王_106"),
    "an underscore in the name": ("love_lace_LATE_106_9001_dense.py", "love_lace_106"),
    "nothing left of the name": ("_106_9001_dense.py", "_106"),
}


@pytest.mark.parametrize(("name", "student"), NAMES.values(), ids=NAMES)
def test_every_name_that_canvas_gives_is_understood(tmp_path, name, student):
    path = packed(tmp_path / "submissions.zip", {name: CODE})
    assert code(hand_ins(path, EXERCISES)) == {(student, "01_dense"): CODE.encode()}
    assert code(hand_ins(unpacked(path, tmp_path / "unpacked"), EXERCISES)) == {(student, "01_dense"): CODE.encode()}


def test_of_several_hand_ins_the_newest_counts(tmp_path):
    files = {"x_1_90_dense-1.py": "second", "x_1_100_dense-2.py": "third", "x_1_80_dense.py": "first"}
    found = hand_ins(packed(tmp_path / "s.zip", files), EXERCISES)
    assert code(found) == {("x_1", "01_dense"): b"third"}


def test_several_files_of_one_student_come_together(tmp_path):
    files = {"x_1_90_dense.py": "d", "x_1_91_convolution.py": "c", "y_2_92_dense.py": "y", "z_3_text.html": "<p>"}
    found = hand_ins(packed(tmp_path / "s.zip", files), EXERCISES, only="01_dense")
    assert code(found) == {("x_1", "01_dense"): b"d", ("y_2", "01_dense"): b"y", ("z_3", "01_dense"): "missing"}
