"""Two mistakes in one function: points are lost, and no name is given that is not true of either: `make proofs`.

The second mistake is run as a later cell than the first, so what it takes for the right function is the first's.
"""

import argparse
import ast
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import permutations

import numpy as np

from autograder import catalog
from autograder.answers.making import public_sheet
from autograder.answers.sheet import load
from autograder.grading.submission import grade_task
from autograder.records import Raised, SheetCase, Submission, TaskSheet
from autograder.sandbox.pool import borrowed, close_idle
from autograder.verdict.diagnose import TOLERANCE

from . import ROOT, each_exercise
from .mutants import SECONDS

# Pairs that are a third mistake, number for number: (task, first, second).
COINCIDE = {
    # A convolution that is wrapped round is what the transforms give without the conjugate, and the other way round.
    ("conv2d_fft", "border_wraps_round", "flipped_kernel"),
    ("conv2d_fft", "conjugate_forgotten", "flipped_kernel"),
    # A gradient that takes every error to be 1, divided by the batch, is what a mean loss by itself would give.
    ("cross_entropy_backward", "averaged_over_the_batch", "upstream_ignored"),
    ("cross_entropy_backward", "upstream_ignored", "averaged_over_the_batch"),
}


def pairs(task: TaskSheet, sources: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Every two mistakes that make this task go wrong, where the second builds on the right function, now the first."""
    names = sorted({name for case in task.cases for name in case.mistakes})
    return (
        (one, two)
        for one, two in permutations(names, 2)
        if f"import {task.name} as".encode() in sources[two]
    )


def apart(source: bytes, tasks: Collection[str]) -> bytes:
    """A mistake with other names for what is its own: in one module the first one's would be taken for them."""
    names = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.FunctionDef):
            names.add(node.name)
    for name in names - {*tasks, "np"}:
        source = re.sub(rf"\b{name}\b".encode(), f"{name}_too".encode(), source)
    return source


def is_true(task: TaskSheet, named: str, pair: Collection[str]) -> bool:
    """Whether one of the pair, alone, does what is named in each part that is named wrong: it may do more elsewhere."""
    for position, part in enumerate(task.parts):
        wrong = [
            case
            for case in task.cases
            if not _same(_part(case, named, position), case.answers[part])
        ]
        if not any(
            all(_same(_part(case, one, position), _part(case, named, position)) for case in wrong)
            for one in pair
        ):
            return False
    return True


def _part(case: SheetCase, mistake: str, position: int) -> np.ndarray | Raised | str | None:
    """What a mistake makes of one part, or how it fails; the right answer where it does no harm."""
    if mistake not in case.mistakes:
        return list(case.answers.values())[position]
    outcome = case.mistakes[mistake]
    if outcome.parts is None:
        return outcome.raised or outcome.refused
    return outcome.parts[position] if position < len(outcome.parts) else None


def _same(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.shape == other.shape and bool(
            np.allclose(one, other, TOLERANCE, TOLERANCE, equal_nan=True)
        )
    return type(one) is type(other) and not isinstance(one, np.ndarray)


def examine(exercise: str, isolation: str) -> tuple[int, int, list[str]]:
    """How many pairs there are, how many got a name, and what is wrong."""
    folder, module = ROOT / "solutions" / exercise, catalog.module_name(exercise)
    solution = (folder / f"{module}.py").read_bytes()
    sources = {name: path.read_bytes() for name, path in catalog.mistakes(folder).items()}
    count, named, wrong = 0, 0, []
    tasks = load(public_sheet(ROOT, exercise)).tasks
    names = {task.name for task in tasks}
    for task in tasks:
        task = replace(task, seconds=SECONDS)
        for pair in pairs(task, sources):
            cells = (solution, sources[pair[0]], apart(sources[pair[1]], names))
            with borrowed(
                isolation, ("numpy",)
            ) as sandbox:  # together they may never end, or fill the memory
                (run,) = sandbox.run(
                    Submission(
                        exercise=exercise,
                        module=module,
                        filename=f"{module}.py",
                        cells=cells,
                        sha256="",
                    ),
                    [task],
                )
            graded = grade_task(task, run, {}, hidden=False)
            count, named = count + 1, named + (graded.mistake is not None)
            unfair = graded.verdict == "pass" or not (
                graded.mistake is None or is_true(task, graded.mistake, pair)
            )
            if unfair and (task.name, *pair) not in COINCIDE:
                wrong.append(
                    f"{task.name}: {pair[0]}, {pair[1]}: {graded.mistake or graded.verdict}"
                )
    close_idle()
    return count, named, wrong


def main() -> int:
    parser = argparse.ArgumentParser(prog="pairs", description=__doc__)
    parser.add_argument("exercises", nargs="*")
    parser.add_argument("--isolation", choices=("auto", "none"), default="auto")
    words = parser.parse_args()
    totals, wrong = [0, 0], []
    for count, named, problems in each_exercise(
        partial(examine, isolation=words.isolation), words.exercises
    ):
        totals = [totals[0] + count, totals[1] + named]
        wrong += problems
    print(
        f"{totals[0]} pairs of mistakes in one function: {totals[1]} get the name of one; {len(wrong)} are unfair."
    )
    print("\n".join(wrong))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
