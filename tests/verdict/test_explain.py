"""Sentences: the shape all messages have, and what hidden ones keep to themselves."""

from dataclasses import replace

import numpy as np
import pytest
from support.made_up_grades import NASTY, SECRET, case, compared, one_wrong, task_sheet

from autograder.records import Answer, Comparison, Outcome, Raised, Refused, Run
from autograder.verdict.compare import compare
from autograder.verdict.conceal import hidden_failure, hidden_run
from autograder.verdict.explain import (
    explain,
    explain_hidden,
    explain_hidden_loading,
    explain_hidden_run,
    explain_loading,
    explain_run,
)
from autograder.verdict.habits import Broken
from autograder.verdict.likeness import Likeness

RIGHT = np.arange(12, dtype=np.float32).reshape(1, 3, 4, 1)


def test_a_message_has_the_shape_that_all_messages_have() -> None:
    hint = "padding placed before instead of after.\n\nSAME puts the odd row\nand column last."
    assert str(explain(task_sheet(), one_wrong(9000.5), hint)).splitlines() == [
        "inputs (1, 3, 4, 1)   kernel (2, 2, 1, 1)   strides 2x1   padding same",
        "  1 of 12 values differ; the widest gap is at [0, 1, 2, 0]",
        "    yours 9000   TensorFlow 6   gap 9.0e+03   allowed 0",
        "  Your answer equals: padding placed before instead of after.",
        "  SAME puts the odd row and column last.",
    ]


def test_numbers_get_as_many_digits_as_it_takes_to_tell_them_apart() -> None:
    message = str(explain(task_sheet(), one_wrong(6.000002)))
    assert "yours 6.000002   TensorFlow 6 " in message


OPEN = [
    (
        Outcome(Answer((RIGHT[:, :2],))),
        "the shape is (1, 2, 4, 1), expected (1, 3, 4, 1): out_height is 2 instead of 3.",
    ),
    (Outcome(Answer((RIGHT[None],))), "one axis too many. Look for keepdims"),
    (Outcome(Answer((RIGHT[0],))), "(batch out_height out_width filters)"),
    (Outcome(Answer((np.where(RIGHT == 6, np.nan, RIGHT),))), "yours nan   TensorFlow 6"),
    (Outcome(Answer(())), "0 arrays came, one asked for (outputs)."),
    (Outcome(Answer((RIGHT, RIGHT))), "2 arrays came, one asked for (outputs)."),
    (Outcome(Refused("NoneType")), "Is the `return` missing?"),
    (Outcome(Refused("Wurst")), "a value of type Wurst"),
    (Outcome(Refused("complex128")), "the real part"),
    (Outcome(Refused("signature")), "as the skeleton has them"),
    (
        Outcome(Raised(type="ValueError", message="two\nlines", line=7)),
        "It raised ValueError at line 7: two lines.",
    ),
    (
        Outcome(Raised(type="NotImplementedError", message="", line=3, cell=2)),
        "at line 3 of cell 2.",
    ),
]


@pytest.mark.parametrize(("outcome", "sentence"), OPEN)
def test_every_failure_has_its_sentence(outcome: Outcome, sentence: str) -> None:
    assert sentence in str(explain(task_sheet(), compared(outcome)))


def test_a_maximum_of_nothing_is_not_taken_for_a_division_by_zero() -> None:
    lowest = Outcome(Answer((np.where(RIGHT.min() == RIGHT, -np.inf, RIGHT),)))
    for message in (str(explain(task_sheet(), compared(lowest))), hidden_message(lowest)):
        assert "a window that lies wholly in the padding" in message
        assert "division by zero" not in message
    undefined = Outcome(Answer((np.full_like(RIGHT, np.nan),)))
    assert "division by zero" in str(explain(task_sheet(), compared(undefined)))


def test_what_a_part_is_like_is_said_below_it_with_its_own_remedy() -> None:
    like = {"outputs": Likeness(("order",), "The axes have another order.", "Transpose.")}
    transposed = compared(Outcome(Answer((RIGHT.transpose(0, 2, 1, 3),))))
    message = str(explain(task_sheet(), transposed, likes=like))
    assert message.splitlines()[-2:] == ["    The axes have another order.", "  Transpose."]


@pytest.mark.parametrize(
    ("kind", "came"), [("NoneType", "None"), ("ragged tuple", "ragged tuple"), ("dict", "dict")]
)
def test_what_came_in_the_place_of_a_part_is_told_with_its_name(kind: str, came: str) -> None:
    task = task_sheet("grad_inputs", "grad_kernel")
    both = dict.fromkeys(task.parts, RIGHT)
    outcome = Outcome(Answer((RIGHT, Refused(kind))))
    message = str(explain(task, compare(task, replace(case(RIGHT), answers=both), outcome)))
    assert f"grad_kernel: {came} came, an array of numbers is asked for." in message
    assert "Return an array of numbers for each part" in message
    assert "grad_inputs:" not in message


BROKEN = {
    "It writes into what it was given: inputs, kernel.": Broken(changed=("inputs", "kernel")),
    "A later call writes into what an earlier call returned: outputs.": Broken(
        overwritten=("outputs",)
    ),
    "It gave two different answers to the same arguments: it is random": Broken(differs=True),
}


@pytest.mark.parametrize("sentence", BROKEN)
def test_every_habit_that_was_broken_has_its_sentence(sentence: str) -> None:
    hidden = hidden_failure(task_sheet(), one_wrong())
    for message in (
        explain(task_sheet(), one_wrong(), broken=BROKEN[sentence]),
        explain_hidden(hidden, broken=BROKEN[sentence]),
    ):
        assert [each for each in BROKEN if each in str(message)] == [sentence]


def test_each_wrong_part_is_named_where_there_are_several() -> None:
    given, gap, (yours,) = (one := one_wrong()).case, one.gaps["outputs"], one.outcome.parts
    answers = {"grad_inputs": RIGHT, "grad_kernel": RIGHT}
    gaps = {"grad_inputs": gap, "grad_kernel": None}
    both = Comparison(
        case=replace(given, answers=answers),
        outcome=Outcome(Answer((yours, RIGHT))),
        gaps=gaps,
        axes={},
    )
    message = str(explain(task_sheet("grad_inputs", "grad_kernel"), both))
    assert "grad_inputs: 1 of 12" in message
    assert "grad_kernel" not in message


def hidden_message(outcome: Outcome, hint: str | None = None) -> str:
    """Explain a hidden case as the grader does."""
    comparison = compared(outcome, public=False)
    return str(explain_hidden(hidden_failure(task_sheet(), comparison), hint))


@pytest.mark.parametrize(
    ("result", "start"),
    [
        (Answer((RIGHT + 1,)), "Your answer equals: a kernel"),
        (Raised(type="ValueError", message="", line=7), "Your code does what this mistake does: a"),
        (Refused("NoneType"), "Your code does what this mistake does: a kernel"),
    ],
    ids=["an answer", "an exception", "nothing"],
)
def test_only_an_answer_equals_the_answer_of_a_mistake(
    result: Answer | Raised | Refused, start: str
) -> None:
    outcome = Outcome(result)
    hint = "a kernel on its side."
    assert f"\n  {start}" in hidden_message(outcome, hint)
    assert f"\n  {start}" in str(explain(task_sheet(), compared(outcome), hint))


HIDDEN = [
    *(outcome for outcome, _ in OPEN),
    Outcome(Answer((np.full((1, 3, 4, 1), SECRET + 0.25, np.float32),))),
    Outcome(Answer((np.zeros((SECRET, 1), np.float32),))),
    Outcome(Answer((np.zeros(1),) * 7)),
    Outcome(Refused(f"Type{SECRET}")),
    Outcome(Raised(type=f"Error{SECRET}", message="", line=7)),
    Outcome(Raised(type="ValueError", message=f"{SECRET}", line=7)),
    Outcome(Raised(type=NASTY, message=NASTY, line=7)),
]


@pytest.mark.parametrize("outcome", HIDDEN)
def test_a_hidden_message_tells_no_number_no_shape_and_no_text_of_the_student(
    outcome: Outcome,
) -> None:
    message = hidden_message(outcome)
    assert "padding=same" in message
    assert not set("0123456789<") & set(
        message.replace("at line 7", "").replace("at line 3 of cell 2", "")
    )
    assert "Wurst" not in message
    assert message.isascii()


@pytest.mark.parametrize("value", [7.0, 1e-30, -SECRET, 0.1])
def test_hidden_cases_that_differ_in_their_numbers_alone_get_the_same_message(value: float) -> None:
    answers = (
        Outcome(Answer((np.full((1, 3, 4, 1), value),))),
        Outcome(Answer((np.full((1, 3, 4, 1), SECRET),))),
    )
    first, second = (hidden_message(answer, "a hint.") for answer in answers)
    assert first == second


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ValueError", "raised ValueError at line 7"),
        ("numpy.linalg.LinAlgError", "raised LinAlgError at line 7"),
        ("MyError", "raised an exception of its own class at line 7"),
        ("print", "raised an exception of its own class at line 7"),
    ],
)
def test_only_known_exceptions_are_named_where_cases_are_hidden(name: str, told: str) -> None:
    run = Run(
        task="conv2d",
        outcomes=(Outcome(Raised(type=name, message="secret", line=7)),),
        defined=True,
    )
    hidden_text = str(explain_hidden_run(hidden_run(run)))
    assert told in hidden_text
    assert "secret" not in hidden_text
    assert "secret" in str(explain_run(run))


@pytest.mark.parametrize(
    ("run", "sentence"),
    [
        (Run(task="relu", defined=False), "There is no function relu in the file."),
        (
            Run(task="relu", defined=False, loading=Raised(type="NameError", message="x", line=4)),
            "failed with NameError at line 4: x.",
        ),
        (
            Run(task="relu", defined=True, ended="timeout", line=42),
            "It ran out of time, at line 42.",
        ),
        (Run(task="relu", ended="timeout", line=2), "while the file was loading, at line 2."),
        (Run(task="relu", defined=True, ended="memory"), "more memory than there is."),
        (Run(task="relu", defined=True, ended="crash"), "The process ended before it answered."),
        (
            Run(task="relu", ended="not_graded", reason="the disk is full"),
            "Not graded: the disk is full.",
        ),
    ],
)
def test_every_end_of_a_run_has_its_sentence(run: Run, sentence: str) -> None:
    assert sentence in str(explain_run(run))


LOADING = Raised(type="FileNotFoundError", message="k.npy", line=3)


@pytest.mark.parametrize(("raised", "told"), [("NameError", True), ("ValueError", False)])
def test_a_skipped_statement_is_told_of_only_where_a_name_is_missing(
    raised: str, told: bool
) -> None:
    outcome = Outcome(Raised(type=raised, message="", line=7))
    run = Run(task="relu", outcomes=(outcome,), defined=True, loading=LOADING)
    for message in (explain_loading(run), explain_hidden_loading(hidden_run(run))):
        assert ("It raised FileNotFoundError at line 3" in str(message)) is told


def test_a_run_without_fault_has_nothing_to_say() -> None:
    run = Run(task="relu", outcomes=(Outcome(Answer((RIGHT,))),), defined=True)
    assert str(explain_run(run)) == ""
