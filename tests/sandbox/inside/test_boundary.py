"""Test that inside/ stands alone: it needs the standard library, NumPy and itself, nothing else."""

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from support.forked import ForkedSandbox

from autograder.records import Answer, SheetCase, Submission, TaskSheet
from autograder.sandbox.bubblewrap import ColdSandbox, WarmSandbox
from autograder.sandbox.process import INSIDE, PACKAGE
from autograder.sandbox.runner import LimitedSandbox, ProcessSandbox, Runner

MODULES = sorted(path.stem for path in INSIDE.glob("*.py") if path.stem != "__init__")
PARENTS = ("autograder", "autograder.sandbox")
OWN = {PACKAGE, *(f"{PACKAGE}.{name}" for name in MODULES)}

linux = pytest.mark.skipif(sys.platform != "linux", reason="the jail is for Linux")


# -- what is written ---------------------------------------------------------------------------


def imports(tree: ast.Module) -> Iterator[tuple[ast.stmt, str]]:
    """Yield each import in a module of inside/, with the full name of the imported module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom):
            parents = PACKAGE.split(".")
            base = parents[: len(parents) + 1 - node.level] if node.level else []
            name = ".".join([*base, node.module] if node.module else base)
            for alias in node.names:
                submodule = f"{name}.{alias.name}"
                yield node, submodule if submodule in OWN else name


def is_allowed(name: str) -> bool:
    return name in OWN or name.partition(".")[0] in {"numpy", *sys.stdlib_module_names}


@pytest.mark.parametrize("module", ["__init__", *MODULES])
def test_each_module_imports_only_the_standard_library_numpy_and_its_own_package(
    module: str,
) -> None:
    tree = ast.parse((INSIDE / f"{module}.py").read_bytes())
    assert [name for _, name in imports(tree) if not is_allowed(name)] == []
    # Not while student code runs, which may have replaced any module.
    assert [name for node, name in imports(tree) if node not in tree.body] == []


def test_the_rule_tells_imports_apart() -> None:
    source = "from . import OUT_OF_MEMORY, fence\nfrom .packing import pack\nimport numpy.linalg\n"
    names = {name for _, name in imports(ast.parse(source))}
    assert names == {PACKAGE, f"{PACKAGE}.fence", f"{PACKAGE}.packing", "numpy.linalg"}
    assert all(map(is_allowed, names))
    wrong = "from .. import results\nfrom ..process import Worker\nfrom ...records import Run\n"
    wrong += "import autograder.records\nfrom autograder import records\nimport click\n"
    wrong += "def late():\n    from . import nothing_like_it\n    from .answers import sheet\n"
    allowed = [name for _, name in imports(ast.parse(wrong)) if is_allowed(name)]
    assert allowed == [PACKAGE]  # of a module that is not there, the package would be asked


# -- what is loaded ----------------------------------------------------------------------------

LOAD = """
import importlib, json, sys
sys.path += sys.argv[1:3]
for name in sys.argv[3:]:
    importlib.import_module(name)
files = {name: getattr(module, "__file__", None) for name, module in sys.modules.items()}
json.dump(files, sys.stdout)
"""


@pytest.fixture(params=["bare folders", "the packages as they are"])
def copy(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Copy inside/, and around it folders that are empty otherwise, or the packages' own files."""
    folder = tmp_path.joinpath(*PACKAGE.split("."))
    shutil.copytree(INSIDE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    if request.param == "the packages as they are":
        shutil.copy(INSIDE.parent / "__init__.py", folder.parent)
        shutil.copy(INSIDE.parents[1] / "__init__.py", folder.parents[1])
    return tmp_path


@linux
def test_every_module_can_be_imported_with_nothing_but_python_and_numpy(
    copy: Path, only_numpy: Path
) -> None:
    words = [sys.executable, "-I", "-S", "-c", LOAD, str(only_numpy), str(copy), *sorted(OWN)]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    files = json.loads(done.stdout)
    ours = {name: file for name, file in files.items() if name.partition(".")[0] == "autograder"}
    assert set(ours) == {*PARENTS, *OWN}
    assert [file for file in ours.values() if file and not file.startswith(str(copy))] == []
    known = {"__main__", "numpy", *sys.stdlib_module_names}
    others = {name.partition(".")[0] for name in set(files) - set(ours)} - known
    assert [name for name in others if files.get(name)] == []


COUNT = b"""
import sys

def count(x):
    files = [getattr(module, "__file__", None) or "" for module in list(sys.modules.values())]
    own = [file for file in files if "/sandbox/inside/" in file]
    walls = [each for each in BaseException.__subclasses__() if each.__name__ == "OffLimits"]
    return [len(walls), len(own) - len(set(own)), sum(file.endswith("fence.py") for file in own)]
"""


def counted(sandbox: Runner) -> list[int]:
    """Count in a worker: classes called OffLimits, files loaded twice, and copies of fence."""
    case = SheetCase(aspect="", exact=True, public=True, arrays={"x": np.zeros(1)}, options={})
    task = TaskSheet(
        name="count",
        points=1.0,
        arrays={"x": "a"},
        parts={"counts": "a"},
        integer=True,
        seconds=5.0,
        cases=(case,),
    )
    submission = Submission(
        exercise="09_counting", module="counting", filename="counting.py", cells=(COUNT,)
    )
    (run,) = sandbox.run(submission, [task])
    assert run.outcomes, run
    assert isinstance(run.outcomes[0].result, Answer), run
    return run.outcomes[0].parts[0].tolist()


@linux
@pytest.mark.parametrize("words", ["worker", "jail --once", "jail --limits"])
def test_a_copy_of_the_worker_answers_and_loads_everything_once(
    copy: Path, only_numpy: Path, words: str
) -> None:
    module, *arguments = words.split()
    python = [sys.executable, "-S", "-u", "-P", "-s", "-m", f"{PACKAGE}.{module}"]
    environment = {"PYTHONPATH": os.pathsep.join((str(only_numpy), str(copy)))}
    with ProcessSandbox([*python, *arguments], environment) as sandbox:
        assert counted(sandbox) == [1, 0, 1]


@linux
@pytest.mark.parametrize(
    "kind", [ProcessSandbox, ForkedSandbox, LimitedSandbox, ColdSandbox, WarmSandbox]
)
def test_every_worker_loads_everything_once(kind: type[Runner]) -> None:
    with kind() as sandbox:
        assert counted(sandbox) == [1, 0, 1]


def test_the_grader_shares_the_fence_with_a_worker_in_its_own_process() -> None:
    code = COUNT.decode() + "import autograder.answers.making, autograder.cli, autograder.jupyter\n"
    words = [sys.executable, "-c", code + "print(count(None))"]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.stdout == "[1, 0, 1]\n", done
