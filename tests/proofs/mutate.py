"""Change one small detail of a function at a time.

It changes an operator, constant, axis, index, slice or statement. mutmut and cosmic-ray would not
do: they rewrite a project's files and run its whole test suite for every change, although one
graded call is enough, and neither changes slices or axes, or swaps arguments.
"""

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import Any

OPERATORS: dict[type, tuple[type, ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Div, ast.Mult),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
COMMUTING = (ast.Add, ast.Mult, ast.BitAnd, ast.BitOr)
SYMMETRIC = ("np.maximum", "np.minimum", "max", "min")
# Functions that students confuse, and the two directions of an image.
CALLS = (
    ("maximum", "minimum"), ("max", "min"), ("argmax", "argmin"), ("amax", "amin"), ("sum", "mean"),
    ("sum", "max"), ("zeros", "ones"), ("zeros_like", "ones_like"), ("floor", "ceil"),
    ("exp", "expm1"), ("log", "log1p"), ("any", "all"), ("repeat", "tile"), ("rfft2", "fft2"),
    ("irfft2", "ifft2"), ("cumsum", "cumprod"),
)  # fmt: skip
DIRECTIONS = (("height", "width"), ("row", "column"), ("top", "left"), ("bottom", "right"))


@dataclass(frozen=True)
class Mutant:
    """One changed definition.

    name: of the changed definition, such as "Dense.forward".
    line: the changed statement, as `ast.unparse` writes it.
    """

    name: str
    line: str
    source: str


def mutants(source: str, given: str = "", sentences: bool = True) -> Iterator[Mutant]:
    """Yield every small change of every function, method and constant of a module, each once.

    given: the skeleton; its unchanged definitions are left out.
    sentences: whether to change strings of several words too.
    """
    known = {ast.dump(definition) for definition in ast.parse(given).body}
    for definition in ast.parse(source).body:
        if ast.dump(definition) in known:
            continue
        match definition:
            case ast.FunctionDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]):
                yield from _mutants(name, definition, definition, sentences)
            case ast.ClassDef(name=name):
                for part in definition.body:
                    own = getattr(part, "name", "")
                    name_of_part = f"{name}.{own}".rstrip(".")
                    yield from _mutants(name_of_part, part, definition, sentences)


def _mutants(
    name: str, changed: ast.stmt, definition: ast.stmt, sentences: bool
) -> Iterator[Mutant]:
    """Yield every small change of one statement, with the whole definition around it."""
    seen = {ast.unparse(definition)}
    for line in _changes([changed], _Names(changed), sentences):
        text = ast.unparse(definition)
        if text not in seen and _compiles(text):
            seen.add(text)
            yield Mutant(name, line, text)


def _compiles(text: str) -> bool:
    """Tell whether it compiles without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            compile(text, "mutant", "exec")
        except SyntaxError:  # warnings raise it too
            return False
    return True


class _Names:
    """Names that may be confused: other arguments, and counterparts in the other direction."""

    def __init__(self, definition: ast.stmt) -> None:
        nodes = list(ast.walk(definition))
        bound = {
            node.id
            for node in nodes
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        self.arguments = (
            [argument.arg for argument in definition.args.args]
            if isinstance(definition, ast.FunctionDef)
            else []
        )
        self.known = bound | {node.arg for node in nodes if isinstance(node, ast.arg)}

    def others(self, name: str) -> set[str]:
        others = set(self.arguments) if name in self.arguments else set()
        for one, other in DIRECTIONS:
            opposite = {one: other, other: one}
            turned = re.sub(f"{one}|{other}", lambda match, to=opposite: to[match[0]], name)
            others |= {turned} & self.known
        return others - {name}


def _changes(block: list[ast.stmt], names: _Names, sentences: bool) -> Iterator[str]:
    """Make each change in place, yield the statement's new text, and undo the change."""
    for position, statement in enumerate(block):
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue  # a docstring
        if not isinstance(statement, ast.FunctionDef):
            for other in _instead_of_statement(statement):
                block[position] = other
                yield (
                    f"{ast.unparse(other)}  # {_head(statement)}"
                    if isinstance(other, ast.Pass)
                    else _head(other)
                )
                block[position] = statement
            for holder, key, node in _places(statement):
                if not sentences and _is_sentence(node):
                    continue
                for other in _instead(node, names):
                    holder[key] = other
                    yield _head(statement)
                    holder[key] = node
        for inner in (
            statement,
            *getattr(statement, "handlers", []),
            *getattr(statement, "cases", []),
        ):
            for name in ("body", "orelse", "finalbody"):
                yield from _changes(getattr(inner, name, []), names, sentences)


def _head(statement: ast.stmt) -> str:
    """Write a statement without the block it opens, if any."""
    if isinstance(statement, ast.Match | ast.Try):
        return ast.unparse(statement).splitlines()[0]
    if not isinstance(statement, ast.If | ast.For | ast.While | ast.With):
        return ast.unparse(statement)
    kept = statement.body, getattr(statement, "orelse", [])
    statement.body, statement.orelse = [ast.Pass()], []
    text = ast.unparse(statement).splitlines()[0]
    statement.body, statement.orelse = kept
    return text


def _places(node: ast.AST) -> Iterator[tuple[Any, Any, ast.AST]]:
    """Yield every expression in a statement with its place: holder[key].

    Blocks that the statement opens are left out.
    """
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns"):
            continue
        holder, items = (
            (value, enumerate(value)) if isinstance(value, list) else (vars(node), [(field, value)])
        )
        for key, child in list(items):
            if (
                isinstance(child, ast.AST)
                # The order of exceptions in a handler never matters.
                and not isinstance(child, ast.stmt | ast.expr_context | ast.ExceptHandler)
                and not _is_strict(child)
            ):
                yield holder, key, child
                yield from _places(child)


def _is_strict(node: ast.AST) -> bool:
    """Tell whether it is zip's strict=True, which only asserts."""
    return isinstance(node, ast.keyword) and node.arg == "strict"


def _is_sentence(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value


def _instead_of_statement(statement: ast.stmt) -> Iterator[ast.stmt]:
    yield ast.Pass()
    match statement:
        case ast.AugAssign(target, op, value):
            yield ast.Assign([target], value, lineno=0)
            yield from (
                ast.AugAssign(target, other(), value) for other in OPERATORS.get(type(op), ())
            )
        case ast.If(_, body, orelse):
            yield from (ast.If(ast.Constant(value), body, orelse) for value in (True, False))
        case ast.For(target, walked, body):
            yield from (
                ast.For(target, _cut(walked, cut), body, [], lineno=0) for cut in ("1:", ":-1")
            )


def _instead(node: ast.AST, names: _Names) -> Iterator[ast.AST]:
    """Yield replacements for an expression."""
    match node:
        case ast.BinOp(left, op, right):
            yield from (ast.BinOp(left, other(), right) for other in OPERATORS.get(type(op), ()))
            yield from (left, right)
            if not isinstance(op, COMMUTING):
                yield ast.BinOp(right, op, left)
        case ast.Compare(left, [op], [right]):
            yield from (
                ast.Compare(left, [other()], [right]) for other in OPERATORS.get(type(op), ())
            )
        case ast.BoolOp(op, values):
            yield from (ast.BoolOp(other(), values) for other in OPERATORS[type(op)])
            yield from values
        case ast.UnaryOp(_, operand):
            yield operand
        case ast.IfExp(_, body, orelse):
            yield from (body, orelse)
        case ast.Constant(value):
            yield from map(ast.Constant, _other_constants(value))
        case ast.Name(name, ast.Load()):
            yield from (ast.Name(other, ast.Load()) for other in sorted(names.others(name)))
            yield from (ast.Name(other, ast.Load()) for other in _other_calls(name))
        case ast.Attribute(value, name, context):
            if name == "T":
                yield value
            yield from (ast.Attribute(value, other, context) for other in _other_calls(name))
        case ast.Tuple(elements, context) | ast.List(elements, context):
            yield from (type(node)(swapped, context) for swapped in _neighbours_swapped(elements))
        case ast.Dict(keys, values):
            yield from (ast.Dict(keys, swapped) for swapped in _neighbours_swapped(values))
        case ast.Subscript(value, _, ast.Load()) if not ast.unparse(value).endswith("shape"):
            yield value
        case ast.Slice():
            yield from _other_slices(node)
        case ast.Call(function, arguments, keywords):
            if ast.unparse(function) not in SYMMETRIC:
                yield from (
                    ast.Call(function, swapped, keywords)
                    for swapped in _neighbours_swapped(arguments)
                )
            yield from (
                ast.Call(function, arguments, _without(keywords, k))
                for k in range(len(keywords))
                if not _is_strict(keywords[k])
            )
            yield from (
                ast.Call(function, _without(arguments, k), keywords) for k in range(len(arguments))
            )
            yield from arguments[:1]
            if isinstance(function, ast.Attribute) and not ast.unparse(function).startswith("np."):
                yield function.value
        case ast.comprehension(target, walked, conditions, is_async):
            yield from (
                ast.comprehension(target, _cut(walked, cut), conditions, is_async)
                for cut in ("1:", ":-1")
            )
            if conditions:
                yield ast.comprehension(target, walked, [], is_async)


def _other_constants(value: object) -> Iterator[object]:
    match value:
        case bool():
            yield not value
        case int():
            yield from (value + 1, value - 1)
        case float():
            yield from (value + 1, 0.9 * value, -value)
        case str() if "->" in value:  # einsum: the axes of the result in another order
            before, arrow, after = value.partition("->")
            yield from (before + arrow + "".join(order) for order in list(permutations(after))[1:])
        case str():
            yield f"no {value}"


def _other_calls(name: str) -> Iterator[str]:
    for one, other in CALLS:
        if name in (one, other):
            yield other if name == one else one


def _other_slices(node: ast.Slice) -> Iterator[ast.Slice]:
    lower, upper, step = node.lower, node.upper, node.step
    for bound in filter(None, (lower, upper)):
        for operator in (ast.Add(), ast.Sub()):
            moved = ast.BinOp(bound, operator, ast.Constant(1))
            yield ast.Slice(
                moved if bound is lower else lower, moved if bound is upper else upper, step
            )
    if lower:
        yield ast.Slice(None, upper, step)
    if upper:
        yield ast.Slice(lower, None, step)
    if step:
        yield ast.Slice(lower, upper, None)


def _cut(walked: ast.expr, cut: str) -> ast.expr:
    """Make `list(walked)[1:]` or `list(walked)[:-1]`: one round fewer."""
    return ast.parse(f"list({ast.unparse(walked)})[{cut}]", mode="eval").body


def _neighbours_swapped(items: list[Any]) -> Iterator[list[Any]]:
    for i in range(len(items) - 1):
        yield [*items[:i], items[i + 1], items[i], *items[i + 2 :]]


def _without(items: list[Any], position: int) -> list[Any]:
    return items[:position] + items[position + 1 :]
