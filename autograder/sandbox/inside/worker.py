"""Run a student's functions on given inputs and send back what they return: the one file that meets student code.

Descriptor 0 brings the request, 1 takes the results, 2 takes what the code prints (Python runs with -u, so that a death
loses none of it). Everything travels in frames, 8 bytes of length and then the bytes; a record is a JSON header, which
says how many frames follow it, and those frames.

    request   one record: module, filename, tasks; a frame for each cell, then one for the numbers of each array
    results   for each task one record {found, loading, forbidden}, then one for each call {seconds, changed, printed}
              with either raised, or refused, or the arrays of the answer

It knows inputs only, imports nothing of this package, and leaves each result behind as soon as it is there.
"""

import ast
import contextlib
import faulthandler
import importlib.util
import inspect
import itertools
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from fence import Fence, OffLimits, OnlyAllowedPackages

del sys.path[0]

MOST_PARTS = 8
MOST_BYTES = 64 * 2**20  # of all answers of one task
PATIENCE = 2
OUT_OF_MEMORY = 86  # the exit status of a worker that has no memory left to say so

Watch = Callable[[int, float], None]


class Refused(Exception):
    """The answer is not made of real numbers; its text names what came instead."""


# -- frames ------------------------------------------------------------------------------------------------------------


def pack(header: Mapping[str, Any], frames: Sequence[bytes] = ()) -> bytes:
    """One record."""
    head = json.dumps({**header, "frames": len(frames)}).encode()
    return b"".join(len(frame).to_bytes(8, "big") + frame for frame in (head, *frames))


def npy(array: np.ndarray) -> bytes:
    """What np.save writes, without the pains it takes over the header."""
    header = f"{{'descr': '{array.dtype.str}', 'fortran_order': False, 'shape': {array.shape}, }}\n".encode()
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + array.tobytes()


def frames_of(data: bytes) -> Iterator[bytes]:
    """The frames of a request, which comes from our side and is taken at its word."""
    at = 0
    while at < len(data):
        start = at + 8
        at = start + int.from_bytes(data[at:start], "big")
        yield data[start:at]


# -- loading -----------------------------------------------------------------------------------------------------------

CELL_MAGIC_AROUND_CODE = {"%%time", "%%timeit", "%%capture", "%%prun"}
NOT_PYTHON = re.compile(r"\s*(%|!|\?|[\w, ]+=\s*[%!]|[\w.*]+\?{1,2}\s*$)")  # %magic, !shell, x = !shell, ?help, help?


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
    tree.body = [node for node in tree.body if not (is_stub(node) and getattr(node, "name", "") in written)]
    written |= {node.name for node in functions_in(tree) if not is_stub(node)}
    return tree


def without_older(tree: ast.Module, later: Iterable[ast.Module]) -> ast.Module:
    """A cell that runs once more, without the functions that cells below it have defined since."""
    newer = {node.name for cell in later for node in functions_in(cell)}
    tree.body = [node for node in tree.body if not (isinstance(node, ast.FunctionDef) and node.name in newer)]
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
        if line is not None and isinstance(node, kinds) and node.lineno <= line <= (node.end_lineno or line)
    ]
    return ast.Module(tree.body[failed[0] + 1 :] if failed else [], [])


class Code:
    """The student's module, as it came: loaded afresh for each task."""

    def __init__(self, module: str, filename: str, cells: Sequence[bytes]) -> None:
        self.module, self.filename = module, filename
        if filename.endswith(".ipynb") or len(cells) > 1:
            self.cells = {f"{filename}, cell {number}": source for number, source in enumerate(cells, 1)}
            self.numbers: dict[str, int | None] = dict(zip(self.cells, itertools.count(1), strict=False))
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
            for name in [name for name in self.cells if not again or failures.get(name, {}).get("type") == "NameError"]:
                failures.pop(name, None)
                try:
                    tree = without_stubs(tree_of(self.cells[name], name), written)
                    if again:
                        below = list(self.cells)[list(self.cells).index(name) + 1 :]
                        tree = without_older(tree, [self.trees[each] for each in below if each in self.trees])
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


# -- calling -----------------------------------------------------------------------------------------------------------


def accepts(function: Callable[..., Any], arrays: Sequence[np.ndarray], options: Mapping[str, Any]) -> bool:
    try:
        signature = inspect.signature(function)
    except Exception:
        return True  # some callables cannot say; calling will tell
    try:
        signature.bind(*arrays, **options)
    except TypeError:
        return False
    return True


def parts_of(answer: Any, wanted: int) -> list[Any]:
    if wanted == 1:
        return [answer]
    if isinstance(answer, tuple | list):
        return list(itertools.islice(answer, max(wanted, MOST_PARTS)))
    raise Refused(type(answer).__name__)


def numeric(part: Any) -> np.ndarray:
    """What np.asarray makes of one part, if that is real and numeric."""
    if part is None:
        raise Refused("NoneType")
    try:
        array = np.asarray(part)
    except ValueError:
        if isinstance(part, list | tuple):
            raise Refused(f"ragged {type(part).__name__}") from None
        raise
    if array.dtype.kind in "iuf":
        return array
    if isinstance(part, np.ndarray | np.generic) or (array.ndim and array.dtype.kind != "O"):
        raise Refused({"U": "str", "S": "bytes"}.get(array.dtype.kind, array.dtype.name))
    raise Refused(type(part).__name__)


def plain(array: np.ndarray) -> np.ndarray:
    """A contiguous copy in the machine's byte order, at most 8 bytes a number."""
    with np.errstate(over="ignore"):  # of a long double: it is infinite then, and nobody has printed anything
        return np.array(array, dtype=f"{array.dtype.kind}{min(array.dtype.itemsize, 8)}", order="C")


def changed(given: Sequence[np.ndarray], pristine: Sequence[np.ndarray]) -> list[int]:
    def same(a: np.ndarray, b: np.ndarray) -> bool:
        return a.shape == b.shape and a.dtype == b.dtype and a.tobytes() == b.tobytes()

    return [index for index, pair in enumerate(zip(given, pristine, strict=True)) if not same(*pair)]


class Results:
    """Where records go. Answers of one task together may take MOST_BYTES."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.room = MOST_BYTES

    def send(self, header: Mapping[str, Any], arrays: Iterable[np.ndarray] = ()) -> None:
        record = memoryview(pack({**header, "printed": printed()}, [npy(array) for array in arrays]))
        while record:
            record = record[os.write(self.descriptor, record) :]

    def make_room(self, arrays: Sequence[np.ndarray]) -> None:
        size = sum(array.nbytes for array in arrays)  # of a broadcast array: what a copy of it would take
        if size > self.room:
            raise Refused("too large")
        self.room -= size


def printed() -> int:
    """How many bytes the code has printed so far."""
    try:
        return os.lseek(2, 0, os.SEEK_CUR)
    except OSError:
        return 0


def call(
    function: Callable[..., Any],
    pristine: Sequence[np.ndarray],
    options: str,
    parts: int,
    code: Code,
    fence: Fence,
    results: Results,
) -> None:
    """Call once, with arrays of its own, and send the outcome."""
    given = [np.array(array, order="C") for array in pristine]
    keywords = ast.literal_eval(options)
    header: dict[str, Any] = {}
    arrays: list[np.ndarray] = []
    start = time.perf_counter()
    try:
        if not accepts(function, given, keywords):
            raise Refused("signature")
        answer = [numeric(part) for part in parts_of(function(*given, **keywords), parts)]
        results.make_room(answer)
        arrays = [plain(array) for array in answer]
    except Refused as refusal:
        header["refused"] = str(refusal)[:100]
    except BaseException as error:
        header["raised"] = code.describe(error)
    if fence.tripped:
        header, arrays = {"raised": {"line": None, **header.get("raised", {}), **fence.breach()}}, []
    seconds = time.perf_counter() - start
    results.send({**header, "seconds": seconds, "changed": changed(given, pristine)}, arrays)


def run(request: bytes, descriptor: int, watch: Watch, for_good: bool = False) -> None:
    """Take a request through its tasks. for_good: this process runs nothing else afterwards."""
    frames = frames_of(request)
    header = json.loads(next(frames))
    code = Code(header["module"], header["filename"], [next(frames) for _ in range(header["cells"])])
    for task in header["tasks"]:
        inputs = inputs_of(task, frames)
        finder, fence = OnlyAllowedPackages([header["module"], *task["packages"]]), Fence(task["off_limits"])
        if for_good and task is header["tasks"][-1]:
            fence.replaced.clear()  # no way back, not even for who looks through the memory
        sys.meta_path[:0] = finder, fence
        try:
            watch(descriptor, task["seconds"])
            run_task(task, code, inputs, fence, Results(descriptor))
        finally:
            sys.meta_path[:] = [each for each in sys.meta_path if each is not finder and each is not fence]
            fence.open()


def run_task(
    task: Mapping[str, Any], code: Code, inputs: Sequence[Sequence[np.ndarray]], fence: Fence, results: Results
) -> None:
    module, failure = code.load()
    fence.forgive()
    function: Any = module.__dict__.get(task["name"])
    found = callable(function)
    forbidden = code.forbidden(fence, module, task["name"]) if found else None
    results.send({"found": found, "loading": failure, "forbidden": forbidden})
    for arrays, one in zip(inputs, task["calls"] if found and not forbidden else (), strict=False):
        call(function, arrays, one["options"], task["parts"], code, fence, results)


def inputs_of(task: Mapping[str, Any], frames: Iterator[bytes]) -> list[list[np.ndarray]]:
    """The arrays of each call."""
    return [[np.ndarray(shape, dtype, next(frames)) for dtype, shape in one["arrays"]] for one in task["calls"]]


def watch_wall_clock(descriptor: int, seconds: float) -> None:
    """End the process when the time is over, leaving behind where it was: works on every system.

    The limit is one of cpu time, and this clock runs on while others use the processor.
    """
    faulthandler.enable(descriptor, all_threads=False)
    faulthandler.dump_traceback_later(PATIENCE * seconds, exit=True, file=descriptor)


def main(watch: Watch = watch_wall_clock) -> None:
    """Read the whole request before any student code runs, then give that code no input and no result stream."""
    with open(0, "rb", closefd=False) as stream:
        request = stream.read()
    results = os.dup(1)
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    for text in sys.stdout, sys.stderr:
        text.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        run(request, results, watch, for_good=True)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    os._exit(0)  # whatever the student's code registered for the end does not run


if __name__ == "__main__":
    main()
