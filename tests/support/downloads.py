"""Imitate learning platforms: submissions as they pack them, and tables that they export.

The students' names are as awkward as names get.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from autograder.grading.folders import folder_name
from autograder.intake.submissions import Received
from autograder.records import Grade
from autograder.reports.files import as_json, result

NAMES = {
    101: "Jürgen Groß",
    102: "王 小明",
    103: 'O\'Neil, "Ned"',
    104: "=SUM(1)",
    105: "Зоя Ivanova-Öz",
    106: "Ada Lovelace",
}


def packed(path: Path, files: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def unpacked(path: Path, folder: Path) -> Path:
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return folder


def graded(
    out: Path, points: Mapping[str, float | None], exercise: str = "01_dense", most: float = 6.0
) -> Path:
    """Write the files of `autograder grade --out`: a result and a feedback page per student."""
    for student, score in points.items():
        status, reason = ("not_graded", "Two files.") if score is None else ("graded", None)
        grade = Grade(
            student=student,
            exercise=exercise,
            submission_sha256="",
            status=status,
            reason=reason,
            isolation="none",
            score=score,
            max_score=most,
            tasks=(),
        )
        folder = out / folder_name(student) / exercise
        folder.mkdir(parents=True)
        (folder / "result.json").write_text(as_json(result(grade)), encoding="utf-8")
        (folder / "feedback.html").write_text(f"<p>{student}", encoding="utf-8")
    return out


def code(entries: Iterable[Received]) -> dict[tuple[str, str | None], bytes | str | None]:
    """Map (student, exercise) to the submission's first cell, or to the problem."""
    return {
        (each.student, each.exercise): each.submission.cells[0] if each.submission else each.problem
        for each in entries
    }


# -- Moodle ------------------------------------------------------------------------------------

ENGLISH = (
    "Identifier,Full name,Email address,Status,"
    "Grade,Maximum grade,Grade can be changed,Last modified (grade)"
)
GERMAN = (
    "ID,Vollständiger Name,E-Mail-Adresse,Status,"
    "Bewertung,Bestwertung,Bewertung veränderbar,Zuletzt geändert"
)
CHINESE = "编号,全名,ID号,状态,成绩,最高分,可以更改成绩,最近修改（成绩）"
# Header, text before the number, separators of lines and decimals, byte order mark.
WORKSHEETS = {
    "English": (ENGLISH, "Participant ", "\n", "6.00", ""),
    "German": (GERMAN, "Teilnehmer/in", "\r\n", "6,00", "\ufeff"),
    "Chinese": (CHINESE, "参与者", "\r\n", "6.00", "\ufeff"),
}


def worksheet(path: Path, language: str = "English", names: Mapping[int, str] = NAMES) -> Path:
    """Write the grading worksheet of an assignment, as Moodle does."""
    header, participant, end, most, bom = WORKSHEETS[language]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=end)
    writer.writerow(header.split(","))
    for number, name in names.items():
        mail = f"{number}77" if language == "Chinese" else f"s{number}@example.org"
        writer.writerow(
            [f"{participant}{number}", name, mail, "Late, 2 days", "", most, "Yes", "-"]
        )
    path.write_bytes((bom + text.getvalue()).encode())
    return path


# -- Canvas ------------------------------------------------------------------------------------

HEADER = [
    "Student",
    "ID",
    "SIS Login ID",
    "Section",
    "Dense (4711)",
    "Sobel, by hand (4712)",
    "Final Score",
]
STUDENTS = {
    101: "Groß, Jürgen",
    102: "王, 小明",
    103: 'O\'Neil, "Ned"',
    104: '="=SUM(1), A"',
    106: "Lovelace, Ada",
    199: "Student, Test",
}
# Separator, the maximum of an assignment, entry in a computed column, byte order mark.
GRADEBOOKS = {
    "English": (",", "6.00", "(read only)", ""),
    "German": (";", "6,00", "(schreibgeschützt)", "\ufeff"),
    "Chinese": (",", "6.00", "（只读）", "\ufeff"),
}


def gradebook(path: Path, language: str = "English") -> Path:
    """Write the gradebook of a course, as Canvas does."""
    separator, most, read_only, bom = GRADEBOOKS[language]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerow(["", "", "", "", "Manual Posting", "", ""])
    writer.writerow(["    Points Possible", "", "", "", most, "10", read_only])
    for number, name in STUDENTS.items():
        writer.writerow(
            [name, number, f"u{number}", "A, and B", "EX" if number == 106 else "", "8", "80"]
        )
    path.write_bytes((bom + text.getvalue()).encode())
    return path
