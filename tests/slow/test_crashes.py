"""Test that results survive failures of power, disk and clock, and that a rerun is the same."""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from support import ROOT, TESTS
from support import zoo_class as zoo
from support.processes import FORKS
from support.written import files

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux")

KILLS = 100
PLACES = os.pathsep.join(map(str, (ROOT, TESTS, Path(__file__).parent)))  # as pytest imports
CLASS = [
    "segfaults",
    "returns_nan",
    "exits_with_success",
    "prints_a_forged_result",
    "caches_by_value",
]


def undated(out: Path) -> dict[str, bytes]:
    """Return the files without the day in each result, and without digests that depend on it."""
    found = {}
    for name, data in files(out).items():
        if name.startswith(".graded/"):
            data = b"".join(data.splitlines()[-1:])
        found[name] = re.sub(rb'"date": "[-0-9]+"', b"", data)
    return found


def results(out: Path) -> dict[str, bytes]:
    """Return the files that are complete after a kill: those of every result that has a key."""
    done = [
        path.relative_to(out / ".graded")
        for path in out.glob(".graded/*/*")
        if not path.name.startswith(".")
    ]
    return {str(place): (out / place / "result.json").read_bytes() for place in done}


def keys(out: Path) -> int:
    return sum(not path.name.startswith(".") for path in out.glob(".graded/*/*"))


@pytest.fixture(scope="module")
def submissions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return zoo.lay_out(tmp_path_factory.mktemp("class"), CLASS)


@pytest.fixture(scope="module")
def whole(submissions: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Grade without any accident."""
    out = tmp_path_factory.mktemp("whole")
    zoo.graded(submissions, out, jobs=2)
    return files(out)


def test_a_hundred_kills_lose_nothing(
    submissions: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    """Kill at the start, soon after a random result, or while reports are written.

    Each process is a fork of one that has imported everything, so it begins with the work itself.
    """
    moments = random.Random(11)
    out, kept, phases = tmp_path / "out", {}, Counter()
    while phases.total() < KILLS:
        process = FORKS.Process(target=zoo.graded, args=(submissions, out, 2))
        process.start()
        target = moments.choice(
            [len(kept), 2 * len(CLASS), moments.randint(len(kept), 2 * len(CLASS))]
        )
        while process.is_alive() and keys(out) < target:
            time.sleep(0.001)
        process.join(moments.random() * (0.5 if target == len(kept) < 2 * len(CLASS) else 0.02))
        process.kill()
        process.join()
        assert kept.items() <= results(out).items(), phases
        kept = results(out)
        for path in out.glob("*/*/result.json"):
            json.loads(path.read_text())
        phases[len(kept)] += process.exitcode != 0
        if len(kept) == 2 * len(
            CLASS
        ):  # all results exist: a rerun writes the reports, then one from the start does
            zoo.graded(submissions, out, jobs=2)
            assert files(out) == whole
            shutil.rmtree(out)
            kept = {}
    assert phases[0], "none while the sandbox was started"
    assert phases[2 * len(CLASS)], "none while the reports were written"
    assert len(phases) > len(CLASS), "too few while results were written"


@pytest.mark.parametrize("left", ["nothing", "zeros", "half"])
def test_a_power_failure_costs_only_the_results_it_damaged(
    left: str, submissions: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    """Damage files like a power failure before their data is on the disk."""
    zoo.graded(submissions, tmp_path, jobs=2)
    damaged = sorted(tmp_path.glob("*/*/feedback.html"))[::4]
    damaged += sorted(tmp_path.glob("*/*/result.json"))[1::4]
    damaged += sorted(tmp_path.glob(".graded/*/*"))[2::4]
    intact = {path: path.stat().st_mtime_ns for path in tmp_path.glob("[!.]*/*/*.json")}
    for path in damaged:
        data = path.read_bytes()
        kept = {"nothing": b"", "zeros": bytes(len(data)), "half": data[: len(data) // 2]}
        path.write_bytes(kept[left])
        intact.pop(tmp_path / path.parent.name / path.name / "result.json", None)
        intact.pop(path.with_name("result.json"), None)
    zoo.graded(submissions, tmp_path, jobs=2)
    assert files(tmp_path) == whole
    assert intact
    assert all(path.stat().st_mtime_ns == when for path, when in intact.items())


def with_own_mounts(mounts: list[str], code: str, *words: object) -> subprocess.CompletedProcess:
    """Run code with mounts of its own, without any privilege."""
    return subprocess.run(
        [
            "bwrap",
            "--dev-bind",
            "/",
            "/",
            *mounts,
            "--",
            sys.executable,
            "-c",
            code,
            *map(str, words),
        ],
        env={**os.environ, "PYTHONPATH": PLACES},
        capture_output=True,
        text=True,
    )


FULL = """
import pathlib, sys
from support import zoo_class as zoo
from test_crashes import files, results
submissions, out, copy = map(pathlib.Path, sys.argv[1:])
(out / "ballast").write_bytes(bytes(440 * 2**10))
try:
    zoo.graded(submissions, out, jobs=2)
except OSError as error:
    print(error.strerror)
kept = results(out)
print(len(kept))
(out / "ballast").unlink()
zoo.graded(submissions, out, jobs=2)
assert kept.items() <= results(out).items()
for name, data in files(out).items():
    path = copy / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
"""


def test_a_full_disk_loses_nothing_and_says_so(
    submissions: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    small = ["--size", str(512 * 2**10), "--tmpfs", str(tmp_path / "out")]
    done = with_own_mounts(small, FULL, submissions, tmp_path / "out", tmp_path / "copy")
    assert done.returncode == 0, done.stderr
    said, kept = done.stdout.split("\n")[:2]
    assert said == "No space left on device"
    assert 0 < int(kept) < 2 * len(CLASS)
    assert files(tmp_path / "copy") == whole


READ_ONLY = """
import pathlib, sys
from support import zoo_class as zoo
from autograder.errors import Refusal
try:
    zoo.graded(*map(pathlib.Path, sys.argv[1:]))
except Refusal as refusal:
    print(refusal)
"""


def test_a_folder_that_cannot_be_written_to_is_refused_and_stays_as_it_is(
    submissions: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    zoo.graded(submissions, out)
    before = files(out)
    done = with_own_mounts(["--ro-bind", str(out), str(out)], READ_ONLY, submissions, out)
    assert "cannot be written to (Read-only file system)" in done.stdout, done
    assert files(out) == before


CLOCK = """
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *now) {
    static int looks;
    int failed = syscall(SYS_clock_gettime, clock, now);
    if (clock == CLOCK_REALTIME) now->tv_sec -= (looks++ % 50) * 31536000L;
    return failed;
}
"""
AT_A_LEVEL = """
import pathlib, sys, time
from support import zoo_class as zoo
from autograder.sandbox import bubblewrap, pool
pool.open_sandbox = lambda _, packages: getattr(bubblewrap, sys.argv[3])(packages)
zoo.graded(*map(pathlib.Path, sys.argv[1:3]))
print(len({round(time.time(), -6) for _ in range(9)}))
"""


@pytest.mark.parametrize("level", ["WarmSandbox", "ColdSandbox"])
def test_a_clock_that_goes_back_a_year_at_each_reading_changes_nothing(
    level: str, tmp_path: Path
) -> None:
    clock = tmp_path / "clock.so"
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-xc", "-", "-o", str(clock)], input=CLOCK, text=True, check=True
    )
    submissions = zoo.lay_out(tmp_path / "class", ["ignores_the_end_of_its_time", "returns_nan"])
    calm, jumped = tmp_path / "calm", tmp_path / "jumped"
    assert graded_apart(submissions, calm, level) == "1\n"
    assert graded_apart(submissions, jumped, level, LD_PRELOAD=str(clock)) == "9\n"
    assert undated(jumped) == undated(calm)
    kept = {path: path.stat().st_mtime_ns for path in jumped.glob("*/*/result.json")}
    next(jumped.glob(".graded/*returns_nan/*")).unlink()
    graded_apart(submissions, jumped, level, LD_PRELOAD=str(clock))
    assert undated(jumped) == undated(calm)
    assert sum(path.stat().st_mtime_ns != when for path, when in kept.items()) == 1


def graded_apart(submissions: Path, out: Path, level: str, **environment: str) -> str:
    """Grade in a separate process; return its output."""
    command = [sys.executable, "-c", AT_A_LEVEL, str(submissions), str(out), level]
    environment = {**os.environ, "PYTHONPATH": PLACES, **environment}
    return subprocess.run(
        command, env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def test_grading_does_not_depend_on_the_wall_clock() -> None:
    """Check that no jump can end a task or change a result: clocks are monotonic or of CPU time."""
    wall = re.compile(
        r"time\.time\(|time_ns|localtime|gmtime|st_mtime|datetime|import time as|from time import"
    )
    modules = {
        path: path.read_text(encoding="utf-8") for path in (ROOT / "autograder").rglob("*.py")
    }
    using_clocks = {path.name for path, text in modules.items() if wall.search(text)}
    assert using_clocks == {
        "check.py",  # which of two files is the newer one
        "watching.py",  # which file has changed
        "kit.py",  # the day of a release
        "disk.py",  # the same, as a zip has it
        "errors.py",  # whether the checker is newer than the process that runs it
        "results.py",  # the day of a result, on which nothing depends
        "sets.py",  # the date when a set is due
        "overrides.py",  # the date of an extension
        "reading.py",  # the same, read back from a result
    }
    assert sum("monotonic" in text for text in modules.values()) >= 2
