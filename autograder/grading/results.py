"""Render a grade's files, in the process that graded the submission."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from time import perf_counter

from msgspec import Struct
from msgspec.structs import replace

from ..records import Grade
from ..reports.files import result_json
from ..reports.html import feedback_page
from .job import Job, grade_one


class Result(Struct, frozen=True):
    """A grade without pictures and output, and its files: name -> text.

    seconds: how long grading took. It is in none of them, so that equal results have equal bytes.
    """

    grade: Grade
    files: Mapping[str, str]
    seconds: float | None = None


def grade_to_files(job: Job) -> Result:
    """Grade one submission and render its files."""
    begin = perf_counter()
    graded = grade_one(job)
    return replace(files_of(graded, job.seed), seconds=perf_counter() - begin)


def files_of(graded: Grade, seed: str) -> Result:
    """Render the files of a grade. They hold its pictures, so the grade no longer does.

    seed: a digest of the secret seed. It goes into the files, with the date.
    """
    today = datetime.now().astimezone().date().isoformat()
    graded = replace(graded, made_by={**graded.made_by, "date": today, "seed": seed})
    files = rendered(graded)
    tasks = tuple(replace(task, shown=None, output="") for task in graded.tasks)
    return Result(replace(graded, tasks=tasks), files)


def rendered(grade: Grade) -> dict[str, str]:
    """Return the files of a grade: name -> text."""
    return {"feedback.html": feedback_page(grade), "result.json": result_json(grade)}
