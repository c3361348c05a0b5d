"""Canvas: its zip is read as it is; its gradebook is filled, and otherwise unchanged."""

import re
import zipfile

import pytest
from support.downloads import GRADEBOOKS, code, gradebook, graded, packed, unpacked

from autograder.cli import commands
from autograder.errors import Refusal
from autograder.intake.candidate import asked_for
from autograder.intake.submissions import received

EXERCISES = asked_for({"01_dense": ["dense"], "03_convolution": ["convolve", "conv2d"]})
CODE = "def dense(inputs, kernel, bias):\n    return inputs @ kernel + bias\n"
NAMES = {
    "on time": ("lovelaceada_106_9001_dense.py", "lovelaceada_106"),
    "late": ("lovelaceada_LATE_106_9001_dense.py", "lovelaceada_106"),
    "anonymous": ("anon_aB3xY_9001_dense.py", "anon_aB3xY"),
    "anonymous and late": ("LATE_anon_12345_9001_dense.py", "anon_12345"),
    "handed in again": ("lovelaceada_106_9001_dense-12.py", "lovelaceada_106"),
    "letters of any kind": ("großjürgen王_106_9001_dense.py", "großjürgen王_106"),
    "an underscore in the name": ("love_lace_LATE_106_9001_dense.py", "love_lace_106"),
    "nothing left of the name": ("_106_9001_dense.py", "_106"),
}


@pytest.mark.parametrize(("name", "student"), NAMES.values(), ids=NAMES)
def test_every_name_that_canvas_gives_is_understood(tmp_path, name, student):
    path = packed(tmp_path / "submissions.zip", {name: CODE})
    assert code(received(path, EXERCISES)) == {(student, "01_dense"): CODE.encode()}
    assert code(received(unpacked(path, tmp_path / "unpacked"), EXERCISES)) == {
        (student, "01_dense"): CODE.encode()
    }


def test_the_newest_of_several_submissions_counts(tmp_path):
    files = {
        "x_1_90_dense-1.py": "second",
        "x_1_100_dense-2.py": "third",
        "x_1_80_dense.py": "first",
    }
    entries = received(packed(tmp_path / "s.zip", files), EXERCISES)
    assert code(entries) == {("x_1", "01_dense"): b"third"}


def test_several_files_of_one_student_are_one_submission(tmp_path):
    files = {
        "x_1_90_dense.py": "d",
        "x_1_91_convolution.py": "c",
        "y_2_92_dense.py": "y",
        "z_3_text.html": "<p>",
    }
    entries = received(packed(tmp_path / "s.zip", files), EXERCISES, only=["01_dense"])
    assert code(entries) == {
        ("x_1", "01_dense"): b"d",
        ("y_2", "01_dense"): b"y",
        ("z_3", "01_dense"): "missing",
    }


@pytest.mark.parametrize(
    ("name", "late"),
    [
        ("lovelaceada_LATE_106_9001_dense.py", True),
        ("LATE_anon_aB3xY_9001_my work.ipynb.txt", True),
        ("lovelaceada_106_9001_LATE.py", False),
        ("late_bloomer_106_9001_dense.py", False),
    ],
)
@pytest.mark.parametrize("only", [[], ["01_dense"]])
def test_a_late_mark_is_copied_to_the_submission(tmp_path, name, late, only):
    path = packed(tmp_path / "s.zip", {name: CODE, "z_2_93_dense.py": CODE})
    for place in (path, unpacked(path, tmp_path / "unpacked")):
        entries = received(place, EXERCISES, only=only)
        assert [each.late for each in entries] == [late, False]
        assert [each.submission.late for each in entries] == [late, False]


def test_a_late_mark_is_copied_even_if_nothing_can_be_graded(tmp_path):
    files = {"x_LATE_1_90_hw.rar": "Rar!", "y_LATE_2_91_notes.txt": "", "z_3_92_dense.py": CODE}
    entries = received(packed(tmp_path / "s.zip", files), EXERCISES, only=["01_dense"])
    assert [(each.problem, each.late) for each in entries] == [
        ("unusable", True),
        ("missing", True),
        (None, False),
    ]


# -- its gradebook -----------------------------------------------------------------------------

POINTS = {"großjürgen_101": 4.5, "王小明_102": 6.0, "oneilned_103": 0.0, "sum1a_104": 1.0}


@pytest.fixture
def export(tmp_path, monkeypatch):
    """Return the command, run in this process and in the folder of the test."""
    monkeypatch.chdir(tmp_path)
    line = ["export", "--to", "canvas", "--gradebook", "book.csv"]
    return lambda *words: commands.main([*line, *words], standalone_mode=False)


@pytest.mark.parametrize("language", GRADEBOOKS)
def test_the_gradebook_is_filled_in_any_language_and_otherwise_untouched(
    tmp_path, export, language
):
    before = gradebook(tmp_path / "book.csv", language).read_text(encoding="utf-8")
    graded(tmp_path / "graded", POINTS)
    assert export() == 0
    after = (tmp_path / "upload/book.csv").read_text(encoding="utf-8")
    separator = GRADEBOOKS[language][0]
    expected = before
    for student, points in POINTS.items():
        number = student[-3:]
        text = f"{points:g}".replace(".", "," if language == "German" else ".")
        unfilled = (
            f'u{number}{separator}"A, and B"{separator}'
            if separator == ","
            else f"u{number};A, and B;"
        )
        expected = expected.replace(unfilled, unfilled + text)
    assert after == expected


def test_excused_students_stay_excused(tmp_path, export):
    gradebook(tmp_path / "book.csv")
    graded(tmp_path / "graded", {**POINTS, "lovelaceada_106": 6.0})
    assert export() == 0
    assert ",EX,8,80" in (tmp_path / "upload/book.csv").read_text(encoding="utf-8")


BAD = {
    "another course": (
        lambda text: text.replace(",10", ",20"),
        [],
        "None of the 4 graded students is in",
    ),
    "a missing participant": (
        lambda text: text.replace(",101,", ",9,"),
        [],
        "großjürgen_101 was graded but is not in",
    ),
    "two columns of users": (
        lambda text: text.replace("Section", "ID"),
        [],
        "2 columns called 'ID'",
    ),
    "two columns of the same name": (
        lambda text: text.replace("Sobel, by hand (4712)", "Dense (4711)"),
        [],
        "2 assignments for 01_dense",
    ),
    "no assignment of that name": (
        lambda text: text.replace("Dense (", "Layers ("),
        [],
        "no assignment for 01_dense",
    ),
    "another maximum": (
        str,
        ["--column", "Sobel, by hand"],
        "a maximum of 10 points, and 01_dense one of 6",
    ),
    "a computed column": (str, ["--column", "Final Score"], "no number in the row"),
    "no points": (lambda text: text.replace("6.00", ""), [], "no number in the row"),
}


@pytest.mark.parametrize(("change", "words", "says"), BAD.values(), ids=BAD)
def test_bad_input_is_refused_in_a_sentence_and_nothing_is_written(
    tmp_path, export, change, words, says
):
    path = gradebook(tmp_path / "book.csv")
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    graded(tmp_path / "graded", POINTS)
    with pytest.raises(Refusal, match=re.escape(says)):
        export(*words)
    assert not (tmp_path / "upload").exists()


@pytest.mark.parametrize("student", ["anon_aB3xY", "anon_106"])
def test_anonymous_submissions_cannot_be_matched(tmp_path, autograder, student):
    gradebook(tmp_path / "book.csv")
    graded(tmp_path / "graded", {student: 6.0})
    done = autograder("export", "--to", "canvas", "--gradebook", "book.csv", cwd=tmp_path)
    assert (done.returncode, f"{student} cannot be found in book.csv" in done.stderr) == (2, True)
    assert len(done.stderr.splitlines()) == 2


# -- its feedback ------------------------------------------------------------------------------

DOWNLOADED = {
    "lovelaceada_106_9001_dense.py": "",
    "lovelaceada_106_9003_dense-1.py": "",
    "lovelaceada_106_9004_notes.txt": "",
    "oneilned_LATE_103_9002_dense.py": "",
    "sum1a_104_text.html": "",
    "nobody_999_9009_dense.py": "",
}


@pytest.mark.parametrize("form", ["zip", "folder"])
def test_the_feedback_goes_back_under_the_numbers_of_the_files(tmp_path, export, form):
    """Canvas attaches a file by the first two numbers in its name: a user's, and a file's."""
    gradebook(tmp_path / "book.csv")
    graded(tmp_path / "graded", {"lovelaceada_106": 6.0, "oneilned_103": 0.5, "sum1a_104": 0.0})
    path = packed(tmp_path / "s.zip", DOWNLOADED)
    path = path if form == "zip" else unpacked(path, tmp_path / "unpacked")
    assert export("--submissions", str(path)) == 0
    with zipfile.ZipFile(tmp_path / "upload/feedback_01_dense.zip") as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert set(texts) == {
        "lovelaceada_106_9004_feedback_01_dense.txt",
        "oneilned_103_9002_feedback_01_dense.txt",
    }
    assert texts["oneilned_103_9002_feedback_01_dense.txt"] == "01_dense: 0.5 of 6 points\n"


@pytest.mark.parametrize(("name", "number"), [("dense.py", 9001), ("dense-1.py", 9003)])
def test_feedback_goes_to_the_file_that_was_graded(tmp_path, export, name, number):
    gradebook(tmp_path / "book.csv")
    graded(tmp_path / "graded", {"lovelaceada_106": 6.0})
    (path,) = tmp_path.glob("graded/*/*/result.json")
    path.write_text(path.read_text().replace('"filename": ""', f'"filename": "{name}"'))
    packed(tmp_path / "s.zip", DOWNLOADED)
    assert export("--submissions", "s.zip") == 0
    with zipfile.ZipFile(tmp_path / "upload/feedback_01_dense.zip") as archive:
        assert archive.namelist() == [f"lovelaceada_106_{number}_feedback_01_dense.txt"]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"Ada Lovelace_106_assignsubmission_file_/dense.py": ""}, "has a name from Canvas"),
        (None, "cannot be read as a zip or folder"),
    ],
)
def test_submissions_that_are_not_canvas_are_refused(tmp_path, export, files, says):
    gradebook(tmp_path / "book.csv")
    graded(tmp_path / "graded", {"lovelaceada_106": 6.0})
    if files:
        packed(tmp_path / "s.zip", files)
    with pytest.raises(Refusal, match=says):
        export("--submissions", "s.zip")
    assert not (tmp_path / "upload").exists()
