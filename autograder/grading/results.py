"""Turn a grade into the files that are written for it, in the process that graded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..records import Grade
from ..reports.files import as_json, result
from ..reports.html import feedback_page
from .job import Job, grade_one


@dataclass(frozen=True)
class Result:
    """A grade without pictures and output, and the text of each of its files by name."""

    grade: Grade
    files: Mapping[str, str]


def grade_to_files(job: Job) -> Result:
    """Grade one submission and render its files."""
    return files_of(grade_one(job))


def files_of(graded: Grade) -> Result:
    """Render the files of a grade. Its pictures are in them, so the grade no longer needs them."""
    files = {"feedback.html": feedback_page(graded), "result.json": as_json(result(graded))}
    tasks = tuple(replace(task, shown=None, output="") for task in graded.tasks)
    return Result(replace(graded, tasks=tasks), files)
