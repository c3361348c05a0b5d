"""Inspect a file: which names it defines, whether it holds work, what is wrong with it.

Files are parsed and never run. A budget bounds what is read and parsed for one student.
"""

import ast
import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct, field

from .. import catalog
from ..errors import Refusal
from ..records import Sheet
from ..sandbox.inside.ipython import BROKEN, LONGEST_PARSED, tree_of
from ..text import shown
from .archives import MAX_UNPACKED
from .definitions import defined_names, definitions, is_unwritten, nested
from .files import FEWER, MIB, File
from .notebook import Source, is_notebook, notebook_cells
from .syntax import no_code, problem_of, refuse_newer

MAX_SOURCE = MIB
LEAST_PARSED = 128  # bytes that a cell counts as, at least: half a million empty ones take a minute
AS_SOURCE = "Submit the .py or .ipynb file itself."
DOCUMENTS = {".pdf": "a PDF document", ".doc": "a Word document", ".docx": "a Word document",
             ".odt": "an OpenDocument text", ".rtf": "an RTF document",
             ".pages": "a Pages document", ".pyc": "compiled", "link.html": "a link",
             ".url": "a link", ".webloc": "a link", ".lnk": "a link",
             ".gdoc": "a link"}  # fmt: skip
STARTS = {  # in lower case
    b"%pdf": "a PDF document",
    b"{\\rtf": "an RTF document",
    b"pk\x03\x04": "an archive or a word processor's document",
    b"\xd0\xcf\x11\xe0": "a word processor's document",
    b"<!doctype": "a web page",
    b"<html": "a web page",
    b"<?xml": "a web page",
    b"version https://git-lfs": "a Git LFS pointer",
}
NO_WORK = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp", ".heic", ".mp4", ".mov",
           ".mp3", ".npz", ".npy", ".csv", ".xlsx", ".pkl", ".pt", ".h5", ".keras")  # fmt: skip
LINE = re.compile(
    r"^(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)|^(\w+)[ \t]*(?::[^=\n]*)?=(?!=)", re.MULTILINE
)
SPEC = "autograder.spec"
TAG = re.compile(r"<[^<>]*>")  # may colour a word, or end a line
TEXTS = (".txt", ".md", ".html", ".htm")
# No match begins inside a word or host, so that time stays linear.
LINK = re.compile(
    r"(?:\bhttps?://|\bwww\.|(?<![\w-])(?<![\w-]\.)(?:[\w-]++\.)++[a-z]{2,}/)[^\s<>\"']*", re.I
)
MOST_AROUND = 30  # words beside a link in a text that only points to the work
UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Budget(Struct):
    """The number of bytes of one student's files that may still be read and parsed."""

    read: int = MAX_UNPACKED
    parsed: int = MAX_SOURCE

    def spend(self, data: bytes, file: File) -> None:
        """Count a file's bytes. Refusal: they are too many."""
        self.read -= len(data)
        if self.read < 0:
            problem = f"With {file.shown}, there is more than {MAX_UNPACKED // MIB} MiB of code."
            raise Refusal(problem, FEWER)


class Assigned(Struct, frozen=True):
    """The assignment: the names that each exercise asks for, and the released definitions.

    exercises: exercise -> the names that a submission of it may define.
    released: a name -> its definitions in the released files, equal for equal code.
    steps: the names in each steps.py. A student may submit it, but it is not their work.
    """

    exercises: Mapping[str, frozenset[str]]
    released: Mapping[str, frozenset[str]] = field(default_factory=dict)
    steps: frozenset[frozenset[str]] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        """The names of all exercises."""
        return frozenset().union(*self.exercises.values())


class Candidate(Struct, frozen=True, kw_only=True):
    """One file that may be a submission.

    names: those that it defines, of those asked for. written: those with work in them.
    problem: why it, or a cell of it, cannot be graded, such as a syntax error.
    unasked: other functions and classes that it defines, and the places of those asked for that are
        not at the top level. older: versions that it replaces.
    """

    file: File
    sha256: str
    cells: tuple[bytes, ...]
    labels: tuple[str, ...]
    names: frozenset[str]
    written: frozenset[str]
    problem: str = ""
    unasked: tuple[str, ...] = ()
    older: tuple[File, ...] = ()


def asked_for(
    exercises: Mapping[str, Collection[str]],
    released: Iterable[bytes] = (),
    steps: Iterable[str] = (),
) -> Assigned:
    """Return what was assigned. exercises: exercise -> the names that it asks for.

    released: the released scripts and notebooks. steps: the text of each steps.py.
    """
    dumps: dict[str, set[str]] = {}
    for data in released:
        book = notebook_cells("released.ipynb", data) if is_notebook(data) else ()
        cells = [cell.text for cell in book] or [data]
        for name, node in definitions([tree_of(cell, "released") for cell in cells]):
            if not is_unwritten(node):
                dumps.setdefault(name, set()).add(ast.dump(node))
    return Assigned(
        {name: frozenset(names) for name, names in exercises.items()},
        {name: frozenset(texts) for name, texts in dumps.items()},
        frozenset(_defined_in(text) for text in steps if text),
    )


@cache
def _defined_in(steps: str) -> frozenset[str]:
    """Return the names that a steps.py defines. Each check asks several times."""
    return defined_names([ast.parse(steps)])


def asked_by(*sheets: Sheet) -> Assigned:
    """Return what was assigned, from the sheets of the exercises."""
    names = {each.exercise: {name for task in each.tasks for name in task.names} for each in sheets}
    return asked_for(names, steps={task.steps or "" for each in sheets for task in each.tasks})


def course(root: Path, names: Sequence[str]) -> Assigned:
    """Return what was assigned, from a course's folder. Refusal: a spec cannot be loaded."""
    steps = [catalog.solution(root, name).steps_source() for name in names]
    asked, skeletons = catalog.asked_names(root, names), catalog.skeletons(root, names)
    return asked_for(asked, skeletons.values(), steps)


def is_source(name: str) -> bool:
    """Tell whether a file is named like a script or notebook."""
    return name.lower().endswith(catalog.SOURCES)


def inspect_file(file: File, assigned: Assigned, budget: Budget) -> Candidate | None:
    """Inspect a file. Return None if it can be neither a script nor a notebook.

    Refusal: it cannot be read, or it may hold work in a form that cannot be graded.
    """
    if is_source(file.name):
        return _inspect_source(file, assigned, budget)
    name = file.name.lower()
    for ending, kind in DOCUMENTS.items():
        if name.endswith(ending):
            raise Refusal(f"{file.shown} is {kind}, not a Python file.", AS_SOURCE)
    if name.endswith(NO_WORK):
        return None
    data = _as_utf8(file.read(MAX_UNPACKED))
    book = is_notebook(data)
    budget.spend(b"" if book else data, file)  # a notebook is counted below
    if not book and (len(data) > MAX_SOURCE or b"\0" in data):
        _refuse_document(file, data)
        raise Refusal(f"{file.shown} is too large, damaged or a nameless archive.", AS_SOURCE)
    text = data.decode("utf-8", "replace")
    if not (book or _named(TAG.sub("", text) + TAG.sub("\n", text)) & assigned.names):
        if name.endswith(TEXTS) and _is_link(text):
            problem = f"{file.shown} holds only a link, and nothing is downloaded."
            raise Refusal(problem, AS_SOURCE)
        return None
    found = _inspect_source(file, assigned, budget)
    if found.problem and not book:
        problem = f"{file.shown} holds code, but is neither a script nor a notebook."
        raise Refusal(problem, AS_SOURCE)
    return found


def _inspect_source(file: File, assigned: Assigned, budget: Budget) -> Candidate:
    data = file.read(MAX_SOURCE if file.name.lower().endswith(".py") else MAX_UNPACKED)
    budget.spend(data, file)
    cells = _cells(file, _as_utf8(data))
    trees, names, problem = _parse_all(file, cells, assigned, budget)
    defined = defined_names(trees)
    if any(_is_spec(tree) for tree in trees) or defined in assigned.steps:
        names.clear()  # it came with the exercise
    asked = frozenset(names & assigned.names)
    stubs, done = set[str](), set[str]()
    for name, node in definitions(trees):
        skeleton = is_unwritten(node) or _is_released(name, node, assigned)
        (stubs if skeleton else done).add(name)
    unasked = {*defined - assigned.names, *nested(trees, assigned.names - defined)}
    return Candidate(
        file=file,
        sha256=hashlib.sha256(data).hexdigest(),
        cells=tuple(cell.text for cell in cells),
        labels=tuple(cell.label for cell in cells if cell.label),
        names=asked,
        written=asked - (stubs - done),
        problem=problem,
        unasked=tuple(sorted(unasked)),
    )


def _cells(file: File, data: bytes) -> tuple[Source, ...]:
    """Return a notebook's cells, or a script as one cell without a label."""
    _refuse_document(file, data)
    book = file.name.lower().endswith(".ipynb") or is_notebook(data)
    if not book and b"\0" in data:
        raise Refusal(f"{file.shown} has null bytes: it may be damaged.", "Save it again in UTF-8.")
    cells = notebook_cells(file.name, data) if book else (Source(data, ""),)
    if sum(len(cell.text) for cell in cells) > MAX_SOURCE:
        problem = f"{file.shown} holds more than {MAX_SOURCE // MIB} MiB of code."
        raise Refusal(problem, "Shorten it.")
    return cells


def _parse_all(
    file: File, cells: Sequence[Source], assigned: Assigned, budget: Budget
) -> tuple[list[ast.Module], set[str], str]:
    """Return the trees, all names they define, and why a script or a cell that matters has none."""
    trees, names, problem = [], set[str](), ""
    for cell in cells:
        tree, error = _parsed(cell.text, budget)
        if tree:
            trees.append(tree)
            names |= set(catalog.bound_names(tree.body))
            continue
        text = cell.text.decode("utf-8", "replace")
        concerns = bool(_named(text) & assigned.names)
        names |= _named(text)
        if error and concerns:
            refuse_newer(file.shown, text)
        if error and not problem and (concerns or not cell.label):
            place = f"{shown(file.name)}, {cell.label}," if cell.label else shown(file.name)
            problem = problem_of(place, text, error)
    if len(trees) == len(cells) and not any(tree.body for tree in trees):
        problem = no_code(shown(file.name))
    return trees, names, problem


# -- the source --------------------------------------------------------------------------------


def _refuse_document(file: File, data: bytes) -> None:
    """Refuse a file that begins like a document."""
    start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for mark, kind in STARTS.items():
        if start.startswith(mark):
            raise Refusal(f"{file.shown} is {kind}, not a Python file.", AS_SOURCE)


def _as_utf8(data: bytes) -> bytes:
    """Return a file in an encoding that Python reads, even if it is UTF-16."""
    return data.decode("utf-16", "replace").encode() if data.startswith(UTF16) else data


def _parsed(cell: bytes, budget: Budget) -> tuple[ast.Module | None, BaseException | None]:
    """Return a cell's tree, or why it does not parse; neither if it is too long to try."""
    if len(cell) > min(LONGEST_PARSED, budget.parsed):
        return None, None
    budget.parsed -= max(len(cell), LEAST_PARSED)
    try:
        return tree_of(cell, "cell"), None
    except BROKEN as error:
        return None, error


def _is_link(text: str) -> bool:
    """Tell whether a text or web page holds little more than an address."""
    words = TAG.sub(" ", LINK.sub(" ", text)).split()
    return bool(LINK.search(text)) and len(words) <= MOST_AROUND


def _named(text: str) -> set[str]:
    """Return the names that lines of code seem to define, whether they parse or not."""
    return {match[1] or match[2] for match in LINE.finditer(text)}


def _is_spec(tree: ast.Module) -> bool:
    """Tell whether a file is a spec."""
    return any(isinstance(node, ast.ImportFrom) and node.module == SPEC for node in tree.body)


def _is_released(name: str, node: ast.stmt, assigned: Assigned) -> bool:
    """Tell whether a definition is unchanged since its release."""
    released = assigned.released.get(name, frozenset())
    try:
        return bool(released) and ast.dump(node) in released
    except RecursionError:
        return False
