"""Name the grader, Python and NumPy that run here: a grade may depend on them."""

import hashlib
import platform
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np

PACKAGE = Path(__file__).parents[1]
# The code that a grade depends on, from a job to its points. Pages may change without a regrade.
DECIDE = (
    *("records.py", "text.py", "errors.py", "answers/sheet.py"),
    *("grading/advice.py", "grading/job.py", "grading/source.py", "grading/submission.py"),
    *("sandbox/**/*.py", "verdict/**/*.py"),
)


@cache
def versions() -> str:
    """Name all versions in this process, as one phrase that is the same on all machines.

    The grader's version is a digest of its code and templates.
    """
    return _phrase(path for path in PACKAGE.rglob("*.*") if path.suffix in (".py", ".html"))


@cache
def deciding_versions() -> str:
    """Name the versions that determine a grade, as one phrase; if it changes, all is regraded."""
    return _phrase(path for pattern in DECIDE for path in PACKAGE.glob(pattern))


def _phrase(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.name.encode() + path.read_bytes())
    grader = digest.hexdigest()[:12]
    return f"grader {grader}, Python {platform.python_version()}, NumPy {np.__version__}"
