"""Load a student's script or notebook as a module, despite failing statements and magics."""

import __future__

import ast
import contextlib
import inspect
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from types import CodeType, ModuleType, SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from .crash import advice, where
from .failures import ANY, Failed, cause, misplaced, name_lacked
from .fence import Fence
from .ipython import decoded, tree_of, written_modules
from .kits import remember

DEFINITION = ast.FunctionDef | ast.ClassDef
# A line that defines something, for a cell that does not parse.
DEFINED = re.compile(rb"^(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.MULTILINE)


class NotebookShell:
    """The result of `get_ipython()` here: every magic and shell command does nothing."""

    def __getattr__(self, name: str) -> Any:
        """Return a function that does nothing."""
        return lambda *_, **__: None


class Statement(NamedTuple):
    """One statement at the top level of a file, ready to run; or a cell that does not parse.

    code: its code, or the error that compiling it raised.
    binds: the names it gives a value to, or ANY.
    replaced: whether a later statement defines the same function or class.
    """

    code: CodeType | BaseException
    binds: frozenset[str]
    replaced: bool = False


def disable_checks() -> None:
    """Make `from autograder.jupyter import check` import a function that does nothing.

    Students call it, `case` and `hint` in their notebooks; here they have no purpose.
    """
    jupyter = ModuleType("autograder.jupyter")
    vars(jupyter).update(dict.fromkeys(("case", "check", "hint"), lambda *_, **__: None))
    sys.modules.setdefault(jupyter.__name__, jupyter)


def without_stubs(tree: ast.Module, unwritten: dict[str, int]) -> ast.Module:
    """Drop definitions with more stubs than an earlier one of the same name.

    unwritten: name -> the stubs in its definition. This cell's are added.
    """
    body = []
    for node in tree.body:
        if isinstance(node, DEFINITION):
            count = stubs(node)
            if count > unwritten.get(node.name, count):
                continue
            unwritten[node.name] = count
        body.append(node)
    tree.body = body
    return tree


def stubs(definition: ast.stmt) -> int:
    """Count the stubs in a definition: functions and methods as students get them."""
    if isinstance(definition, ast.ClassDef):
        return sum(map(stubs, definition.body))
    return int(is_stub(definition))


def is_stub(node: ast.stmt) -> bool:
    """Tell whether it is a function that only raises NotImplementedError."""
    if not isinstance(node, ast.FunctionDef):
        return False
    body = node.body if ast.get_docstring(node, clean=False) is None else node.body[1:]
    raised = body[0].exc if body and isinstance(body[0], ast.Raise) else None
    error = raised.func if isinstance(raised, ast.Call) else raised
    return isinstance(error, ast.Name) and error.id == "NotImplementedError"


def does_something(node: ast.stmt) -> bool:
    """Tell whether it is more than `pass`, which replaces a magic, or a bare string."""
    is_constant = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return not (isinstance(node, ast.Pass) or is_constant)


def one_by_one(node: ast.stmt) -> list[ast.stmt]:
    """Split an import of several modules or names, so that one failure affects no other."""
    if not isinstance(node, ast.Import | ast.ImportFrom) or len(node.names) == 1:
        return [node]
    fields = {name: value for name, value in vars(node).items() if name != "names"}
    return [type(node)(**fields, names=[alias]) for alias in node.names]


def names_bound(node: ast.stmt) -> frozenset[str]:
    """Return the names that a statement gives a value to, without those inside functions."""
    names: set[str] = set()
    waiting: list[ast.AST] = [node]
    for each in waiting:
        match each:
            case (
                ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
                | ast.ClassDef(name=name)
            ):
                names.add(name)
                continue
            case ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
            case ast.alias(name=name, asname=None):
                names.add(name.partition(".")[0])
            case ast.alias(asname=str(name)):
                names.add(name)
            case ast.Lambda():
                continue
        waiting += ast.iter_child_nodes(each)
    return frozenset(names)


def texts_of(cells: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield the name of each cell, and its text if it has one."""
    for name, source in cells.items():
        with contextlib.suppress(SyntaxError, ValueError, LookupError):
            yield name, decoded(source)


def finish(coroutine: Any) -> None:
    """Run a statement with a top-level `await` to its end, without an event loop."""
    try:
        while True:
            coroutine.send(None)
    except StopIteration:
        pass


class Code:
    """A student's module, as submitted. It is loaded again for each task.

    cells: name in tracebacks -> source. numbers: the same name -> the number of the cell, None for
        a script. failed: the statements that failed when it was loaded last, in order.
    """

    failed: Sequence[Failed] = ()

    def __init__(self, module: str, filename: str, cells: Sequence[bytes]) -> None:
        self.module, self.filename = module, filename
        self.cells: dict[str, bytes] = {}
        self.numbers: dict[str, int | None] = {}
        self.trees: dict[str, ast.Module] = {}
        self.statements: list[Statement] = []
        if filename.endswith(".ipynb") or len(cells) > 1:
            for number, source in enumerate(cells, start=1):
                name = f"{filename}, cell {number}"
                self.cells[name], self.numbers[name] = source, number
        else:
            self.cells[filename], self.numbers[filename] = cells[0] if cells else b"", None
        self.texts = dict(texts_of(self.cells))
        for name, text in self.texts.items():
            remember(name, text)
        written = {name for source in self.cells.values() for name in written_modules(source)}
        # A difference with `sys.modules.keys()` would count references to every name in it, which
        # in a fork copies hundreds of pages.
        self.aliases = {name for name in written if name not in sys.modules}

    def load(self, uses: Sequence[str]) -> tuple[ModuleType, dict[str, Any] | None]:
        """Return the module, and the failure to report if a task that uses these names lacks one.

        A statement that fails is skipped. The module is in sys.modules while it runs, so that its
        own cells can import it. Students move, delete and copy cells, so a statement that failed
        with a NameError runs again after the others, a notebook has `np` even if its import was
        deleted, and a stub never replaces a finished function.
        """
        self.statements = self.statements or list(self.compiled())
        module = ModuleType(self.module)
        module.__file__ = self.filename
        # AutoGraph reads the text of `__file__` again, through the loader.
        text = self.texts.get(self.filename)
        vars(module)["__loader__"] = SimpleNamespace(get_source=lambda _: text)
        vars(module)["get_ipython"] = NotebookShell
        if None not in self.numbers.values():
            vars(module).update(np=np, display=lambda *_, **__: None)
        for name in (self.module, *self.aliases):
            sys.modules[name] = module
        disable_checks()
        errors: dict[int, BaseException] = {}
        for again in (False, True):
            for number, statement in enumerate(self.statements):
                lacked = isinstance(errors.get(number), NameError)
                if again and (statement.replaced or not lacked):
                    continue
                errors.pop(number, None)
                if error := self.failure(statement, module):
                    errors[number] = error
        defined = vars(module).keys()
        self.failed = [
            Failed(
                raised=self.describe(error),
                lacks=self.statements[number].binds - defined,
                needs=name_lacked(error),
            )
            for number, error in sorted(errors.items())
        ]
        return module, cause(self.failed, {*uses} - defined, defined) or misplaced(self.failed)

    def read(self) -> Iterator[tuple[str, ast.stmt | BaseException]]:
        """Yield (cell, statement) for every statement, and the error of each broken cell."""
        unwritten: dict[str, int] = {}
        for name, source in self.cells.items():
            pieces: list[ast.stmt | BaseException] = []
            try:
                self.trees[name] = without_stubs(tree_of(source, name), unwritten)
                for node in filter(does_something, self.trees[name].body):
                    pieces += one_by_one(node)
            except BaseException as error:
                pieces = [error]
            for piece in pieces:
                yield name, piece

    def compiled(self) -> Iterator[Statement]:
        """Yield every statement, compiled with the `__future__` imports above it, as in Jupyter."""
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        pairs = list(self.read())
        last = {getattr(node, "name", None): number for number, (_, node) in enumerate(pairs)}
        for number, (name, node) in enumerate(pairs):
            if isinstance(node, BaseException):
                names = {found.decode() for found in DEFINED.findall(self.cells[name])}
                yield Statement(code=node, binds=frozenset(names | {ANY}))
                continue
            code: CodeType | BaseException
            try:
                code = compile(ast.Module([node], []), name, "exec", flags, dont_inherit=True)
            except BaseException as error:
                code = error
            if isinstance(node, ast.ImportFrom) and node.module == "__future__":
                flags |= getattr(vars(__future__).get(node.names[0].name), "compiler_flag", 0)
            yield Statement(
                code=code,
                binds=names_bound(node),
                replaced=hasattr(node, "name") and last[node.name] != number,
            )

    def failure(self, statement: Statement, module: ModuleType) -> BaseException | None:
        """Run a statement, and return whatever it raised."""
        if isinstance(statement.code, BaseException):
            return statement.code
        try:
            coroutine = eval(statement.code, module.__dict__)
            if statement.code.co_flags & inspect.CO_COROUTINE:
                finish(coroutine)
        except BaseException as error:
            return error
        return None

    def forbidden(
        self, fence: Fence, module: ModuleType, names: Sequence[str]
    ) -> dict[str, Any] | None:
        """Return the off-limits call in the source of these names, with its place."""
        breach = fence.breach_in(self.trees, module, names)
        if breach is None:
            return None
        call, cell, line = breach
        return {"type": call, "message": "", "line": line, "cell": self.numbers[cell]}

    def describe(self, error: BaseException) -> dict[str, Any]:
        """Return an exception as {type, message, line, cell, frames, values, advice}.

        It may be an instance of the student's own class, whose methods can raise anything.
        """
        raised: dict[str, Any] = {"type": "Exception", "message": "", "line": None, "cell": None}
        try:
            raised["type"] = str(type(error).__name__)[:100]
            raised["line"], raised["cell"] = self.place(error)
            raised |= where(error, self.numbers, self.texts)
            raised["message"] = str(error.msg if isinstance(error, SyntaxError) else error)[:2000]
            raised["advice"] = advice(error)
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
