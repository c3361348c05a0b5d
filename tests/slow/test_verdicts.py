"""Test that a fault of ours or of the machine is retried, then reported, and never a zero."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from support import ROOT
from support.processes import descendants, is_tracker

from autograder.grading.submission import grade_hidden_task
from autograder.records import Run, SheetCase, Submission, TaskSheet
from autograder.sandbox.bubblewrap import ColdSandbox, WarmSandbox

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux")

WITHOUT_A_FILTER = """
from autograder.errors import Refusal
from autograder.sandbox.pool import open_sandbox
try:
    open_sandbox("auto")
except Refusal as refusal:
    print(refusal)
"""
HALF = b"""
import time

def double(x):
    while time.process_time() < LIMIT:
        pass
    return 2 * x
"""


@pytest.fixture(params=[ColdSandbox, WarmSandbox], ids=lambda kind: kind.__name__)
def sandbox(request: pytest.FixtureRequest) -> Iterator[ColdSandbox | WarmSandbox]:
    with request.param() as sandbox:
        sandbox.check()
        yield sandbox


def busy_for(seconds: float) -> Submission:
    source = HALF.replace(b"LIMIT", str(seconds).encode())
    return Submission(
        exercise="03_layers", module="layers", filename="layers.py", cells=(source,), sha256=""
    )


def task(seconds: float) -> TaskSheet:
    x = np.ones(3, np.float32)
    case = SheetCase(
        aspect="values",
        exact=True,
        public=True,
        arrays={"x": x},
        options={},
        answers={"outputs": 2 * x},
    )
    return TaskSheet(
        name="double",
        points=1.0,
        arrays={"x": "a"},
        parts={"outputs": "a"},
        integer=False,
        seconds=seconds,
        cases=(case,),
    )


def run_with(
    sandbox: ColdSandbox | WarmSandbox, seconds: float, meanwhile: Callable[[], None]
) -> Run:
    thread = threading.Thread(target=meanwhile)
    thread.start()
    try:
        return sandbox.run(busy_for(seconds / 2), [task(seconds)])[0]
    finally:
        thread.join()


def kill_all() -> None:
    for process in descendants(os.getpid()):
        if is_tracker(process):
            continue  # Python warns of its end
        with suppress(ProcessLookupError):  # it may have ended by itself in the meantime
            os.kill(process, signal.SIGKILL)


def test_a_sandbox_killed_from_outside_is_started_again(sandbox: ColdSandbox | WarmSandbox) -> None:
    def once() -> None:
        time.sleep(1)
        kill_all()

    run = run_with(sandbox, 6.0, once)
    assert grade_hidden_task(task(6.0), run, {}).verdict == "pass"


def test_a_sandbox_killed_again_and_again_is_not_the_students_fault(
    sandbox: ColdSandbox | WarmSandbox,
) -> None:
    stop = time.monotonic() + 6

    def always() -> None:
        while time.monotonic() < stop:
            time.sleep(0.1)
            kill_all()

    run = run_with(sandbox, 20.0, always)
    graded = grade_hidden_task(task(20.0), run, {})
    assert (graded.verdict, graded.score) == ("not_graded", None)
    assert run.reason


def test_where_system_calls_cannot_be_filtered_nothing_is_graded() -> None:
    (library,) = {
        path.resolve()
        for folder in ("/usr/lib", "/lib")
        for path in Path(folder).rglob("libseccomp.so.2")
    }
    hide = ["bwrap", "--dev-bind", "/", "/", "--ro-bind", "/dev/null", str(library)]
    command = [*hide, "--", sys.executable, "-c", WITHOUT_A_FILTER]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert (
        "(warm: libseccomp.so.2 is not installed; cold: libseccomp.so.2 is not installed)"
        in done.stdout
    ), done
    assert "apt install bubblewrap libseccomp2" in done.stdout


def test_the_standard_library_and_all_of_numpy_may_be_used(
    sandbox: ColdSandbox | WarmSandbox,
) -> None:
    modules = b"numpy.testing numpy.random numpy.fft numpy.ma numpy.polynomial"
    modules += b" sysconfig unittest decimal asyncio ctypes"
    source = b"import " + modules.replace(b" ", b", ") + b"\ndef double(x): return 2 * x\n"
    (run,) = sandbox.run(
        Submission(
            exercise="03_layers", module="layers", filename="layers.py", cells=(source,), sha256=""
        ),
        [task(5.0)],
    )
    assert grade_hidden_task(task(5.0), run, {}).verdict == "pass", run


def test_a_busy_machine_costs_nobody_points(
    sandbox: ColdSandbox | WarmSandbox,
) -> None:
    """Use half of the CPU time while many share a core: only wall time is limited loosely."""
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(8)]
    try:
        (run,) = sandbox.run(busy_for(1.0), [task(2.0)])
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()
    assert grade_hidden_task(task(2.0), run, {}).verdict == "pass"
