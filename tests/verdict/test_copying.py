"""copying: code that two share and few others have counts, whatever its names and order."""

import numpy as np
import pytest
from msgspec.structs import replace
from support import builders

from autograder.records import Answer, Comparison, Outcome
from autograder.verdict.compare import compare
from autograder.verdict.copying import (
    LEAST,
    Code,
    Passage,
    Same,
    Similar,
    bits,
    over_all,
    read,
    similarities,
    wrong_numbers,
)

FORWARD = """
def dense(inputs, kernel, bias):
    return inputs @ kernel + bias
"""
LONG = """
def dense_backward(grad_outputs, inputs, kernel, bias):
    lead = inputs.reshape(-1, inputs.shape[-1])  # one row for each input
    total = np.zeros_like(kernel)
    for row in range(len(lead)):
        total = total + np.outer(lead[row], grad_outputs[row]) * 2 - lead[row].sum() / 2
    if total.ndim > 2 or len(lead) == 0:
        raise ValueError("too many axes")
    return grad_outputs @ kernel.T, total, grad_outputs.sum(axis=0)
"""
RENAMED = (
    "# all my own work\n"
    + LONG.replace("total", "acc").replace("lead", "x").replace("row", "i").replace("many", "few")
    + FORWARD
)


def unique_code(number: int) -> str:
    """Write code that nobody else writes."""
    lines = [f"    x = x.f{number}_{line} ** {line} // a.g{number}" for line in range(12)]
    return "\n".join(["def dense_backward(x):", *lines])


CLASS = {f"s{number:03}": unique_code(number) for number in range(98)}


def found(texts: dict[str, str], *same: Same, given: str = "") -> Similar:
    codes = {student: read(text) for student, text in texts.items()}
    return similarities("01_dense", codes, same, given=[read(given)])


def test_a_copy_is_found_under_other_names_with_other_comments_and_in_another_order() -> None:
    (group,) = found({**CLASS, "ada": FORWARD + LONG, "bob": RENAMED}).groups
    (pair,) = group.pairs
    assert (group.students, pair.students) == (("ada", "bob"), ("ada", "bob"))
    assert pair.code > 2 * LEAST
    theirs = (FORWARD + LONG).split("\n")
    marked = {theirs[line] for line in pair.lines[0]}
    assert any("np.outer" in line for line in marked)


def test_the_same_correct_function_of_three_lines_is_not_reported() -> None:
    assert found({**CLASS, "ada": FORWARD, "bob": FORWARD}).groups == ()


def test_code_that_students_were_given_is_not_reported() -> None:
    assert found({**CLASS, "ada": LONG, "bob": RENAMED}, given=LONG + FORWARD).groups == ()


def test_code_that_most_students_write_is_not_reported() -> None:
    assert found({name: text + LONG for name, text in CLASS.items()}).groups == ()


def test_the_least_likely_group_comes_first_and_all_who_share_form_one_group() -> None:
    shorter = "\n".join(LONG.split("\n")[:8])
    texts = {**CLASS, "ada": LONG + FORWARD, "bob": RENAMED, "cem": LONG}
    other = unique_code(1000).replace("x", "y") + unique_code(1001)
    texts |= {"dia": other, "eva": other}
    first, second = found({**texts, "fay": shorter}).groups
    assert [first.students, second.students] == [("dia", "eva"), ("ada", "bob", "cem", "fay")]
    most = [pair.bits for group in (first, second) for pair in group.pairs[:1]]
    assert most == sorted(most, reverse=True)


def test_a_pair_that_shares_a_little_in_every_exercise_comes_before_one_that_shares_more_once() -> (
    None
):
    shorter = "\n".join(LONG.split("\n")[:8])
    once = found({**CLASS, "ada": LONG + FORWARD, "bob": RENAMED})
    each = found({**CLASS, "cem": shorter, "dia": shorter})
    several = [replace(each, exercise=f"0{number}_more") for number in range(2, 6)]
    (first, shared), (second, other) = over_all([once, *several])
    assert (first, list(shared)) == (("cem", "dia"), [more.exercise for more in several])
    assert (second, list(other)) == (("ada", "bob"), ["01_dense"])
    assert shared["02_more"].bits < bits(other) < bits(shared)


# -- numbers -----------------------------------------------------------------------------------

CASES = [
    builders.case([2, 4], mistakes={"negated": [-2, -4]}),
    builders.case([5, 6], mistakes={"negated": [-5, -6]}),
]
TASK = builders.task(*CASES)


def compared(*answers: object) -> list[Comparison]:
    outcomes = [Outcome(Answer((np.asarray(each, np.float32),))) for each in answers]
    return [compare(TASK, case, each) for case, each in zip(CASES, outcomes, strict=True)]


def digest(*answers: object) -> bytes | None:
    found = wrong_numbers(compared(*answers), ["negated"])
    return found[0] if found else None


def test_wrong_numbers_are_the_same_up_to_rounding() -> None:
    assert digest([7 / 3, 9], [5, 6]) == digest([np.float32(7 / 3) + 1e-7, 9], [5, 6])
    assert digest([7 / 3, 9], [5, 6]) != digest([7 / 3, 9], [7, 6])
    assert digest([7 / 3, 9], [5, 6]) != digest([5 / 3, 9], [5, 6])


@pytest.mark.parametrize(
    "answers",
    [
        ([2, 4], [5, 6]),
        ([-2, -4], [5, 6]),
        ([0, 0], [0, 0]),
        ([3, 3], [5, 6]),
        (np.arange(20_000.0), [5, 6]),
    ],
    ids=["right", "a mistake on file", "zeros", "one number", "too many numbers"],
)
def test_right_named_uniform_and_very_large_answers_do_not_count(
    answers: tuple[object, object],
) -> None:
    assert digest(*answers) is None


def test_the_same_wrong_numbers_are_enough_to_be_reported_unless_many_give_them() -> None:
    shown = compared([7, 9], [5, 6])[0]
    two, crowd = (tuple(list(CLASS)[:count]) for count in (2, 9))
    (group,) = found(CLASS, Same("double", two, shown)).groups
    assert (group.students, group.pairs[0].same[0].task) == (two, "double")
    result = found(CLASS, Same("double", crowd, shown))
    assert (result.groups, [each.students for each in result.common]) == ((), [crowd])


@pytest.mark.parametrize("text", ["", '"""', "'" * 9, "\\", "é\x00\x1b", '"\\\n', "#"])
def test_any_text_can_be_read(text: str) -> None:
    assert read(text * 3).text == text * 3


def test_code_of_half_of_a_small_class_is_not_reported_and_code_of_two_is() -> None:
    small = {name: CLASS[name] for name in list(CLASS)[:6]}
    copied = unique_code(1000) + LONG + unique_code(1001)
    many = {f"copy{number}": copied for number in range(6)}
    assert found({**small, **many}).groups == ()
    assert found({**small, "ada": copied, "bob": copied}).groups


def test_the_usual_bits_are_those_that_19_of_20_pairs_do_not_exceed() -> None:
    assert found({**CLASS, "ada": LONG, "bob": RENAMED}).usual == 0
    copied = unique_code(1000) + LONG + unique_code(1001)
    six = {name: CLASS[name] for name in list(CLASS)[:4]} | {"ada": copied, "bob": copied}
    (group,) = found(six).groups
    assert found(six).usual == group.pairs[0].bits  # of 15 pairs, that of the 20th part


def test_each_passage_of_long_equal_files_is_looked_up_once_per_student_and_not_per_pair() -> None:
    class Counted(dict[Passage, frozenset[int]]):
        count = 0

        def __getitem__(self, passage: Passage) -> frozenset[int]:
            Counted.count += 1
            return super().__getitem__(passage)

    code = read("\n".join(f"x = {number} + {number}" for number in range(500)))
    codes = {f"s{n}": Code(code.text, Counted(code.passages)) for n in range(8)}
    found = similarities("01_dense", codes | {f"o{n}": read("pass") for n in range(40)}, [])
    (group,) = found.groups
    assert len(group.pairs) == 28
    assert all(pair.lines == (frozenset(range(500)),) * 2 for pair in group.pairs)
    assert 0 < Counted.count <= 8 * len(code.passages)
