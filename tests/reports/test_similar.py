"""similar: pairs over all exercises, in the terminal and on the page for staff."""

from dataclasses import replace

from support.made_up_grades import NASTY, printed
from support.pages import outside, raw, tables

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


def test_terminal_and_page_give_the_usual_bits_and_the_shared_lines() -> None:
    found = [replace(each, usual=19.4) for each in FOUND]
    text = printed(similar_table(found), width=160)
    assert "19 of 20 pairs share up to 19 bits in 01_dense, 19 bits in 02_activations." in text
    assert "01_dense: 1 of 2 and 1 of 2 lines of code" in text
    page = similar_page(found)
    assert "19 of 20 pairs share up to 19 bits" in page
    assert page.count("1 of 2 lines") == 8
