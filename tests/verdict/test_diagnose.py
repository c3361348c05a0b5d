"""diagnose: a mistake is named only if the submission gives its answers wherever it shows."""

import numpy as np
import pytest
from msgspec.structs import replace
from support import ROOT, builders

from autograder.answers.making import run_trusted
from autograder.answers.sheet import load
from autograder.catalog import released
from autograder.grading.check import only_tasks
from autograder.grading.submission import grade_task
from autograder.records import Answer, Frame, Outcome, Raised, Refused, Submission
from autograder.verdict.compare import compare, failure
from autograder.verdict.diagnose import (
    ARGUMENTS,
    Named,
    diagnose,
    explains,
    hint,
    in_float64,
    is_recorded,
    is_uniform,
    varied,
)

# In the first case both mistakes are wrong, in the second only `negated` is.
FIRST = builders.case([2, 4], mistakes={"negated": [-2, -4], "halved": [1, 2]})
SECOND = builders.case([0, 6], mistakes={"negated": [0, -6]})
REAL = builders.case([0.5, 0.25], exact=False, allowed=1e-6)


def all_named(task, *outcomes):
    pairs = zip(task.cases, outcomes, strict=True)
    return [each.mistake for each in diagnose(task, [compare(task, *pair) for pair in pairs])]


def named(task, *outcomes):
    return next(iter(all_named(task, *outcomes)), None)


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        ([-2, -4], [0, -6], "negated"),
        ([1, 2], [0, 6], "halved"),
        ([1, 2], [0, -6], None),
        ([-2, -4], [0, 6], None),
        ([2, 4], [0, 7], None),
        ([7, 7], [7, 7], None),
    ],
)
def test_a_mistake_must_agree_in_every_exact_case(first, second, name):
    task = builders.task(FIRST, SECOND, REAL)
    assert (
        named(task, builders.answer(first), builders.answer(second), builders.answer([9.0, 9.0]))
        == name
    )


def test_nothing_is_named_without_an_answer():
    task = builders.task(FIRST, SECOND, REAL)
    assert named(task, None, None, None) is None


def test_a_fraction_rounded_differently_is_the_same_mistake():
    third = builders.case([1.0], mistakes={"averaged": [1 / 3]})
    assert named(builders.task(third), builders.answer(np.float64([1 / 3 + 1e-8]))) == "averaged"


def test_the_same_exception_names_a_mistake_and_another_does_not():
    valid = builders.case([1.0])
    valid.mistakes["unset"] = Outcome(
        Raised(type="UnboundLocalError", message="local variable 'x' is unset, line 3", line=None)
    )
    task = builders.task(valid, builders.case([2.0]))
    for kind, words, name in (
        ("UnboundLocalError", "local variable 'x' is unset, line 7", "unset"),
        ("UnboundLocalError", "local variable 'padded_too' is unset, line 3", "unset"),
        ("UnboundLocalError", "local variable 'x' is set, line 3", None),
        ("TypeError", "local variable 'x' is unset, line 3", None),
    ):
        assert (
            named(task, Outcome(Raised(type=kind, message=words, line=3)), builders.answer([2.0]))
            == name
        )


def test_names_that_a_student_chose_make_no_difference():
    for one, other in (
        ("name 'image' is not defined", "name 'x' is not defined"),
        ("'Layer' object has no attribute 'cache'", "'Layer' object has no attribute 'x_2'"),
        (
            "pad() takes 2 positional arguments",
            "conv.<locals>.widen() takes 3 positional arguments",
        ),
        ("'kernel_size'", "'k'"),
    ):
        assert failure(Raised(type="Error", message=one)) == failure(
            Raised(type="Error", message=other)
        )
    for one, other in (
        ("'NoneType' object is not iterable", "'int' object is not iterable"),
        ("can only concatenate tuple", "can only concatenate list"),
    ):
        assert failure(Raised(type="Error", message=one)) != failure(
            Raised(type="Error", message=other)
        )


@pytest.mark.parametrize("statement", ["raise ValueError('no!')", "assert rest == 0, words"])
def test_a_refusal_by_a_students_own_check_is_the_same_whatever_its_message(statement):
    case = builders.case([1.0])
    case.mistakes["refused"] = Outcome(Raised(type="AssertionError", message="does not fit"))
    frame = Frame(line=3, function="f", text=statement)
    refused = Outcome(Raised(type="ValueError", message="no!", frames=(frame,)))
    raised = Outcome(Raised(type="ValueError", message="no!", frames=(replace(frame, text="f()"),)))
    unwritten = Outcome(replace(refused.result, type="NotImplementedError"))
    assert named(builders.task(case), refused) == "refused"
    assert named(builders.task(case), raised) is None
    assert named(builders.task(case), unwritten) is None


def test_writing_into_the_inputs_is_named_although_the_numbers_are_right():
    case = builders.case([1.0])
    case.mistakes["in_place"] = builders.answer([1.0], changed=(0,))
    assert named(builders.task(case), builders.answer([1.0], changed=(0,))) == "in_place"
    assert named(builders.task(case), builders.answer([1.0])) is None


def test_two_mistakes_in_different_parts_are_both_named():
    case = builders.case([1.0])
    case.answers["grad_bias"] = np.float32([5])
    case.mistakes["first_wrong"] = builders.answer([9.0], [5.0])
    case.mistakes["second_wrong"] = builders.answer([1.0], [7.0])
    task = builders.task(case)
    assert all_named(task, builders.answer([9.0], [7.0])) == ["first_wrong", "second_wrong"]
    assert all_named(task, builders.answer([9.0], [8.0])) == ["first_wrong"]


VALID = builders.case([2, 4], aspect="valid", mistakes={"negated": [-2, -4]})
SAME = builders.case([2, 6], aspect="same", mistakes={"halved": [1, 3], "shifted": [3, 7]})
BOTH = builders.case([4, 6], aspect="both", mistakes={"shifted": [5, 7], "negated": [-4, -6]})
NOT_WRITTEN = Outcome(Raised(type="NotImplementedError", message="strides"))


@pytest.mark.parametrize(
    ("valid", "same", "names"),
    [
        ([-2, -4], [2, 6], ["negated"]),
        ([-2, -4], [1, 3], ["halved", "negated"]),
        ([-2, -4], [1, 9], []),
        ([-2, -5], [1, 3], []),
        ([2, 4], [1, 3], ["halved"]),
    ],
)
def test_names_are_judged_aspect_by_aspect(valid, same, names):
    task = builders.task(VALID, SAME)
    assert all_named(task, builders.answer(valid), builders.answer(same)) == names


UNWRITTEN = {
    "raises": NOT_WRITTEN,
    "gives no answer": None,
    "gives None": Outcome(Answer((Refused("NoneType"),))),
    "gives zeros": builders.answer([0, 0]),
}


@pytest.mark.parametrize("unwritten", UNWRITTEN.values(), ids=UNWRITTEN)
def test_an_option_that_is_not_written_yet_does_not_hide_a_name(unwritten):
    task = builders.task(VALID, SAME, BOTH)
    assert all_named(task, builders.answer([-2, -4]), unwritten, unwritten) == ["negated"]
    assert all_named(task, unwritten, builders.answer([1, 3]), unwritten) == ["halved"]
    assert all_named(task, builders.answer([-2, -4]), unwritten, builders.answer([4, 6])) == []


def test_an_open_option_within_an_aspect_does_not_hide_a_name_and_gives_none():
    other = builders.case([4, 8], aspect="valid", mistakes={"negated": [-4, -8]})
    right = builders.case([3, 5], aspect="valid")
    task = builders.task(VALID, other, right)
    assert all_named(task, builders.answer([-2, -4]), NOT_WRITTEN, NOT_WRITTEN) == ["negated"]
    assert all_named(task, builders.answer([-2, -5]), NOT_WRITTEN, NOT_WRITTEN) == []
    assert all_named(task, NOT_WRITTEN, NOT_WRITTEN, builders.answer([3, 5])) == []
    crashed = Outcome(Raised(type="ValueError", message="strides"))
    assert all_named(task, builders.answer([-2, -4]), crashed, crashed) == []


def test_a_part_that_is_not_written_yet_does_not_hide_the_name_in_another():
    case = builders.case([1.0, 2.0])
    case.answers["grad_bias"] = np.float32([5])
    case.mistakes["both_wrong"] = builders.answer([9.0, 8.0], [7.0])
    half = Outcome(Answer((np.float32([9, 8]), Refused("NoneType"))))
    assert named(builders.task(case), half) == "both_wrong"


def test_a_mistake_that_only_raises_is_not_named_if_another_option_raises_too():
    """Code may raise for any reason: it is a sign only if everything else is right."""
    valid = builders.case([1, 2], aspect="valid")
    valid.mistakes["unset"] = Outcome(Raised(type="TypeError", message="None"))
    task = builders.task(valid, builders.case([3, 4], aspect="same"))
    raised = valid.mistakes["unset"]
    assert all_named(task, raised, builders.answer([3, 4])) == ["unset"]
    assert all_named(task, raised, NOT_WRITTEN) == []
    assert all_named(task, raised, builders.answer([3, 5])) == []


def test_wrong_numbers_are_named_before_changed_arguments():
    both = [builders.case(right) for right in ([1, 2], [3, 4])]
    for case in both:
        case.mistakes["in_place"] = builders.answer(case.answers["outputs"], changed=(0,))
    both[0].mistakes["at_zero"] = builders.answer([1, 9])
    outcomes = builders.answer([1, 9], changed=(0,)), builders.answer([3, 4], changed=(0,))
    assert all_named(builders.task(*both), *outcomes) == ["at_zero", "in_place"]


def test_the_hint_says_where_further_mistakes_are():
    first, second = Named("one", (("outputs", "valid"),)), Named("two", (("outputs", "same"),))
    hints = {"one": "The sign.\n\nLook.", "two": "The half.\n\nCount."}
    assert hint([first], hints) == hints["one"]
    assert hint([first, second], hints) == (
        "The sign.\n\nLook.\n\nIn [same], it equals: The half.\n\nCount."
    )
    other = Named("two", (("grad_bias", "valid"),))
    assert "In grad_bias, it equals: The half." in str(hint([first, other], hints))
    apart = Named("two", (("grad_bias", "same"),))
    assert "In grad_bias, it equals: The half." in str(hint([first, apart], hints))
    assert hint([], hints) is None


def test_a_case_is_explained_by_the_mistake_that_gives_the_same_there():
    task = builders.task(VALID, SAME)
    for case, values, name, is_explained in (
        (VALID, [-2, -4], "negated", True),
        (VALID, [2, 4], "negated", False),
        (SAME, [1, 3], "negated", False),
        (SAME, [1, 3], "halved", True),
    ):
        assert explains(compare(task, case, builders.answer(values)), name) is is_explained
    assert not explains(compare(task, VALID, None), "negated")


def test_the_mistake_that_explains_more_is_named():
    case = builders.case([1.0])
    case.answers["grad_bias"] = np.float32([5])
    case.mistakes["bias_only"] = builders.answer([1.0], [7.0])
    case.mistakes["everything"] = builders.answer([9.0], [7.0])
    assert named(builders.task(case), builders.answer([9.0], [7.0])) == "everything"


@pytest.mark.parametrize(("here", "everywhere"), [("a", "z"), ("z", "a")])
def test_the_one_of_two_equal_mistakes_seen_whole_is_named(here, everywhere):
    first = builders.case([2, 4], aspect="one", mistakes={here: [-2, -4], everywhere: [-2, -4]})
    second = builders.case([2, 6], aspect="two", mistakes={everywhere: [-2, -6]})
    third = builders.case([3, 6], aspect="three", mistakes={everywhere: [-3, -6]})
    task = builders.task(first, second, third)
    minus = [builders.answer([-right for right in each]) for each in ([2, 4], [2, 6], [3, 6])]
    assert all_named(task, minus[0], NOT_WRITTEN, NOT_WRITTEN) == [here]
    assert all_named(task, minus[0], minus[1], NOT_WRITTEN) == [everywhere]


@pytest.mark.parametrize(("once", "twice"), [("a", "z"), ("z", "a")])
def test_of_two_equal_mistakes_the_one_with_fewer_unseen_places_is_named(once, twice):
    first = builders.case([2, 4], aspect="one", mistakes={once: [-2, -4], twice: [-2, -4]})
    second = builders.case([2, 6], aspect="two", mistakes={once: [-2, -6], twice: [-2, -6]})
    third = builders.case([3, 6], aspect="three", mistakes={twice: [-3, -6]})
    outcomes = builders.answer([-2, -4]), NOT_WRITTEN, NOT_WRITTEN
    assert all_named(builders.task(first, second, third), *outcomes) == [once]


def test_the_mistake_that_explains_more_is_named_although_it_has_an_unseen_place():
    first = in_two_parts(([2, 4], [5, 6]), one=([-2, -4], [5, 6]), both=([-2, -4], [-5, -6]))
    second = in_two_parts(([1, 4], [5, 7]), aspect="same", both=([-1, -4], [-5, -7]))
    task = builders.task(first, second)
    assert all_named(task, builders.answer([-2, -4], [-5, -6]), NOT_WRITTEN) == ["both"]


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ([np.nan, 0.5], "overflows"),
        ([7.0, 0.5], None),
        ([np.nan, 3.5], None),
        ([np.nan, np.nan], None),
        ([np.inf, 0.5], None),
    ],
)
def test_nan_equals_only_nan(answer, name):
    case = builders.case([1, 2], mistakes={"overflows": [np.nan, 0.5]})
    assert named(builders.task(case), builders.answer(answer)) == name


def test_a_name_comes_with_the_places_where_it_shows():
    case = replace(BOTH, mistakes={**BOTH.mistakes})
    case.mistakes["in_place"] = builders.answer([4, 6], changed=(0,))
    task = builders.task(VALID, SAME, case)
    outcomes = (
        builders.answer([-2, -4]),
        builders.answer([1, 3]),
        builders.answer([-4, -6], changed=(0,)),
    )
    assert diagnose(task, list(map(compare, [task] * 3, task.cases, outcomes))) == (
        Named("negated", (("outputs", "valid"), ("outputs", "both"))),
        Named("halved", (("outputs", "same"),)),
        Named("in_place", ((ARGUMENTS, "both"),)),
    )


def in_two_parts(right, *, aspect="valid", **mistakes):
    """Make a case with outputs and grad_bias, and mistakes in both."""
    outputs, grad_bias = right
    case = builders.case(outputs, aspect=aspect)
    case.answers["grad_bias"] = np.float32(grad_bias)
    case.mistakes.update({name: builders.answer(*parts) for name, parts in mistakes.items()})
    return case


def test_a_wide_mistake_with_an_unexplained_error_gives_way_to_a_narrow_one():
    valid = in_two_parts(([1, 2], [5, 6]), wide=([9, 8], [7, 9]), narrow=([9, 8], [5, 6]))
    same = in_two_parts(([1, 2], [5, 6]), aspect="same")
    wrong, right = builders.answer([9, 8], [7, 9]), builders.answer([1, 2], [5, 6])
    assert all_named(builders.task(valid, same), wrong, right) == ["wide"]
    assert all_named(builders.task(valid, same), wrong, builders.answer([1, 2], [4, 3])) == [
        "narrow"
    ]


def test_a_mistake_with_an_unexplained_error_is_dropped_alone():
    valid = in_two_parts(([1, 2], [5, 6]), first=([9, 8], [5, 6]), second=([1, 2], [7, 9]))
    task = builders.task(valid, in_two_parts(([1, 2], [5, 6]), aspect="same"))
    wrong = builders.answer([9, 8], [7, 9])
    assert all_named(task, wrong, builders.answer([1, 2], [4, 3])) == ["first"]
    assert all_named(task, wrong, builders.answer([3, 4], [5, 6])) == ["second"]


def test_a_mistake_with_numbers_and_arguments_is_wider_than_one_with_numbers_alone():
    case = builders.case([1, 2], mistakes={"numbers": [9, 8]})
    case.mistakes["wide"] = builders.answer([9, 8], changed=(0,))
    assert all_named(builders.task(case), builders.answer([9, 8], changed=(0,))) == ["wide"]


def test_a_mistake_without_an_array_is_matched_by_the_same_kind():
    case = builders.case([1, 2])
    case.mistakes["nothing"] = Outcome(Answer((Refused("NoneType"),)))
    task = builders.task(case)
    assert named(task, case.mistakes["nothing"]) == "nothing"
    assert named(task, Outcome(Answer((Refused("str"),)))) is None
    assert named(task, builders.answer([9, 8])) is None


def test_an_aspect_is_not_written_yet_only_if_no_case_of_it_is():
    task = builders.task(VALID, SAME, replace(SAME, mistakes={}))
    for second, names in (
        (NOT_WRITTEN, ["negated"]),
        (builders.answer([1, 9]), []),
        (builders.answer([2, 6]), []),
    ):
        assert all_named(task, builders.answer([-2, -4]), NOT_WRITTEN, second) == names
        assert all_named(task, builders.answer([-2, -4]), second, NOT_WRITTEN) == names


def test_one_number_everywhere_is_not_written_yet_unless_the_right_answer_is_too():
    even = builders.case([3, 3], aspect="same", mistakes={"negated": [-3, -3]})
    zeros = builders.answer([0, 0])
    assert named(builders.task(VALID, even), builders.answer([-2, -4]), zeros) is None
    first = in_two_parts(([1, 2], [5, 6]), negated=([-1, -2], [5, 6]))
    later = in_two_parts(([3, 3], [5, 6]), aspect="same", negated=([-3, -3], [5, 6]))
    outcomes = builders.answer([-1, -2], [5, 6]), builders.answer([0, 0], [5, 6])
    assert named(builders.task(first, later), *outcomes) is None
    uneven = builders.case([3, 4], aspect="same", mistakes={"negated": [-3, -4]})
    task = builders.task(VALID, uneven)
    assert named(task, builders.answer([-2, -4]), zeros) == "negated"
    assert named(task, builders.answer([-2, -4]), builders.answer([5, 7])) is None


def test_one_number_everywhere_names_nothing_if_another_option_is_not_written():
    case = builders.case([1, 2], aspect="valid", mistakes={"unfilled": [7, 7]})
    task = builders.task(case, SAME)
    assert named(task, builders.answer([7, 7]), builders.answer([2, 6])) == "unfilled"
    assert named(task, builders.answer([7, 7]), NOT_WRITTEN) is None
    further = builders.case([1, 3], aspect="valid", mistakes={"unfilled": [7, 8]})
    task = builders.task(case, further, SAME)
    outcomes = builders.answer([7, 7]), builders.answer([7, 8]), NOT_WRITTEN
    assert named(task, *outcomes) == "unfilled"
    later = builders.case([1, 3], aspect="both", mistakes={"unfilled": [7, 8]})
    for task in builders.task(case, later, SAME), builders.task(later, case, SAME):
        outcomes = [each.mistakes.get("unfilled", NOT_WRITTEN) for each in task.cases]
        assert named(task, *outcomes) == "unfilled"
    case.mistakes["unfilled"] = builders.answer([7, 7], changed=(0,))
    assert named(builders.task(case, SAME), case.mistakes["unfilled"], NOT_WRITTEN) == "unfilled"


def test_a_mistake_with_too_few_parts_is_matched_by_as_many():
    case = in_two_parts(([1, 2], [5, 6]), half=([9, 8],), whole=([3, 4], [7, 9]))
    task = builders.task(case)
    assert named(task, builders.answer([9, 8])) == "half"
    assert named(task, builders.answer([9, 8], [5, 6])) is None
    assert named(task, builders.answer([3, 4])) == "whole"
    assert named(task, builders.answer([3, 4], [7, 1])) is None
    even = in_two_parts(([1, 2], [5, 6]), half=([7, 7],))
    assert named(builders.task(even), builders.answer([7, 7])) == "half"


def test_a_mistake_is_wrong_only_beyond_the_allowance():
    close = builders.case([0.5, 0.25], exact=False, allowed=0.1, mistakes={"close": [0.55, 0.25]})
    far = builders.case([0.5, 0.25], exact=False, allowed=0.1, mistakes={"close": [0.9, 0.3]})
    task = builders.task(close, far)
    assert named(task, builders.answer([0.48, 0.25]), builders.answer([0.9, 0.3])) == "close"
    assert named(task, builders.answer([0.7, 0.25]), builders.answer([0.9, 0.3])) is None


def test_a_float_for_a_count_is_a_mistake_although_the_numbers_are_right():
    case = builders.case([1, 2], mistakes={"float_count": [1, 2]})
    case.answers["outputs"] = np.array([1, 2])
    task = builders.task(case)
    answer = builders.answer(np.float32([1, 2]))
    assert named(replace(task, integer=True), answer) == "float_count"
    assert named(task, answer) is None


def test_a_mistake_that_writes_into_its_arguments_does_so_wherever_it_is_recorded():
    valid, same = builders.case([1, 2], aspect="valid"), builders.case([3, 4], aspect="same")
    for case in valid, same:
        case.mistakes["in_place"] = builders.answer(case.answers["outputs"], changed=(0,))
    task = builders.task(valid, same)
    first, second = builders.answer([1, 2], changed=(0,)), builders.answer([3, 4])
    assert named(task, first, replace(second, changed=(0,))) == "in_place"
    assert named(task, first, second) is None
    assert named(task, first, None) == "in_place"
    assert named(task, first, NOT_WRITTEN) == "in_place"
    twice = builders.task(valid, same, same)
    assert named(twice, first, NOT_WRITTEN, NOT_WRITTEN) == "in_place"
    assert named(twice, first, NOT_WRITTEN, second) is None
    once = builders.task(valid, builders.case([3, 4], aspect="valid"))
    assert named(once, first, second) == "in_place"
    assert named(once, first, replace(second, changed=(0,))) is None


def test_exact_cases_are_recorded_or_without_any_those_in_float32():
    exact = builders.case([1.0])
    double = replace(REAL, arrays={"inputs": np.zeros(3)})
    for cases, recorded in (
        ([exact, REAL, double], [True, False, False]),
        ([REAL, double], [True, False]),
        ([double, REAL], [False, True]),
        ([REAL, exact], [False, True]),
        ([replace(exact, arrays=double.arrays), REAL], [True, False]),
    ):
        task = builders.task(*cases)
        assert [is_recorded(task, case) for case in cases] == recorded


def test_a_case_with_one_array_in_float64_is_in_float64():
    single, double = np.zeros(3, np.float32), np.zeros(3)
    for arrays, is_double in (
        ([single, double], True),
        ([double, single], True),
        ([single, single], False),
        ([np.zeros(3, int)], False),
        ([], False),
    ):
        case = replace(REAL, arrays=dict(enumerate(arrays)))
        assert in_float64(case) is is_double


@pytest.mark.parametrize(
    ("numbers", "is_varied"),
    [
        ([1, 2], True),
        ([0, 1, 2], True),
        ([1, -1], False),
        ([0, 1], False),
        ([0, 0], False),
        ([], False),
        ([1, 2, np.nan], False),
        ([1, 2, -np.inf], False),
    ],
)
def test_varied_numbers_are_finite_and_two_of_different_size(numbers, is_varied):
    assert varied(np.float32(numbers)) is is_varied


def test_each_further_name_lists_its_aspects_or_parts_once():
    hints = {"one": "The sign.\n\n    Look.", "two": "\n    The half.\n    ", "four": "Four."}

    def reported(*names):
        places = [("a", "same"), ("b", "same"), ("a", "both")]
        first = Named("one", (("a", "valid"), ("b", "valid")))
        return hint([first, *(Named(name, tuple(places)) for name in names)], hints)

    assert reported() == "The sign.\n\nLook."
    assert reported("two") == "The sign.\n\nLook.\n\nIn [same] and [both], it equals: The half."
    assert reported("three") == reported()
    assert reported("three", "four") == reported() + "\n\nIn [same] and [both], it equals: Four."
    assert reported("two", "four") == reported("two") + "\n\nIn [same] and [both], it equals: Four."
    assert hint([Named("three", (("a", "valid"),))], hints) == ""


def test_a_case_is_explained_by_a_wrong_part_or_by_changed_arguments():
    case = in_two_parts(([1, 2], [5, 6]), bias=([1, 2], [7, 9]))
    case.mistakes["in_place"] = builders.answer([1, 2], [5, 6], changed=(0,))
    task = builders.task(case)
    for outcome, name, is_explained in (
        (builders.answer([1, 2], [7, 9]), "bias", True),
        (builders.answer([3, 4], [7, 9]), "bias", True),
        (builders.answer([1, 2], [8, 8]), "bias", False),
        (builders.answer([1, 2], [5, 6]), "bias", False),
        (builders.answer([1, 2], [5, 6], changed=(0,)), "in_place", True),
        (builders.answer([1, 2], [5, 6], changed=(1,)), "in_place", False),
        (builders.answer([1, 2], [5, 6]), "in_place", False),
        (None, "in_place", False),
        (builders.answer([1, 2], [8, 8], changed=(0,)), "bias", False),
    ):
        assert explains(compare(task, case, outcome), name) is is_explained


TWO_AXES_ONLY = {
    "an einsum": "return np.einsum('bf,fu->bu', inputs, kernel) + bias",
    "unpacking": "n, f = inputs.shape\n    return inputs @ kernel + bias",
    "a refusal of its own": (
        "if inputs.ndim != 2: raise ValueError('only 2d')\n    return inputs @ kernel + bias"
    ),
    "a loop": (
        "outputs = np.zeros((len(inputs), len(bias)), inputs.dtype)\n"
        "    for n in range(len(inputs)): outputs[n] = inputs[n] @ kernel + bias\n"
        "    return outputs"
    ),
}


@pytest.mark.parametrize("body", TWO_AXES_ONLY.values(), ids=TWO_AXES_ONLY)
def test_failing_in_the_same_cases_does_not_make_it_the_same_mistake(body):
    """Handle two axes only; a known mistake fails in the same cases, for another reason."""
    answers = load(released(ROOT, "01_dense").sheet.read_bytes())
    source = f"import numpy as np\ndef dense(inputs, kernel, bias):\n    {body}\n"
    submission = Submission(
        exercise="01_dense",
        module="dense",
        filename="dense.py",
        cells=(source.encode(),),
    )
    (task,) = only_tasks(answers, ["dense"]).tasks
    (run,) = run_trusted(submission, [task])
    graded = grade_task(task, run, answers.hints)
    assert (graded.verdict, graded.mistake) == ("error", None)
    assert 0 < graded.score < task.points


@pytest.mark.parametrize(
    ("numbers", "uniform"),
    [
        ([], True),
        ([2], True),
        ([[1, 1], [1, 1]], True),
        ([[1, 2], [1, 2]], False),
        ([np.nan, np.nan], True),
        ([np.nan, 1], False),
        ([1, np.nan], False),
    ],
)
def test_each_nan_is_the_same_number(numbers, uniform):
    assert is_uniform(np.array(numbers, np.float32)) == uniform
