"""Two mistakes in one function: points are lost, and no name is given that is neither's: `make proofs`.

The second mistake is run as a later cell than the first, so what it takes for the right function is the first's.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import permutations

from autograder import catalog
from autograder.grade import grade_task
from autograder.pipeline import public_sheet
from autograder.records import Submission, TaskSheet
from autograder.sandbox.pool import borrowed, close_idle
from autograder.sheet import load

from . import ROOT, each_exercise
from .mutants import SECONDS

# Pairs that are a third mistake, number for number: (task, first, second).
COINCIDE = {
    # A convolution that is wrapped round is what the transforms give without the conjugate, and the other way round.
    ("conv2d_fft", "border_wraps_round", "flipped_kernel"),
    ("conv2d_fft", "conjugate_forgotten", "flipped_kernel"),
}


def pairs(task: TaskSheet, sources: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Every two mistakes that make this task go wrong, where the second builds on the right function, now the first."""
    names = sorted({name for case in task.cases for name in case.mistakes})
    return ((one, two) for one, two in permutations(names, 2) if f"import {task.name} as".encode() in sources[two])


def examine(exercise: str, isolation: str) -> tuple[int, int, list[str]]:
    """How many pairs there are, how many got a name, and what is wrong."""
    folder, module = ROOT / "solutions" / exercise, catalog.module_name(exercise)
    solution = (folder / f"{module}.py").read_bytes()
    sources = {name: path.read_bytes() for name, path in catalog.mistakes(folder).items()}
    count, named, wrong = 0, 0, []
    for task in load(public_sheet(ROOT, exercise)).tasks:
        task = replace(task, seconds=SECONDS)
        for pair in pairs(task, sources):
            cells = (solution, *(sources[name] for name in pair))
            with borrowed(isolation, ("numpy",)) as sandbox:  # together they may never end, or fill the memory
                (run,) = sandbox.run(Submission(exercise, module, f"{module}.py", cells, ""), [task])
            graded = grade_task(task, run, {}, hidden=False)
            count, named = count + 1, named + (graded.mistake is not None)
            unfair = graded.verdict == "pass" or graded.mistake not in (None, *pair)
            if unfair and (task.name, *pair) not in COINCIDE:
                wrong.append(f"{task.name}: {pair[0]}, {pair[1]}: {graded.mistake or graded.verdict}")
    close_idle()
    return count, named, wrong


def main() -> int:
    parser = argparse.ArgumentParser(prog="pairs", description=__doc__)
    parser.add_argument("exercises", nargs="*")
    parser.add_argument("--isolation", choices=("auto", "none"), default="auto")
    words = parser.parse_args()
    totals, wrong = [0, 0], []
    for count, named, problems in each_exercise(partial(examine, isolation=words.isolation), words.exercises):
        totals = [totals[0] + count, totals[1] + named]
        wrong += problems
    print(f"{totals[0]} pairs of mistakes in one function: {totals[1]} get the name of one; {len(wrong)} are unfair.")
    print("\n".join(wrong))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
