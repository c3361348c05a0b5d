"""Lay out a class of hostile students, an honest one after each, and check that nothing is left.

The sheets are made by hand, so that no TensorFlow is needed and a run takes seconds.
"""

import ast
import ctypes
import gc
import os
import re
import tempfile
import time
from pathlib import Path

import numpy as np

from autograder.answers import sheet
from autograder.grading.classroom import Class, grade_class
from autograder.grading.executors import Executor
from autograder.grading.output import settle
from autograder.grading.submitted import STAFF
from autograder.intake.candidate import Assigned, asked_for
from autograder.intake.submissions import received
from autograder.records import Grade, Sheet, SheetCase, TaskSheet
from autograder.sandbox.pool import IsolationChoice
from support import ZOO

ATTACKS = sorted(path.stem for path in ZOO.glob("*.py"))
AXES = {"inputs": "batch features", "kernel": "features units", "bias": "units"}
EXAMPLE = ([[1, 2, 0], [0, 1, 3]], [[1, 0], [2, -1], [0, 1]], [10, 20])
SECONDS = 0.5
HONEST = {
    "dense": b"def dense(inputs, kernel, bias):\n    return inputs @ kernel + bias\n",
    "dense_backward": b"def dense_backward(grad_outputs, inputs, kernel, bias):\n"
    b"    return grad_outputs @ kernel.T, inputs.T @ grad_outputs, grad_outputs.sum(axis=0)\n",
}
LAYER = "layer"  # the exercise with all of these tasks, in one file
SET_CHILD_SUBREAPER = 36


# -- the exercise ------------------------------------------------------------------------------


def calls(backward: bool) -> list[tuple[bool, bool, list[np.ndarray]]]:
    """Return (public, exact, arrays) of each call; the last repeats the first."""
    rng = np.random.default_rng(20_011)
    drawn = [(True, True, [np.array(array, np.float32) for array in EXAMPLE])]
    for exact in True, True, False, False:
        shapes = (3, 5), (5, 2), (2,)
        arrays = [
            rng.integers(-4, 5, shape) if exact else rng.standard_normal(shape) for shape in shapes
        ]
        drawn.append((False, exact, [array.astype(np.float32) for array in arrays]))
    if backward:
        upstream = [
            rng.integers(1, 5, (len(arrays[0]), len(arrays[2]))).astype(np.float32)
            for *_, arrays in drawn
        ]
        drawn = [
            (*each, [first, *arrays])
            for first, (*each, arrays) in zip(upstream, drawn, strict=True)
        ]
    return [*drawn, drawn[0]]


def task(name: str) -> TaskSheet:
    backward = name == "dense_backward"
    axes = {"grad_outputs": "batch units", **AXES} if backward else AXES
    parts = (
        {f"grad_{part}": words for part, words in AXES.items()}
        if backward
        else {"outputs": "batch units"}
    )
    scope: dict = {}
    exec(HONEST[name], scope)
    cases = []
    for public, exact, arrays in calls(backward):
        wide = scope[name](*(array.astype(np.float64) for array in arrays))
        size = scope[name](*(np.abs(array.astype(np.float64)) for array in arrays))
        answers = dict(zip(parts, wide if backward else [wide], strict=True))
        allowed = dict(zip(parts, size if backward else [size], strict=True))
        allowances = (
            {} if exact else {part: 8 * 2.0**-24 * array for part, array in allowed.items()}
        )
        cases.append(
            SheetCase(
                aspect="values",
                exact=exact,
                public=public,
                arrays=dict(zip(axes, arrays, strict=True)),
                options={},
                answers=answers,
                allowances=allowances,
            )
        )
    return TaskSheet(
        name=name,
        points=2.0,
        arrays=axes,
        parts=parts,
        integer=False,
        seconds=SECONDS,
        cases=tuple(cases),
        off_limits=("numpy.einsum",),
    )


EXERCISES = {**{f"01_{name}": [name] for name in HONEST}, f"01_{LAYER}": list(HONEST)}


def sheets() -> dict[str, bytes]:
    """Return the hidden sheets: exercise -> bytes."""
    made = {}
    for exercise, names in EXERCISES.items():
        tasks = tuple(map(task, names))
        answers = Sheet(exercise=exercise, title=exercise, tasks=tasks, hints={}, made_by={})
        made[exercise] = sheet.dump(answers)
    return made


def asked() -> Assigned:
    """Return the names that the exercises ask for."""
    return asked_for(EXERCISES)


def hidden_numbers() -> set[str]:
    """Return the real numbers of the hidden cases, as reports and students' texts spell them."""
    arrays = [
        array
        for name in HONEST
        for case in task(name).cases
        if not case.exact
        for array in (*case.arrays.values(), *case.answers.values())
    ]
    numbers = [abs(float(number)) for array in arrays for number in array.ravel()]
    spelt = {str(int(number * 1e6) + more) for number in numbers if number > 0.1 for more in (0, 1)}
    return {f"{number:#.4g}" for number in numbers} | spelt


def texts(out: Path) -> dict[str, str]:
    """Return the files of an output folder without their digests: path -> text.

    The copy of the submission is left out: it was written before any hidden case was drawn.
    """
    paths = [
        path for path in out.rglob("*.*") if path.is_file() and not path.match(f"{STAFF}/*/*.json")
    ]
    return {
        str(path): re.sub("[0-9a-f]{64}", "", path.read_text(encoding="utf-8")) for path in paths
    }


def leaks_of_hidden_cases(out: Path) -> list[tuple[str, str]]:
    """Return the numbers of hidden cases found in files: (path, number)."""
    secrets = hidden_numbers()
    return [
        (path, secret) for path, text in texts(out).items() for secret in secrets if secret in text
    ]


# -- the class ---------------------------------------------------------------------------------


def verdicts(attack: str) -> list[list[str]]:
    """Return the verdicts that each task of an attack may get, according to its own docstring."""
    docstring = ast.get_docstring(ast.parse((ZOO / f"{attack}.py").read_bytes())) or ""
    expected = docstring.splitlines()[-1].removeprefix("Verdict: ")
    return [each.split(" or ") for each in expected.split(", ")]


def module_of(source: bytes) -> str:
    """Return the exercise that a submission is for, by the functions that it defines."""
    names = [name for name in HONEST if b"def %s(" % name.encode() in source]
    return LAYER if len(names) > 1 else "".join(names) or "dense"


def lay_out(folder: Path, attacks: list[str], honest_after: int = 1) -> Path:
    """Make a folder for each attack, and honest students' folders in between."""
    for number, attack in enumerate(attacks):
        source = (ZOO / f"{attack}.py").read_bytes()
        name = module_of(source)
        _submit(folder / f"{number:03} {attack}", name, source)
        if number % honest_after == honest_after - 1:
            honest = b"\n".join(HONEST.values()) if name == LAYER else HONEST[name]
            _submit(folder / f"{number:03} {attack} and then honest", name, honest)
    return folder


def _submit(folder: Path, name: str, source: bytes) -> None:
    folder.mkdir(parents=True)
    (folder / f"{name}.py").write_bytes(source)


def graded(
    submissions: Path,
    out: Path,
    jobs: int = 1,
    whole_name: bool = False,
    executor: Executor | None = None,
    isolation: IsolationChoice = "auto",
) -> dict[str, Grade]:
    """Grade by the real stages from intake to reports: student, without their number -> grade."""
    answers = sheets()
    given = Class(received=received(submissions, asked()), sheets=answers, isolation=isolation)
    done = grade_class(given, out, jobs, executor)
    grades = sorted(done, key=lambda grade: grade.student or "")
    settle(out, given.hints())
    return {grade.student[0 if whole_name else 4 :]: grade for grade in grades if grade.student}


# -- what it leaves behind ---------------------------------------------------------------------


def adopt_orphans(yes: bool) -> None:
    """Let processes that outlive their parents become children of this one, which sees them."""
    ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, int(yes), 0, 0, 0)


def traces() -> dict[str, object]:
    """Return the traces of a task: processes, descriptors, mounts, files, queues, cgroups."""
    gc.collect()  # an earlier test's cycles may hold descriptors
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    cgroup = Path(
        "/sys/fs/cgroup" + Path("/proc/self/cgroup").read_text().splitlines()[-1].partition("::")[2]
    )
    return {
        "processes": [child for child in map(int, children) if not _reaped(child)],
        "descriptors": len(os.listdir("/proc/self/fd")),
        "mounts": Path("/proc/self/mountinfo").read_text(),
        "files": sorted(os.listdir(tempfile.gettempdir())),
        "bomb": os.path.exists("/tmp/autograder_zoo_pickle_bomb"),
        "ipc": [Path(f"/proc/sysvipc/{kind}").read_text() for kind in ("shm", "msg", "sem")],
        "cgroups": sorted(path.name for path in cgroup.iterdir() if path.is_dir())
        if cgroup.is_dir()
        else [],
    }


def _reaped(child: int) -> bool:
    """Tell whether an adopted process is dead, and then remove its last trace."""
    dead = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return dead and os.waitpid(child, os.WNOHANG)[0] == child


def settled(before: dict[str, object], seconds: float = 10.0) -> dict[str, object]:
    """Return the traces as soon as they are as before, or after this many seconds."""
    deadline = time.monotonic() + seconds
    while (now := traces()) != before and time.monotonic() < deadline:
        time.sleep(0.05)
    return now
