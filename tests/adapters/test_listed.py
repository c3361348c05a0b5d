"""Only students on the platform's list who submitted nothing get 0 points, marked as such."""

import csv
import shutil

import pytest
from support.downloads import (
    GRADEBOOKS,
    NAMES,
    STUDENTS,
    WORKSHEETS,
    gradebook,
    packed,
    unpacked,
    worksheet,
)
from support.realistic import DENSE, RIGHT, command, course, lay_out

from autograder.adapters.listed import read_listed, with_listed
from autograder.errors import Refusal
from autograder.intake.submissions import Received


def received(*students):
    return [Received(student=each, exercise="01_dense", problem="unusable") for each in students]


def absent(path, *students, others=None):
    here = received(*students)
    entries = with_listed(path, here, ["01_dense"], others or {}, path.parent)
    assert entries[: len(here)] == here
    entries = entries[len(here) :]
    assert {(each.problem, each.reason) for each in entries} <= {
        ("nothing", "Nothing was submitted.")
    }
    return [each.student for each in entries]


def table(folder, text):
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("language", WORKSHEETS)
def test_moodles_worksheet_lists_everyone_by_the_names_of_its_downloads(tmp_path, language):
    path = worksheet(tmp_path / "list.csv", language)
    there = ["Ada Lovelace_106", "Jürgen Groß_101"]
    rest = [f"{name}_{number}" for number, name in NAMES.items() if number not in (101, 106)]
    assert absent(path, *there) == rest


def test_moodles_worksheet_may_be_anonymous(tmp_path):
    lines = ["Identifier,Status,Grade"] + [f"Participant {n},Submitted,-" for n in (7, 8, 9)]
    assert absent(table(tmp_path, "\n".join(lines)), "Participant_8") == [
        "Participant_7",
        "Participant_9",
    ]


def test_members_of_a_team_have_submitted_with_it(tmp_path):
    text = "Identifier,Full name,Group\nParticipant 7,Ada,Team A\nParticipant 8,Bo,Team B\n"
    assert absent(table(tmp_path, text), "Team A_17") == ["Bo_8"]


NO_SUBMISSION = """Identifier,Full name,Status,Group,Grade,Maximum grade
Participant 7,Ada,Submitted for grading,{},-,2
Participant 8,Bo,No submission,Team B,-,2
Participant 9,Cy,No submission,Team B,-,2
"""


def test_a_team_may_be_called_like_a_status(tmp_path):
    path = table(tmp_path, NO_SUBMISSION.format("No submission"))
    assert absent(path, "No submission_17") == ["Bo_8", "Cy_9"]


def test_a_folder_called_like_a_status_is_nobodys(tmp_path):
    with pytest.raises(Refusal, match=r"No submission submitted but is not in list\.csv"):
        absent(table(tmp_path, NO_SUBMISSION.format("Team A")), "Ada_7", "No submission")


@pytest.mark.parametrize("language", GRADEBOOKS)
def test_the_gradebook_of_canvas_lists_everyone_but_its_test_student(tmp_path, language):
    path = gradebook(tmp_path / "list.csv", language)
    assert [each.number for each in read_listed(path)] == [str(n) for n in STUDENTS if n != 199]
    assert absent(path, "großjürgen_101", "王小明_102", "oneilned_103", "sum1a_104") == [
        "lovelaceada_106"
    ]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("student\nada\nbo\ncy\n", ["bo", "cy"]),
        ("Email;Group;Name\nada;1;Ada L.\nb@x;1;Bo\n;;\nc@x;2;Cy\n", ["Bo", "Cy"]),
        ("name,email\nADA,a@x\nBo,b@x\n", ["Bo"]),
    ],
)
def test_any_table_with_a_column_for_students_is_read(tmp_path, text, rest):
    assert absent(table(tmp_path, text), "ada") == rest


@pytest.mark.parametrize("text", ["", "student\n", "who,what\nada,1\nbo,2\nc,x\n"])
def test_a_table_that_lists_nobody_is_refused(tmp_path, text):
    with pytest.raises(Refusal) as raised:
        read_listed(table(tmp_path, text))
    assert raised.value.remedy


def test_canvas_may_have_last_and_first_names_in_columns_of_their_own(tmp_path):
    text = "LastName,FirstName,ID,SIS Login ID,Section\n    Points Possible,,,,\n"
    text += "Lovelace,Ada,106,u106,A\nBird,Bo,107,u107,A\nStudent,Test,199,,A\n"
    path = table(tmp_path, text)
    assert absent(path, "lovelaceada_106") == ["birdbo_107"]
    assert absent(path, "Bo Bird") == ["lovelaceada_106"]


def test_the_test_student_of_canvas_is_ignored_in_either_order_of_names(tmp_path):
    text = "Student,ID,SIS User ID,Section\nJohn Smith,42,1,A\nTest Student,99,,A\n"
    assert [each.number for each in read_listed(table(tmp_path, text))] == ["42"]


GERMAN = (
    "ID,Vollständiger Name,ID-Nummer,E-Mail-Adresse,Status,Bewertung,Bestwertung,"
    '"Bewertung kann geändert werden","Zuletzt geändert (Abgabe)","Feedback als Kommentar"\n'
    'Teilnehmer/in1234567,"Ölkjh, Asdf",12345678,K1@example.org,Zur Bewertung abgegeben,"13,50",'
    '"24,00",Ja,"Mittwoch, 13. März 2024, 10:15",\n'
    "Teilnehmer/in7654321,Max Muster,87654321,K2@example.org,Keine Abgabe,,"
    '"24,00",Ja,-,"<p>Sehr gut:\n""alles"" richtig</p>"\n'
    "Teilnehmer/in7654322,Max Muster,87654322,K3@example.org,Keine Abgabe,,"
    '"24,00",Ja,-,\n'
)


def test_a_folder_may_have_a_full_name_that_only_one_student_has(tmp_path):
    path = table(tmp_path, GERMAN)
    rest = ["Max Muster_7654321", "Max Muster_7654322"]
    assert absent(path, "ölkjh, asdf") == rest
    assert absent(path, "Ölkjh, Asdf_1234567", "Max Muster_7654322") == rest[:1]
    with pytest.raises(Refusal, match="shares a name with others") as raised:
        absent(path, "Max Muster")
    assert "name the folder as in the list, perhaps Max Muster_765432" in raised.value.remedy


@pytest.mark.parametrize("student", ["ada", "anon_aB3xY", "Ada Lovelace_999"])
def test_a_submission_of_somebody_not_on_the_list_is_refused(tmp_path, student):
    with pytest.raises(Refusal, match=r"submitted but is not in list\.csv"):
        absent(gradebook(tmp_path / "list.csv"), "王小明_102", student)


@pytest.mark.parametrize("form", [packed, unpacked], ids=["zip", "folder"])
def test_a_file_that_may_be_from_either_of_two_students_leaves_both_not_graded(tmp_path, form):
    text = 'Student,ID\n"Lovelace, Ada",1\n"Lovelace_1, Eve",106\n"Bo",7\n'
    path = table(tmp_path, text)
    mine = {"lovelaceada_1_9000_106_dense.py": DENSE, "lovelaceada_1_9002_01_dense.py": DENSE}
    eves = "lovelaceada_1_106_9001_dense.py"
    place = packed(tmp_path / "s.zip", mine)
    entries = received("bo_7", "lovelaceada_1", "lovelaceada_1_106")
    assert with_listed(path, entries, ["01_dense"], {}, place) == entries
    place = packed(tmp_path / "s.zip", {**mine, eves: DENSE})
    if form is unpacked:
        place = unpacked(place, tmp_path / "unpacked")
    entries = received("bo_7", "lovelaceada_1")
    bo, *both = with_listed(path, entries, ["01_dense"], {}, place)
    assert bo == entries[0]
    assert [each.student for each in both] == ["lovelaceada_1", "lovelace1eve_106"]
    for each in both:
        assert (each.problem, each.submission) == ("unusable", None)
        assert each.reason.startswith(f"{eves} may be from student 1 or 106. Look it up on Canvas")


def test_a_student_who_submitted_elsewhere_is_not_missing(tmp_path):
    path = table(tmp_path, "student\nada\nbo\ncy\n")
    assert absent(path, "ada", others={"01_dense": {"bo"}, "03_convolution": {"cy"}}) == ["cy"]


def rows(out):
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {row["student"]: (row["score"], row["reason"]) for row in csv.DictReader(file)}


NOTHING = ("0.0", "Nothing was submitted.")


def test_the_list_is_in_table_grades_and_report_and_changes_with_it(tmp_path):
    """Grade a class, a late submission in another folder, and again after a student left."""
    root = course(tmp_path)
    lay_out(root / "class", {"ada": {"dense.py": RIGHT}, "bo": {"dense.py": DENSE}})
    lay_out(root / "late", {"cy": {"dense.py": RIGHT}})
    names = table(root, "student\nada\nbo\ncy\ndi\neve\n")
    words = ("--out", "graded", "--exercise", "01_dense", "--jobs", 2)

    def grade(folder, *more):
        done = command(root, "grade", folder, *words, *more)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    said = grade("class", "--students", names)
    assert "nothing submitted   cy, di, eve   01_dense" in said
    assert "was withdrawn" not in said
    graded = {"ada": ("6.0", ""), "bo": ("2.0", ""), "cy": NOTHING, "di": NOTHING, "eve": NOTHING}
    assert rows(root / "graded") == graded
    page = (root / "graded/report.html").read_text(encoding="utf-8")
    assert page.count("nothing submitted") == 3
    assert "Nothing was submitted." in (root / "graded/di/01_dense/feedback.html").read_text(
        encoding="utf-8"
    )

    grade("late")
    graded["cy"] = ("6.0", "")
    assert rows(root / "graded") == graded
    table(root, "student\nada\nbo\ncy\ndi\n")
    said = grade("class", "--students", names)
    assert "eve submitted nothing, is no longer on the list, and was withdrawn" in said
    assert said.count("was withdrawn") == 1
    del graded["eve"]
    assert rows(root / "graded") == graded
    assert "was withdrawn" not in grade("class")
    assert rows(root / "graded") == graded

    shutil.rmtree(root / "class/bo")
    graded["bo"] = NOTHING
    for _ in range(2):
        assert "was withdrawn" not in grade("class", "--students", names)
        assert rows(root / "graded") == graded


def test_a_list_needs_an_exercise_or_a_set(tmp_path):
    packed(tmp_path / "class.zip", {"ada/dense.py": RIGHT})
    path = table(tmp_path, "student\nada\n")
    done = command(course(tmp_path), "grade", "class.zip", "--out", "graded", "--students", path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--students needs --exercise or --set" in done.stderr
