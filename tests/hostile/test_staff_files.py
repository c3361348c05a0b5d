"""After staff's commands, students have nothing hidden and nothing of other students."""

import sys
from pathlib import Path

import pytest
from support import realistic
from support import zoo_class as zoo

from autograder.answers import sheet
from autograder.cli import commands
from autograder.grading import merging, similar
from autograder.grading.contents import read_undamaged
from autograder.grading.inspecting import find, graded_code, inspect
from autograder.grading.output import set_by_hand
from autograder.grading.submitted import STAFF, write_private
from autograder.reports.html import inspect_page, similar_page
from autograder.sandbox.pool import open_sandbox

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux")
ATTACKS = ["returns_nan", "prints_the_hidden_inputs", "confuses_encodings", "segfaults"]
COPIED = b"""def dense(inputs, kernel, bias):
    total = inputs @ kernel
    for unit in range(len(bias)):
        total[:, unit] += bias[unit] * 3.25
    return total
"""
COMMENT = "Ada and Bo sat side by side."


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Grade a class, inspect everybody, compare all with each other, and set points by hand."""
    folder = tmp_path_factory.mktemp("class")
    submissions = zoo.lay_out(folder / "in", ATTACKS)
    names = ("Ada_1", "Bo_2")
    realistic.lay_out(submissions, {name: {"dense.py": COPIED} for name in names})
    zoo.graded(submissions, folder / "out")
    out, answers = folder / "out", zoo.sheets()
    for grade in read_undamaged(out).grades:
        for place, stored in find(out, grade.student or "", grade.exercise):
            if submission := graded_code(out, place, stored):
                with open_sandbox("auto") as sandbox:
                    asked = sheet.load(answers[stored.exercise])
                    page = inspect_page(inspect(sandbox, submission, asked, stored))
                write_private(out, Path(place, f"{stored.exercise}.html"), page)
    root = realistic.course(folder / "course")
    found = list(similar.similar(out, root, "01_dense", "auto"))
    assert any({"Ada_1", "Bo_2"} <= set(group.students) for each in found for group in each.groups)
    write_private(out, Path("similar.html"), similar_page(found))
    set_by_hand(out, "Ada_1", "01_dense", "", "0.5", COMMENT)
    set_by_hand(out, "Bo_2", "01_dense", "", "excused", "Ill.")
    return out


def test_the_search_finds_hidden_numbers_in_the_folder_of_staff(out: Path) -> None:
    assert {path for path, _ in zoo.leaks_of_hidden_cases(out / STAFF)}


def test_no_hidden_number_is_outside_the_folder_of_staff(out: Path) -> None:
    reported = [path for path, _ in zoo.leaks_of_hidden_cases(out)]
    assert [path for path in reported if not Path(path).is_relative_to(out / STAFF)] == []


def test_students_have_only_their_own_two_files(out: Path) -> None:
    for folder in out.glob("[!.]*/"):
        files = [path for path in folder.rglob("*") if path.is_file()]
        assert {path.name for path in files} == {"feedback.html", "result.json"}
        for path in files:
            text = path.read_text(encoding="utf-8")
            others = [name for name in ("Ada_1", "Bo_2", "honest") if name in text]
            assert [name for name in others if name not in folder.name] == []
            assert (COMMENT in text) == (folder.name == "Ada_1")
            assert str(out) not in text


def test_only_staff_can_read_their_folder(out: Path) -> None:
    assert (out / STAFF).stat().st_mode & 0o077 == 0
    assert [path for path in (out / STAFF).rglob("*.*") if path.stat().st_mode & 0o077] == []


def test_no_file_for_staff_is_merged_or_exported(out: Path, tmp_path: Path) -> None:
    merging.merge([out], tmp_path / "all")
    paths = [path for path, _ in zoo.leaks_of_hidden_cases(tmp_path / "all")]
    assert [path for path in paths if STAFF not in path] == []
    words = ["export", "--to", "csv", "--graded", str(out), "--out", str(tmp_path / "upload")]
    commands.main(words, standalone_mode=False)
    (table,) = (tmp_path / "upload").iterdir()
    assert "Ada_1" in table.read_text(encoding="utf-8")
    assert COMMENT not in table.read_text(encoding="utf-8")
    assert zoo.leaks_of_hidden_cases(tmp_path / "upload") == []
