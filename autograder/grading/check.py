"""Find the files that `check` is called for, and compare each with its public sheet."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from .. import catalog
from ..answers import SEED, sheet
from ..catalog import ExerciseFolder
from ..errors import Refusal, lacking
from ..intake.looking import Known, asked_by, is_source
from ..intake.submissions import exercises_of, one_file, work_in
from ..intake.syntax import Version, line_too_new
from ..records import Grade, Sheet, Submission
from ..sandbox.runner import Runner
from ..verdict.grade import total
from .submission import grade

GET = "Unpack the course's exercises again, or ask the course staff for the file."


@dataclass(frozen=True)
class Target:
    """A file to check, and the released exercise that it belongs to."""

    file: Path
    folder: ExerciseFolder

    def submission(self) -> Submission:
        """Read the file as a submission."""
        return one_file(self.file, self.folder.name, _asked_in([self.folder]))

    def public_sheet(self) -> Sheet:
        """Read the released sheet, as `public_sheet` does."""
        return public_sheet(self.folder)


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
    """Grade a submission on public cases, on the student's own machine.

    Without a package that the exercise uses, it is not graded, and the reason says what to install.
    """
    if refusal := lacking(answers.exercise, answers.packages):
        reason = f"{refusal.problem} {refusal.remedy}"
        nothing = total(answers, submission, sandbox.level, (), reason=reason)
        return replace(nothing, max_score=answers.points)
    runs = sandbox.run(submission, answers.tasks)
    graded = grade(answers, submission, runs, sandbox.level)
    return replace(graded, warnings=(*_other_versions(submission, answers), *graded.warnings))


def _other_versions(submission: Submission, answers: Sheet) -> Iterator[str]:
    """Warn where this Python and NumPy are not those of the course, which made the answers."""
    numpy, python = (answers.made_by.get(name, "") for name in ("numpy", "python"))
    version = _version(python)
    for number, cell in enumerate(submission.cells, start=1):
        line = line_too_new(cell.decode("utf-8", "replace"), version) if version else None
        if line:
            place = f"Line {line}" + (f" of cell {number}" if len(submission.cells) > 1 else "")
            yield f"{place} needs a newer Python than the course's, which is {python}."
    if numpy and _version(numpy) != _version(np.__version__):
        here = f"You have NumPy {np.__version__}, the course has {numpy}"
        yield f"{here}: functions that one has, the other may lack."


def _version(text: str) -> Version | None:
    """Return the first two numbers of a version."""
    match = re.match(r"(\d+)\.(\d+)", text)
    return (int(match[1]), int(match[2])) if match else None


@contextmanager
def runners(own: Runner, here: Path) -> Iterator[Callable[[Target, Sheet], Runner]]:
    """Lend the runner for each file: `own`, or a sandbox for one that is guarded.

    Refusal, when it is asked for: there is no sandbox on this machine.
    """
    with ExitStack() as stack:

        @cache
        def sandbox(packages: tuple[str, ...]) -> Runner:
            from ..sandbox.pool import open_sandbox

            return stack.enter_context(open_sandbox("auto", packages))

        def runner_for(target: Target, answers: Sheet) -> Runner:
            return sandbox(answers.packages) if is_guarded(target.file, here) else own

        yield runner_for


def is_guarded(file: Path, here: Path) -> bool:
    """Tell whether a file may be somebody else's, and could read what only staff may.

    That is a file outside exercises/, where a secret seed or solutions are in this folder or in one
    above it. What was submitted may look like a course itself, so every folder counts.
    """
    file, here = file.resolve(), here.resolve()
    for folder in (here, *here.parents):
        own = file.is_relative_to((folder / catalog.EXERCISES).resolve())
        if not own and ((folder / SEED).exists() or catalog.exercises(folder, catalog.SOLUTIONS)):
            return True
    return False


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


def public_sheet(folder: ExerciseFolder) -> Sheet:
    """Read a released sheet: TensorFlow's answers to the public cases.

    Refusal: it is missing, damaged, or belongs to another exercise.
    """
    path = folder.sheet
    if not path.is_file():
        raise Refusal(f"{path}, which holds TensorFlow's answers, is not there.", GET)
    answers = sheet.load(path.read_bytes())
    if answers.exercise != folder.name:
        problem = f"{path} holds the answers of {answers.exercise}, not of {folder.name}."
        raise Refusal(problem, GET)
    return answers


def _asked_in(folders: Iterable[ExerciseFolder]) -> Known:
    """Return what these exercises ask for, by their sheets. One without a sheet is left out."""
    sheets: list[Sheet] = []
    for folder in folders:
        with suppress(Refusal):
            sheets.append(public_sheet(folder))
    return asked_by(*sheets)


def _target(here: Path, folders: Sequence[ExerciseFolder], word: str) -> Target:
    path = here / word
    known = {folder.name: folder for folder in folders}
    if not is_source(path.name):
        folder = known[catalog.find(word, list(known))]
        return Target(_worked_on(folder), folder)
    if not path.exists():
        remedy = f"Name a file you saved, or an exercise: {', '.join(known)}."
        raise Refusal(f"There is no file {word}.", remedy)
    own = [folder for folder in folders if folder.module == path.stem]
    if own and exercises_of(path, _asked_in(own)):  # then there is no need to read all sheets
        return Target(path, own[0])
    names = exercises_of(path, _asked_in(folders))
    if len(names) > 1:
        remedy = f"Give it the name of one: {known[names[0]].module}{path.suffix}."
        raise Refusal(f"{word} may be for {' or '.join(names)}.", remedy)
    if not names and not own:
        remedy = "Keep the names of functions as the skeleton has them."
        raise Refusal(f"{word} defines nothing that an exercise asks for.", remedy)
    return Target(path, known[names[0]] if names else own[0])


def _worked_on(folder: ExerciseFolder) -> Path:
    """Return the one file in a folder that has work in it, or else the skeleton saved last.

    Refusal: there is none, or there are several with different work.
    """
    asked = _asked_in([folder])
    done = work_in(folder.path, folder.name, asked) if asked.exercises else None
    if done:
        return done
    both = [folder.script, folder.notebook]
    files = [file for file in both if file.is_file()]
    if not files:
        names = " nor ".join(file.name for file in both)
        raise Refusal(f"There is neither {names} in {folder.path}.", GET)
    return max(files, key=lambda file: file.stat().st_mtime)
