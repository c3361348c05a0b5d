"""text: text of unknown origin becomes safe to show, and numbers are readable."""

from typing import Any

import pytest

from autograder.text import (
    LONGEST_OUTPUT,
    counted,
    few,
    listed,
    number,
    printable,
    shown,
    text_of,
    visible,
)


def test_control_characters_become_visible_and_nothing_else_changes() -> None:
    assert (
        visible("Zoë [b]\x1b[2J\u202e\u2028\x9b\ud800\t")
        == r"Zoë [b]\x1b[2J\u202e\u2028\x9b\ud800\t"
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (0.431, "0.4310"),
        (-1234.5, "-1234"),
        (3138127.4, "3138127"),
        (99999.5, "100000"),
        (1e-7, "1.000e-07"),
        (float("nan"), "nan"),
        (1e9, "1.000e+09"),
    ],
)
def test_large_numbers_are_whole_and_others_have_four_digits(value: float, text: str) -> None:
    assert number(value) == text


def test_printed_text_keeps_its_lines_and_loses_control_characters() -> None:
    assert (
        printable("a\tb\r\nc\x1b[2J\ud800")
        == "a\tb\nc\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}"
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [("dense.py", "dense.py"), ("a\nb\x1b", "a?b?"), ("x" * 81, "x" * 60 + "…" + "x" * 15)],
)
def test_a_name_in_a_message_is_short_and_on_one_line(name: str, text: str) -> None:
    assert shown(name) == text


def test_a_long_list_of_names_is_cut_and_the_others_are_counted() -> None:
    names = ["ada", "bo", "cy"]
    assert [few(names, most) for most in (2, 3)] == ["ada, bo and 1 more", "ada, bo, cy"]
    assert few(names, 2, "; ") == "ada; bo and 1 more"


def test_a_list_has_a_word_before_its_last_entry():
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a", "b"], "or") == "a or b"


def test_a_noun_is_singular_after_one_only():
    assert [counted(n, "task") for n in range(3)] == ["0 tasks", "1 task", "2 tasks"]


def test_output_up_to_the_limit_is_not_cut_whatever_its_characters() -> None:
    assert LONGEST_OUTPUT == 4000
    long = "\N{SNAKE}" * LONGEST_OUTPUT  # four bytes each
    assert text_of(long.encode()) == long
    assert text_of((long + "x").encode()) == long
    assert text_of(b"x" * (LONGEST_OUTPUT + 1)) == "x" * LONGEST_OUTPUT + " ..."


def test_no_more_of_the_output_is_copied_than_is_kept() -> None:
    copied: list[bytes] = []

    class Output(bytes):
        def __getitem__(self, key: Any) -> Any:
            copied.append(super().__getitem__(key))
            return copied[-1]

    assert text_of(Output(b"x" * 10**6), 1, 2**40) == "x" * LONGEST_OUTPUT + " ..."
    assert [len(piece) for piece in copied] == [4 * LONGEST_OUTPUT]
