"""merge: two assistants' folders become one, and conflicts are refused by name."""

import json
import math
import re
from functools import partial

import pytest
from msgspec.structs import replace
from support.made_up_grades import PASSED, failed, graded, one_wrong

from autograder.adapters.export import read_written
from autograder.errors import Refusal
from autograder.grading import inspecting
from autograder.grading.contents import read_contents, read_undamaged
from autograder.grading.merging import merge
from autograder.grading.output import set_by_hand, settle
from autograder.grading.presence import add_received
from autograder.grading.results import files_of
from autograder.grading.store import Store
from autograder.grading.submitted import keep_code, kept_code
from autograder.records import Submission

WRONG = graded(failed(one_wrong()))  # 2.5 of 4
EXERCISE = WRONG.exercise


def folder(path, *grades):
    """Write an output folder that holds these grades."""
    with Store(path) as store:
        for grade in grades:
            student = str(grade.student)
            store.write(student, grade.exercise, f"key of {student}", files_of(grade, "").files)
    settle(path, {EXERCISE: {path.name: "a hint"}})
    return path


def of(student, grade=WRONG, **changes):
    return replace(grade, student=student, **changes)


def scores(out):
    return {grade.student: grade.score for grade in read_contents(Store(out)).grades}


def test_folders_become_one_with_their_overrides_and_keys(tmp_path):
    one, two = folder(tmp_path / "one", of("ada")), folder(tmp_path / "two", of("ada"), of("Ada"))
    set_by_hand(two, "Ada", EXERCISE, "", "3", "why")
    settled = merge([one, two], tmp_path / "all")
    assert scores(tmp_path / "all") == {"Ada": 3.0, "ada": 2.5}
    assert settled.notices == []
    with Store(tmp_path / "all") as store:
        folders = read_contents(store).folders
        assert store.has(folders["ada"], EXERCISE, "key of ada")
        assert store.recall("hints") == {EXERCISE: {"one": "a hint"}}
    assert len({name.casefold() for name in folders.values()}) == 2
    assert "set by hand" in (tmp_path / "all/report.html").read_text(encoding="utf-8")


def test_who_was_received_is_merged_by_submissions_and_exercise(tmp_path):
    """Two assistants may grade the same folder, each another exercise or other students."""
    one, two = folder(tmp_path / "one", of("ada")), folder(tmp_path / "two", of("bob"))
    source = tmp_path / "class"
    add_received(one, source, {EXERCISE: ["ada"]}, graded=["ada"])
    add_received(two, source, {EXERCISE: ["bob"], "06_pooling": ["bob"]}, graded=["bob"])
    merge([one, two], tmp_path / "all")
    received = Store(tmp_path / "all").recall("received")
    assert received == {str(source): {EXERCISE: ["ada", "bob"], "06_pooling": ["bob"]}}


def test_the_code_that_was_graded_is_copied_for_staff(tmp_path):
    code = Submission(
        exercise=EXERCISE,
        module="convolution",
        filename="a.py",
        cells=(b"x = 1",),
        sha256="ef" * 32,
    )
    one = folder(tmp_path / "one", of("ada", submission_sha256=code.sha256))
    keep_code(one, "ada", code)
    merge([one], tmp_path / "all")
    assert kept_code(tmp_path / "all", "ada", EXERCISE, code.sha256) == code


def test_an_override_of_an_older_submission_is_still_reported(tmp_path):
    one = folder(tmp_path / "one", of("ada"))
    set_by_hand(one, "ada", EXERCISE, "", "3", "why")
    folder(one, of("ada", submission_sha256="cd" * 32))
    (notice,) = merge([one], tmp_path / "all").notices
    assert "the submission has changed" in notice


@pytest.mark.parametrize(
    "other",
    [of("ada", submission_sha256="cd" * 32), of("ada", graded(PASSED))],
    ids=["another submission", "other points"],
)
def test_conflicting_results_are_refused_by_name_and_nothing_is_written(tmp_path, other):
    one, two = folder(tmp_path / "one", of("ada")), folder(tmp_path / "two", other, of("bo"))
    with pytest.raises(Refusal, match=r"ada, 03_convolution \(.*one and .*two\)"):
        merge([one, two], tmp_path / "all")
    assert not (tmp_path / "all").exists()


def damage(file, how):
    stored = json.loads(file.read_text())
    if how == "no page":
        file.with_name("feedback.html").unlink()
    elif how == "another student's":
        file.write_text(json.dumps({**stored, "student": "ada"}))
    elif how == "another exercise's":
        file.write_text(json.dumps({**stored, "exercise": "02_other"}))
    elif how == "no points":
        file.write_text(json.dumps({**stored, "score": math.nan}))
    else:
        file.write_text(how)


DAMAGE = ["\0", "{}", "[" * 10**6, "no page", "no points"]
DAMAGE += ["another student's", "another exercise's"]


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_result_is_refused_by_name_and_reported_by_every_other_command(tmp_path, how):
    one, two = folder(tmp_path / "one", of("ada"), of("bo")), folder(tmp_path / "two", of("cy"))
    file = one / "bo" / EXERCISE / "result.json"
    damage(file, how)
    for read in (
        partial(merge, [one, two], tmp_path / "all"),
        partial(read_written, one),
        partial(inspecting.find, one, "bo"),
        partial(read_undamaged, one),
    ):
        with pytest.raises(Refusal, match=rf"^{re.escape(str(file))} is damaged: ") as raised:
            read()
        remedy = "Grade that submission again, or delete the folder of that result."
        assert raised.value.remedy == remedy
    assert not (tmp_path / "all").exists()
    settled = settle(one)
    assert [grade.student for grade in settled.grades] == ["ada"]
    assert settled.notices == [str(raised.value)]
    assert [grade.student for _, grade in inspecting.find(one, "ada")] == ["ada"]


def test_a_page_that_is_not_text_is_refused_by_name(tmp_path):
    one = folder(tmp_path / "one", of("ada"))
    page = one / "ada" / EXERCISE / "feedback.html"
    page.write_bytes(b"\xff")
    for change in (
        partial(merge, [one], tmp_path / "all"),
        partial(set_by_hand, one, "ada", EXERCISE, "", "3", "why"),
    ):
        with pytest.raises(Refusal, match=rf"^{re.escape(str(page))} is damaged: "):
            change()
    assert not (tmp_path / "all").exists()


def test_conflicting_overrides_are_refused(tmp_path):
    one, two = (folder(tmp_path / name, of("ada")) for name in ("one", "two"))
    set_by_hand(one, "ada", EXERCISE, "", "3", "why")
    set_by_hand(two, "ada", EXERCISE, "", "2", "why")
    with pytest.raises(Refusal, match="ada, 03_convolution: 3 in one folder, 2 in another"):
        merge([one, two], tmp_path / "all")


def test_a_folder_that_holds_results_is_not_overwritten(tmp_path):
    one = folder(tmp_path / "one", of("ada"))
    with pytest.raises(Refusal, match="already holds results"):
        merge([one], one)
    with pytest.raises(Refusal, match="holds no results"):
        merge([tmp_path / "none"], tmp_path / "all")
