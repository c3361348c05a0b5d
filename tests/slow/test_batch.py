"""Test that hostile submissions change nobody's grade, and that memory does not grow."""

import sys
from pathlib import Path

import pytest
from support.zoo_batch import batch

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux")


def test_honest_grades_are_the_same_among_hostile_submissions_and_memory_stays_flat(
    tmp_path: Path,
) -> None:
    """Grade 60; benchmarks/batch.py does it with 500."""
    memory, others = batch(tmp_path, 60, jobs=4)
    assert others == []
    assert memory[60] - memory[20] < 16, memory
