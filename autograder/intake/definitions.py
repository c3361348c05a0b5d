"""Find the functions and classes in parsed code: at the top level, or only below it."""

import ast
from collections.abc import Collection, Iterator, Sequence

from ..sandbox.inside.loading import is_stub

DEFINITION = ast.FunctionDef | ast.ClassDef
BLOCK = ast.stmt | ast.ExceptHandler | ast.match_case  # what a statement's body is made of


def definitions(trees: Sequence[ast.Module]) -> Iterator[tuple[str, ast.stmt]]:
    """Yield the functions and classes at the top level."""
    for tree in trees:
        for node in tree.body:
            if isinstance(node, DEFINITION):
                yield node.name, node


def defined_names(trees: Sequence[ast.Module]) -> frozenset[str]:
    """Return the names of the functions and classes at the top level."""
    return frozenset(name for name, _ in definitions(trees))


def nested(trees: Sequence[ast.Module], names: Collection[str]) -> Iterator[str]:
    """Yield the places of these names below the top level, such as `class Layers.dense`."""
    for tree in trees:
        for outer in tree.body:
            place = _opening(outer)
            for inner in _statements_in(outer) if place else ():
                if isinstance(inner, DEFINITION) and inner.name in names:
                    yield f"{place}.{inner.name}"


def _statements_in(outer: ast.stmt) -> Sequence[ast.AST]:
    """Return all statements within one. Expressions, which are most of the tree, hold none."""
    found: list[ast.AST] = [outer]
    for each in found:  # it grows: a long chain of `elif` is nested too deeply for recursion
        found += [node for node in ast.iter_child_nodes(each) if isinstance(node, BLOCK)]
    return found[1:]


def _opening(node: ast.stmt) -> str:
    """Return the opening of a statement that hides definitions from the module; "" for others."""
    match node:
        case ast.ClassDef(name=name):
            return f"class {name}"
        case ast.FunctionDef(name=name):
            return f"def {name}"
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__"))):
            return 'if __name__ == "__main__":'
    return ""


def is_unwritten(node: ast.stmt) -> bool:
    """Tell whether a function, or every method of a class, is still unwritten."""
    if not isinstance(node, ast.ClassDef):
        return is_stub(node)
    methods = [each for each in node.body if isinstance(each, ast.FunctionDef)]
    return bool(methods) and all(map(is_stub, methods))
