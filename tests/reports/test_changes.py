"""compare: whose points change, by how much, and why."""

import re

from msgspec.structs import replace
from support.made_up_grades import NASTY, PASSED, failed, graded, lost, one_wrong, printed

from autograder.records import Cell
from autograder.reports.changes import changed, changes, changes_table
from autograder.verdict.override import WHOLE, Override, overridden

WRONG = failed(one_wrong(), mistakes=("flipped_kernel",))
RIGHT = replace(WRONG, verdict="pass", score=4.0, mistakes=())
BEFORE = graded(PASSED, WRONG)


def reported(before, after):
    return [(each.task, each.gained, each.why) for each in changes(before, after)]


def test_equal_results_are_not_a_change() -> None:
    again = replace(BEFORE, made_by={"date": "2030-01-01"}, isolation="cold")
    assert reported([BEFORE], [again]) == []


def test_a_task_is_shown_before_and_after() -> None:
    assert reported([BEFORE], [graded(PASSED, RIGHT)]) == [
        ("conv2d", 1.5, "wrong (flipped kernel) → right")
    ]


def test_another_submission_is_a_cause() -> None:
    after = replace(graded(PASSED, RIGHT), submission_sha256="cd" * 32)
    assert reported([BEFORE], [after])[0][2] == "another submission; wrong (flipped kernel) → right"


def test_a_cell_is_named_if_the_verdict_is_the_same() -> None:
    cells = (WRONG.cells[0], Cell(part="outputs", aspect="padding=same", passed=3, total=3))
    after = graded(PASSED, replace(WRONG, score=3.5, cells=cells))
    assert reported([BEFORE], [after]) == [("conv2d", 1.0, "outputs padding=same: wrong → right")]


def test_overrides_and_results_that_are_not_graded_are_reported() -> None:
    by_hand = overridden(BEFORE, {"conv2d": Override(4.0, "Ambiguous.")})
    why = "wrong (flipped kernel) → wrong (flipped kernel), set by hand: Ambiguous."
    assert reported([BEFORE], [by_hand]) == [("conv2d", 1.5, why)]
    whole = overridden(BEFORE, {WHOLE: Override(1.0, "Copied.")})
    assert reported([BEFORE], [whole]) == [(WHOLE, -3.5, "graded → set by hand: Copied.")]
    gone = replace(lost("the disk is full", "ada"), submission_sha256=BEFORE.submission_sha256)
    assert reported([BEFORE], [gone])[0] == (WHOLE, -4.5, "graded → not graded: the disk is full")


def test_a_student_in_only_one_folder_is_named() -> None:
    other = graded(PASSED, student="zoe")
    assert [(each.student, each.why) for each in changes([BEFORE], [other])] == [
        ("ada", "removed"),
        ("zoe", "new"),
    ]


def test_the_table_has_totals_and_the_versions_that_graded() -> None:
    before = [replace(BEFORE, made_by={"seed": "1a"}), graded(PASSED, student=NASTY)]
    after = [replace(graded(PASSED, RIGHT), made_by={"seed": "2b"}), before[1]]
    text = printed(changes_table(before, after, ("old", "new")), width=160)
    assert re.search(r"ada +03_convolution +conv2d +2\.5 +4 +\+1\.5 ", text)
    assert "1 with more points   0 with fewer points   0 new   0 removed   1 the same" in text
    assert "mean 87.5% → 100.0%" in text
    assert "seed 1a → 2b, in 1 of 2" in text
    assert not set("\x1b\u202e\u2028") & set(text)


def test_each_result_with_other_points_or_another_submission_is_reported() -> None:
    other = replace(BEFORE, submission_sha256="new", filename="dense.py")
    assert changed([BEFORE], [BEFORE, graded(PASSED, student="new")]) == []
    (reported,) = changed([BEFORE], [other])
    assert "4.5 of 6 points, as before; another submission (dense.py)." in reported
    (reported,) = changed([BEFORE], [replace(BEFORE, score=0.0)])
    assert "0 of 6 points, before: 4.5 of 6 points." in reported


def test_points_that_an_override_keeps_are_not_a_gain_and_are_reported() -> None:
    kept = {WHOLE: Override(1.0, "Copied.")}
    before, after = (overridden(each, kept) for each in (BEFORE, graded(PASSED, RIGHT)))
    (change,) = changes([before], [after])
    assert (change.task, change.gained) == ("conv2d", 0.0)
    assert change.why.endswith("right; the points of the exercise are set by hand")
    assert "0 with more points" in printed(changes_table([before], [after], ("old", "new")))


def test_an_aspect_that_no_longer_counts_has_its_reason() -> None:
    left_out = replace(WRONG, score=4.0, uncounted=(("padding=same", "The text was ambiguous."),))
    ((_, gained, why),) = reported([BEFORE], [graded(PASSED, left_out)])
    assert gained == 1.5
    assert why.endswith("; padding=same is not counted: The text was ambiguous.")


def test_an_excused_result_has_no_points_rather_than_fewer() -> None:
    excused = overridden(BEFORE, {WHOLE: Override(None, "Ill.")})
    text = printed(changes_table([BEFORE], [excused], ("old", "new")), width=160)
    assert "0 with more points   0 with fewer points" in text
    assert "1 without points now" in text
    text = printed(changes_table([excused], [BEFORE], ("old", "new")), width=160)
    assert "1 with points now" in text


def test_at_80_columns_no_number_is_wrapped_and_paths_stand_below() -> None:
    third = replace(WRONG, score=2.5 + 5 / 9)
    names = ("/a/long/path/to/graded", "/a/long/path/to/graded-again")
    text = printed(changes_table([BEFORE], [graded(PASSED, third)], names), width=80)
    assert " 3.06    +0.56 " in text
    assert "before: /a/long/path/to/graded   after: /a/long/path/to/graded-again" in text
