"""Write the grades of `autograder grade`, for scripts and notebooks, into nbgrader's gradebook."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
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
from ...text import shown, visible
from ...verdict.override import WHOLE, Override
from .cells import CHECK, SOLUTION, fill, grade_id, restored
from .course import CONFIG


def check_gradebook(url: str, tasks: Mapping[str, Collection[str]]) -> None:
    """Check that grades can be written into a gradebook. tasks: exercise -> its tasks.

    Refusal: nbgrader has not made it, or it lacks some of the tasks.
    """
    with _open(url) as gradebook:
        for exercise, names in tasks.items():
            try:
                notebook = gradebook.find_notebook(catalog.module_name(exercise), exercise)
                cells = {cell.name for cell in notebook.grade_cells}
            except MissingEntry:
                cells = set()
            if not {CHECK + name for name in names} <= cells:
                problem = f"The gradebook lacks tasks of {exercise}."
                remedy = (
                    "Run `autograder export --to nbgrader COURSE_DIR`, "
                    f"then `nbgrader generate_assignment {exercise}`."
                )
                raise Refusal(problem, remedy)


def write_gradebook(url: str, grades: Sequence[Grade], submissions: Path) -> str:
    """Write points and comments into a gradebook that was checked, all of them or none.

    Return a sentence with the number of grades.

    url: the address of its database. submissions: the folder that was graded.

    Refusal: the gradebook rejects them.
    """
    gradebook = _open(url)
    course = _course_of(url)
    late = AssignLatePenalties(config=_config(course))
    late.init_plugin()
    by_hand = [grade for grade in grades if WHOLE in grade.overrides]
    graded = [grade for grade in grades if grade.score is not None and grade not in by_hand]
    commit = gradebook.db.commit
    gradebook.db.commit = gradebook.db.flush  # nbgrader commits after every step
    try:
        with gradebook.db.no_autoflush:  # an unfinished step must not be flushed
            for grade in graded:
                time = _submitted_at(_collected(course, submissions, grade))
                _write(gradebook, grade, time, late.plugin_inst)
        commit()
    except (SQLAlchemyError, InvalidEntry) as error:
        problem = f"The gradebook rejects the grades ({type(error).__name__})."
        raise Refusal(
            problem, "Nothing was written. Try again when nobody else is writing to it."
        ) from error
    finally:
        gradebook.db.rollback()
        gradebook.close()
    for grade in graded:
        _show_script(course, _collected(course, submissions, grade), grade)
    written = f"{len(graded)} of {len(grades)} grades written to {_shown(url)}."
    if not by_hand:
        return written
    names = ", ".join(shown(grade.student or "") for grade in by_hand)
    return f"{written} It keeps only task points: for {names}, enter the total yourself."


def _write(gradebook: Gradebook, graded: Grade, time: str | None, late: Any) -> None:
    """Write one grade. time: when it was submitted, if known. late: nbgrader's penalties."""
    module, student = catalog.module_name(graded.exercise), str(graded.student)
    gradebook.update_or_create_student(student)
    stamp = {"timestamp": time} if time else {}
    submission = gradebook.update_or_create_submission(graded.exercise, student, **stamp)
    notebook = gradebook.find_submission_notebook(module, graded.exercise, student)
    record(notebook, graded)
    gradebook.db.flush()
    gradebook.db.refresh(notebook)  # the database computes its score
    seconds, penalty = submission.total_seconds_late, None
    if seconds > 0:
        penalty = late.late_submission_penalty(student, notebook.score, seconds)
    notebook.late_submission_penalty = (
        None if penalty is None else min(max(penalty, 0.0), notebook.score)
    )


def _open(url: str) -> Gradebook:
    """Open a gradebook that exists: a mistyped address must not make a new one."""
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
    remedy = (
        "Give the address of one that `nbgrader generate_assignment` made, "
        "such as sqlite:///course/gradebook.db."
    )
    raise Refusal(f"{_shown(url)} is not a gradebook: {problem}.", remedy)


def _shown(url: str) -> str:
    """Return an address without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except SQLAlchemyError:
        return "This"


def _course_of(url: str) -> Path:
    """Return the course folder: that of the database file, or else the current one."""
    address = make_url(url)
    return (
        Path(address.database or "").resolve().parent
        if address.drivername.startswith("sqlite")
        else Path.cwd()
    )


def _config(course: Path) -> Config:
    """Load the course's own nbgrader config, such as its rules for late submissions."""
    for folder in (course, *map(Path, jupyter_config_path())):
        if (folder / CONFIG).is_file():
            return PyFileConfigLoader(CONFIG, str(folder)).load_config()
    return Config()


def _collected(course: Path, submissions: Path, graded: Grade) -> Path | None:
    """Return the folder into which nbgrader collected a submission.

    Return None if nbgrader did not: then even timestamp.txt may be the student's own file.
    """
    folder = submissions / str(graded.student) / graded.exercise
    return folder if submissions.resolve().parent == course and folder.is_dir() else None


def _submitted_at(folder: Path | None) -> str | None:
    """Return the time of a submission from nbgrader's timestamp.txt, or None if it is unknown."""
    stamp = folder and folder / "timestamp.txt"
    if stamp is None or not stamp.is_file() or stamp.is_symlink():
        return None
    try:
        return str(parse_utc(stamp.read_text(encoding="utf-8", errors="replace")[:100].strip()))
    except ValueError:
        return None


def _show_script(course: Path, folder: Path | None, graded: Grade) -> None:
    """Write a graded script as a notebook, where formgrader and feedback expect one.

    If a notebook was submitted, nbgrader writes it itself.
    """
    module = catalog.module_name(graded.exercise)
    script = folder and folder / (graded.filename or f"{module}.py")
    source = course / "source" / graded.exercise / f"{module}.ipynb"
    if script is None or not (script.is_file() and source.is_file()) or script.is_symlink():
        return
    if script.suffix != ".py" or script.with_name(f"{module}.ipynb").exists():
        return
    known = {grade_id(cell): cell for cell in nbformat.read(source, 4).cells if grade_id(cell)}
    cells = _cells_of_script(script.read_text(encoding="utf-8", errors="replace"))
    for cell in cells:
        name = _solution_name(cell.source, known)
        cell.metadata = {"nbgrader": known[name].metadata["nbgrader"]} if name else {}
    book = nbformat.v4.new_notebook(
        cells=restored(cells, known, list(known)), metadata=KERNEL | LANGUAGE
    )
    fill(book, graded)
    place = course / "autograded" / str(graded.student) / graded.exercise
    write_whole(place / f"{module}.ipynb", nbformat.writes(book))


def _solution_name(source: str, names: Iterable[str]) -> str | None:
    """Return the name of the solution cell for one of the tasks that `source` defines, or None."""
    defined = set(re.findall(r"^(?:def|class) (\w+)", source, re.MULTILINE))
    for name in names:
        if name.startswith(SOLUTION) and defined.intersection(name.split("-")[1:]):
            return name
    return None


def _cells_of_script(text: str) -> list[NotebookNode]:
    """Split a script into cells; one that jupytext cannot read becomes a single cell."""
    try:
        cells = jupytext.reads(text, fmt="py:percent").cells
    except Exception:  # for instance, a broken jupytext header
        cells = [nbformat.v4.new_code_cell(text)]
    return [nbformat.NotebookNode(cell) for cell in cells]


def record(notebook: SubmittedNotebook, graded: Grade) -> None:
    """Write points and comments for one submitted notebook. Points entered by hand are kept."""
    tasks = {task.name: task for task in graded.tasks}
    for row in notebook.grades:
        task = tasks.get(row.name.removeprefix(CHECK)) if row.name.startswith(CHECK) else None
        if task and task.score is not None and row.auto_score != min(task.score, row.max_score):
            row.auto_score = min(task.score, row.max_score)
            row.needs_manual_grade = row.manual_score is not None
    for row in notebook.comments:
        if row.name.startswith(SOLUTION):
            commented = [tasks[name] for name in row.name.split("-")[1:] if name in tasks]
            texts = [_comment(task, graded.overrides.get(task.name)) for task in commented]
            row.auto_comment = "\n\n".join(texts) or None


def _comment(task: TaskGrade, by_hand: Override | None) -> str:
    """Return the feedback on a task as a block of code, since nbgrader renders Markdown."""
    lines = words.failure_lines(task)
    if by_hand:
        lines.append(f"  Set by the course staff: {visible(words.override(by_hand))}")
    return "\n".join(f"    {line}" for line in lines)
