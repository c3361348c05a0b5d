"""folders: a student's name becomes a folder name that every system can store."""

import pytest

from autograder.grading.folders import folder_name, folder_names, without_number

SAFE = ["s01", "Anna Müller", "Łukasz", "李小龍", "अनिल", "a.b-c_d 9", "x" * 80, "o" + "\u0301"]
UNSAFE = [
    "", ".", "..", "../s01", "a/b", "a\\b", "C:", ".hidden", "-rf", " s", "s ", "s.", "con",
    "CON.txt", "lpt1", "a\nb", "\x1b[2J", "\u202ea", "O'Brien", "x" * 81, "𝔘" * 80, "grades.csv",
    "Report.HTML", "similar_01_dense.html", "grade.txt", "\udcff", "=1+1",
]  # fmt: skip


@pytest.mark.parametrize("name", SAFE)
def test_a_safe_name_stays_as_it_is(name):
    assert folder_name(name) == name


@pytest.mark.parametrize("name", UNSAFE, ids=ascii)
def test_any_other_name_becomes_a_safe_one(name, tmp_path):
    safe = folder_name(name)
    assert folder_name(safe) == safe != name
    (tmp_path / safe).mkdir()
    assert [path.name for path in tmp_path.iterdir()] == [safe]


def test_the_slug_can_be_read():
    assert folder_name("O'Brien, Zoë").startswith("O_Brien_Zoe-")


def test_different_names_never_share_a_folder():
    names = ["s01", "S01", "ﬁ", "fi", "é", "e\u0301", "a/b", "a\\b", folder_name("a/b"), *UNSAFE]
    folders = folder_names(names)
    assert len({folder.casefold() for folder in folders.values()}) == len(set(names))


def test_a_name_does_not_depend_on_others_unless_they_collide():
    assert folder_names(["s01", "s02", "S02"])["s01"] == "s01"


def test_a_name_without_its_number_is_reported_if_most_have_one():
    class_list = ["Ada Lovelace_17", "Bo Bird_18", "Cy Young_19"]
    assert without_number([*class_list, "ada lovelace"]) == {"ada lovelace": "Ada Lovelace_17"}
    assert without_number([*class_list, "Ada"]) == {}
    assert without_number(["ada", "ada_2", "bo"]) == {}


def test_a_name_that_imitates_the_folder_of_another_gets_its_own():
    both = folder_names(["ada", "ADA"])
    names = folder_names([*both, both["ada"]])
    assert len(set(names.values())) == 3
