"""Make an nbgrader course from the exercises: source/<exercise>/<module>.ipynb, and its config."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from ... import catalog
from ...authoring.kit import with_due_date
from ...authoring.markers import BEGIN
from ...authoring.release import KERNEL, LANGUAGE, cells_of, figures, with_tasks
from ...disk import write_whole
from ...errors import Refusal
from ...grading.sets import ExerciseSet
from ...spec import Task
from .cells import CHECK, SOLUTION, cell_of, grade_id

CONFIG = "nbgrader_config.py"
PACKAGE = __name__.rpartition(".")[0]

PREDICT = re.compile(r"^\*\*Predict\.\*\*.*?(?=\n\s*\n|\Z)", re.DOTALL | re.MULTILINE)
PREDICT_MORE = """

Write your guess and its reason in the cell below before you compute anything. Come back when you have computed it,
and add what came out.

<!-- BEGIN MARK SCHEME -->
**Mark scheme**

* Half of the points: one definite guess, with a reason that names the sizes or steps it follows from. A wrong guess
  with a sound reason counts in full.
* Half of the points: what came out and, if it differs from the guess, which idea was wrong.
<!-- END MARK SCHEME -->"""  # noqa: E501
EXPLAIN = """**Explain.** Choose one of {tasks}. Say in your own words, without code, why its result is right: which
numbers meet in one number of the result, and why no others. Then describe one mistake that looks right at first, and
the smallest input that exposes it.

<!-- BEGIN MARK SCHEME -->
**Mark scheme**

* Half of the points: which numbers meet, and why, in terms of this exercise's axes; a retelling of the code line by
  line is worth nothing.
* A quarter: a mistake that changes the result.
* A quarter: an input that exposes it, with the number that comes out wrong.
<!-- END MARK SCHEME -->"""  # noqa: E501
ANSWER = "*Your answer:*"
QUESTION_POINTS = {"predict": 1, "explain": 2}

CONFIG_TEXT = '''"""Configure nbgrader for this course; start it in this folder. Your changes are never overwritten."""

from pathlib import Path

from autograder.adapters.nbgrader import configure

here = Path(__file__).resolve().parent
c = get_config()  # noqa: F821
c.CourseDirectory.root = str(here)
c.CourseDirectory.course_id = {course!r}
c.Exchange.root = str(here / "exchange")  # on a hub, a folder that every user can write to
configure(c, project={project!r})
'''  # noqa: E501


def write_course(root: Path, course: Path, chosen: ExerciseSet | None = None) -> list[str]:
    """Write source/ and, if there is none yet, the config.

    Return a sentence for each file that changed, and one if the config does not use our sandbox.

    chosen: the set of exercises to write; without one, all of them.
    """
    sentences = []
    names = chosen.exercises if chosen else catalog.exercises(root, catalog.SOLUTIONS)
    for name in names:
        for path, fresh in _assignment(root, name, chosen).items():
            target = course / "source" / name / path
            if not target.is_file() or target.read_bytes() != fresh:
                write_whole(target, fresh)
                sentences.append(f"{target} written.")
    (course / "exchange").mkdir(parents=True, exist_ok=True)  # nbgrader does not make it
    config = course / CONFIG
    if not config.exists():
        write_whole(config, CONFIG_TEXT.format(course=course.resolve().name, project=str(root)))
        sentences.append(f"{config} written.")
    elif f"{PACKAGE} import configure" not in config.read_text(encoding="utf-8"):
        call = f"`from {PACKAGE} import configure` and `configure(c, project={str(root)!r})`"
        sentences.append(
            f"{config} was not changed. Until you add {call} to it, "
            "nbgrader runs students' code itself."
        )
    return sentences


def _assignment(root: Path, name: str, chosen: ExerciseSet | None) -> dict[str, bytes]:
    """Return the files of one assignment: path -> bytes. The notebook has its solutions."""
    folder, sheet = catalog.solution(root, name), catalog.released(root, name).sheet
    if not sheet.is_file():
        raise Refusal(f"{sheet} is missing.", "Run `autograder release` first, without --nbgrader.")
    notebook = (nbformat.writes(original(root, name)) + "\n").encode()
    return {
        folder.notebook.name: with_due_date(notebook, chosen) if chosen else notebook,
        sheet.name: sheet.read_bytes(),
        **{file: (folder.path / file).read_bytes() for file in catalog.load_spec(folder).files},
        **figures(folder),
    }


def original(root: Path, name: str) -> NotebookNode:
    """Return the staff's notebook of an exercise."""
    folder = catalog.solution(root, name)
    return source_notebook(
        folder.script.read_text(encoding="utf-8"), catalog.load_spec(folder).tasks
    )


def source_notebook(script: str, tasks: Sequence[Task]) -> NotebookNode:
    """Turn the staff's script of an exercise into a notebook for nbgrader.

    It includes solutions and mark schemes, which nbgrader removes for students.

    Refusal: no cell defines one of the tasks.
    """
    cells = list(_source_cells(cells_of(script), tasks))
    for number, cell in enumerate(cells, start=1):
        cell.id = f"cell-{number:02}"
    book = nbformat.v4.new_notebook(cells=cells, metadata=KERNEL | LANGUAGE)
    book.nbformat_minor = 5
    nbformat.validate(book)
    checked = {grade_id(cell).removeprefix(CHECK) for cell in cells}
    missing = {task.name for task in tasks} - checked
    if missing:
        raise Refusal(
            f"No cell defines {', '.join(sorted(missing))}.",
            "Define each task at the start of a line.",
        )
    return book


def _source_cells(cells: Sequence[NotebookNode], tasks: Sequence[Task]) -> Iterator[NotebookNode]:
    """Yield the cells of a script as nbgrader needs them, with a check below each task."""
    for number, (cell, tasks_of_cell) in enumerate(with_tasks(cells, tasks), start=1):
        if cell.cell_type == "markdown":
            yield from _prose(cell.source)
            continue
        if BEGIN in cell.source:
            names = "-".join(task.name for task in tasks_of_cell) or f"helper{number}"
            yield cell_of("code", cell.source, SOLUTION + names, solution=True)
        else:
            yield nbformat.v4.new_code_cell(cell.source)
        for task in tasks_of_cell:  # each check has its own import: students may delete the others
            source = f'from autograder.jupyter import check\n\ncheck("{task.name}")'
            yield cell_of(
                "code", source, CHECK + task.name, grade=True, locked=True, points=task.points
            )
    yield from _question(
        "explain", EXPLAIN.format(tasks=" or ".join(f"`{task.name}`" for task in tasks))
    )


def _prose(text: str) -> Iterator[NotebookNode]:
    """Yield text unchanged, but turn a request for a prediction into a question with points."""
    match = PREDICT.search(text)
    if match is None:
        yield nbformat.v4.new_markdown_cell(text)
        return
    for rest in (text[: match.start()].strip(), text[match.end() :].strip()):
        if rest:
            yield nbformat.v4.new_markdown_cell(rest)
    yield from _question("predict", match[0] + PREDICT_MORE)


def _question(name: str, text: str) -> Iterator[NotebookNode]:
    """Yield a question that people grade, and a cell for the answer.

    text: the question and its mark scheme, which students do not see.
    """
    yield cell_of("markdown", text, name, task=True, locked=True, points=QUESTION_POINTS[name])
    yield nbformat.v4.new_markdown_cell(ANSWER)
