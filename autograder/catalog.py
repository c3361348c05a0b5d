"""Which exercises there are, and what the spec of each one says."""

import ast
import difflib
import re
import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

from . import lint
from .errors import Refusal
from .spec import Exercise

TREES = ("solutions", "exercises")
EXERCISE = re.compile(r"\d\d_[a-z][a-z0-9_]*")
NOT_SOURCES = {"__pycache__", ".ipynb_checkpoints"}


def project_root(start: Path) -> Path:
    """The nearest folder, from `start` upwards, that holds exercises; or `start`, for a course that has none yet."""
    here = start.resolve()
    for folder in (here, *here.parents):
        if any(exercises(folder, tree) for tree in TREES):
            return folder
    if (here / TREES[0]).is_dir():
        return here
    raise Refusal(
        f"Neither {here} nor a folder above it holds {TREES[0]}/ or {TREES[1]}/ with an exercise in it.",
        f"Change into the folder of the course and run the command again. A new course begins with mkdir {TREES[0]}.",
    )


def exercises(root: Path, tree: str) -> list[str]:
    """The names of the exercises in one tree, in order: "01_dense", "02_activations" ..."""
    folders = [spec.parent.name for spec in (root / tree).glob("*/spec.py")]
    return sorted(name for name in folders if EXERCISE.fullmatch(name))


def solved(root: Path) -> list[str]:
    """The names of the exercises whose solutions are here; the commands for staff go by them."""
    names = exercises(root, "solutions")
    if not names:
        raise Refusal(f"There is no exercise in {root / 'solutions'}.", "Run this where the course's solutions are.")
    return names


def module_name(exercise: str) -> str:
    """What the exercise's module is called: "03_convolution" -> "convolution"."""
    return exercise[3:]


def find(name: str, known: Sequence[str]) -> str:
    """The exercise meant by "03_convolution", "convolution", "03" or the path of its folder or of a file of it."""
    path = Path(name).resolve()
    is_file = path.suffix in (".py", ".ipynb")
    for word in (path.stem, path.parent.name) if is_file else (path.name,):
        meant = [e for e in known if word in (e, module_name(e)) or word.zfill(2) == e[:2]]
        if len(meant) > 1:
            raise Refusal(f"{name} may be {' or '.join(meant)}.", "Give the name in full.")
        if meant:
            return meant[0]
    raise Refusal(f"There is no exercise called {name}.", _what_there_is(path.stem, known))


def _what_there_is(word: str, known: Sequence[str]) -> str:
    if not known:
        return "No exercise was found at all: change into the folder of the course."
    names = {module_name(e): e for e in known} | {e: e for e in known}
    close = difflib.get_close_matches(word.lower(), names, n=1)
    hint = f"The closest name is {names[close[0]]}. " if close else ""
    return f"{hint}There are: {', '.join(known)}."


def load_spec(folder: Path) -> Exercise:
    """Execute `spec.py` and check that every task it names is defined in the exercise's module."""
    path = folder / "spec.py"
    exercise = getattr(_execute(path), "exercise", None)
    if not isinstance(exercise, Exercise):
        raise Refusal(
            f"{path} has no `exercise`, or it is no Exercise.", "Write `exercise = Exercise(title=..., tasks=(...))`."
        )
    lint.check(exercise, path)
    module = folder / f"{module_name(folder.name)}.py"
    names = defined_names(module)
    missing = [task.name for task in exercise.tasks if task.name not in names]
    if missing:
        raise Refusal(
            f"{path} names {', '.join(missing)}, which {module} does not define.",
            "Define it there, or correct the name of the task.",
        )
    return exercise


def _execute(path: Path) -> ModuleType:
    """The spec as a private module: no compiled file is written, and `sys.modules` is as it was."""
    source = _source(path)
    module = ModuleType(f"_spec_of_{path.parent.name}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module  # some decorators look their module up while it runs
    try:
        exec(compile(source, str(path), "exec"), module.__dict__)
    except (Exception, SystemExit) as error:
        raise Refusal(f"{path} cannot be loaded: {where(error, path.name)}.", "Mend the spec and try again.") from error
    finally:
        del sys.modules[module.__name__]
    return module


def where(error: BaseException, name: str) -> str:
    """What went wrong in the file of this name, and in which line of it."""
    frames = [f.lineno for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).name == name]
    line = error.lineno if isinstance(error, SyntaxError) else frames[-1] if frames else None
    said = error.msg if isinstance(error, SyntaxError) else str(error)
    first = next(iter(re.sub(r"\{\{.*?\}\}", "", said).strip().splitlines()), "")[:200]  # TensorFlow's go on and on
    return (f"line {line}: " if line else "") + f"{type(error).__name__}: {first}".rstrip(": .")


def _source(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {error.strerror}.", "An exercise needs this file.") from error


def _parse(path: Path) -> ast.Module:
    try:
        return ast.parse(_source(path), str(path))
    except (SyntaxError, ValueError) as error:
        raise Refusal(f"{path} is not valid Python: {where(error, path.name)}.", "Mend the file.") from error


def defined_names(path: Path) -> set[str]:
    """The names bound at the top level of a module, found without running it."""
    return set(_bound(_parse(path).body))


def _bound(statements: Sequence[ast.stmt]) -> Iterator[str]:
    for statement in statements:
        match statement:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.Assign(targets=targets):
                yield from (node.id for t in targets for node in ast.walk(t) if isinstance(node, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr()):
                yield name
            case ast.If() | ast.Try() | ast.With():
                inner = [s for s in ast.iter_child_nodes(statement) if isinstance(s, ast.stmt)]
                yield from _bound(inner)


def mistakes(folder: Path) -> dict[str, Path]:
    """The known mistakes of an exercise: name -> the wrong submission that states it."""
    return {path.stem: path for path in sorted((folder / "mistakes").glob("*.py"))}


def hint(path: Path) -> str:
    """What a student is told who made this mistake: the docstring of its file."""
    text = ast.get_docstring(_parse(path))
    if not text:
        raise Refusal(f"{path} has no docstring.", "Open it with the hint that a student shall see.")
    return text


def source_files(folder: Path) -> dict[str, bytes]:
    """Every Python file of an exercise, in sorted order: path inside the folder -> bytes."""
    paths = (p for p in folder.rglob("*.py") if p.is_file() and not NOT_SOURCES & set(p.relative_to(folder).parts))
    return {name: (folder / name).read_bytes() for name in sorted(p.relative_to(folder).as_posix() for p in paths)}
