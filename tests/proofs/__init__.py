"""Run slow proofs: `make mutants`, `guards`, `package`, `proofs`. Tests run a sample of each.

mutants      every small change to a solution loses points
guards       a solution that is wrong beyond a bound loses points
package      every small change to the grader fails a test of the changed module
acceptance   every style in solutions/*/styles/ earns full points, and no stub earns any
pairs        two mistakes in one function lose points, and get no name that fits neither
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path
from typing import TypeVar
from warnings import filterwarnings

from autograder import catalog

ROOT = Path(__file__).parents[2]
EXERCISES = catalog.exercises(ROOT, catalog.SOLUTIONS)
Proved = TypeVar("Proved")


def each_exercise(prove: Callable[[str], Proved], wanted: Sequence[str]) -> Iterator[Proved]:
    """Yield prove(exercise) for the given exercises, or for all, in parallel.

    TensorFlow does not survive a fork, so each process is a new Python.
    """
    names = [catalog.find(name, EXERCISES) for name in wanted] or EXERCISES
    # Mistakes overflow on purpose.
    quietly = partial(filterwarnings, "ignore", category=RuntimeWarning)
    with ProcessPoolExecutor(cpu_count(), get_context("spawn"), quietly) as processes:
        yield from processes.map(prove, names)
