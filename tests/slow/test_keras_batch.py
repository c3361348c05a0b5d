"""Test that hostile Keras layers change no other grade, in 08 and in 03, and leave nothing."""

import sys
from pathlib import Path

import pytest
from support import keras_batch

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux"),
]


def test_honest_grades_of_08_and_03_are_the_same_among_hostile_submissions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Grade 12 of each; benchmarks/keras.py does it with 100."""
    count = 12
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    memory, others, crowd, left = keras_batch.batch(tmp_path, count, jobs=2)
    assert others == []
    assert len(crowd) == 2 * count
    right = [grade for student, grade in crowd.items() if student.endswith(" right")]
    assert {grade.score == grade.max_score for grade in right} == {True}
    assert memory[2 * count] - memory[count] < 16, memory
    assert left == []
