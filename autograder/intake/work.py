"""Tell whether two files hold the same work."""

import ast
import hashlib

from ..sandbox.inside.ipython import BROKEN, LONGEST_PARSED, tree_of
from .candidate import Candidate


def digest_of_work(found: Candidate) -> str:
    """Return a digest of all definitions in a file: equal for a script and its notebook."""
    digest = hashlib.sha256()
    for cell in found.cells:
        try:
            body = tree_of(cell, "cell").body if len(cell) <= LONGEST_PARSED else None
            pieces = [ast.dump(node) for node in body or () if _matters(node)]
        except BROKEN:
            body, pieces = None, []
        for piece in [cell.decode("latin-1")] if body is None else pieces:
            digest.update(f"{len(piece)} {piece}".encode())
    return digest.hexdigest()


def _matters(node: ast.stmt) -> bool:
    """Tell whether a statement may change what a function does. `check` and its import do not."""
    if isinstance(node, ast.Try):
        inner = [*node.body, *node.orelse, *node.finalbody]
        return any(map(_matters, inner + [each for part in node.handlers for each in part.body]))
    if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "autograder":
        return False
    return not isinstance(node, ast.Expr | ast.Pass)
