"""Test grading on a real Dask cluster, where workers, schedulers and clients die."""

import asyncio
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, as_completed
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import distributed
import pytest
from msgspec.structs import replace
from support import ROOT, TESTS
from support import zoo_class as zoo
from support.dask_cluster import DaskCluster, dask_cluster, wait_until
from support.processes import all_ended, descendants
from support.written import files

import autograder.grading.cluster
from autograder.errors import Refusal
from autograder.grading import members
from autograder.grading.cluster import Cluster
from autograder.grading.job import Job
from autograder.grading.results import Result
from autograder.grading.versions import versions
from autograder.records import Submission

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux")

Done = subprocess.CompletedProcess[str]
HONEST = 40  # submissions, so that a run takes a few seconds
CLASS = ["segfaults", "returns_nan", "prints_a_forged_result"]
PLACES = os.pathsep.join(map(str, (ROOT, TESTS)))


def results(out: Path) -> list[Path]:
    return [path for path in out.glob(".graded/*/*") if not path.name.startswith(".")]


@pytest.fixture(scope="module")
def submissions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = zoo.lay_out(tmp_path_factory.mktemp("class"), CLASS)
    for number in range(HONEST):
        (folder / f"{100 + number} honest").mkdir()
        (folder / f"{100 + number} honest/dense.py").write_bytes(zoo.HONEST["dense"])
    return folder


@pytest.fixture(scope="module")
def whole(submissions: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Grade on this machine."""
    out = tmp_path_factory.mktemp("whole")
    zoo.graded(submissions, out)
    return files(out)


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[DaskCluster]:
    (tmp_path / "dask").mkdir()
    with dask_cluster(tmp_path / "dask") as cluster:
        yield cluster


def connected(dask: DaskCluster) -> Cluster:
    return Cluster(dask.address, zoo.sheets().values())


def start_client(dask: DaskCluster, submissions: Path, out: Path) -> subprocess.Popen[str]:
    """Grade in a separate process, and wait until there are results."""
    script = (
        "import sys\nfrom pathlib import Path\nfrom support import zoo_class as zoo\n"
        "from autograder.errors import Refusal\nfrom autograder.grading.cluster import Cluster\n"
        "try:\n    with Cluster(sys.argv[1], zoo.sheets().values()) as cluster:\n"
        "        zoo.graded(Path(sys.argv[2]), Path(sys.argv[3]), executor=cluster)\n"
        "except Refusal as refusal:\n    print(refusal)\n"
    )
    words = [sys.executable, "-c", script, dask.address, str(submissions), str(out)]
    client = subprocess.Popen(
        words,
        env={**os.environ, "PYTHONPATH": PLACES},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    wait_until(lambda: len(results(out)) > 2)
    return client


def send(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Send a signal to a worker, and to the processes that it started."""
    for pid in (process.pid, *descendants(process.pid)):
        with suppress(ProcessLookupError):  # a submission's process has just ended
            os.kill(pid, number)


def sandboxes(dask: DaskCluster) -> list[int]:
    """Return the processes of bubblewrap on all workers."""
    started = [pid for worker in dask.workers for pid in descendants(worker.pid)]
    return [pid for pid in started if Path(f"/proc/{pid}/comm").read_text() == "bwrap\n"]


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a worker, with the process that would start it again."""
    family = descendants(process.pid)
    process.kill()
    assert all_ended(family)


def test_two_workers_write_the_same_bytes_as_this_machine(
    dask: DaskCluster, submissions: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    dask.start_worker()
    dask.start_worker()
    with connected(dask) as cluster:
        assert cluster.about == f"2 workers on 1 machine: 2 warm ({socket.gethostname()})"
        zoo.graded(submissions, tmp_path / "out", executor=cluster)
        assert sandboxes(dask) != []
    assert files(tmp_path / "out") == whole
    assert sandboxes(dask) == []


@pytest.mark.oracle
def test_the_command_grades_on_a_cluster_that_a_file_names(
    dask: DaskCluster, course: Path, autograder: Callable[..., Done], tmp_path: Path
) -> None:
    dask.start_worker()
    for student in ("ada", "hana"):
        shutil.copytree(course / "examples/class" / student, course / "submissions" / student)
    words = ("grade", "submissions", "--exercise", "01_dense", "--out")
    here = autograder(*words, tmp_path / "here", "--jobs", "2", cwd=course)
    there = autograder(*words, tmp_path / "there", "--cluster", dask.file, cwd=course)
    assert (here.returncode, there.returncode) == (0, 0), there.stderr
    assert there.stderr.startswith("1 worker on 1 machine: 1 warm")
    assert files(tmp_path / "there") == files(tmp_path / "here")


def task_of(job: Job) -> Any:
    """Return the Dask task that this job was part of. Fail on a job with code."""
    if job.submission.cells:
        raise ValueError("a fault of the grader")
    time.sleep(0.01)
    return Result(cast(Any, None), {"task": distributed.worker.thread_state.key}, seconds=0.01)


def submitted(cluster: Cluster, cells: Sequence[tuple[bytes, ...]]) -> list[Future[Result]]:
    """Submit a job for each submission with these cells; none is graded."""
    empty = Submission(exercise="01_dense", module="dense", filename="dense.py", cells=())
    sheet = zoo.sheets()["01_dense"]
    jobs = [Job(replace(empty, cells=each), sheet, "none") for each in cells]
    return [cluster.submit(task_of, job) for job in jobs]


def test_many_quick_jobs_share_a_task_and_one_that_fails_fails_alone(dask: DaskCluster) -> None:
    cells = [(b"x = 1",) if number == 90 else () for number in range(100)]
    dask.start_worker()
    with connected(dask) as cluster:
        futures = submitted(cluster, cells)
        with pytest.raises(ValueError, match="a fault of the grader"):
            futures.pop(90).result()
        tasks = [future.result().files["task"] for future in futures]
    assert len(set(tasks[:3])) == 3, "the time of a job was not known yet"
    assert 3 < len(set(tasks)) < 90


def test_jobs_that_fail_wait_for_their_second_run_without_holding_up_others(
    dask: DaskCluster,
) -> None:
    dask.start_worker()
    with connected(dask) as cluster:
        futures = submitted(cluster, [(b"x = 1",)] * 10 + [()] * 100)
        done = list(as_completed(futures))
    assert done.index(futures[10]) < done.index(futures[9])


def test_a_worker_that_dies_or_joins_changes_nothing(
    dask: DaskCluster, submissions: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    first = dask.start_worker()
    client = start_client(dask, submissions, tmp_path / "out")
    kill(first)
    assert len(results(tmp_path / "out")) < len(CLASS) * 2 + HONEST, "it came too late"
    dask.start_worker()
    assert client.communicate()[0] == ""
    assert files(tmp_path / "out") == whole


def test_a_rerun_after_a_kill_grades_the_rest(
    dask: DaskCluster, submissions: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    dask.start_worker()
    client = start_client(dask, submissions, tmp_path / "out")
    client.kill()
    client.communicate()
    kept = {path: path.stat().st_mtime_ns for path in results(tmp_path / "out")}
    assert len(kept) < len(CLASS) * 2 + HONEST, "it came too late"
    with connected(dask) as cluster:
        zoo.graded(submissions, tmp_path / "out", executor=cluster)
    assert files(tmp_path / "out") == whole
    assert {path: path.stat().st_mtime_ns for path in kept} == kept


def test_a_restart_by_another_client_ends_the_run_and_a_rerun_continues(
    dask: DaskCluster, submissions: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    dask.start_worker()
    client = start_client(dask, submissions, tmp_path / "out")
    with distributed.Client(dask.address, set_as_default=False) as other:
        other.restart(timeout=60)
    assert client.communicate()[0].startswith("The Dask scheduler stopped, or another client")
    with connected(dask) as cluster:
        zoo.graded(submissions, tmp_path / "out", executor=cluster)
    assert files(tmp_path / "out") == whole


def test_a_scheduler_that_dies_ends_the_run_and_a_rerun_continues(
    dask: DaskCluster, submissions: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    dask.start_worker()
    client = start_client(dask, submissions, tmp_path / "out")
    dask.scheduler.kill()
    dask.scheduler.wait()
    assert client.communicate()[0] == (
        "The Dask scheduler stopped, or another client restarted its workers. Check that it and its"
        " workers run, then run the same command again; what is graded is kept.\n"
    )
    kept = {path: path.stat().st_mtime_ns for path in results(tmp_path / "out")}
    dask.start_scheduler(0)
    dask.start_worker()
    with connected(dask) as cluster:
        zoo.graded(submissions, tmp_path / "out", executor=cluster)
    assert files(tmp_path / "out") == whole
    assert {path: path.stat().st_mtime_ns for path in kept} == kept


def test_a_scheduler_that_dies_when_all_is_graded_goes_unnoticed(dask: DaskCluster) -> None:
    dask.start_worker()
    with connected(dask) as cluster:
        dask.scheduler.kill()
        assert cluster.about.startswith("1 worker")


def test_a_scheduler_that_dies_during_the_first_questions_is_reported(
    dask: DaskCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def dying() -> asyncio.AbstractEventLoop:
        dask.scheduler.kill()
        return asyncio.get_running_loop()

    dask.start_worker()
    monkeypatch.setattr(autograder.grading.cluster, "_running_loop", dying)
    with pytest.raises(Refusal, match="The Dask scheduler stopped"):
        connected(dask)


def other_grader(folder: Path) -> dict[str, str]:
    """Copy the package, whose jobs get one more argument. Return a worker's environment for it."""
    shutil.copytree(ROOT / "autograder", folder / "autograder")
    file = folder / "autograder/grading/cluster.py"
    text = file.read_text("utf-8").replace("sheets, packed = arg", "_, sheets, packed = arg")
    file.write_text(text, "utf-8")
    return {"PYTHONPATH": f"{folder}{os.pathsep}{TESTS}"}


def test_a_worker_with_another_grader_is_refused_by_name(dask: DaskCluster, tmp_path: Path) -> None:
    dask.start_worker(environment=other_grader(tmp_path / "other"))
    with pytest.raises(Refusal) as refusal:
        connected(dask)
    pattern = r"Worker tcp://127\.0\.0\.1:\d+ has (grader \w+, Python .*); this machine has (.*)"
    match = re.fullmatch(pattern, refusal.value.problem)
    assert match, refusal.value.problem
    assert match[1] != match[2] == f"{versions()}."


def test_a_worker_with_another_grader_is_refused_when_it_joins_later(
    dask: DaskCluster, submissions: Path, tmp_path: Path
) -> None:
    good = dask.start_worker()
    with connected(dask) as cluster:
        dask.start_worker(environment=other_grader(tmp_path / "other"))
        kill(good)
        with pytest.raises(Refusal, match=r"A worker on \S+ has grader"):
            zoo.graded(submissions, tmp_path / "out", executor=cluster)
    assert results(tmp_path / "out") == []


def without_grader(folder: Path) -> dict[str, str]:
    """Return the environment of a worker on which the package is not installed."""
    folder.mkdir()
    (folder / "autograder.py").write_text("raise ImportError('no grader')\n")
    return {"PYTHONPATH": str(folder)}


def test_a_worker_without_a_grader_is_refused_by_name(dask: DaskCluster, tmp_path: Path) -> None:
    dask.start_worker(environment=without_grader(tmp_path / "none"))
    with pytest.raises(Refusal, match=r"Worker tcp://.* could not be queried: .*no grader"):
        connected(dask)


def test_a_scheduler_without_a_grader_is_refused(tmp_path: Path) -> None:
    environment = without_grader(tmp_path / "none")
    says = r"The scheduler could not be queried: .*no grader"
    with (
        dask_cluster(tmp_path, workers=1, environment=environment) as dask,
        pytest.raises(Refusal, match=says) as refusal,
    ):
        connected(dask)
    assert refusal.value.remedy.endswith("start scheduler and workers again.")


def test_a_scheduler_with_another_grader_is_refused(tmp_path: Path) -> None:
    environment = other_grader(tmp_path / "other")
    says = r"The scheduler has grader \w+, .*; this machine has grader"
    with (
        dask_cluster(tmp_path, workers=1, environment=environment) as dask,
        pytest.raises(Refusal, match=says),
    ):
        connected(dask)


def test_a_worker_without_a_grader_that_joins_later_is_left_out(
    dask: DaskCluster, submissions: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    first = dask.start_worker()
    client = start_client(dask, submissions, tmp_path / "out")
    send(first, signal.SIGSTOP)
    dask.start_worker(environment=without_grader(tmp_path / "none"))
    assert len(results(tmp_path / "out")) < len(CLASS) * 2 + HONEST, "it came too late"
    send(first, signal.SIGCONT)
    assert client.communicate(timeout=100)[0] == ""
    assert files(tmp_path / "out") == whole


def test_a_worker_that_gives_no_answer_is_refused_by_name(
    dask: DaskCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.grading.members.ANSWER", 2.0)
    worker = dask.start_worker()
    send(worker, signal.SIGSTOP)
    with pytest.raises(Refusal, match=r"Worker tcp://.* it gave no answer within 2 s"):
        connected(dask)
    send(worker, signal.SIGCONT)


def test_a_run_can_be_stopped_while_a_worker_gives_no_answer(
    dask: DaskCluster, submissions: Path, tmp_path: Path
) -> None:
    worker = dask.start_worker()
    client = start_client(dask, submissions, tmp_path / "out")
    send(worker, signal.SIGSTOP)
    client.send_signal(signal.SIGINT)
    assert "KeyboardInterrupt" in client.communicate(timeout=20)[0]
    send(worker, signal.SIGCONT)


def test_a_worker_that_dies_while_it_is_questioned_is_left_out(dask: DaskCluster) -> None:
    first, _ = dask.start_worker("--no-nanny"), dask.start_worker()
    with connected(dask) as cluster:
        client = cluster._client
        threading.Timer(1.0, first.kill).start()
        answers = client.sync(members.ask, client, 20.0, time.sleep, 3)
    assert list(answers.values()) == [None]


def test_a_run_tells_that_no_worker_is_left_and_goes_on_with_the_next(
    dask: DaskCluster,
    submissions: Path,
    whole: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("autograder.grading.cluster.WATCHING", 0.2)
    told: list[str] = []
    worker = dask.start_worker()
    with Cluster(dask.address, zoo.sheets().values(), tell=told.append) as cluster:
        kill(worker)
        wait_until(lambda: told)
        dask.start_worker()
        zoo.graded(submissions, tmp_path / "out", executor=cluster)
    assert told == [
        "No worker is left; grading waits for one."
        " Start one with `dask worker` and the scheduler's address."
    ]
    assert files(tmp_path / "out") == whole


def test_a_scheduler_that_falls_silent_during_the_first_questions_is_reported(
    dask: DaskCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent() -> asyncio.AbstractEventLoop:
        send(dask.scheduler, signal.SIGSTOP)
        return asyncio.get_running_loop()

    dask.start_worker()
    monkeypatch.setattr(autograder.grading.cluster, "_running_loop", silent)
    monkeypatch.setattr("autograder.grading.members.ANSWER", 2.0)
    with pytest.raises(Refusal, match="The Dask scheduler stopped"):
        connected(dask)
    send(dask.scheduler, signal.SIGCONT)


def test_a_silent_scheduler_does_not_hold_up_the_end_of_a_run(
    dask: DaskCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.grading.cluster.LEAVING", 1.0)
    dask.start_worker()
    with connected(dask):
        send(dask.scheduler, signal.SIGSTOP)
    send(dask.scheduler, signal.SIGCONT)


def test_sheets_that_died_with_their_workers_are_sent_again(
    dask: DaskCluster, submissions: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    dask.start_worker()
    with connected(dask) as cluster:
        cluster._sheets = cluster._client.submit(
            lambda: (_ for _ in ()).throw(
                distributed.KilledWorker("sheets", SimpleNamespace(address="gone"), 3)
            )
        )
        zoo.graded(submissions, tmp_path / "out", executor=cluster)
    assert files(tmp_path / "out") == whole


def test_a_worker_without_a_sandbox_is_refused_by_name(dask: DaskCluster, tmp_path: Path) -> None:
    """Give it a path on which there is no bubblewrap."""
    dask.start_worker(environment={"PATH": str(tmp_path)})
    with pytest.raises(Refusal, match=r"Worker tcp://.* cannot grade: .*bwrap"):
        connected(dask)


def test_a_worker_without_a_sandbox_is_refused_when_it_joins_later(
    dask: DaskCluster, submissions: Path, tmp_path: Path
) -> None:
    good = dask.start_worker()
    with connected(dask) as cluster:
        dask.start_worker(environment={"PATH": str(tmp_path)})
        kill(good)
        with pytest.raises(Refusal, match=r"A worker on \S+ cannot grade: .*bwrap"):
            zoo.graded(submissions, tmp_path / "out", executor=cluster)


def test_a_scheduler_without_workers_is_refused(
    dask: DaskCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.grading.members.ANSWER", 1.0)
    with pytest.raises(Refusal, match="has no worker"):
        connected(dask)


KILLER = b"import os, signal\n\n\ndef dense(*_):\n    os.kill(os.getppid(), signal.SIGKILL)\n"


def test_a_submission_that_kills_every_worker_is_not_graded_and_the_others_are(
    submissions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Grade without a sandbox, where a submission can do that."""
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "1")
    (tmp_path / "dask").mkdir()
    for name, source in (("000 killer", KILLER), ("001 honest", zoo.HONEST["dense"])):
        (tmp_path / "class" / name).mkdir(parents=True)
        (tmp_path / "class" / name / "dense.py").write_bytes(source)
    with (
        dask_cluster(tmp_path / "dask", workers=1) as dask,
        Cluster(dask.address, zoo.sheets().values(), "none") as cluster,
    ):
        grades = zoo.graded(
            tmp_path / "class", tmp_path / "out", executor=cluster, isolation="none"
        )
    statuses = grades["killer"].status, grades["honest"].score
    assert statuses == ("not_graded", 2.0), grades["honest"].reason
    assert "The grader failed (ProcessDied: its worker died 2 times)" in str(
        grades["killer"].reason
    )


def certificates(folder: Path) -> dict[str, str]:
    """Make a key and a self-signed certificate; return Dask's settings for TLS."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1"]
    words += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key)]
    subprocess.run([*words, "-out", str(certificate)], check=True, capture_output=True)
    settings = {"CA_FILE": certificate}
    for role in ("CLIENT", "SCHEDULER", "WORKER"):
        settings |= {f"{role}__KEY": key, f"{role}__CERT": certificate}
    return {f"DASK_DISTRIBUTED__COMM__TLS__{name}": str(path) for name, path in settings.items()}


def test_tls_works_as_in_dask(submissions: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "dask").mkdir()
    environment = {**os.environ, **certificates(tmp_path), "PYTHONPATH": PLACES}
    script = (
        "import sys\nfrom pathlib import Path\nfrom test_cluster import *\n"
        "folder, submissions, out = map(Path, sys.argv[1:])\n"
        "with dask_cluster(folder, workers=1, protocol='tls') as dask:\n"
        "    with connected(dask) as cluster:\n"
        "        print(dask.address, cluster.about)\n"
        "        zoo.graded(submissions, out, executor=cluster)\n"
    )
    environment["PYTHONPATH"] += os.pathsep + str(Path(__file__).parent)
    words = [sys.executable, "-c", script, str(tmp_path / "dask"), str(submissions)]
    done = subprocess.run(
        [*words, str(tmp_path / "out")], env=environment, capture_output=True, text=True
    )
    assert (done.stdout[:16], "1 worker on" in done.stdout) == ("tls://127.0.0.1:", True), done
    assert files(tmp_path / "out") == whole
