"""Test that files that are hostile to read are graded or reported, and harm nobody else."""

import io
import sys
import unicodedata
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import zoo_archives
from support import zoo_class as zoo

from autograder.grading.folders import folder_names
from autograder.intake.archives import in_zip
from autograder.records import Grade

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="some of it cannot lie on other systems' disks"
)


@settings(deadline=None, max_examples=50)  # the machine may be busy
@given(st.lists(st.text(st.characters(codec=None), max_size=300), unique=True, max_size=8))
def test_any_names_become_distinct_folders_that_any_system_can_store(names: list[str]) -> None:
    folders = folder_names(names)
    assert len({unicodedata.normalize("NFC", name).casefold() for name in folders.values()}) == len(
        names
    )
    for name in folders.values():
        assert 0 < len(name.encode()) <= 255
        assert name.isprintable()
        assert not set('/\\:*?"<>|') & set(name)
        assert name[0] not in ".=+-@ "


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.text(max_size=40), st.binary(max_size=40)), max_size=6))
def test_any_names_in_a_zip_stay_inside_it(entries: list[tuple[str, bytes]]) -> None:
    data = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(data, "w") as archive:
        warnings.simplefilter("ignore")  # of a name that occurs twice
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name), content)
    for file in in_zip(data.getvalue(), "a.zip"):
        assert ".." not in file.path
        assert file.shown.isprintable()
        assert not Path(*file.path).is_absolute()


def fate(grade: Grade) -> str:
    return grade.tasks[0].verdict if grade.status == "graded" else str(grade.reason)


def test_each_submission_gets_its_expected_result_and_nothing_is_written_outside(
    tmp_path: Path,
) -> None:
    expected = zoo_archives.lay_out(tmp_path / "class")
    grades = zoo.graded(tmp_path / "class", tmp_path / "out", jobs=2, whole_name=True)
    assert set(grades) == set(expected)
    got = {student: fate(grade) for student, grade in grades.items()}
    assert {
        student: results for student, results in got.items() if expected[student] not in results
    } == {}
    assert [
        student
        for student, grade in grades.items()
        if (grade.score is None) != (grade.status != "graded")
    ] == []
    assert not list(Path("/tmp").glob("autograder_zoo_*"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["class", "out"]


def test_no_name_does_harm_where_it_is_written(tmp_path: Path) -> None:
    zoo_archives.lay_out(tmp_path / "class")
    zoo.graded(tmp_path / "class", tmp_path / "out", jobs=2)
    names = [path.name for path in (tmp_path / "out").iterdir()]
    assert len(names) == len(zoo_archives.lay_out(tmp_path / "again")) + len(
        ("grades.csv", "report.html", ".graded", ".staff")
    )
    assert [
        name for name in names if not name.isprintable() or name[0] in "=- " or len(name) > 80
    ] == []
    for path in (tmp_path / "out").rglob("*.*"):
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        forbidden = (
            ("\x1b", "\u202e", "<script>alert") if path.suffix == ".html" else ("\x1b", "\u202e")
        )
        assert [mark for mark in forbidden if mark in text] == [], path
    cells = (tmp_path / "out/grades.csv").read_text(encoding="utf-8").splitlines()
    assert [line for line in cells if line.startswith(("=", '"='))] == []
