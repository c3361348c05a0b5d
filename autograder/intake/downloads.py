"""Read the names that learning platforms give to submissions: a student, a file, a version."""

import re
from collections import Counter
from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

# Moodle: "Ada Lovelace_1234_assignsubmission_file_" for a folder, followed by the file's name for a
# single file; since Moodle 4.1 a folder's name has no underscore at its end. The student's name
# never contains one. Team submissions used to appear once per member, as "Team A-Ada
# Lovelace_1234"; now they appear once, under the team and its number, "Team A_17", or "Default
# group" without a number for students in no team.
MOODLE = re.compile(
    r"(?P<student>[^_]+(_\d+)?)_assign(submission|feedback)_[a-z]+(_(?P<file>.*))?", re.DOTALL
)
# Canvas: "lovelaceada_LATE_1234_56789_dense-2.py": a sortable name, a mark, the user, the
# attachment and the file, here in its third version. Anonymous: "LATE_anon_aB3xY_56789_dense.py".
# A submitted text or link has no attachment.
CANVAS = re.compile(
    r"((LATE_)?(?P<anonymous>anon_[^\W_]+)|(?P<name>.*?)(?P<late>_LATE)?_(?P<user>\d+))"
    r"_((?P<attachment>\d+)_(?P<file>.+)|(?P<page>text\.html|link\.html))",
    re.DOTALL,
)
# Added to the name of a file submitted again; but students may call their files lab-1 and lab-2.
CANVAS_VERSION = re.compile(r"-\d+(?=(\.\w+)*$)")


class Download(Struct, frozen=True):
    """The facts in one name at the top of a downloaded zip.

    file: the name without the platform's marks; "" for a folder that holds the student's files.
    version: of two files of a student with the same `series`, the higher one is newer.
    late: whether the platform marks it as late.
    """

    student: str
    file: str
    version: int = 0
    late: bool = False


def moodle(name: str) -> Download | None:
    """Read a name from Moodle's `Download all submissions`; None for any other."""
    match = MOODLE.fullmatch(name)
    return Download(match["student"], match["file"] or "") if match else None


def canvas(name: str) -> Download | None:
    """Read a name from Canvas' `Download Submissions`; None for any other."""
    match = CANVAS.fullmatch(name)
    if not match:
        return None
    student = match["anonymous"] or f"{match['name']}_{match['user']}"
    late = bool(match["late"]) or name.startswith("LATE_anon_")
    file = match["file"] or match["page"]
    return Download(student, file, int(match["attachment"] or 0), late)


def series(name: str) -> str:
    """Return the name of a file from Canvas that all its versions share."""
    return CANVAS_VERSION.sub("", name)


PLATFORMS: tuple[Callable[[str], Download | None], ...] = (moodle, canvas)


def recognised(folders: Iterable[str], files: Iterable[str]) -> dict[str, Download]:
    """Read every name that a platform gave. Only a file with several versions keeps their marks."""
    downloads: dict[str, Download] = {}
    for platform in PLATFORMS:
        for names, is_folder in (folders, True), (files, False):
            for name in names:
                download = platform(name)
                if download and (download.file == "") == is_folder:
                    downloads[name] = download
    versions = Counter((each.student, series(each.file)) for each in downloads.values())
    return {
        name: replace(each, file=series(each.file))
        if each.version and versions[each.student, series(each.file)] == 1
        else each
        for name, each in downloads.items()
    }
