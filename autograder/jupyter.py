"""Provide `check("conv2d")` for notebooks: compare a function with TensorFlow on the public cases.

The function's current definition is taken from memory. The result is its points, as nbgrader
expects; Jupyter shows the grid below. No traceback is shown, and nothing is written to stderr.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import io
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import __main__

from .answers import sheet
from .catalog import module_name
from .errors import Refusal, lacking, no_task, outdated
from .grading.ending import ending, predicted
from .grading.submission import grade_task
from .records import Line, Message, Run, Submission, TaskGrade, TaskSheet
from .sandbox import frames
from .sandbox.inside import fence, worker
from .sandbox.inside.calling import Results
from .sandbox.inside.ipython import tree_of
from .sandbox.inside.loading import DEFINED, Code, texts_of
from .verdict.sentences import raised as raised_sentences

SHEET = "sheet.npz"
NEVER_ENDS = "Look for an infinite loop, or for far more steps than the sizes need."


def check(task: str = "") -> Points:
    """Compare one of your functions with TensorFlow's answers in sheet.npz, beside the notebook.

    Return its points. Raise CouldNotCheck if the file is missing, has no such task, or a package is
    not installed.
    """
    try:
        return _check(task)
    except Refusal:
        raise
    except Exception:
        if refusal := outdated():
            raise CouldNotCheck(refusal.problem, refusal.remedy) from None
        raise


def _check(task: str) -> Points:
    path = Path(SHEET)
    if not path.is_file():
        raise CouldNotCheck(
            f"There is no {SHEET} in {path.resolve().parent}.", "Fetch the assignment again."
        )
    answers = sheet.load(path.read_bytes())
    task_sheet = next((each for each in answers.tasks if each.name == task), None)
    if task_sheet is None:
        raise _no_task(answers.exercise, task, [each.name for each in answers.tasks])
    if refusal := lacking(answers.exercise, task_sheet.packages):
        raise CouldNotCheck(refusal.problem, refusal.remedy)
    run, broken = _run(answers.exercise, task_sheet)
    graded, notes = grade_task(task_sheet, run, answers.hints), []
    if run.defined is False:
        graded = replace(graded, message=_undefined(run, broken))
    elif broken:
        notes = [
            f"Cell [{broken}] has a syntax error, so this check used an earlier definition."
            " Fix the cell and run it again."
        ]
    return Points(graded, [*notes, *_notes(answers.exercise, graded)])


def _no_task(exercise: str, task: object, names: Sequence[str]) -> CouldNotCheck:
    """Return the error for anything but a task's name, such as the function itself."""
    if isinstance(task, str) and task:
        refusal = no_task(exercise, task, names)
        return CouldNotCheck(refusal.problem, refusal.remedy)
    problem = f'check() takes the name of a task of {exercise}, in quotes: check("{names[0]}").'
    return CouldNotCheck(problem, f"Its tasks are: {', '.join(names)}.")


def _undefined(run: Run, broken: int | None) -> Message:
    """Report that a task's name has no value. broken: the cell that should have defined it."""
    absent = " and no ".join(run.missing) or f"function {run.task}"
    sentences = [
        f"There is no {absent} in this notebook.",
        "Run its cell first, and keep the name that the skeleton gives it.",
    ]
    if run.loading:
        raised, *remedy = raised_sentences(run.loading)
        failed = raised.removeprefix("It raised ")
        sentences = [f"When {run.task} is graded, its import fails with {failed}", *remedy]
    elif broken:
        sentences = [
            f"There is no {absent} in this notebook, and cell [{broken}] has a syntax error.",
            "Fix the cell and run it again.",
        ]
    return Message(tuple(Line(sentence, 1) for sentence in sentences))


_right: dict[str, set[str]] = {}  # exercise -> tasks that were right when last checked here


def _notes(exercise: str, task: TaskGrade) -> list[str]:
    """Return what the student may read now, if the notebook is in its exercise's folder."""
    right, root = _right.setdefault(exercise, set()), Path.cwd().parent.parent
    if task.verdict != "pass":
        right.discard(task.name)
        known = Path("spec.py").is_file()
        return [f"!autograder hint {exercise}/{task.name} gives a hint."] if known else []
    right.add(task.name)
    return [*predicted(root, exercise, [task.name]), *ending(root, exercise, right)]


class CouldNotCheck(Refusal):
    """A Refusal that Jupyter shows as two sentences."""

    def _render_traceback_(self) -> list[str]:
        return [self.problem, self.remedy]


class Points(float):
    """The points of a task, which Jupyter shows with the grid and the wrong numbers."""

    task: TaskGrade
    notes: Sequence[str]

    def __new__(cls, task: TaskGrade, notes: Sequence[str] = ()) -> Points:
        """Return the task's points as a number; 0.0 if it is not graded."""
        points = super().__new__(cls, task.score or 0.0)
        points.task, points.notes = task, notes
        return points

    def _repr_html_(self) -> str:
        try:
            from .reports.html import cell_output  # imports jinja2, which `check` does not need

            return cell_output(self.task, self.notes, self.task.output)
        except Exception:
            if refusal := outdated():
                return f"<p>{refusal}</p>"
            raise


class Live(Code):
    """The notebook's memory instead of a file. The last definition counts, as in the notebook."""

    def __init__(self, submission: Submission, names: Iterable[str], task: TaskSheet) -> None:
        super().__init__(submission.module, submission.filename, [])
        self.task = task
        # An input may have run several times: only its last run counts.
        last = {name: number for number, name in enumerate(names, start=1)}
        ran = sorted((number, name) for name, number in last.items())
        self.numbers = {name: number for number, name in ran}
        self.cells = {name: submission.cells[number - 1] for number, name in ran}
        self.texts = dict(texts_of(self.cells))

    def describe(self, error: BaseException) -> dict[str, Any]:
        """Return an exception as Code does, but let an interrupt stop the whole check."""
        if not isinstance(error, KeyboardInterrupt):
            return super().describe(error)
        line, cell = self.place(error)
        where = f" at line {line} of cell [{cell}]" if line else ""
        raise CouldNotCheck(f"You interrupted {self.task.name}{where}.", NEVER_ENDS)

    def load(self) -> tuple[ModuleType, dict[str, Any] | None]:
        """Return what is defined now, and the error if the task uses a forbidden package.

        Such a task is left out: in a file, its import would have failed.
        """
        self.trees = {}
        for name, source in self.cells.items():
            with contextlib.suppress(SyntaxError, ValueError):
                self.trees[name] = tree_of(source, name)
        memory = ModuleType(self.module)
        vars(memory).update(vars(__main__))
        if refused := self.refused(memory):
            for name in self.task.names:
                vars(memory).pop(name, None)
        return memory, refused

    def broken(self) -> int | None:
        """Return the number of the newest cell that defines a name of the task, if it cannot run.

        The name then still has the value that an earlier cell gave it, or none.
        """
        for task_name in self.task.names:
            cells = [
                cell
                for cell, source in self.cells.items()
                if task_name.encode() in DEFINED.findall(source)
            ]
            if cells and not self.compiles(cells[-1], task_name):
                return self.numbers[cells[-1]]
        return None

    def compiles(self, cell: str, name: str) -> bool:
        """Tell whether a cell has no syntax error down to a name's definition.

        Jupyter parses a whole cell, but compiles and runs its statements one by one.
        """
        if cell not in self.trees:
            return False
        for node in self.trees[cell].body:
            try:
                flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
                compile(ast.Module([node], []), cell, "exec", flags, dont_inherit=True)
            except (SyntaxError, ValueError):
                return False
            if getattr(node, "name", None) == name:
                break
        return True

    def refused(self, memory: ModuleType) -> dict[str, Any] | None:
        """Return an error that names a forbidden package and its line in the task, or None."""
        allowed = {*self.task.packages, *sys.stdlib_module_names, "__main__"}
        for piece, cell in fence.source_of(self.task.names, self.trees):
            own = fence.own_names(piece)
            scope = {name: value for name, value in vars(memory).items() if name not in own}
            for node in ast.walk(piece):
                for package in _packages(node, scope):
                    if package not in allowed:
                        message = f"{package} may not be used in this exercise"
                        place = {"line": getattr(node, "lineno", None), "cell": self.numbers[cell]}
                        return {"type": "ModuleNotFoundError", "message": message, **place}
        return None


def _packages(node: ast.AST, scope: Mapping[str, Any]) -> Iterator[str]:
    """Yield the packages that an import names, or the origin of a name's value."""
    if isinstance(node, ast.Import):
        yield from (alias.name.partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield str(node.module).partition(".")[0]
    elif isinstance(node, ast.Name) and node.id in scope:
        value = scope[node.id]
        module = (
            value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", None)
        )
        yield str(module or "builtins").partition(".")[0]


def _executed() -> list[tuple[str, bytes]]:
    """Return the inputs that this kernel has run, oldest first: (name in tracebacks, source)."""
    shell = getattr(builtins, "get_ipython", lambda: None)()
    if shell is None:
        return []
    history = shell.history_manager
    inputs = list(zip(history.input_hist_raw, history.input_hist_parsed, strict=False))
    return [
        (shell.compile.get_code_name(raw, code, number), code.encode("utf-8", "replace"))
        for number, (raw, code) in enumerate(inputs[1:], start=1)
    ]


def _run(exercise: str, task: TaskSheet) -> tuple[Run, int | None]:
    """Call the function in this process on the public cases, and capture its output.

    Return the run, and the number of the cell with a newer definition that cannot run.
    """
    module = module_name(exercise)
    ran = _executed()
    submission = Submission(
        exercise=exercise,
        module=module,
        filename=f"{module}.ipynb",
        cells=tuple(code for _, code in ran),
        labels=tuple(f"cell [{number}]" for number in range(1, len(ran) + 1)),
    )
    request = frames.request(submission, [[task]])
    reader = worker.reader_of(request)
    worker.read_code(reader)
    code = Live(submission, [name for name, _ in ran], task)
    limits, output = fence.Fence(task.off_limits), io.BytesIO()
    text = io.TextIOWrapper(output, "utf-8", errors="replace", write_through=True)
    with tempfile.TemporaryFile() as file, redirect_stdout(text), redirect_stderr(text):
        results = Results(file.fileno(), printed=output.tell)
        try:
            (asked,) = worker.read_group(reader).tasks
            worker.run_task(asked, code, limits, results)
        finally:
            limits.open()
        file.seek(0)
        run = frames.read(submission, [task], file.read(), output.getvalue())[0]
        return run, code.broken()
