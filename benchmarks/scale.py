"""Measure whether the last submission of a large class costs no more than the first.

Also measure whether two workers of a cluster halve the time.

Aims: the last submissions take at most 1.2 times as long as the first, and this process at most 1.3
times the memory; two Dask workers are at least 1.8 times as fast as one. All are ratios from one
run, so that they hold on any machine; the processors must be otherwise idle.
"""

import os
import sys
import tempfile
from itertools import cycle, pairwise
from pathlib import Path
from time import perf_counter

from autograder import catalog
from autograder.grading.classroom import Class, grade_class
from autograder.grading.cluster import Cluster
from autograder.grading.executors import Executor, local
from autograder.grading.output import settle
from autograder.intake.candidate import course
from autograder.intake.submissions import received
from autograder.records import Grade
from autograder.reports.class_table import class_table
from autograder.reports.terminal import console

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support.dask_cluster import DaskCluster, dask_cluster  # noqa: E402
from support.zoo_batch import resident  # noqa: E402

EXERCISE = "01_dense"
STUDENTS = ("ada", "bela", "hana", "emil")  # two correct, one wrong, one half done
PARTS = 10  # the first starts processes and fills caches: the second is compared with the last


def lay_out(folder: Path, count: int) -> Path:
    """Submit the same few files repeatedly, each time with another comment."""
    sources = [(ROOT / f"examples/class/{name}/dense.py").read_bytes() for name in STUDENTS]
    for number, source in zip(range(count), cycle(sources), strict=False):
        student = folder / f"s{number:06}"
        student.mkdir(parents=True)
        student.joinpath("dense.py").write_bytes(source + f"\n# {number}\n".encode())
    return folder


def class_of(submissions: Path) -> Class:
    sheet = catalog.released(ROOT, EXERCISE).sheet.read_bytes()
    known = course(ROOT, [EXERCISE])
    return Class(received=received(submissions, known), sheets={EXERCISE: sheet})


def graded(given: Class, out: Path, executor: Executor) -> tuple[list[Grade], float]:
    """Grade a class and print the cost; return the grades and the seconds after the start."""
    grades, clock, memory = [], [perf_counter()], [resident()]
    for grade in grade_class(given, out, executor=executor):
        grades.append(grade)
        if len(grades) % (len(given.received) // PARTS) == 0:
            clock.append(perf_counter())
            memory.append(resident())
    parts = [1000 * PARTS / len(grades) * (end - begin) for begin, end in pairwise(clock)]
    row("a submission at the start", parts[1], "ms")
    row("a submission at the end", parts[-1], "ms", parts[-1] / parts[1], "at most 1.2")
    row("memory at the start", memory[2], "MiB")
    row("memory at the end", memory[-1], "MiB", memory[-1] / memory[2], "at most 1.3")
    return grades, clock[-1] - clock[1]


def on_this_machine(given: Class, submissions: Path, out: Path, jobs: int) -> None:
    print(f"{jobs} processes")
    with local(jobs, given.sheets.values()) as executor:
        grades, _ = graded(given, out, executor)
    begin = perf_counter()
    console().print(class_table(settle(out, given.hints()).grades))
    row("the table, report.html and grades.csv", perf_counter() - begin, "s")
    begin = perf_counter()
    with local(jobs, given.sheets.values()) as executor:
        kept = list(grade_class(class_of(submissions), out, executor=executor))
    assert len(kept) == len(grades)
    row("a rerun that finds everything graded", perf_counter() - begin, "s")


def on_a_cluster(given: Class, folder: Path) -> None:
    seconds = []
    for workers in (1, 2):
        print(f"a Dask cluster, workers: {workers}")
        dask_folder = folder / f"dask{workers}"
        dask_folder.mkdir()
        with dask_cluster(dask_folder) as dask:
            for number in range(workers):
                start_on(number, dask)
            with Cluster(dask.address, given.sheets.values()) as cluster:
                seconds.append(graded(given, folder / f"out{workers}", cluster)[1])
    times = seconds[0] / seconds[1]
    print(f"  two workers are {times:.2f} times as fast as one (aim at least 1.8)")


def start_on(number: int, dask: DaskCluster) -> None:
    """Start a worker on one processor, as if the others had workers of their own.

    Otherwise a single worker's sandboxes would also use the processor of the second.
    """
    processors = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {sorted(processors)[number % len(processors)]})
    dask.start_worker()
    os.sched_setaffinity(0, processors)


def row(name: str, value: float, unit: str, ratio: float | None = None, aim: str = "") -> None:
    times = "" if ratio is None else f"{ratio:8.2f} times   (aim {aim})"
    print(f"  {name:<40}{value:10.1f} {unit:<4}{times}".rstrip(), flush=True)


def main(count: int = 10_000, jobs: int = os.cpu_count() or 1) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        submissions = lay_out(folder / "class", count)
        given = class_of(submissions)
        print(f"{count} submissions of {EXERCISE}")
        on_this_machine(given, submissions, folder / "out", jobs)
        on_a_cluster(given, folder)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
