"""Measure the cost of one more submission: ours, and plain `nbgrader autograde` for equal tasks.

The two take turns, round after round, so that a busy machine slows both. Costs are medians, ratios
the medians of each round's ratio. Start-up is not counted: a cost is the difference between grading
several submissions and grading one. nbgrader's notebook tests each task with NumPy only, on its
smallest cases; one row adds the cost for a course that compares with TensorFlow.
"""

import argparse
import csv
import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from shutil import rmtree
from time import perf_counter
from typing import Any

import nbformat
import numpy as np
from nbformat.v4 import new_code_cell, new_notebook

from autograder import catalog
from autograder.answers.hidden import hidden_sheet, secret_seed
from autograder.answers.sheet import load
from autograder.records import Sheet, Submission, TaskSheet
from autograder.sandbox.bubblewrap import WarmSandbox

ROOT = Path(__file__).parents[1]
WRONG = {  # exercise -> a typical mistake, in one task
    "01_dense": "averaged_over_batch",
    "03_convolution": "averaged_over_batch",
    "02_activations": "elementwise_softmax_gradient",
}
FIRST = "01_dense"  # also has rows for TensorFlow, cold sandboxes and two jobs
CASES = 8  # in each of nbgrader's tests
# A process's CPU time counts once its parent has waited for it. So do not kill the server: let it
# end when its socket closes, adopted by this process (see `main`) if it has no other parent.
WARM = """
from autograder import cli
from autograder.sandbox import bubblewrap, pool
words = bubblewrap.command
bubblewrap.command = lambda *given: [word for word in words(*given) if word != "--die-with-parent"]
bubblewrap.Server.kill = lambda server: server._socket.close()
"""
COLD = f"{WARM}pool.open_bubblewrap = bubblewrap.ColdSandbox\n"
# nbgrader calls alembic.
ENVIRONMENT = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
Cost = np.ndarray  # wall and CPU time, in seconds
Grade = Callable[[int], Cost]  # grades this many new submissions


# -- measuring ---------------------------------------------------------------------------------


def python(*words: str, cwd: Path = ROOT) -> Cost:
    """Run Python and return the cost, including every process it started."""
    before, begin = cpu_of_children(), perf_counter()
    done = subprocess.run(
        [sys.executable, *words], cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True
    )
    wall = perf_counter() - begin
    if done.returncode:
        sys.exit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return np.array([wall, cpu_of_children() - before])


def cpu_of_children() -> float:
    """Wait for every child, adopted ones too, and return their total CPU seconds so far."""
    try:
        while True:
            os.waitpid(-1, 0)
    except ChildProcessError:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime


def marginal(grade: Grade, more: int) -> Cost:
    """Return the cost of each of `more` submissions beyond the first."""
    alone = grade(1)
    return (grade(1 + more) - alone) / more


# -- ours --------------------------------------------------------------------------------------


def ours(folder: Path, exercise: str, source: str, program: str = WARM, jobs: int = 1) -> Grade:
    """Return a function that runs `autograder grade`, from submissions to pages."""
    script = catalog.solution(ROOT, exercise).script.name
    classes = count()

    def grade(students: int) -> Cost:
        submissions = folder / f"class{next(classes)}"
        for student in range(students + jobs - 1):  # enough to start each job's process
            file = submissions / f"s{student}" / script
            file.parent.mkdir(parents=True)
            file.write_text(f"{source}\n# {student}\n", encoding="utf-8")
        out = str(submissions.with_suffix(".graded"))
        words = ("--out", out, "--exercise", exercise, "--jobs", str(jobs))
        cost = python("-c", f"{program}cli.main()", "grade", str(submissions), *words)
        return cost if jobs == 1 else cost * [1, np.nan]  # no CPU of killed servers

    grade(1)  # fills the caches, and asks TensorFlow for the hidden sheet
    result = json.loads((folder / f"class0.graded/s0/{exercise}/result.json").read_bytes())
    wrong = sum(task["verdict"] != "pass" for task in result["tasks"])
    level = "cold" if program is COLD else "warm"
    if (wrong, result["isolation"]) != (folder.name == "wrong", level):
        sys.exit(f"{folder.name} should be graded {level}: {json.dumps(result, indent=1)}")
    return grade


def own_seconds(source: str, answers: Sheet) -> float:
    """Return the seconds that the student's functions take to answer every case once.

    It is wall-clock time; the best of five runs of each task is close to CPU time.
    """
    file, cells, tasks = catalog.module_name(answers.exercise), (source.encode(),), answers.tasks
    submission = Submission(exercise=answers.exercise, module=file, filename=file, cells=cells)
    with WarmSandbox() as sandbox:
        runs = [sandbox.run(submission, tasks) for _ in range(5)]
    seconds = [[run.seconds for run in again] for again in runs]
    return float(np.min(seconds, axis=0).sum())


# -- nbgrader ----------------------------------------------------------------------------------

TEST = """
for arrays, options, right in {cases}:
    answer = {name}(*(np.array(array, "float32") for array in arrays), **options)
    answers = answer if isinstance(answer, tuple) else (answer,)
    for yours, expected in zip(answers, right, strict=True):
        np.testing.assert_allclose(yours, expected, rtol=1e-5, atol=1e-5)
"""


def cell(source: str, name: str, **roles: bool) -> nbformat.NotebookNode:
    """Return a cell of an nbgrader notebook."""
    marks = {"grade": False, "solution": False, "locked": True, "task": False, **roles}
    points = {"points": 1} if roles.get("grade") else {}
    metadata = {**marks, **points, "schema_version": 3, "grade_id": name}
    return new_code_cell(source, metadata={"nbgrader": metadata})


def lists(arrays: Mapping[str, np.ndarray]) -> list[Any]:
    """Return arrays of any shape as nested lists."""
    return [array.tolist() for array in arrays.values()]


def test_of(task: TaskSheet) -> str:
    """Return a test that compares a task with the right answers of its smallest cases."""
    by_size = sorted(task.cases, key=lambda case: sum(a.size for a in case.answers.values()))
    cases = [
        (lists(case.arrays), dict(case.options), lists(case.answers)) for case in by_size[:CASES]
    ]
    return TEST.format(cases=cases, name=task.name)


def nbgrader(course: Path, answers: Sheet, source: str, imports: str = "") -> Grade:
    """Return a function that runs `nbgrader autograde`, with one test cell for each task."""
    solution = cell("### BEGIN SOLUTION\n### END SOLUTION", "work", solution=True, locked=False)
    tests = [cell(test_of(task), task.name, grade=True) for task in answers.tasks]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [cell(f"import numpy as np\n{imports}", "imports"), solution, *tests]
    book = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    (course / "source/work").mkdir(parents=True)
    nbformat.write(book, course / "source/work/work.ipynb")
    python("-m", "nbgrader", "generate_assignment", "work", cwd=course)
    submitted = nbformat.read(course / "release/work/work.ipynb", as_version=4)
    submitted.cells[1].source = source
    numbers = count()

    def grade(students: int) -> Cost:
        rmtree(course / "submitted", ignore_errors=True)
        for _ in range(students):
            folder = course / f"submitted/s{next(numbers)}/work"
            folder.mkdir(parents=True)
            nbformat.write(submitted, folder / "work.ipynb")
        return python("-m", "nbgrader", "autograde", "work", cwd=course)

    grade(1)
    python("-m", "nbgrader", "export", cwd=course)
    with open(course / "grades.csv", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    if row["score"] != row["max_score"]:
        sys.exit(f"nbgrader gave {answers.exercise} {row['score']} of {row['max_score']} points")
    return grade


# -- all of it ---------------------------------------------------------------------------------


def compare(folder: Path, exercise: str, given: argparse.Namespace) -> None:
    """Measure one exercise, and print a table."""
    solution = catalog.solution(ROOT, exercise)
    right = solution.script.read_text("utf-8")
    wrong = f"{right}\n{solution.mistakes[WRONG[exercise]].read_text('utf-8')}"
    first = ours(folder / "right", exercise, right)
    answers = load(hidden_sheet(ROOT, exercise, secret_seed(ROOT)) or b"")
    plain = nbgrader(folder / "NumPy", answers, right)
    turns = {  # row -> (how to grade, how many, the aim)
        "right": (first, given.ours, ""),
        "nbgrader autograde, NumPy alone": (plain, given.nbgrader, "(aim 60, better 100)"),
        "one task wrong": (ours(folder / "wrong", exercise, wrong), given.ours, "(aim 2)"),
    }
    if exercise == FIRST:
        heavy = nbgrader(folder / "TensorFlow", answers, right, "import tensorflow")
        turns["nbgrader autograde, TensorFlow in it"] = heavy, 1, "(aim 100)"
        cold = ours(folder / "cold", exercise, right, COLD)
        turns["right, cold sandboxes"] = cold, max(1, given.ours // 4), ""
        jobs = ours(folder / "jobs", exercise, right, jobs=2)
        turns["right, two jobs"] = jobs, given.ours, ""
    costs = defaultdict(list)
    for _ in range(given.rounds):
        for text, (grade, more, _) in turns.items():
            costs[text].append(marginal(grade, more))
    print(f"One more submission of {exercise}, {len(answers.tasks)} tasks; rounds: {given.rounds}")
    print(f"  {'':<36}    wall ms   CPU ms   times the first row")
    for text, (_, _, aim) in turns.items():
        wall, cpu = 1000 * np.median(costs[text], axis=0)
        ratios = np.median(np.divide(costs[text], costs["right"]), axis=0)
        times = f"{ratios[0]:9.1f} {ratios[1]:8.1f}   {aim}"
        print(f"  {text:<36} {wall:10.1f} {cpu:8.1f} {times}".rstrip())
    student, cpu = own_seconds(right, answers), np.median(costs["right"], axis=0)[1]
    overhead = 1000 * (cpu - student) / len(answers.tasks)
    print(f"  {'the student alone':<47} {1000 * student:8.1f}")
    print(f"  {'our overhead per task':<47} {overhead:8.1f}   (aim below 8)\n", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("exercises", nargs="*", default=list(WRONG), metavar="EXERCISE")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ours", type=int, default=40, help="our submissions in each batch")
    parser.add_argument("--nbgrader", type=int, default=4, help="nbgrader's; 1 with TensorFlow")
    given = parser.parse_args()
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: adopt orphans
    with tempfile.TemporaryDirectory() as name:
        for exercise in given.exercises:
            compare(Path(name, exercise), exercise, given)


if __name__ == "__main__":
    main()
