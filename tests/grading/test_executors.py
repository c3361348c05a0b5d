"""executors: jobs in processes that die, are ended, and start again."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from msgspec.structs import replace
from support import ROOT, TESTS
from support.processes import all_ended, descendants, is_tracker

from autograder.errors import Refusal
from autograder.grading import executors
from autograder.grading.executors import ProcessDied, Processes, local
from autograder.grading.job import Job
from autograder.records import Submission
from autograder.sandbox.pool import borrowed

SHEET = b"a hidden sheet"
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")


def job(text: str = "") -> Job:
    submission = Submission(
        exercise="09_doubling", module="doubling", filename="doubling.py", cells=(text.encode(),)
    )
    return Job(submission, SHEET, "none")


def text(job: Job) -> str:
    return job.submission.cells[0].decode()


def sheet_and_pid(job: Job):
    return job.sheet, os.getpid()


def kills_its_process(job: Job):
    os.kill(os.getpid(), signal.SIGKILL)


def kills_its_first_process(job: Job):
    try:
        Path(text(job)).touch(exist_ok=False)
    except FileExistsError:
        return "graded"
    return kills_its_process(job)


def refuses(job: Job):
    raise Refusal("There is no sandbox here.", "Install bubblewrap.")


def fails(job: Job):
    raise IndexError("a fault of ours")


def sleeps(job: Job):
    Path(text(job)).touch()
    time.sleep(600)


def is_started(pid: int) -> bool:
    """Tell whether this is a process for jobs, rather than the tracker or not yet either."""
    with suppress(OSError):
        return "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()
    return False


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_job_arrives_complete(jobs: int) -> None:
    with local(jobs, [SHEET]) as executor:
        results = [executor.submit(sheet_and_pid, job()).result() for _ in range(4)]
    assert {sheet for sheet, _ in results} == {SHEET}
    assert (os.getpid() in {pid for _, pid in results}) == (jobs == 1)


@POSIX
def test_a_process_that_dies_before_it_has_read_the_sheets_is_replaced() -> None:
    """The sheets are larger than a pipe, so what sends them waits until they are read."""
    sheet = SHEET * 50_000
    with Processes(1, [sheet]) as executor:
        result = executor.submit(sheet_and_pid, replace(job(), sheet=sheet))
        started = 0
        while not started:
            started = next(filter(is_started, descendants(os.getpid())), 0)
        os.kill(started, signal.SIGKILL)
        received, pid = result.result(timeout=60)
    assert received == sheet
    assert pid != started


@POSIX
def test_a_job_whose_process_dies_is_run_again(tmp_path: Path) -> None:
    with Processes(2, [SHEET]) as executor:
        assert executor.submit(kills_its_first_process, job(f"{tmp_path}/1")).result() == "graded"


@POSIX
def test_a_job_that_kills_its_process_twice_is_given_up_and_takes_no_other_with_it() -> None:
    with Processes(2, [SHEET]) as executor:
        killer = executor.submit(kills_its_process, job())
        others = [executor.submit(sheet_and_pid, job()) for _ in range(8)]
        with pytest.raises(ProcessDied, match="died 2 times"):
            killer.result()
        assert {other.result()[0] for other in others} == {SHEET}


class Unloadable:
    """A function that no other process can unpickle."""

    def __call__(self, job: Job):
        return "graded"

    def __reduce__(self):
        return cannot_be_loaded, ()


def cannot_be_loaded():
    raise ModuleNotFoundError("No module named 'tests'")


def test_a_job_that_a_process_cannot_load_is_given_up() -> None:
    with Processes(1, [SHEET]) as executor:
        assert isinstance(executor.submit(Unloadable(), job()).exception(timeout=60), ProcessDied)
        assert executor.submit(sheet_and_pid, job()).result(timeout=60)[0] == SHEET


@POSIX
def test_the_pool_of_a_process_that_died_is_shut_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its thread might otherwise close a pipe while Python, on exit, writes to it."""
    closed: list[ProcessPoolExecutor] = []

    class Pool(ProcessPoolExecutor):
        def shutdown(self, *arguments, **options) -> None:
            closed.append(self)
            super().shutdown(*arguments, **options)

    monkeypatch.setattr(executors, "ProcessPoolExecutor", Pool)
    with Processes(1, [SHEET]) as executor:
        executor.submit(kills_its_process, job()).exception()
    assert len(closed) == executors.ATTEMPTS


def test_refusals_and_faults_are_returned_unchanged() -> None:
    with Processes(2, [SHEET]) as executor:
        with pytest.raises(Refusal) as refusal:
            executor.submit(refuses, job()).result()
        assert refusal.value.remedy == "Install bubblewrap."
        with pytest.raises(IndexError) as fault:
            executor.submit(fails, job()).result()
    assert 'raise IndexError("a fault of ours")' in str(fault.value.__cause__)


@POSIX
def test_closing_waits_for_no_job_and_leaves_no_process(tmp_path: Path) -> None:
    before = set(descendants(os.getpid()))
    with Processes(2, [SHEET]) as executor:
        futures = [executor.submit(sleeps, job(f"{tmp_path}/{n}")) for n in range(3)]
        wait_for(tmp_path / "0", tmp_path / "1")
        family = set(descendants(os.getpid())) - before
    assert [outcome(future) for future in futures] == ["ProcessDied", "ProcessDied", "cancelled"]
    assert all_ended([pid for pid in family if not is_tracker(pid)])


def keeps_a_sandbox(job: Job):
    with borrowed("none", ("numpy",)) as sandbox:
        sandbox.check()  # the next worker has started, and waits
    return os.listdir(tempfile.gettempdir())


@POSIX
def test_a_waiting_sandbox_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with Processes(2, [SHEET]) as executor:
        assert executor.submit(keeps_a_sandbox, job()).result()
    assert not list(tmp_path.iterdir())


PARENT = """
import signal
import sys
from pathlib import Path
from grading.test_executors import SHEET, job, sleeps
from autograder.grading.executors import local

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever the inherited setting
    with local(int(sys.argv[2]), [SHEET]) as executor:
        futures = [executor.submit(sleeps, job(f"{sys.argv[1]}/{n}")) for n in range(2)]
        for future in futures:
            future.result()
"""


@POSIX
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("jobs", [1, 2])
def test_no_process_outlives_its_parent(jobs: int, end: signal.Signals, tmp_path: Path) -> None:
    """SIGINT goes to the group, as with Ctrl-C, and no process but the parent prints anything.

    The parent waits for no job.
    """
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    parent = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path), str(jobs)],
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{TESTS}"},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    wait_for(*(tmp_path / str(number) for number in range(jobs)))
    family = descendants(parent.pid)
    assert len(family) >= (2 if jobs > 1 else 0)
    os.killpg(parent.pid, end) if end == signal.SIGINT else parent.send_signal(end)
    _, errors = parent.communicate(timeout=30)
    assert all_ended(family)
    assert errors.count("KeyboardInterrupt") == (end == signal.SIGINT)


def outcome(future: Future) -> str:
    return "cancelled" if future.cancelled() else type(future.exception()).__name__


def wait_for(*paths: Path, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not all(path.exists() for path in paths):
        assert time.monotonic() < deadline, "timed out"
        time.sleep(0.01)
