"""Every small change to the package is caught by the tests of the changed module.

A mutant is caught if one of the module's own tests fails. If it survives, either equivalent.toml
must list it with the reason, or a test is missing. Each mutant is tested in its own process, forked
after pytest is imported.
"""

import argparse
import ast
import importlib.util
import os
import random
import re
import signal
import sys
from collections.abc import Sequence
from functools import partial
from importlib.machinery import ModuleSpec, SourceFileLoader
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType
from typing import Any

import hypothesis  # noqa: F401 - imported before the fork, for tests that use it
import pytest

from . import ROOT
from .mutants import HEADER, ROW, Verdict, complaints, excuses, rows
from .mutate import Mutant, mutants

# CPU time for all tests of one mutant, since some never end. Wall-clock time is ten times as much.
SECONDS = 30
SHARE = 0.95  # of a module's mutants must be caught; in STRICT modules, all
STRICT = (
    "verdict.compare",
    "verdict.diagnose",
    "verdict.grade",
    "sandbox.requests",
    "sandbox.results",
)
# Module -> its tests, if the names do not match.
TESTS = {
    "adapters.table": ["adapters/test_table"],
    "answers.cases": ["answers/test_cases"],
    "catalog": ["test_catalog"],
    "grading.store": ["grading/test_store"],
    "intake.archives": ["intake/test_unpacking"],
    "intake.choosing": ["intake/test_choosing"],
    "intake.downloads": ["intake/test_downloads"],
    "intake.files": ["intake/test_files"],
    "intake.candidate": ["intake/test_candidate"],
    "intake.notebook": ["intake/test_notebook"],
    "intake.students": ["intake/test_students"],
    "intake.submissions": ["intake/test_received"],
    "intake.syntax": ["intake/test_syntax"],
    "intake.work": ["intake/test_work"],
    "lint": ["test_lint"],
    "reports.class_table": ["reports/test_class_table"],
    "sandbox.requests": ["sandbox/test_requests"],
    "sandbox.results": ["sandbox/test_results", "sandbox/test_malformed"],
    "verdict.compare": ["verdict/test_compare"],
    "verdict.diagnose": ["verdict/test_diagnose"],
    "verdict.explain": ["verdict/test_explain"],
    "verdict.grade": ["verdict/test_grade"],
    "verdict.likeness": ["verdict/test_likeness"],
}
# Definitions that only a newer Python reaches.
UNREACHED = ("_nested_quotes",) if sys.version_info < (3, 12) else ()
TYPE = re.compile(r"\w+ = (Literal|Callable|tuple)(\[|$)")  # nothing uses it at run time


class _Changed(SourceFileLoader):
    """Load one module from a changed source, and leave all others to Python."""

    def __init__(self, module: str, source: str) -> None:
        super().__init__(f"autograder.{module}", str(_path(module)))
        self.source = source

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        found = name == self.name
        return (
            importlib.util.spec_from_file_location(name, self.path, loader=self) if found else None
        )

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.source, self.path, "exec", dont_inherit=True)


def _path(module: str) -> Path:
    return ROOT.joinpath("autograder", *module.split(".")).with_suffix(".py")


def of(module: str) -> list[Mutant]:
    """Make every small change to a module, except to sentences, types and unreached code."""
    made = mutants(_path(module).read_text(encoding="utf-8"), sentences=False)
    return [each for each in made if each.name not in UNREACHED and not TYPE.match(each.line)]


def changed(module: str, mutant: Mutant) -> str:
    """Return the source of a module with the changed definition in its place."""
    tree = ast.parse(_path(module).read_text(encoding="utf-8"))
    (definition,) = ast.parse(mutant.source).body
    name = mutant.name.partition(".")[0]
    tree.body = [definition if _name(node) == name else node for node in tree.body]
    return ast.unparse(tree)


def _name(node: ast.stmt) -> str:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name
    return ""


def is_caught(module: str, source: str) -> bool:
    """Run a module's tests on a changed source in this process; tell whether one fails."""
    quiet = os.open(os.devnull, os.O_RDWR)
    for descriptor in (1, 2):
        os.dup2(quiet, descriptor)
    for name in list(sys.modules):
        if name.partition(".")[0] in ("autograder", "support"):
            del sys.modules[name]
    sys.meta_path.insert(0, _Changed(module, source))

    def give_up(*_: object) -> None:
        raise TimeoutError

    for timer, number, seconds in (
        (signal.ITIMER_PROF, signal.SIGPROF, SECONDS),
        (signal.ITIMER_REAL, signal.SIGALRM, 10 * SECONDS),
    ):
        signal.signal(number, give_up)
        signal.setitimer(timer, seconds, 1)
    files = [str(ROOT / "tests" / f"{name}.py") for name in TESTS[module]]
    os.chdir(ROOT)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # they take longer than most tests
    plugins = ["-p", "no:cacheprovider", "-p", "no:unraisableexception"]
    with TemporaryDirectory() as folder:  # pytest would delete the folders of other runs
        options = ["-x", "-q", "--basetemp", folder, *plugins]
        return pytest.main([*options, *files]) != 0


def _verdict(module: str, mutant: Mutant) -> Verdict:
    return Verdict(mutant, is_caught(module, changed(module, mutant)))


def examine(
    module: str, every: int, start: int, jobs: int
) -> tuple[list[tuple[str | int, ...]], list[str]]:
    """Return the lines of the report of one module, and the complaints."""
    made = of(module)
    random.Random(module).shuffle(made)
    made = made[start::every]
    with get_context("fork").Pool(jobs, maxtasksperchild=1) as processes:
        original = _path(module).read_text(encoding="utf-8")
        if processes.apply(is_caught, (module, original)):
            raise RuntimeError(f"The tests of {module} fail before anything is changed.")
        graded = list(processes.imap(partial(_verdict, module), made))
    listed = excuses(module)
    if every > 1:
        known = {(verdict.mutant.name, verdict.mutant.line) for verdict in graded}
        listed = [excuse for excuse in listed if (excuse.name, excuse.line) in known]
    return list(rows(module, graded, listed)), list(complaints(graded, listed, "passes its tests"))


def main(words: Sequence[str] | None = None) -> int:
    """Run the proof for the modules named, or for all; return the exit code."""
    parser = argparse.ArgumentParser(prog="package", description=__doc__)
    parser.add_argument("modules", nargs="*", choices=[[], *TESTS], metavar="MODULE")
    parser.add_argument("--every", type=int, default=1, help="test one mutant in this many")
    parser.add_argument("--from", type=int, default=0, dest="start", help="the first of them")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    given = parser.parse_args(words)
    print(HEADER)
    failed = False
    for module in given.modules or TESTS:
        lines, problems = examine(module, given.every, given.start, given.jobs)
        totals: list[Any] = [sum(column) for column in list(zip(*lines, strict=True))[2:]]
        print(ROW(module, "", *totals), *problems, sep="\n", flush=True)
        made, *_, survived = totals
        failed |= survived > (0 if module in STRICT else (1 - SHARE) * made)
    return failed


if __name__ == "__main__":
    sys.exit(main())
