"""Find the students in a folder or zip: their names, and the files of each on request."""

import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

from ..catalog import SOURCES, module_name
from ..errors import Refusal
from ..text import shown
from .archives import in_zip, is_link, member_path, members, open_zip, read_member
from .downloads import Download, recognised
from .files import File, Read, in_folder, is_junk, listing, read_file

OTHER_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
ONE_EACH = "Give a folder (or a zip) that holds one folder (or one zip) per student."

Files = Callable[[], list[File]]
Student = tuple[str, Files]
Entry = tuple[tuple[str, ...], zipfile.ZipInfo]  # the parts of its path, and the entry itself
Loose = tuple[str, bool, Read]  # its name, whether it is a regular file, its bytes


def students(path: Path, exercises: Sequence[str], stack: ExitStack) -> list[Student]:
    """List the students who submitted, sorted by name, each with a function that lists their files.

    `stack` keeps the zip of a class open while files are read. Raise Refusal if there are no
    students, or if `path` is one student's own folder.
    """
    if path.is_dir():
        folders, loose = _in_class_folder(path)
    elif path.suffix.lower() == ".zip" and path.is_file():
        folders, loose = _in_class_zip(path, exercises, stack)
    else:
        raise Refusal(f"{path} is neither a folder nor a zip file.", ONE_EACH)
    class_list = list(folders)
    for each in loose:
        student = _loose_student(*each)
        if student:
            class_list.append(student)
    own = []
    for name, _ in class_list:
        if name in exercises or is_source(name, exercises):
            own.append(name)
    if own and len(own) == len(class_list):
        raise Refusal(
            f"{path} holds {shown(own[0])} itself, as one student's folder does.", ONE_EACH
        )
    if not class_list:
        raise Refusal(f"{path} holds no student's folder.", ONE_EACH)
    return sorted(class_list, key=lambda student: student[0])


def source_names(exercise: str) -> list[str]:
    """Return the names that a submission of this exercise may have."""
    return [module_name(exercise) + suffix for suffix in SOURCES]


def is_source(name: str, exercises: Sequence[str]) -> bool:
    """Tell whether a submission of one of these exercises may have this name."""
    return any(name in source_names(exercise) for exercise in exercises)


def refuse(problem: str, remedy: str) -> list[File]:
    """Raise Refusal, in place of a function that lists files."""
    raise Refusal(problem, remedy)


def _in_class_folder(path: Path) -> tuple[list[Student], list[Loose]]:
    entries = listing(path)
    downloaded = recognised(
        [name for name, kind in entries if kind == "folder"],
        [name for name, kind in entries if kind == "file"],
    )
    folders: list[Student] = []
    loose: list[Loose] = []
    pieces: dict[str, list[Files]] = {}
    for name, kind in entries:
        if name in downloaded:
            if download := downloaded[name]:  # None for an older version
                pieces.setdefault(download.student, []).append(_piece(path / name, download))
        elif kind == "folder":
            folders.append((name, partial(in_folder, path / name)))
        else:
            loose.append((name, kind == "file", partial(read_file, path / name)))
    folders += [(student, partial(_together, files)) for student, files in pieces.items()]
    return folders, loose


def _piece(path: Path, download: Download) -> Files:
    """Return a function that lists the files of one downloaded folder, or one downloaded file."""
    if not download.file:
        return partial(in_folder, path)
    return partial(_alone, File((download.file,), partial(read_file, path)))


def _alone(file: File) -> list[File]:
    return [file]


def _together(pieces: Sequence[Files]) -> list[File]:
    return [file for files in pieces for file in files()]


def _in_class_zip(
    path: Path, exercises: Sequence[str], stack: ExitStack
) -> tuple[list[Student], list[Loose]]:
    archive = stack.enter_context(open_zip(path, path.name))
    entries = _entries(archive)
    if moved := _moved_to_students(entries):
        entries, depth = moved, 0
    else:
        paths = [parts for parts, entry in entries if not entry.is_dir()]
        depth = _depth_of_students(paths, exercises)
    inside: dict[str, list[zipfile.ZipInfo]] = {}
    loose: list[Loose] = []
    for parts, entry in entries:
        if len(parts) > depth + 1 or (entry.is_dir() and len(parts) > depth):
            inside.setdefault(parts[depth], []).append(entry)
        elif not entry.is_dir():
            loose.append((parts[depth], not is_link(entry), partial(read_member, archive, entry)))

    def files(name: str) -> list[File]:
        return [
            replace(file, path=file.path[depth + 1 :])
            for file in members(archive, inside[name], name)
        ]

    return [(name, partial(files, name)) for name in inside], loose


def _entries(archive: zipfile.ZipFile) -> list[Entry]:
    """List the entries of a zip, without junk and paths that lead out of it."""
    entries: list[Entry] = []
    for entry in archive.infolist():
        parts = member_path(entry)
        if parts and not any(map(is_junk, parts)):
            entries.append((parts, entry))
    return entries


def _moved_to_students(entries: Sequence[Entry]) -> list[Entry]:
    """Move what a learning platform packed into one folder per student; [] for any other zip."""
    files = [(parts, entry) for parts, entry in entries if not entry.is_dir()]
    for depth in 0, 1:  # 1: someone unpacked the download and zipped its folder
        around = {parts[:depth] for parts, _ in files}
        if len(around) > 1 or any(len(parts) <= depth for parts, _ in files):
            break
        cut = [(parts[depth:], entry) for parts, entry in files]
        downloaded = recognised(
            {parts[0] for parts, _ in cut if len(parts) > 1},
            {parts[0] for parts, _ in cut if len(parts) == 1},
        )
        if downloaded:
            return _moved(cut, downloaded)
    return []


def _moved(entries: Iterable[Entry], downloaded: Mapping[str, Download | None]) -> list[Entry]:
    """Move each downloaded entry to its student. Drop older versions, and keep other entries."""
    moved: list[Entry] = []
    for parts, entry in entries:
        if parts[0] not in downloaded:
            moved.append((parts, entry))
        elif download := downloaded[parts[0]]:  # None for an older version
            file = [download.file] if download.file else []
            place = (download.student, *file, *parts[1:])
            entry.filename = "/".join(place)  # zipfile still finds the entry, by `orig_filename`
            moved.append((place, entry))
    return moved


def _depth_of_students(paths: Sequence[tuple[str, ...]], exercises: Sequence[str]) -> int:
    """Return 1 if one folder holds all students, as in the zip of a folder; else 0."""
    if len({path[0] for path in paths}) != 1 or any(len(path) == 1 for path in paths):
        return 0
    names = {path[1] for path in paths}
    of_one_student = any(name in exercises or is_source(name, exercises) for name in names)
    return 0 if of_one_student else 1


def _loose_student(name: str, is_regular: bool, read: Read) -> Student | None:
    """Return the student of a zip beside the folders, or of a name to report; None to ignore it."""
    lower = name.lower()
    if not is_regular:
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
