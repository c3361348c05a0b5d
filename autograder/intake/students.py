"""Find the students in a folder or zip: their names and, on request, the files of each."""

import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from itertools import takewhile
from pathlib import Path

from msgspec.structs import replace

from ..catalog import SOURCES, module_name
from ..errors import Refusal
from ..text import shown
from .archives import (
    ENDINGS,
    Room,
    is_archive,
    is_link,
    lists_too_many,
    member_path,
    members,
    open_zip,
)
from .archives import read_member as read_in_zip
from .candidate import is_source
from .downloads import Download, recognised
from .files import File, Kind, Read, handed_in, in_folder, is_junk, listing, read_file

NO_DOWNLOAD = Download("", "")
ONE_EACH = "Give a folder (or a zip) that holds one folder (or one zip) per student."

Files = Callable[[], list[File]]
Student = tuple[str, Files]
Entry = tuple[tuple[str, ...], zipfile.ZipInfo, Download]  # the parts of its path come first
Loose = tuple[str, bool, Read]  # its name, whether it is a regular file, its bytes


def students(
    path: Path, exercises: Sequence[str], stack: ExitStack, around: list[str] | None = None
) -> list[Student]:
    """List the students who submitted, by name, each with a function that lists their files.

    stack: keeps the zip of a class open while files are read. around: collects the folders and
        zips in `path` that were opened because they hold everything.

    Refusal: there are no students, or `path` is one student's own folder.
    """
    around = [] if around is None else around
    if path.is_dir():
        folders, loose = _in_class_folder(path, stack, around)
    elif path.suffix.lower() == ".zip" and path.is_file():
        folders, loose = _in_class_zip(path, exercises, stack, around)
    else:
        raise Refusal(f"{path} is neither a folder nor a zip file.", ONE_EACH)
    class_list = list(folders)
    for each in loose:
        student = _loose_student(*each)
        if student:
            class_list.append(student)
    own = []
    for name, _ in class_list:
        if name in exercises or is_skeleton(name, exercises):
            own.append(name)
    if own and len(own) == len(class_list):
        raise Refusal(f"{path} holds {shown(own[0])}, like one student's folder.", ONE_EACH)
    if not class_list:
        raise Refusal(f"{path} holds no student's folder.", ONE_EACH)
    return sorted(class_list, key=lambda student: student[0])


def source_names(exercise: str) -> list[str]:
    """Return the file names of this exercise's skeletons."""
    return [module_name(exercise) + suffix for suffix in SOURCES]


def is_skeleton(name: str, exercises: Sequence[str]) -> bool:
    """Tell whether a skeleton of one of these exercises has this file name."""
    return any(name in source_names(exercise) for exercise in exercises)


def refuse(problem: str, remedy: str) -> list[File]:
    """Raise a Refusal instead of listing a student's files."""
    raise Refusal(problem, remedy)


# -- in a folder -------------------------------------------------------------------------------


def _in_class_folder(
    path: Path, stack: ExitStack, around: list[str]
) -> tuple[list[Student], list[Loose]]:
    """Return the students of a folder, and the other files in it."""
    entries = listing(path)
    downloaded = _recognised(entries)
    pieces = _pieces(path, downloaded)
    if not downloaded and (pieces := _in_downloads(path, entries, stack)):
        around += [name for name, kind in entries if _may_be_work(name, kind)]
    folders: list[Student] = []
    loose: list[Loose] = []
    for name, kind in entries if downloaded or not pieces else ():
        if name in downloaded:
            continue
        if kind == "folder":
            folders.append((name, partial(handed_in, path / name)))
        else:
            loose.append((name, kind == "file", partial(read_file, path / name)))
    together: dict[str, list[Files]] = {}
    for student, files in pieces:
        together.setdefault(student, []).append(files)
    folders += [(student, partial(_together, files)) for student, files in together.items()]
    return folders, loose


def _recognised(entries: Sequence[tuple[str, Kind]]) -> dict[str, Download]:
    """Read the names that a learning platform gave to the entries of a folder."""
    return recognised(
        [name for name, kind in entries if kind == "folder"],
        [name for name, kind in entries if kind == "file"],
    )


def _pieces(path: Path, downloaded: Mapping[str, Download]) -> list[Student]:
    """Return the student of each download."""
    return [
        (download.student, partial(_piece, path / name, download))
        for name, download in downloaded.items()
    ]


def _piece(path: Path, download: Download) -> list[File]:
    """List the files of one downloaded folder, or the one downloaded file."""
    if download.file:
        read = partial(read_file, path)
        return [File((download.file,), read, download.late, download.version)]
    return [replace(file, late=download.late) for file in in_folder(path)]


def _together(pieces: Sequence[Files]) -> list[File]:
    return [file for files in pieces for file in files()]


def _in_downloads(
    path: Path, entries: Sequence[tuple[str, Kind]], stack: ExitStack
) -> list[Student]:
    """Return the students of a folder that holds nothing but downloads of several students each.

    Return none if anything else may be a student's: then any of them may be, and might imitate a
    download.
    """
    pieces: list[Student] = []
    for name, kind in entries:
        if _may_be_work(name, kind):
            inner = _download_in(path / name, kind, stack)
            if not inner:
                return []
            pieces += inner
    return pieces


def _may_be_work(name: str, kind: Kind) -> bool:
    """Tell whether an entry may be a student's, rather than a note or list of the staff's."""
    return kind != "file" or is_archive(name) or is_source(name)


def _download_in(path: Path, kind: Kind, stack: ExitStack) -> list[Student]:
    """Return the students in a folder or zip that is itself a download of several, or else []."""
    inner: list[Student] = []
    with ExitStack() as opened, suppress(Refusal, OSError):  # it is read again as a student's own
        others: list[tuple[str, Kind]] = []
        if kind == "folder":
            entries = listing(path)
            downloaded = _recognised(entries)
            others = [each for each in entries if each[0] not in downloaded]
            inner = _pieces(path, downloaded)
        elif kind == "file" and path.suffix.lower() == ".zip" and not lists_too_many(path):
            archive = opened.enter_context(open_zip(path, path.name))
            moved, _ = _moved_to_students(_entries(archive))
            for parts, entry, download in moved:
                if download is NO_DOWNLOAD:
                    others.append((parts[0], "folder" if _is_below(parts, entry) else "file"))
            inner = _in_zip(archive, moved, 0)
        if len({student for student, _ in inner}) < 2 or any(_may_be_work(*it) for it in others):
            return []
        stack.enter_context(opened.pop_all())
    return inner


# -- in a zip ----------------------------------------------------------------------------------


def _in_class_zip(
    path: Path, exercises: Sequence[str], stack: ExitStack, around: list[str]
) -> tuple[list[Student], list[Loose]]:
    archive = stack.enter_context(open_zip(path, path.name))
    entries = _entries(archive)
    top = [parts[0] for parts, _, _ in entries]
    moved, depth = _moved_to_students(entries)
    depth = depth if moved else _depth_of_students(entries, exercises)
    around += top[:depth]
    if moved:
        entries, depth = moved, 0
    loose: list[Loose] = []
    for parts, entry, _ in entries:
        if len(parts) == depth + 1 and not entry.is_dir():
            loose.append((parts[depth], not is_link(entry), partial(read_in_zip, archive, entry)))
    return _in_zip(archive, entries, depth), loose


def _in_zip(archive: zipfile.ZipFile, entries: Sequence[Entry], depth: int) -> list[Student]:
    """Return the students with folders at this depth in a zip."""
    inside: dict[str, dict[Download, list[zipfile.ZipInfo]]] = {}
    for parts, entry, download in entries:
        if _is_below(parts[depth:], entry):
            inside.setdefault(parts[depth], {}).setdefault(download, []).append(entry)

    def files(name: str) -> list[File]:
        room = Room()
        return [
            File(file.path[depth + 1 :], file.read, download.late, download.version)
            for download, theirs in inside[name].items()
            for file in members(archive, theirs, name, room)
        ]

    return [(name, partial(files, name)) for name in inside]


def _is_below(parts: Sequence[str], entry: zipfile.ZipInfo) -> bool:
    """Tell whether an entry is a folder, or in one. parts: its path from where folders are."""
    return len(parts) > 1 or (entry.is_dir() and len(parts) == 1)


def _entries(archive: zipfile.ZipFile) -> list[Entry]:
    """List the entries of a zip. Junk counts only as the folder that it is in."""
    entries: list[Entry] = []
    for entry in archive.infolist():
        path = member_path(entry)
        parts = tuple(takewhile(lambda part: not is_junk(part), path))
        if parts != path:
            entry.filename = "/".join(parts) + "/"
        if parts:
            entries.append((parts, entry, NO_DOWNLOAD))
    return entries


def _moved_to_students(entries: Sequence[Entry]) -> tuple[list[Entry], int]:
    """Move a learning platform's entries into one folder per student; [] for any other zip.

    Return with them the number of folders around all, 0 or 1: someone may have unpacked the
    download and zipped its folder.
    """
    for depth in 0, 1:
        around = {parts[:depth] for parts, _, _ in entries}
        if len(around) > 1 or any(
            len(parts) <= depth and not entry.is_dir() for parts, entry, _ in entries
        ):
            break
        cut = [(parts[depth:], entry) for parts, entry, _ in entries if len(parts) > depth]
        downloaded = recognised(
            {parts[0] for parts, entry in cut if _is_below(parts, entry)},
            {parts[0] for parts, entry in cut if not _is_below(parts, entry)},
        )
        if downloaded:
            return _moved(cut, downloaded), depth
    return [], 0


def _moved(
    entries: Iterable[tuple[tuple[str, ...], zipfile.ZipInfo]],
    downloaded: Mapping[str, Download],
) -> list[Entry]:
    """Move each downloaded entry to its student, and keep other entries."""
    moved: list[Entry] = []
    for parts, entry in entries:
        if parts[0] not in downloaded:
            moved.append((parts, entry, NO_DOWNLOAD))
            continue
        download = downloaded[parts[0]]
        file = [download.file] if download.file else []
        place = (download.student, *file, *parts[1:])
        # zipfile still finds the entry, by `orig_filename`.
        entry.filename = "/".join(place) + "/" * entry.is_dir()
        moved.append((place, entry, download))
    return moved


def _depth_of_students(entries: Sequence[Entry], exercises: Sequence[str]) -> int:
    """Return 1 if one folder holds all students, as in a zipped folder; else 0."""
    if len({parts[0] for parts, _, _ in entries}) != 1:
        return 0
    if any(not _is_below(parts, entry) for parts, entry, _ in entries):
        return 0
    names = {parts[1] for parts, _, _ in entries if len(parts) > 1}
    of_one_student = any(name in exercises or is_skeleton(name, exercises) for name in names)
    return 0 if of_one_student or not names else 1


def _loose_student(name: str, is_regular: bool, read: Read) -> Student | None:
    """Return the student for a file beside the folders: an archive is a student's whole work.

    A script, a notebook or a link is reported under its own name. Return None for other files.
    """
    if not is_regular:
        problem = f"{shown(name)} is a link or a device."
        return name, partial(refuse, problem, "Submit the folder itself.")
    if is_archive(name):
        return _without_endings(name), lambda: [File((name,), read)]
    if is_source(name):
        problem = f"{shown(name)} is beside the students' folders."
        return name, partial(refuse, problem, "Move it into one of them.")
    return None


def _without_endings(name: str) -> str:
    """Return the name of an archive without `.zip`, `.tar.gz` and the like."""
    for _ in range(2):
        ending = next((each for each in ENDINGS if name.lower().endswith(each)), "")
        name = name[: len(name) - len(ending)] or name
    return name
