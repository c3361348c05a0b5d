"""Measure 07 and 08: the cost of a correct submission, and the effect of hostile ones on others.

Aims: a correct 07 takes less than 2 s of CPU beyond the import of NumPy; 08, graded warm, is at
least 30 times cheaper than importing TensorFlow for each task; in a class of 100 for 08 (a third
hostile) and 100 for 03, honest grades are the same as without hostile ones, nothing is left behind,
and memory is flat.
"""

import argparse
import ctypes
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import numpy as np

from autograder import catalog

ROOT = Path(__file__).parents[1]
NETWORK, KERAS = "07_network", "08_keras_layers"


def costs(folder: Path, rounds: int) -> None:
    """Print the cost of one more submission of 07 and of 08, beside imports."""
    from grade import marginal, ours, python

    grades = {}
    for name in (NETWORK, KERAS):
        source = catalog.solution(ROOT, name).script.read_text(encoding="utf-8")
        grades[name] = ours(folder / name / "right", name, source)
    rows = []
    for _ in range(rounds):
        nothing, numpy, tensorflow = (
            python("-c", code) for code in ("pass", "import numpy", "import tensorflow, keras")
        )
        network, keras = (marginal(grades[name], 4) for name in (NETWORK, KERAS))
        rows.append([numpy - nothing, tensorflow - nothing, network, keras])
    numpy, tensorflow, network, keras = np.median(rows, axis=0)[:, 1]
    tasks = len(catalog.load_spec(catalog.solution(ROOT, KERAS)).tasks)
    print(f"CPU seconds, medians of {rounds} rounds; one submission more, graded warm")
    print(f"  importing NumPy {numpy:.2f}, TensorFlow {tensorflow:.2f}")
    print(f"  {NETWORK} {network:.2f}, times importing NumPy {network / numpy:.1f} (aim below 2 s)")
    each = tasks * tensorflow
    print(f"  {KERAS} {keras:.2f} for {tasks} tasks (aim below 5 s)")
    print(f"  importing TensorFlow for each task costs {each / keras:.1f} times that (aim 30)")


def crowd(folder: Path, count: int, jobs: int) -> None:
    """Print how a class with hostile students affects grades and memory."""
    from support import keras_batch

    begin = perf_counter()
    (folder / "tmp").mkdir(parents=True)
    tempfile.tempdir = str(folder / "tmp")  # where no other process makes files
    memory, others, grades, left = keras_batch.batch(folder, count, jobs)
    print(f"{count} of {KERAS}, a third hostile, and {count} of 03: {perf_counter() - begin:.0f} s")
    print(f"  honest grades that differ from those without hostile students: {len(others)}")
    shown = set()
    for student, graded in sorted(grades.items()):
        if "hostile" in student and student[5:] not in shown:
            shown.add(student[5:])
            print(f"  {student[5:]}: {', '.join(task.verdict for task in graded.tasks)}")
    print("  resident memory of the grader after so many results, in MiB")
    for number in np.linspace(1, len(memory), 8, dtype=int):
        print(f"  {number:6} {memory[number]:8.1f}")
    print(f"  left behind: {', '.join(left) or 'nothing'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--students", type=int, default=100, help="of each exercise")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: adopt orphans
    with tempfile.TemporaryDirectory() as name:
        if given.rounds:
            costs(Path(name, "costs"), given.rounds)
        # This folder holds a file called keras.py, which is not the package.
        sys.path[0] = str(ROOT / "tests")
        if given.students:
            crowd(Path(name, "crowd"), given.students, given.jobs)


if __name__ == "__main__":
    main()
