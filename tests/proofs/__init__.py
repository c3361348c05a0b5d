"""Proofs that take minutes, as commands: `make mutants`, `make proofs`. The tests run a share of each.

mutants     every small change of a solution loses points        acceptance   every right style earns full points
diagnosis   every mistake is named, and pairs never wrongly      styles/      independent right answers to every task
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
from autograder.records import Answer

ROOT = Path(__file__).parents[2]
EXERCISES = catalog.exercises(ROOT, "solutions")
Answer = TypeVar("Answer")


def each_exercise(prove: Callable[[str], Answer], wanted: Sequence[str]) -> Iterator[Answer]:
    """prove(exercise) for the wanted exercises or all, side by side. TensorFlow survives no fork, so none is forked."""
    names = [catalog.find(name, EXERCISES) for name in wanted] or EXERCISES
    quietly = partial(
        filterwarnings, "ignore", category=RuntimeWarning
    )  # mistakes overflow on purpose
    with ProcessPoolExecutor(cpu_count(), get_context("spawn"), quietly) as processes:
        yield from processes.map(prove, names)
