"""similar: pairs over all exercises, in the terminal and on the page for staff."""

from itertools import combinations

import pytest
from markupsafe import escape
from msgspec.structs import replace
from support.made_up_grades import NASTY, printed
from support.pages import outside, raw, tables

from autograder.reports import html
from autograder.reports.html import similar_page
from autograder.reports.inspection import MOST_PAIRS, similar_table
from autograder.verdict.copying import Code, Group, Pair, Similar


def similar(exercise: str, *pairs: tuple[str, str, float]) -> Similar:
    """Make pairs of students who share this many bits of code."""
    lines = frozenset({0})
    found = [
        Pair(students=(one, two), code=bits, numbers=0.0, lines=(lines, lines), same=())
        for one, two, bits in pairs
    ]
    names = sorted({name for pair in found for name in pair.students})
    codes = {name: Code("x = 1\n<script>", {}) for name in names}
    groups = tuple(Group(pair.students, (pair,)) for pair in found)
    return Similar(exercise=exercise, codes=codes, groups=groups, common=())


FOUND = [
    similar("01_dense", ("ada", "bob", 50.0), ("cem", "dia", 30.0)),
    similar("02_activations", ("dia", "cem", 25.0), ("eva", NASTY, 22.0)),
]


def test_the_page_ranks_pairs_over_all_exercises_and_links_to_each() -> None:
    page = similar_page(FOUND)
    assert tables(page)[0][:3] == [
        ["students", "bits", "exercises"],
        ["cem and dia", "55", "01_dense 02_activations"],
        ["ada and bob", "50", "01_dense"],
    ]
    assert page.count('href="#02_activations"') == 2
    assert page.count('<h2 id="02_activations">') == 1
    assert outside(page) == set()
    assert not raw(page)
    assert "Over all exercises" not in similar_page(FOUND[:1])


def test_the_terminal_names_the_least_likely_pairs_and_counts_the_others() -> None:
    text = printed(similar_table(FOUND))
    assert text.index("cem and dia") < text.index("ada and bob")
    assert "02_activations: 1 of 2 and" in text
    assert not set("\x1b\u202e\u2028") & set(text)
    many = similar("01_dense", *(("ada", f"s{n:02}", 99.0 - n) for n in range(MOST_PAIRS + 2)))
    text = printed(similar_table([many]))
    assert f"s{MOST_PAIRS - 1:02}" in text
    assert f"s{MOST_PAIRS:02}" not in text
    assert "2 more pairs on the page." in text


def test_the_page_of_a_hostile_class_stays_small_and_says_what_is_left_out() -> None:
    names = [f"s{number:03}" for number in range(150)]
    every = tuple(
        Pair(students=pair, code=50.0, numbers=0.0, lines=(frozenset({900}),) * 2, same=())
        for pair in combinations(names, 2)
    )
    codes = dict.fromkeys(names, Code("\n".join(["<\x00&\t" * 30] * 1000), {}))
    crowd = Group(tuple(names), every)
    groups = (crowd, *(Group(each.students, (each,)) for each in every))
    found = Similar(exercise="01_dense", codes=codes, groups=groups, common=())
    page = similar_page([found, replace(found, exercise="02_activations")])
    assert len(page) < 4_000_000
    said = (
        "Left out: 895 lines above and ",
        "Not shown: 11075 more.",
        "s098, s099 and 50 more",
        "11065 more pairs share less.",
        "11126 more groups share less.",
    )
    assert [each for each in said if each not in page] == []
    assert page.count("<details") == page.count('<tr class="part"><th>901</th>') // 2 == 40


@pytest.mark.parametrize(
    ("code", "marked", "shown"),
    [
        (["a", "b"], {1}, ([(1, "a", False), (2, "b", True)], 0, 0)),
        (["a", ""], (), ([(1, "a", False), (2, "", False)], 0, 0)),
        (["a" * 501], {0}, ([(1, "a" * 500 + "…", True)], 0, 0)),
        (["a", "b", "\t<"] * 9, {7}, ([(3, "    &lt;", False), (4, "a", False)], 2, 23)),
        (["a", "b", "c"] * 9, {0}, ([(1, "a", True), (2, "b", False)], 0, 25)),
    ],
)
def test_code_is_shown_from_the_first_shared_line_on_if_it_is_long(
    monkeypatch: pytest.MonkeyPatch,
    code: list[str],
    marked: set[int],
    shown: tuple[list[tuple[int, str, bool]], int, int],
) -> None:
    monkeypatch.setattr(html, "MOST_CODE", 2 * html.MARKUP + (9 if len(code) > 2 else 999))
    lines, above, below = html._around(code, marked)
    escaped = [(line.number, str(escape(line.text)), line.marked) for line in lines]
    assert (escaped, above, below) == shown


def test_terminal_and_page_give_the_usual_bits_and_the_shared_lines() -> None:
    found = [replace(each, usual=19.4) for each in FOUND]
    text = printed(similar_table(found), width=160)
    assert "19 of 20 pairs share up to 19 bits in 01_dense, 19 bits in 02_activations." in text
    assert "01_dense: 1 of 2 and 1 of 2 lines of code" in text
    page = similar_page(found)
    assert "19 of 20 pairs share up to 19 bits" in page
    assert page.count("1 of 2 lines") == 8
