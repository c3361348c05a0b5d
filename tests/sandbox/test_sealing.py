"""sealing: no hidden input reaches a process before its public answers are complete and copied."""

import contextlib
import os
import signal
import sys
from collections.abc import Iterator

import numpy as np
import pytest
from support import builders

from autograder.records import Run, Submission
from autograder.sandbox import sealing
from autograder.sandbox.bubblewrap import ColdSandbox, WarmSandbox
from autograder.sandbox.process import Death, Worker
from autograder.sandbox.runner import LimitedSandbox, Runner
from autograder.sandbox.sealing import Seal

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux")

SECRET = [700, 900]
PUBLIC = builders.case([2, 4], public=True, inputs=[1, 2])
HIDDEN = builders.case([1400, 1800], inputs=SECRET)
FIRST = [builders.task(PUBLIC, name=name) for name in ("one", "two")]
SECOND = [builders.task(PUBLIC, HIDDEN, name=name) for name in ("one", "two")]
PIPES = """
import os
pipes = []
for name in os.listdir("/proc/self/fd"):
    try:
        if os.readlink(f"/proc/self/fd/{name}").startswith("pipe:"):
            pipes.append(int(name))
    except OSError:
        pass
def say_it_is_complete():
    for pipe in pipes:
        try:
            os.write(pipe, b"!")
        except OSError:
            pass
def all_there_is_to_read():
    pieces = []
    for pipe in pipes:
        try:
            while piece := os.read(pipe, 4096):
                pieces.append(piece)
        except OSError:
            pass
    return b"".join(pieces)
"""


@pytest.fixture(scope="module", params=[ColdSandbox, WarmSandbox], ids=lambda kind: kind.__name__)
def sandbox(request: pytest.FixtureRequest) -> Iterator[Runner]:
    with request.param() as each:
        yield each


def written(source: str) -> Submission:
    return Submission(
        exercise="09_doubling", module="doubling", filename="doubling.py", cells=(source.encode(),)
    )


def numbers(run: Run) -> list[object]:
    return [outcome.parts[0].tolist() for outcome in run.outcomes]


def test_one_process_answers_both_requests_and_loads_the_module_for_each(sandbox: Runner) -> None:
    source = "import os\nloaded = []\ndef one(x):\n    loaded.append(1)\n"
    source += (
        "    return [os.getpid(), id(os.environ), len(loaded)]\ndef two(x):\n    return one(x)\n"
    )
    seen, runs = sandbox.together(written(source), FIRST, lambda _: SECOND)
    assert [run.ended for run in (*seen, *runs)] == 4 * ["done"]
    assert [len(run.outcomes) for run in (*seen, *runs)] == [1, 1, 2, 2]
    calls = [answer for run in (*seen, *runs) for answer in numbers(run)]
    assert len({tuple(call[:2]) for call in calls}) == 1
    assert [call[2] for call in calls] == [1, 1, 1, 2, 1, 2]


def test_code_that_claims_completeness_early_gets_no_hidden_input(sandbox: Runner) -> None:
    source = (
        PIPES + "def one(x):\n    say_it_is_complete()\n    return [len(all_there_is_to_read())]\n"
    )
    source += "def two(x):\n    return [len(all_there_is_to_read())]\n"
    seen, runs = sandbox.together(written(source), FIRST, lambda _: SECOND)
    assert numbers(seen[0]) == [[0]]
    assert runs == ()


def test_nothing_can_be_read_before_the_first_answers_are_complete() -> None:
    source = PIPES + "def one(x):\n    return [len(all_there_is_to_read())]\ntwo = one\n"
    with WarmSandbox() as warm:
        seen, runs = warm.together(written(source), FIRST, lambda _: SECOND)
    assert [(run.ended, run.outcomes) for run in seen] == [("timeout", ())]
    assert runs == ()


def test_writes_over_the_sealed_answers_do_not_count(sandbox: Runner) -> None:
    """The results are a file, and code that knows the hidden inputs can write to it anywhere."""
    source = "import os, sys\ncalls = []\ndef one(x):\n    if x[0] == 700:\n"
    source += "        for descriptor in range(64):\n            try:\n"
    source += "                os.pwrite(descriptor, 500 * bytes(x), 0)\n"
    source += "            except OSError:\n                pass\n"
    source += "    print('mine')\n    return 2 * x\n"
    source += "def two(x):\n    return 2 * x\n"
    seen, _ = sandbox.together(written(source), FIRST, lambda _: SECOND)
    assert [numbers(run) for run in seen] == [[[2, 4]], [[2, 4]]]
    assert [run.output for run in seen] == ["mine\n", ""]


def test_each_round_is_checked_for_overwritten_parts_before_the_next_begins(
    sandbox: Runner,
) -> None:
    """Changes to public answers after the hidden inputs have arrived are not noticed."""
    source = "import sys\nkept = sys.__dict__.setdefault('kept', [])\ndef one(x):\n"
    source += "    if x[0] == 700:\n        for each in kept: each += x\n"
    source += "    kept.append(2 * x)\n    return kept[-1]\ndef two(x):\n    return 2 * x\n"
    seen, runs = sandbox.together(written(source), FIRST, lambda _: SECOND)
    assert [outcome.overwritten for run in seen for outcome in run.outcomes] == [(), ()]
    assert [outcome.overwritten for outcome in runs[0].outcomes] == [(0,), ()]


def test_without_isolation_no_process_is_shared() -> None:
    with LimitedSandbox() as limited:
        assert limited.together(written("def one(x): ..."), FIRST, lambda _: SECOND) == ((), ())


def test_an_interrupted_cold_process_is_killed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C comes while the grader waits for the end of a process that sleeps."""
    workers = []

    def interrupted(worker: Worker, request: bytes, wall: float, more: object = None) -> Death:
        worker._send(request)
        workers.append(worker)
        raise KeyboardInterrupt

    with ColdSandbox() as cold:
        cold.check()
        monkeypatch.setattr(Worker, "finish", interrupted)
        with pytest.raises(KeyboardInterrupt):
            cold.together(written("import time\ntime.sleep(1000)\n"), FIRST, lambda _: SECOND)
    assert workers[0]._process.wait(timeout=5) == -signal.SIGKILL
    Worker.discard(workers[0])


def test_a_hidden_input_may_be_larger_than_a_pipe_holds(sandbox: Runner) -> None:
    large = builders.case([1], inputs=np.arange(300_000))
    source = "def one(x):\n    return [len(x)]\ntwo = one\n"
    _, runs = sandbox.together(written(source), FIRST, lambda _: [builders.task(large, name="one")])
    assert numbers(runs[0]) == [[300_000]]


def test_a_pipe_that_the_process_has_filled_is_written_to_later(monkeypatch):
    """The pipe is full again between poll and write: a race that a submission can win."""
    really_ready = sealing._ready
    looks = []

    def ready(descriptor, event, ended, until):
        looks.append(event)
        if len(looks) == 2:  # the first poll of the pipe finds room where there is none
            return True
        if len(looks) == 3:
            os.read(theirs, 2**20)
        return really_ready(descriptor, event, ended, until)

    monkeypatch.setattr(sealing, "_ready", ready)
    with Seal() as seal:
        word, theirs = seal.theirs
        ended, running = os.pipe()
        os.set_blocking(seal._more, False)
        with contextlib.suppress(BlockingIOError):
            while True:
                os.write(seal._more, bytes(2**16))
        os.write(word, b"!")
        seal.exchange(ended, 5.0, lambda: b"request")
        assert os.read(theirs, 2**20) == b"request"
        os.close(ended)
        os.close(running)
