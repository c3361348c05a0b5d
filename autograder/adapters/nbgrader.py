"""nbgrader, both ways: a course made from the exercises, and grades from our sandbox in its notebooks and gradebook.

Exercise -> source/<exercise>/<module>.ipynb;   submitted notebook -> pipeline -> its cells and the gradebook

Everything hangs on the names of cells: `check-<task>` carries a task's points, `solution-<task>-<task>` its comment.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from jupyter_core.paths import jupyter_config_path
from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbformat import NotebookNode
from nbgrader.api import Gradebook, InvalidEntry, MissingEntry, Notebook, SubmittedNotebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearOutput,
    DeduplicateIds,
    Execute,
    IgnorePattern,
    LimitOutput,
    NbGraderPreprocessor,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)
from nbgrader.utils import parse_utc
from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from traitlets import Enum, Unicode
from traitlets.config import Config, PyFileConfigLoader

from .. import catalog, hidden
from ..authoring.markers import BEGIN
from ..authoring.release import KERNEL, LANGUAGE, SHEET
from ..errors import Refusal
from ..intake import code_cells, own_hand_in
from ..pipeline import Job, grade_one, skeletons
from ..records import Grade, Submission, TaskGrade
from ..reports import plain
from ..reports.html import cell_output
from ..spec import Task
from ..store import write_whole

Resources = Any  # nbconvert's dictionary of what is known about the notebook
GRADE = "layers_by_hand"  # where in it one step leaves the Grade for a later one

CHECK, SOLUTION = "check-", "solution-"
CONFIG = "nbgrader_config.py"

# -- release: a course made from the exercises -------------------------------------------------------------------------

PREDICT = re.compile(r"^\*\*Predict\.\*\*.*?(?=\n\s*\n|\Z)", re.DOTALL | re.MULTILINE)
PREDICT_MORE = """

Write your guess and its reason into the cell below before you compute anything. Come back when you have computed it,
and add what came out.

<!-- BEGIN MARK SCHEME -->
**Mark scheme**

* Half of the points: one definite guess, with a reason that names the sizes or steps it follows from. A wrong guess
  with a sound reason counts in full.
* Half of the points: what came out, and, where that is not the guess, which idea was wrong.
<!-- END MARK SCHEME -->"""
EXPLAIN = """**Explain.** Choose one of {tasks}. Say in your own words, without code, why its result is right: which
numbers meet in one number of the result, and why no others. Then describe one mistake that looks right at first, and
the smallest input that exposes it.

<!-- BEGIN MARK SCHEME -->
**Mark scheme**

* Half of the points: which numbers meet, and why, in terms of this exercise's axes; a retelling of the code line by
  line is worth nothing.
* A quarter: a mistake that changes the result.
* A quarter: an input on which it does, with the number that comes out wrong.
<!-- END MARK SCHEME -->"""
ANSWER = "*Your answer:*"
QUESTION_POINTS = {"predict": 1, "explain": 2}

CONFIG_TEXT = '''"""nbgrader for this course, to be started in this folder. Change what you like: it is written once."""

from pathlib import Path

from autograder.adapters.nbgrader import configure

here = Path(__file__).resolve().parent
c = get_config()  # noqa: F821
c.CourseDirectory.root = str(here)
c.CourseDirectory.course_id = {course!r}
c.Exchange.root = str(here / "exchange")  # on a hub: a folder that everybody there can write to
configure(c, project={project!r})
'''


def write_course(root: Path, course: Path) -> list[str]:
    """Write source/ and, where there is none yet, the config; a sentence for each file that changed."""
    said = []
    for name in catalog.exercises(root, "solutions"):
        for path, fresh in _assignment(root, name).items():
            target = course / "source" / name / path
            if not target.is_file() or target.read_bytes() != fresh:
                write_whole(target, fresh)
                said.append(f"{target} written.")
    (course / "exchange").mkdir(parents=True, exist_ok=True)  # nbgrader wants one that is there
    config = course / CONFIG
    if not config.exists():
        write_whole(config, CONFIG_TEXT.format(course=course.resolve().name, project=str(root)))
        said.append(f"{config} written.")
    elif f"{__name__} import configure" not in config.read_text(encoding="utf-8"):
        call = f"`from {__name__} import configure` and `configure(c, project={str(root)!r})`"
        said.append(f"{config} is left as it is. Until you add {call} to it, nbgrader runs students' code itself.")
    return said


def _assignment(root: Path, name: str) -> dict[str, bytes]:
    """The files of one assignment: the notebook with its solutions, and what it needs beside it."""
    sheet = root / "exercises" / name / SHEET
    if not sheet.is_file():
        raise Refusal(f"{sheet} is not there.", "Run `autograder release` first, without --nbgrader.")
    figures = sorted((root / "solutions" / name / "figures").glob("*.svg"))
    return {
        f"{catalog.module_name(name)}.ipynb": (nbformat.writes(original(root, name)) + "\n").encode(),
        SHEET: sheet.read_bytes(),
        **{f"figures/{path.name}": path.read_bytes() for path in figures},
    }


def original(root: Path, name: str) -> NotebookNode:
    """The notebook of an exercise as the staff has it."""
    folder = root / "solutions" / name
    script = (folder / f"{catalog.module_name(name)}.py").read_text(encoding="utf-8")
    return source_notebook(script, catalog.load_spec(folder).tasks)


def source_notebook(script: str, tasks: Sequence[Task]) -> NotebookNode:
    """The staff's version of an exercise: solutions and mark schemes are inside, nbgrader takes them out."""
    cells = list(_source_cells(jupytext.reads(script, fmt="py:percent").cells, tasks))
    for number, cell in enumerate(cells, start=1):
        cell.id = f"cell-{number:02}"
    book = nbformat.v4.new_notebook(cells=cells, metadata=KERNEL | LANGUAGE)
    book.nbformat_minor = 5
    nbformat.validate(book)
    missing = {task.name for task in tasks} - {name.removeprefix(CHECK) for name in map(_grade_id, cells)}
    if missing:
        raise Refusal(f"No cell defines {', '.join(sorted(missing))}.", "Define each task at the start of a line.")
    return book


def _source_cells(cells: Sequence[NotebookNode], tasks: Sequence[Task]) -> Iterator[NotebookNode]:
    for number, cell in enumerate(cells, start=1):
        if cell.cell_type == "markdown":
            yield from _prose(cell.source)
            continue
        here = [task for task in tasks if task.name in _defined(cell.source)]
        if BEGIN in cell.source:
            names = "-".join(task.name for task in here) or f"helper{number}"
            yield _cell("code", cell.source, SOLUTION + names, solution=True)
        else:
            yield nbformat.v4.new_code_cell(cell.source)
        for task in here:
            source = (
                f'from autograder.jupyter import check\n\ncheck("{task.name}")'  # each by itself: others may be lost
            )
            yield _cell("code", source, CHECK + task.name, grade=True, locked=True, points=task.points)
    yield from _question("explain", EXPLAIN.format(tasks=" or ".join(f"`{task.name}`" for task in tasks)))


def _prose(text: str) -> Iterator[NotebookNode]:
    """Text as it is, but for the prediction it asks for, which becomes a question with points."""
    found = PREDICT.search(text)
    if found is None:
        yield nbformat.v4.new_markdown_cell(text)
        return
    for before in (text[: found.start()].strip(), text[found.end() :].strip()):
        if before:
            yield nbformat.v4.new_markdown_cell(before)
    yield from _question("predict", found[0] + PREDICT_MORE)


def _question(name: str, text: str) -> Iterator[NotebookNode]:
    """A question that people grade, with a mark scheme that students do not see, and a cell for the answer."""
    yield _cell("markdown", text, name, task=True, locked=True, points=QUESTION_POINTS[name])
    yield nbformat.v4.new_markdown_cell(ANSWER)


def _cell(kind: str, source: str, grade_id: str, points: float | None = None, **roles: bool) -> NotebookNode:
    """A cell that nbgrader knows. Its schema 3 takes these fields and no others."""
    new = nbformat.v4.new_markdown_cell if kind == "markdown" else nbformat.v4.new_code_cell
    roles = {"grade": False, "solution": False, "locked": False, "task": False, **roles}
    worth = {} if points is None else {"points": points}
    return new(source, metadata={"nbgrader": {"schema_version": 3, "grade_id": grade_id, **roles, **worth}})


def _grade_id(cell: NotebookNode) -> str:
    found = cell.metadata.get("nbgrader", {})
    return str(found.get("grade_id", "")) if isinstance(found, dict) else ""


def _defined(source: str) -> set[str]:
    """The functions, classes and plain names that a cell binds."""
    body = ast.parse(source).body
    assigned = (target for node in body if isinstance(node, ast.Assign) for target in node.targets)
    return {getattr(node, "name", "") for node in body} | {getattr(target, "id", "") for target in assigned}


# -- autograde: points and feedback from the sandbox, in the cells of a submitted notebook -----------------------------


def configure(c: Any, project: str) -> None:
    """What our assignments need of nbgrader. Assignments of other makes in the same course are graded as ever."""
    c.LayersByHand.project = project
    c.ClearSolutions.code_stub = {"python": 'raise NotImplementedError("write your code here and delete this line")'}
    c.Autograde.sanitize_preprocessors = [ClearOutput, OverwriteKernelspec, Mend, DeduplicateIds, CheckCellMetadata]
    c.Autograde.autograde_preprocessors = [
        GradeInSandbox, IgnorePattern, ClearMetadataPreprocessor, LimitOutput, SaveGrade, AssignLatePenalties,
        CheckCellMetadata,
    ]  # fmt: skip


class LayersByHand(NbGraderPreprocessor):
    """What our steps share: where the exercises are, and which notebooks are ours."""

    project = Unicode("", help="The folder that holds solutions/ and the secret seed.").tag(config=True)
    isolation = Enum(["auto", "none"], "auto", help="none: run the files unprotected.").tag(config=True)

    @property
    def root(self) -> Path:
        return Path(self.project)

    def is_ours(self, resources: Resources) -> bool:
        assignment, notebook = resources["nbgrader"]["assignment"], resources["nbgrader"]["notebook"]
        return assignment in catalog.exercises(self.root, "solutions") and notebook == catalog.module_name(assignment)


class Mend(LayersByHand, OverwriteCells):
    """Give every cell that nbgrader knows its place and its data back, whatever became of them."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        if not self.is_ours(resources):
            return super().preprocess(nb, resources)
        named = resources["nbgrader"]
        with Gradebook(named["db_url"]) as gradebook:
            known = _known_cells(gradebook.find_notebook(named["notebook"], named["assignment"]))
        for number, cell in enumerate(code_cells(nb.cells), start=1):
            if cell["cell_type"] == "code":
                cell["execution_count"] = number  # as messages call it
        order = [_grade_id(cell) for cell in original(self.root, named["assignment"]).cells if _grade_id(cell)]
        nb.cells = _mended(nb.cells, known, order)
        return super().preprocess(nb, resources)


def _known_cells(notebook: Notebook) -> dict[str, NotebookNode]:
    """Each cell of an assignment as the gradebook has it."""
    points = {cell.name: cell.max_score for cell in (*notebook.grade_cells, *notebook.task_cells)}
    roles = {"grade": notebook.grade_cells, "solution": notebook.solution_cells, "task": notebook.task_cells}
    names = {role: {cell.name for cell in cells} for role, cells in roles.items()}
    known = {}
    for source in notebook.source_cells:
        has = {role: source.name in members for role, members in names.items()}
        known[source.name] = _cell(
            source.cell_type, source.source, source.name, points.get(source.name), locked=source.locked, **has
        )
    return known


def _mended(
    cells: Sequence[NotebookNode], known: Mapping[str, NotebookNode], order: Sequence[str]
) -> list[NotebookNode]:
    """The cells in their first order, each with what stands below it; what is locked and lost is there again.

    A solution cell that is lost stays lost: its function may be anywhere.
    """
    place = {name: order.index(name) if name in order else len(order) for name in known}
    cells = _each_once(cells, known)
    blocks: list[tuple[int, list[NotebookNode]]] = [(-1, [])]
    for cell in cells:
        if name := _grade_id(cell):
            blocks.append((place[name], []))
        blocks[-1][1].append(cell)
    lost = [name for name in known if name not in map(_grade_id, cells) and not name.startswith(SOLUTION)]
    blocks += [(place[name], [known[name]]) for name in lost]
    return [cell for _, block in sorted(blocks, key=lambda block: block[0]) for cell in block]


def _each_once(cells: Sequence[NotebookNode], known: Mapping[str, NotebookNode]) -> list[NotebookNode]:
    """Every cell with the data it was released with. Untouched copies of it go."""
    copies: dict[str, list[NotebookNode]] = {}
    for cell in cells:
        if (name := _grade_id(cell)) in known:
            copies.setdefault(name, []).append(cell)
        cell.metadata.pop("nbgrader", None)
    gone = []
    for name, group in copies.items():
        touched = [cell for cell in group if cell.source.strip() != known[name].source.strip()] or group[-1:]
        gone += [cell for cell in group if not any(cell is each for each in touched)]
        touched[-1].metadata["nbgrader"] = known[name].metadata["nbgrader"]
    return [cell for cell in cells if not any(cell is each for each in gone)]


class GradeInSandbox(LayersByHand, Execute):
    """In the place of running the notebook: what our grader says of it, as the outputs of its grade cells."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        if not self.is_ours(resources):
            return super().preprocess(nb, resources)
        exercise = resources["nbgrader"]["assignment"]
        submission = self.submission(exercise, resources["nbgrader"]["student"])
        seed = hidden.secret_seed(self.root)
        graded = grade_one(Job(submission, hidden.hidden_sheet(self.root, exercise, seed, _no_sheet), self.isolation))
        if graded.score is None:  # nbgrader then says that this one failed, and goes on: neither a zero nor a pass
            raise Refusal(f"Not graded: {graded.reason}", "Grade it again.")
        _fill(nb, graded)
        resources[GRADE] = graded
        return nb, resources

    def submission(self, exercise: str, student: str) -> Submission:
        """What was handed in, read as `autograder grade` reads it: here it may have lost cells, or got some back."""
        place = CourseDirectory(config=self.config)
        folder = Path(place.format_path(place.submitted_directory, student, exercise))
        found = own_hand_in(folder, exercise, student, skeletons(self.root, [exercise]))
        if found.submission is None:
            raise Refusal(f"Not graded: {found.reason}", "Put it right, and grade it again.")
        return found.submission


def _fill(nb: NotebookNode, graded: Grade) -> None:
    """Put points and feedback below the grade cells."""
    for cell in nb.cells:
        if name := _checked(cell):
            task = next(task for task in graded.tasks if task.name == name)
            cell.outputs = [_output(task, cell.metadata["nbgrader"]["points"])]


def _checked(cell: NotebookNode) -> str:
    """The task that a grade cell of ours is about; "" for other cells."""
    name = _grade_id(cell)
    return name.removeprefix(CHECK) if name.startswith(CHECK) and cell.metadata["nbgrader"]["grade"] else ""


def _output(task: TaskGrade, most: float) -> NotebookNode:
    """nbgrader takes the first result that is a number for the points, and no text on stderr, or there are none."""
    points = repr(min(float(task.score or 0.0), float(most)))
    return nbformat.v4.new_output("execute_result", {"text/plain": points, "text/html": cell_output(task)})


def _no_sheet() -> bytes:
    raise Refusal(
        "The hidden cases are not there, or older than the exercise.", "Run `autograder release --nbgrader` again."
    )


class SaveGrade(LayersByHand, SaveAutoGrades):
    """nbgrader's own step, and then the comments, which it would wipe out."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        nb, resources = super().preprocess(nb, resources)
        if graded := resources.pop(GRADE, None):
            named = resources["nbgrader"]
            with Gradebook(named["db_url"]) as gradebook:
                record(
                    gradebook.find_submission_notebook(named["notebook"], named["assignment"], named["student"]), graded
                )
                gradebook.db.commit()
        return nb, resources


# -- gradebook: the grades of `autograder grade`, of scripts and notebooks alike ---------------------------------------


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
                _write(gradebook, grade, _handed_in(_collected(course, submissions, grade)), late.plugin_inst)
        commit()
    except (SQLAlchemyError, InvalidEntry) as error:
        problem = f"The gradebook does not take the grades ({type(error).__name__})."
        raise Refusal(problem, "Nothing was written. Try again when nobody else writes to it.") from error
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
    notebook.late_submission_penalty = None if penalty is None else min(max(penalty, 0.0), notebook.score)


def _open(url: str) -> Gradebook:
    """A gradebook that is there: a mistyped address must not make a new one."""
    problem = "nbgrader has written nothing to it"
    try:
        engine = create_engine(url)
        if engine.url.drivername.startswith("sqlite") and not Path(engine.url.database or "").is_file():
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
    return Path(address.database or "").resolve().parent if address.drivername.startswith("sqlite") else Path.cwd()


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
    script, source = folder and folder / f"{module}.py", course / "source" / graded.exercise / f"{module}.ipynb"
    if script is None or not (script.is_file() and source.is_file()) or script.is_symlink():
        return
    if script.with_suffix(".ipynb").exists():
        return
    known = {_grade_id(cell): cell for cell in nbformat.read(source, 4).cells if _grade_id(cell)}
    cells = _cells_of_script(script.read_text(encoding="utf-8", errors="replace"))
    for cell in cells:
        defined = set(re.findall(r"^(?:def|class) (\w+)", cell.source, re.MULTILINE))
        theirs = [name for name in known if name.startswith(SOLUTION) and defined & {*name.split("-")[1:]}]
        cell.metadata = {"nbgrader": known[theirs[0]].metadata["nbgrader"]} if theirs else {}
    book = nbformat.v4.new_notebook(cells=_mended(cells, known, list(known)), metadata=KERNEL | LANGUAGE)
    _fill(book, graded)
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
    return "\n".join(f"    {line}" for line in plain.failure_lines(task))
