"""downloads: a name is read as the platform's that gives such names, or as no platform's."""

import pytest

from autograder.intake.downloads import Download, canvas, moodle, recognised

MOODLE = {
    "Ada Lovelace_106_assignsubmission_file_": Download("Ada Lovelace_106", ""),
    "Ada Lovelace_106_assignsubmission_file": Download("Ada Lovelace_106", ""),
    "Ada Lovelace_106_assignsubmission_file_dense.py": Download("Ada Lovelace_106", "dense.py"),
    "Ada Lovelace_106_assignsubmission_onlinetext_": Download("Ada Lovelace_106", ""),
    "Ada Lovelace_106_assignfeedback_comments_": Download("Ada Lovelace_106", ""),
    "Ada Lovelace_106_assignsubmission_file_a\nb.py": Download("Ada Lovelace_106", "a\nb.py"),
    "王 小明_102_assignsubmission_file_a_b.py": Download("王 小明_102", "a_b.py"),
    "Team A_17_assignsubmission_file": Download("Team A_17", ""),
    "Default group_assignsubmission_file_dense.py": Download("Default group", "dense.py"),
    "Team A-Ada Lovelace_106_assignsubmission_file": Download("Team A-Ada Lovelace_106", ""),
}
CANVAS = {
    "lovelaceada_106_9001_dense.py": Download("lovelaceada_106", "dense.py", 9001),
    "lovelaceada_LATE_106_9001_dense-2.py": Download("lovelaceada_106", "dense-2.py", 9001, True),
    "lovelaceada_106_9001_a\nb.py": Download("lovelaceada_106", "a\nb.py", 9001),
    "love_lace_106_9001_dense.tar.gz": Download("love_lace_106", "dense.tar.gz", 9001),
    "anon_aB3xY_9001_dense.py": Download("anon_aB3xY", "dense.py", 9001),
    "LATE_anon_aB3xY_9001_dense.py": Download("anon_aB3xY", "dense.py", 9001, True),
    "lovelaceada_106_text.html": Download("lovelaceada_106", "text.html"),
}
NOBODYS = [
    *("", "ada", "dense.py", "01_dense", "Ada Lovelace_106", "106", "ada.zip", "2024_01_dense.py"),
    "assignsubmission_file_",
    "Ada Lovelace_106_submission_file_",
    "Ada_Lovelace_106_assignsubmission_file_",
    "lovelaceada_106_dense.py",
    "lovelaceada_106_9001_",
    "lovelaceada_106_other.html",
]


@pytest.mark.parametrize(("name", "download"), MOODLE.items(), ids=MOODLE)
def test_a_name_from_moodle_is_recognised_as_no_other(name, download):
    assert (moodle(name), canvas(name)) == (download, None)


@pytest.mark.parametrize(("name", "download"), CANVAS.items(), ids=CANVAS)
def test_a_name_from_canvas_is_recognised_as_no_other(name, download):
    assert (moodle(name), canvas(name)) == (None, download)


@pytest.mark.parametrize("name", NOBODYS)
def test_any_other_name_belongs_to_neither_platform(name):
    assert (moodle(name), canvas(name)) == (None, None)
    assert recognised([name], [name]) == {}


def test_names_of_both_platforms_are_recognised_and_others_left_out():
    folders = [name for name, download in MOODLE.items() if not download.file]
    files = [name for name, download in (MOODLE | CANVAS).items() if download.file]
    expected = {name: (MOODLE | CANVAS)[name] for name in folders + files}
    versions = [name for name in files if "_dense" in name and name in CANVAS]
    assert {expected[name].file for name in versions} > {"dense.py", "dense-2.py"}
    found = recognised([*folders, "ada"], [*files, "dense.py"])
    assert list(found.items()) == list(expected.items())
    assert recognised([], files[-1:]) == {files[-1]: expected[files[-1]]}


def test_names_of_folders_and_of_files_are_read_separately():
    folder, file = "Ada_1_assignsubmission_file_", "Ada_1_assignsubmission_file_dense.py"
    assert recognised([file, "ada_1_9_dense.py"], [folder]) == {}


def test_only_one_of_several_versions_keeps_its_mark():
    names = ["ada_1_90_lab-1.py", "ada_1_100_lab-2.py", "ada_1_80_lab-x.py", "bo_2_7_lab-3.py"]
    assert recognised([], names) == {
        "ada_1_90_lab-1.py": Download("ada_1", "lab-1.py", 90),
        "ada_1_100_lab-2.py": Download("ada_1", "lab-2.py", 100),
        "ada_1_80_lab-x.py": Download("ada_1", "lab-x.py", 80),
        "bo_2_7_lab-3.py": Download("bo_2", "lab.py", 7),
    }
    moodle_file = "Ada_1_assignsubmission_file_lab-1.py"
    assert recognised([], [moodle_file])[moodle_file].file == "lab-1.py"
