"""Find the files that `check` is called for, and compare each with its public sheet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .. import catalog
from ..answers import sheet
from ..catalog import ExerciseFolder
from ..errors import Refusal
from ..intake.submissions import one_file
from ..records import Grade, Sheet, Submission
from ..sandbox.runner import Runner
from .submission import grade

UNWRITTEN = b"raise NotImplementedError("
GET = "Unpack the course's exercises again, or ask the course staff for the file."


@dataclass(frozen=True)
class Target:
    """A file to check, and the released exercise that it belongs to."""

    file: Path
    folder: ExerciseFolder

    def submission(self) -> Submission:
        """Read the file as a submission."""
        return one_file(self.file, self.folder.name)

    def public_sheet(self) -> Sheet:
        """Read the released sheet: TensorFlow's answers to the public cases.

        Refusal: it is missing, damaged, or belongs to another exercise.
        """
        path = self.folder.sheet
        if not path.is_file():
            raise Refusal(f"{path}, which holds TensorFlow's answers, is not there.", GET)
        answers = sheet.load(path.read_bytes())
        if answers.exercise != self.folder.name:
            problem = f"{path} holds the answers of {answers.exercise}, not of {self.folder.name}."
            raise Refusal(problem, GET)
        return answers


def find_targets(here: Path, words: Sequence[str]) -> list[Target]:
    """Return the files to check.

    words: files or exercises; without any, the exercise of this folder, or all exercises.

    Refusal: a word is neither, or a released file is missing.
    """
    root = catalog.project_root(here)
    known = catalog.exercises(root, catalog.EXERCISES)
    if not known:
        raise Refusal(f"There is no exercise in {root / catalog.EXERCISES}.", GET)
    if not words:
        words = [here.name] if here.name in known else known
    folders = [catalog.released(root, name) for name in known]
    return [_target(here, folders, word) for word in words]


def check(sandbox: Runner, submission: Submission, answers: Sheet) -> Grade:
    """Grade a submission on public cases, on the student's own machine."""
    runs = sandbox.run(submission, answers.tasks)
    return grade(answers, submission, runs, sandbox.level)


def only_task(answers: Sheet, name: str | None) -> Sheet:
    """Return the sheet with only this task, or all of it without a name.

    Refusal: there is no such task.
    """
    if name is None:
        return answers
    tasks = tuple(task for task in answers.tasks if task.name == name)
    if not tasks:
        names = ", ".join(task.name for task in answers.tasks)
        raise Refusal(f"{answers.exercise} has no task called {name}.", f"Its tasks are: {names}.")
    return replace(answers, tasks=tasks)


def _target(here: Path, folders: Sequence[ExerciseFolder], word: str) -> Target:
    path = here / word
    known = {folder.name: folder for folder in folders}
    if path.suffix not in catalog.SOURCES:
        folder = known[catalog.find(word, list(known))]
        return Target(_worked_on(folder), folder)
    if not path.exists():
        remedy = f"Name a file you saved, or an exercise: {', '.join(known)}."
        raise Refusal(f"There is no file {word}.", remedy)
    for folder in folders:
        if path.stem == folder.module:
            return Target(path, folder)
    names = ", ".join(f"{folder.module}{path.suffix}" for folder in folders)
    raise Refusal(f"{word} is not named after an exercise.", f"Give it the name it had: {names}.")


def _worked_on(folder: ExerciseFolder) -> Path:
    """Return the script or the notebook: the one with less left to write, or else the newer one."""
    both = [folder.script, folder.notebook]
    files = [file for file in both if file.is_file()]
    if not files:
        names = " nor ".join(file.name for file in both)
        raise Refusal(f"There is neither {names} in {folder.path}.", GET)
    return min(files, key=_work_left)


def _work_left(file: Path) -> tuple[int, float]:
    return file.read_bytes().count(UNWRITTEN), -file.stat().st_mtime
