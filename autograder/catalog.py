"""Find a course's exercises and the files in their folders, and load their specs."""

import ast
import re
import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from msgspec import Struct

from .errors import Refusal, closest

if TYPE_CHECKING:
    from .spec import Exercise

SOLUTIONS, EXERCISES = TREES = ("solutions", "exercises")
EXERCISE = re.compile(r"\d\d_[a-z][a-z0-9_]*")
SOURCES = (".py", ".ipynb")  # kinds of files accepted as submissions
SHEET = "sheet.npz"


class ExerciseFolder(Struct, frozen=True):
    """One exercise in the authors' folder or the students'.

    root: the course's `solutions` or `exercises` folder. name: such as "03_convolution".
    """

    root: Path
    name: str

    @property
    def path(self) -> Path:
        """The folder itself."""
        return self.root / self.name

    @property
    def module(self) -> str:
        """The name of the exercise's module."""
        return module_name(self.name)

    @property
    def script(self) -> Path:
        """The module as a script: the solution, or the file that students complete."""
        return self.path / f"{self.module}.py"

    @property
    def notebook(self) -> Path:
        """The module as a notebook, in released exercises."""
        return self.path / f"{self.module}.ipynb"

    @property
    def spec(self) -> Path:
        """The spec: the tasks, their cases and their references."""
        return self.path / "spec.py"

    @property
    def steps(self) -> Path:
        """steps.py: how tasks of several calls use what a submission defines."""
        return self.path / "steps.py"

    @property
    def sheet(self) -> Path:
        """TensorFlow's answers to public cases, in released exercises."""
        return self.path / SHEET

    @property
    def mistakes(self) -> dict[str, Path]:
        """The known mistakes: name -> a submission that makes it."""
        return {path.stem: path for path in sorted(self.path.glob("mistakes/*.py"))}

    @property
    def styles(self) -> dict[str, Path]:
        """Right submissions, written independently of the solution: name -> file."""
        return {path.stem: path for path in sorted(self.path.glob("styles/*.py"))}

    @property
    def figures(self) -> list[Path]:
        """The pictures that the text shows."""
        return sorted(self.path.glob("figures/*.svg"))

    def sources(self) -> dict[str, bytes]:
        """Read every file that a sheet depends on: path inside the folder -> bytes."""
        data = sorted({*self.path.glob("*.npz"), *self.path.glob("steps.py")} - {self.sheet})
        paths = [self.script, self.spec, *data, *self.mistakes.values()]
        return {path.relative_to(self.path).as_posix(): _source(path) for path in paths}

    def steps_source(self) -> str:
        """Read steps.py. It is empty if there is none."""
        return _source(self.steps).decode("utf-8") if self.steps.exists() else ""


# -- the exercises of a course -----------------------------------------------------------------


def project_root(start: Path) -> Path:
    """Return the nearest folder with exercises, from `start` upwards.

    For a new course without exercises, return `start` if that has a `solutions` folder.

    Refusal: there is no such folder.
    """
    here = start.resolve()
    for folder in (here, *here.parents):
        if any(exercises(folder, tree) for tree in TREES):
            return folder
    if (here / SOLUTIONS).is_dir():
        return here
    below = [f": cd {each.name}" for each in sorted(here.glob("*/")) if exercises(each, EXERCISES)]
    problem = f"There is no {EXERCISES}/ with exercises in {here} or in a folder above it."
    remedy = "Go to the course's folder and run the command again"
    raise Refusal(problem, f"{remedy}{below[0] if below else '.'}")


def exercises(root: Path, tree: str) -> list[str]:
    """Return the names of the exercises in one tree, in order: "01_dense", "02_activations" ..."""
    folders = [spec.parent.name for spec in (root / tree).glob("*/spec.py")]
    return sorted(name for name in folders if EXERCISE.fullmatch(name))


def folders(root: Path, tree: str) -> list[ExerciseFolder]:
    """Return the exercises in one tree, in order."""
    return [ExerciseFolder(root / tree, name) for name in exercises(root, tree)]


def solved(root: Path) -> list[str]:
    """Return the names of the exercises with a solution, for the commands of staff and authors.

    Refusal: there are none.
    """
    if names := exercises(root, SOLUTIONS):
        return names
    problem = f"There is no exercise in {root / SOLUTIONS}."
    raise Refusal(problem, "Run this in the course's folder.")


def solution(root: Path, name: str) -> ExerciseFolder:
    """Return an exercise's source folder."""
    return ExerciseFolder(root / SOLUTIONS, name)


def released(root: Path, name: str) -> ExerciseFolder:
    """Return a released exercise's folder."""
    return ExerciseFolder(root / EXERCISES, name)


def skeletons(root: Path, names: Sequence[str]) -> dict[str, bytes]:
    """Read the released files: name -> bytes. A submission equal to one of them is untouched."""
    files = []
    for folder in (released(root, name) for name in names):
        files += [file for file in (folder.script, folder.notebook) if file.is_file()]
    return {file.name: file.read_bytes() for file in files}


def asked_names(root: Path, names: Sequence[str]) -> dict[str, list[str]]:
    """Return the names that each of these exercises asks a submission to define."""
    return {name: [*load_spec(solution(root, name)).names] for name in names}


def module_name(exercise: str) -> str:
    """Return the name of the exercise's module: "03_convolution" -> "convolution"."""
    return exercise[3:]


def find(name: str, known: Sequence[str], tasks: Sequence[str] = ()) -> str:
    """Return the exercise meant by "03_convolution", "convolution", "03", or a path in its folder.

    tasks: more names to suggest for a misspelt one.

    Refusal: no exercise fits, or several do.
    """
    meant = meant_by(name, known)
    if len(meant) > 1:
        raise Refusal(f"{name} may be {' or '.join(meant)}.", "Give the name in full.")
    if meant:
        return meant[0]
    kind = "exercise or task" if tasks else "exercise"
    remedy = _known_names(Path(name).resolve().stem, known, tasks)
    raise Refusal(f"There is no {kind} called {name}.", remedy)


def meant_by(name: str, known: Sequence[str]) -> list[str]:
    """Return every exercise that a name may mean: see `find`."""
    path = Path(name).resolve()
    words = (path.stem, path.parent.name) if path.suffix in SOURCES else (path.name,)
    found = ([each for each in known if _means(word, each)] for word in words)
    return next(filter(None, found), [])


def _means(word: str, exercise: str) -> bool:
    return word in (exercise, module_name(exercise)) or word.zfill(2) == exercise[:2]


def _known_names(word: str, known: Sequence[str], tasks: Sequence[str]) -> str:
    if not known:
        return "No exercise was found: change into the course's folder."
    full = {module_name(each): each for each in known}
    near = closest(word.lower(), [*tasks, *full, *known], full)
    return f"{near}The exercises are: {', '.join(known)}."


# -- the files of one exercise -----------------------------------------------------------------


def read_spec(folder: ExerciseFolder) -> "Exercise":
    """Execute `spec.py`. Read no other file: students may have broken theirs.

    Refusal: the spec cannot be loaded, or contradicts itself.
    """
    from . import lint  # `check` reads no spec before the code runs
    from .spec import Exercise

    lint.check_imports(parsed(folder.spec), folder.spec)
    exercise = getattr(executed(folder.spec), "exercise", None)
    if not isinstance(exercise, Exercise):
        problem = f"{folder.spec} has no `exercise` that is an Exercise."
        raise Refusal(problem, "Write `exercise = Exercise(title=..., tasks=(...))`.")
    lint.check(exercise, folder.spec)
    return exercise


def load_spec(folder: ExerciseFolder) -> "Exercise":
    """Execute `spec.py` and check that the exercise's module defines every task it names.

    Refusal: see `read_spec`; or the spec names a task that is not defined.
    """
    exercise = read_spec(folder)
    defined = defined_names(folder.script)
    if missing := ", ".join(name for name in exercise.names if name not in defined):
        problem = f"{folder.spec} names {missing}, which {folder.script} does not define."
        raise Refusal(problem, "Define it there, or correct the name in the task.")
    for file in exercise.files:
        _source(folder.path / file)
    return exercise


def executed(path: Path) -> ModuleType:
    """Run a spec, or an author's own script, as a private module.

    Bytecode is not written, and the module does not stay in `sys.modules`.

    Refusal: it cannot be read, or raises an exception.
    """
    source = _source(path)
    module = ModuleType(f"_file_of_{path.parent.name}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module  # some decorators look up their module as it runs
    try:
        exec(compile(source, str(path), "exec"), module.__dict__)
    except (Exception, SystemExit) as error:
        problem = f"{path} cannot be loaded: {where(error, path.name)}."
        raise Refusal(problem, "Correct that line and try again.") from error
    finally:
        del sys.modules[module.__name__]
    return module


def where(error: BaseException, name: str) -> str:
    """Describe an error, with the line at which it happened in the file of this name."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if Path(frame.filename).name == name]
    line, message = lines[-1] if lines else None, str(error)
    if isinstance(error, SyntaxError):
        line, message = error.lineno, error.msg
    plain = re.sub(r"\{\{.*?\}\}", "", message).strip()  # TensorFlow's own mark-up
    first = next(iter(plain.splitlines()), "")[:200]
    place = f"line {line}: " if line else ""
    return place + f"{type(error).__name__}: {first}".rstrip(": .")


def _source(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        problem = f"{path} cannot be read: {error.strerror}."
        raise Refusal(problem, "Restore it: the exercise needs this file.") from error


def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of a file. Refusal: it cannot be read, or is not valid Python."""
    try:
        return ast.parse(_source(path), str(path))
    except (SyntaxError, ValueError) as error:
        problem = f"{path} is not valid Python: {where(error, path.name)}."
        raise Refusal(problem, "Fix the file.") from error


def defined_names(path: Path) -> set[str]:
    """Return the names bound at the top level of a module, without running it."""
    return set(bound_names(parsed(path).body))


def bound_names(statements: Sequence[ast.stmt]) -> Iterator[str]:
    """Yield the names that top-level statements define; imports do not count."""
    for statement in statements:
        match statement:
            case ast.FunctionDef() | ast.ClassDef() | ast.AsyncFunctionDef():
                yield statement.name
            case ast.Assign(targets=targets):
                for target in targets:
                    for node in ast.walk(target):
                        if isinstance(node, ast.Name):
                            yield node.id
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr()):
                yield name
            case ast.If() | ast.Try() | ast.With():
                children = ast.iter_child_nodes(statement)
                yield from bound_names([each for each in children if isinstance(each, ast.stmt)])


def hint(path: Path) -> str:
    """Return the hint for students who make this mistake: the docstring of its file.

    Refusal: there is none.
    """
    if text := ast.get_docstring(parsed(path)):
        return text
    raise Refusal(f"{path} has no docstring.", "Begin it with the hint that students read.")
