"""Load a student's script or notebook as a module, in spite of magics and of cells out of order."""

import ast
import contextlib
import importlib.util
import re
import sys
from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import Any

import numpy as np

from .fence import Fence, OffLimits

CELL_MAGIC_AROUND_CODE = {"%%time", "%%timeit", "%%capture", "%%prun"}
# IPython's %magic, !shell, x = !shell, ?help and help?
NOT_PYTHON = re.compile(r"\s*(%|!|\?|[\w, ]+=\s*[%!]|[\w.*]+\?{1,2}\s*$)")


def parsed(source: bytes | str, name: str) -> ast.Module:
    """Return the syntax tree of Python source."""
    tree = compile(source, name, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    assert isinstance(tree, ast.Module)
    return tree


def tree_of(source: bytes, name: str) -> ast.Module:
    """Return the syntax tree of one cell, decoded as Python does it.

    If it does not parse, lines that only IPython understands are replaced first.
    """
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
    """Replace the line that does not parse with `pass`, so that line numbers stay the same.

    SyntaxError: the line is not IPython's.
    """
    at = (error.lineno or 0) - 1
    if not 0 <= at < len(lines) or not NOT_PYTHON.match(lines[at]):
        raise error
    indentation = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    while lines[at].endswith("\\") and at + 1 < len(lines):
        lines[at] = indentation + "pass"
        at += 1
    lines[at] = indentation + "pass"


def leave_checks_out() -> None:
    """Make `from autograder.jupyter import check` import a function that does nothing.

    Students call `check` in their notebooks; here it has no purpose.
    """
    jupyter = ModuleType("autograder.jupyter")
    vars(jupyter)["check"] = lambda *_: None
    sys.modules.setdefault(jupyter.__name__, jupyter)


def without_stubs(tree: ast.Module, written: set[str]) -> ast.Module:
    """Drop the stubs of functions that are `written` in a cell above.

    Adds to `written` the functions that this cell defines.
    """
    body = []
    for node in tree.body:
        if not is_stub(node) or getattr(node, "name", "") not in written:
            body.append(node)
    tree.body = body
    written |= {node.name for node in functions_in(tree) if not is_stub(node)}
    return tree


def without_older(tree: ast.Module, later: Iterable[ast.Module]) -> ast.Module:
    """Drop the functions that cells below have already defined, from a cell that runs again."""
    newer = {node.name for cell in later for node in functions_in(cell)}
    body = []
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or node.name not in newer:
            body.append(node)
    tree.body = body
    return tree


def functions_in(tree: ast.Module) -> list[ast.FunctionDef]:
    """Return the functions at the top level of a cell."""
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)]


def is_stub(node: ast.stmt) -> bool:
    """Tell whether it is a function that only raises NotImplementedError, as students get it."""
    if not isinstance(node, ast.FunctionDef):
        return False
    body = node.body if ast.get_docstring(node) is None else node.body[1:]
    raised = body[0].exc if body and isinstance(body[0], ast.Raise) else None
    return isinstance(raised, ast.Call) and getattr(raised.func, "id", "") == "NotImplementedError"


def top_line(error: BaseException, name: str) -> int | None:
    """Return the line of the cell that was running when this was raised, at any depth."""
    trace = error.__traceback__
    while trace and trace.tb_frame.f_code.co_filename != name:
        trace = trace.tb_next
    return trace.tb_lineno if trace else None


def after(tree: ast.Module, line: int | None, kinds: tuple[type[ast.stmt], ...]) -> ast.Module:
    """Return the statements below the top-level statement on this line.

    There are none if that statement is not of these kinds.
    """
    for number, node in enumerate(tree.body):
        if line is None or not isinstance(node, kinds):
            continue
        if node.lineno <= line <= (node.end_lineno or line):
            return ast.Module(tree.body[number + 1 :], [])
    return ast.Module([], [])


class Code:
    """A student's module, as submitted. It is loaded again for each task.

    cells: name in tracebacks -> source. numbers: the same name -> the number of the cell, None for
        a script.
    """

    def __init__(self, module: str, filename: str, cells: Sequence[bytes]) -> None:
        self.module, self.filename = module, filename
        self.cells: dict[str, bytes] = {}
        self.numbers: dict[str, int | None] = {}
        if filename.endswith(".ipynb") or len(cells) > 1:
            for number, source in enumerate(cells, start=1):
                name = f"{filename}, cell {number}"
                self.cells[name], self.numbers[name] = source, number
        else:
            self.cells[filename], self.numbers[filename] = cells[0] if cells else b"", None

    def load(self) -> tuple[ModuleType, dict[str, Any] | None]:
        """Return the module and its first failure.

        The module is in sys.modules while its cells run, so that they can import it. Students move,
        delete and copy cells, so a cell that failed with a NameError runs again after the others,
        a notebook has `np` even if its import was deleted, and a stub never replaces a function
        that is written.
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
            for number, (name, source) in enumerate(list(self.cells.items())):
                if again and failures.get(name, {}).get("type") != "NameError":
                    continue
                failures.pop(name, None)
                try:
                    tree = without_stubs(tree_of(source, name), written)
                    if again:
                        below = list(self.cells)[number + 1 :]
                        later = [self.trees[each] for each in below if each in self.trees]
                        tree = without_older(tree, later)
                    self.trees[name] = tree
                    self.execute(tree, name, module)
                except BaseException as error:
                    failures[name] = self.describe(error)
        return module, next((failures[name] for name in self.cells if name in failures), None)

    def execute(self, tree: ast.Module, name: str, module: ModuleType) -> None:
        """Run a cell. After an import or a call that the exercise does not allow, run the rest too.

        Such an import is often used by no task, and comparing an answer with a call that is off
        limits is not part of the answer. The error is raised again at the end.
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
        """Return the call in the source of a task that is off limits, with its place, or None."""
        breach = fence.breach_in(self.trees, module, task)
        if breach is None:
            return None
        call, cell, line = breach
        return {"type": call, "message": "", "line": line, "cell": self.numbers[cell]}

    def describe(self, error: BaseException) -> dict[str, Any]:
        """Return an exception as {type, message, line, cell}.

        It may be an instance of the student's own class, whose methods can raise anything.
        """
        raised: dict[str, Any] = {"type": "Exception", "message": "", "line": None, "cell": None}
        try:
            raised["type"] = str(type(error).__name__)[:100]
            raised["line"], raised["cell"] = self.place(error)
            raised["message"] = str(error.msg if isinstance(error, SyntaxError) else error)[:2000]
        except BaseException:
            raised["message"] = raised["message"] or "(it has no readable message)"
        return raised

    def place(self, error: BaseException) -> tuple[int | None, int | None]:
        """Return the innermost line of the submission in an exception's traceback, and its cell."""
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
