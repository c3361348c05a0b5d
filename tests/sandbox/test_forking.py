"""Test that a forked worker is like any other, and that nothing is forked if that is unsafe."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec import to_builtins
from msgspec.structs import replace
from support import ROOT
from support.forked import ForkedSandbox

from autograder.records import Run, SheetCase, Submission, TaskSheet
from autograder.sandbox.process import Worker
from autograder.sandbox.runner import ProcessSandbox, Runner

Command = Callable[..., subprocess.CompletedProcess]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks")


# -- one worker --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[Runner, Runner]]:
    with ExitStack() as stack:
        new, forked = (stack.enter_context(kind()) for kind in (ProcessSandbox, ForkedSandbox))
        yield new, forked


def plain(run: Run) -> Any:
    """Return a run as plain values, for a comparison of its arrays as well."""
    return to_builtins(run, enc_hook=lambda array: (str(array.dtype), array.tolist()))


def run(sandbox: Runner, body: str) -> Run:
    """Run a function with this body on two cases. The times are left out."""
    lines = "".join(f"    {line}\n" for line in body.split("\n"))
    source = f"import os, sys\nimport numpy as np\ndef double(x):\n{lines}"
    submission = Submission(
        exercise="09_doubling",
        module="doubling",
        filename="doubling.py",
        cells=(source.encode(),),
    )
    case = SheetCase(aspect="", exact=True, public=True, arrays={"x": np.ones(2)}, options={})
    task = TaskSheet(
        name="double",
        points=1.0,
        arrays={"x": "a"},
        parts={"doubles": "a"},
        integer=False,
        seconds=0.5,
        cases=(case, case),
    )
    (seen,) = sandbox.run(submission, [task])
    return replace(seen, seconds=0.0)


BODIES = {
    "a right answer": "print('é')\nreturn 2 * x",
    "an infinite loop": "print('on and on')\nwhile True: pass",
    "a signal": "print('last words', end='')\nos.kill(os.getpid(), 15)",
    "a crash": "os.write(1, b'first')\nprint('then')\nos.abort()",
    "leaving by the back door": "os._exit(0)",
    "leaving by the front door": "sys.exit('bye')",
    "more memory than there is": "return np.ones(2**50)",
    "no end of calls": "return double(x)",
    "asking a person": "return input('how many? ')",
    "a thread": (
        "import threading\n"
        "answers = []\n"
        "thread = threading.Thread(target=lambda: answers.append(2 * x))\n"
        "thread.start()\n"
        "thread.join()\n"
        "threading.Thread(target=threading.Event().wait).start()\n"
        "return answers[0]"
    ),
    "a process": (
        "child = os.fork()\n"
        "if not child:\n    os._exit(7)\n"
        "return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) * x"
    ),
    "a warning": "import warnings\nwarnings.warn('hm')\nreturn x",
    "the last act": "import atexit\natexit.register(print, 'not said')\nreturn x",
}


@pytest.mark.parametrize("name", BODIES)
def test_a_forked_worker_gives_the_same_run_as_any_other(
    both: tuple[Runner, Runner], name: str
) -> None:
    new, forked = (plain(run(sandbox, BODIES[name])) for sandbox in both)
    np.testing.assert_equal(forked, new)


@pytest.mark.parametrize("module", ["process", "forking"])
def test_importing_the_modules_that_start_a_worker_needs_no_numpy(module: str) -> None:
    code = f"import sys; import autograder.sandbox.{module}; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "False", done


def test_the_end_of_a_worker_is_noticed_without_polling(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with ProcessSandbox() as sandbox:
        monkeypatch.setattr("time.sleep", lambda seconds: pytest.fail("it looks now and then"))
        assert run(sandbox, "return x").ended == "done"


def test_the_meanwhile_function_runs_before_the_wait_for_the_end() -> None:
    worker, seen = Worker(), []

    def meanwhile(first_results: Iterator[bytes]) -> None:
        assert worker._process.stdin
        seen.append((worker._process.stdin.closed, worker._process.returncode))

    worker.meanwhile = meanwhile
    with ProcessSandbox(started=worker) as sandbox:
        done = run(sandbox, "return 2 * x")
    assert (done.ended, len(done.outcomes)) == ("done", 2)
    assert seen == [(True, None)]  # the whole request was sent, and its end not yet noticed


@pytest.mark.parametrize("name", ["an infinite loop", "a crash"])
def test_the_meanwhile_function_does_not_change_how_the_code_ends(
    both: tuple[Runner, Runner], name: str
) -> None:
    worker = Worker()
    worker.meanwhile = list
    with ProcessSandbox(started=worker) as sandbox:
        np.testing.assert_equal(
            plain(run(sandbox, BODIES[name])), plain(run(both[0], BODIES[name]))
        )


def test_the_first_results_are_seen_while_the_code_runs_and_no_longer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("autograder.sandbox.process.PAUSES", [0.02] * 1000)
    go, seen = tmp_path / "go", list[bytes]()
    code = f"""
import os, sys, time
sys.stdin.read()
os.write(1, b"first")
while not os.path.exists({str(go)!r}):
    time.sleep(0.01)
os.write(1, b" last")
"""
    worker = Worker([sys.executable, "-c", code])

    def meanwhile(first_results: Iterator[bytes]) -> None:
        for results in first_results:
            seen.append(results)
            if results:
                go.touch()

    worker.meanwhile = meanwhile
    assert worker.finish(b"", 20.0).results == b"first last"
    assert b"first" in seen
    assert set(seen) <= {b"", b"first", b"first last"}
    assert len(seen) < 1000


# -- where nothing is forked -------------------------------------------------------------------

START = """
import sys, threading
from pathlib import Path
from autograder.sandbox.forking import first_worker
if "thread" in sys.argv:
    threading.Thread(target=threading.Event().wait, daemon=True).start()
worker = first_worker()
while not (words := Path(f"/proc/{worker._process.pid}/cmdline").read_text()):
    pass  # a program that has just begun
print("forked" if sys.argv[0] in words else "new")
worker.discard()
"""
STARTS = {
    "plainly": ((), (), "forked"),
    "beside a thread": ((), ("thread",), "new"),
    "without assertions": (("-O",), (), "new"),
    "with other warnings": (("-W", "error"), (), "new"),
}


@pytest.mark.parametrize("name", STARTS)
def test_python_is_forked_only_if_it_has_no_options_and_one_thread(
    tmp_path: Path, name: str
) -> None:
    options, words, kind = STARTS[name]
    program = tmp_path / "start.py"
    program.write_text(START, encoding="utf-8")
    environment = {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, *options, str(program), *words],
        capture_output=True,
        text=True,
        env=environment,
    )
    assert (done.stdout, done.stderr) == (f"{kind}\n", "")


# -- the command -------------------------------------------------------------------------------

LOOK = """
import ctypes, gc, json, os, signal, sys, threading, warnings

FORKED = "inside.worker" not in open("/proc/self/cmdline").read()
STREAMS = [
    (each.name, each.mode, each.encoding, each.errors, each.write_through, each.buffer.name)
    for each in (sys.stdout, sys.stderr, sys.__stdout__)
]
WORLD = {
    "arguments": [sys.argv, sys.orig_argv],
    "path": sys.path,
    "folder": os.getcwd(),
    "environment": dict(os.environ),
    "descriptors": os.listdir("/proc/self/fd"),
    "input": [os.readlink("/proc/self/fd/0"), sys.stdin.read()],
    "streams": STREAMS,
    "signals": [str(signal.getsignal(each)) for each in signal.valid_signals()],
    "warnings": [str(each) for each in warnings.filters],
    "threads": [each.name for each in threading.enumerate()],
    "collector": [gc.isenabled(), gc.get_threshold()],
    "main": sys.modules["__main__"].__spec__.name,
    "grader": [name for name in sys.modules if name.startswith("autograder")],
}
PACKAGES = {name.partition(".")[0] for name in sys.modules} - sys.stdlib_module_names
TEXT = json.dumps([FORKED, WORLD, sorted(PACKAGES)]).replace(os.getcwd(), "its own folder")
file = ctypes.CDLL(None).creat(b"PROJECT/world.json", 0o600)  # not seen, and so not refused
os.write(file, TEXT.encode())

def dense(inputs, kernel, bias):
    import click
def dense_backward(grad_outputs, inputs, kernel, bias):
    from autograder.errors import Refusal
def count_dense_parameters(input_shape, units):
    import autograder.sandbox.process as process
"""


def test_code_that_check_runs_cannot_tell_a_fork_from_a_new_python(
    project: Path, autograder: Command
) -> None:
    file = project / "exercises/01_dense/dense.py"
    file.write_text(LOOK.replace("PROJECT", str(project)), encoding="utf-8")
    reported, worlds = [], []
    for environment in {}, {"PYTHONWARNINGS": "default"}:  # forked, and started
        done = autograder("check", "01_dense", "--json", cwd=project, **environment)
        reported.append((done.stdout, done.stderr))
        worlds.append(json.loads((project / "world.json").read_text(encoding="utf-8")))
    assert reported[0] == reported[1]
    (result,) = json.loads(reported[0][0])
    assert [task["verdict"] for task in result["tasks"]] == 3 * ["forbidden"]
    (forked, world, packages), (not_forked, expected, those_of_a_new_one) = worlds
    assert (forked, not_forked) == (True, False)
    assert world == expected
    assert set(packages) <= {*those_of_a_new_one, "dense"}
