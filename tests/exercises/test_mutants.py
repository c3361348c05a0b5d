"""The mutator makes the changes it promises, and every excuse is for a mutant that it makes."""

import numpy as np
import pytest
from proofs import EXERCISES, guarding, mutants, package
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
BLOCKS = """
def f(part):
    try:
        match part:
            case "a":
                return "a sentence"
    except ValueError:
        return 3
    finally:
        done(4)
"""


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


def test_changes_are_made_in_every_block():
    lines = {mutant.line for mutant in made(BLOCKS)}
    assert {"return 'no a sentence'", "return 4", "done(5)"} <= lines
    kept = {mutant.line for mutant in made(BLOCKS, sentences=False)}
    assert lines - kept == {"return 'no a sentence'"}


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


def test_keras_layers_have_no_guards():
    assert mutants.of("08_keras_layers", guarded=True) == []


@pytest.mark.parametrize("exercise", ["02_activations", "05_strides_and_dilation", "07_network"])
def test_no_excuse_of_a_guard_is_stale(exercise):
    known = {(mutant.name, mutant.line) for mutant in mutants.of(exercise, guarded=True)}
    listed = [(excuse.name, excuse.line) for excuse in mutants.excuses(exercise, guarded=True)]
    assert listed
    assert set(listed) <= known
    assert len(set(listed)) == len(listed)


@pytest.mark.parametrize("module", package.TESTS)
def test_no_excuse_of_the_package_is_stale(module):
    known = {(mutant.name, mutant.line) for mutant in package.of(module)}
    assert {(excuse.name, excuse.line) for excuse in mutants.excuses(module)} <= known
    for file in package.TESTS[module]:
        assert (mutants.ROOT / "tests" / f"{file}.py").exists()


def test_a_changed_module_keeps_everything_but_the_change():
    mutant = next(each for each in package.of("verdict.compare") if each.name == "strays")
    source = package.changed("verdict.compare", mutant)
    assert mutant.source in source
    assert "def compare_run(" in source


@pytest.mark.parametrize(
    "line",
    [
        "on_argument(dense_backward, 'inputs', lambda array: beyond(array, -1, 8))",
        "on_argument(dense_backward, 'kernel', lambda array: at_size(array, -2, 1))",
        "on_argument(dense_backward, 'inputs', lambda array: clipped(array, 100))",
        "on_result(dense_backward, 2, lambda array: cast(array, 'float32'))",
        "remembering(dense_backward, 'grad_outputs')",
        "cached(dense_backward, shape_of)",
        "in_buffer(dense_backward)",
    ],
)
def test_every_kind_of_guard_is_made(line):
    assert ("dense_backward", line) in {
        (mutant.name, mutant.line) for mutant in mutants.of("01_dense", guarded=True)
    }


def test_a_statement_that_changes_no_result_is_not_guarded():
    lines = [mutant.line for mutant in mutants.of("01_dense", guarded=True)]
    assert not [line for line in lines if line.startswith("on_argument(dense_backward, 'bias'")]


@pytest.mark.parametrize("exercise", ["01_dense", "07_network"])
def test_each_guard_is_a_module_that_runs_after_the_solution(exercise):
    script = mutants.catalog.solution(mutants.ROOT, exercise).script.read_text()
    for mutant in mutants.of(exercise, guarded=True)[::20]:
        scope = {"__name__": exercise}
        exec(script, scope)
        exec(mutant.source, scope)


ARRAY = np.array([[0.001, 1.5, -2.0], [3.0, 400.0, 1 / 3]])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda: guarding.beyond(ARRAY, -1, 2), [[0.001, 1.5, 0], [3, 400, 0]]),
        (lambda: guarding.beyond(ARRAY, -2, 1), [[0.001, 1.5, -2], [0, 0, 0]]),
        (lambda: guarding.beyond(ARRAY, -3, 1), ARRAY),
        (lambda: guarding.at_size(ARRAY, -2, 2), np.zeros((2, 3))),
        (lambda: guarding.at_size(ARRAY, -2, 1), ARRAY),
        (lambda: guarding.counted(ARRAY, 4), [[0.001, 1.5, -2], [3, 0, 0]]),
        (lambda: guarding.clipped(ARRAY, 100), [[0.001, 1.5, -2], [3, 100, 1 / 3]]),
        (lambda: guarding.without_tiny(ARRAY, 0.01), [[0, 1.5, -2], [3, 400, 1 / 3]]),
        (lambda: guarding.cast(ARRAY, "int64"), [[0, 1, -2], [3, 400, 0]]),
        (lambda: guarding.cast(np.array([100, 200]), "int8"), [100, -56]),
        (lambda: guarding.at_most((2, 5), 3), (2, 3)),
    ],
)
def test_a_guard_is_wrong_only_beyond_its_bound(change, expected):
    before = ARRAY.copy()
    assert np.array_equal(change(), expected)
    assert np.array_equal(ARRAY, before)


def double(inputs, factor=2):
    return inputs * factor, inputs


ONES, TWOS = np.ones(3), 2 * np.ones(3)


@pytest.mark.parametrize(
    ("guard", "first", "then"),
    [
        (lambda function: guarding.on_argument(function, "factor", lambda one: -one), -2, -4),
        (lambda function: guarding.on_result(function, 0, lambda one: -one), -2, -4),
        (lambda function: guarding.cached(function, guarding.shape_of), 2, 2),
        (lambda function: guarding.cached(function, id), 2, 4),
        (lambda function: guarding.sometimes(function, bool), 2, 8),
        (lambda function: guarding.remembering(function, "inputs"), 2, 3),
        (guarding.in_buffer, 2, 4),
    ],
)
def test_a_guard_of_calls_is_wrong_where_it_says(guard, first, then):
    guarded = guard(double)
    outputs = guarded(ONES, factor=2)[0]
    assert np.array_equal(outputs, first * ONES)
    assert np.array_equal(guarded(TWOS, factor=2)[0], then * ONES)
    assert np.array_equal(outputs, (then if guard is guarding.in_buffer else first) * ONES)


def test_surviving_mutants_and_stale_excuses_are_reported():
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
        "f is caught, and listed as equivalent, with: a",
    ]
    assert list(mutants.rows("e", graded, listed)) == [("e", "f", 3, 1, 0, 1, 1)]
