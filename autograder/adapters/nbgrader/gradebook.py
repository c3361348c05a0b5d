"""nbgrader's gradebook: the grades of `autograder grade`, of scripts and notebooks alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from jupyter_core.paths import jupyter_config_path
from nbformat import NotebookNode
from nbgrader.api import Gradebook, InvalidEntry, MissingEntry, SubmittedNotebook
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc
from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config, PyFileConfigLoader

from ... import catalog
from ...authoring.release import KERNEL, LANGUAGE
from ...disk import write_whole
from ...errors import Refusal
from ...records import Grade, TaskGrade
from ...reports import words
from .cells import CHECK, SOLUTION, fill, grade_id, mended
from .course import CONFIG


def write_gradebook(url: str, grades: Sequence[Grade], submissions: Path) -> str:
    """Write points and comments into a gradebook that nbgrader made, all of them or none; a sentence that says so."""
    gradebook = _open(url)
    course = _course_of(url)
    late = AssignLatePenalties(config=_config(course))
    late.init_plugin()
    graded = [grade for grade in grades if grade.score is not None]
    commit = gradebook.db.commit
    gradebook.db.commit = gradebook.db.flush  # nbgrader commits after every step
    try:
        with gradebook.db.no_autoflush:  # nor does it want to be flushed in the middle of one
            for grade in graded:
                _write(
                    gradebook,
                    grade,
                    _handed_in(_collected(course, submissions, grade)),
                    late.plugin_inst,
                )
        commit()
    except (SQLAlchemyError, InvalidEntry) as error:
        problem = f"The gradebook does not take the grades ({type(error).__name__})."
        raise Refusal(
            problem, "Nothing was written. Try again when nobody else writes to it."
        ) from error
    finally:
        gradebook.db.rollback()
        gradebook.close()
    for grade in graded:
        _show_script(course, _collected(course, submissions, grade), grade)
    return f"{len(graded)} of {len(grades)} grades written to {_shown(url)}."


def _write(gradebook: Gradebook, graded: Grade, when: str | None, late: Any) -> None:
    module, student = catalog.module_name(graded.exercise), str(graded.student)
    try:
        cells = {cell.name for cell in gradebook.find_notebook(module, graded.exercise).grade_cells}
    except MissingEntry:
        cells = set()
    if not {CHECK + task.name for task in graded.tasks} <= cells:
        problem = f"The gradebook has not all tasks of {graded.exercise}."
        remedy = f"`autograder release --nbgrader COURSE_DIR`, then `nbgrader generate_assignment {graded.exercise}`."
        raise Refusal(problem, remedy)
    gradebook.update_or_create_student(student)
    stamp = {"timestamp": when} if when else {}
    handed_in = gradebook.update_or_create_submission(graded.exercise, student, **stamp)
    notebook = gradebook.find_submission_notebook(module, graded.exercise, student)
    record(notebook, graded)
    gradebook.db.flush()
    gradebook.db.refresh(notebook)  # its score is a sum that the database makes
    seconds, penalty = handed_in.total_seconds_late, None
    if seconds > 0:
        penalty = late.late_submission_penalty(student, notebook.score, seconds)
    notebook.late_submission_penalty = (
        None if penalty is None else min(max(penalty, 0.0), notebook.score)
    )


def _open(url: str) -> Gradebook:
    """A gradebook that is there: a mistyped address must not make a new one."""
    problem = "nbgrader has written nothing to it"
    try:
        engine = create_engine(url)
        if (
            engine.url.drivername.startswith("sqlite")
            and not Path(engine.url.database or "").is_file()
        ):
            problem = "there is no such file"
        elif inspect(engine).has_table("submitted_assignment"):
            engine.dispose()
            return Gradebook(url, course_id="")
    except (SQLAlchemyError, ModuleNotFoundError) as error:
        problem = str(error).splitlines()[0]
    remedy = "Give the address of one that `nbgrader generate_assignment` made, such as sqlite:///course/gradebook.db."
    raise Refusal(f"{_shown(url)} is no gradebook: {problem}.", remedy)


def _shown(url: str) -> str:
    """An address without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except SQLAlchemyError:
        return "This"


def _course_of(url: str) -> Path:
    """The course folder: where the database file lies, or else where we are."""
    address = make_url(url)
    return (
        Path(address.database or "").resolve().parent
        if address.drivername.startswith("sqlite")
        else Path.cwd()
    )


def _config(course: Path) -> Config:
    """The course's own rules, those about late work for instance."""
    for folder in (course, *map(Path, jupyter_config_path())):
        if (folder / CONFIG).is_file():
            return PyFileConfigLoader(CONFIG, str(folder)).load_config()
    return Config()


def _collected(course: Path, submissions: Path, graded: Grade) -> Path | None:
    """Where nbgrader put what it collected; None for hand-ins from elsewhere, whose files are all the student's own."""
    folder = submissions / str(graded.student) / graded.exercise
    return folder if submissions.resolve().parent == course and folder.is_dir() else None


def _handed_in(folder: Path | None) -> str | None:
    """When it was submitted, by the file that nbgrader keeps of it."""
    stamp = folder and folder / "timestamp.txt"
    if stamp is None or not stamp.is_file() or stamp.is_symlink():
        return None
    try:
        return str(parse_utc(stamp.read_text(encoding="utf-8", errors="replace")[:100].strip()))
    except ValueError:
        return None


def _show_script(course: Path, folder: Path | None, graded: Grade) -> None:
    """A graded script as a notebook where formgrader and feedback look for one; a notebook is nbgrader's own affair."""
    module = catalog.module_name(graded.exercise)
    script, source = (
        folder and folder / f"{module}.py",
        course / "source" / graded.exercise / f"{module}.ipynb",
    )
    if script is None or not (script.is_file() and source.is_file()) or script.is_symlink():
        return
    if script.with_suffix(".ipynb").exists():
        return
    known = {grade_id(cell): cell for cell in nbformat.read(source, 4).cells if grade_id(cell)}
    cells = _cells_of_script(script.read_text(encoding="utf-8", errors="replace"))
    for cell in cells:
        defined = set(re.findall(r"^(?:def|class) (\w+)", cell.source, re.MULTILINE))
        theirs = [
            name for name in known if name.startswith(SOLUTION) and defined & {*name.split("-")[1:]}
        ]
        cell.metadata = {"nbgrader": known[theirs[0]].metadata["nbgrader"]} if theirs else {}
    book = nbformat.v4.new_notebook(
        cells=mended(cells, known, list(known)), metadata=KERNEL | LANGUAGE
    )
    fill(book, graded)
    place = course / "autograded" / str(graded.student) / graded.exercise
    write_whole(place / f"{module}.ipynb", nbformat.writes(book))


def _cells_of_script(text: str) -> list[NotebookNode]:
    try:
        cells = jupytext.reads(text, fmt="py:percent").cells
    except Exception:  # a header that is none, for instance
        cells = [nbformat.v4.new_code_cell(text)]
    return [nbformat.NotebookNode(cell) for cell in cells]


def record(notebook: SubmittedNotebook, graded: Grade) -> None:
    """Write points and comments for one submitted notebook; what people wrote stays."""
    tasks = {task.name: task for task in graded.tasks}
    for row in notebook.grades:
        task = tasks.get(row.name.removeprefix(CHECK)) if row.name.startswith(CHECK) else None
        if task and task.score is not None and row.auto_score != min(task.score, row.max_score):
            row.auto_score = min(task.score, row.max_score)
            row.needs_manual_grade = row.manual_score is not None
    for row in notebook.comments:
        if row.name.startswith(SOLUTION):
            here = [tasks[name] for name in row.name.split("-")[1:] if name in tasks]
            row.auto_comment = "\n\n".join(map(_comment, here)) or None


def _comment(task: TaskGrade) -> str:
    """What the grader says, as a block of code: nbgrader takes comments for Markdown."""
    return "\n".join(f"    {line}" for line in words.failure_lines(task))
