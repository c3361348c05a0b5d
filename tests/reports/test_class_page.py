"""report.html: mistakes to explain again, and each student; plain tables, escaped, one script."""

import pytest
from msgspec.structs import replace
from support.made_up_class import folders, made_up_class
from support.made_up_grades import NASTY, PASSED, failed, graded, lost, one_wrong
from support.pages import outside, raw, script_of, tables

from autograder.records import Cell, Grade
from autograder.reports.class_page import MOST_COMMON, MOST_ROWS, class_page
from autograder.verdict.override import WHOLE, Override, overridden

HINT = "a kernel turned by 180 degrees.\n\nLeave it as it is."
WRONG = failed(one_wrong(77), HINT, mistakes=("flipped_kernel",))
HINTS = {"03_convolution": {"flipped_kernel": HINT}}
CONV = "03_convolution"


def page_of(*grades: Grade, **more: object) -> str:
    """Render a class in which everybody's folder has their name."""
    return class_page(grades, {g.student or "": g.student or "" for g in grades}, **more)  # type: ignore[arg-type]


def whole_class() -> str:
    grades = [
        graded(PASSED, WRONG),
        graded(PASSED, replace(WRONG, score=0.0), student=NASTY),
        replace(lost(NASTY), filename=NASTY, late=True),
        overridden(graded(WRONG, student="cy"), {WHOLE: Override(3.0, NASTY)}),
        *(replace(graded(replace(WRONG, fingerprint="3f9a"), student=f"s{n}"), exercise=NASTY)
          for n in range(2)),
    ]  # fmt: skip
    known = {grade.student or "": grade.student or "" for grade in grades} | {NASTY: "x/../y"}
    return class_page(
        grades,
        known,
        HINTS,
        [replace(grades[0], exercise=NASTY)],
        [NASTY],
        {(NASTY, NASTY): 1.5},
        [".staff/similar.html", f".staff/ada/{CONV}.html"],
    )


PAGES = {
    "class": whole_class(),
    "crowd": page_of(*(graded(PASSED, student=f"s{n:04}") for n in range(MOST_ROWS + 1))),
    "large": class_page(grades := made_up_class(40), folders(grades)),
    "nobody": class_page([], {}),
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_is_complete_runs_only_its_own_script_and_loads_nothing(page: str) -> None:
    assert outside(page) == {"script"}
    assert script_of(page).startswith("// Sort, search")
    assert """content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-""" in page


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_text_of_a_student_is_escaped_on_a_page(page: str) -> None:
    assert not raw(page)
    assert page.count("<script") == 1
    page.encode("utf-8")


def test_mistakes_come_first_with_their_count_and_hint() -> None:
    page = PAGES["class"]
    assert "3 of 3 submissions" in page
    assert "<summary>a kernel turned by 180 degrees.</summary>Leave it as it is.<" in page
    assert page.index("What to explain again") < page.index("Not graded: neither a zero")


def test_exercises_whose_mistakes_share_a_name_keep_their_own_hints() -> None:
    other = replace(graded(WRONG), exercise="05_strides_and_dilation")
    hints = {**HINTS, "05_strides_and_dilation": {"flipped_kernel": "something else."}}
    page = page_of(graded(WRONG), other, hints=hints)
    assert page.count("a kernel turned by 180 degrees.") == page.count("something else.") == 1


def test_a_row_has_points_tasks_mistakes_and_links() -> None:
    page = page_of(graded(PASSED, WRONG), staff=[f".staff/ada/{CONV}.html"])
    (rows,) = [rows for rows in tables(page) if rows[0][0] == "student"]
    assert rows == [
        ["student", "of 6 points", "relu", "conv2d", "mistakes", "file"],
        ["ada inspect", "4.5", "✓ right,", "✗ wrong, 2.5", "flipped kernel", ""],
    ]
    assert f'<a href="ada/{CONV}/feedback.html">ada</a>' in page
    assert f'href=".staff/ada/{CONV}.html">inspect</a>' in page
    assert f'href="x%2F..%2Fy/{CONV}/feedback.html"' in PAGES["class"]
    assert "inspect</a>" not in page_of(graded(PASSED))


def test_students_have_a_row_over_all_exercises_and_sets() -> None:
    other = replace(graded(PASSED), exercise="04_pooling", late=True)
    nothing = replace(graded(replace(PASSED, score=0.0), student="bo"), submission_sha256="")
    total = replace(graded(PASSED), exercise="week1", score=7.0, max_score=8.0)
    page = page_of(graded(PASSED, WRONG), other, nothing, lost("?", "cy"), totals=[total])
    everybody = next(rows for rows in tables(page) if rows[0][0] == "student")
    assert everybody == [
        ["student", CONV, "04_pooling", "week1, of 8", "total"],
        ["ada", "4.5", "late 2", "7", "6.5"],
        ["bo", "missing 0", "–", "–", "0"],
        ["cy", "? not graded", "–", "–", "?"],
    ]
    assert '<tr data-is="missing">' in page
    assert '<tr data-is="lost missing">' in page
    by_exercise = tables(page)[0]
    assert by_exercise[1:3] == [
        [CONV, "2", "1", "0", "1", "38%", "0"],
        ["04_pooling", "1", "2", "1", "0", "100%", "1"],
    ]
    assert "<p>bo, cy</p>" in page


def test_a_long_table_is_split_into_parts_that_a_browser_lays_out_fast() -> None:
    assert f"<summary>s0000 … s{MOST_ROWS - 1:04}</summary>" in PAGES["crowd"]
    assert PAGES["crowd"].count('<table class="class') == 2
    assert PAGES["crowd"].count('<a href="s') == MOST_ROWS + 1


def test_a_result_that_is_not_graded_is_not_a_zero() -> None:
    page = page_of(graded(PASSED), lost("the disk is full"))
    assert ["bob", "?", "not graded the disk is full", ""] in tables(page)[1]
    assert "0 of 6" not in page


def test_points_set_by_hand_and_notices_are_shown() -> None:
    changed = overridden(graded(PASSED, WRONG), {WHOLE: Override(5.5, "Oral.")})
    page = page_of(changed, notices=["Look at line 3."])
    assert "5.5 points instead of 4.5: Oral." in page
    assert "<li>Look at line 3.</li>" in page
    assert tables(page)[1][1][1] == "set by hand✎ 5.5"


def test_files_that_fit_no_exercise_are_not_missing_work() -> None:
    unknown = replace(lost("letter.txt", "cy"), exercise="unrecognised", max_score=0.0)
    by_exercise = tables(page_of(graded(PASSED), unknown))[0]
    assert [row[:3] for row in by_exercise[1:]] == [[CONV, "1", "1"], ["unrecognised", "1", "0"]]


def test_an_excused_student_has_no_points_and_is_not_missing() -> None:
    nothing = replace(graded(replace(PASSED, score=0.0)), submission_sha256="")
    excused = overridden(nothing, {WHOLE: Override(None, "Ill.")})
    page = page_of(excused, replace(graded(PASSED), exercise="04_pooling"))
    by_exercise, everybody, rows, *_ = tables(page)
    assert by_exercise[1] == [CONV, "0", "0", "0", "0", "–", "0"]
    assert everybody[1] == ["ada", "excused", "2", "2"]
    assert rows[1][:2] == ["ada", "set by hand✎ excused"]
    assert "excused: Ill." in page
    assert "not graded the" not in page
    also = replace(excused, exercise="04_pooling")
    assert tables(page_of(excused, also))[1][1] == ["ada", "excused", "excused", "–"]


def test_tasks_and_cells_have_their_difficulty_and_discrimination() -> None:
    strong = [graded(PASSED, replace(WRONG, score=4.0), student=f"a{n}") for n in range(6)]
    zero = replace(
        PASSED, score=0.0, cells=(Cell(part="outputs", aspect="values", passed=0, total=3),)
    )
    weak = [graded(zero, replace(WRONG, score=0.0), student=f"b{n}") for n in range(6)]
    absent = [replace(each, student=f"c{n}", submission_sha256="") for n, each in enumerate(weak)]
    found = tables(page_of(*strong, *weak, *absent))
    tasks = next(rows for rows in found if rows[0][0] == "task")
    assert tasks[1] == ["relu", "12 of 12", "50%", "1.00", ""]
    assert tasks[2] == ["conv2d", "0 of 12", "50%", "1.00", "flipped kernel 12"]
    cells = next(rows for rows in found if rows[0][:2] == ["task", "part"])
    assert ["relu", "outputs", "values", "6 of 12", "50%", "1.00"] in cells
    assert ["conv2d", "outputs", "padding=same", "0 of 12", "0%", "–"] in cells
    alone = [replace(grade, tasks=grade.tasks[:1]) for grade in (*strong, *weak)]
    (task,) = next(rows for rows in tables(page_of(*alone)) if rows[0][0] == "task")[1:]
    assert task[3] == "–"  # there is nothing else to compare it with
    level = [replace(g, tasks=(g.tasks[0], WRONG)) for g in (*strong, *weak)]
    rows = next(rows for rows in tables(page_of(*level)) if rows[0][0] == "task")
    assert [row[3] for row in rows[1:]] == ["–", "–"]  # its own points do not count
    few = tables(page_of(*strong[:2], *weak[:2]))
    assert next(rows for rows in few if rows[0][0] == "task")[1][3] == "–"


def test_the_page_says_how_many_students_share_an_unnamed_answer() -> None:
    task = replace(WRONG, mistakes=(), fingerprint="3f9a2c1b")
    page = page_of(*(graded(PASSED, task, student=f"s{n:02}") for n in range(11)))
    assert "11 students share one unnamed wrong answer" in page
    assert f"s{MOST_COMMON - 1:02} and {11 - MOST_COMMON} more" in page
    assert any("3f9a2c1b" in cell for row in tables(page)[1] for cell in row)


def test_the_time_of_grading_is_not_compared() -> None:
    seconds = {(CONV, "ada"): 1.0, (CONV, "bo"): 4.0}
    grades = [graded(PASSED), graded(PASSED, student="bo")]
    page = page_of(*grades, seconds=seconds)
    assert tables(page)[-1][1] == [CONV, "2.5 s", "5 s", "bo 4.0 s, ada 1.0 s"]
    before, _, rest = page.partition("<!-- runtime -->")
    without = before + rest.partition("<!-- end of runtime -->")[2]
    plain = page_of(*grades)
    assert without == plain.replace("<!-- runtime -->\n<!-- end of runtime -->", "")
