"""Measure how 500 submissions, a third of them hostile, affect the grader's memory and grades.

Aims: every honest submission gets the same grade as when graded alone; resident memory is flat from
100 to 500.
"""

import sys
import tempfile
from pathlib import Path
from time import perf_counter

TESTS = Path(__file__).parents[1] / "tests"


def main(count: int = 500, jobs: int = 2) -> None:
    sys.path.insert(0, str(TESTS))
    from support.zoo_batch import batch

    begin = perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        memory, others = batch(Path(folder), count, jobs)
    print(
        f"{count} submissions, every third one hostile, {jobs} jobs: {perf_counter() - begin:.0f} s"
    )
    print(
        f"honest grades that differ from the grade got alone: {len(others)} of {count - count // 3}"
    )
    print("resident memory of the grader after so many results, in MiB")
    for number in range(count // 10, count + 1, count // 10):
        print(f"{number:6} {memory[number]:8.1f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
