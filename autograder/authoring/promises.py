"""Prove the promises of an exercise. Each is a function that yields a sentence for every breach."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

import numpy as np

from .. import catalog
from ..answers import sheet
from ..answers.bounds import WAYS_OUT, sizes_of, terms
from ..answers.oracle import Oracle, blaming
from ..answers.played import with_reference
from ..records import Answer, Outcome, Refused, Run, TaskSheet
from ..spec import Task
from ..text import number
from ..verdict.compare import compare_run
from ..verdict.grade import count
from . import release
from .examples import broken_examples
from .markers import bare_lines, solution_lines, strip_solutions
from .verify import Proof

STEP = 1e-5  # of the numeric derivative, in float64
# The error of a central difference of a smooth reference: rounding (1e-16 / STEP) and STEP squared.
NUMERIC_TOLERANCE = 1e-6
# The slopes of a smooth reference on both sides of a point differ by about STEP, relative to its
# size. If they differ by more than this, the reference has a kink.
KINK = 1e-3

Parts = tuple[np.ndarray, ...]
Promise = Callable[[Proof], Iterator[str]]


class Note(str):
    """A sentence for the author that does not mean a broken promise."""


@dataclass(frozen=True)
class Proved:
    """One promise of an exercise, and the sentences from proving it."""

    text: str
    sentences: Sequence[str]

    @property
    def broken(self) -> bool:
        """Whether any sentence is more than a note."""
        return not all(isinstance(sentence, Note) for sentence in self.sentences)


# -- right work earns full points --------------------------------------------------------------


def solution_earns_full_points(proof: Proof) -> Iterator[str]:
    """Yield each task of the solution that loses points, in float32 and float64."""
    for task, message in proof.lost_by_solution.items():
        yield f"The solution's {task} does not earn full points: {message}"


def styles_earn_full_points(proof: Proof) -> Iterator[str]:
    """Yield each task of a file in styles/ that loses points, in float32 and float64."""
    for name, path in proof.folder.styles.items():
        for task, message in proof.losses(path.read_bytes()).items():
            yield f"styles/{name}.py's {task} does not earn full points: {message}"


def needs_the_solution(promise: Promise) -> Promise:
    """Prove a promise about what is made from the solution only if that is right.

    Otherwise one fault of the solution would have many complaints that are none.
    """

    @wraps(promise)
    def prove(proof: Proof) -> Iterator[str]:
        if proof.lost_by_solution:
            yield Note("Not judged: get the solution right first.")
        else:
            yield from promise(proof)

    return prove


@needs_the_solution
def docstring_examples_hold(proof: Proof) -> Iterator[str]:
    """Yield each example in a docstring of the solution that gives something else."""
    return broken_examples(proof.folder.script)


# -- no work earns nothing ---------------------------------------------------------------------


def skeleton_earns_nothing(proof: Proof) -> Iterator[str]:
    """Yield each task of the skeleton that earns points or is not judged as unwritten."""
    skeleton = strip_solutions(proof.source.decode(), proof.place).encode()
    for answers in proof.sheets:
        for task in proof.grade(answers, skeleton).tasks:
            if task.score or task.verdict != "not_implemented":
                earned = f"earns {task.score:g} points with verdict {task.verdict}"
                yield f"The skeleton's {task.name} {earned}."


def lazy_stubs_earn_nothing(proof: Proof) -> Iterator[str]:
    """Yield each stub that earns points without computing."""
    for answers in proof.sheets:
        for task in answers.tasks:
            for name, run in lazy_runs(task):
                graded = count(task, run, compare_run(task, run))
                won = [f"{cell.part} of {cell.aspect}" for cell in graded.cells if cell.counts]
                if graded.score:
                    earned = f"earns {graded.score:g} points, for {', '.join(won)}"
                    yield f"{task.name} that returns {name} {earned}."


def lazy_runs(task: TaskSheet) -> Iterator[tuple[str, Run]]:
    """Yield each lazy stub: what it returns, and its run.

    Its answers have the right shapes, so no real stub does better.
    """
    right = [tuple(case.answers.values()) for case in task.cases]
    yield "zeros", _run(task, [tuple(map(np.zeros_like, parts)) for parts in right])
    yield "ones", _run(task, [tuple(map(np.ones_like, parts)) for parts in right])
    for name in task.arrays:
        given = [(case.arrays[name],) * len(case.answers) for case in task.cases]
        yield name, _run(task, given)
    sources = [part.removeprefix("grad_") for part in task.parts]
    if len(sources) > 1 and set(sources) <= set(task.arrays):  # grad_inputs = inputs ...
        given = [tuple(case.arrays[source] for source in sources) for case in task.cases]
        yield "its inputs", _run(task, given)
    nothing = tuple(Outcome(Refused("NoneType")) for _ in task.cases)
    yield "None", Run(task=task.name, outcomes=nothing, defined=True)


def _run(task: TaskSheet, answers: Sequence[Parts]) -> Run:
    outcomes = tuple(Outcome(Answer(parts)) for parts in answers)
    return Run(task=task.name, outcomes=outcomes, defined=True)


# -- wrong work is named -----------------------------------------------------------------------


@needs_the_solution
def mistakes_are_named(proof: Proof) -> Iterator[str]:
    """Yield each mistake on file that loses no points, is not named, or is named as another."""
    known = list(dict.fromkeys(name for task in proof.sheets[0].tasks for name in task.names))
    solution = catalog.defined_names(proof.folder.script)
    for mistake, path in proof.folder.mistakes.items():
        defined = catalog.defined_names(path)
        if not defined & set(known):
            yield f"mistakes/{mistake}.py defines none of: {', '.join(known)}."
            continue
        shared = ", ".join(sorted(defined & solution - set(known)))
        if shared:  # other tasks may use it
            yield f"mistakes/{mistake}.py replaces {shared} of the solution: rename it."
        for lost in proof.lost[mistake]:
            if not lost:
                yield f"mistakes/{mistake}.py loses no points.{proof.loading(path)}"
            for task in lost:
                if task.mistakes != (mistake,):
                    named = ", ".join(task.mistakes) or "nothing"
                    forbidden = task.verdict == "forbidden"
                    why = f" {task.message}" if forbidden else proof.loading(path)
                    yield f"mistakes/{mistake}.py is named {named} in {task.name}.{why}"


# -- TensorFlow's answers are what they should be ----------------------------------------------


def exact_answers_are_integers(proof: Proof) -> Iterator[str]:
    """Yield each exact case whose answer is not made of integers."""
    for answers in proof.sheets:
        for task in answers.tasks:
            for case in task.cases:
                whole = all((answer == np.round(answer)).all() for answer in case.answers.values())
                if case.exact and not whole:
                    case_of, kinds = f"{task.name} ({case.aspect})", 'kinds=("real", "real")'
                    yield f"{case_of}: an exact case's answer is not made of integers. Use {kinds}."


def allowances_count_every_term(proof: Proof) -> Iterator[str]:
    """Yield each part that sums more terms than its `sums` says: arrays of ones count them.

    Steps multiply as they like, so theirs are not counted. See `must_bound` for the other half of
    what an allowance claims.
    """
    told = set()
    for task, answered in zip(proof.exercise.tasks, proof.sheets[0].tasks, strict=True):
        parts = [part for part in task.parts if not (part.allowance or task.uses)]
        for case in [each for each in answered.cases if parts and each.allowances]:
            ones = {name: np.ones_like(array) for name, array in case.arrays.items()}
            ones |= {name: case.arrays[name] for name in task.integers}
            with blaming(f"{proof.folder.name}: {task.name}: arrays of ones"):
                counted = proof.oracle.evaluate(task, ones, case.options)
            sizes = sizes_of(task, case.arrays, case.answers)
            for part in parts:
                most, said = counted[part.name].max(initial=0.0), terms(part.sums, sizes)
                if most > said + 1 and (task.name, part.name) not in told:
                    told.add((task.name, part.name))
                    yield (
                        f"{task.name} ({case.aspect}): {part.name} reaches {number(most)} where"
                        f" every array is 1, and `sums` counts {said} of these terms. Name every"
                        f" axis that it sums over in `sums`; if it is no such sum, {WAYS_OUT}"
                    )


def steps_repeat(proof: Proof) -> Iterator[str]:
    """Yield each task whose steps, played twice with TensorFlow's counterparts, differ."""
    source = proof.folder.steps_source()
    for task, answered in zip(proof.exercise.tasks, proof.sheets[0].tasks, strict=True):
        if not task.uses:
            continue
        playable, case = with_reference(task, source, proof.exercise.right), answered.cases[0]
        one = proof.oracle.evaluate(playable, case.arrays, case.options)
        two = proof.oracle.evaluate(playable, case.arrays, case.options)
        for part in one:
            if not np.array_equal(one[part], two[part], equal_nan=True):
                yield f"{task.name}: {part} is not the same when the steps are played again."


def gradients_agree(proof: Proof) -> Iterator[str]:
    """Yield each gradient from TensorFlow that disagrees with a numeric one."""
    for task in proof.exercise.tasks:
        if not task.gradient:
            continue
        answered = proof.oracle.answered(task, proof.seeds[0], "float64", proof.folder.name)
        for case in answered.cases:
            gaps = _derivative_gaps(proof.oracle, task, case.arrays, case.options)
            for part, gap in gaps.items():
                if gap > NUMERIC_TOLERANCE:
                    off = f"{part} is {gap:.1e} (relative) off a numeric gradient"
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


# -- students get what they should -------------------------------------------------------------


@needs_the_solution
def release_is_fresh(proof: Proof) -> Iterator[str]:
    """Yield each released file that is stale, and each line of a solution in a released file."""
    root, name = proof.folder.root.parent, proof.folder.name
    if not release.is_released(root, name):
        yield Note("It is not released yet: run `autograder release`.")
        return
    folder = catalog.released(root, name)
    # A released sheet is a processor's: a GPU sums in another order.
    made = folder.sheet.read_bytes() if proof.oracle.on_gpu else sheet.dump(proof.public_sheet)
    yield from release.stale(root, [name], {name: made})
    secret = solution_lines(proof.source.decode(), proof.place)
    for path in folder.path.glob(f"{folder.module}.*"):
        if path.is_file():
            for line in sorted(secret.intersection(bare_lines(path.read_text(encoding="utf-8")))):
                yield f"{path.name} holds a line of the solution: {line}"


# The text that `verify` prints for each promise, in the order in which they are proved.
PROMISES: Mapping[str, Promise] = {
    "exact references are integers": exact_answers_are_integers,
    "allowances count every term of a sum": allowances_count_every_term,
    "TensorFlow's gradient agrees with a numeric one": gradients_agree,
    "steps played twice give the same": steps_repeat,
    "the solution earns full points, in float32 and float64": solution_earns_full_points,
    "every style in styles/ earns full points, in float32 and float64": styles_earn_full_points,
    "the examples in docstrings hold": docstring_examples_hold,
    "the skeleton earns nothing and fails cleanly": skeleton_earns_nothing,
    "zeros, ones and inputs returned unchanged earn nothing": lazy_stubs_earn_nothing,
    "every mistake loses points and is named, so that no two are alike": mistakes_are_named,
    "exercises/ is what a fresh release gives, with no line of a solution in it": release_is_fresh,
}


def proved(proof: Proof) -> Iterator[Proved]:
    """Prove every promise of an exercise. The same sentence for several seeds appears once."""
    for text, promise in PROMISES.items():
        yield Proved(text, list(dict.fromkeys(promise(proof))))


def promise_lines(proofs: Iterable[Proof]) -> Iterator[tuple[str, bool]]:
    """Yield what `verify` prints, each promise as soon as it is proved.

    Yields each line, and whether it says that a promise is broken.
    """
    for proof in proofs:
        yield proof.folder.name, False
        for promise in proved(proof):
            mark = "✗" if promise.broken else "–" if promise.sentences else "✓"
            yield f"  {mark} {promise.text}", promise.broken
            yield from ((f"      {sentence}", False) for sentence in promise.sentences)
