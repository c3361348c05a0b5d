"""One output folder is consistent: its results, students who left, and points set by hand."""

import csv
import json
import re
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace
from support import builders
from support.made_up_grades import printed
from support.pages import tables

from autograder.answers import sheet
from autograder.errors import Refusal
from autograder.grading import presence, versions
from autograder.grading.classroom import Class, grade_class
from autograder.grading.contents import UNRECOGNISED
from autograder.grading.executors import ThisProcess
from autograder.grading.output import last_shown, named, set_by_hand, settle
from autograder.grading.sets import ExerciseSet
from autograder.grading.store import Store
from autograder.grading.submitted import STAFF
from autograder.intake.candidate import asked_for
from autograder.intake.submissions import received
from autograder.reports.changes import changed
from autograder.reports.class_table import class_table
from autograder.sandbox.pool import close_idle

RIGHT, WRONG = (
    "def double(inputs):\n    return 2 * inputs\n",
    "def double(inputs):\n    return 0 * inputs + 3\n",
)
EXERCISE = "09_doubling"
HERE = ThisProcess()  # one sandbox for all tests
SHEET = builders.sheet(builders.task(builders.case([2, 4], public=True, inputs=[1, 2])))


@pytest.fixture(autouse=True, scope="module")
def no_sandbox_left():
    yield
    close_idle()


@pytest.fixture
def course(tmp_path):
    """Lay out three students, one of them wrong; return a function that grades a folder of them."""
    for student, text in {"ada": RIGHT, "bela": WRONG, "cleo": RIGHT}.items():
        submit(tmp_path / "class" / student, text)

    def grade(folder="class", only=(), answers=SHEET, **more):
        source, out = tmp_path / folder, tmp_path / "out"
        entries = received(source, asked_for({EXERCISE: ["double"]}), [EXERCISE])
        sheets = {EXERCISE: sheet.dump(answers)}
        given = Class(received=entries, sheets=sheets, seed="1234", only=only, **more)
        presence.add_received(out, source, given.students())
        done = list(grade_class(given, out, executor=HERE))
        if only:
            presence.add_received(out, source, given.students(), graded=only)
            return done, [], settle(out, given.hints())
        removed = presence.remove_departed(out, source, given.students())
        return done, removed, settle(out, given.hints())

    return grade


def submit(folder, text):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "doubling.py").write_text(text)


@contextmanager
def failing(path):
    """Make the writing of a file fail inside, as a full disk does."""
    in_the_way = path.with_name(f".{path.name}.part")
    in_the_way.mkdir(parents=True)
    with pytest.raises(OSError, match=re.escape(path.name)):
        yield
    in_the_way.rmdir()


def scores(out):
    """Return the score of each student in grades.csv, and check that all other files agree."""
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["student"]: row["score"] for row in csv.DictReader(file)}
    stored = {path.parts[-3]: path for path in out.glob("[!.]*/*/result.json")}
    assert {
        name: str(json.loads(path.read_text())["score"]) for name, path in stored.items()
    } == rows
    report = (out / "report.html").read_text(encoding="utf-8")
    assert {name for name in stored if f">{name}</a>" in report} == set(rows)
    return rows


def written_at(out):
    return {path: path.stat().st_mtime_ns for path in out.glob("[!.]*/*/*")}


def test_the_time_of_grading_is_only_in_the_report_and_stays_for_kept_results(course, tmp_path):
    course()
    runtime = re.compile("<!-- runtime -->.*?<!-- end of runtime -->", re.DOTALL)
    before = runtime.findall((tmp_path / "out/report.html").read_text(encoding="utf-8"))
    (rows,) = tables(before[0])
    assert rows[1][0] == EXERCISE
    assert {"ada", "bela", "cleo"} <= set(re.findall("[a-z]+", rows[1][3]))
    assert "seconds" not in (tmp_path / "out/ada" / EXERCISE / "result.json").read_text()
    course()
    assert runtime.findall((tmp_path / "out/report.html").read_text(encoding="utf-8")) == before


def test_a_late_student_is_added_and_nobody_is_withdrawn(course, tmp_path):
    course()
    before = written_at(tmp_path / "out")
    submit(tmp_path / "late/dora", RIGHT)
    _, removed, settled = course("late")
    assert removed == []
    assert scores(tmp_path / "out") == {"ada": "2.0", "bela": "0.0", "cleo": "2.0", "dora": "2.0"}
    assert before.items() <= written_at(tmp_path / "out").items()
    present = {EXERCISE: {"dora"}}
    assert presence.others_shown(settled.grades, present) == (
        "Also shown, from other submissions: ada, bela, cleo."
    )


def test_a_student_whose_files_fit_nothing_is_withdrawn_once_gone(course, tmp_path):
    course()
    presence.add_received(tmp_path / "out", tmp_path / "class", {UNRECOGNISED: {"dora"}})
    with Store(tmp_path / "out") as store:
        store.write("dora", UNRECOGNISED, None, {"result.json": "", "feedback.html": ""})
    present = {EXERCISE: {"ada", "bela"}}
    assert presence.remove_departed(tmp_path / "out", tmp_path / "class", present) == [
        f"cleo is no longer in {tmp_path / 'class'}, and was withdrawn ({EXERCISE}).",
        f"dora is no longer in {tmp_path / 'class'}, and was withdrawn ({UNRECOGNISED}).",
    ]
    assert not (tmp_path / "out/dora").exists()
    assert presence.remove_departed(tmp_path / "out", tmp_path / "class", present) == []


def test_a_run_that_graded_nothing_leaves_everybody_where_they_were(course, tmp_path):
    course()
    out, wrong = tmp_path / "out", tmp_path / "wrong"
    presence.add_received(out, wrong, {EXERCISE: {"ada", "zoe"}})
    assert presence.in_other_sources(out, tmp_path / "class")[EXERCISE] == set()
    assert presence.in_other_sources(out, wrong)[EXERCISE] == {"ada", "bela", "cleo"}
    assert presence.remove_departed(out, wrong, {EXERCISE: {"yan"}}) == []
    assert set(scores(out)) == {"ada", "bela", "cleo"}


def test_only_a_named_student_is_graded_again(course, tmp_path):
    course()
    before = written_at(tmp_path / "out")
    shutil.rmtree(tmp_path / "class/cleo")
    done, _, _ = course(only=["bela"])
    assert [grade.student for grade in done] == ["bela"]
    changed = {path for path, at in written_at(tmp_path / "out").items() if at != before[path]}
    assert {path.parts[-3] for path in changed} == {"bela"}
    assert set(scores(tmp_path / "out")) == {"ada", "bela", "cleo"}


def test_a_missing_student_is_withdrawn_by_name_and_returns_with_the_submission(course, tmp_path):
    out = tmp_path / "out"
    course()
    set_by_hand(out, "cleo", EXERCISE, "", "1.5", "Late.")
    shutil.move(tmp_path / "class/cleo", tmp_path / "cleo")
    _, removed, settled = course()
    gone = f"cleo is no longer in {tmp_path / 'class'}, and was withdrawn ({EXERCISE})."
    assert removed == [gone]
    assert set(scores(out)) == {"ada", "bela"}
    assert not (out / "cleo").exists()
    assert (out / ".graded/.withdrawn/cleo" / EXERCISE / "result.json").is_file()
    shutil.move(tmp_path / "cleo", tmp_path / "class/cleo")
    _, removed, settled = course()
    assert (removed, settled.notices) == ([], [])
    assert scores(out)["cleo"] == "1.5"


def test_a_late_student_with_a_similar_name_has_a_separate_folder(course, tmp_path):
    submit(tmp_path / "class/Ada", RIGHT)
    course()
    course(only=["ada"])
    submit(tmp_path / "late/ada", WRONG)
    course("late")
    with (tmp_path / "out/grades.csv").open(encoding="utf-8") as file:
        assert [row["student"] for row in csv.DictReader(file)] == ["Ada", "ada", "bela", "cleo"]


def test_a_result_says_when_it_was_made_and_from_which_seed(course, tmp_path):
    course()
    made_by = json.loads((tmp_path / f"out/ada/{EXERCISE}/result.json").read_text())["made_by"]
    assert list(made_by) == ["grader", "python", "numpy", "sheet", "date", "seed"]
    assert made_by["seed"] == "1234"


def test_a_change_that_may_change_points_regrades_and_no_other_does(course, tmp_path, monkeypatch):
    course()
    before = written_at(tmp_path / "out")
    for name, phrase, regraded in (
        ("versions", "a template", 0),
        ("deciding_versions", "a verdict", 6),
    ):
        monkeypatch.setattr(versions, name, lambda phrase=phrase: phrase)
        monkeypatch.setattr(
            "autograder.grading.classroom.deciding_versions", versions.deciding_versions
        )
        course()
        changed = [path for path, at in written_at(tmp_path / "out").items() if at != before[path]]
        assert len(changed) == regraded, name


def test_a_folder_without_its_number_is_reported_until_it_is_one_student(course, tmp_path):
    for number, name in enumerate(("ada", "bela", "cleo")):
        (tmp_path / "class" / name).rename(tmp_path / f"class/{name}_{number}")
    _, _, settled = course()
    assert settled.notices == []
    submit(tmp_path / "mail/bela", RIGHT)
    _, _, settled = course("mail")
    (notice,) = settled.notices
    assert notice.startswith("bela and bela_1 count as two students.")
    assert "delete bela from the results" in notice
    shutil.rmtree(tmp_path / "out/bela")
    submit(tmp_path / "class/bela_1", RIGHT)
    _, _, settled = course()
    assert (settled.notices, scores(tmp_path / "out")["bela_1"]) == ([], "2.0")


def test_without_the_names_of_the_folders_no_student_keeps_an_old_result(course, tmp_path):
    submit(tmp_path / "class/Ünal", WRONG)
    course()
    (tmp_path / "out/.graded/.folders.json").write_text("")
    for name in "Ünal", "ünal":
        submit(tmp_path / "class" / name, RIGHT)
    _, _, settled = course()
    found = {grade.student: grade.score for grade in settled.grades if grade.student[1:] == "nal"}
    assert found == {"Ünal": 2.0, "ünal": 2.0}
    assert len(list(tmp_path.glob("out/[UuÜü]*/*/result.json"))) == 2


def test_points_that_a_failed_run_has_changed_are_still_compared_with_what_staff_saw(
    course, tmp_path
):
    out = tmp_path / "out"
    course()
    assert changed(last_shown(out), settle(out).grades) == []
    for student in "ada", "cleo":
        submit(tmp_path / "class" / student, WRONG)
    with failing(out / ".graded/cleo" / EXERCISE):
        course()
    before = last_shown(out)
    _, _, settled = course()
    assert changed(before, settled.grades) == [
        f"{name}, {EXERCISE}: 0 of 2 points, before: 2 of 2 points." for name in ("ada", "cleo")
    ]
    (out / "grades.csv").write_text("student;exercise\n")
    assert changed(last_shown(out), settled.grades) == []


def test_staff_are_told_if_new_files_fit_no_exercise_and_an_earlier_result_counts(course, tmp_path):
    course()
    (tmp_path / "class/ada/doubling.py").unlink()
    for name in "ada", "dee":  # dee has no earlier result
        (tmp_path / "class" / name).mkdir(exist_ok=True)
        (tmp_path / f"class/{name}/doubling.pdf").write_bytes(b"%PDF-1.4")

    def graded():
        entries = received(tmp_path / "class", asked_for({EXERCISE: ["double"]}))
        given = Class(received=entries, sheets={EXERCISE: sheet.dump(SHEET)}, seed="1234")
        list(grade_class(given, tmp_path / "out", executor=HERE))
        return settle(tmp_path / "out").notices

    (notice,) = graded()
    assert graded() == [notice]
    assert notice.startswith(f"ada, {EXERCISE}: an earlier result was kept. The new files: ")
    assert "doubling.pdf" in notice
    submit(tmp_path / "class/ada", RIGHT)
    assert graded() == []


# -- never lower -------------------------------------------------------------------------------

STRICTER = builders.sheet(builders.task(builders.case([3, 3], public=True, inputs=[1, 2])))


def test_an_earlier_result_with_more_points_stays_and_is_reported(course, tmp_path):
    course()
    before = {path: path.read_bytes() for path in written_at(tmp_path / "out")}
    done, _, settled = course(answers=STRICTER, never_lower=True)  # now only bela is right
    assert {grade.student: grade.score for grade in done} == {"ada": 2.0, "bela": 2.0, "cleo": 2.0}
    assert settled.notices == [
        f"{name}, {EXERCISE}: an earlier result with more points was kept."
        " The new one: 0 of 2 points."
        for name in ("ada", "cleo")
    ]
    assert set(scores(tmp_path / "out").values()) == {"2.0"}
    now = {path: path.read_bytes() for path in written_at(tmp_path / "out")}
    assert {path.parts[-3] for path in now if now[path] != before[path]} == {"bela"}


def test_a_kept_result_stays_until_it_is_graded_again(course, tmp_path):
    course()
    course(answers=STRICTER, never_lower=True)
    _, _, settled = course(answers=STRICTER)
    assert (len(settled.notices), scores(tmp_path / "out")["ada"]) == (2, "2.0")
    _, _, settled = course(answers=STRICTER, only=["ada"])
    assert [notice[:5] for notice in settled.notices] == ["cleo,"]
    assert scores(tmp_path / "out")["ada"] == "0.0"


def test_a_result_that_a_damaged_file_cannot_replace_stays_in_later_runs(course, tmp_path):
    course()
    submit(tmp_path / "class/ada", "\0")
    for never_lower in True, False:
        _, _, settled = course(never_lower=never_lower)
        assert "The new one: not graded (of 2 points): doubling.py" in settled.notices[0]
        assert scores(tmp_path / "out")["ada"] == "2.0"
    submit(tmp_path / "class/ada", WRONG)
    course()
    assert scores(tmp_path / "out")["ada"] == "0.0"


@pytest.mark.parametrize("change", [lambda page: page.write_text("edited"), Path.unlink])
def test_an_earlier_result_stays_even_if_its_page_has_changed(course, tmp_path, change):
    course()
    page = tmp_path / f"out/ada/{EXERCISE}/feedback.html"
    change(page)
    submit(tmp_path / "class/ada", WRONG)
    for never_lower in True, False:
        course(never_lower=never_lower)
        assert scores(tmp_path / "out")["ada"] == "2.0"
        assert "2 of 2 points" in page.read_text(encoding="utf-8")


def test_a_result_that_was_half_replaced_stays_with_a_page_of_its_own(course, tmp_path):
    course()
    submit(tmp_path / "class/ada", WRONG)
    with failing(tmp_path / f"out/ada/{EXERCISE}/result.json"):
        course(never_lower=False)
    page = tmp_path / f"out/ada/{EXERCISE}/feedback.html"
    assert "0 of 2 points" in page.read_text(encoding="utf-8")
    course(never_lower=True)
    assert "2 of 2 points" in page.read_text(encoding="utf-8")


def test_a_notice_about_a_kept_result_survives_a_run_that_fails(course, tmp_path):
    course()
    for student in "ada", "cleo":
        submit(tmp_path / "class" / student, WRONG)
    with failing(tmp_path / "out/.graded/cleo" / EXERCISE):
        course(never_lower=True)
    _, _, settled = course(never_lower=True)
    assert [notice[:4] for notice in settled.notices] == ["ada,", "cleo"]


@pytest.mark.parametrize("damage", [b"", b"\0" * 40], ids=["empty", "zeros"])
def test_kept_code_that_a_power_failure_damaged_is_written_again(course, tmp_path, damage):
    course()
    code = tmp_path / f"out/{STAFF}/ada/{EXERCISE}.json"
    before = code.read_bytes()
    code.write_bytes(damage)
    course()
    assert code.read_bytes() == before


def test_the_code_of_a_better_result_stays_with_it(course, tmp_path):
    course()
    code = tmp_path / f"out/{STAFF}/ada/{EXERCISE}.json"
    before = code.read_bytes()
    submit(tmp_path / "class/ada", WRONG)
    for _ in range(2):
        course(never_lower=True)
        assert code.read_bytes() == before


def test_a_result_of_an_alike_student_in_its_place_is_not_kept(course, tmp_path):
    out = tmp_path / "out"
    for name, text in {"bob": WRONG, "Bob": RIGHT}.items():  # only the second gets a longer name
        submit(tmp_path / "class" / name, text)
        course()
    of = {json.loads(path.read_text())["student"]: path.parent for path in out.glob("*/*/*.json")}
    for name in "feedback.html", "result.json":
        shutil.copy(of["Bob"] / name, of["bob"] / name)
    submit(tmp_path / "class/bob", f"{WRONG}# again\n")
    _, _, settled = course(never_lower=True)
    found = {grade.student: grade.score for grade in settled.grades}
    assert (found["Bob"], found["bob"]) == (2.0, 0.0)


def test_an_override_that_cannot_be_written_loses_no_points(course, tmp_path):
    out = tmp_path / "out"
    course()
    with failing(out / f"ada/{EXERCISE}/result.json"):
        set_by_hand(out, "ada", EXERCISE, "", "1.0", "why")
    (out / "overrides.csv").unlink()
    submit(tmp_path / "class/ada", WRONG)
    course(never_lower=True)
    assert scores(out)["ada"] == "2.0"


def test_points_may_be_lowered_by_default_and_an_override_is_not_an_earlier_result(
    course, tmp_path
):
    course()
    set_by_hand(tmp_path / "out", "bela", EXERCISE, "", "1.0", "why")
    submit(tmp_path / "class/bela", WRONG + "\n")
    _, _, settled = course(never_lower=True)
    assert len(settled.notices) == 1  # that of the override
    course(answers=STRICTER)
    assert scores(tmp_path / "out") == {"ada": "0.0", "bela": "1.0", "cleo": "0.0"}


def test_an_override_gives_no_key_to_a_result_that_was_half_replaced(course, tmp_path):
    out = tmp_path / "out"
    course()
    set_by_hand(out, "ada", EXERCISE, "", "extended 2999-01-01", "ill")
    submit(tmp_path / "class/ada", WRONG)
    with failing(out / ".graded/ada" / EXERCISE):
        course()
    set_by_hand(out, "cleo", EXERCISE, "", "1.0", "why")
    submit(tmp_path / "class/ada", RIGHT)
    course()
    assert scores(out)["ada"] == "2.0"


def test_the_first_day_of_an_extended_submission_is_kept_while_its_student_is_away(
    course, tmp_path
):
    out = tmp_path / "out"
    course()
    set_by_hand(out, "ada", EXERCISE, "", "extended 2999-01-01", "ill")
    days = (out / ".graded/.extended.json").read_text()
    assert "ada" in days
    (out / f"ada/{EXERCISE}/feedback.html").unlink()
    settle(out)
    assert (out / ".graded/.extended.json").read_text() == days


# -- overrides ---------------------------------------------------------------------------------


def test_points_set_by_hand_are_shown_everywhere_and_survive_a_regrade(course, tmp_path):
    out = tmp_path / "out"
    course()
    (grade,), settled = set_by_hand(out, "BEL", "doubling", "doub", "1.5", "An  <honest> slip.")
    assert (grade.student, grade.score, settled.notices) == ("bela", 1.5, [])
    line = "double: 1.5 points instead of 0: An &lt;honest&gt; slip."
    for _ in range(2):
        assert scores(out)["bela"] == "1.5"
        page = (out / f"bela/{EXERCISE}/feedback.html").read_text(encoding="utf-8")
        assert page.count(line) == 1
        assert "1.5 of 2 points, set by the course staff" in page
        assert line in (out / "report.html").read_text(encoding="utf-8")
        assert "An <honest> slip." in (out / "grades.csv").read_text(encoding="utf-8")
        course(only=["bela"])


def test_a_second_run_changes_nothing(course, tmp_path):
    course()
    set_by_hand(tmp_path / "out", "bela", EXERCISE, "", "1.5", "why")
    before = written_at(tmp_path / "out")
    course()
    assert written_at(tmp_path / "out") == before


def test_an_excused_exercise_has_no_points_and_is_not_a_failure(course, tmp_path):
    out = tmp_path / "out"
    course()
    (grade,), settled = set_by_hand(out, "bela", EXERCISE, "", "excused", "Ill.")
    assert (grade.status, grade.score, settled.notices) == ("excused", None, [])
    for _ in range(2):
        page = (out / f"bela/{EXERCISE}/feedback.html").read_text(encoding="utf-8")
        assert page.count("excused: Ill.") == 1
        assert "Not graded" not in page
        with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
            rows = {row["student"]: row for row in csv.DictReader(file)}
        row = rows["bela"]
        assert (row["score"], row["status"], row["overrides"]) == ("", "excused", "excused: Ill.")
        report = (out / "report.html").read_text(encoding="utf-8")
        rows = next(rows for rows in tables(report) if rows[0][0] == "student")
        assert ["bela", "set by hand✎ excused"] in [row[:2] for row in rows]
        course(only=["bela"])
    (out / "overrides.csv").unlink()
    course()
    assert scores(out)["bela"] == "0.0"


LATE = "adalovelace_1"  # as Canvas names her


def late(out):
    """Return whether the late student counts as late; result, table and feedback must agree."""
    stored = json.loads((out / f"{LATE}/{EXERCISE}/result.json").read_text())
    page = (out / f"{LATE}/{EXERCISE}/feedback.html").read_text(encoding="utf-8")
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["student"]: row["late"] for row in csv.DictReader(file)}
    assert ("late" in rows[LATE], ">late<" in page) == (stored["late"], stored["late"])
    return stored["late"]


def test_an_extension_removes_the_late_mark_of_a_submission_seen_by_the_due_date(course, tmp_path):
    out = tmp_path / "out"
    (tmp_path / "class/adalovelace_LATE_1_2_doubling.py").write_text(RIGHT)
    course()
    stored = out / f"{LATE}/{EXERCISE}/result.json"
    today = json.loads(stored.read_text())["made_by"]["date"]
    assert late(out)
    set_by_hand(out, LATE, EXERCISE, "", "extended 2020-01-31", "Ill.")
    assert late(out)
    (grade,), settled = set_by_hand(out, LATE, EXERCISE, "", f"extended {today}", "Ill.")
    assert (grade.score, settled.notices) == (2.0, [])
    assert not late(out)
    # Graded again later, it had been seen in time. Another submission on that day had not.
    stored.write_text(stored.read_text().replace(f'"date": "{today}"', '"date": "9999-01-01"'))
    settle(out)
    assert not late(out)
    sha256 = json.loads(stored.read_text())["submission_sha256"]
    stored.write_text(stored.read_text().replace(sha256, "0" * 64))
    assert settle(out).notices == []
    assert late(out)
    set_by_hand(out, LATE, EXERCISE, "", "1", "An extension and points go together.")
    rows = (out / "overrides.csv").read_text().splitlines()
    assert [row.split(",")[3] for row in rows[1:]] == [f"extended {today}", "1"]
    assert late(out)
    (out / "overrides.csv").unlink()
    settle(out)
    assert late(out)
    assert scores(out)[LATE] == "2.0"


def test_a_student_without_a_submission_has_no_points_until_an_extension_is_over(course, tmp_path):
    out = tmp_path / "out"
    (tmp_path / "class/dora").mkdir()
    (tmp_path / "class/dora/letter.txt").write_text("Sorry.")
    course()
    assert scores(out)["dora"] == "0.0"
    (grade,), settled = set_by_hand(out, "dora", EXERCISE, "", "extended 9999-01-01", "Ill.")
    assert (grade.score, grade.status) == (None, "extended")
    page = (out / f"dora/{EXERCISE}/feedback.html").read_text(encoding="utf-8")
    assert '<p class="tile">due later</p>' in page
    assert "due later" in (out / "report.html").read_text(encoding="utf-8")
    text = printed(class_table(settled.grades))
    assert f"due later   dora   {EXERCISE}" in text
    assert "NOT GRADED" not in text
    submit(tmp_path / "class/dora", RIGHT)
    course()
    assert scores(out)["dora"] == "2.0"
    (tmp_path / "class/dora/doubling.py").unlink()
    set_by_hand(out, "dora", EXERCISE, "", "extended 2020-01-31", "Ill.")
    course()
    assert scores(out)["dora"] == "0.0"


def test_a_set_is_extended_or_excused_exercise_by_exercise(course, tmp_path):
    out = tmp_path / "out"
    course()
    week = ExerciseSet(
        name="week1", title="", course="", exercises=(EXERCISE,), weights={}, due=None
    )
    given = "week1", "", "extended 9999-01-01", "Ill.", [week]
    (grade,), settled = set_by_hand(out, "bela", *given)
    assert (grade.exercise, grade.score, len(settled.totals)) == (EXERCISE, 0.0, 3)
    assert f"bela,{EXERCISE},,extended 9999-01-01,Ill." in (out / "overrides.csv").read_text()
    longer = replace(week, exercises=(EXERCISE, "10_later"))
    (grade,), settled = set_by_hand(out, "bela", "week1", "", "excused", "Ill.", [longer])
    assert (grade.exercise, grade.status) == (EXERCISE, "excused")
    assert "bela, 10_later: there is no such result yet" in settled.notices[0]
    with pytest.raises(Refusal, match=f"Name one of them: {EXERCISE}"):
        set_by_hand(out, "bela", "week1", "", "2", "why", [week])


def test_deleting_a_line_restores_the_graders_points(course, tmp_path):
    out = tmp_path / "out"
    course()
    page = (out / f"bela/{EXERCISE}/feedback.html").read_bytes()
    set_by_hand(out, "bela", EXERCISE, "", "1.5", "why")
    (out / "overrides.csv").unlink()
    course()
    assert scores(out)["bela"] == "0.0"
    assert (out / f"bela/{EXERCISE}/feedback.html").read_bytes() == page


def test_an_override_of_an_earlier_submission_is_reported_until_it_is_repeated(course, tmp_path):
    out = tmp_path / "out"
    course()
    set_by_hand(out, "bela", EXERCISE, "", "1.5", "why")
    submit(tmp_path / "class/bela", RIGHT)
    for _ in range(2):
        _, _, settled = course()
        (notice,) = settled.notices
        assert notice.startswith(f"bela, {EXERCISE}: the submission has changed")
        assert "overrides.csv, line 2" in notice
        assert notice in (out / "report.html").read_text(encoding="utf-8")
        assert scores(out)["bela"] == "1.5"
    _, settled = set_by_hand(out, "bela", EXERCISE, "", "1.5", "why")
    assert (settled.notices, course()[2].notices) == ([], [])


def test_an_override_is_known_to_be_of_an_earlier_submission_even_if_setting_it_failed(
    course, tmp_path
):
    out = tmp_path / "out"
    course()
    with failing(out / f"bela/{EXERCISE}/result.json"):
        set_by_hand(out, "bela", EXERCISE, "", "1.5", "why")
    submit(tmp_path / "class/bela", RIGHT)
    (notice,) = course()[2].notices
    assert notice.startswith(f"bela, {EXERCISE}: the submission has changed")


def test_staff_are_told_of_files_that_were_left_out_until_they_are_gone(course, tmp_path):
    spoilt = tmp_path / "class/bela/final.zip"
    spoilt.write_bytes(b"cut off")
    for only in ["bela"], [], []:
        _, _, settled = course(only=only)
        (notice,) = settled.notices
        assert notice.startswith(
            f"bela, {EXERCISE}: doubling.py was graded. Left out: final.zip is"
        )
        assert notice in (tmp_path / "out/report.html").read_text(encoding="utf-8")
    spoilt.unlink()
    assert course()[2].notices == []


@pytest.mark.parametrize(
    ("student", "exercise", "task", "points", "problem"),
    [
        ("eve", EXERCISE, "", 1, "There is no student eve"),
        ("a", EXERCISE, "", 1, "a matches ada, bela"),
        (" ", EXERCISE, "", 1, "The name of the student is empty"),
        ("ada", "conv", "", 1, "conv"),
        ("ada", EXERCISE, "conv", 1, "There is no task conv"),
        ("ada", EXERCISE, "", 3, "09_doubling can have 0 to 2 points, not 3"),
        ("ada", EXERCISE, "", -1, "-1"),
        ("ada", EXERCISE, "", float("nan"), "nan"),
    ],
)
def test_an_override_without_a_result_is_refused(
    course, tmp_path, student, exercise, task, points, problem
):
    course()
    with pytest.raises(Refusal) as raised:
        set_by_hand(tmp_path / "out", student, exercise, task, str(points), "why")
    assert problem in raised.value.problem
    assert not (tmp_path / "out/overrides.csv").exists()


@pytest.mark.parametrize("student", ["", "\n", "a\nb", "only\nonly"])
def test_nothing_but_a_name_picks_the_only_student(student):
    with pytest.raises(Refusal):
        named(student, ["only"], "student", {"only": "only"})


@pytest.mark.parametrize("name", ["new\nline", "new?line", r"new\nline", "folder"])
def test_a_student_is_named_as_any_of_our_texts_writes_the_name(name):
    assert named(name, ["new\nline", "new"], "student", {"new\nline": "folder"}) == "new\nline"


def test_a_name_that_two_students_share_in_our_texts_is_refused():
    with pytest.raises(Refusal, match="There is no student a"):
        named("a?b", ["a\nb", "a\rb"], "student")


def test_an_override_needs_a_result_of_that_student(course, tmp_path):
    course()
    (theirs,) = (tmp_path / "out").glob("bela/*/result.json")
    text = theirs.read_text(encoding="utf-8")
    theirs.write_text(text.replace(EXERCISE, "08_other"), encoding="utf-8")
    theirs.parent.rename(theirs.parent.with_name("08_other"))
    with pytest.raises(Refusal, match="bela has no result for 09_doubling") as raised:
        set_by_hand(tmp_path / "out", "bela", EXERCISE, "", "excused", "Ill.")
    assert "--students" in raised.value.remedy


@pytest.mark.parametrize("wholly", [False, True])
def test_unrecognised_files_are_no_exercise_to_override(course, tmp_path, wholly):
    course()
    results = "*/*/result.json" if wholly else "bela/*/result.json"
    for theirs in [*(tmp_path / "out").glob(results)]:
        text = theirs.read_text(encoding="utf-8")
        theirs.write_text(text.replace(EXERCISE, UNRECOGNISED), encoding="utf-8")
        theirs.parent.rename(theirs.parent.with_name(UNRECOGNISED))
    for exercise in EXERCISE, UNRECOGNISED:
        with pytest.raises(Refusal) as raised:
            set_by_hand(tmp_path / "out", "bela", exercise, "", "1", "Read by hand.")
        assert UNRECOGNISED not in raised.value.remedy
        assert ("`grade --exercise NAME`" in raised.value.remedy) == (
            exercise == EXERCISE or wholly
        )


def test_a_student_is_also_found_by_the_folder_of_their_results(course, tmp_path):
    submit(tmp_path / "class/Dora: B", RIGHT)
    course()
    (folder,) = {path.name for path in (tmp_path / "out").glob("Dora*")}
    assert folder != "Dora: B"
    (grade,), _ = set_by_hand(tmp_path / "out", folder, EXERCISE, "", "1", "Read by hand.")
    assert grade.student == "Dora: B"


def test_a_folder_without_results_is_refused_and_stays_as_it_is(tmp_path):
    with pytest.raises(Refusal, match="holds no results"):
        set_by_hand(tmp_path / "nowhere", "ada", EXERCISE, "", "1", "why")
    assert not (tmp_path / "nowhere").exists()
