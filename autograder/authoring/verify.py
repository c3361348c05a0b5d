"""Make an exercise's sheets for several seeds, and grade its own submissions with them."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from .. import catalog
from ..answers.making import PUBLIC_SEED, build_sheet, run_trusted
from ..answers.oracle import Oracle
from ..catalog import ExerciseFolder
from ..grading.submission import grade
from ..records import Grade, Run, Sheet, Submission, TaskGrade
from ..spec import Exercise

SEEDS = range(11, 14)
Runs = Mapping[tuple[str, str], Run]  # (mistake, task) -> its run


class Proof(Struct, frozen=True, dict=True):  # with the values of cached properties
    """An exercise with a sheet for each of several seeds. Each sheet is made only once."""

    folder: ExerciseFolder
    oracle: Oracle
    seeds: Sequence[int] = SEEDS

    @cached_property
    def exercise(self) -> Exercise:
        """The spec."""
        return catalog.load_spec(self.folder)

    @cached_property
    def made(self) -> tuple[tuple[Sheet, Runs], ...]:
        """A sheet for each seed, with the mistakes, and their runs."""
        made = []
        for seed in self.seeds:
            runs: dict[tuple[str, str], Run] = {}
            made.append((build_sheet(self.folder, seed, self.oracle, runs=runs), runs))
        return tuple(made)

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """A sheet for each seed, with the mistakes."""
        return tuple(sheet for sheet, _ in self.made)

    @cached_property
    def public_sheet(self) -> Sheet:
        """The sheet that students get."""
        return build_sheet(self.folder, PUBLIC_SEED, self.oracle)

    @cached_property
    def source(self) -> bytes:
        """The solution."""
        return self.folder.script.read_bytes()

    @cached_property
    def lost_by_solution(self) -> dict[str, str]:
        """Task -> why the solution does not earn its points."""
        return self.losses(self.source)

    def losses(self, source: bytes) -> dict[str, str]:
        """Return why each task of a correct submission loses points, in float32 or float64.

        There is one reason for each task, although numbers differ by seed.
        """
        lost: dict[str, str] = {}
        for answers in self.sheets:
            for task in self.grade(answers, source).tasks:
                if task.verdict != "pass":
                    lost.setdefault(task.name, str(task.message))
        return lost

    @cached_property
    def lost(self) -> dict[str, list[list[TaskGrade]]]:
        """Mistake -> for each seed, the graded tasks in which it should be named.

        Only the first seed's run is repeated: no mistake may depend on chance.
        """
        lost: dict[str, list[list[TaskGrade]]] = {}
        (first, _), *others = self.made
        for name, path in self.folder.mistakes.items():
            lost[name] = [self._lost(name, path, *made) for made in ((first, {}), *others)]
        return lost

    def _lost(self, mistake: str, path: Path, answers: Sheet, runs: Runs) -> list[TaskGrade]:
        """Return the tasks in which a mistake loses points.

        As in `build_sheet`, a name counts only in the first task that shows that it is wrong.
        """
        submission = self.submission(self.source, path.read_bytes())
        defined = catalog.defined_names(path)
        lost, right = [], set(defined)
        for task in answers.tasks:
            used = defined.intersection(task.names)
            if used and used <= right:
                run = runs.get((mistake, task.name)) or run_trusted(submission, [task])[0]
                (graded,) = grade(replace(answers, tasks=(task,)), submission, [run], "none").tasks
                if graded.verdict != "pass":
                    lost.append(graded)
                    right -= used
        return lost

    @cached_property
    def place(self) -> str:
        """The path of the solution, for messages."""
        return f"{catalog.SOLUTIONS}/{self.folder.name}/{self.folder.script.name}"

    def loading(self, path: Path) -> str:
        """Describe the error that a mistake raises before it defines a name, or return ""."""
        submission = self.submission(path.read_bytes())
        runs = run_trusted(submission, self.sheets[0].tasks)
        raised = next((run.loading for run in runs if run.loading), None)
        if raised is None:
            return ""
        return f" Loading it raises {raised.type} in line {raised.line}: {raised.message}."

    def submission(self, *cells: bytes) -> Submission:
        """Return these cells as a submission of this exercise."""
        return Submission(
            exercise=self.folder.name,
            module=self.folder.module,
            filename=self.folder.script.name,
            cells=cells,
        )

    def grade(self, answers: Sheet, *cells: bytes) -> Grade:
        """Grade these cells, run one after another in one module."""
        submission = self.submission(*cells)
        return grade(answers, submission, run_trusted(submission, answers.tasks), "none")
