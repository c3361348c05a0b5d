"""grade: points follow the grid, the verdict the first failing case; our faults cost nothing."""

import platform

import numpy as np
import pytest
from msgspec.structs import replace
from support import builders

from autograder import __version__
from autograder.grading.submission import grade_hidden, grade_hidden_task, grade_task
from autograder.records import (
    Answer,
    Cell,
    Line,
    Message,
    Outcome,
    Raised,
    Refused,
    Run,
    Submission,
    TaskGrade,
)
from autograder.verdict import grade as counting
from autograder.verdict.compare import compare, compare_run

VALID = (builders.case([1], aspect="valid", public=True), builders.case([2], aspect="valid"))
SAME = (builders.case([3], aspect="same"),)
TASK = builders.task(*VALID, *SAME, points=6.0)
RIGHT = [builders.answer([1.0]), builders.answer([2.0]), builders.answer([3.0])]
WRONG = builders.answer([9.0])


def graded(*outcomes, grade=grade_task, **run):
    return grade(TASK, Run(task="double", outcomes=outcomes, **{"defined": True, **run}), {})


def raised(kind):
    return Outcome(Raised(type=kind, message="", line=3))


@pytest.mark.parametrize(
    ("outcomes", "score"),
    [
        (RIGHT, 6.0),
        ([WRONG, *RIGHT[1:]], 4.0),
        ([*RIGHT[:2], WRONG], 4.0),
        ([WRONG, RIGHT[1], WRONG], 0.0),
        ([], 0.0),
        (RIGHT[:2], 4.0),
    ],
)
def test_a_cell_counts_only_if_all_its_cases_agree(outcomes, score):
    """Two points each for valid, same, and the two habits together."""
    assert graded(*outcomes).score == pytest.approx(score)


def test_writing_into_an_argument_costs_its_cell_and_nothing_else():
    task = graded(builders.answer([1.0], changed=(0,)), *RIGHT[1:])
    assert (task.score, task.verdict) == (5.0, "fail")
    assert "writes into its arguments: inputs" in str(task.message)


def test_an_answer_that_is_overwritten_costs_its_cell_and_nothing_else():
    for grade in grade_task, grade_hidden_task:
        task = graded(builders.answer([1.0], overwritten=(0,)), *RIGHT[1:], grade=grade)
        assert (task.score, task.verdict) == (5.0, "fail")
        assert "overwrites what an earlier call returned: outputs" in str(task.message)


def test_the_reported_case_is_one_that_the_name_explains():
    """The first case is wrong in another way, for it is not recorded: it is not exact."""
    real = builders.case([0.5], exact=False, allowed=1e-6, public=True)
    named = builders.case([2, 4], mistakes={"negated": [-2, -4]}, public=True, inputs=range(9))
    task = builders.task(real, named, builders.case([3, 5], aspect="same", public=True, inputs=[1]))
    outcomes = builders.answer([9.0]), builders.answer([-2, -4]), raised("NotImplementedError")
    graded = grade_task(task, Run(task="double", outcomes=outcomes, defined=True), {})
    assert graded.mistakes == ("negated",)
    assert graded.shown.case is named


@pytest.mark.parametrize(
    ("outcomes", "run", "verdict"),
    [
        (RIGHT, {}, "pass"),
        ([RIGHT[0], WRONG, raised("ValueError")], {}, "fail"),
        ([RIGHT[0], raised("ValueError"), WRONG], {}, "error"),
        ([raised("NotImplementedError")] * 3, {}, "not_implemented"),
        ([raised("MemoryError")] * 3, {}, "memory"),
        ([raised("ModuleNotFoundError")] * 3, {}, "forbidden"),
        ([raised("SystemExit")] * 3, {}, "error"),
        ([Outcome(Refused("str"))] * 3, {}, "fail"),
        (RIGHT[:1], {"ended": "timeout"}, "timeout"),
        (RIGHT[:1], {"ended": "crash"}, "crash"),
        ([], {"ended": "memory"}, "memory"),
        (RIGHT, {"ended": "crash"}, "pass"),
        ([], {"defined": False}, "missing"),
        (
            [],
            {"defined": False, "loading": Raised(type="SyntaxError", message="", line=1)},
            "error",
        ),
        (
            [],
            {"defined": False, "loading": Raised(type="ModuleNotFoundError", message="", line=1)},
            "forbidden",
        ),
        ([], {"forbidden": Raised(type="numpy.convolve", message="", line=1)}, "forbidden"),
        ([], {"defined": None, "ended": "timeout"}, "timeout"),
    ],
)
def test_the_verdict_is_that_of_the_first_failing_case(outcomes, run, verdict):
    task = graded(*outcomes, **run)
    assert task.verdict == verdict
    assert str(task.message) or verdict == "pass"


def test_a_forbidden_call_costs_all_points_even_if_some_cases_avoid_it():
    assert str(graded(*RIGHT[:2], raised("OffLimits")).score) == "0.0"


def test_points_are_rounded_to_six_digits():
    task = replace(TASK, points=2.0)
    run = Run(task="double", outcomes=(WRONG, *RIGHT[1:]), defined=True)
    assert counting.count(task, run, compare_run(task, run)).score == 1.333333
    assert summed([graded_as("one", score=0.12345678), graded_as("two")]).score == 1.623457


def test_a_task_that_was_not_graded_has_no_score_whatever_its_answers():
    run = Run(task="double", outcomes=tuple(RIGHT), defined=True, ended="not_graded")
    grade = counting.count(TASK, run, compare_run(TASK, run))
    assert (grade.verdict, grade.score, grade.max_score) == ("not_graded", None, 6.0)
    assert (grade.name, len(grade.cells), grade.message) == ("double", 4, Message())


def test_a_lost_cell_is_a_failure_although_no_case_is_wrong():
    """Two equal calls gave different answers, and both are right."""
    lost = Cell(part="answer", aspect="stays the same when asked again", passed=0, total=1)
    run = Run(task="double", outcomes=tuple(RIGHT), defined=True)
    assert counting.verdict_of(run, comparisons(*RIGHT), [lost]) == "fail"


def test_a_fault_of_ours_is_never_a_zero():
    run = Run(task="double", ended="not_graded", reason="the machine is full")
    submission = Submission(exercise="", module="", filename="", cells=(), student="ada")
    whole = grade_hidden(builders.sheet(TASK), submission, [run], "warm")
    assert (whole.status, whole.score, whole.reason) == ("not_graded", None, "the machine is full")
    assert (whole.tasks[0].verdict, whole.tasks[0].score) == ("not_graded", None)


def test_no_picture_or_output_of_a_hidden_case_is_shown():
    task = graded(WRONG, WRONG, WRONG, grade=grade_hidden_task, output="inputs were [7, 8]")
    assert (task.shown, task.output) == (None, "")
    assert "9" not in str(task.message)


def test_the_reported_case_is_the_one_easiest_to_follow():
    assert graded(WRONG, WRONG, WRONG).shown.case.public
    assert not graded(RIGHT[0], WRONG, WRONG).shown.case.public


def test_float64_for_float32_is_advice_and_costs_nothing():
    task = graded(builders.answer(np.float64([1])), *RIGHT[1:])
    assert (task.verdict, task.score, "float64" in str(task.message)) == ("pass", 6.0, True)
    narrow = [builders.answer(outcome.parts[0].astype(np.float32)) for outcome in RIGHT]
    assert str(graded(*narrow).message) == ""


def test_an_uncounted_aspect_costs_no_points_and_is_reported():
    corrected = replace(TASK, uncounted={"strides=2": "The text is wrong."})
    grade = grade_task(corrected, Run(task="double", outcomes=tuple(RIGHT), defined=True), {})
    assert (grade.verdict, grade.score) == ("pass", 6.0)
    assert grade.uncounted == (("strides=2", "The text is wrong."),)


def comparisons(*outcomes, task=TASK):
    return compare_run(task, Run(task=task.name, outcomes=outcomes))


def test_each_part_and_aspect_has_a_cell_with_how_many_of_its_cases_are_right():
    cells = counting.grid(TASK, comparisons(RIGHT[0], WRONG, WRONG))
    assert cells[:2] == (
        Cell(part="outputs", aspect="valid", passed=1, total=2),
        Cell(part="outputs", aspect="same", passed=0, total=1),
    )


def test_a_case_that_repeats_another_has_a_habit_and_no_cell_with_values():
    task = builders.task(VALID[0], replace(VALID[0], aspect="called again"))
    cells = counting.grid(task, comparisons(RIGHT[0], RIGHT[0], task=task))
    assert [(cell.part, cell.aspect) for cell in cells if cell.part == "outputs"] == [
        ("outputs", "valid")
    ]


def test_a_cell_is_open_if_everything_wrong_in_it_is_not_written_yet():
    unwritten = raised("NotImplementedError")
    for first, second, is_open in (
        (unwritten, unwritten, True),
        (RIGHT[0], unwritten, True),
        (WRONG, unwritten, False),
        (RIGHT[0], RIGHT[1], False),
        (raised("ValueError"), raised("ValueError"), False),
        (None, None, False),
    ):
        assert counting.grid(TASK, comparisons(first, second, RIGHT[2]))[0].open is is_open


def test_each_part_is_counted_by_itself():
    case = builders.case([1.0])
    case.answers["grad_bias"] = np.float32([5])
    task = builders.task(case)
    cells = counting.grid(task, [compare(task, case, builders.answer([9.0], [5.0]))])
    assert [(cell.part, cell.passed, cell.total) for cell in cells[:2]] == [
        ("outputs", 0, 1),
        ("grad_bias", 1, 1),
    ]


def graded_as(name, verdict="pass", score=1.5):
    text = Message((Line("No."),))
    return TaskGrade(name=name, score=score, max_score=2.0, verdict=verdict, cells=(), message=text)


def summed(tasks, undefined=(), reason=None, **submission):
    sheet = builders.example(made_by={"tensorflow": "2.20", "numpy": "2.1"})
    theirs = Submission(
        exercise="of the file",
        module="doubling",
        filename="doubling (1).py",
        cells=(),
        **{"sha256": "abc", "student": "ada", "late": True, **submission},
    )
    return counting.total(sheet, theirs, "warm", tasks, undefined, reason)


def test_a_grade_adds_up_its_tasks_and_names_its_submission():
    whole = summed([graded_as("one"), graded_as("two", score=0.1 + 0.2)])
    assert (whole.score, whole.max_score, whole.status, whole.reason) == (1.8, 4.0, "graded", None)
    assert (whole.student, whole.exercise, whole.filename) == (
        "ada",
        "09_doubling",
        "doubling (1).py",
    )
    assert (whole.submission_sha256, whole.late, whole.isolation) == ("abc", True, "warm")
    assert [task.name for task in whole.tasks] == ["one", "two"]
    assert isinstance(whole.tasks, tuple)
    assert whole.made_by["sheet"] == "tensorflow 2.20, numpy 2.1"
    assert whole.made_by["grader"] == __version__
    assert whole.made_by["python"] == platform.python_version()
    assert whole.made_by["numpy"] == np.__version__
    assert set(whole.made_by) == {"grader", "python", "numpy", "sheet"}


def test_a_submission_that_could_not_be_graded_has_a_reason_and_no_score():
    whole = summed([graded_as("one"), graded_as("two", "not_graded", None)], reason="full")
    assert (whole.status, whole.score, whole.max_score) == ("not_graded", None, 4.0)
    assert whole.reason == "full"


def test_a_problem_with_a_file_is_reported_if_it_left_tasks_undefined():
    tasks = [graded_as("one"), graded_as("two")]
    assert summed(tasks, ["two"], problem="Line 3").reason == "Line 3"
    assert summed(tasks, [], problem="Line 3").reason is None
    full = summed(tasks, ["two"], reason="full", problem="Line 3")
    assert (full.reason, full.tasks) == ("full", tuple(tasks))
    assert summed(tasks, ["two"], problem="Line 3").tasks[1].message == Message()
    assert summed(tasks, ["two"], problem="Line 3").tasks[0] == tasks[0]
    assert summed(tasks, ["two"]).tasks == tuple(tasks)


def test_a_task_names_the_failed_tasks_that_it_needs():
    def task(name, *uses):
        return replace(TASK, name=name, uses=uses or None)

    sheet = builders.sheet(
        task("one", "Dense"), task("two", "ReLU", "Dense"), task("three", "Dense", "ReLU", "SGD")
    )

    def needed(*verdicts):
        names = ("one", "two", "three")
        return list(counting.needs(sheet, list(map(graded_as, names, verdicts))))

    assert needed("fail", "fail", "error") == [
        (1, {"Dense": "one"}),
        (2, {"Dense": "one", "ReLU": "two"}),
    ]
    assert needed("fail", "pass", "error") == [(2, {"Dense": "one"})]
    assert needed("pass", "fail", "error") == [(2, {"ReLU": "two"})]
    assert needed("not_graded", "pass", "fail") == []
    assert needed("fail", "not_graded", "pass") == []


@pytest.mark.parametrize(
    ("kind", "is_forbidden"),
    [
        ("OffLimits", True),
        ("ModuleNotFoundError", True),
        ("NameError", False),
        ("ValueError", False),
    ],
)
def test_a_call_that_was_stopped_is_forbidden(kind, is_forbidden):
    assert (graded(RIGHT[0], raised(kind)).verdict == "forbidden") is is_forbidden


@pytest.mark.parametrize(
    ("loading", "then", "verdict"),
    [
        ("ModuleNotFoundError", "NameError", "forbidden"),
        ("ModuleNotFoundError", "ValueError", "error"),
        ("ValueError", "NameError", "error"),
    ],
)
def test_a_name_missing_because_of_a_package_that_is_not_allowed_is_forbidden(
    loading, then, verdict
):
    lost = Raised(type=loading, message="", line=1)
    assert graded(raised(then), loading=lost).verdict == verdict


def test_an_unneeded_package_that_is_not_allowed_is_not_forbidden():
    lost = Raised(type="ModuleNotFoundError", message="", line=1)
    assert graded(*RIGHT, loading=lost).verdict == "pass"


def test_a_call_without_an_answer_gets_the_verdict_of_how_the_process_ended():
    assert graded(ended="timeout").verdict == "timeout"
    assert graded(RIGHT[0]).verdict == "crash"
    assert graded(raised("ResourceExhaustedError")).verdict == "memory"


def test_the_reported_case_fails_like_the_first_of_its_aspect_and_is_small_and_exact():
    def case(right, **more):
        return builders.case(right, **{"public": True, "aspect": "sizes", **more})

    large = case([1], inputs=range(9))
    real = case([2], inputs=[1], exact=False, allowed=1e-6)
    small = case([3], inputs=range(4))
    hidden = case([4], inputs=[1], public=False)
    other = case([5], inputs=[1], aspect="other")
    task = builders.task(large, real, small, hidden, other)
    wrong = comparisons(*[WRONG] * 5, task=task)
    assert counting.clearest(wrong).case is small
    assert (
        counting.clearest(comparisons(WRONG, WRONG, raised("E"), WRONG, WRONG, task=task)).case
        is large
    )
    assert (
        counting.clearest(comparisons(WRONG, WRONG, WRONG, raised("E"), WRONG, task=task)).case
        is small
    )
    unwritten = raised("NotImplementedError")
    late = comparisons(unwritten, *[builders.answer([n]) for n in (2, 3, 4, 9)], task=task)
    assert counting.clearest(late).case is other
    assert counting.clearest(comparisons(*[unwritten] * 5, task=task)).case is small
    right = [builders.answer([float(n)]) for n in (1, 2, 3, 4, 5)]
    assert counting.clearest(comparisons(*right, task=task)) is None
    careless = [*right[:1], builders.answer([2.0], changed=(0,)), *right[2:]]
    assert counting.clearest(comparisons(*careless, task=task)).case is real
    lasting = [*right[:3], builders.answer([4.0], overwritten=(0,)), right[4]]
    assert counting.clearest(comparisons(*lasting, task=task)).case is hidden


def test_public_cases_are_reported_before_exact_ones_and_exact_before_small_ones():
    real = builders.case([1], public=True, exact=False, allowed=1e-6, inputs=[1])
    hidden = builders.case([2], inputs=[1])
    wide = builders.case([3], public=True, inputs=range(9))

    def reported(*cases):
        task = builders.task(*cases)
        return counting.clearest(comparisons(*[WRONG] * len(cases), task=task)).case

    assert reported(hidden, real) is real
    assert reported(real, wide) is wide
    assert reported(wide, hidden) is wide
    two = replace(builders.case([4], public=True), arrays={"a": np.zeros(5), "b": np.zeros(5)})
    assert reported(two, wide) is wide


def test_a_case_that_the_mistake_explains_is_reported_if_there_is_one():
    first = builders.case([1], public=True)
    named = builders.case([2, 4], aspect="same", mistakes={"negated": [-2, -4]})
    task = builders.task(first, named)
    wrong = comparisons(WRONG, builders.answer([-2, -4]), task=task)
    assert counting.clearest(wrong).case is first
    assert counting.clearest(wrong, "negated").case is named
    both = builders.task(named, replace(named, aspect="valid", public=True))
    assert (
        counting.clearest(comparisons(*[builders.answer([-2, -4])] * 2, task=both), "negated").case
        is named
    )
    assert counting.clearest(wrong, "halved").case is first
    right = comparisons(builders.answer([1.0]), builders.answer([2.0, 4.0]), task=task)
    assert counting.clearest(right, "negated") is None


def test_failing_cases_come_aspect_by_aspect_and_unfinished_calls_last():
    aspects = ("valid", "valid", "same", "valid", "same")
    task = builders.task(*(builders.case([1], aspect=aspect) for aspect in aspects))
    given = comparisons(None, WRONG, WRONG, WRONG, None, task=task)
    numbers = {id(each): number for number, each in enumerate(given)}
    assert [numbers[id(each)] for each in counting.failing(given)] == [1, 3, 2, 0, 4]


def test_of_the_cases_that_the_mistake_explains_the_first_aspects_is_reported():
    cases = [
        builders.case([2, 4], aspect=aspect, mistakes={"negated": [-2, -4]})
        for aspect in ("valid", "same", "valid")
    ]
    task = builders.task(*cases)
    wrong = comparisons(WRONG, *[builders.answer([-2, -4])] * 2, task=task)
    assert counting.clearest(wrong, "negated").case is cases[2]


def test_an_answer_in_float64_is_wider_only_for_arrays_in_float32():
    wide, narrow = builders.answer(np.float64([1])), builders.answer(np.float32([1]))
    case = VALID[0]
    double = replace(case, arrays={"inputs": np.zeros(3)})
    for given, outcome, is_wider in (
        (case, wide, True),
        (case, narrow, False),
        (case, builders.answer(np.int64([1])), False),
        (double, wide, False),
        (replace(case, arrays={**case.arrays, "kernel": np.zeros(3)}), wide, False),
        (case, None, False),
        (case, Outcome(Refused("str")), False),
        (case, Outcome(Answer((Refused("NoneType"),))), False),
        (case, Outcome(Answer((Refused("NoneType"), np.float64([1])))), True),
    ):
        task = builders.task(given)
        assert counting.widened([compare(task, given, outcome)]) is is_wider
    task = builders.task(case)
    both = [compare(task, case, narrow), compare(task, case, wide)]
    assert counting.widened(both)
    assert counting.widened(both[::-1])
