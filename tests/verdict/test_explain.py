"""explain: the form of messages, and that hidden ones reveal nothing."""

import numpy as np
import pytest
from msgspec.structs import replace
from support.made_up_grades import NASTY, SECRET, case, compared, one_wrong, task_sheet

from autograder.records import (
    Answer,
    Comparison,
    Frame,
    Line,
    Message,
    Outcome,
    Raised,
    Refused,
    Run,
)
from autograder.verdict import sentences
from autograder.verdict.compare import compare
from autograder.verdict.conceal import hidden_failure, hidden_run
from autograder.verdict.explain import (
    SEE_CHECK,
    advice,
    after_loading,
    describe,
    explain,
    explain_hidden,
    explain_hidden_loading,
    explain_hidden_run,
    explain_loading,
    explain_needs,
    explain_run,
)
from autograder.verdict.gaps import INEXACT
from autograder.verdict.habits import CALLED_AGAIN, Broken
from autograder.verdict.likeness import Likeness
from autograder.verdict.remedies import GAPS, METHODS, ONE_NUMBER, REFUSED

RIGHT = np.arange(12, dtype=np.float32).reshape(1, 3, 4, 1)


def test_a_message_has_the_usual_form() -> None:
    hint = "padding placed before instead of after.\n \n SAME puts the odd row\n and column last."
    assert str(explain(task_sheet(), one_wrong(9000.5), hint)).splitlines() == [
        "inputs (1, 3, 4, 1)   kernel (2, 2, 1, 1)   strides 2x1   padding same",
        "  1 of 12 values differ; the widest gap is at [0, 1, 2, 0]",
        "    yours 9000   TensorFlow 6   off by 8994",
        "  Your answer equals: padding placed before instead of after.",
        "  SAME puts the odd row and column last.",
    ]


def test_numbers_get_enough_digits_to_tell_them_apart() -> None:
    message = str(explain(task_sheet(), one_wrong(6.000002)))
    assert "yours 6.000002   TensorFlow 6 " in message


@pytest.mark.parametrize(
    ("value", "exact", "allowed", "says"),
    [
        (6.000002, True, 0.0, True),
        (6.001, True, 0.0, False),
        (np.nan, True, 0.0, False),
        (6.000002, False, 0.0, False),
        (6.000002, True, 1e-7, False),  # of a task whose exact cases allow rounding
    ],
)
def test_only_numbers_that_need_no_rounding_are_said_to_be_exact(
    value: float, exact: bool, allowed: float, says: bool
) -> None:
    given = replace(case(RIGHT), exact=exact, allowances={"outputs": np.full_like(RIGHT, allowed)})
    outcome = Outcome(Answer((np.where(RIGHT == 6, np.float32(value), RIGHT),)))
    message = str(explain(task_sheet(), compare(task_sheet(), given, outcome)))
    assert (INEXACT in message) is says


def test_a_count_that_is_off_by_one_in_a_million_is_not_called_inexact() -> None:
    task, millions = replace(task_sheet(), integer=True), RIGHT.astype(int) + 10**6
    wrong = compare(task, case(millions), Outcome(Answer((millions + 1,))))
    assert INEXACT not in str(explain(task, wrong))


OPEN = [
    (
        Outcome(Answer((RIGHT[:, :2],))),
        "the shape is (1, 2, 4, 1), expected (1, 3, 4, 1): out_height is 2 instead of 3.",
    ),
    (Outcome(Answer((RIGHT[None],))), "one axis too many. Look for keepdims"),
    (Outcome(Answer((RIGHT[0],))), "(batch out_height out_width filters)"),
    (Outcome(Answer((np.where(RIGHT == 6, np.nan, RIGHT),))), "yours nan   TensorFlow 6"),
    (Outcome(Answer(())), "Got 0 arrays, expected one (outputs)."),
    (Outcome(Answer((RIGHT, RIGHT))), "Got 2 arrays, expected one (outputs)."),
    (Outcome(Refused("NoneType")), REFUSED["NoneType"][1]),
    (Outcome(Refused("Wurst")), "a value of type Wurst"),
    (Outcome(Refused("complex128")), "the real part"),
    (Outcome(Refused("signature")), "order of the skeleton's arguments"),
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


def test_minus_infinity_is_not_explained_as_a_division_by_zero() -> None:
    lowest = Outcome(Answer((np.where(RIGHT.min() == RIGHT, -np.inf, RIGHT),)))
    for message in (str(explain(task_sheet(), compared(lowest))), hidden_message(lowest)):
        assert "a window wholly inside the padding" in message
        assert "division by zero" not in message
    undefined = Outcome(Answer((np.full_like(RIGHT, np.nan),)))
    assert "division by zero" in str(explain(task_sheet(), compared(undefined)))


def test_a_likeness_stands_below_its_part_with_its_own_remedy() -> None:
    like = {"outputs": Likeness(("order",), "The axes have another order.", "Transpose.")}
    transposed = compared(Outcome(Answer((RIGHT.transpose(0, 2, 1, 3),))))
    message = str(explain(task_sheet(), transposed, resemblances=like))
    assert message.splitlines()[-2:] == ["    The axes have another order.", "  Transpose."]


@pytest.mark.parametrize(
    ("kind", "came"),
    [("NoneType", "None"), ("ragged tuple", "a tuple of unequal arrays"), ("dict", "dict")],
)
def test_a_value_returned_in_place_of_a_part_is_reported_with_its_name(
    kind: str, came: str
) -> None:
    task = task_sheet("grad_inputs", "grad_kernel")
    both = dict.fromkeys(task.parts, RIGHT)
    outcome = Outcome(Answer((RIGHT, Refused(kind))))
    message = str(explain(task, compare(task, replace(case(RIGHT), answers=both), outcome)))
    assert f"grad_kernel: got {came}, expected an array of numbers." in message
    assert "Return an array of numbers for each part" in message
    assert "grad_inputs:" not in message


BROKEN = {
    "It writes into its arguments: inputs, kernel.": Broken(changed=("inputs", "kernel")),
    "A later call overwrites what an earlier call returned: outputs.": Broken(
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
def test_only_an_answer_is_said_to_equal_that_of_a_mistake(
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
def test_a_hidden_message_contains_no_number_shape_or_text_of_the_student(
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
def test_hidden_cases_that_differ_only_in_numbers_get_the_same_message(value: float) -> None:
    answers = (
        Outcome(Answer((np.full((1, 3, 4, 1), value),))),
        Outcome(Answer((np.full((1, 3, 4, 1), SECRET),))),
    )
    first, second = (hidden_message(answer, "a hint.") for answer in answers)
    assert first == second


@pytest.mark.parametrize(
    ("name", "reported"),
    [
        ("ValueError", "raised ValueError at line 7"),
        ("numpy.linalg.LinAlgError", "raised LinAlgError at line 7"),
        ("MyError", "raised an exception that is not built into Python or NumPy at line 7"),
        ("print", "raised an exception that is not built into Python or NumPy at line 7"),
    ],
)
def test_only_known_exceptions_are_named_in_hidden_cases(name: str, reported: str) -> None:
    run = Run(
        task="conv2d",
        outcomes=(Outcome(Raised(type=name, message="secret", line=7)),),
        defined=True,
    )
    hidden_text = str(explain_hidden_run(hidden_run(run)))
    assert reported in hidden_text
    assert "secret" not in hidden_text
    assert "secret" in str(explain_run(run))


LOOP = "for an infinite loop, or for far more steps than the sizes need."
HUGE = "Look for an array that is far too large, or a list that grows forever."
ENDS_PYTHON = "Remove whatever ends Python, such as os._exit() or an array that fills the memory."
COSTS_NOTHING = "This costs no points; ask the course staff to grade it again."
OUTPUTS = Outcome(Answer((RIGHT,)))
NONE = Refused("NoneType")
NAME = Raised(type="NameError", message="", line=4)
UNKNOWN = Raised(type="MyError", message="", line=4)
FORBIDDEN = Raised(type="numpy.convolve", message="", line=3)
ENDS = [
    (
        Run(task="relu", defined=False),
        "There is no function relu in the file.\nKeep the name from the skeleton.",
    ),
    (
        Run(task="relu", defined=False, missing=("Dense", "SGD"), loading=NAME),
        "There is no Dense and no SGD: loading the file failed with NameError at line 4.\n"
        "Define it before you use it, or check its spelling.",
    ),
    (
        Run(task="relu", defined=False, unasked=("ReLU_1",)),
        "There is no function relu in the file.\n"
        "Did you call it ReLU_1? Rename it to relu, as in the skeleton.",
    ),
    (
        Run(task="relu", defined=False, missing=("Dense",), unasked=("relu2", "dense_layer")),
        "There is no Dense in the file.\n"
        "Did you call it dense_layer? Rename it to Dense, as in the skeleton.",
    ),
    (
        Run(task="relu", defined=True, outcomes=(OUTPUTS, Outcome(NONE), Outcome(NAME))),
        "\n".join(REFUSED["NoneType"]),
    ),
    (
        Run(task="relu", defined=True, ended="timeout", line=42),
        f"It ran out of time, at line 42.\nLook at line 42 {LOOP}",
    ),
    (
        Run(task="relu", ended="timeout", line=2),
        f"It ran out of time while the file was loading, at line 2.\nLook at line 2 {LOOP}",
    ),
    (Run(task="relu", defined=True, ended="timeout"), f"It ran out of time.\nLook {LOOP}"),
    (
        Run(task="relu", defined=True, ended="memory"),
        f"It ran out of memory.\n{HUGE}",
    ),
    (
        Run(task="relu", ended="memory"),
        f"It ran out of memory while the file was loading.\n{HUGE}",
    ),
    (
        Run(task="relu", defined=True, ended="crash"),
        f"The process ended before it answered.\n{ENDS_PYTHON}",
    ),
    (
        Run(task="relu", ended="crash"),
        f"The process ended while the file was loading.\n{ENDS_PYTHON}",
    ),
    (
        Run(task="relu", ended="not_graded", reason="the disk\x1b is full"),
        rf"Not graded: the disk\x1b is full. {COSTS_NOTHING}",
    ),
    (Run(task="relu", ended="not_graded"), f"Not graded. {COSTS_NOTHING}"),
    (Run(task="relu", defined=True), ""),
]


@pytest.mark.parametrize(("run", "text"), ENDS)
def test_every_end_of_a_run_has_its_sentences_public_or_hidden(run: Run, text: str) -> None:
    assert str(explain_run(run)) == str(explain_hidden_run(hidden_run(run))) == text


def test_a_file_that_fails_in_an_unknown_way_must_be_fixed_first() -> None:
    run = Run(task="relu", defined=False, loading=UNKNOWN)
    assert str(explain_run(run)).splitlines() == [
        "There is no function relu: loading the file failed with MyError at line 4.",
        "Fix that first.",
    ]


def test_an_off_limits_call_is_named_even_if_the_file_lacks_the_function() -> None:
    run = Run(task="relu", defined=False, forbidden=FORBIDDEN)
    for message in (explain_run(run), explain_hidden_run(hidden_run(run))):
        assert str(message).startswith("It uses np.convolve at line 3.")


@pytest.mark.parametrize(
    ("name", "line", "sentence"),
    [
        ("numpy.convolve", "np.convolve(x, k)", "It uses np.convolve at line 3."),
        (
            "numpy.convolve",
            "np.polymul(x, k)",
            "It uses np.convolve, perhaps through another function, at line 3.",
        ),
        ("TensorFlow's gradient of Relu", "f(x)", "It uses TensorFlow's gradient of Relu at line"),
    ],
)
def test_a_line_that_lacks_the_name_of_a_forbidden_call_may_make_it_indirectly(
    name: str, line: str, sentence: str
) -> None:
    frames = (Frame(line=3, function="conv2d", text=line),)
    call = Outcome(Raised(type="OffLimits", message=name, line=3, frames=frames))
    assert f"\n  {sentence}" in str(explain(task_sheet(), compared(call)))


def test_the_case_in_which_a_run_ended_stands_above_its_end() -> None:
    run = Run(task="relu", defined=True, ended="memory")
    assert str(explain_run(run, one_wrong())).splitlines() == [
        "inputs (1, 3, 4, 1)   kernel (2, 2, 1, 1)   strides 2x1   padding same",
        "  It ran out of memory.",
        f"  {HUGE}",
    ]
    assert str(explain_run(Run(task="relu", defined=True), one_wrong())) == ""


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"aspect": "ties"}, "kernel (2,)   strides 2x1   [ties]"),
        ({"aspect": CALLED_AGAIN}, "kernel (2,)   strides 2x1   the same call again"),
        ({"aspect": ""}, "kernel (2,)   strides 2x1"),
        ({"aspect": "units=3", "arrays": {}, "options": {}}, "[units=3]"),
        ({"arrays": {"x": np.ones(())}, "options": {}}, "x a single number"),
        ({"options": {"axis": (), "rate": (0.5, 1)}}, "kernel (2,)   axis ()   rate (0.5, 1)"),
        ({"options": {"groups": 3, "rate": (1, 0.5)}}, "kernel (2,)   groups 3   rate (1, 0.5)"),
        ({"options": {"name": "a\x1b"}}, r"kernel (2,)   name a\x1b"),
    ],
)
def test_a_case_is_described_on_one_line(changes: dict[str, object], text: str) -> None:
    given = replace(case(RIGHT), arrays={"kernel": np.ones(2)}, options={"strides": [2, 1]})
    assert describe(replace(given, **changes)) == text  # type: ignore[arg-type]


def unwritten(function: str) -> Outcome:
    frames = (
        Frame(line=9, function="conv2d", text="pad()"),
        Frame(line=3, function=function, text=""),
    )
    return Outcome(Raised(type="NotImplementedError", message="", line=3, frames=frames))


def test_unwritten_code_is_named_by_its_function_or_its_aspect() -> None:
    cases = case(RIGHT), replace(case(RIGHT), aspect="dilation=2")
    one, two = task_sheet(), replace(task_sheet(), cases=cases)
    frames = ["    line 9, in conv2d", "      pad()", "    line 3, in {}"]
    for task, function, sentence in (
        (one, "pad", "It calls pad, which is not written yet."),
        (two, "pad", "It calls pad, which is not written yet."),
        (one, "conv2d", "conv2d is not written yet."),
        (replace(two, cases=cases[:1]), "conv2d", "conv2d is not written yet."),
        (two, "conv2d", "In conv2d, [padding=same] is not written yet."),
    ):
        reported = str(explain(task, compared(unwritten(function)))).splitlines()
        assert reported[1:] == [f"  {sentence}", *(line.format(function) for line in frames)]


def test_an_exception_is_reported_with_the_lines_that_ran_and_one_remedy() -> None:
    message = "unsupported operand type(s) for @: 'type' and 'float'"
    frames = (Frame(line=7, function="conv2d", text="return input @ kernel"),)
    raised = Raised(type="TypeError", message=message, line=7, frames=frames)
    assert str(explain(task_sheet(), compared(Outcome(raised)))).splitlines()[1:] == [
        f"  It raised TypeError at line 7: {message}.",
        "    line 7, in conv2d",
        "      return input @ kernel",
        "  `input` is Python's own function; did you mean `inputs`?",
    ]
    frames = (Frame(line=7, function="conv2d", text="return abs(stride)"),)
    strides = replace(raised, message="bad operand type for abs(): 'type'", frames=frames)
    assert "line 7, in conv2d" in str(explain(task_sheet(), compared(Outcome(strides))))
    unwritten = replace(raised, type="NotImplementedError", message="", frames=())
    assert "line 7, in" not in str(explain(task_sheet(), compared(Outcome(unwritten))))
    lambdas = (Frame(line=7, function="<lambda>", text="x"),)
    inside = replace(unwritten, frames=lambdas)
    assert "line 7, in" not in str(explain(task_sheet(), compared(Outcome(inside))))


def test_a_wrong_signature_is_reported_with_the_call() -> None:
    reported = str(explain(task_sheet(), compared(Outcome(Refused("signature")))))
    call = "conv2d(inputs, kernel, strides=..., padding=...)"
    assert reported.splitlines()[-1] == f"  It is called as {call}."
    other = str(explain(task_sheet(), compared(Outcome(Refused("NoneType")))))
    assert "It is called as" not in other


def test_a_case_without_an_answer_says_so() -> None:
    case_and_sentence = Line(describe(case(RIGHT))), Line("This case got no answer.", 1)
    assert explain(task_sheet(), compared(None)) == Message(case_and_sentence)
    hidden = hidden_failure(task_sheet(), compared(None, public=False))
    assert str(explain_hidden(hidden)).splitlines()[:2] == [
        "padding=same",
        "  This case got no answer.",
    ]


@pytest.mark.parametrize(
    ("outcome", "lines"),
    [
        (Answer((RIGHT[0],)), ["outputs: the shape is wrong.", GAPS["shape"]]),
        (Answer((RIGHT + 1,)), ["outputs: some values are wrong."]),
        (
            Answer((RIGHT, RIGHT)),
            ["Got more arrays, expected one (outputs).", "Return only this array."],
        ),
        (
            Answer(()),
            ["Got fewer arrays, expected one (outputs).", "Return only this array."],
        ),
        (Refused("NoneType"), list(REFUSED["NoneType"])),
    ],
)
def test_a_message_about_a_hidden_case_names_kinds_and_refers_to_check(
    outcome: Answer | Refused, lines: list[str]
) -> None:
    reported = ["padding=same", *(f"  {line}" for line in lines)]
    assert hidden_message(Outcome(outcome)).splitlines() == [*reported, f"  {SEE_CHECK}"]
    with_hint = hidden_message(Outcome(outcome), "a hint.").splitlines()
    assert with_hint[:-1] == reported


def test_each_part_has_its_lines_and_the_same_advice_is_given_once() -> None:
    parts = ("grad_inputs", "grad_kernel", "grad_bias")
    task = task_sheet(*parts)
    given = replace(case(RIGHT), answers=dict.fromkeys(parts, RIGHT))
    wrong = compare(task, given, Outcome(Answer((RIGHT[0], RIGHT[0], RIGHT + 1))))
    shape = "the shape is (3, 4, 1), expected (1, 3, 4, 1)"
    resemblances = {"grad_bias": Likeness(("factor",), "Each times 2.", "Look for a factor.")}
    message = explain(
        task, wrong, resemblances=resemblances, first=("Before.",), more=("One thing more.",)
    )
    _, before, *reported = str(message).splitlines()
    assert before == "  Before."
    words = "(batch out_height out_width filters)"
    assert reported[:2] == [f"  {part}: {shape} {words}." for part in parts[:2]]
    assert reported[2].startswith("  grad_bias: 12 of 12 values differ")
    assert reported[4:] == [
        "    Each times 2.",
        f"  {GAPS['shape']}",
        "  Look for a factor.",
        "  One thing more.",
    ]
    three = str(explain(task, compare(task, given, Outcome(Answer((RIGHT,)))))).splitlines()
    assert three[1].startswith("  Got 1 array, expected 3")
    three = str(explain(task, compare(task, given, Outcome(Refused("int"))))).splitlines()
    assert three[1].startswith("  Got 1 integer, expected 3")


def test_a_hidden_message_gives_the_same_advice_once() -> None:
    task = task_sheet("grad_inputs", "grad_kernel")
    given = replace(case(RIGHT, public=False), answers=dict.fromkeys(task.parts, RIGHT))
    outcome = Outcome(Answer((RIGHT[0], RIGHT[0])))
    hidden = explain_hidden(hidden_failure(task, compare(task, given, outcome)))
    assert str(hidden).count(GAPS["shape"]) == 1


@pytest.mark.parametrize(
    ("parts", "hint", "steps", "remedy"),
    [
        ((np.ones(()),), None, "", ONE_NUMBER),
        ((np.ones(()),), "a hint.", "", None),
        ((RIGHT, RIGHT), None, "", "Return only this array."),
        ((RIGHT, RIGHT), None, "def steps(): pass", METHODS),
        ((NONE,), None, "", GAPS["refused"]),
        ((NONE,), None, "def steps(): pass", METHODS),
        ((RIGHT[0],), None, "def steps(): pass", GAPS["shape"]),
    ],
)
def test_a_wrong_answer_has_the_remedy_for_its_kind(
    parts: tuple[np.ndarray | Refused, ...], hint: str | None, steps: str, remedy: str | None
) -> None:
    task = replace(task_sheet(), steps=steps)
    message = explain(task, compared(Outcome(Answer(parts))), hint)
    assert [line.text for line in message.lines[2:] if line.depth == 1] == [remedy] * bool(remedy)


def test_the_steps_of_a_wrong_answer_are_quoted_below_it() -> None:
    source = "def conv2d(code, inputs):\n    return code.Conv2D()(inputs)\n"
    task = replace(task_sheet(), steps=source)
    assert str(explain(task, one_wrong())).splitlines()[-2:] == [
        "  The steps, from line 2 of steps.py:",
        "    return code.Conv2D()(inputs)",
    ]
    assert "steps" not in str(explain(task, compared(None)))


@pytest.mark.parametrize(
    ("parts", "steps", "remedy"),
    [
        ((RIGHT, RIGHT), "", "Return only this array."),
        ((RIGHT, RIGHT), "def steps(): pass", METHODS),
        ((NONE,), "", GAPS["refused"]),
        ((NONE,), "def steps(): pass", METHODS),
        ((RIGHT[0],), "def steps(): pass", GAPS["shape"]),
    ],
)
def test_a_wrong_answer_to_a_hidden_case_has_the_remedy_that_check_gives(
    parts: tuple[np.ndarray | Refused, ...], steps: str, remedy: str
) -> None:
    task = replace(task_sheet(), steps=steps)
    wrong = compared(Outcome(Answer(parts)), public=False)
    message = explain_hidden(hidden_failure(task, wrong))
    assert [line.text for line in message.lines[2:]] == [remedy, SEE_CHECK]


def test_right_answers_and_needed_tasks_have_their_messages() -> None:
    assert str(advice(widened=False)) == ""
    assert str(advice(widened=True)).startswith("It returns float64 for float32 inputs")
    assert str(explain_needs(["relu", "dense"], ["Dense", "SGD"])) == (
        "It needs relu and dense. Get Dense and SGD right first."
    )


LOADING = Raised(type="FileNotFoundError", message="k.npy", line=3)


@pytest.mark.parametrize(("raised", "reported"), [("NameError", True), ("ValueError", False)])
def test_a_skipped_statement_is_reported_only_if_a_name_is_missing(
    raised: str, reported: bool
) -> None:
    outcome = Outcome(Raised(type=raised, message="", line=7))
    outcomes = (Outcome(Answer((RIGHT,))), outcome)
    run = Run(task="relu", outcomes=outcomes, defined=True, loading=LOADING)
    for message in (explain_loading(run), explain_hidden_loading(hidden_run(run))):
        assert ("It raised FileNotFoundError at line 3" in str(message)) is reported


@pytest.mark.parametrize(
    ("outcomes", "reported"),
    [
        ((Outcome(NAME), OUTPUTS), True),
        ((Outcome(NAME), Outcome(UNKNOWN)), True),
        ((Outcome(NONE),), False),
        ((OUTPUTS,), False),
    ],
)
def test_a_skipped_statement_is_reported_whichever_call_lacks_the_name(
    outcomes: tuple[Outcome, ...], reported: bool
) -> None:
    run = Run(task="relu", outcomes=outcomes, defined=True, loading=LOADING)
    for message in (explain_loading(run), explain_hidden_loading(hidden_run(run))):
        assert bool(message.lines) is reported


@pytest.mark.parametrize(
    ("message", "remedy"),
    [("", "check its spelling"), ("name 'torch' is not defined", "torch is usually a package")],
)
def test_a_skipped_statement_stands_first_and_replaces_the_advice_about_the_name(
    message: str, remedy: str
) -> None:
    undefined = Outcome(replace(NAME, message=message))
    loading = explain_loading(Run(task="f", outcomes=(undefined,), defined=True, loading=LOADING))
    lacking = explain(task_sheet(), compared(undefined), "a hint.", more=("One thing more.",))
    *others, spelling, more = lacking.lines
    assert remedy in spelling.text
    together = (*loading.lines, *others, more)
    assert after_loading(loading, lacking) == replace(lacking, lines=together)
    assert after_loading(Message(), lacking) == lacking


def test_a_line_that_slipped_out_of_its_function_is_reported_at_once() -> None:
    slipped = Raised(type="SyntaxError", message="'return' outside function", line=3)
    run = Run(task="relu", defined=True, loading=slipped)
    assert str(explain_loading(run)).splitlines() == [
        "A line that belongs inside a function is outside it, and was skipped.",
        "  It raised SyntaxError at line 3: 'return' outside function.",
        "  Indent it like the other lines of its function.",
    ]
    for silent in (
        replace(run, defined=False),
        replace(run, loading=None, outcomes=(Outcome(NAME),)),
    ):
        assert not explain_loading(silent).lines
    assert not explain_hidden_loading(hidden_run(run)).lines


def test_a_missing_name_is_compared_with_few_of_the_names_in_a_long_file(monkeypatch):
    compared_with = []
    monkeypatch.setattr(
        sentences, "get_close_matches", lambda word, names, n: compared_with.append(len(names))
    )
    assert sentences.renamed(["dense"], [f"x{number}" for number in range(45_000)]) == ""
    assert compared_with == [sentences.MOST_NAMES]
