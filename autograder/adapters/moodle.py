"""Moodle: submissions as `Download all submissions` packs them."""

import re

from . import HandedIn

# "Ada Lovelace_1234_assignsubmission_file_" for a folder, the same with the file's name behind it for a single file;
# since Moodle 4.1 a folder's name has no underscore at its end. The name itself never holds one.
NAME = re.compile(r"(?P<student>[^_]*_\d+)_assign(submission|feedback)_[a-z]+(_(?P<file>.*))?", re.DOTALL)


def handed_in(name: str) -> HandedIn | None:
    match = NAME.fullmatch(name)
    return HandedIn(match["student"], match["file"] or "") if match else None
