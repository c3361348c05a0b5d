"""Test that each attack gets the verdict it names, and does not affect the next student.

The attacks are in submissions/. One that worked would give right answers and pass. The whole
zoo is graded as a class, by the real stages and in the real sandbox; then the tests look for
anything it left behind.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import nullcontext
from functools import partial
from multiprocessing import resource_tracker
from pathlib import Path

import pytest
from support import ROOT, TESTS
from support import zoo_class as zoo
from support.zoo_memory import MOST

from autograder.grading.executors import Function, Processes
from autograder.grading.job import Job
from autograder.grading.results import Result
from autograder.sandbox import pool
from autograder.sandbox.bubblewrap import ColdSandbox, WarmSandbox

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux")

LEVELS = {"warm": WarmSandbox, "cold": ColdSandbox}
ANYBODY = 65534
WITH_TENSORFLOW = ("numpy", "tensorflow", "keras")
OTHERWISE = {  # attacks that get another verdict beside TensorFlow, and do no harm
    "continues_in_a_thread",
    "reads_the_environment",  # it finds TensorFlow's settings there
    "reads_the_graders_bytecode",  # there are more files to walk through
    "takes_memory_while_it_is_loaded",  # a little time is left for a right answer
    "uses_tensorflow",
}


class AtLevel(Processes):
    """Grade in processes that find this level alone."""

    def __init__(self, jobs: int, level: str) -> None:
        super().__init__(jobs, zoo.sheets().values())
        self._level = level

    def submit(self, function: Function, job: Job, /) -> Future[Result]:
        return super().submit(partial(at_level, self._level, function), job)


def at_level(level: str, function: Function, job: Job) -> Result:
    pool.open_sandbox = lambda _, packages: LEVELS[level](packages)  # type: ignore[assignment]
    return function(job)


@pytest.fixture
def level(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Grading takes the best level it finds: here it finds only this one."""
    monkeypatch.setattr(pool, "open_sandbox", lambda _, packages: LEVELS[request.param](packages))
    return request.param


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make a folder for temporary files of the test alone, and adopt what outlives its parent."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    resource_tracker.ensure_running()  # Python's own, which stays with this process
    zoo.adopt_orphans(True)
    yield
    zoo.adopt_orphans(False)


# A cold sandbox serves one process, so that it is the same for every number of jobs.
@pytest.mark.parametrize(
    ("level", "jobs"), [("warm", 1), ("warm", 4), ("cold", 4)], indirect=["level"]
)
def test_each_attack_gets_its_verdict_and_the_next_student_full_points(
    level: str, jobs: int, tmp_path: Path
) -> None:
    before = zoo.traces()
    submissions = zoo.lay_out(tmp_path / "class", zoo.ATTACKS, honest_after=jobs)
    with AtLevel(jobs, level) if jobs > 1 else nullcontext() as executor:
        grades = zoo.graded(submissions, tmp_path / "out", executor=executor)
    got = {attack: [task.verdict for task in grades[attack].tasks] for attack in zoo.ATTACKS}
    assert {attack: each for attack, each in got.items() if not as_expected(each, attack)} == {}
    honest = [grade for name, grade in grades.items() if name not in zoo.ATTACKS]
    assert len(honest) == len(zoo.ATTACKS) // jobs
    assert [grade.student for grade in honest if grade.score != grade.max_score] == []
    assert {grade.isolation for grade in grades.values()} == {level}
    assert {grade.status for grade in grades.values()} == {"graded"}
    assert len(zoo.texts(tmp_path / "out")) > 2 * len(zoo.ATTACKS)
    assert zoo.leaks_of_hidden_cases(tmp_path / "out") == []
    assert zoo.settled(before) == before


@pytest.mark.oracle
def test_the_zoo_is_as_harmless_where_tensorflow_is_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "open_sandbox", lambda _, packages: WarmSandbox(WITH_TENSORFLOW))
    before = zoo.traces()
    submissions = zoo.lay_out(tmp_path / "class", zoo.ATTACKS)
    grades = zoo.graded(submissions, tmp_path / "out", 1)
    got = {attack: [task.verdict for task in grades[attack].tasks] for attack in zoo.ATTACKS}
    assert {attack for attack, each in got.items() if not as_expected(each, attack)} <= OTHERWISE
    assert [
        name
        for name, grade in grades.items()
        if name not in zoo.ATTACKS and grade.score != grade.max_score
    ] == []
    assert {grade.status for grade in grades.values()} == {"graded"}
    assert len(zoo.texts(tmp_path / "out")) > 2 * len(zoo.ATTACKS)
    assert zoo.leaks_of_hidden_cases(tmp_path / "out") == []
    assert zoo.settled(before) == before


def as_expected(got: list[str], attack: str) -> bool:
    """Tell whether these are the verdicts that an attack names."""
    named = zoo.verdicts(attack)
    return len(got) == len(named) and all(
        verdict in each for verdict, each in zip(got, named, strict=True)
    )


def test_there_are_enough_attacks_and_each_says_what_it_does() -> None:
    assert len(zoo.ATTACKS) >= 70
    known = {"pass", "fail", "error", "timeout", "memory", "crash", "forbidden"}
    named = [each for attack in zoo.ATTACKS for each in zoo.verdicts(attack)]
    assert all(set(each) <= known for each in named)


def test_the_page_on_security_counts_the_attacks_and_names_tests_that_exist() -> None:
    page = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    assert f"{len(zoo.ATTACKS)} attacks" in page
    assert f"{len(MOST)} ways" in page
    named = set(re.findall(r"`([\w/]+\.py)`", page))
    assert len(named) > 10
    files = [
        path.as_posix() for tree in ("tests", "benchmarks") for path in (ROOT / tree).rglob("*.py")
    ]
    assert [name for name in named if not any(file.endswith(f"/{name}") for file in files)] == []


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_the_zoo_is_as_harmless_where_an_ordinary_user_grades(tmp_path: Path) -> None:
    test = "test_each_attack_gets_its_verdict_and_the_next_student_full_points"
    tests = [f"{__file__}::{test}[{level}-4]" for level in LEVELS]
    done = as_an_ordinary_user(tmp_path, *tests)
    assert "2 passed" in done.stdout, done.stdout[-6000:] + done.stderr[-2000:]


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_a_file_that_the_grader_may_not_read_is_reported_and_the_others_are_graded(
    tmp_path: Path,
) -> None:
    test = "test_each_submission_gets_its_expected_result_and_nothing_is_written_outside"
    done = as_an_ordinary_user(tmp_path, f"{TESTS}/intake/test_archives.py::{test}")
    assert "1 passed" in done.stdout, done.stdout[-6000:] + done.stderr[-2000:]


def as_an_ordinary_user(writable: Path, *tests: str) -> subprocess.CompletedProcess:
    """Run these tests, where only root can."""
    os.chown(writable, ANYBODY, ANYBODY)
    options = ["-q", "-p", "no:cacheprovider", "--basetemp", str(writable / "theirs")]
    command = [*as_anybody(writable), sys.executable, "-B", "-m", "pytest", *options, *tests]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=without_xdist())


def as_anybody(writable: Path) -> list[str]:
    """Become a user who owns nothing, and show it Python and these tests, even in root's home."""
    wanted = [Path(sys.prefix), Path(sys.base_prefix).resolve(), ROOT, writable]
    closed = {
        folder for place in wanted for folder in place.parents if not folder.stat().st_mode & 0o001
    }
    covered = [folder for folder in closed if not closed & set(folder.parents)]
    open_again = sorted(
        {
            folder
            for place in wanted
            for folder in place.parents
            if set(covered) & set(folder.parents)
        }
    )
    return [
        *(
            "bwrap",
            "--dev-bind",
            "/",
            "/",
            *(word for folder in covered for word in ("--tmpfs", str(folder))),
        ),
        *(word for folder in open_again for word in ("--dir", str(folder))),
        *(word for place in wanted for word in ("--bind", str(place), str(place))),
        *(
            "--",
            "setpriv",
            "--reuid",
            str(ANYBODY),
            "--regid",
            str(ANYBODY),
            "--clear-groups",
            "--",
        ),
    ]


def without_xdist() -> dict[str, str]:
    names = [name for name in os.environ if not name.startswith("PYTEST_")]
    return {name: os.environ[name] for name in names} | {"HOME": "/nonexistent", "TMPDIR": "/tmp"}
