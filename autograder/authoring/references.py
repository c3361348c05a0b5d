"""Prove the promises of an exercise about TensorFlow's answers: references, gradients, allowances.

Each promise is a function that yields a sentence for every breach.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from ..answers.bounds import WAYS_OUT, sizes_of, terms
from ..answers.oracle import Oracle, blaming
from ..answers.stepped import with_reference
from ..spec import Task
from ..text import number
from ..verdict.diagnose import in_float64
from .verify import Proof

KINDS = 'kinds=("real", "real", "wide")'
STEP = 1e-5  # of the numeric derivative, in float64
# The error of a central difference of a smooth reference: rounding (1e-16 / STEP) and STEP squared.
NUMERIC_TOLERANCE = 1e-6
# The slopes of a smooth reference on both sides of a point differ by about STEP, relative to its
# size. If they differ by more than this, the reference has a kink.
KINK = 1e-3


def exact_answers_are_integers(proof: Proof) -> Iterator[str]:
    """Yield each exact case whose answer is not made of integers."""
    for answers in proof.sheets:
        for task in answers.tasks:
            for case in task.cases:
                whole = all((answer == np.round(answer)).all() for answer in case.answers.values())
                if case.exact and not whole:
                    case_of = f"{task.name} ({case.aspect})"
                    yield f"{case_of}: an exact case has a non-integer answer. Use {KINDS}."


def allowances_count_every_term(proof: Proof) -> Iterator[str]:
    """Yield each part that sums more terms than its `sums` says: arrays of ones count them.

    Steps may multiply freely, so their terms are not counted. `must_bound` proves the other half of
    an allowance's claim.
    """
    reported = set()
    for task, answered in zip(proof.exercise.tasks, proof.sheets[0].tasks, strict=True):
        parts = [part for part in task.parts if not (part.allowance or task.uses)]
        for case in answered.cases if parts else ():
            if not case.allowances or in_float64(case):  # float64 sums as many terms
                continue
            ones = {name: np.ones_like(array) for name, array in case.arrays.items()}
            ones |= {name: case.arrays[name] for name in task.integers}
            with blaming(f"{proof.folder.name}: {task.name}: arrays of ones"):
                counted = proof.oracle.evaluate(task, ones, case.options)
            sizes = sizes_of(task, case.arrays, case.answers)
            for part in parts:
                most, declared = counted[part.name].max(initial=0.0), terms(part.sums, sizes)
                if most > declared + 1 and (task.name, part.name) not in reported:
                    reported.add((task.name, part.name))
                    yield (
                        f"{task.name} ({case.aspect}): {part.name} reaches {number(most)} where"
                        f" every array is 1, but `sums` declares only {declared}. Name every axis"
                        " that it sums over in `sums`; if it is not a sum of products,"
                        f" {WAYS_OUT}"
                    )


def steps_repeat(proof: Proof) -> Iterator[str]:
    """Yield each task whose results differ when TensorFlow's classes run its steps twice."""
    source = proof.folder.steps_source()
    for task, answered in zip(proof.exercise.tasks, proof.sheets[0].tasks, strict=True):
        if not task.uses:
            continue
        complete, case = with_reference(task, source, proof.exercise.right), answered.cases[0]
        one = proof.oracle.evaluate(complete, case.arrays, case.options)
        two = proof.oracle.evaluate(complete, case.arrays, case.options)
        for part in one:
            if not np.array_equal(one[part], two[part], equal_nan=True):
                yield f"{task.name}: {part} is not the same when the steps are run again."


def gradients_agree(proof: Proof) -> Iterator[str]:
    """Yield each gradient from TensorFlow that disagrees with a numeric one.

    Wide draws are left out: each magnitude would need its own step.
    """
    for task, answered in zip(proof.exercise.tasks, proof.sheets[0].tasks, strict=True):
        for case in answered.cases if task.gradient else ():
            if in_float64(case):
                continue
            gaps = _derivative_gaps(proof.oracle, task, case.arrays, case.options)
            for part, gap in gaps.items():
                if gap > NUMERIC_TOLERANCE:
                    off = f"{part} differs from a numeric gradient by {gap:.1e} (relative)"
                    yield f"{task.name} ({case.aspect}): {off}."


def _derivative_gaps(
    oracle: Oracle, task: Task, arrays: Mapping[str, np.ndarray], options: Mapping[str, Any]
) -> dict[str, float]:
    """Return part -> relative gap between an exact and a numeric directional derivative.

    The exact one is <gradient, direction>. The numeric one is a central difference of the reference
    with step STEP along the direction, which is random. Parts with a kink there are left out.
    """
    names = list(task.arrays)
    upstream = arrays[names[0]]
    inputs = {name: arrays[name].astype(np.float64) for name in names[1:]}
    gradients = oracle.evaluate(task, arrays, options)
    gaps = {}
    for part, gradient in gradients.items():
        source = part.removeprefix("grad_")
        direction = np.random.default_rng(0).standard_normal(gradient.shape)

        def along(step: float, source: str = source, direction: np.ndarray = direction) -> float:
            moved = {**inputs, source: inputs[source] + step * direction}
            (outputs,) = oracle.forward(task, moved, options)
            return float((outputs * upstream).sum())

        here, ahead, behind = along(0.0), along(STEP), along(-STEP)
        exact = float((gradient * direction).sum())
        scale = float((np.abs(gradient) * np.abs(direction)).sum()) + 1.0
        if abs(ahead - 2 * here + behind) > KINK * STEP * scale:
            continue  # a zero for a ReLU, a tie for a maximum: the slopes on both sides differ
        gaps[part] = abs(ahead - behind - 2 * STEP * exact) / (2 * STEP * scale)
    return gaps
