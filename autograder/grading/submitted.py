"""Keep the code that was graded, for staff alone: `inspect` runs it again, `similar` compares it.

It is copied rather than looked up in the submissions. Which of a student's files is graded has been
decided once, and a download is moved, replaced by a later one, or deleted.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..disk import write_whole
from ..records import Submission

STAFF = ".staff"  # beside the students' folders: all that is for staff alone
OWNER_ONLY = 0o600
ENCODING = "latin-1"  # has a character for every byte


def write_private(out: Path, name: Path, text: str) -> Path:
    """Write a file that only staff may read, and return its path. name: inside their folder."""
    (out / STAFF).mkdir(parents=True, exist_ok=True, mode=0o700)
    write_whole(out / STAFF / name, text, OWNER_ONLY, forced=False)
    return out / STAFF / name


def keep(out: Path, folder: str, submission: Submission) -> None:
    """Keep a submission. folder: the name of the student's folder."""
    stored: dict[str, Any] = asdict(submission)
    stored["cells"] = [cell.decode(ENCODING) for cell in submission.cells]
    write_private(out, Path(folder, f"{submission.exercise}.json"), json.dumps(stored))


def kept(out: Path, folder: str, exercise: str, sha256: str) -> Submission | None:
    """Return the submission with this digest, or None if it was not kept."""
    try:
        text = (out / STAFF / folder / f"{exercise}.json").read_text(encoding="ascii")
        stored = json.loads(text)
        stored["cells"] = tuple(cell.encode(ENCODING) for cell in stored["cells"])
        stored["labels"] = tuple(stored["labels"])
        submission = Submission(**stored)
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return submission if sha256 and submission.sha256 == sha256 else None
