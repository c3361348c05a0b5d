"""Find the files to check, and grade each on the cases of its public sheet."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from .. import catalog
from ..answers import SEED, sheet
from ..catalog import ExerciseFolder
from ..errors import Refusal, closest, lacking, no_aspect, no_task
from ..intake.candidate import Assigned, Candidate, asked_by, is_source
from ..intake.submissions import exercises_of, inspect_path, one_file, submission_in, work_in
from ..intake.syntax import Version, line_too_new
from ..records import Grade, Sheet, Submission
from ..sandbox.runner import Runner
from .tasks import find_work

GET = "Unpack the course's exercises again, or ask the course staff for the file."


class Target(Struct, frozen=True):
    """A file to check, and the released exercise it belongs to.

    tasks: the only ones to check; without any, all of them.
    found: the result of inspecting the file, if done for this exercise alone.
    """

    file: Path
    folder: ExerciseFolder
    tasks: tuple[str, ...] = ()
    found: Candidate | None = None

    def submission(self) -> Submission:
        """Read the file as a submission."""
        if self.found:
            return submission_in(self.found, self.folder.name)
        return one_file(self.file, self.folder.name, _asked_in([self.folder]))


def asked_words(here: Path, words: Sequence[str]) -> list[str]:
    """Return the words that name what to check.

    words: files, exercises or tasks; without any, the exercise of this folder or all exercises are
        checked.

    Refusal: there is no exercise.
    """
    root = catalog.project_root(here)
    known = catalog.exercises(root, catalog.EXERCISES)
    if not known:
        raise Refusal(f"There is no exercise in {root / catalog.EXERCISES}.", GET)
    return list(words) or ([here.name] if here.name in known else known)


def find_target(here: Path, word: str) -> Target:
    """Return the file to check for a word: a file, an exercise or a task.

    Refusal: it is none of them, or a file of another kind; a released file is missing.
    """
    if is_source(word) or is_source(Path(word).stem) or ("." in word and (here / word).is_file()):
        root = catalog.project_root(here)
        return _named_file(here, root, catalog.folders(root, catalog.EXERCISES), word)
    folder, task = find_work(here, word)
    return replace(_worked_on(folder), tasks=(task,) if task else ())


def unchecked(name: str, refusal: Refusal) -> Grade:
    """Return the grade of a target that could not be checked: `not_graded`, with the reason."""
    return Grade(
        student=None,
        exercise=name,
        submission_sha256="",
        status="not_graded",
        reason=str(refusal),
        isolation="none",
        score=None,
        max_score=0.0,
        tasks=(),
    )


def check_all(
    sandbox: Runner,
    here: Path,
    words: Sequence[str],
    tasks: Sequence[str] = (),
    sheet_of: Callable[[ExerciseFolder], Sheet] | None = None,
    runner_for: Callable[[Target, Sheet], Runner] | None = None,
    about_to_run: Callable[[Target, Submission, Sheet], None] | None = None,
) -> list[tuple[Grade, Path]]:
    """Check each target once, even if several words name tasks of its file.

    A target that cannot be checked does not stop the others.

    words: files, exercises or tasks. tasks: check only these; a target without them is left out.
    sheet_of: by default, `public_sheet`.
    runner_for: see `runners`; by default, `sandbox` runs everything.
    about_to_run: called with a target, its submission and its sheet before its code runs.

    Refusal: the only target cannot be checked, or none has such a task.
    """
    targets = _targets(here, asked_words(here, words))
    checked: list[tuple[Grade, Path]] = []
    for word, target in targets.items():
        try:
            if isinstance(target, Refusal):
                raise target
            answers = (sheet_of or public_sheet)(target.folder)
            names = target.tasks or tasks
            if len(targets) > 1 and not _has(answers, names):
                continue
            runner = runner_for(target, answers) if runner_for else sandbox
            submission, asked = target.submission(), only_tasks(answers, names)
            if about_to_run:
                about_to_run(target, submission, asked)
            checked.append((check(runner, submission, asked), target.file))
        except Refusal as refusal:
            if len(targets) == 1:
                raise
            checked.append((unchecked(word, refusal), here / word))
    return checked


def _targets(here: Path, words: Iterable[str]) -> dict[str, Target | Refusal]:
    """Return the target of each word, or why it has none. Words for one file share a target."""
    targets: dict[str, Target | Refusal] = {}
    word_of: dict[Path, str] = {}
    for word in words:
        try:
            target = find_target(here, word)
        except Refusal as refusal:
            targets[word] = refusal
            continue
        first = word_of.setdefault(target.file.resolve(), word)
        earlier = targets.setdefault(first, target)
        if isinstance(earlier, Target):
            both = (*earlier.tasks, *target.tasks) if earlier.tasks and target.tasks else ()
            targets[first] = replace(earlier, tasks=both)
    return targets


def _has(answers: Sheet, names: Collection[str]) -> bool:
    return not names or any(task.name in names for task in answers.tasks)


def check(sandbox: Runner, submission: Submission, answers: Sheet) -> Grade:
    """Grade a submission on public cases, on the student's own machine.

    If a package that it needs is missing, it is not graded, and the reason says what to install.
    """
    if refusal := lacking(answers.exercise, answers.packages):
        from ..verdict.grade import total

        reason = f"{refusal.problem} {refusal.remedy}"
        nothing = total(answers, submission, sandbox.level, (), reason=reason)
        return replace(nothing, max_score=answers.points)
    runs = sandbox.run(submission, answers.tasks)
    from .submission import grade  # `autograder check` has imported it while the code ran

    graded = grade(answers, submission, runs, sandbox.level)
    return replace(graded, warnings=(*_other_versions(submission, answers), *graded.warnings))


def _other_versions(submission: Submission, answers: Sheet) -> Iterator[str]:
    """Warn of code too new for the course's Python, and of a NumPy other than the course's."""
    numpy, python = (answers.made_by.get(name, "") for name in ("numpy", "python"))
    version = _version(python)
    for number, cell in enumerate(submission.cells, start=1):
        line = line_too_new(cell.decode("utf-8", "replace"), version) if version else None
        if line:
            place = f"Line {line}" + (f" of cell {number}" if len(submission.cells) > 1 else "")
            yield f"{place} needs a newer Python than the course's, which is {python}."
    if numpy and _version(numpy) != _version(np.__version__):
        here = f"You have NumPy {np.__version__}, the course has {numpy}"
        yield f"{here}: one may lack functions that the other has."


def _version(text: str) -> Version | None:
    """Return the first two numbers of a version."""
    match = re.match(r"(\d+)\.(\d+)", text)
    return (int(match[1]), int(match[2])) if match else None


@contextmanager
def runners(own: Runner, here: Path) -> Iterator[Callable[[Target, Sheet], Runner]]:
    """Yield a function that returns the runner for a target: `own`, or a sandbox if it is guarded.

    The function raises Refusal if there is no sandbox on this machine.
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
    """Tell whether a file may be somebody else's, and could read what only staff may read.

    It may if `here`, or a folder above it, has a secret seed or solutions, and the file is not in
    that folder's exercises/. A submission may itself look like a course, so every folder counts.
    """
    file, here = file.resolve(), here.resolve()
    for folder in (here, *here.parents):
        own = file.is_relative_to((folder / catalog.EXERCISES).resolve())
        if not own and ((folder / SEED).exists() or catalog.exercises(folder, catalog.SOLUTIONS)):
            return True
    return False


def only_tasks(answers: Sheet, names: Collection[str]) -> Sheet:
    """Return the sheet with only these tasks, or all of it if none is named.

    Refusal: it has none of them.
    """
    tasks = tuple(task for task in answers.tasks if task.name in names)
    if names and not tasks:
        raise no_task(answers.exercise, next(iter(names)), [task.name for task in answers.tasks])
    return replace(answers, tasks=tasks) if names else answers


def refuse_unknown(grades: Sequence[Grade], names: Collection[str], text: str) -> None:
    """Refuse a name that no task has, and a text that no aspect contains."""
    tasks = {task.name for grade in grades for task in grade.tasks}
    for name in names:
        if name not in tasks and not any(grade.score is None for grade in grades):
            remedy = f"{closest(name.lower(), tasks)}`autograder list` shows the tasks."
            raise Refusal(f"There is no task called {name} here.", remedy)
    from ..verdict.habits import is_habit

    cells = [cell for grade in grades for task in grade.tasks for cell in task.cells]
    aspects = [cell.aspect for cell in cells if not is_habit(cell)]
    if cells and not any(text.casefold() in aspect.casefold() for aspect in aspects):
        raise no_aspect(text, aspects)


def public_sheet(folder: ExerciseFolder) -> Sheet:
    """Read the released sheet: TensorFlow's answers to the public cases.

    Refusal: it is missing, damaged, or belongs to another exercise.
    """
    path = folder.sheet
    if not path.is_file():
        raise Refusal(f"{path}, which holds TensorFlow's answers, is missing.", GET)
    answers = sheet.load(path.read_bytes())
    if answers.exercise != folder.name:
        problem = f"{path} holds the answers for {answers.exercise}, not for {folder.name}."
        raise Refusal(problem, GET)
    return answers


def _asked_in(folders: Iterable[ExerciseFolder]) -> Assigned:
    """Return what the sheets of these exercises ask for. An exercise without one is left out."""
    sheets: list[Sheet] = []
    for folder in folders:
        with suppress(Refusal):
            sheets.append(public_sheet(folder))
    return asked_by(*sheets)


def _named_file(here: Path, root: Path, folders: Sequence[ExerciseFolder], word: str) -> Target:
    """Return the target for a file.

    word: its path relative to `here`, `root` or exercises/, or only the name it has in its folder.
    """
    known = {folder.name: folder for folder in folders}
    places = [here / word, root / word, root / catalog.EXERCISES / word]
    places += [folder.path / word for folder in folders if folder.module == Path(word).stem]
    path = next((path for path in places if path.exists()), None)
    if path is None:
        remedy = f"Name a file you saved, or an exercise: {', '.join(known)}."
        raise Refusal(f"There is no file {word}.", remedy)
    own = next((folder for folder in folders if folder.module == path.stem), None)
    if own and (found := inspect_path(path, _asked_in([own]))).names:  # spares reading all sheets
        return Target(path, own, found=found)
    names = exercises_of(path, _asked_in(folders))
    if len(names) > 1:
        remedy = f"Name it after one, such as {known[names[0]].module}{path.suffix}."
        raise Refusal(f"{word} may be for {' or '.join(names)}.", remedy)
    if names:
        own = known[names[0]]
    if not own:
        remedy = "Keep the function names of the skeleton."
        raise Refusal(f"{word} defines nothing that an exercise asks for.", remedy)
    return Target(path, own)


def _worked_on(folder: ExerciseFolder) -> Target:
    """Return the one file in a folder that has work in it, or else the skeleton saved last.

    Refusal: there is none, or there are several with different work.
    """
    asked = _asked_in([folder])
    try:
        found = work_in(folder.path, folder.name, asked) if asked.exercises else None
    except Refusal as refusal:
        path = f"{catalog.EXERCISES}/{folder.name}/{folder.script.name}"
        by_path = f"Until then, check one by its path, such as `autograder check {path}`."
        raise Refusal(refusal.problem, f"{refusal.remedy} {by_path}") from None
    if found:
        return Target(folder.path.joinpath(*found.file.path), folder, found=found)
    both = [folder.script, folder.notebook]
    files = [file for file in both if file.is_file()]
    if not files:
        names = " nor ".join(file.name for file in both)
        raise Refusal(f"There is neither {names} in {folder.path}.", GET)
    return Target(max(files, key=lambda file: file.stat().st_mtime), folder)
