"""What `check` was asked to look at: a student's file, and the public sheet that belongs to it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from . import catalog, sheet
from .errors import Refusal
from .hidden import SEED_BITS
from .intake import one_file
from .records import Sheet, Submission
from .students import SUFFIXES

UNWRITTEN = b"raise NotImplementedError("
GET = "Unpack the course's exercises again, or ask the course staff for the file."


@dataclass(frozen=True)
class Target:
    """One file to check. folder: where the exercise's released files lie."""

    file: Path
    folder: Path

    def submission(self) -> Submission:
        return one_file(self.file, self.folder.name)

    def public_sheet(self) -> Sheet:
        """TensorFlow's answers to the public cases, as released."""
        path = self.folder / "sheet.npz"
        if not path.is_file():
            raise Refusal(f"{path}, which holds TensorFlow's answers, is not there.", GET)
        answers = sheet.load(path.read_bytes())
        if answers.exercise != self.folder.name:
            raise Refusal(f"{path} holds the answers of {answers.exercise}, not of {self.folder.name}.", GET)
        return answers

    def live_sheet(self) -> Sheet:
        """Answers asked of TensorFlow now, to freshly drawn cases. Mistakes are not named: only staff has them."""
        from .pipeline import open_oracle

        exercise = catalog.load_spec(self.folder)
        return open_oracle().sheet(self.folder.name, exercise, secrets.randbits(SEED_BITS), {}, lambda *_: ())


def find_targets(here: Path, words: Sequence[str]) -> list[Target]:
    """The files meant by the words: files, exercises, or, without any, the exercise of this folder or all of them."""
    root = catalog.project_root(here)
    tree = root / "exercises"
    known = catalog.exercises(root, "exercises")
    if not known:
        raise Refusal(f"There is no exercise in {tree}.", GET)
    if not words:
        words = [here.name] if here.name in known else known
    return [_target(here, tree, known, word) for word in words]


def _target(here: Path, tree: Path, known: Sequence[str], word: str) -> Target:
    path = here / word
    if path.suffix not in SUFFIXES:
        folder = tree / catalog.find(word, known)
        return Target(_worked_on(folder), folder)
    if not path.exists():
        raise Refusal(f"There is no file {word}.", f"Name a file you saved, or an exercise: {', '.join(known)}.")
    for exercise in known:
        if path.stem == catalog.module_name(exercise):
            return Target(path, tree / exercise)
    names = ", ".join(f"{catalog.module_name(exercise)}{path.suffix}" for exercise in known)
    raise Refusal(f"{word} is not named after an exercise.", f"Give it the name it had: {names}.")


def _worked_on(folder: Path) -> Path:
    """The script or the notebook of an exercise: where less is left to write, else whichever was saved last."""
    names = [catalog.module_name(folder.name) + suffix for suffix in SUFFIXES]
    files = [folder / name for name in names if (folder / name).is_file()]
    if not files:
        raise Refusal(f"There is neither {' nor '.join(names)} in {folder}.", GET)
    return min(files, key=lambda file: (file.read_bytes().count(UNWRITTEN), -file.stat().st_mtime))
