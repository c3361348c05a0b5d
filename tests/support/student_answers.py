"""Read realistic student answers: tests/students/answers/*.toml, a file per exercise."""

from __future__ import annotations

import re
import textwrap
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import nbformat

from autograder import catalog
from autograder.answers import sheet
from autograder.authoring.markers import strip_solutions
from autograder.authoring.release import cells_of
from autograder.grading.check import check
from autograder.intake.candidate import asked_by
from autograder.intake.submissions import one_file
from autograder.records import Grade, Sheet
from autograder.sandbox.runner import ProcessSandbox

from . import ROOT, TESTS

FOLDER = TESTS / "students" / "answers"
REGION = re.compile(r" *### BEGIN SOLUTION\n(.*?) *### END SOLUTION\n", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class StudentAnswer:
    """A file as a student saved it, and what `check` must say about it.

    The file is the solution, with these changes in this order:
    write: function or method -> its body. change: pairs of old and new text.
    top: text above the first line. file: the whole text. notebook: whether to make a notebook.

    task: the one judged; by default, the first in `write`. verdict: its verdict. mistake: the one
    named, if any. says: in the report, however it is wrapped. silent: not in it.
    """

    exercise: str
    name: str
    write: Mapping[str, str] = field(default_factory=dict)
    change: Sequence[Sequence[str]] = ()
    top: str = ""
    file: str = ""
    notebook: bool = False
    task: str = ""
    verdict: str
    mistake: str | None = None
    says: Sequence[str] = ()
    silent: Sequence[str] = ()

    @property
    def judged(self) -> str:
        """The task that the answer is about."""
        return self.task or next(iter(self.write), "")

    def text(self) -> str:
        """Return the script."""
        text = self.file or written(self.exercise, self.write)
        for old, new in self.change:
            assert old in text, f"{old!r} is not in the solution of {self.exercise}"
            text = text.replace(old, new)
        return self.top + text

    def save(self, folder: Path) -> Path:
        """Write the file that the student checks, and return its path."""
        module = catalog.module_name(self.exercise)
        path = folder / f"{module}{'.ipynb' if self.notebook else '.py'}"
        text = self.text()
        path.write_text(_notebook(text) if self.notebook else text, encoding="utf-8")
        return path


def _notebook(script: str) -> str:
    """Return a notebook with the cells of a script, which need not parse."""
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells_of(script)))


def student_answers() -> Iterator[StudentAnswer]:
    """Read all answers."""
    for path in sorted(FOLDER.glob("*.toml")):
        for name, fields in tomllib.loads(path.read_text(encoding="utf-8")).items():
            yield StudentAnswer(exercise=path.stem, name=name, **fields)


@cache
def answers(exercise: str) -> Sheet:
    """Read the public sheet of an exercise."""
    return sheet.load((ROOT / "exercises" / exercise / "sheet.npz").read_bytes())


def written(exercise: str, bodies: Mapping[str, str]) -> str:
    """Return the solution with new bodies for some functions, given without indent."""
    text = catalog.solution(ROOT, exercise).script.read_text(encoding="utf-8")
    names = re.findall(r'NotImplementedError\("([\w.]+):', strip_solutions(text, exercise))
    pieces = REGION.split(text)
    for name, body in bodies.items():
        at = 1 + 2 * names.index(name)
        indent = pieces[at][: len(pieces[at]) - len(pieces[at].lstrip(" "))]
        pieces[at] = textwrap.indent(body.rstrip("\n") + "\n", indent)
    return "".join(pieces)


def checked(path: Path, exercise: str) -> Grade:
    """Check a file as `autograder check` does, in its own worker."""
    found = answers(exercise)
    with ProcessSandbox() as sandbox:
        return check(sandbox, one_file(path, exercise, asked_by(found)), found)
