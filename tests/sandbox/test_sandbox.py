"""Test what student code can do in each sandbox, how it ends, and that the next run is unharmed."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from support.forked import ForkedSandbox
from support.processes import all_ended, children, descendants
from support.zoo_class import adopt_orphans

from autograder.errors import Refusal
from autograder.records import Answer, Outcome, Raised, Run, SheetCase, Submission, TaskSheet
from autograder.sandbox import bubblewrap, other_user
from autograder.sandbox.bubblewrap import ColdSandbox, Server, WarmSandbox, dropping
from autograder.sandbox.other_user import USERS, OtherUser
from autograder.sandbox.pool import open_sandbox
from autograder.sandbox.process import ENVIRONMENT, INSIDE, command
from autograder.sandbox.requests import request
from autograder.sandbox.runner import LimitedSandbox, ProcessSandbox, Runner

KINDS = [ProcessSandbox, ForkedSandbox, LimitedSandbox, ColdSandbox, WarmSandbox]
X = np.arange(6, dtype=np.float32).reshape(2, 3)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux")


@pytest.fixture(scope="module", params=KINDS, ids=lambda kind: kind.__name__)
def anywhere(request: pytest.FixtureRequest) -> Iterator[Runner]:
    with request.param() as sandbox:
        yield sandbox


@pytest.fixture(scope="module", params=[ColdSandbox, WarmSandbox], ids=lambda kind: kind.__name__)
def confined(request: pytest.FixtureRequest) -> Iterator[Runner]:
    with request.param() as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def warm() -> Iterator[Runner]:
    with WarmSandbox() as sandbox:
        yield sandbox


def written(*cells: str | bytes, filename: str = "layers.py") -> Submission:
    sources = tuple(cell.encode() if isinstance(cell, str) else cell for cell in cells)
    return Submission(
        exercise="03_layers", module="layers", filename=filename, cells=sources, sha256=""
    )


def task(name: str = "double", cases: int = 2, seconds: float = 0.5, parts: int = 1) -> TaskSheet:
    calls = tuple(
        SheetCase(
            aspect="", exact=True, public=True, arrays={"x": X + number}, options={}, answers={}
        )
        for number in range(cases)
    )
    return TaskSheet(
        name=name,
        points=1.0,
        arrays={"x": "a b"},
        parts={f"part{n}": "a b" for n in range(parts)},
        integer=False,
        seconds=seconds,
        cases=calls,
    )


DOUBLE = written("def double(x):\n    return 2 * x\n")


def doubles(run: Run) -> bool:
    return [
        isinstance(outcome.result, Answer) and bool((outcome.parts[0] == 2 * (X + n)).all())
        for n, outcome in enumerate(run.outcomes)
    ] == [True, True]


def only(sandbox: Runner, body: str, cases: int = 1, **options: object) -> Run:
    """Run a function `double` with this body."""
    source = "import os, sys\nimport numpy as np\ndef double(x):\n" + "".join(
        f"    {line}\n" for line in body.split("\n")
    )
    return sandbox.run(written(source), [replace(task(cases=cases), **options)])[0]


def outcome_of(sandbox: Runner, body: str) -> Outcome:
    run = only(sandbox, body)
    assert (run.ended, len(run.outcomes)) == ("done", 1), run
    return run.outcomes[0]


def answer(sandbox: Runner, body: str) -> np.ndarray:
    outcome = outcome_of(sandbox, body)
    assert isinstance(outcome.result, Answer), outcome
    return outcome.parts[0]


def raised(outcome: Outcome) -> Raised:
    assert isinstance(outcome.result, Raised), outcome
    return outcome.result


# -- every sandbox -----------------------------------------------------------------------------


def test_a_correct_function_answers_once_per_case(anywhere: Runner) -> None:
    run = anywhere.run(DOUBLE, [task()])[0]
    assert (run.ended, run.defined, run.loading, run.output) == ("done", True, None, "")
    assert doubles(run)


def test_every_task_gets_its_run_in_order(anywhere: Runner) -> None:
    source = written(
        "def double(x):\n    print('two')\n    return 2 * x\n"
        "def half(x):\n    print('half')\n    return x / 2\n"
    )
    tasks = [task(), task("missing"), task("half", cases=0), task("half", cases=1)]
    runs = anywhere.run(source, tasks)
    assert [(run.task, run.defined, len(run.outcomes), run.output) for run in runs] == [
        ("double", True, 2, "two\ntwo\n"),
        ("missing", False, 0, ""),
        ("half", True, 0, ""),
        ("half", True, 1, "half\n"),
    ]


ENDINGS = {
    "an infinite loop": ("while True:\n    pass", "timeout", 5),
    "an infinite loop in C": ("np.linalg.svd(np.ones((3000, 3000)))", "timeout", 4),
    "leaving by the back door": ("os._exit(0)", "crash", None),
    "a segmentation fault": ("import ctypes\nctypes.string_at(0)", "crash", None),
    "an abort": ("os.abort()", "crash", None),
}


@pytest.mark.parametrize("name", ENDINGS)
def test_every_kind_of_death_is_named_and_the_next_submission_is_right(
    anywhere: Runner, name: str
) -> None:
    body, ended, line = ENDINGS[name]
    run = only(anywhere, body)
    assert (run.ended, run.defined, run.outcomes) == (ended, True, ()), run
    assert line is None or run.line in (line, line - 1)
    assert doubles(anywhere.run(DOUBLE, [task()])[0])


def test_ignoring_the_end_of_its_time_does_not_help(anywhere: Runner) -> None:
    body = "import signal, faulthandler\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\n"
    body += "faulthandler.unregister(24)\nwhile True: pass"
    assert only(anywhere, body).ended == "timeout"


def test_a_process_is_killed_when_its_wall_time_is_up(warm: Runner) -> None:
    run = only(
        warm, "import time\nwhile True:\n    time.sleep(0.1)\n    sum(range(200_000))", seconds=0.01
    )
    assert (run.ended, run.defined, run.outcomes, run.line) == ("timeout", True, (), None)


MEMBARRIER = "import ctypes, time\nwhile not ctypes.CDLL(None).syscall(324, 1, 0): pass\n"


@pytest.mark.parametrize(
    "sleep",
    [
        "import time\ntime.sleep(1000)",
        "os.kill(os.getpid(), 19)\nos.read(os.pipe()[0], 1)",
        MEMBARRIER + "time.sleep(1000)",
    ],
)
def test_a_sleeping_process_is_killed(warm: WarmSandbox, sleep: str) -> None:
    long = replace(task(), seconds=60.0)
    source = written("import os\ndef double(x):\n    " + sleep.replace("\n", "\n    "))
    death = warm._finish(request(source, [[long]]), long.seconds)
    assert death.overdue
    assert death.seconds < 60


def test_sleeping_through_each_tick_of_the_clock_gives_no_more_cpu_time(warm: Runner) -> None:
    """The kernel looks at a limit of CPU time only when its clock ticks."""
    body = """import signal, time
def sleep_through_the_next(*_):
    left = 0.004 - time.monotonic() % 0.004
    if left < 0.0006:
        time.sleep(left + 0.00005)
        left = 0.004 - time.monotonic() % 0.004
    signal.setitimer(signal.ITIMER_REAL, max(1e-6, left - 0.0004))
signal.signal(signal.SIGALRM, sleep_through_the_next)
sleep_through_the_next()
while time.process_time() < 4.5: pass
signal.setitimer(signal.ITIMER_REAL, 0)
return x"""
    assert only(warm, body, seconds=1.0).ended == "timeout"


def test_code_has_no_arguments(anywhere: Runner) -> None:
    """Scripts look for some: the grader's own must not be taken for a student's."""
    body = "import sys\nreturn np.array([len(sys.argv), len(sys.orig_argv)])"
    assert answer(anywhere, body).tolist() == [1, 1]


def test_answers_and_output_need_no_disk(anywhere: Runner) -> None:
    """Whatever else fills the disk, an answer that did not fit would look like a crash."""
    body = """
links = [os.path.realpath(f"/proc/self/fd/{number}") for number in os.listdir("/proc/self/fd")]
raise ValueError([link for link in links if os.path.isfile(link) or "deleted" in link])"""
    files = raised(outcome_of(anywhere, body.strip())).message
    assert "memfd:scratch" in files
    assert files.count("/") == files.count("memfd:scratch"), files


def test_a_full_disk_costs_a_warm_sandbox_nothing(
    warm: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    assert doubles(warm.run(DOUBLE, [task()])[0])


def test_a_short_sleep_costs_nothing(warm: Runner) -> None:
    assert (answer(warm, "import time\ntime.sleep(1.5)\nreturn x") == X).all()


def test_code_that_exits_like_a_killed_process_is_not_taken_for_killed(confined: Runner) -> None:
    assert only(confined, "os._exit(137)").ended == "crash"
    assert confined.run(written("import os\nos._exit(128 + 9)"), [task()])[0].ended == "crash"


def test_devices_can_be_used_but_not_changed(confined: Runner) -> None:
    touch = """
def closed(place): os.chmod(place, 0o600)
def given(place): os.chown(place, -1, os.getgid())
def state(place):
    status = os.lstat(place)
    return status.st_mode, status.st_uid, status.st_gid, status.st_mtime_ns
changed = []
for place in ["/dev", "/dev/pts", *("/dev/" + name for name in os.listdir("/dev"))]:
    before = state(place)
    for change in os.utime, closed, given:
        try:
            change(place)
        except OSError:
            pass
    if state(place) != before:
        changed.append(place)
with open("/dev/null", "w") as null:
    null.write("gone")
return np.array([len(changed)])"""
    assert answer(confined, touch.strip()).tolist() == [0]


def test_files_can_be_made_copied_saved_and_kept_private(confined: Runner) -> None:
    body = """
import pathlib
import shutil
pathlib.Path("log").touch()
assert open("log").read() == ""
with open("numbers", "wb") as file:
    x.tofile(file)
    os.fsync(file.fileno())
os.chmod("numbers", 0o600)
shutil.copy2("numbers", "copy")
return np.fromfile("copy", x.dtype).reshape(x.shape)"""
    assert (answer(confined, body.strip()) == X).all()


def test_no_library_reaches_a_device_that_is_memory(confined: Runner) -> None:
    body = """
import mmap
with open("/dev/zero", "rb") as zeros:
    assert zeros.read(9) == bytes(9)
    try:
        mmap.mmap(zeros.fileno(), 4096, access=mmap.ACCESS_READ)
    except OSError:
        return x
return None"""
    assert (answer(confined, body.strip()) == X).all()


def test_a_process_cannot_be_renamed(confined: Runner) -> None:
    """The machine's log would show the name after a crash."""
    body = """
import ctypes
ctypes.CDLL(None).prctl(15, b"hidden=42", 0, 0, 0)
with open("/proc/self/comm") as file:
    return np.array([len(file.read().partition("hidden")[1])])"""
    assert answer(confined, body.strip()).tolist() == [0]


def test_a_server_that_is_killed_at_its_start_leaves_no_process() -> None:
    before = children(os.getpid())  # another test's sandbox may be starting its own
    adopt_orphans(True)
    try:
        for delay in range(10):
            server = Server(bubblewrap.command(("numpy",), ()), starting=20.0)
            time.sleep(delay / 2000)
            server.kill()
        for _ in range(10):  # while bwrap has a child that waits to be set up
            server = Server(bubblewrap.command(("numpy",), ()), starting=20.0)
            pid = server._process.pid
            while not children(pid):
                pass
            os.kill(pid, signal.SIGSTOP)
            server.kill()
        assert all_ended([pid for pid in children(os.getpid()) if pid not in before])
    finally:
        adopt_orphans(False)


def test_answers_before_a_death_count_and_output_after_the_last_does_not(anywhere: Runner) -> None:
    run = only(anywhere, "if x[0, 0]: os._exit(1)\nreturn x", cases=2)
    assert (run.ended, len(run.outcomes)) == ("crash", 1)
    run = only(anywhere, "import atexit\natexit.register(lambda: os._exit(7))\nreturn x", cases=2)
    assert (run.ended, len(run.outcomes)) == ("done", 2)


def test_a_death_in_one_task_does_not_affect_the_others(anywhere: Runner) -> None:
    source = written("import os\ndef bad(x):\n    os._exit(3)\ndef double(x):\n    return 2 * x\n")
    runs = anywhere.run(source, [task("bad"), task(), task("bad"), task()])
    assert [run.ended for run in runs] == ["crash", "done", "crash", "done"]
    assert doubles(runs[1])
    assert doubles(runs[3])


def test_without_isolation_a_module_that_never_loads_is_tried_once(anywhere: Runner) -> None:
    source = written("import os; print(os.urandom(8).hex())\nwhile True: pass\n")
    runs = anywhere.run(source, [task(), task("half"), task("third")])
    assert [(run.task, run.ended, run.defined, run.line) for run in runs] == [
        (name, "timeout", None, 2) for name in ("double", "half", "third")]  # fmt: skip
    assert len({run.output for run in runs}) == (3 if anywhere.confined else 1)


@pytest.mark.parametrize("dying", ["os._exit(0)", "os.ftruncate(3, 0)\nos._exit(0)", "os.abort()"])
def test_a_death_while_loading_is_a_crash_and_never_not_graded(
    anywhere: Runner, dying: str
) -> None:
    run = anywhere.run(written(f"import os\n{dying}\n"), [task()])[0]
    assert (run.ended, run.defined) == ("crash", None)


@pytest.mark.parametrize(("expression", "kind"), [
    ("sys.exit(0)", "SystemExit"), ("sys.exit('bye')", "SystemExit"),
    ("interrupt()", "KeyboardInterrupt"), ("1 / 0", "ZeroDivisionError"),
])  # fmt: skip
def test_an_exception_while_loading_is_reported_with_its_line(
    warm: Runner, expression: str, kind: str
) -> None:
    head = "import sys\ndef interrupt(): raise KeyboardInterrupt\n"
    run = warm.run(written(f"{head}double = {expression}\n"), [task()])[0]
    assert (run.ended, run.defined) == ("done", False)
    assert run.loading is not None
    line = 2 if kind == "KeyboardInterrupt" else 3
    assert (run.loading.type, run.loading.line, run.loading.cell) == (kind, line, None)


def test_a_function_that_exits_has_raised_and_the_next_call_goes_on(anywhere: Runner) -> None:
    run = only(anywhere, "if x[0, 0]: return x\nraise SystemExit(0)", cases=2)
    first, second = run.outcomes
    assert (raised(first).type, raised(first).line) == ("SystemExit", 5)
    assert isinstance(second.result, Answer)
    assert run.ended == "done"


def test_too_much_memory_raises_in_the_call(confined: Runner) -> None:
    outcome = outcome_of(confined, "return np.ones(3 * 2**28)")
    assert raised(outcome).type in ("MemoryError", "_ArrayMemoryError")


def test_numpy_multiplies_after_the_code_has_taken_all_memory(confined: Runner) -> None:
    body = (
        "kept = []\ntry:\n    while True:\n        kept.append(np.empty(2**20))\n"
        "except MemoryError:\n    return x @ np.ones((3, 3), np.float32)"
    )
    assert answer(confined, body).shape == (2, 3)


# -- the lock ----------------------------------------------------------------------------------

ESCAPES = {
    "no process": "return [os.fork()]",
    "no program": (
        "import subprocess\nreturn [subprocess.run(['/bin/sh', '-c', 'true']).returncode]"
    ),
    "no thread": "import threading\nthreading.Thread(target=print).start()\nreturn [1]",
    "no network": "import socket\nsocket.create_connection(('1.1.1.1', 53), 1)\nreturn [1]",
    "no own host": "import socket\nsocket.create_connection(('127.0.0.1', 22), 1)\nreturn [1]",
    "no tensorflow": "import tensorflow\nreturn [1]",
    "no grader": "import autograder\nreturn [1]",
    "no writing": "open('/note', 'w')\nreturn [1]",
    "no writing beside the worker": (
        "open('/packages/autograder/sandbox/inside/note', 'w')\nreturn [1]"
    ),
    "no writing over the worker": (
        "open('/packages/autograder/sandbox/inside/worker.py', 'r+')\nreturn [1]"
    ),
    "no writing beside the packages around it": (
        "open('/packages/autograder/__init__.py', 'w')\nreturn [1]"
    ),
    "no shared memory": "open('/dev/shm/note', 'w')\nreturn [1]",
    "no device": "open('/dev/note', 'w')\nreturn [1]",
    "no word of the grader's environment": (
        "left = set(os.environ.values()) - {'student', '/tmp'}\nreturn [len(left.pop())]"
    ),
    "no home of others": "os.listdir('/home')\nreturn [1]",
    "no etc": "open('/etc/passwd')\nreturn [1]",
    "nowhere else to write": (
        "for place, _, _ in os.walk('/'):\n"
        "    if place == '/tmp':\n        continue\n"
        "    try:\n        return [int(bool(open(place + '/x', 'w')))]\n"
        "    except OSError:\n        pass\n"
        "raise PermissionError"
    ),
    "no remount": (
        "import ctypes\nlibc = ctypes.CDLL(None)\n"
        "assert libc.mount(b'tmpfs', b'/packages', b'tmpfs', 0, b'') == 0\nreturn [1]"
    ),
    "no namespace": "import ctypes\nassert ctypes.CDLL(None).unshare(0x10000000) == 0\nreturn [1]",
}


@pytest.mark.parametrize("name", ESCAPES)
def test_no_escape_succeeds(confined: Runner, name: str) -> None:
    outcome = outcome_of(confined, ESCAPES[name])
    assert isinstance(outcome.result, Raised), (name, outcome)


def test_code_sees_only_its_own_process(confined: Runner) -> None:
    seen = answer(confined, "return [int(name) for name in os.listdir('/proc') if name.isdigit()]")
    assert seen.tolist() == [1]


def test_no_program_of_the_machine_gets_a_dump_of_a_crash(confined: Runner) -> None:
    """Below a limit of 1, the kernel still starts the program that collects dumps, if any."""
    seen = answer(confined, "import resource\nreturn resource.getrlimit(resource.RLIMIT_CORE)")
    assert seen.tolist() == [1, 1]


def test_only_the_standard_streams_and_the_results_are_open(confined: Runner) -> None:
    seen = answer(confined, "return [int(name) for name in os.listdir('/proc/self/fd')]")
    assert sorted(seen.tolist()) == [0, 1, 2, 3, 4]


def test_nothing_is_left_for_the_next_task(confined: Runner) -> None:
    mess = "numpy.note = sys.note = os.environ['note'] = '1'\nos.chdir('/proc')\nreturn [1]"
    look = "import sys\nnotes = ['note' in os.environ, hasattr(np, 'note'), hasattr(sys, 'note')]\n"
    look += "return [*notes, int(os.getcwd() == '/tmp')]"
    assert answer(confined, "import numpy, sys\n" + mess).tolist() == [1]
    assert answer(confined, look).tolist() == [0, 0, 0, 1]


def test_a_file_written_is_there_until_the_process_ends(anywhere: Runner) -> None:
    body = "np.save('kept', [len(os.listdir('.'))])\nreturn np.load('kept.npy')"
    assert [answer(anywhere, body).tolist() for _ in range(2)] == [[0], [0]]


def test_there_is_a_user_a_home_and_a_place_for_temporary_files(anywhere: Runner) -> None:
    body = (
        "import getpass, pathlib, tempfile\n"
        "with tempfile.TemporaryDirectory() as made:\n"
        "    places = pathlib.Path(made).parent, pathlib.Path.home(), pathlib.Path.cwd()\n"
        "return [len(set(places)), getpass.getuser().count('student')]"
    )
    assert answer(anywhere, body).tolist() == [1, 1]


def test_a_folder_holds_16_mib_and_1000_files(confined: Runner) -> None:
    body = (
        "had = [0, 0]\n"
        "try:\n    while True:\n        open(str(had[0]), 'w').close()\n        had[0] += 1\n"
        "except OSError:\n    pass\n"
        "try:\n    with open('0', 'wb', 0) as file:\n"
        "        while True:\n            had[1] += file.write(bytes(2**16))\n"
        "except OSError:\n    return had"
    )
    files, size = answer(confined, body).tolist()
    assert 900 < files < 1000
    assert 15 * 2**20 < size <= 16 * 2**20


def listed(sandbox: Runner, expression: str) -> set[str]:
    """Return the names in the list that the sandbox's function raises."""
    outcome = outcome_of(sandbox, f"raise ValueError(sorted({expression}))")
    return set(raised(outcome).message.strip("[]").replace("'", "").split(", "))


def test_the_root_shows_only_libraries_and_one_package(confined: Runner) -> None:
    seen = listed(confined, "os.listdir('/') + os.listdir('/packages')")
    assert {"numpy", "packages", "autograder"} <= seen
    assert not seen & {"home", "work", "bin", "sbin", "var", "opt", "srv", "mnt", "tensorflow"}, (
        seen
    )
    assert not list(Path("/packages").glob("*"))  # it is the sandbox's own


def test_the_root_shows_only_the_graders_folder_inside(
    confined: Runner,
) -> None:
    walk = "place + '/' + name for place, _, names in os.walk('/packages/autograder')"
    seen = listed(confined, f"{walk} for name in names if not place.endswith('/__pycache__')")
    root = "/packages/autograder/sandbox/inside"
    assert seen == {f"{root}/{path.name}" for path in INSIDE.glob("*.py")}
    folders = "place for place, _, _ in os.walk('/packages/autograder')"
    assert listed(confined, folders) - {f"{root}/__pycache__"} == {
        root,
        "/packages/autograder/sandbox",
        "/packages/autograder",
    }
    assert {path.suffix for path in INSIDE.iterdir()} - {"", ".py"} == set()


def test_the_grader_cannot_be_imported(anywhere: Runner) -> None:
    error = raised(outcome_of(anywhere, "import autograder\nreturn x"))
    assert error.type == "ModuleNotFoundError"
    assert error.message == "autograder may not be used in this exercise"


def test_calls_of_check_that_are_left_in_a_file_do_nothing(anywhere: Runner) -> None:
    source = "from autograder.jupyter import check\n\ncheck('double')\n\n"
    run = anywhere.run(written(source.encode() + DOUBLE.cells[0]), [task()])[0]
    assert run.loading is None
    assert doubles(run)


def test_open_sandbox_finds_the_warm_one_here() -> None:
    with open_sandbox("auto") as sandbox:
        assert sandbox.level == "warm"
    with open_sandbox("none") as sandbox:
        assert sandbox.level == "none"
        assert doubles(sandbox.run(DOUBLE, [task()])[0])


def test_a_server_killed_at_its_start_is_started_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Server] = []

    class KilledOnce(Server):
        def __init__(self, command: Sequence[str], starting: float) -> None:
            killed = ["sh", "-c", "kill -9 $$"]  # bubblewrap itself might leave a child behind
            super().__init__(command if started else killed, starting)
            started.append(self)

    monkeypatch.setattr(bubblewrap, "Server", KilledOnce)
    with open_sandbox("auto") as sandbox:
        assert sandbox.level == "warm"
    assert len(started) == 2


def test_other_packages_exist_only_if_allowed(warm: Runner) -> None:
    body, packages = "import pluggy\nreturn [1]", ("numpy", "pluggy")
    # It is not available, whatever the worker allows.
    assert raised(only(warm, body, packages=packages).outcomes[0]).type == "ModuleNotFoundError"
    with WarmSandbox(packages) as sandbox:
        assert isinstance(only(sandbox, body, packages=packages).outcomes[0].result, Answer)
    with pytest.raises(Refusal, match="no_such_package"):
        WarmSandbox(("no_such_package",))


# -- our own faults ----------------------------------------------------------------------------


def test_without_bubblewrap_nothing_is_graded_and_the_refusal_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Refusal, match="bwrap is not installed") as refusal:
        open_sandbox("auto")
    assert "apt install bubblewrap" in refusal.value.remedy


# User namespaces nest 33 deep: leave room for bubblewrap's, and none for those inside it.
DEEP = """
import ctypes, os
uid, gid = os.getuid(), os.getgid()
for _ in range(31):
    assert ctypes.CDLL(None).unshare(0x10000000) == 0
    maps = {"setgroups": "deny", "uid_map": f"1000 {uid} 1", "gid_map": f"1000 {gid} 1"}
    for name, text in maps.items():
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)
    uid = gid = 1000
from autograder.sandbox.pool import open_sandbox
with open_sandbox("auto") as sandbox:
    sandbox.check()
    print(sandbox.level)
"""


def test_where_namespaces_do_not_nest_every_task_gets_a_bubblewrap_of_its_own() -> None:
    done = subprocess.run([sys.executable, "-c", DEEP], capture_output=True, text=True)
    assert done.stdout == "cold\n", done


def test_threads_take_turns(warm: Runner) -> None:
    with ThreadPoolExecutor(4) as threads:
        runs = list(threads.map(lambda _: warm.run(DOUBLE, [task()])[0], range(12)))
    assert all(doubles(run) for run in runs)


@pytest.mark.parametrize("kind", [ColdSandbox, WarmSandbox])
def test_a_sandbox_outlives_the_thread_that_opened_it(
    kind: type[ColdSandbox | WarmSandbox],
) -> None:
    """With --die-with-parent, the kernel kills a process when the thread that started it ends."""
    with ThreadPoolExecutor(1) as threads:
        sandbox = threads.submit(kind).result()
        threads.submit(sandbox.check).result()
    with sandbox:
        assert doubles(sandbox.run(DOUBLE, [task()])[0])


BUSY = """
import sys
from msgspec.structs import replace
from autograder.sandbox import bubblewrap, requests, runner
long = replace(runner.HARMLESS_TASK, seconds=60.0)
code = b"def f():\\n while 1: pass\\nwhile 1:\\n try: f()\\n except BaseException: pass"
endless = replace(runner.HARMLESS, cells=(code,))
with getattr(bubblewrap, sys.argv[1])() as sandbox:
    sandbox.check()
    print(flush=True)
    sandbox._finish(requests.request(endless, [[long]]), 1000)
"""


@pytest.mark.parametrize("kind", ["ColdSandbox", "WarmSandbox"])
def test_no_process_outlives_a_killed_grader(kind: str) -> None:
    with subprocess.Popen([sys.executable, "-c", BUSY, kind], stdout=subprocess.PIPE) as grader:
        assert grader.stdout is not None
        grader.stdout.readline()
        time.sleep(1)  # by now it is in the endless loop
        family = descendants(grader.pid)
        grader.kill()
    assert len(family) >= 2
    assert all_ended(family)


@pytest.mark.skipif(os.getuid() != 0, reason="other users need no outer bubblewrap")
@pytest.mark.parametrize("kind", ["ColdSandbox", "WarmSandbox"])
def test_root_can_grade_in_a_container_without_a_process_of_number_3(kind: str) -> None:
    code = f"from autograder.sandbox.bubblewrap import {kind} as Sandbox"
    code += "\nwith Sandbox() as sandbox: sandbox.check()"
    shell = 'true & true & true & wait; "$0" -c "$1"'
    words = ["unshare", "--pid", "--fork", "--mount-proc", "sh", "-c", shell, sys.executable, code]
    done = subprocess.run(words, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("kind", ["ProcessSandbox", "ColdSandbox", "WarmSandbox"])
def test_ctrl_c_ends_the_students_code_too(kind: str) -> None:
    """Code that catches everything would go on: a terminal sends the signal to every process."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever the inherited setting
    with subprocess.Popen(
        [sys.executable, "-c", BUSY, kind],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as grader:
        assert grader.stdout is not None
        grader.stdout.readline()
        time.sleep(1)  # by now it is in the endless loop
        family = descendants(grader.pid)
        os.killpg(grader.pid, signal.SIGINT)
    assert family
    assert all_ended(family)


def test_no_process_is_left_of_a_sandbox_that_is_closed_while_it_starts() -> None:
    for _ in range(10):
        with ColdSandbox() as sandbox:
            assert sandbox._worker is not None
            while not (family := descendants(sandbox._worker._process.pid)):
                pass
        assert all_ended(family)


def test_a_server_that_died_is_started_again(warm: Runner) -> None:
    assert isinstance(warm, WarmSandbox)
    assert doubles(warm.run(DOUBLE, [task()])[0])
    assert warm._server is not None
    family = descendants(warm._server._process.pid)
    for process in family:
        with contextlib.suppress(ProcessLookupError):  # the end of one may be the end of the others
            os.kill(process, signal.SIGKILL)
    assert all_ended(family)
    assert doubles(warm.run(DOUBLE, [task()])[0])


def test_a_limit_that_would_cut_students_files_is_refused() -> None:
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (2**21, 2**21))\n"
        "from autograder.sandbox.pool import open_sandbox; open_sandbox('auto', ('numpy',))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "Files are limited to 2097152 bytes here" in done.stderr
    assert "ulimit -f unlimited" in done.stderr


def test_a_sandbox_that_cannot_start_is_not_the_students_fault() -> None:
    with ProcessSandbox([sys.executable, "-c", "raise SystemExit('no such worker')"]) as sandbox:
        runs = sandbox.run(DOUBLE, [task(), task("half")])
    assert [run.ended for run in runs] == ["not_graded", "not_graded"]
    assert "no such worker" in (runs[0].reason or "")


@pytest.mark.skipif(os.name != "posix", reason="other systems limit the length of a path")
def test_folders_nested_deeper_than_python_can_remove_do_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    body = "for _ in range(1100):\n    os.mkdir('d')\n    os.chdir('d')\nreturn [1]"
    with LimitedSandbox() as sandbox:
        assert answer(sandbox, body).tolist() == [1]
    subprocess.run(["rm", "-rf", *tmp_path.iterdir()], check=True)


def test_a_worker_is_found_although_the_grader_is_not_installed(only_numpy: Path) -> None:
    words = [sys.executable, "-S", *command()[1:]]
    path = os.pathsep.join((str(only_numpy), ENVIRONMENT["PYTHONPATH"]))
    with ProcessSandbox(words, {"PYTHONPATH": path}) as sandbox:
        assert doubles(sandbox.run(DOUBLE, [task()])[0])


def another_user_can_run_this_python() -> bool:
    if sys.platform != "linux" or os.getuid() != 0 or shutil.which("setpriv") is None:
        return False
    words = ["setpriv", *dropping(), "--no-new-privs", sys.executable, "-s", "-c", "import numpy"]
    return subprocess.run(words, capture_output=True, cwd="/").returncode == 0


@pytest.mark.skipif(
    not another_user_can_run_this_python(), reason="it needs root, and a Python that all may read"
)
def test_another_user_answers_and_owns_nothing() -> None:
    with OtherUser() as sandbox:
        sandbox.check()
        assert doubles(sandbox.run(DOUBLE, [task()])[0])
        who = [answer(sandbox, "return [os.getuid(), os.getgid()]").tolist() for _ in range(3)]
        first, waiting, third = who
        assert waiting != first == third, "code can write to the memory of its user's processes"
        assert set(map(tuple, who)) == {2 * (int(user),) for user in USERS}
        body = "np.save('kept', os.listdir('.'))\nreturn [len(os.listdir('.'))]"
        assert [answer(sandbox, body).tolist() for _ in range(2)] == [[1], [1]]
        body = "import socket\ntry:\n    socket.socket()\nexcept OSError:\n    return [1]"
        assert answer(sandbox, body).tolist() == [1], "it has network"
        body = "os.kill(os.getpid(), 9)\nreturn [1]"
        assert answer(sandbox, body).tolist() == [1], "it can seem killed from outside"


@pytest.mark.skipif(
    not another_user_can_run_this_python(), reason="it takes root, and a Python that all may read"
)
def test_nothing_runs_as_another_user_where_no_filter_can_be_loaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(*_: object) -> None:
        raise Refusal("No namespaces.", "Allow them.")

    def unfiltered(*_: object) -> None:
        raise OSError("no libseccomp")

    monkeypatch.setattr(other_user, "open_sandbox", refused)
    monkeypatch.setattr(OtherUser, "check", unfiltered)
    with pytest.raises(Refusal, match=r"No namespaces\. Another way failed, too: no libseccomp\."):
        other_user.best_sandbox(("numpy",))
