"""Block the packages that an exercise does not allow, and the calls that would do its work.

NumPy, and TensorFlow where it is used, must be imported before a Fence is made.
"""

import ast
import contextlib
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from importlib.machinery import PathFinder
from operator import attrgetter
from types import ModuleType
from typing import Any

from .kits import GRADIENTS, TENSORFLOW, loaded_packages, watch_gradients

PACKAGE = "autograder.package"  # the audit event of a package that is not allowed
RELOAD = "importlib.reload"
# NumPy's modules in C, as NumPy 2 and NumPy 1.26 call them.
CORE, OLDER_CORE = "numpy._core", "numpy.core"
# Packages whose calls can be off limits -> what their private modules' names begin with.
FENCED: Mapping[str, re.Pattern[str]] = {
    "numpy": re.compile(r"numpy\.(?:core\b|(?:\w+\.)*_)"),
    "tensorflow": re.compile(r"tensorflow\.python\b"),
    "keras": re.compile(r"keras\.src\b"),
}
PRIVATE = {
    "numpy": "a private module of NumPy",
    "tensorflow": "a private module of TensorFlow",
    "keras": "a private module of Keras",
}

Scope = Mapping[str, Any]

places: dict[int, list[tuple[ModuleType, str]]] = {}  # id of a function -> where modules hold it
surveyed: set[str] = set()  # the modules that `places` covers


def survey() -> None:
    """Note where the modules of all fenced packages hold their functions.

    A server does this once, and a worker of `check` while it waits for its request. Otherwise each
    fence would look at every value of every module, which in a fork also copies pages, as reference
    counts change.
    """
    for name, module in list(sys.modules.items()):
        if package_of(name) in FENCED and name not in surveyed:
            surveyed.add(name)
            for attribute, value in vars(module).items():
                if callable(value):
                    places.setdefault(id(value), []).append((module, attribute))


class OffLimits(BaseException):
    """A call that would do the exercise for the student.

    It is not an Exception, so that a broad `except` does not hide it.
    """


class OnlyAllowedPackages:
    """An import hook that allows only the standard library and the exercise's packages."""

    def __init__(self, packages: Sequence[str]) -> None:
        self.packages = set(packages)
        if TENSORFLOW in packages:
            self.packages |= loaded_packages()

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        """Raise ModuleNotFoundError for any other package, ImportError for a misspelt one."""
        top = name.partition(".")[0]
        # _sysconfigdata... is standard library too; its full name depends on the machine.
        allowed = top in self.packages or top in sys.stdlib_module_names
        if not allowed and not top.startswith("_sysconfigdata"):
            sys.audit(PACKAGE, top)
            if meant := self.meant(top):
                slip = f"No module is named {top}. Did you mean {meant}?"
                raise ImportError(slip, name=name)
            raise ModuleNotFoundError(f"{top} may not be used in this exercise", name=name)

    def meant(self, name: str) -> str | None:
        """Return the allowed package that a name misspells, if any."""
        close = get_close_matches(name, self.packages & FENCED.keys(), n=1, cutoff=0.8)
        return close[0] if close and PathFinder.find_spec(name) is None else None


class Fence:
    """The calls that are off limits in one task, replaced in all of their packages until `open`.

    packages: the calls' packages.
    tripped: the off-limits calls that the code has made.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.stubs = {name: self.stub(name) for name in names if name != GRADIENTS}
        self.calls = {id(stub): name for name, stub in self.stubs.items()}
        self.packages = {name.partition(".")[0] for name in self.stubs}
        if TENSORFLOW in self.packages:
            self.packages.add("keras")  # it has TensorFlow's functions under other names
        self.tripped: list[str] = []
        self.stop_watching: Callable[[], None] = (
            watch_gradients(self.tripped) if GRADIENTS in names else lambda: None
        )
        self.replaced: list[tuple[ModuleType, str, Any]] = []
        stubs = {}  # by identity, so that one pass over the modules finds all of them
        for name, stub in self.stubs.items():
            # einsum also exists in C, as c_einsum. Another version may lack either.
            for place in (name, f"{CORE}.multiarray.c_{name.rpartition('.')[2]}"):
                with contextlib.suppress(ImportError, AttributeError):
                    stubs[id(named(place))] = stub
        self.loaded: set[str] = set()
        if stubs:
            self.replace(stubs)
            self.loaded = {name for name in sys.modules if package_of(name) in self.packages}

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        """Block reloading a module of these packages, which would restore the calls."""
        if name in self.loaded:
            self.stub(RELOAD)()

    def stub(self, name: str) -> Callable[..., Any]:
        """Return a function that takes the place of a call, records it and raises OffLimits."""

        def off_limits(*_: Any, **__: Any) -> None:
            self.tripped.append(name)
            raise OffLimits(name)

        return off_limits

    def replace(self, stubs: Mapping[int, Any]) -> None:
        """Replace functions in every module of these packages.

        stubs: id of a function -> its stub.
        """
        found = [place for number in stubs for place in places.get(number, ())]
        for name, module in list(sys.modules.items()):
            if name in surveyed or package_of(name) not in self.packages:
                continue
            if stubs.keys().isdisjoint(map(id, vars(module).values())):
                continue  # true of nearly all modules, and checked at the speed of C
            found += [(module, name) for name, value in vars(module).items() if id(value) in stubs]
        for module, attribute in found:
            value = getattr(module, attribute)
            self.replaced.append((module, attribute, value))
            setattr(module, attribute, stubs[id(value)])

    def forgive(self) -> None:
        """Forget calls made while the file was loading, except reloads of modules.

        A file may compare its results with these calls while it loads: no answer depends on that.
        """
        self.tripped[:] = [name for name in self.tripped if name == RELOAD]

    def breach(self) -> dict[str, Any]:
        """Describe the first forbidden call as an exception, even if the code has caught it."""
        return {"type": OffLimits.__name__, "message": self.tripped[0]}

    def forget(self) -> None:
        """Drop the originals, so that no code can find them, not even in the process's memory."""
        if "numpy" in self.packages:  # which lists its functions for its own tests
            named(f"{CORE}.overrides.ARRAY_FUNCTIONS").clear()
        self.replaced.clear()

    def open(self) -> None:
        """Restore the originals."""
        self.stop_watching()
        for module, attribute, function in self.replaced:
            setattr(module, attribute, function)

    def breach_in(
        self, trees: Mapping[str, ast.Module], module: ModuleType, names: Sequence[str]
    ) -> tuple[str, str, int] | None:
        """Return the first forbidden call in the source of these names: its name, cell and line.

        The functions and classes of the module that they use are searched too.
        """
        if not self.stubs:
            return None
        for piece, cell in source_of(names, trees):
            own = own_names(piece)
            scope = {name: value for name, value in vars(module).items() if name not in own}
            for node in names_in(piece):
                call = self.forbidden(meaning(node, scope))
                if call is not None:
                    return call, cell, getattr(node, "lineno", 0)
        return None

    def forbidden(self, value: Any) -> str | None:
        """Return the name of a value that is off limits, or None."""
        if type(value) is ModuleType:
            name = str(vars(value).get("__name__"))
            package = package_of(name)
            if package in self.packages and FENCED[package].match(name):
                return PRIVATE[package]
        return self.calls.get(id(value))


def named(call: str) -> Any:
    """Return a function by its full name, in NumPy 2. Public modules may exist only as attributes.

    AttributeError: the installed version has none.
    """
    owner, _, last = call.rpartition(".")
    if sys.modules["numpy"].__version__ < "2":
        owner = owner.replace(CORE, OLDER_CORE, 1)
    package, _, inner = owner.partition(".")
    return getattr(sys.modules.get(owner) or attrgetter(inner)(import_module(package)), last)


def source_of(
    names: Sequence[str], trees: Mapping[str, ast.Module]
) -> Iterator[tuple[ast.AST, str]]:
    """Yield the source and cell of these names, and of the module's names they use.

    A class is yielded piece by piece. Of several definitions of a name, the last counts.
    """
    definitions: dict[str, tuple[ast.FunctionDef | ast.ClassDef, str]] = {}
    for cell, tree in trees.items():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                definitions[node.name] = node, cell
    waiting = [name for name in names if name in definitions]
    for name in waiting:
        definition, cell = definitions[name]
        used = set()
        for piece in pieces(definition):
            yield piece, cell
            used |= {getattr(node, "id", "") for node in names_in(piece)}
        waiting += sorted(used & definitions.keys() - set(waiting))


def pieces(definition: ast.AST) -> Iterator[ast.AST]:
    """Yield the named parts of a definition.

    These are a whole function, or each method and statement of a class.
    """
    if not isinstance(definition, ast.ClassDef):
        yield definition
        return
    yield from (*definition.decorator_list, *definition.bases, *definition.keywords)
    for node in definition.body:
        yield from pieces(node)


@cache  # each task searches a submission's trees
def nodes_in(piece: ast.AST) -> Sequence[ast.AST]:
    """Return every node of the syntax tree of a piece of source."""
    return list(ast.walk(piece))


@cache
def names_in(piece: ast.AST) -> Sequence[ast.Name | ast.Attribute]:
    """Return every name and attribute in a piece of source."""
    return [node for node in nodes_in(piece) if isinstance(node, ast.Name | ast.Attribute)]


@cache
def own_names(piece: ast.AST) -> set[str]:
    """Return the names that a piece of source binds itself, hiding the module's names."""
    names = set()
    for node in nodes_in(piece):
        match node:
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
            case ast.FunctionDef(name=name) if node is not piece:
                names.add(name)
    return names


def meaning(node: ast.AST, scope: Scope) -> Any:
    """Return the value of a name, or of an attribute of a fenced module, without running code."""
    if isinstance(node, ast.Name):
        return scope.get(node.id)
    if isinstance(node, ast.Attribute):
        owner = meaning(node.value, scope)
        if type(owner) is ModuleType and package_of(str(vars(owner).get("__name__"))) in FENCED:
            return vars(owner).get(node.attr)
    return None


def package_of(module: str) -> str:
    """Return the top-level package of a module, by its name."""
    return module.partition(".")[0]
