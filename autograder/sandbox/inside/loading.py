"""TODO."""

import ast
import contextlib
import importlib.util
import itertools
import re
import sys
from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import Any

import numpy as np

from .fence import Fence, OffLimits

CELL_MAGIC_AROUND_CODE = {"%%time", "%%timeit", "%%capture", "%%prun"}
NOT_PYTHON = re.compile(
    r"\s*(%|!|\?|[\w, ]+=\s*[%!]|[\w.*]+\?{1,2}\s*$)"
)  # %magic, !shell, x = !shell, ?help, help?


def parsed(source: bytes | str, name: str) -> ast.Module:
    tree = compile(source, name, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    assert isinstance(tree, ast.Module)
    return tree


def tree_of(source: bytes, name: str) -> ast.Module:
    """The syntax of one cell, decoded as Python would; if it has none, without what only IPython understands."""
    try:
        return parsed(source, name)
    except SyntaxError as error:
        try:
            lines = importlib.util.decode_source(source).split("\n")
        except (SyntaxError, UnicodeError):
            raise error from None
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if lines[first].startswith("%%"):
        if lines[first].split()[0] not in CELL_MAGIC_AROUND_CODE:
            return parsed("", name)
        lines[first] = ""
    while True:
        try:
            return parsed("\n".join(lines), name)
        except SyntaxError as error:
            drop_magic(lines, error)


def drop_magic(lines: list[str], error: SyntaxError) -> None:
    """Replace the line that the compiler rejects, if it is IPython's, by one that does nothing: line numbers stay."""
    at = (error.lineno or 0) - 1
    if not 0 <= at < len(lines) or not NOT_PYTHON.match(lines[at]):
        raise error
    indentation = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    while lines[at].endswith("\\") and at + 1 < len(lines):
        lines[at] = indentation + "pass"
        at += 1
    lines[at] = indentation + "pass"


def leave_checks_out() -> None:
    """`from autograder.jupyter import check` is for whoever works in the notebook: it finds a check of nothing."""
    jupyter = ModuleType("autograder.jupyter")
    vars(jupyter)["check"] = lambda *_: None
    sys.modules.setdefault(jupyter.__name__, jupyter)


def without_stubs(tree: ast.Module, written: set[str]) -> ast.Module:
    """A cell without the functions that are still to be written, where they are `written` above; adds its own."""
    tree.body = [
        node for node in tree.body if not (is_stub(node) and getattr(node, "name", "") in written)
    ]
    written |= {node.name for node in functions_in(tree) if not is_stub(node)}
    return tree


def without_older(tree: ast.Module, later: Iterable[ast.Module]) -> ast.Module:
    """A cell that runs once more, without the functions that cells below it have defined since."""
    newer = {node.name for cell in later for node in functions_in(cell)}
    tree.body = [
        node for node in tree.body if not (isinstance(node, ast.FunctionDef) and node.name in newer)
    ]
    return tree


def functions_in(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)]


def is_stub(node: ast.stmt) -> bool:
    """Whether it is a function as students get it, which does nothing but raise NotImplementedError."""
    if not isinstance(node, ast.FunctionDef):
        return False
    body = node.body if ast.get_docstring(node) is None else node.body[1:]
    raised = body[0].exc if body and isinstance(body[0], ast.Raise) else None
    return isinstance(raised, ast.Call) and getattr(raised.func, "id", "") == "NotImplementedError"


def top_line(error: BaseException, name: str) -> int | None:
    """The line of a cell that was being run when this was raised, however deep."""
    trace = error.__traceback__
    while trace and trace.tb_frame.f_code.co_filename != name:
        trace = trace.tb_next
    return trace.tb_lineno if trace else None


def after(tree: ast.Module, line: int | None, kinds: tuple[type[ast.stmt], ...]) -> ast.Module:
    """What follows the statement that stands on this line at the top level; nothing if it is not of these kinds."""
    failed = [
        n
        for n, node in enumerate(tree.body)
        if line is not None
        and isinstance(node, kinds)
        and node.lineno <= line <= (node.end_lineno or line)
    ]
    return ast.Module(tree.body[failed[0] + 1 :] if failed else [], [])


class Code:
    """The student's module, as it came: loaded afresh for each task."""

    def __init__(self, module: str, filename: str, cells: Sequence[bytes]) -> None:
        self.module, self.filename = module, filename
        if filename.endswith(".ipynb") or len(cells) > 1:
            self.cells = {
                f"{filename}, cell {number}": source for number, source in enumerate(cells, 1)
            }
            self.numbers: dict[str, int | None] = dict(
                zip(self.cells, itertools.count(1), strict=False)
            )
        else:
            self.cells = {filename: cells[0] if cells else b""}
            self.numbers = {filename: None}

    def load(self) -> tuple[ModuleType, dict[str, Any] | None]:
        """The module, and its first failure. It is in sys.modules while its cells run, so that they can import it.

        Cells are moved about, lost and copied: what lacked a name gets a second chance once the others have run, NumPy
        is there although its import may be gone, and a stub never takes the place of what is written.
        """
        self.trees: dict[str, ast.Module] = {}
        module = ModuleType(self.module)
        module.__file__ = self.filename
        if None not in self.numbers.values():
            vars(module)["np"] = np
        sys.modules[self.module] = module
        leave_checks_out()
        failures: dict[str, dict[str, Any]] = {}
        written: set[str] = set()
        for again in (False, True):
            for name in [
                name
                for name in self.cells
                if not again or failures.get(name, {}).get("type") == "NameError"
            ]:
                failures.pop(name, None)
                try:
                    tree = without_stubs(tree_of(self.cells[name], name), written)
                    if again:
                        below = list(self.cells)[list(self.cells).index(name) + 1 :]
                        tree = without_older(
                            tree, [self.trees[each] for each in below if each in self.trees]
                        )
                    self.trees[name] = tree
                    self.execute(tree, name, module)
                except BaseException as error:
                    failures[name] = self.describe(error)
        return module, next((failures[name] for name in self.cells if name in failures), None)

    def execute(self, tree: ast.Module, name: str, module: ModuleType) -> None:
        """Run a cell. What fails because it is not there in this exercise is an error, but not the end.

        Many an import is of no use to any task, and a check against what is off limits is none of the answer.
        """
        try:
            exec(compile(tree, name, "exec", dont_inherit=True), module.__dict__)
        except (ImportError, OffLimits) as error:
            kinds = (ast.Import, ast.ImportFrom) if isinstance(error, ImportError) else (ast.stmt,)
            rest = after(tree, top_line(error, name), kinds)
            if rest.body:
                with contextlib.suppress(BaseException):
                    self.execute(rest, name, module)
            raise

    def forbidden(self, fence: Fence, module: ModuleType, task: str) -> dict[str, Any] | None:
        """The call that is off limits in the source of a task, and where it stands."""
        found = fence.found_in(self.trees, module, task)
        if found is None:
            return None
        call, cell, line = found
        return {"type": call, "message": "", "line": line, "cell": self.numbers[cell]}

    def describe(self, error: BaseException) -> dict[str, Any]:
        """What was raised and on which line of the student's. Its class is the student's, too, and may misbehave."""
        told: dict[str, Any] = {"type": "Exception", "message": "", "line": None, "cell": None}
        try:
            told["type"] = str(type(error).__name__)[:100]
            told["line"], told["cell"] = self.place(error)
            told["message"] = str(error.msg if isinstance(error, SyntaxError) else error)[:2000]
        except BaseException:
            told["message"] = told["message"] or "(it has no readable message)"
        return told

    def place(self, error: BaseException) -> tuple[int | None, int | None]:
        if isinstance(error, SyntaxError) and error.filename in self.numbers:
            return error.lineno, self.numbers[error.filename]
        place: tuple[int | None, int | None] = None, None
        trace = error.__traceback__
        while trace:
            name = trace.tb_frame.f_code.co_filename
            if name in self.numbers:
                place = trace.tb_lineno, self.numbers[name]
            trace = trace.tb_next
        return place
