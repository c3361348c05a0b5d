"""Two mistakes in one function lose points, and get no name that fits neither: `make proofs`.

If they show in different parts or aspects, and the answer equals each there, both must be named.
The second mistake runs in a later cell than the first, so the function it imports as the right one
is the first mistake's.
"""

import argparse
import ast
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import permutations

import numpy as np
from msgspec.structs import replace

from autograder import catalog
from autograder.answers.making import public_sheet
from autograder.answers.sheet import load
from autograder.grading.submission import grade_task
from autograder.records import (
    Answer,
    Outcome,
    Raised,
    Refused,
    Run,
    SheetCase,
    Submission,
    TaskSheet,
)
from autograder.sandbox.pool import borrowed, close_idle
from autograder.verdict.compare import TOLERANCE

from . import ROOT, each_exercise
from .mutants import SHARE

# Pairs that need not get a fitting name, or both names: (task, first, second).
EXCUSED = {
    # These equal a third mistake, number for number.
    # Without the conjugate, the transforms give a wrapped convolution, and the reverse.
    ("conv2d_fft", "border_wraps_round", "flipped_kernel"),
    ("conv2d_fft", "conjugate_forgotten", "flipped_kernel"),
    # Where nothing is cropped, the border of one cell is that of the first mistake.
    ("conv2d_backward", "border_cut_although_none_was_added", "padding_not_cut"),
    # Padding for the undilated kernel, with a field that is too large, adds up to none.
    ("output_size", "padding_from_undilated_kernel", "rate_counts_holes"),
    # Each window overwrites the gradients of earlier ones, and every tie gets the whole gradient.
    ("max_pool2d_backward", "whole_gradient_to_every_tie", "window_overwritten_whole"),
    # A gradient that takes every error as 1, divided by the batch, is what a mean loss alone would
    # give.
    ("cross_entropy_backward", "averaged_over_the_batch", "upstream_ignored"),
    ("cross_entropy_backward", "upstream_ignored", "averaged_over_the_batch"),
    # Rounded constants are also wrong far from 0, where the second gives nan, but by less than the
    # tolerance here.
    ("selu_backward", "constants_rounded", "zero_times_infinity"),
}


def pairs(
    task: TaskSheet, sources: Mapping[str, bytes], only: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """Yield every two mistakes that break this task, where the second builds on the first.

    It does if it imports the solution's function, which is then the first mistake's.
    only: if not empty, leave out pairs without one of these.
    """
    names = sorted({name for case in task.cases for name in case.mistakes})
    for one, two in permutations(names, 2):
        if only and not {one, two} & set(only):
            continue
        if any(f"import {name} as".encode() in sources[two] for name in task.names):
            yield one, two


def apart(source: bytes, tasks: Collection[str]) -> bytes:
    """Rename a mistake's own definitions, which would otherwise replace the first mistake's."""
    names = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
    for name in names - {*tasks, "np"}:
        source = re.sub(rf"\b{name}\b".encode(), f"{name}_too".encode(), source)
    return source


def is_true(task: TaskSheet, named: str, pair: Collection[str]) -> bool:
    """Tell whether one of a pair does the same as a named mistake in each part that this breaks.

    It may do more elsewhere.
    """
    for position, part in enumerate(task.parts):
        wrong = []
        for case in task.cases:
            if not _same(_part(case, named, position), case.answers[part]):
                wrong.append(case)
        if not any(_alike(wrong, one, named, position) for one in pair):
            return False
    return True


def apart_from(task: TaskSheet, one: str, other: str) -> bool:
    """Tell whether two mistakes are wrong in different parts or aspects, by numbers."""
    return not _places(task, one) & _places(task, other)


def _places(task: TaskSheet, mistake: str) -> set[tuple[str, str]]:
    places = set()
    for case in task.cases:
        for position, (part, right) in enumerate(case.answers.items()):
            if not _same(_part(case, mistake, position), right):
                places.add((part, case.aspect))
        if mistake in case.mistakes and case.mistakes[mistake].changed:
            places.add(("arguments", case.aspect))
    return places


def _alike(cases: Iterable[SheetCase], one: str, other: str, position: int) -> bool:
    """Tell whether two mistakes give the same for one part in all these cases."""
    return all(_same(_part(case, one, position), _part(case, other, position)) for case in cases)


def shows_both(task: TaskSheet, run: Run, one: str, other: str) -> bool:
    """Tell whether an answer equals each of two mistakes where it shows, and is right elsewhere.

    The second may hide the first, or carry it to other places: it calls the first's function.
    """
    if len(run.outcomes) < len(task.cases):
        return False
    for case, outcome in zip(task.cases, run.outcomes, strict=True):
        if not case.mistakes:
            continue  # their answers there may not be recorded
        alone = [case.mistakes[name] for name in (one, other) if name in case.mistakes]
        for position, right in enumerate(case.answers.values()):
            results = [_result(each, position) for each in alone]
            wrong = [result for result in results if not _same(result, right)]
            expected = wrong[0] if wrong else right
            if not _equal(_result(outcome, position), expected):
                return False
        changed = {position for each in alone for position in each.changed}
        if changed != set(outcome.changed):
            return False
    return True


Result = np.ndarray | Raised | Refused | None


def _part(case: SheetCase, mistake: str, position: int) -> Result:
    """Return a mistake's result for one part: the right answer if the mistake has no effect."""
    if mistake not in case.mistakes:
        return list(case.answers.values())[position]
    return _result(case.mistakes[mistake], position)


def _result(outcome: Outcome, position: int) -> Result:
    """Return the result for one part, or how the call failed."""
    result = outcome.result
    if not isinstance(result, Answer):
        return result
    return result.parts[position] if position < len(result.parts) else None


def _same(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.shape == other.shape and bool(
            np.allclose(one, other, TOLERANCE, TOLERANCE, equal_nan=True)
        )
    return type(one) is type(other) and not isinstance(one, np.ndarray)


def _equal(one: object, other: object) -> bool:
    """Tell whether two results are the same, including the kind of dtype and the message."""
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.dtype.kind == other.dtype.kind and _same(one, other)
    if isinstance(one, Raised) and isinstance(other, Raised):
        return (one.type, one.message) == (other.type, other.message)
    return _same(one, other)


def examine(
    exercise: str, isolation: str, only: Collection[str] = ()
) -> tuple[int, int, int, list[str]]:
    """Return how many pairs there are, have a name, and have both names; and the complaints."""
    folder = catalog.solution(ROOT, exercise)
    solution = folder.script.read_bytes()
    sources = {name: path.read_bytes() for name, path in folder.mistakes.items()}
    count, named, both, wrong = 0, 0, 0, []
    tasks = load(public_sheet(ROOT, exercise)).tasks
    names = {name for task in tasks for name in task.names}
    for task in tasks:
        task = replace(task, seconds=task.seconds / SHARE)
        for pair in pairs(task, sources, only):
            cells = (solution, sources[pair[0]], apart(sources[pair[1]], names))
            submission = Submission(
                exercise=exercise,
                module=folder.module,
                filename=folder.script.name,
                cells=cells,
            )
            # Together they may never end, or exhaust memory.
            with borrowed(isolation, task.packages) as sandbox:
                (run,) = sandbox.run(submission, [task])
            graded = grade_task(task, run, {})
            count, named = count + 1, named + bool(graded.mistakes)
            both += set(pair) == set(graded.mistakes)
            fair = all(is_true(task, name, pair) for name in graded.mistakes)
            if apart_from(task, *pair) and shows_both(task, run, *pair):
                fair = fair and all(is_true(task, one, graded.mistakes) for one in pair)
            unfair = graded.verdict == "pass" or not fair
            if unfair and (task.name, *pair) not in EXCUSED:
                one, two = pair
                diagnosis = " and ".join(graded.mistakes) or graded.verdict
                wrong.append(f"{task.name}: {one}, {two}: {diagnosis}")
    close_idle()
    return count, named, both, wrong


def main() -> int:
    """Run the proof for the exercises named, or for all; return the exit code."""
    parser = argparse.ArgumentParser(prog="pairs", description=__doc__)
    parser.add_argument("exercises", nargs="*")
    parser.add_argument("--isolation", choices=("auto", "none"), default="auto")
    parser.add_argument(
        "--with",
        dest="only",
        metavar="MISTAKE",
        action="append",
        default=[],
        help="only pairs with this mistake, as after adding it; may be repeated",
    )
    words = parser.parse_args()
    totals, wrong = [0, 0, 0], []
    examined = partial(examine, isolation=words.isolation, only=words.only)
    for *counts, problems in each_exercise(examined, words.exercises):
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        wrong += problems
    count, named, both = totals
    pairs_of = f"{count} pairs of mistakes in one function"
    print(f"{pairs_of}: {named} get a name, {both} of them both; {len(wrong)} are unfair.")
    print("\n".join(wrong))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
