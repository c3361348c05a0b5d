"""Read source as Jupyter would run it: magics, shell lines and cells for other languages.

Nothing runs here. The grader also uses it, to look for names in a file.
"""

import ast
import importlib.util
import re
import warnings
from collections.abc import Iterator

# Cell magics whose cell runs as Python in the notebook, and those that write it to a file.
AROUND_CODE = {"%%time", "%%timeit", "%%capture", "%%prun", "%%debug", "%%memit", "%%mprun"}
WRITES_A_FILE = {"%%writefile", "%%file"}
# At the start of a statement: %magic, !shell, x = !shell, ?help and help?
IPYTHON = re.compile(r"([ \t]*+)(%|!|\?|[\w, ]++=\s*[%!]|[\w.*]++\?{1,2}\s*$)")
TIMED = re.compile(r"([ \t]*+)([\w, ]++=\s*)?%time\s+(?P<code>\S.*)")
# The tokens that decide where a statement ends. Possessive, so that time stays linear; but no
# alternatives are, which Python before 3.11.5 matches wrongly.
PIECE = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*(?:"""|\Z)'
    r"|'''(?:[^'\\]++|\\.|'(?!''))*(?:'''|\Z)"
    r'|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"?'
    r"|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'?"
    r"|\#[^\n]*|\\\n|(?P<open>[([{])|(?P<close>[)\]}])|(?P<end>\n)|[^\"'#\\([{)\]}\n]++|\\",
    re.DOTALL,
)
LONGEST_PARSED = 2**17  # bytes: the tree of a hostile megabyte takes one gigabyte
BROKEN = (SyntaxError, ValueError, RecursionError, MemoryError)  # raised for source without a tree
LINE_END = re.compile(r"\r\n?|\n")
DEEPEST = 200  # nested brackets: Python's own limit
# Python takes minutes to decode a megabyte in this encoding, which no editor writes, if one of the
# first two lines declares it. Hyphens and underscores before the name are ignored, and Python's two
# readers count lines differently: only one of them ends a line at a carriage return.
SLOW = re.compile(rb"(?:[^\n]*\n)?[^\n]*coding[:=][ \t]*[-_]*punycode", re.IGNORECASE)


def parsed(source: bytes | str, name: str) -> ast.Module:
    """Return the syntax tree of Python source, without Python's warnings about its style."""
    with warnings.catch_warnings(action="ignore"):
        tree = compile(source, name, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    assert isinstance(tree, ast.Module)
    return tree


def lines_of(text: str) -> list[str]:
    """Return the lines of source as Python counts them. `splitlines` also splits at form feeds."""
    return LINE_END.split(text)


def tree_of(source: bytes, name: str) -> ast.Module:
    """Return the syntax tree of a script or a cell, decoded as Python does it.

    If it does not parse, IPython's own syntax is replaced first. Line numbers stay.
    SyntaxError: it does not parse even then.
    """
    _refuse_slow(source)
    try:
        tree = parsed(source, name)
    except SyntaxError as error:
        try:
            text = decoded(source)
        except (SyntaxError, UnicodeError, LookupError):
            raise error from None
        tree = parsed(as_python(text), name)
    tree.body = [each for node in tree.body for each in unrolled(node, name)]
    return tree


def decoded(source: bytes) -> str:
    """Return the text of a script or a cell.

    SyntaxError: it is in an unknown encoding, or in one that takes minutes.
    """
    _refuse_slow(source)
    return importlib.util.decode_source(source)


def _refuse_slow(source: bytes) -> None:
    if SLOW.match(source):
        raise SyntaxError("the encoding punycode is for host names")


def as_python(text: str) -> str:
    """Replace IPython's own syntax, line for line."""
    magic, _, rest = text.lstrip().partition("\n")
    if not magic.startswith("%%"):
        return _without_magics(_dedented(text))
    if not _runs(magic.split()):
        return ""
    lines_above = text[: len(text) - len(text.lstrip())].count("\n") + 1
    return "\n" * lines_above + _without_magics(rest)


def written_modules(source: bytes) -> list[str]:
    """Return the name of the module that a cell writes to a file: one or none."""
    words = source.lstrip()[:1000].decode("utf-8", "replace").partition("\n")[0].split()
    if words and words[0] in WRITES_A_FILE and _runs(words):
        return [words[-1].strip("'\"").replace("\\", "/").rpartition("/")[2][: -len(".py")]]
    return []


def _runs(words: list[str]) -> bool:
    """Tell whether a cell with this magic runs or saves Python. words: its first line."""
    if words[0] in WRITES_A_FILE:
        return words[-1].strip("'\"").endswith(".py")
    return words[0] in AROUND_CODE


def _dedented(text: str) -> str:
    """Remove the indentation of the first statement from every line, as IPython does."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip(" \t"))]
    if not indent:
        return text
    return "\n".join(line.removeprefix(indent) for line in text.split("\n"))


def _without_magics(text: str) -> str:
    """Replace the lines at the start of a statement that are IPython's."""
    pieces: list[str] = []
    position = 0
    while position < len(text):
        line = text[position : _end_of_line(text, position)]
        if not IPYTHON.match(line):
            end = _end_of_statement(text, position)
            pieces.append(text[position:end])
        else:
            end = position
            for replaced in _replaced(text, position):
                pieces.append(replaced)
                end = min(_end_of_line(text, end) + 1, len(text))
        position = end
    return "".join(pieces)


def _replaced(text: str, start: int) -> Iterator[str]:
    """Yield a replacement for a magic's line, and for each line that continues it."""
    line = text[start : _end_of_line(text, start)]
    timed = TIMED.match(line)
    if timed and not line.endswith("\\"):
        yield f"{timed[1]}{timed[2] or ''}{timed['code']}\n"
        return
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    while True:
        yield f"{indent}pass\n"
        end = _end_of_line(text, start)
        if text[end - 1 : end] != "\\" or end + 1 >= len(text):
            return
        start = end + 1


def _end_of_line(text: str, start: int) -> int:
    """Return the position of the newline that ends a line, or of the end of the text."""
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _end_of_statement(text: str, start: int) -> int:
    """Return the position after the line on which a statement ends."""
    depth = 0
    while match := PIECE.match(text, start):
        start = match.end()
        depth = max(0, depth + bool(match["open"]) - bool(match["close"]))
        if match["end"] and not depth:
            return start
        if depth > DEEPEST:
            break
    return len(text)


# -- `Download as .py` -------------------------------------------------------------------------


def unrolled(node: ast.stmt, name: str) -> list[ast.stmt]:
    """Return the statements in a magic that was exported as `get_ipython().run_..._magic(...)`.

    Any other statement is returned as it is.
    """
    text = _exported(node)
    if text is None:
        return [node]
    try:
        body = tree_of(text.encode("utf-8", "replace"), name).body
    except SyntaxError:
        return []
    for inner in (each for statement in body for each in ast.walk(statement)):
        if hasattr(inner, "lineno"):
            vars(inner).update(lineno=node.lineno, end_lineno=node.end_lineno)
            vars(inner).update(col_offset=0, end_col_offset=0)
    return body


def _exported(node: ast.stmt) -> str | None:
    """Return the original magic of an exported call; None for other code."""
    match node:
        case ast.Expr(
            ast.Call(
                func=ast.Attribute(
                    value=ast.Call(func=ast.Name(id="get_ipython"), args=[]), attr=run
                ),
                args=arguments,
            )
        ):
            words = [each.value for each in arguments if isinstance(each, ast.Constant)]
            texts = [word for word in words if isinstance(word, str)]
            if run == "run_line_magic" and len(texts) == 2:
                return f"%{texts[0]} {texts[1]}"
            if run == "run_cell_magic" and len(texts) == 3:
                return f"%%{texts[0]} {texts[1]}\n{texts[2]}"
    return None
