"""What learning platforms give: hand-ins packed as they pack them, for people whose names try everything."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

from autograder.grading.folders import folder_name
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
    """The folder that `autograder grade --out` leaves: a result and a feedback page for each student."""
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
