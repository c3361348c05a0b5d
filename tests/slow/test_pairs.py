"""Test the proof by pairs of mistakes: the second really builds on the first."""

import sys

import pytest
from proofs import pairs
from support.student_answers import answers

from autograder import catalog

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="mistakes together may fill the memory"
)


def test_pairs_of_mistakes_lose_points_and_get_no_wrong_name():
    count, named, both, wrong = pairs.examine("01_dense", "auto")
    assert wrong == []
    assert named > count / 4
    assert both > 0


def test_pairs_can_be_limited_to_those_with_a_new_mistake():
    mistakes = catalog.solution(pairs.ROOT, "01_dense").mistakes
    sources = {name: path.read_bytes() for name, path in mistakes.items()}
    for task in answers("01_dense").tasks:
        every = list(pairs.pairs(task, sources))
        limited = list(pairs.pairs(task, sources, ["averaged_over_batch"]))
        assert limited == [pair for pair in every if "averaged_over_batch" in pair]
        assert list(pairs.pairs(task, sources, [])) == every


def test_a_second_mistake_calls_the_first_one_and_not_itself():
    first = "def f(x):\n    return right(x) + 1\ndef right(x):\n    return x\n"
    second = pairs.apart(
        b"from layers import f as right\n\ndef f(x):\n    return 10 * right(x)\n", {"f"}
    ).decode()
    scope = {}
    exec(first, scope)
    exec(second.replace("from layers import f as right_too", "right_too = f"), scope)
    assert scope["f"](1) == 20
