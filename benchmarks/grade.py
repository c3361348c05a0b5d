"""What grading costs: ours, and plain `nbgrader autograde`, for the same task, 01_dense.

Every figure is the time of one more submission, so that starting up is not counted; one job, unless
a row says more. The tests in nbgrader's notebook are pure NumPy; its last row adds what a course
pays that compares with TensorFlow.
Aims: 100 times faster than nbgrader with TensorFlow; less than 30 ms of our own per task.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from time import perf_counter

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from autograder.answers import sheet
from autograder.intake.looking import asked_by
from autograder.intake.submissions import one_file
from autograder.records import Submission, TaskSheet
from autograder.sandbox.bubblewrap import ColdSandbox, WarmSandbox
from autograder.sandbox.runner import Runner

ROOT = Path(__file__).parents[1]
EXERCISE = "01_dense"
HANDED_IN = ROOT / "examples/class/bela/dense.py"
SOURCE = HANDED_IN.read_text(encoding="utf-8")
PROCESSORS = os.cpu_count() or 1
ENVIRONMENT = {
    **os.environ,
    "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
}  # nbgrader calls alembic


def run(*command: str, cwd: Path = ROOT) -> float:
    """Return the seconds that a Python module's command takes."""
    begin = perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return perf_counter() - begin


def marginal(grade: Callable[[int], float], more: int) -> float:
    """Return the seconds for each of `more` submissions beyond the first.

    grade: grades so many new ones.
    """
    grade(1)  # fills the caches, and asks TensorFlow for our sheet
    alone = grade(1)
    return (grade(1 + more) - alone) / more


# -- ours --------------------------------------------------------------------------------------


def ours(folder: Path, jobs: int) -> float:
    """Return the seconds of `autograder grade`, from reading submissions to writing pages."""
    classes = count()

    def grade(students: int) -> float:
        submissions = folder / f"class{next(classes)}"
        for student in range(students):
            file = submissions / f"s{student}/dense.py"
            file.parent.mkdir(parents=True)
            file.write_text(f"{SOURCE}\n# {student}\n", encoding="utf-8")
        out = str(submissions.with_suffix(".graded"))
        words = ("--out", out, "--exercise", EXERCISE, "--jobs", str(jobs))
        return run("autograder", "grade", str(submissions), *words)

    return marginal(grade, 20)


def sandboxed(
    sandbox: Runner, submission: Submission, tasks: tuple[TaskSheet, ...], times: int
) -> tuple[float, float]:
    """Return the seconds in the sandbox for one more submission, and the student's own share."""
    sandbox.run(submission, tasks)
    begin = perf_counter()
    runs = [run for _ in range(times) for run in sandbox.run(submission, tasks)]
    seconds = perf_counter() - begin
    own = sum(outcome.seconds for run in runs for outcome in run.outcomes)
    return seconds / times, own / times


# -- nbgrader ----------------------------------------------------------------------------------

CONFIG = """
c = get_config()
c.CourseDirectory.root = {root!r}
c.CourseDirectory.db_url = "sqlite:///" + {root!r} + "/gradebook.db"
"""
DRAWN = """
drawn = [(2, 3, 2), (3, 5, 8), (9, 6, 3), (3, 3, 3), (5, 4, 4), (4, 2, 4), (1, 5, 3), (4, 2, 1)]
for batch, features, units in drawn:
    random = np.random.default_rng(batch)
    sizes = [(batch, units), (batch, features), (features, units), (units,)]
    g, x, w, b = (random.normal(size=s).astype("float32") for s in sizes)
"""
TESTS = [
    DRAWN + '    right = np.einsum("nf,fu->nu", x, w) + b\n'
    "    np.testing.assert_allclose(dense(x, w, b), right, rtol=1e-5, atol=1e-5)",
    DRAWN
    + '    right = np.einsum("nu,fu->nf", g, w), np.einsum("nf,nu->fu", x, g), g.sum(axis=0)\n'
    "    for yours, answer in zip(dense_backward(g, x, w, b), right, strict=True):\n"
    "        np.testing.assert_allclose(yours, answer, rtol=1e-5, atol=1e-5)",
    "layers = [((512, 512), 8, 2097160), ((5, 12, 3), 6, 1086), ((11,), 7, 84)]\n"
    "for shape, units, right in layers:\n"
    "    assert count_dense_parameters(shape, units) == right",
]


def cell(
    source: str, name: str, grade: bool = False, solution: bool = False
) -> nbformat.NotebookNode:
    marks = {
        "grade": grade,
        "solution": solution,
        "locked": not solution,
        "task": False,
        "schema_version": 3,
    }
    points = {"points": 1} if grade else {}
    return new_code_cell(source, metadata={"nbgrader": {**marks, **points, "grade_id": name}})


def nbgrader(course: Path, imports: str, more: int) -> float:
    """Return the seconds of `nbgrader autograde` on a notebook with three autograded cells."""
    cells = [cell(imports, "imports")]
    cells.append(cell(f"### BEGIN SOLUTION\n{SOURCE}\n### END SOLUTION", "solution", solution=True))
    cells += [cell(test, f"test{number}", grade=True) for number, test in enumerate(TESTS)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    (course / "source/dense").mkdir(parents=True)
    nbformat.write(
        new_notebook(cells=cells, metadata={"kernelspec": kernel}),
        course / "source/dense/dense.ipynb",
    )
    (course / "nbgrader_config.py").write_text(CONFIG.format(root=str(course)))
    run("nbgrader", "generate_assignment", "dense", cwd=course)
    handed_in = nbformat.read(course / "release/dense/dense.ipynb", as_version=4)
    handed_in.cells[1].source = SOURCE
    numbers = count()

    def grade(students: int) -> float:
        for _ in range(students):
            folder = course / f"submitted/s{next(numbers)}/dense"
            folder.mkdir(parents=True)
            nbformat.write(handed_in, folder / "dense.ipynb")
        return run("nbgrader", "autograde", "dense", cwd=course)

    return marginal(grade, more)


def main() -> None:
    answers = sheet.load((ROOT / "exercises" / EXERCISE / "sheet.npz").read_bytes())
    tasks, submission = answers.tasks, one_file(HANDED_IN, EXERCISE, asked_by(answers))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = ours(folder / "ours", 1)
        side_by_side = ours(folder / "jobs", PROCESSORS)
        with WarmSandbox() as sandbox:
            warm, own = sandboxed(sandbox, submission, tasks, 20)
        with ColdSandbox() as sandbox:
            cold, _ = sandboxed(sandbox, submission, tasks, 3)
        numpy = nbgrader(folder / "numpy", "import numpy as np", 8)
        tensorflow = nbgrader(folder / "tensorflow", "import numpy as np\nimport tensorflow", 3)
    overhead = (whole - own) / len(tasks)
    print(f"One more submission of {EXERCISE}, {len(tasks)} tasks:")
    row("autograder grade", whole, "")
    row("  the student's own computation", own, f"{own / whole:.1%}")
    row("  our overhead per task", overhead, "(aim 30)")
    for name, seconds, aim in (
        (f"autograder grade, {PROCESSORS} jobs", side_by_side, ""),
        ("autograder grade, cold sandboxes", whole - warm + cold, ""),
        ("nbgrader autograde, NumPy alone", numpy, ""),
        ("nbgrader autograde, TensorFlow in it", tensorflow, "(aim 100)"),
    ):
        row(name, seconds, f"{seconds / whole:.1f} times the first row {aim}")


def row(name: str, seconds: float, note: str) -> None:
    print(f"  {name:<38}{1000 * seconds:8.1f} ms   {note}".rstrip())


if __name__ == "__main__":
    main()
