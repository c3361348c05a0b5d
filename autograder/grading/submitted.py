"""Keep the graded code, for staff only: `inspect` runs it again, `similar` compares it.

It is copied rather than looked up in the submissions, because a download may be moved, replaced or
deleted, and choosing a student's file again might choose another.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from msgspec.structs import asdict

from ..disk import write_whole
from ..records import Submission

STAFF = ".staff"  # beside the students' folders: everything for staff only
OWNER_ONLY = 0o600
ENCODING = "latin-1"  # has a character for every byte


def write_private(out: Path, name: Path, text: str) -> Path:
    """Write a file that only staff may read, and return its path. name: its path in STAFF."""
    (out / STAFF).mkdir(parents=True, exist_ok=True, mode=0o700)
    write_whole(out / STAFF / name, text, OWNER_ONLY, durable=False)
    return out / STAFF / name


def keep_code(out: Path, folder: str, submission: Submission) -> None:
    """Keep the code of a submission, unless it is kept already.

    folder: the name of the student's folder.
    """
    cells = [cell.decode(ENCODING) for cell in submission.cells]
    text = json.dumps({**asdict(submission), "cells": cells})
    name = Path(folder, f"{submission.exercise}.json")
    with suppress(OSError, ValueError):  # it is missing or damaged
        if (out / STAFF / name).read_text(encoding="ascii") == text:
            return
    write_private(out, name, text)


def kept_code(out: Path, folder: str, exercise: str, sha256: str) -> Submission | None:
    """Return the submission with this digest, or None if it was not kept."""
    try:
        text = (out / STAFF / folder / f"{exercise}.json").read_text(encoding="ascii")
        stored = json.loads(text)
        stored["cells"] = tuple(cell.encode(ENCODING) for cell in stored["cells"])
        for name in ("labels", "unasked"):
            stored[name] = tuple(stored[name])
        submission = Submission(**stored)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return submission if sha256 and submission.sha256 == sha256 else None
