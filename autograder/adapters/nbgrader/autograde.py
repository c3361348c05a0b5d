"""`nbgrader autograde`: points and feedback from our sandbox, in the cells of a submitted notebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbformat import NotebookNode
from nbgrader.api import Gradebook, Notebook
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
from traitlets import Enum, Unicode

from ... import catalog
from ...answers import hidden
from ...errors import Refusal
from ...grading.job import Job, grade_one
from ...intake.notebook import code_cells
from ...intake.submissions import one_file
from ...records import Submission
from .cells import cell_of, fill, grade_id, mended
from .course import original
from .gradebook import record

Resources = Any  # nbconvert's dictionary of what is known about the notebook
GRADE = "layers_by_hand"  # where in it one step leaves the Grade for a later one


def configure(c: Any, project: str) -> None:
    """What our assignments need of nbgrader. Assignments of other makes in the same course are graded as ever."""
    c.LayersByHand.project = project
    c.ClearSolutions.code_stub = {
        "python": 'raise NotImplementedError("write your code here and delete this line")'
    }
    c.Autograde.sanitize_preprocessors = [
        ClearOutput,
        OverwriteKernelspec,
        Mend,
        DeduplicateIds,
        CheckCellMetadata,
    ]
    c.Autograde.autograde_preprocessors = [
        GradeInSandbox, IgnorePattern, ClearMetadataPreprocessor, LimitOutput, SaveGrade, AssignLatePenalties,
        CheckCellMetadata,
    ]  # fmt: skip


class LayersByHand(NbGraderPreprocessor):
    """What our steps share: where the exercises are, and which notebooks are ours."""

    project = Unicode("", help="The folder that holds solutions/ and the secret seed.").tag(
        config=True
    )
    isolation = Enum(["auto", "none"], "auto", help="none: run the files unprotected.").tag(
        config=True
    )

    @property
    def root(self) -> Path:
        return Path(self.project)

    def is_ours(self, resources: Resources) -> bool:
        """Tell whether a notebook is the one of an exercise."""
        named = resources["nbgrader"]
        if named["assignment"] not in catalog.exercises(self.root, catalog.SOLUTIONS):
            return False
        return bool(named["notebook"] == catalog.module_name(named["assignment"]))


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
        order = [
            grade_id(cell)
            for cell in original(self.root, named["assignment"]).cells
            if grade_id(cell)
        ]
        nb.cells = mended(nb.cells, known, order)
        return super().preprocess(nb, resources)


def _known_cells(notebook: Notebook) -> dict[str, NotebookNode]:
    """Each cell of an assignment as the gradebook has it."""
    points = {cell.name: cell.max_score for cell in (*notebook.grade_cells, *notebook.task_cells)}
    roles = {
        "grade": notebook.grade_cells,
        "solution": notebook.solution_cells,
        "task": notebook.task_cells,
    }
    names = {role: {cell.name for cell in cells} for role, cells in roles.items()}
    known = {}
    for source in notebook.source_cells:
        has = {role: source.name in members for role, members in names.items()}
        known[source.name] = cell_of(
            source.cell_type,
            source.source,
            source.name,
            points.get(source.name),
            locked=source.locked,
            **has,
        )
    return known


class GradeInSandbox(LayersByHand, Execute):
    """In the place of running the notebook: what our grader says of it, as the outputs of its grade cells."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        if not self.is_ours(resources):
            return super().preprocess(nb, resources)
        exercise = resources["nbgrader"]["assignment"]
        submission = self.submission(exercise, resources["nbgrader"]["student"])
        sheet = hidden.hidden_sheet(self.root, exercise, hidden.secret_seed(self.root))
        if sheet is None:
            problem = "The hidden cases are not there, or older than the exercise."
            raise Refusal(problem, "Run `autograder release --nbgrader` again.")
        graded = grade_one(Job(submission, sheet, self.isolation))
        if (
            graded.score is None
        ):  # nbgrader then says that this one failed, and goes on: neither a zero nor a pass
            raise Refusal(f"Not graded: {graded.reason}", "Grade it again.")
        fill(nb, graded)
        resources[GRADE] = graded
        return nb, resources

    def submission(self, exercise: str, student: str) -> Submission:
        """What was handed in, read as `autograder grade` reads it: here it may have lost cells, or got some back."""
        place = CourseDirectory(config=self.config)
        folder = Path(place.format_path(place.submitted_directory, student, exercise))
        return one_file(folder / f"{catalog.module_name(exercise)}.ipynb", exercise, student)


class SaveGrade(LayersByHand, SaveAutoGrades):
    """nbgrader's own step, and then the comments, which it would wipe out."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        nb, resources = super().preprocess(nb, resources)
        if graded := resources.pop(GRADE, None):
            named = resources["nbgrader"]
            with Gradebook(named["db_url"]) as gradebook:
                record(
                    gradebook.find_submission_notebook(
                        named["notebook"], named["assignment"], named["student"]
                    ),
                    graded,
                )
                gradebook.db.commit()
        return nb, resources
