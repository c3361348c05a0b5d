"""Run a task from the definitions in a notebook kernel's memory, on the public cases."""

from __future__ import annotations

import ast
import builtins
import contextlib
import io
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from types import ModuleType
from typing import Any

from msgspec.structs import replace

import __main__

from ..catalog import module_name
from ..errors import Refusal
from ..intake.definitions import nested
from ..records import Run, Submission, TaskSheet
from ..sandbox import requests, results
from ..sandbox.inside import fence, worker
from ..sandbox.inside.calling import Results
from ..sandbox.inside.ipython import tree_of
from ..sandbox.inside.loading import DEFINED, Code, texts_of
from ..verdict.sentences import endless

PATIENCE = 5.0  # seconds before a notebook says that a task still runs


class InMemory(Code):
    """A kernel's memory in place of a file. As in the notebook, the last definition counts."""

    def __init__(self, submission: Submission, names: Iterable[str], task: TaskSheet) -> None:
        super().__init__(submission.module, submission.filename, [])
        self.task = task
        # An input may have run several times: only its last run counts.
        last = {name: number for number, name in enumerate(names, start=1)}
        ran = sorted((number, name) for name, number in last.items())
        self.ran_as = {name: number for number, name in ran}
        self.numbers = {**self.ran_as}
        self.cells = {name: submission.cells[number - 1] for number, name in ran}
        self.texts = dict(texts_of(self.cells))

    def describe(self, error: BaseException) -> dict[str, Any]:
        """Return an exception as Code does, but let an interrupt stop the whole check."""
        if not isinstance(error, KeyboardInterrupt):
            return super().describe(error)
        line, cell = self.place(error)
        where = f" at line {line} of cell [{cell}]" if line else ""
        raise Refusal(f"You interrupted {self.task.name}{where}.", endless())

    def load(self, uses: Sequence[str]) -> tuple[ModuleType, dict[str, Any] | None]:
        """Return all definitions, and the error if the task uses a forbidden package.

        The names of such a task are left out: in a file, the import would have failed.
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

    def passed_over(self) -> tuple[int, str] | None:
        """Return the newest cell that should define a name of the task, and why it did not.

        The name then still has the value that an earlier cell gave it, or none.
        """
        for task_name in self.task.names:
            cells = [
                cell
                for cell, source in self.cells.items()
                if task_name.encode() in DEFINED.findall(source)
            ]
            if not cells:
                continue
            if not self.compiles(cells[-1], task_name):
                return self.ran_as[cells[-1]], "has a syntax error"
            if self.raised_above(cells[-1], task_name):
                return self.ran_as[cells[-1]], f"raised an error before it defined {task_name}"
        return None

    def raised_above(self, cell: str, name: str) -> bool:
        """Tell whether a name is undefined or still from a cell that ran before this one."""
        if name not in vars(__main__):
            return True
        value: Any = vars(__main__)[name]
        written: list[Any] = [value, *vars(value).values()] if isinstance(value, type) else [value]
        codes = [each.__code__ for each in written if hasattr(each, "__code__")]
        origin = self.ran_as.get(codes[0].co_filename, 0) if codes else 0
        own = getattr(value, "__name__", "") == name  # not a function that was given this name
        return own and 0 < origin < self.ran_as[cell]

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


@contextlib.contextmanager
def _announced(name: str) -> Iterator[None]:
    """Say below the cell that a task is still running, after PATIENCE seconds and until it ends."""
    if not hasattr(builtins, "get_ipython"):
        yield
        return
    from IPython.display import DisplayHandle  # nothing else needs it

    notice = DisplayHandle()
    text = f"{name} is still running. If it does not end, interrupt the kernel (the ■ button)."
    shown = threading.Event()

    def show() -> None:
        shown.set()
        notice.display({"text/plain": text}, raw=True)

    timer = threading.Timer(PATIENCE, show)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if shown.is_set():
            timer.join()
            notice.update({"text/plain": ""}, raw=True)


class _Output(io.BytesIO):
    """What the code printed. It stays readable if the code closes or wraps standard output."""

    def close(self) -> None:
        """Do nothing."""


def run(exercise: str, task: TaskSheet) -> tuple[Run, Submission, tuple[int, str] | None]:
    """Call the function in this process on the public cases, and capture its output.

    Return the run, the cells that ran, and the number of a cell whose newer definition is not used,
    with the reason.
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
    request = requests.request(submission, [[task]])
    reader = worker.reader_of(request)
    worker.read_code(reader)
    code = InMemory(submission, [name for name, _ in ran], task)
    limits, output = fence.Fence(task.off_limits), _Output()
    text = io.TextIOWrapper(output, "utf-8", errors="replace", write_through=True)
    with (
        _announced(task.name),
        tempfile.TemporaryFile() as file,
        redirect_stdout(text),
        redirect_stderr(text),
    ):
        answers = Results(file.fileno(), printed=output.tell)
        try:
            (asked,) = worker.read_group(reader).tasks
            worker.run_task(asked, code, limits, answers)
        finally:
            limits.open()
        file.seek(0)
        (found,) = results.read(submission, [task], file.read(), output.getvalue())
    absent = [name for name in task.names if not hasattr(__main__, name)]
    found = replace(found, unasked=tuple(nested([*code.trees.values()], absent)))
    return found, submission, code.passed_over()
