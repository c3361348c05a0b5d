"""Canvas: submissions as `Download Submissions` packs them."""

import re

from . import HandedIn

# "lovelaceada_LATE_1234_56789_dense-2.py": sortable name, mark, user, attachment, file; with its third version.
# Anonymous: "LATE_anon_aB3xY_56789_dense.py". A text or link that was handed in has no attachment.
NAME = re.compile(
    r"((LATE_)?(?P<anonymous>anon_[^\W_]+)|(?P<name>.*?)(_LATE)?_(?P<user>\d+))"
    r"_((?P<attachment>\d+)_(?P<file>.+)|(?P<page>text\.html|link\.html))",
    re.DOTALL,
)
AGAIN = re.compile(r"-\d+(?=(\.\w+)*$)")  # what Canvas adds to the name of a file that is handed in again


def handed_in(name: str) -> HandedIn | None:
    match = NAME.fullmatch(name)
    if not match:
        return None
    student = match["anonymous"] or f"{match['name']}_{match['user']}"
    file = AGAIN.sub("", match["file"]) if match["file"] else match["page"]
    return HandedIn(student, file, int(match["attachment"] or 0))
