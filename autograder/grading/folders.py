"""What a student's folder of results is called: the student's own name where every system can store it."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

LONGEST = 80
TAKEN = {"grades.csv", "report.html"}  # the class's own files lie beside the students' folders
DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"),
}


def folder_names(students: Iterable[str]) -> dict[str, str]:
    """Each student -> a folder name that no other one has, on systems that ignore case as well."""
    names = {student: folder_name(student) for student in students}
    crowd = Counter(map(_alike, names.values()))
    return {
        student: name if crowd[_alike(name)] == 1 else _slug(student)
        for student, name in names.items()
    }


def folder_name(student: str) -> str:
    """The name itself where it is safe, else a readable part of it with a hash."""
    return student if _is_safe(student) else _slug(student)


def _is_safe(name: str) -> bool:
    if not 0 < len(name) <= LONGEST or len(name.encode("utf-8", "replace")) > 3 * LONGEST:
        return False
    if (
        name[0] in ".- "
        or name[-1] in ". "
        or _alike(name) in TAKEN
        or _alike(name).split(".")[0] in DEVICES
    ):
        return False
    return all(_is_letter(c) or c in "._- " for c in name)


def _is_letter(character: str) -> bool:
    """A letter, digit or accent of any script."""
    return character.isalnum() or unicodedata.category(character) in ("Mn", "Mc")


def _alike(name: str) -> str:
    """The same for names that some file system takes for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _slug(name: str) -> str:
    readable = (
        re.sub(r"[^A-Za-z0-9]+", "_", unicodedata.normalize("NFKD", name))[:40].strip("_")
        or "student"
    )
    return f"{readable}-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"
