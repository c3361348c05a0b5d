"""What student code may not use: packages that the exercise does not allow, and calls that would do its work.

NumPy must be imported before a fence is put up.
"""

import ast
import contextlib
import importlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType
from typing import Any

PRIVATE = "a private module of NumPy"

Scope = Mapping[str, Any]


class OffLimits(BaseException):
    """A call that would do the work for the student. Not an Exception, so that a broad `except` does not hide it."""


class OnlyAllowedPackages(MetaPathFinder):
    """Nothing but the standard library and the exercise's packages can be imported, whatever is installed here."""

    def __init__(self, packages: Sequence[str]) -> None:
        self.packages = {*packages, *sys.stdlib_module_names}

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        top = name.partition(".")[0]
        if top not in self.packages and not top.startswith(
            "_sysconfigdata"
        ):  # the library's, named by the machine
            raise ModuleNotFoundError(f"{top} may not be used in this exercise", name=name)


class Fence(MetaPathFinder):
    """The calls that are off limits in one task: gone from every place NumPy has them in, till `open`."""

    def __init__(self, names: Sequence[str]) -> None:
        self.stubs = {name: self.stub(name) for name in names}
        self.tripped: list[str] = []
        self.replaced: list[tuple[ModuleType, str, Any]] = []
        stubs = {}  # by identity, so that one look through NumPy finds all that is off limits
        for name, stub in self.stubs.items():
            owner, _, last = name.rpartition(".")
            for place, function in (
                (owner, last),
                ("numpy._core.multiarray", f"c_{last}"),
            ):  # einsum is c_einsum in C
                with contextlib.suppress(
                    ImportError, AttributeError
                ):  # another version of NumPy may not have it
                    stubs[id(getattr(importlib.import_module(place), function))] = stub
        if stubs:
            self.replace(stubs)
        self.loaded = {name for name in sys.modules if names and is_numpys(name)}

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        """A module of NumPy that is loaded again would bring back what is gone."""
        if name in self.loaded:
            self.stub("importlib.reload")()

    def stub(self, name: str) -> Callable[..., Any]:
        def off_limits(*_: Any, **__: Any) -> None:
            self.tripped.append(name)
            raise OffLimits(name)

        return off_limits

    def replace(self, stubs: Mapping[int, Any]) -> None:
        for module in [module for name, module in sys.modules.items() if is_numpys(name)]:
            for attribute, value in list(vars(module).items()):
                if id(value) in stubs:
                    self.replaced.append((module, attribute, value))
                    setattr(module, attribute, stubs[id(value)])

    def forgive(self) -> None:
        """A file may compare itself with what is off limits while it is loaded: it gets nothing from it."""
        self.tripped[:] = [name for name in self.tripped if name not in self.stubs]

    def breach(self) -> dict[str, Any]:
        """What was called although it is off limits, even if the code has hidden that."""
        return {"type": OffLimits.__name__, "message": self.tripped[0]}

    def forget(self) -> None:
        """Leave no way back, not even for code that looks through the memory."""
        self.replaced.clear()

    def open(self) -> None:
        for module, attribute, function in self.replaced:
            setattr(module, attribute, function)

    def found_in(
        self, trees: Mapping[str, ast.Module], module: ModuleType, task: str
    ) -> tuple[str, str, int] | None:
        """Where the source of a task, or of a function of the module that it uses, names a call that is off limits."""
        for function, cell in functions_of(task, trees):
            own = own_names(function)
            scope = {name: value for name, value in vars(module).items() if name not in own}
            for node in ast.walk(function):
                means = meaning(node, scope)
                if (
                    self.stubs
                    and type(means) is ModuleType
                    and is_private(str(vars(means).get("__name__")))
                ):
                    return PRIVATE, cell, getattr(node, "lineno", 0)
                for call, stub in self.stubs.items():
                    if means is stub:
                        return call, cell, getattr(node, "lineno", 0)
        return None


def functions_of(
    task: str, trees: Mapping[str, ast.Module]
) -> Iterator[tuple[ast.FunctionDef, str]]:
    """The source of a task, and of each function of the module that it uses; the last of a name counts."""
    functions = {
        node.name: (node, cell)
        for cell, tree in trees.items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }
    waiting = [task] if task in functions else []
    for name in waiting:
        yield functions[name]
        used = {node.id for node in ast.walk(functions[name][0]) if isinstance(node, ast.Name)}
        waiting += sorted(used & functions.keys() - set(waiting))


def own_names(function: ast.FunctionDef) -> set[str]:
    """What a function binds within itself, which is then no longer what the module calls so."""
    inner = [node for node in ast.walk(function) if node is not function]
    return {
        *(node.arg for node in inner if isinstance(node, ast.arg)),
        *(
            node.id
            for node in inner
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        ),
        *(node.name for node in inner if isinstance(node, ast.FunctionDef)),
    }


def meaning(node: ast.AST, scope: Scope) -> Any:
    """What a name, or an attribute of one of NumPy's modules, stands for; no code of the student's runs."""
    if isinstance(node, ast.Name):
        return scope.get(node.id)
    if isinstance(node, ast.Attribute):
        owner = meaning(node.value, scope)
        if type(owner) is ModuleType and is_numpys(str(vars(owner).get("__name__"))):
            return vars(owner).get(node.attr)
    return None


def is_numpys(module: str) -> bool:
    return module.partition(".")[0] == "numpy"


def is_private(module: str) -> bool:
    """Where NumPy keeps what its own functions are made of."""
    return is_numpys(module) and "._" in module
