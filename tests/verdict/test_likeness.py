"""likeness: resemblances of a wrong array to the right one."""

import numpy as np
import pytest
from msgspec.structs import replace
from support import builders

from autograder.records import Answer, Outcome, Refused
from autograder.verdict.compare import compare
from autograder.verdict.likeness import ONLY, likeness, likenesses

RIGHT = np.arange(24.0).reshape(2, 3, 4) - 5
OTHERS = {"grad_bias": RIGHT.sum(axis=(0, 1))}
AXES = ("height", "width", "channels")


def sentence(yours, right=RIGHT):
    likes = likeness("grad_x", np.asarray(yours), right, AXES[: right.ndim], OTHERS)
    return likes[0].sentence if likes else None


@pytest.mark.parametrize(
    ("yours", "says"),
    [
        (-RIGHT, "the opposite sign"),
        (RIGHT / 3, "each times 1/3."),
        (RIGHT * 0.0100005, "each times 0.0100005."),
        (RIGHT * (1 + 1.05e-6) / 3, "each times 0.333334."),
        (RIGHT * np.pi, "each times 3.14159."),
        (RIGHT * 1.00002, "each times 1.00002."),
        (RIGHT * 1e300, "each times 1e+300."),
        (RIGHT[:, ::-1], "reversed along width."),
        (RIGHT[::-1, :, ::-1], "reversed along height and channels."),
        (RIGHT.ravel(), "in another shape."),
        (RIGHT[None], "in another shape."),
        (RIGHT.transpose(2, 0, 1), "the axes in another order."),
        (np.stack([RIGHT - 1, np.ones_like(RIGHT)]), "Summed over axis 0, it would be right."),
        (
            np.stack([[RIGHT - 2, RIGHT * 0], [RIGHT * 0, RIGHT * 0 + 2]]),
            "Summed over axis 0 and axis 1, it",
        ),
        (
            np.where(np.arange(4) == 3, 0, RIGHT * (1 + 1e-9)),
            "It is 0 in the last place along channels, and right elsewhere.",
        ),
        (OTHERS["grad_bias"], "These are the numbers of grad_bias."),
    ],
)
def test_every_likeness_is_found(yours, says):
    assert says in sentence(yours)


@pytest.mark.parametrize("shape", [(2, 12), (6, 4), (24,)])
@pytest.mark.parametrize("axis", [0, -1])
def test_a_sum_that_is_never_reset_is_a_running_total_of_any_loops(shape, axis):
    yours = RIGHT.reshape(shape).cumsum(axis).reshape(RIGHT.shape)
    assert sentence(yours) == "Each number is a running total of the right ones."


def test_a_square_that_is_transposed_is_found_although_its_shape_is_right():
    square = np.array([[1.0, 2], [3, 4]])
    assert "another order" in sentence(square.T, square)


@pytest.mark.parametrize(
    ("yours", "right"),
    [
        (RIGHT + 1, RIGHT),
        (RIGHT * (1 + 1e-7), RIGHT),  # nearly right is not a likeness
        (np.array([1, 2, 1 + 1e-7]), np.array([1.0, 2, 1])),
        (RIGHT * 0, RIGHT),
        ((RIGHT[::-1] + 1) * 1e-9, RIGHT * 1e-9),
        (np.where(np.arange(4) == 3, 1e-12, RIGHT), RIGHT),  # the last channel is not 0
        (np.full(4, 2.0), np.full(4, 4.0)),  # one number is like any other
        (np.where(RIGHT == 6, np.nan, RIGHT), RIGHT),
        (np.array([1e308, 1e307]), np.zeros(2)),
        (np.array([1e308, -1e300]), np.array([1e-300, 1e-308])),
        (np.array([2.0, 3]), np.array([1.0, 2])),
        (np.array(3.0), np.array(4.0)),
        (RIGHT, np.array(4.0)),
        (np.stack([RIGHT, RIGHT]), RIGHT),
        (np.array([[1.0, 3], [1, -1]]), np.array([2.0, 2])),
        (np.tile(RIGHT, (5_000, 1, 1, 1)) / 5_000, RIGHT),  # more numbers than are examined
        (RIGHT.reshape(1, 1, 1, 1, 2, 3, 4), RIGHT),  # more axes than are examined
    ],
)
def test_no_likeness_is_made_up(yours, right):
    assert sentence(yours, right) is None


@pytest.mark.parametrize("size", [2, 20_000])
@pytest.mark.parametrize(
    ("part", "remedy"), [("outputs", "the sum of all products"), ("grad_bias", "collects the")]
)
def test_an_array_that_is_not_summed_is_reported_with_its_shape_and_remedy(size, part, remedy):
    windows = np.stack([RIGHT] * size, axis=-1)
    *_, like = likeness(part, windows, RIGHT, AXES, OTHERS)
    assert like.sentence == f"It has an array of shape ({size},) in place of each number."
    assert (remedy in like.remedy, like.distinctive) == (True, True)


def test_an_axis_of_size_1_does_not_show_a_missing_sum():
    *_, like = likeness("outputs", RIGHT[..., None] + 1, RIGHT, AXES, OTHERS)
    assert (like.kind, like.distinctive) == (("not summed",), False)


@pytest.mark.parametrize("yours", [np.arange(2.0**18).reshape((2,) * 18), np.arange(2e5)])
def test_an_array_with_too_many_axes_or_numbers_is_not_turned(yours):
    assert sentence(yours, yours[::-1]) is None


def found_in(*pairs, chosen=0):
    """Return the likenesses of the chosen one of these cases, each yours and right."""
    cases = [builders.case(right) for _, right in pairs]
    task = builders.task(*cases)
    compared = [
        compare(task, case, builders.answer(yours))
        for case, (yours, _) in zip(cases, pairs, strict=True)
    ]
    return likenesses(task, compared, compared[chosen])


def test_a_likeness_is_reported_only_if_all_wrong_cases_show_it():
    short, long = np.array([[1.0, 2]]), np.array([[1.0, 2, 3]])
    rolled = (np.roll(short, 1, 1), short), (np.roll(long, 1, 1), long)
    assert "reversed" in found_in(rolled[0])["outputs"].sentence
    assert found_in(*rolled) == found_in(*rolled[::-1], chosen=1) == {}
    assert (
        "each times 1/2."
        in found_in((short / 2, short), (long / 3, long), (short, short))["outputs"].sentence
    )


def test_a_case_that_is_too_uniform_does_not_count():
    one, more = np.array([4.0]), np.array([1.0, 2])
    assert "opposite sign" in found_in((-more, more), (one + 1, one))["outputs"].sentence
    assert found_in((one + 1, one)) == {}


LIKE = {
    "part": ("These are the numbers of grad_bias.", "Return the arrays in the order the docstring"),
    "order": (
        "These are the right numbers, with the axes in another order.",
        "Put the axes in the order the docstring states, for example with np.transpose.",
    ),
    "shape": (
        "These are the right numbers, in another shape.",
        "Reshape them to the shape asked for.",
    ),
    "sum": (
        "Summed over axis 0 and axis 2, it would be right.",
        "An array collects the gradient from every place it is used: sum over the axes",
    ),
    "not summed": (
        "It has an array of shape (4, 2) in place of each number.",
        "An array collects the gradient from every place it is used: sum over the axes",
    ),
    "reversed": (
        "These are the right numbers, reversed along width.",
        "Look for a missing [::-1], or one too many.",
    ),
    "running": (
        "Each number is a running total of the right ones.",
        "Set the variable that collects the sum to 0 for each output.",
    ),
    "sign": ("These are the right numbers with the opposite sign.", "Check the signs."),
    "factor": (
        "These are the right numbers, each times 1/2.",
        "Look for a mean instead of a sum, a sum instead of a mean, or an extra factor.",
    ),
}
SPREAD = np.arange(2.0)[:, None, None] - np.array([5.0, 3]) * np.arange(4.0)[:, None]
MOVED = np.array([[1.0, 2], [3, 4]])
TURNED = np.array([[1.0, 2], [3, 1]])
PAIRS = np.array([3.0, 1, -1, -3])


@pytest.mark.parametrize(
    ("yours", "right", "kinds"),
    [
        (
            OTHERS["grad_bias"],
            RIGHT,
            [("part", "grad_bias"), (ONLY, "sum", -3, -2)],
        ),
        (RIGHT.transpose(2, 0, 1), RIGHT, [("order",)]),
        (RIGHT.reshape(4, 6), RIGHT, [("shape",)]),
        (SPREAD, SPREAD.sum(axis=(0, 2)), [("sum", 0, 2)]),
        (RIGHT[:, ::-1], RIGHT, [("reversed", -2)]),
        (RIGHT[::-1, :, ::-1], RIGHT, [("reversed", -3, -1)]),
        (-RIGHT, RIGHT, [("sign",), ("factor",)]),
        (RIGHT / 2, RIGHT, [("factor",)]),
        (-1e-9 * RIGHT, 1e-9 * RIGHT, [("sign",), ("factor",)]),
        (RIGHT.cumsum(0), RIGHT, [("running",)]),
        (SPREAD, SPREAD.sum(axis=(1, 2)), [("sum", 1, 2), ("not summed",)]),
        (TURNED, TURNED.T, [("order",), ("reversed", -2, -1)]),
        (MOVED, MOVED.T, [("part", "grad_bias"), ("order",)]),
        (
            PAIRS,
            -PAIRS,
            [("reversed", -1), ("sign",), ("factor",)],
        ),
    ],
)
def test_every_likeness_has_its_kind_and_each_kind_its_remedy(yours, right, kinds):
    others = {"grad_bias": MOVED} if yours is MOVED else OTHERS
    likes = likeness("grad_x", yours, right, AXES[: right.ndim], others)
    assert [like.kind for like in likes] == kinds
    sentence, remedy = LIKE[kinds[0][0]]
    assert likes[0].sentence == sentence or len(kinds) > 1 or len(kinds[0]) > 2
    assert likes[0].remedy.startswith(remedy)


@pytest.mark.parametrize("axes", [("batch", "...", "units"), ("batch", "units")])
def test_axes_without_words_of_their_own_are_numbered(axes):
    (like,) = likeness("grad_x", RIGHT[::-1, :, ::-1], RIGHT, axes, {})
    assert like.sentence == "These are the right numbers, reversed along axis 0 and axis 2."


@pytest.mark.parametrize(
    ("factor", "found_in"),
    [
        (2, "2"),
        (-100.5, "-100.5"),
        (-3, "-3"),
        (-1 / 3, "-1/3"),
        ((1 + 0.95e-6) / 3, "1/3"),
        (99, "99"),
        (100, "100"),
        (100.5, "100.5"),
        (1 / 99, "1/99"),
        (1 / 100, "1/100"),
    ],
)
def test_a_factor_is_written_as_a_fraction_if_it_is_a_simple_one(factor, found_in):
    (like,) = likeness("grad_x", RIGHT * factor, RIGHT, AXES, {})
    assert like.sentence == f"These are the right numbers, each times {found_in}."


def test_a_factor_is_found_although_the_largest_number_is_0():
    assert sentence([-2.0, -4, 0], np.array([-1.0, -2, 0])).endswith("each times 2.")


def test_numbers_of_any_dtype_are_compared_in_float64():
    many = np.full((3000, 2), [0.25, 0.75], np.float16)
    (like, *_) = likeness("grad_x", many, np.array([750.0, 2250]), ("units",), {})
    assert like.kind == ("sum", 0)
    (like,) = likeness("grad_x", np.array([750.0, 2250]), many, ("units",), {})
    assert like.kind == (ONLY, "sum", -2)
    (like,) = likeness("grad_x", RIGHT * 1e300, RIGHT.astype(np.float32), AXES, {})
    assert like.kind == ("factor",)
    negative = -1 - np.arange(24.0)
    rounded = 2 * negative * (1 + 1e-7 * (np.arange(24) % 2))
    (like,) = likeness("grad_x", rounded, negative, ("units",), {})
    assert like.kind == ("factor",)


def test_the_largest_array_with_the_most_axes_is_examined():
    right = np.arange(100_000.0).reshape((10, 10, 10, 10, 5, 2))
    assert likeness("grad_x", -right, right, "abcdef", {})[-1].kind == ("factor",)
    wide = np.arange(100_001.0)
    assert likeness("grad_x", -wide, wide, "a", {}) == []
    deep = np.arange(8.0).reshape((2, 2, 2) + (1,) * 4)
    assert likeness("grad_x", -deep, deep, "abcdefg", {}) == []


def test_only_wrong_cases_of_the_same_aspect_count():
    right = np.array([[1.0, 2, 4]])
    cases = [builders.case(right), builders.case(right, aspect="ties"), builders.case(right)]
    task = builders.task(*cases)
    answers = (2 * right, right + 1, 2 * right)
    compared = [
        compare(task, case, builders.answer(yours))
        for case, yours in zip(cases, answers, strict=True)
    ]
    assert likenesses(task, compared, compared[0])["outputs"].kind == ("factor",)
    assert likenesses(task, compared, compared[1]) == {}
    silent = [*compared[:2], compare(task, cases[2], None)]
    assert likenesses(task, silent, silent[0]) == {}


def test_each_part_of_an_answer_is_compared_with_its_own_right_numbers():
    named = {"grad_inputs": RIGHT, "grad_kernel": RIGHT + 100 * RIGHT**2}
    case = replace(builders.case(RIGHT), answers=named)
    task = replace(
        builders.task(case), parts=dict.fromkeys(named, "height width channels"), cases=(case,)
    )
    kernel = named["grad_kernel"]
    compared = compare(task, case, Outcome(Answer((RIGHT[:, ::-1], kernel))))
    (like,) = likenesses(task, [compared], compared).values()
    assert like.sentence == "These are the right numbers, reversed along width."

    def kinds(*parts):
        compared = compare(task, case, Outcome(Answer(parts)))
        found = likenesses(task, [compared], compared)
        return {part: like.kind for part, like in found.items()}

    assert kinds(RIGHT, -kernel) == {"grad_kernel": ("sign",)}
    assert kinds(kernel, RIGHT) == {
        "grad_inputs": ("part", "grad_kernel"),
        "grad_kernel": ("part", "grad_inputs"),
    }
    assert kinds(Refused("NoneType"), kernel / 2) == {"grad_kernel": ("factor",)}
    assert kinds(-RIGHT) == {}


FILLED = np.arange(1.0, 13).reshape(3, 4)


def emptied(right, *places):
    yours = right.copy()
    for place in places:
        yours[place] = 0
    return yours, right


def test_a_loop_that_ends_early_or_begins_late_is_named_by_its_axes():
    (like,) = likeness("outputs", *emptied(FILLED, -1), ("height", "width"), {})
    assert like.sentence == "It is 0 in the last place along height, and right elsewhere."
    assert "range(n) already stops before n" in like.remedy
    both = emptied(FILLED, -1, np.s_[:, -1])
    (like,) = likeness("outputs", *both, ("height", "width"), {})
    assert "in the last place along height and along width" in like.sentence
    (like,) = likeness("outputs", *emptied(FILLED, np.s_[:, 0]), ("height", "width"), {})
    assert "in the first place along width" in like.sentence
    assert likeness("outputs", *emptied(FILLED, 1), ("height", "width"), {}) == []


def test_a_window_that_is_not_summed_is_recognised_by_its_shape():
    yours = FILLED[:, :, None, None] * np.ones((2, 2)) + 1
    (like,) = likeness("outputs", yours, FILLED, ("height", "width"), {})
    assert like.sentence == "It has an array of shape (2, 2) in place of each number."
    assert found_in((yours[..., :1, :1], FILLED)) == {}


HEIGHT_WIDTH = ("height", "width")
UNEVEN = FILLED**2


def alike(yours, right=UNEVEN):
    """Return the resemblances as pairs of sentence and remedy."""
    likes = likeness("outputs", np.asarray(yours), right, HEIGHT_WIDTH, {})
    return {like.sentence: like.remedy for like in likes}


def only(*places):
    yours = np.zeros_like(UNEVEN)
    for place in places:
        yours[place] = UNEVEN[place]
    return yours


UNLIT = 0 * UNEVEN, emptied(UNEVEN, 0)[0]


@pytest.mark.parametrize(
    ("yours", "says", "remedy"),
    [
        (only(0), "It is right in the first place along height, and 0 elsewhere.", "`return`"),
        (
            only((0, 0)),
            "It is right in the first place along height and along width, and 0 elsewhere.",
            "`return` inside a loop",
        ),
        (only(-1), "It is right in the last place along height, and 0 elsewhere.", "before the"),
        (UNEVEN[:1], "It has only the first of the right numbers along height.", "`return`"),
        (UNEVEN[0], "It has only the first of the right numbers along height.", "`return`"),
        (UNEVEN[:, -1:], "It has only the last of the right numbers along width.", "before the"),
        (
            [UNEVEN[-1]] * 3,
            "Every place along height has the last of the right numbers.",
            "np.zeros((m, n))",
        ),
        ([UNEVEN[0]] * 3, "Every place along height has the first of the right", "stays at 0"),
        (np.full((3, 4), UNEVEN.sum()), "Every place along height and along width has", "lack its"),
        (UNEVEN.mean(0), "It has only the mean of the right numbers along height.", "axis="),
        (
            UNEVEN.max(1, keepdims=True) * np.ones(4),
            "Every place along width has the maximum of the right numbers.",
            "without axis=",
        ),
    ],
)
def test_one_round_of_a_loop_or_one_number_for_many_is_told_with_its_cause(yours, says, remedy):
    (found,) = [remedy for sentence, remedy in alike(yours).items() if says in sentence]
    assert remedy in found


@pytest.mark.parametrize(
    "yours",
    [
        only(1),
        only(0) + emptied(UNEVEN, np.s_[:2])[0] / 10,  # not 0 elsewhere
        only(0) * 2,
        UNEVEN[1],
        UNEVEN[:2],
        [UNEVEN[1]] * 3,
        [UNEVEN[-1], UNEVEN[-1], UNEVEN[0]],
        UNEVEN.sum(),
    ],
)
def test_any_other_number_for_many_is_like_none(yours):
    assert alike(yours) == {}


def test_an_axis_of_one_place_is_no_choice():
    assert alike(2 * UNEVEN[:1], UNEVEN[:1]) == {
        "These are the right numbers, each times 2.": (
            "Look for a mean instead of a sum, a sum instead of a mean, or an extra factor."
        )
    }


@pytest.mark.parametrize(
    ("zeros", "more", "says"),
    [
        (emptied(FILLED[:1], -1), emptied(FILLED, -1), "It is 0 in the last place along axis 0"),
        (UNLIT, (only(0), UNEVEN), "It is right in the first place along axis 0"),
        (UNLIT, ([UNEVEN[0] - 1] * 3, UNEVEN - 1), "Every place along axis 0 has the first of"),
    ],
)
def test_zeros_are_like_an_answer_only_if_another_case_shows_it(zeros, more, says):
    assert found_in(zeros) == {}
    assert says in found_in(zeros, more)["outputs"].sentence


@pytest.mark.parametrize("chosen", [0, 1])
def test_a_case_of_one_place_does_not_hide_what_larger_cases_show(chosen):
    pairs = (FILLED[0], FILLED[:1]), (UNEVEN[0], UNEVEN)
    (like,) = found_in(*pairs, chosen=chosen).values()
    assert like.sentence == "It has only the first of the right numbers along axis 0."


def test_axes_of_one_place_are_kept_if_others_are_reduced():
    first = "It has only the first of the right numbers along axis 0."
    assert alike(UNEVEN[:1], UNEVEN[:, None]).keys() == {first}


def test_of_two_descriptions_the_unfinished_loop_comes_first():
    (first, *_) = alike(*emptied(UNEVEN[:2], -1))
    assert first == "It is 0 in the last place along height, and right elsewhere."


def test_rounding_errors_where_the_answer_is_right_change_nothing():
    right = UNEVEN - 1
    yours = np.where(np.arange(3)[:, None] == 0, right + 1e-9, 0)
    assert alike(yours, right).keys() >= {
        "It is right in the first place along height, and 0 elsewhere."
    }


@pytest.mark.parametrize(("second", "kinds"), [([8, 9], [("argument", "inputs")]), ([9, 8], [])])
def test_an_argument_returned_in_every_wrong_case_is_named(second, kinds):
    cases = [builders.case([1, 3], inputs=[5, 7]), builders.case([2, 5], inputs=[8, 9])]
    task = builders.task(*cases)
    answers = [builders.answer([5, 7]), builders.answer(second)]
    compared = [compare(task, *pair) for pair in zip(cases, answers, strict=True)]
    assert [like.kind for like in likenesses(task, compared, compared[0]).values()] == kinds
