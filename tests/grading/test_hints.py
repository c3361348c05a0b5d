"""Hints: one more each time, whatever state the student's file is in."""

import json
import shutil

import pytest
from support import ROOT

from autograder import catalog
from autograder.grading.hints import ASKED, one_more

HINTS = catalog.read_spec(catalog.released(ROOT, "01_dense")).tasks[0].hints


@pytest.fixture
def student(tmp_path):
    shutil.copytree(ROOT / "exercises/01_dense", tmp_path / "exercises/01_dense")
    return tmp_path


def test_each_call_gives_one_more_hint_until_there_are_no_more(tmp_path):
    counts = [len(one_more(tmp_path, "01_dense/dense", ("a", "b", "c"))) for _ in range(5)]
    assert counts == [1, 2, 3, 3, 3]
    assert one_more(tmp_path, "01_dense/other", ("a", "b", "c")) == ("a",)


@pytest.mark.parametrize("text", ["", "[1]", '{"01_dense/dense": "x"}', '{"01_dense/dense": -5}'])
def test_after_damage_to_the_stored_count_hints_start_again(tmp_path, text):
    (tmp_path / ASKED).parent.mkdir()
    (tmp_path / ASKED).write_text(text)
    assert one_more(tmp_path, "01_dense/dense", HINTS) == HINTS[:1]
    assert json.loads((tmp_path / ASKED).read_text()) == {"01_dense/dense": 1}


def test_a_file_that_does_not_parse_still_gets_hints(student, autograder):
    (student / "exercises/01_dense/dense.py").write_text("def dense(:")
    first = autograder("hint", "dense", cwd=student)
    second = autograder("hint", "dense", cwd=student / "exercises/01_dense")
    assert (first.returncode, first.stderr) == (0, "")
    assert " ".join(HINTS[0].split()) in " ".join(first.stdout.split())
    assert " ".join(HINTS[1].split()) in " ".join(second.stdout.split())
    assert "`autograder hint dense` gives one more." in first.stdout


def test_without_hints_another_command_is_named(student, autograder):
    spec = student / "exercises/01_dense/spec.py"
    spec.write_text(spec.read_text(encoding="utf-8").replace("hints=(", "hints=() and ("))
    done = autograder("hint", "dense", cwd=student)
    assert (done.returncode, done.stdout) == (2, "")
    assert "autograder debug dense" in done.stderr
