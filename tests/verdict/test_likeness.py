"""likeness: what a wrong array still has to do with the right one."""

import numpy as np
import pytest
from support import builders

from autograder.verdict.compare import compare
from autograder.verdict.likeness import likeness, likenesses

RIGHT = np.arange(24.0).reshape(2, 3, 4) - 5
OTHERS = {"grad_bias": RIGHT.sum(axis=(0, 1))}
AXES = ("height", "width", "channels")


def sentence(yours, right=RIGHT):
    likes = likeness(np.asarray(yours), right, AXES[: right.ndim], OTHERS)
    return likes[0].sentence if likes else None


@pytest.mark.parametrize(
    ("yours", "says"),
    [
        (-RIGHT, "the opposite sign"),
        (RIGHT / 3, "each times 1/3."),
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
        (OTHERS["grad_bias"], "These are the numbers of grad_bias."),
    ],
)
def test_every_likeness_is_found(yours, says):
    assert says in sentence(yours)


def test_a_square_that_is_transposed_is_found_although_its_shape_is_right():
    square = np.array([[1.0, 2], [3, 4]])
    assert "another order" in sentence(square.T, square)


@pytest.mark.parametrize(
    ("yours", "right"),
    [
        (RIGHT + 1, RIGHT),
        (RIGHT * (1 + 1e-7), RIGHT),  # nearly right is no likeness
        (np.array([1, 2, 1 + 1e-7]), np.array([1.0, 2, 1])),
        (RIGHT * 0, RIGHT),
        (np.full(4, 2.0), np.full(4, 4.0)),  # one number is like any other
        (np.where(RIGHT == 6, np.nan, RIGHT), RIGHT),
        (np.array([1e308, 1e307]), np.zeros(2)),
        (np.array([1e308, -1e300]), np.array([1e-300, 1e-308])),
        (np.array(3.0), np.array(4.0)),
        (RIGHT, np.array(4.0)),
    ],
)
def test_no_likeness_is_made_up(yours, right):
    assert sentence(yours, right) is None


@pytest.mark.parametrize("yours", [np.arange(2.0**18).reshape((2,) * 18), np.arange(2e5)])
def test_what_has_too_many_ways_to_be_turned_is_left_alone(yours):
    assert sentence(yours, yours[::-1]) is None


def told(*pairs):
    """Return the likenesses of the first of these cases, each yours and right."""
    cases = [builders.case(right) for _, right in pairs]
    task = builders.task(*cases)
    compared = [
        compare(task, case, builders.answer(yours))
        for case, (yours, _) in zip(cases, pairs, strict=True)
    ]
    return likenesses(task, compared, compared[0])


def test_what_one_case_shows_is_said_only_if_all_that_are_wrong_show_it():
    short, long = np.array([[1.0, 2]]), np.array([[1.0, 2, 3]])
    rolled = (np.roll(short, 1, 1), short), (np.roll(long, 1, 1), long)
    assert "reversed" in told(rolled[0])["outputs"].sentence
    assert told(*rolled) == {}
    assert (
        "each times 1/2."
        in told((short / 2, short), (long / 3, long), (short, short))["outputs"].sentence
    )


def test_a_case_that_is_like_everything_has_no_say():
    one, more = np.array([4.0]), np.array([1.0, 2])
    assert "opposite sign" in told((-more, more), (one + 1, one))["outputs"].sentence
    assert told((one + 1, one)) == {}
