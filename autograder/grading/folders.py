"""Name the folders of results after the students, if every file system can store the name."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

LONGEST = 80
NUMBER = re.compile(r"_\d+$")  # a platform appends one to a student's name
FILES = (".csv", ".html", ".txt")  # of the whole class, beside the students' folders
DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"),
}


def folder_names(students: Iterable[str], taken: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give each student a folder name that is unique even if case is ignored.

    taken: the names that students already have and keep.
    """
    taken = dict(taken or {})
    names = {student: folder_name(student) for student in students if student not in taken}
    crowd = Counter(map(_alike, (*names.values(), *taken.values())))
    slugs = {_alike(_slug(student)): student for student in names}
    fresh = {}
    for student, name in names.items():
        imitates = slugs.get(_alike(name), student) != student
        fresh[student] = _slug(student) if imitates or crowd[_alike(name)] > 1 else name
    return taken | fresh


def folder_name(student: str) -> str:
    """Return the student's name if it is safe, or else a readable part of it with a hash."""
    return student if _is_safe(student) else _slug(student)


def is_folder_of(folder: str, student: str) -> bool:
    """Tell whether `folder_names` may have given this name to this student."""
    return _alike(folder) in (_alike(student), _alike(_slug(student)))


def without_number(students: Iterable[str]) -> dict[str, str]:
    """Map students to others with the same name apart from a platform's number at the end.

    It is empty if most names have no number: a number is then part of the name.
    """
    numbered, others = dict[str, str](), list[str]()
    for student in students:
        if NUMBER.search(student):
            numbered[_alike(NUMBER.sub("", student))] = student
        else:
            others.append(student)
    if len(numbered) <= len(others):
        return {}
    return {name: numbered[_alike(name)] for name in others if _alike(name) in numbered}


def _is_safe(name: str) -> bool:
    if not 0 < len(name) <= LONGEST or len(name.encode("utf-8", "replace")) > 3 * LONGEST:
        return False
    if name[0] in ".- " or name[-1] in ". ":
        return False
    alike = _alike(name)
    if alike.endswith(FILES) or alike.split(".")[0] in DEVICES:
        return False
    return all(_is_letter(character) or character in "._- " for character in name)


def _is_letter(character: str) -> bool:
    """Tell whether a character is a letter, digit or accent of any script."""
    return character.isalnum() or unicodedata.category(character) in ("Mn", "Mc")


def _alike(name: str) -> str:
    """Return equal strings for names that some file systems cannot tell apart."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _slug(name: str) -> str:
    ascii_name = re.sub(r"[^A-Za-z0-9]+", "_", unicodedata.normalize("NFKD", name))
    readable = ascii_name[:40].strip("_") or "student"
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{readable}-{digest[:12]}"
