"""Make `nbgrader autograde` grade in our sandbox, and put points and feedback into the cells."""

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
from ...answers.sheet import load
from ...errors import Refusal
from ...grading.job import Job, grade_one
from ...intake.candidate import asked_by
from ...intake.notebook import code_cells
from ...intake.submissions import own_submission
from ...records import Sheet, Submission
from .cells import cell_of, fill, grade_id, restored
from .course import original
from .gradebook import record

Resources = Any  # nbconvert's dictionary of facts about the notebook
GRADE = "layers_by_hand"  # the key of the Grade that GradeInSandbox leaves for SaveGrade


def configure(c: Any, project: str) -> None:
    """Configure nbgrader for our assignments. Other assignments in the course are graded as usual.

    c: nbgrader's config. project: the folder that holds solutions/ and the secret seed.
    """
    c.LayersByHand.project = project
    c.ClearSolutions.code_stub = {"python": 'raise NotImplementedError("replace this line")'}
    c.Autograde.sanitize_preprocessors = [
        ClearOutput,
        OverwriteKernelspec,
        Restore,
        DeduplicateIds,
        CheckCellMetadata,
    ]
    c.Autograde.autograde_preprocessors = [
        GradeInSandbox,
        IgnorePattern,
        ClearMetadataPreprocessor,
        LimitOutput,
        SaveGrade,
        AssignLatePenalties,
        CheckCellMetadata,
    ]


class LayersByHand(NbGraderPreprocessor):
    """The base of our preprocessors, which knows the exercises and which notebooks are ours."""

    project = Unicode("", help="The folder that holds solutions/ and the secret seed.").tag(
        config=True
    )
    isolation = Enum(["auto", "none"], "auto", help="none: run the files unprotected.").tag(
        config=True
    )

    @property
    def root(self) -> Path:
        """The folder that holds solutions/."""
        return Path(self.project)

    def is_ours(self, resources: Resources) -> bool:
        """Tell whether a notebook belongs to one of our exercises."""
        named = resources["nbgrader"]
        if named["assignment"] not in catalog.exercises(self.root, catalog.SOLUTIONS):
            return False
        return bool(named["notebook"] == catalog.module_name(named["assignment"]))


class Restore(LayersByHand, OverwriteCells):
    """Restore the position and metadata of every cell that nbgrader knows."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Return the notebook with known cells in their positions."""
        if not self.is_ours(resources):
            return super().preprocess(nb, resources)
        named = resources["nbgrader"]
        with Gradebook(named["db_url"]) as gradebook:
            known = _known_cells(gradebook.find_notebook(named["notebook"], named["assignment"]))
        for number, cell in enumerate(code_cells(nb.cells), start=1):
            if cell["cell_type"] == "code":
                cell["execution_count"] = number  # the number that messages give the cell
        order = [
            grade_id(cell)
            for cell in original(self.root, named["assignment"]).cells
            if grade_id(cell)
        ]
        nb.cells = restored(nb.cells, known, order)
        return super().preprocess(nb, resources)


def _known_cells(notebook: Notebook) -> dict[str, NotebookNode]:
    """Return the gradebook's cells of an assignment, by name."""
    points = {cell.name: cell.max_score for cell in (*notebook.grade_cells, *notebook.task_cells)}
    roles = {
        "grade": notebook.grade_cells,
        "solution": notebook.solution_cells,
        "task": notebook.task_cells,
    }
    names = {role: {cell.name for cell in cells} for role, cells in roles.items()}
    known = {}
    for source in notebook.source_cells:
        flags = {role: source.name in members for role, members in names.items()}
        known[source.name] = cell_of(
            source.cell_type,
            source.source,
            source.name,
            points.get(source.name),
            locked=source.locked,
            **flags,
        )
    return known


class GradeInSandbox(LayersByHand, Execute):
    """Grade the notebook instead of running it: the results become the outputs of grade cells."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Return the notebook with the results of grading as outputs of its grade cells."""
        if not self.is_ours(resources):
            return super().preprocess(nb, resources)
        exercise = resources["nbgrader"]["assignment"]
        sheet = hidden.hidden_sheet(self.root, exercise, hidden.secret_seed(self.root))
        if sheet is None:
            problem = "The hidden cases are missing, or older than the exercise."
            raise Refusal(problem, "Run `autograder export --to nbgrader` again.")
        submission = self.submission(load(sheet), resources["nbgrader"]["student"])
        graded = grade_one(Job(submission=submission, sheet=sheet, isolation=self.isolation))
        if graded.score is None:  # nbgrader then reports a failure, rather than a zero or a pass
            raise Refusal(f"Not graded: {graded.reason}", "Grade it again.")
        fill(nb, graded)
        resources[GRADE] = graded
        return nb, resources

    def submission(self, answers: Sheet, student: str) -> Submission:
        """Find and read the submitted file as `autograder grade` does.

        It may differ from the notebook at this step: earlier steps may drop or restore cells.
        """
        place, exercise = CourseDirectory(config=self.config), answers.exercise
        folder = Path(place.format_path(place.submitted_directory, student, exercise))
        found = own_submission(folder, exercise, asked_by(answers), student)
        if found.submission is None:
            raise Refusal(f"Not graded: {found.reason}", "Correct it, and grade it again.")
        return found.submission


class SaveGrade(LayersByHand, SaveAutoGrades):
    """Save the grade as nbgrader does, then add our comments, which its own step would erase."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Return nbgrader's notebook, with the comments of grading added."""
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
