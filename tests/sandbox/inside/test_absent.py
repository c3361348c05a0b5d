"""absent: what is missing when graded is refused in a check, too, and the line is reported."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from autograder.records import Answer, Raised, Run, SheetCase, Submission, TaskSheet
from autograder.sandbox.pool import open_sandbox
from autograder.sandbox.runner import ProcessSandbox, Runner

ABSENT = {
    "package": ("import matplotlib.pyplot", "matplotlib"),
    "file": ("open({own!r})", "{own}"),
    "program": ("import subprocess; subprocess.run(['true'])", ""),
    "thread": ("import threading; threading.Thread(target=print).start()", ""),
    "network": ("import socket; socket.create_connection(('127.0.0.1', 9))", ""),
}
FILES = {
    "a file through NumPy": "np.loadtxt({own!r})",
    "a file to write": "open({own!r}, 'a')",
    "a folder listed": "import os; os.listdir({folder!r})",
    "a folder searched": "import glob; [][not glob.glob({folder!r} + '/*')]",
    "a folder made": "import os; os.mkdir({folder!r} + '/new')",
}
PRESENT = {
    "a log": "import logging; logging.basicConfig(filename='a.log'); logging.error('b')",
    "an array": "np.save('a', x); np.load('a.npy')",
    "a folder": "import os; os.makedirs('a/b', exist_ok=True); os.listdir(); os.listdir('a')",
    "a temporary file": "import tempfile; tempfile.NamedTemporaryFile().write(b'a')",
    "a file in the home": "import pathlib; (pathlib.Path.home() / 'c').write_text('b')",
    "the checker": "try: import autograder\n    except ImportError: pass",
    "all of NumPy": "np.f2py",
    "the standard library": "import json.tool, wave, xml.dom.minidom",
    "its own source": "import inspect; open('layers.py', 'w'); inspect.getsourcefile(np)",
    "a warning": "import warnings; warnings.warn('careful')",
    "random numbers": "import os, secrets; os.urandom(3); secrets.token_hex()",
}


DEPRECATED = "import warnings; warnings.warn('`row_stack` is old', DeprecationWarning)"
LINES = {
    **{kind: line for kind, (line, _) in ABSENT.items()},
    **FILES,
    **PRESENT,
    "deprecated": DEPRECATED,
}
FIRST = 3  # the line of the first statement
Runs = Mapping[str, Run]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("own") / "own.csv"
    path.write_text("1,2")
    return path


def runs(sandbox: Runner, own: Path) -> Runs:
    """Run one function for each line, all in the same file, twice each."""
    source = "import numpy as np\n"
    for number, line in enumerate(LINES.values()):
        statement = line.replace("{own!r}", repr(str(own)))
        statement = statement.replace("{folder!r}", repr(str(own.parent)))
        source += f"def f{number}(x):\n    {statement}\n    return x\n"
    submission = Submission(
        exercise="01_layers", module="layers", filename="layers.py", cells=(source.encode(),)
    )
    case = SheetCase(aspect="", exact=True, public=True, arrays={"x": np.ones(2)}, options={})
    tasks = [
        TaskSheet(
            name=f"f{number}",
            points=1.0,
            arrays={"x": "a"},
            parts={"y": "a"},
            integer=False,
            seconds=5.0,
            cases=(case, case),
        )
        for number in range(len(LINES))
    ]
    return dict(zip(LINES, sandbox.run(submission, tasks), strict=True))


@pytest.fixture(scope="module")
def checked(own: Path) -> Runs:
    with ProcessSandbox() as sandbox:
        return runs(sandbox, own)


@pytest.fixture(scope="module")
def graded(own: Path) -> Runs:
    if sys.platform != "linux":
        pytest.skip("bubblewrap is for Linux")
    with open_sandbox("auto") as sandbox:
        return runs(sandbox, own)


def answered(run: Run) -> list[bool]:
    return [isinstance(outcome.result, Answer) for outcome in run.outcomes]


@pytest.mark.parametrize("kind", ABSENT)
def test_a_use_of_something_absent_is_reported_once_with_its_line(
    checked: Runs, own: Path, kind: str
) -> None:
    (notice,) = checked[kind].absent
    line = FIRST + 3 * list(LINES).index(kind)
    name = ABSENT[kind][1].replace("{own}", str(own))
    assert notice == Raised(type=kind, message=name, line=line)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_only_this_machine_has_is_missing(checked: Runs, name: str) -> None:
    assert [each.type for each in checked[name].absent] == ["file"]


def test_no_file_is_written_to(checked: Runs, own: Path) -> None:
    assert os.listdir(own.parent) == [own.name]
    assert own.read_text() == "1,2"


@pytest.mark.parametrize("name", [*ABSENT, *FILES])
def test_code_that_check_refuses_fails_when_it_is_graded(
    checked: Runs, graded: Runs, name: str
) -> None:
    assert answered(checked[name]) == answered(graded[name]) == [False, False]


@pytest.mark.parametrize("name", PRESENT)
def test_code_that_works_when_graded_gets_no_notice(checked: Runs, name: str) -> None:
    assert (answered(checked[name]), checked[name].absent) == ([True, True], ())


@pytest.mark.parametrize("name", PRESENT)
def test_code_that_check_allows_works_when_it_is_graded(graded: Runs, name: str) -> None:
    assert answered(graded[name]) == [True, True]


def test_a_deprecated_function_is_reported_and_works(checked: Runs) -> None:
    run = checked["deprecated"]
    assert answered(run) == [True, True]
    assert [(each.type, each.message) for each in run.absent] == [
        ("deprecated", "`row_stack` is old")
    ]
    assert "DeprecationWarning" not in run.output


def test_the_sandbox_sends_no_notices(graded: Runs) -> None:
    assert {name for name, run in graded.items() if run.absent} == set()
