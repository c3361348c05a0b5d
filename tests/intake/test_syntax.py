"""syntax: why a file does not parse, and which Python would parse it."""

import ast
import sys
import time
import warnings

import pytest

from autograder.errors import Refusal
from autograder.intake.syntax import line_too_new, needed, problem_of, refuse_newer
from autograder.sandbox.inside.ipython import tree_of

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
    "x = f'a\\\n{d['b']}'": (3, 12),
    "x = f'\\'{d['a']}'": (3, 12),
    "x = f'{d[e['a']]}'": (3, 12),
    "x = f'{d['a'] = }'": (3, 12),
    "x = f'{d['a\\\nb']}'": (3, 12),
    "x = 1\ndef f[T](x): pass": (3, 12),
    "x = f'''a\n{d['''b''']}'''": (3, 12),
    "x = f'\"{d['a']}'": (3, 12),
    "x = f'{d['a']}', f'{d['b']}'": (3, 12),
    "x = 'a' f'{d['b']}'": (3, 12),
    'x = f"{d["a"]:f\'}"': (3, 12),
}
BROKEN = [
    *("def f(", "x = f'{a'", "x = f'{}'", "x = f'{d['a'}'", "def f[T(x): pass", "print 'a'"),
    *("except A, B:\n    pass", "type X", "x = (1,", "class A[T] x: pass", "x = f'{a!}'"),
    *("x = f'{f\"{1}'", "x = f'{*a}{d['b']}'", "x = f'a\n{d['b']}'"),
]


@pytest.mark.parametrize("source", NEWER)
def test_newer_syntax_is_distinguished_from_broken_code(source: str) -> None:
    version = NEWER[source]
    assert needed(source) == (version if version > sys.version_info[:2] else None)


def test_nested_f_strings_are_rewritten_up_to_a_depth() -> None:
    """Without a limit, a hostile file would take forever."""

    def nested(depth: int) -> str:
        return "x = " + "f'{" * depth + "1" + "}'" * depth

    newer = (3, 12) if sys.version_info < (3, 12) else None
    assert [needed(nested(depth)) for depth in (1, 2, 7, 8)] == [None, newer, newer, None]


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
    assert line_too_new("match x:\n    case 1: pass\nx = (\n", (3, 9)) is None


@pytest.mark.parametrize("source", BROKEN)
def test_code_that_no_python_parses_needs_no_newer_one(source: str) -> None:
    assert needed(source) is None


@pytest.mark.parametrize("source", ["x = '\\d'\n", "x = 1if y else 2\n"])
def test_pythons_warnings_about_the_style_of_code_are_not_shown(source: str) -> None:
    with warnings.catch_warnings(action="error"):  # such a warning becomes a SyntaxError
        tree_of(source.encode(), "a.py")
        assert line_too_new(f"type X = int\n{source}", (3, 11)) in (1, None)


def test_a_file_in_which_only_the_encoding_is_wrong_needs_no_newer_python() -> None:
    assert needed("# coding: klingon\nx = 1\n") is None


@pytest.mark.parametrize(
    ("source", "reported"),
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
        ("x = 1\u00a0+ 2\n", "Delete it and type it again."),
        ("# a\x0c\x0bb\x1c\u2028c\x85\nx y\n", "until it does.\n    x y\n      ^"),
        ("# a\x0cb\r\n\rx y\n", "until it does.\n    x y\n      ^"),
    ],
)
def test_the_reason_is_pythons_own_with_the_line_and_a_caret(source: str, reported: str) -> None:
    with pytest.raises((SyntaxError, ValueError)) as raised:
        ast.parse(source)
    problem = problem_of("a.py", source, raised.value)
    assert reported in problem
    assert max(map(len, problem.splitlines()[1:]), default=0) < 100


UNTIL = " Nothing in it can be checked until it does."
PROMPT = " Remove the prompt before the line."
KEEP = " Keep one of the two versions, and remove the lines that git added."


def at(line: int | None, offset: int | None, reason: str = "invalid syntax") -> SyntaxError:
    return SyntaxError(reason, ("a.py", line, offset, ""))


@pytest.mark.parametrize(
    ("text", "error", "reported"),
    [
        (">>> x\n", at(1, 1), f" at line 1: invalid syntax.{PROMPT}{UNTIL}\n    >>> x\n    ^"),
        ("x\n  y z  \nw", at(2, 5), f" at line 2: invalid syntax.{UNTIL}\n    y z\n      ^"),
        ("x\ny", at(2, None), f" at line 2: invalid syntax.{UNTIL}\n    y\n    ^"),
        ("x\n    y", at(2, 1), f" at line 2: invalid syntax.{UNTIL}\n    y\n    ^"),
        ("x\n\n", at(2, 1), f" at line 2: invalid syntax.{UNTIL}"),
        ("x", at(2, 1, "not closed."), ": not closed."),
        ("x", at(0, 1, "unknown encoding!"), ": unknown encoding!"),
        ("x", at(None, None, "bad"), ": bad."),
        ("x", ValueError("null bytes"), ": null bytes."),
        ("x", UnicodeError("no"), ": it is nested too deeply."),
        ("x", RecursionError("no"), ": it is nested too deeply."),
        (
            "a" * 90,
            at(1, 80),
            f" at line 1: invalid syntax.{UNTIL}\n    {'a' * 80}\n    {' ' * 79}^",
        ),
        (
            "a" * 60 + "b" * 60,
            at(1, 81),
            f" at line 1: invalid syntax.{UNTIL}\n    … {'a' * 20}{'b' * 60}\n    {' ' * 42}^",
        ),
        (
            "    " + "a" * 60 + "b" * 60,
            at(1, 85),
            f" at line 1: invalid syntax.{UNTIL}\n    … {'a' * 20}{'b' * 60}\n    {' ' * 42}^",
        ),
    ],
)
def test_the_line_and_the_caret_stand_below_the_sentence(
    text: str, error: BaseException, reported: str
) -> None:
    assert problem_of("a.py", text, error) == f"a.py does not parse{reported}"


@pytest.mark.parametrize(
    ("text", "line"), [("<<<<<<< HEAD\nx", 1), ("a\nb\n<<<<<<<\n", 3), ("a\n<<<<<<<<\n", None)]
)
def test_conflict_markers_of_git_are_recognised_at_the_start_of_a_line(
    text: str, line: int | None
) -> None:
    problem = problem_of("a.py", text, at(1, 1))
    if line is None:
        assert "merge conflict" not in problem
    else:
        assert problem == f"a.py has a merge conflict at line {line}.{KEEP}"


@pytest.mark.parametrize(
    ("line", "reason", "slip"),
    [
        ("... x", "invalid syntax", PROMPT),
        ("12: x = 1", "invalid syntax", " Remove the line number."),
        ("012", "leading zeros in decimal", ""),
        ("12 x", "leading zeros in decimal", " Remove the line number."),
        ("```python", "invalid syntax", " Remove the code fence from a chat or page."),
        ("else if x:", "expected ':'", " Python writes `elif`."),
        ("x && y", "invalid syntax", " Python writes `and` and `or`."),
        ("x || y", "invalid syntax", " Python writes `and` and `or`."),
        ("class = 1", "invalid syntax", " That is a Python keyword: choose another name."),
        ("yield = 1", "invalid syntax", " That is a Python keyword: choose another name."),
        ("x = 3 – 1", "invalid character '–'", " Write a plain minus, -."),
        ("x = $1", "invalid syntax", ""),
        ("x || y", "unexpected indent", " Align it with the line above."),
        ("x || y", "invalid non-printable character", " Delete it and type it again."),
    ],
)
def test_code_of_other_languages_and_pages_is_recognised(line: str, reason: str, slip: str) -> None:
    reported = problem_of("a.py", line, at(1, 1, reason)).splitlines()[0]
    assert reported == f"a.py does not parse at line 1: {reason}.{slip}{UNTIL}"


def test_a_file_for_a_newer_python_is_refused_with_both_versions() -> None:
    refuse_newer("a.py", "x = 1\n")
    refuse_newer("a.py", "x = (\n")
    newer = [source for source, version in NEWER.items() if version > sys.version_info[:2]]
    for source in newer:
        there, here = "{}.{}".format(*NEWER[source]), "{}.{}".format(*sys.version_info[:2])
        with pytest.raises(Refusal) as refused:
            refuse_newer("a.py", source)
        assert str(refused.value) == (
            f"a.py needs Python {there}; this machine grades with {here}."
            f" It can be graded with Python {there} or newer."
        )


HOSTILE = {  # each would take minutes or more if an expression tried every way to match
    "many exceptions": "try: pass\nexcept a" + ",     b" * 10_000 + "\n",
    "a long way to an exception": "except" + " " * 100_000 + "\n",
    "a long indentation": "x = 1\n" + " " * 100_000 + "$\n",
    "a long way to a magic": "x = 1\n" + " " * 100_000 + "a=%x\n",
    "quotes without end": 'f"{"' + r"\"" * 50_000 + "\n$",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_takes_no_longer_than_any_other_of_its_size(name: str) -> None:
    start = time.process_time()
    assert needed(HOSTILE[name]) is None
    assert time.process_time() - start < 10
