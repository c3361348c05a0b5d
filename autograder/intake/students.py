"""Find the students in a folder or zip: their names, and the files of each when asked for."""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

from ..catalog import SOURCES, module_name
from ..errors import Refusal
from ..text import shown
from .downloads import Download, recognised
from .files import (
    File,
    Read,
    in_folder,
    in_zip,
    is_junk,
    is_link,
    listing,
    member_path,
    members,
    open_zip,
    read_file,
    read_member,
)

OTHER_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
ONE_EACH = "Give a folder (or a zip) that holds one folder (or one zip) per student."

Files = Callable[[], list[File]]
Student = tuple[str, Files]
Entry = tuple[tuple[str, ...], zipfile.ZipInfo]  # where it wants to lie, and what it is
Loose = tuple[str, bool, Read]  # name, is it an ordinary file, its bytes


def students(path: Path, exercises: Sequence[str], stack: ExitStack) -> list[Student]:
    """Whoever handed something in, sorted; `stack` keeps a zip of the class open for as long as files are asked for."""
    if path.is_dir():
        folders, loose = _in_class_folder(path)
    elif path.suffix.lower() == ".zip" and path.is_file():
        folders, loose = _in_class_zip(path, exercises, stack)
    else:
        raise Refusal(f"{path} is neither a folder nor a zip file.", ONE_EACH)
    found = folders + [student for each in loose if (student := _loose_student(*each))]
    own = [name for name, _ in found if name in exercises or is_source(name, exercises)]
    if own and len(own) == len(found):
        raise Refusal(
            f"{path} holds {shown(own[0])} itself, as one student's folder does.", ONE_EACH
        )
    if not found:
        raise Refusal(f"{path} holds no student's folder.", ONE_EACH)
    return sorted(found, key=lambda student: student[0])


def source_names(exercise: str) -> list[str]:
    """What a hand-in of this exercise may be called."""
    return [module_name(exercise) + suffix for suffix in SOURCES]


def is_source(name: str, exercises: Sequence[str]) -> bool:
    return any(name in source_names(exercise) for exercise in exercises)


def refuse(problem: str, remedy: str) -> list[File]:
    raise Refusal(problem, remedy)


def _in_class_folder(path: Path) -> tuple[list[Student], list[Loose]]:
    there = listing(path)
    names = {sort: [name for name, kind in there if kind == sort] for sort in ("folder", "file")}
    downloaded = recognised(names["folder"], names["file"])
    folders: list[Student] = []
    loose: list[Loose] = []
    pieces: dict[str, list[Files]] = {}
    for name, kind in there:
        if name in downloaded:
            if said := downloaded[name]:
                alone = partial(_alone, File((said.file,), partial(read_file, path / name)))
                pieces.setdefault(said.student, []).append(
                    partial(in_folder, path / name) if not said.file else alone
                )
        elif kind == "folder":
            folders.append((name, partial(in_folder, path / name)))
        else:
            loose.append((name, kind == "file", partial(read_file, path / name)))
    return folders + [
        (student, partial(_together, files)) for student, files in pieces.items()
    ], loose


def _alone(file: File) -> list[File]:
    return [file]


def _together(pieces: Sequence[Files]) -> list[File]:
    return [file for files in pieces for file in files()]


def _in_class_zip(
    path: Path, exercises: Sequence[str], stack: ExitStack
) -> tuple[list[Student], list[Loose]]:
    archive = stack.enter_context(open_zip(path, path.name))
    entries = [(member_path(entry), entry) for entry in archive.infolist()]
    entries = [(where, entry) for where, entry in entries if where and not any(map(is_junk, where))]
    if moved := _moved_to_students(entries):
        entries, depth = moved, 0
    else:
        depth = _depth_of_students(
            [where for where, entry in entries if not entry.is_dir()], exercises
        )
    inside: dict[str, list[zipfile.ZipInfo]] = {}
    loose: list[Loose] = []
    for where, entry in entries:
        if len(where) > depth + 1 or (entry.is_dir() and len(where) > depth):
            inside.setdefault(where[depth], []).append(entry)
        elif not entry.is_dir():
            loose.append((where[depth], not is_link(entry), partial(read_member, archive, entry)))

    def files(name: str) -> list[File]:
        return [
            replace(file, path=file.path[depth + 1 :])
            for file in members(archive, inside[name], name)
        ]

    return [(name, partial(files, name)) for name in inside], loose


def _moved_to_students(entries: Sequence[Entry]) -> list[Entry]:
    """What a learning platform has packed, with a folder for each student; nothing when it packed none of it."""
    files = [(where, entry) for where, entry in entries if not entry.is_dir()]
    for depth in 0, 1:  # 1: somebody unpacked it, and packed the folder
        if any(len(where) <= depth or where[:depth] != files[0][0][:depth] for where, _ in files):
            break
        cut = [(where[depth:], entry) for where, entry in files]
        downloaded = recognised(
            {where[0] for where, _ in cut if len(where) > 1},
            {where[0] for where, _ in cut if len(where) == 1},
        )
        if downloaded:
            return [moved for where, entry in cut if (moved := _moved(where, entry, downloaded))]
    return []


def _moved(
    where: tuple[str, ...], entry: zipfile.ZipInfo, downloaded: Mapping[str, Download | None]
) -> Entry | None:
    said = downloaded.get(where[0])
    if said is None:
        return None if where[0] in downloaded else (where, entry)
    where = (said.student, said.file, *where[1:]) if said.file else (said.student, *where[1:])
    entry.filename = "/".join(where)  # it is found by `orig_filename`
    return where, entry


def _depth_of_students(paths: Sequence[tuple[str, ...]], exercises: Sequence[str]) -> int:
    """1 when the zip holds one folder around all students, as the zip of a folder does; else 0."""
    around = len({path[0] for path in paths}) == 1 and all(len(path) > 1 for path in paths)
    of_a_student = any(
        path[1] in exercises or is_source(path[1], exercises) for path in paths if len(path) > 1
    )
    return int(around and not of_a_student)


def _loose_student(name: str, ordinary: bool, read: Read) -> Student | None:
    """What lies beside the folders: a student's zip, or what has to be reported; None for other files."""
    lower = name.lower()
    if not ordinary:
        return name, partial(
            refuse, f"{shown(name)} is a link or a device.", "Hand in the folder itself."
        )
    if lower.endswith(".zip"):
        return name[:-4], lambda: in_zip(read, name)
    if lower.endswith(OTHER_ARCHIVES):
        return name, partial(
            refuse, f"{shown(name)} is not a zip file.", "Pack it as one, or unpack it."
        )
    if lower.endswith(SOURCES):
        return name, partial(
            refuse, f"{shown(name)} lies beside the students' folders.", "Put it into one."
        )
    return None
