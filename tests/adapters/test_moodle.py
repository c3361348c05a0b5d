"""Moodle: its zip is read as it is; its worksheet is filled, and otherwise unchanged."""

import csv
import io
import re
import zipfile

import pytest
from support.downloads import NAMES, WORKSHEETS, code, graded, packed, unpacked, worksheet

from autograder.cli import commands
from autograder.errors import Refusal
from autograder.grading.contents import UNRECOGNISED
from autograder.intake.candidate import asked_for
from autograder.intake.submissions import received
from autograder.reports.words import NOTHING

EXERCISES = asked_for({"01_dense": ["dense"], "03_convolution": ["convolve", "conv2d"]})
CODE = "def dense(inputs, kernel, bias):\n    return inputs @ kernel + bias\n"
ADA = {("Ada Lovelace_106", "01_dense"): CODE.encode()}
LAYOUTS = {
    "a folder each": {"Ada Lovelace_106_assignsubmission_file_/dense.py": CODE},
    "a folder each, Moodle 4.1 and later": {
        "Ada Lovelace_106_assignsubmission_file/dense.py": CODE
    },
    "no folders": {"Ada Lovelace_106_assignsubmission_file_dense.py": CODE},
    "in a folder of the student's": {
        "Ada Lovelace_106_assignsubmission_file_/homework/dense.py": CODE
    },
    "beside a text": {
        "Ada Lovelace_106_assignsubmission_file_/dense.py": CODE,
        "Ada Lovelace_106_assignsubmission_onlinetext_/onlinetext.html": "<p>Hello",
    },
    "packed again by a Mac": {
        "submissions/": "",
        "submissions/Ada Lovelace_106_assignsubmission_file_/dense.py": CODE,
        "__MACOSX/submissions/._x": "",
    },
}


@pytest.mark.parametrize("files", LAYOUTS.values(), ids=LAYOUTS)
def test_every_way_in_which_moodle_packs_is_understood(tmp_path, files):
    path = packed(tmp_path / "submissions.zip", files)
    assert code(received(path, EXERCISES)) == ADA
    folder = unpacked(path, tmp_path / "unpacked")
    assert (
        code(received(folder / "submissions" if "submissions/" in files else folder, EXERCISES))
        == ADA
    )


def test_a_students_own_zip_is_opened(tmp_path):
    packed(tmp_path / "homework.zip", {"homework/dense.py": CODE})
    inner = (tmp_path / "homework.zip").read_bytes()
    path = packed(
        tmp_path / "s.zip", {"Ada Lovelace_106_assignsubmission_file_/homework.zip": inner}
    )
    assert code(received(path, EXERCISES)) == ADA


def test_every_name_survives_and_same_names_stay_apart(tmp_path):
    names = {**NAMES, 107: NAMES[106], 108: "Teilnehmer in"}
    files = {
        f"{name}_{number}_assignsubmission_file_/dense.py": str(number)
        for number, name in names.items()
    }
    entries = received(packed(tmp_path / "s.zip", files), EXERCISES)
    expected = {
        (f"{name}_{number}", "01_dense"): str(number).encode() for number, name in names.items()
    }
    assert code(entries) == expected


def test_a_team_is_one_student_until_its_members_are_known(tmp_path):
    files = {
        "Team A_17_assignsubmission_file/dense.py": CODE,
        "Default group_assignsubmission_file/dense.py": CODE,
        "Team B-Ada Lovelace_106_assignsubmission_file_/dense.py": CODE,
    }
    entries = received(packed(tmp_path / "s.zip", files), EXERCISES)
    assert {each.student for each in entries} == {
        "Team A_17",
        "Default group",
        "Team B-Ada Lovelace_106",
    }


def test_several_downloads_in_one_folder_are_all_read(tmp_path):
    (tmp_path / "all").mkdir()
    ada, others = "Ada Lovelace_106_assignsubmission_file/dense.py", ("王 小明_102", "Зоя_105")
    packed(
        tmp_path / "all/CS1-Dense-Group A-7.zip",
        {ada: CODE, "Jürgen Groß_101_assignsubmission_file/dense.py": CODE},
    )
    files = {f"{student}_assignsubmission_file/abgabe.py": CODE for student in others}
    unpacked(packed(tmp_path / "b.zip", {ada: CODE, **files}), tmp_path / "all/Group B")
    entries = received(tmp_path / "all", EXERCISES)
    assert {each.student: each.problem for each in entries} == dict.fromkeys(
        [*others, "Ada Lovelace_106", "Jürgen Groß_101"]
    )


def test_nobody_can_submit_in_the_name_of_others(tmp_path):
    files = {f"{student}_assignsubmission_file/dense.py": CODE for student in ("Bo_2", "Cy_3")}
    (tmp_path / "class/eve").mkdir(parents=True)
    packed(tmp_path / "class/mallory.zip", files)
    unpacked(tmp_path / "class/mallory.zip", tmp_path / "class/eve")
    (tmp_path / "class/ada").mkdir()
    (tmp_path / "class/ada/dense.py").write_text(CODE)
    entries = received(tmp_path / "class", EXERCISES)
    assert {each.student for each in entries} == {"ada", "eve", "mallory"}


# -- its worksheet -----------------------------------------------------------------------------


@pytest.fixture
def export(tmp_path, monkeypatch):
    """Return the command, run in this process and in the folder of the test."""
    monkeypatch.chdir(tmp_path)
    line = ["export", "--to", "moodle", "--worksheet", "sheet.csv"]
    return lambda *words: commands.main([*line, *words], standalone_mode=False)


@pytest.mark.parametrize("language", WORKSHEETS)
def test_the_worksheet_is_filled_in_any_language_and_otherwise_untouched(
    tmp_path, export, language
):
    before = worksheet(tmp_path / "sheet.csv", language).read_bytes()
    graded(
        tmp_path / "graded",
        {f"{name}_{number}": number - 100.5 for number, name in NAMES.items() if number != 104},
    )
    assert export() == 0
    after = (tmp_path / "upload/sheet.csv").read_bytes()
    comma = language == "German"
    rows = list(csv.reader(io.StringIO(after.decode("utf-8-sig"), newline="")))
    assert [row[4] for row in rows[1:]] == [
        str(number - 100.5).replace(".", "," if comma else ".") if number != 104 else ""
        for number in NAMES
    ]
    assert re.sub(rb'(?<=,)(\d\.5|"\d,5")(?=,)', b"", after) == before


def test_the_feedback_is_packed_like_the_submissions(tmp_path, export):
    """Moodle takes the number and the kind of plugin from the folder's name, split at _."""
    worksheet(tmp_path / "sheet.csv")
    graded(tmp_path / "graded", {f"{name}_{number}": 6.0 for number, name in NAMES.items()})
    assert export() == 0
    with zipfile.ZipFile(tmp_path / "upload/feedback_01_dense.zip") as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert {tuple(name.split("_", 4)) for name in files} == {
        (name, str(number), "assignsubmission", "file", "/feedback_01_dense.html")
        for number, name in NAMES.items()
    }
    assert (
        files["Ada Lovelace_106_assignsubmission_file_/feedback_01_dense.html"]
        == "<p>Ada Lovelace_106"
    )


TEAMS = {101: "Team A", 102: "Team A", 103: "R & D / X_1", 104: "Default group", 106: "R & D / X_1"}


def worksheet_of_teams(path, teams=TEAMS, status="-"):
    """Write a worksheet as Moodle does for teams, with a column that names them."""
    header = "Identifier,Full name,Status,Group,Grade,Maximum grade,Grade can be changed"
    rows = [
        f'Participant {number},"{NAMES[number].replace(chr(34), chr(34) * 2)}",'
        f"{status},{team},,6.00,Yes"
        for number, team in teams.items()
    ]
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return path


def test_a_team_called_like_a_status_is_no_other_students_team(tmp_path, export):
    teams = {101: "No submission", 102: "Team A", 103: "Team A"}
    worksheet_of_teams(tmp_path / "sheet.csv", teams, status="No submission")
    graded(tmp_path / "graded", {"No submission_17": 6.0})
    assert export() == 0
    text = (tmp_path / "upload/sheet.csv").read_text(encoding="utf-8")
    assert [row["Grade"] for row in csv.DictReader(io.StringIO(text))] == ["6", "", ""]


def test_each_member_of_a_team_gets_its_points_and_its_feedback(tmp_path, export):
    """The number of a team is also that of a participant: it means nothing."""
    worksheet_of_teams(tmp_path / "sheet.csv")
    graded(tmp_path / "graded", {"Team A_103": 4.5, "R D X 1_101": 6.0, "Default group": 0.0})
    assert export() == 0
    text = (tmp_path / "upload/sheet.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text))
    assert {int(row["Identifier"][-3:]): row["Grade"] for row in rows} == {
        101: "4.5",
        102: "4.5",
        103: "6",
        104: "0",
        106: "6",
    }
    with zipfile.ZipFile(tmp_path / "upload/feedback_01_dense.zip") as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert {tuple(name.split("_", 4))[1:] for name in files} == {
        (str(number), "assignsubmission", "file", "/feedback_01_dense.html") for number in TEAMS
    }
    assert (
        files["Ada Lovelace_106_assignsubmission_file_/feedback_01_dense.html"] == "<p>R D X 1_101"
    )


def test_a_listed_student_without_a_submission_gets_0_beside_teams(tmp_path, export):
    worksheet_of_teams(tmp_path / "sheet.csv", {101: "Team A", 102: "Team A", 106: "Team B"})
    graded(tmp_path / "graded", {"Team A_9": 4.5, "Ada Lovelace_106": 0.0})
    path = tmp_path / "graded/Ada Lovelace_106/01_dense/result.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"reason": null', f'"reason": "{NOTHING}"'), encoding="utf-8")
    assert export() == 0
    rows = csv.DictReader(io.StringIO((tmp_path / "upload/sheet.csv").read_text(encoding="utf-8")))
    assert [row["Grade"] for row in rows] == ["4.5", "4.5", "0"]


TEAMS_ALIKE = {101: "A+", 102: "A-", 103: "R & D", 104: "A+", 106: "C/D"}


@pytest.mark.parametrize("downloaded", ["R D_9", "R amp; D_9"])
def test_groups_are_distinguished_by_names_that_files_can_have(tmp_path, export, downloaded):
    """A group may submit nothing, and one whose file was not recognised stops no other."""
    worksheet_of_teams(tmp_path / "sheet.csv", TEAMS_ALIKE)
    graded(tmp_path / "graded", {"A+_7": 4.5, downloaded: 3.0})
    graded(tmp_path / "graded", {"Team X_8": None}, UNRECOGNISED)
    assert export() == 1
    text = (tmp_path / "upload/sheet.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text))
    assert {int(row["Identifier"][-3:]): row["Grade"] for row in rows} == {
        101: "4.5",
        102: "",
        103: "3",
        104: "4.5",
        106: "",
    }


BAD_TEAMS = {
    "a group of nobody's": ({"A+_7": 1.0, "Team X_8": 2.0}, "Team X_8 was graded, but nobody in"),
    "two groups alike": (
        {"C/D_7": 1.0, "C:D_8": 2.0},
        "The groups C/D_7 and C:D_8 cannot be told",
    ),
    "no group at all": ({"Default group": 1.0}, "neither a participant nor a team"),
}


@pytest.mark.parametrize(("points", "says"), BAD_TEAMS.values(), ids=BAD_TEAMS)
def test_groups_that_cannot_be_distinguished_are_refused_with_the_reason(
    tmp_path, export, points, says
):
    worksheet_of_teams(tmp_path / "sheet.csv", TEAMS_ALIKE)
    graded(tmp_path / "graded", points)
    with pytest.raises(Refusal, match=re.escape(says)):
        export()
    assert not (tmp_path / "upload").exists()


def test_a_team_in_a_worksheet_without_teams_gives_nobody_its_points(tmp_path, export):
    worksheet(tmp_path / "sheet.csv")
    graded(tmp_path / "graded", {"Team A_106": 6.0})
    with pytest.raises(Refusal, match="Team A_106 is neither a participant nor a team"):
        export()


def test_students_who_submitted_nothing_are_named(tmp_path, autograder):
    worksheet(tmp_path / "sheet.csv")
    graded(tmp_path / "graded", {"Ada Lovelace_106": 6.0})
    done = autograder("export", "--to", "moodle", "--worksheet", "sheet.csv", cwd=tmp_path)
    assert done.returncode == 0
    assert "Jürgen Groß (and 4 more): submitted nothing" in done.stdout


ADA_AND_ZOE = {"Ada Lovelace_106": 6.0, "Зоя Ivanova-Öz_105": 3.0}
BAD = {
    "another course": (
        lambda text: re.sub("10(?=[1-6],)", "20", text),
        [],
        "None of the 2 graded students is in",
    ),
    "a missing participant": (
        lambda text: text.replace("Participant 106", "Participant 9"),
        [],
        "Ada Lovelace_106 was",
    ),
    "a participant twice": (
        lambda text: text.replace("Participant 101", "Participant 106"),
        [],
        "two rows for 106",
    ),
    "two columns of the same name": (
        lambda text: text.replace("Status", "Grade"),
        [],
        "2 columns called 'Grade'",
    ),
    "no column of grades": (lambda text: text.replace("6.00", "good"), [], "found 0"),
    "another maximum": (
        lambda text: text.replace("6.00", "100"),
        [],
        "a maximum of 100 points, and 01_dense one of 6",
    ),
    "no such column": (str, ["--column", "Note"], "no column called 'Note'"),
    "another file": (
        lambda text: "Name,Points\nAda,1\n",
        [],
        "does not begin with a participant's number",
    ),
    "no results": (str, ["--graded", "."], "holds no results"),
    "another exercise": (str, ["--exercise", "03_convolution"], "no results of 03_convolution"),
    "the download itself": (str, ["--out", "."], "would be overwritten"),
    "no worksheet": (str, ["--worksheet", "nowhere.csv"], "nowhere.csv cannot be read"),
}


@pytest.mark.parametrize(("change", "words", "says"), BAD.values(), ids=BAD)
def test_bad_input_is_refused_in_a_sentence_and_nothing_is_written(
    tmp_path, export, change, words, says
):
    path = worksheet(tmp_path / "sheet.csv")
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    graded(tmp_path / "graded", ADA_AND_ZOE)
    before = {each: each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()}
    with pytest.raises(Refusal, match=re.escape(says)):
        export(*words)
    assert {each: each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()} == before


def test_points_are_scaled_only_when_asked_for(tmp_path, export):
    path = worksheet(tmp_path / "sheet.csv")
    path.write_text(path.read_text(encoding="utf-8").replace("6.00", "100.00"), encoding="utf-8")
    graded(tmp_path / "graded", {"Ada Lovelace_106": 4.0})
    assert export("--scale") == 0
    assert ",66.66667,100.00," in (tmp_path / "upload/sheet.csv").read_text(encoding="utf-8")


def test_an_exercise_is_named_as_everywhere_else(tmp_path, export):
    worksheet(tmp_path / "sheet.csv")
    graded(tmp_path / "graded", {"Ada Lovelace_106": 4.0})
    for name in ("01", "dense", "01_dense"):
        assert export("--exercise", name, "--out", name) == 0
        assert (tmp_path / name / "sheet.csv").is_file()


def test_a_result_that_is_not_graded_is_left_empty_and_reported(tmp_path, autograder):
    worksheet(tmp_path / "sheet.csv", "German")
    graded(tmp_path / "graded", {"Ada Lovelace_106": None, "Зоя Ivanova-Öz_105": 0.0})
    done = autograder("export", "--to", "moodle", "--worksheet", "sheet.csv", cwd=tmp_path)
    assert (done.returncode, "Ada Lovelace_106: not graded" in done.stdout) == (1, True)
    text = (tmp_path / "upload/sheet.csv").read_text(encoding="utf-8")
    assert (text.count(',0,"6,00",'), text.count(',,"6,00",')) == (1, 5)


def test_a_result_without_a_number_is_matched_by_a_unique_full_name(tmp_path, export):
    worksheet(tmp_path / "sheet.csv")
    graded(tmp_path / "graded", {"Ada Lovelace": 4.5})
    assert export() == 0
    filled = (tmp_path / "upload/sheet.csv").read_text(encoding="utf-8")
    assert 's106@example.org,"Late, 2 days",4.5,' in filled
    with zipfile.ZipFile(tmp_path / "upload/feedback_01_dense.zip") as archive:
        (name,) = archive.namelist()
    assert name.startswith("Ada Lovelace_106_assignsubmission_file_/")
    graded(tmp_path / "graded", {"Ada Lovelace_106": 6.0})
    with pytest.raises(Refusal, match="Ada Lovelace and Ada Lovelace_106 are one student"):
        export()
