"""The mutator makes the changes it promises, and every excuse is of a mutant that it makes."""

import pytest
from proofs import EXERCISES, mutants
from proofs.mutate import Mutant
from proofs.mutate import mutants as made

FUNCTION = """
def f(inputs, height, width):
    '''Says what.'''
    total = 0
    for row in range(height):
        total += inputs[row, 1:] @ g(width, axis=0)
    if height > 2 and not width:
        total = -total
    return np.einsum("ab->ab", np.maximum(total, 0.5))
"""
LINES = {mutant.line for mutant in made(FUNCTION)}


@pytest.mark.parametrize(
    "line",
    [
        "pass  # total = 0",
        "total = 1",
        "for row in range(width):",
        "for row in list(range(height))[:-1]:",
        "total = inputs[row, 1:] @ g(width, axis=0)",
        "total -= inputs[row, 1:] @ g(width, axis=0)",
        "total += g(width, axis=0) @ inputs[row, 1:]",
        "total += inputs[1:, row] @ g(width, axis=0)",
        "total += inputs[row, :] @ g(width, axis=0)",
        "total += inputs[row, 1:] @ g(height, axis=0)",
        "total += inputs[row, 1:] @ g(width, axis=1)",
        "total += inputs[row, 1:] @ g(width)",
        "if height >= 2 and (not width):",
        "if height > 2 or not width:",
        "if height > 2 and width:",
        "if True:",
        "total = total",
        "return np.einsum('ab->ba', np.maximum(total, 0.5))",
        "return np.einsum('ab->ab', np.minimum(total, 0.5))",
        "return np.einsum('ab->ab', total)",
        "return np.einsum('ab->ab', np.maximum(total, -0.5))",
    ],
)
def test_every_kind_of_change_is_made(line):
    assert line in LINES


def test_each_mutant_is_another_function_that_compiles():
    sources = [mutant.source for mutant in made(FUNCTION)]
    assert len(set(sources)) == len(sources) > 60
    for source in sources:
        compile(source, "mutant", "exec")
        assert "'''Says what.'''" in source or '"""Says what."""' in source


@pytest.mark.parametrize("exercise", EXERCISES)
def test_no_excuse_is_stale(exercise):
    known = {(mutant.name, mutant.line) for mutant in mutants.of(exercise)}
    listed = [(excuse.name, excuse.line) for excuse in mutants.excuses(exercise)]
    assert set(listed) <= known
    assert len(set(listed)) == len(listed)
    assert len(known) >= 100


def test_what_is_wrong_is_said():
    killed, alive, odd = (Mutant("f", line, "") for line in ("a", "b", "c"))
    graded = [
        mutants.Verdict(killed, True),
        mutants.Verdict(alive, False),
        mutants.Verdict(odd, False),
    ]
    listed = [mutants.Excuse("f", line, "") for line in ("a", "c", "d")]
    assert list(mutants.complaints(graded, listed)) == [
        "f earns full points with: b",
        "f has no mutant that reads: d",
        "f loses points, and is listed as equivalent, with: a",
    ]
    assert list(mutants.rows("e", graded, listed)) == [("e", "f", 3, 1, 0, 1, 1)]
