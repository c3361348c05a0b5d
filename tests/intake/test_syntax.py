"""syntax: why a file does not parse, and which Python would parse it."""

import ast
import sys

import pytest

from autograder.intake.syntax import line_too_new, needed, problem_of

NEWER = {
    "x = f'{d['a']}'": (3, 12),
    "x = f'{\"\\n\".join(a)!r:>{w}} {b=}'": (3, 12),
    "x = f'''{d['''a''']}'''": (3, 12),
    "x = f'{f'{f'{1}'}'}'": (3, 12),
    "x = f'{a\n    + b}'": (3, 12),
    "def f[T: (int, str)](x: T) -> T: return x": (3, 12),
    "class A[T]:\n    x: T": (3, 12),
    "type A[T] = list[T]": (3, 12),
    "!ls\nx = f'{'a'}'": (3, 12),
    "def f[T = int](x: T): return x": (3, 13),
    "try:\n    f()\nexcept A, B.c:\n    pass": (3, 14),
    "x = t'{a}'": (3, 14),
}
BROKEN = [
    *("def f(", "x = f'{a'", "x = f'{}'", "x = f'{d['a'}'", "def f[T(x): pass", "print 'a'"),
    *("except A, B:\n    pass", "type X", "x = (1,", "class A[T] x: pass", "x = f'{a!}'"),
]


@pytest.mark.parametrize("source", NEWER)
def test_what_a_newer_python_parses_is_told_from_what_is_broken(source: str) -> None:
    version = NEWER[source]
    assert needed(source) == (version if version > sys.version_info[:2] else None)


def test_a_reason_that_is_a_question_ends_as_one() -> None:
    error = SyntaxError("Did you mean print(...)?", ("a.py", 1, 1, "print 1"))
    assert problem_of("a.py", "print 1", error).startswith(
        "a.py does not parse at line 1: Did you mean print(...)? Nothing in it"
    )


@pytest.mark.parametrize("source", NEWER)
def test_a_line_is_too_new_if_an_older_python_cannot_read_it(source: str) -> None:
    readable = NEWER[source] <= sys.version_info[:2]
    assert (line_too_new(source, (3, 11)) is not None) is readable
    assert line_too_new(source, sys.version_info[:2]) is None


def test_a_line_that_is_too_new_is_found_in_a_cell_with_magics() -> None:
    assert line_too_new("!ls\n%time x = 1\nmatch x:\n    case 1: pass\n", (3, 9)) == 4
    assert line_too_new("!ls\n%time x = 1\nawait x\n", (3, 9)) is None


@pytest.mark.parametrize("source", BROKEN)
def test_what_no_python_parses_needs_none(source: str) -> None:
    assert needed(source) is None


def test_a_file_in_which_only_the_encoding_is_wrong_needs_no_newer_python() -> None:
    assert needed("# coding: klingon\nx = 1\n") is None


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("x = 1\n  y = 2\n", "at line 2: unexpected indent."),
        ("x = (1,\n", "a.py does not parse at line 1: '(' was never closed."),
        ("if x:\n    y = 1 +\n", "until it does.\n    y = 1 +\n           ^"),
        ("x = 1\0", "a.py does not parse"),
        ("<<<<<<< HEAD\nx = 1\n=======\n", "a.py has a merge conflict at line 1."),
        ("x = '" + "a" * 200 + "\n", "at line 1: unterminated string literal"),
        ("x = " + "a" * 200 + " b\n", f"… {'a' * 39} b\n    {' ' * 42}^"),
        ("b++\n", "Python has no ++"),
        ("x = “a”\n", "Write plain quotes"),
        ("x = 1\u00a0+ 2\n", "Delete that place and type it again."),
    ],
)
def test_the_reason_is_pythons_own_with_the_line_and_a_caret(source: str, told: str) -> None:
    with pytest.raises((SyntaxError, ValueError)) as raised:
        ast.parse(source)
    problem = problem_of("a.py", source, raised.value)
    assert told in problem
    assert max(map(len, problem.splitlines()[1:]), default=0) < 100
