"""Prove the promises of an exercise. Each is a function that yields a sentence for every breach."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from textwrap import indent

import numpy as np
from msgspec import Struct

from .. import catalog
from ..answers import sheet
from ..records import Answer, Outcome, Refused, Run, SheetCase, TaskSheet
from ..verdict.compare import compare_run
from ..verdict.grade import count
from . import release
from .coverage import claims_for_every_seed, excuse
from .examples import broken_examples
from .markers import bare_lines, solution_lines, strip_solutions
from .naming import mistakes_are_named, special_values_cost_at_most_half
from .references import (
    allowances_count_every_term,
    exact_answers_are_integers,
    gradients_agree,
    steps_repeat,
)
from .verify import Proof

Parts = tuple[np.ndarray, ...]
Promise = Callable[[Proof], Iterator[str]]


class Note(str):
    """A sentence for the author that reports no broken promise."""


class Counted(Note):
    """The evidence for a promise that is kept."""


class Proved(Struct, frozen=True):
    """One promise of an exercise, and the sentences from proving it."""

    text: str
    sentences: Sequence[str]

    @property
    def broken(self) -> bool:
        """Whether any sentence is more than a note."""
        return not all(isinstance(sentence, Note) for sentence in self.sentences)


# -- correct code earns full points ------------------------------------------------------------


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
    """Prove a promise about files made from the solution only if the solution is correct.

    Otherwise one error in the solution would cause many false complaints.
    """

    @wraps(promise)
    def prove(proof: Proof) -> Iterator[str]:
        if proof.lost_by_solution:
            yield Note("Not checked: fix the solution first.")
        else:
            yield from promise(proof)

    return prove


@needs_the_solution
def docstring_examples_hold(proof: Proof) -> Iterator[str]:
    """Yield each example in a docstring of the solution that gives something else."""
    return broken_examples(proof.folder.script)


# -- code without work earns nothing -----------------------------------------------------------


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
        for task, public in zip(answers.tasks, proof.public_sheet.tasks, strict=True):
            memorised = "the public answers", memorised_run(task, public)
            for name, run in (*lazy_runs(task), memorised):
                graded = count(task, run, compare_run(task, run))
                counting = [f"{each.part} of {each.aspect}" for each in graded.cells if each.counts]
                if graded.score:
                    earned = f"earns {graded.score:g} points, for {', '.join(counting)}"
                    yield f"{task.name} that returns {name} {earned}."


def lazy_runs(task: TaskSheet) -> Iterator[tuple[str, Run]]:
    """Yield the run of each lazy stub, and a name for the value that it returns.

    Its answers have the right shapes, so no real stub does better. Those of steps keep the shapes
    of the inputs: a layer may only have to reshape them.
    """
    right = [tuple(case.answers.values()) for case in task.cases]
    yield "zeros", _run(task, [tuple(map(np.zeros_like, parts)) for parts in right])
    yield "ones", _run(task, [tuple(map(np.ones_like, parts)) for parts in right])
    for name in task.arrays:
        arrays = [case.arrays[name] for case in task.cases]
        given = [
            tuple(array if task.steps else np.resize(array, part.shape) for part in parts)
            for array, parts in zip(arrays, right, strict=True)
        ]
        yield name, _run(task, given)
    sources = [part.removeprefix("grad_") for part in task.parts]
    if len(sources) > 1 and set(sources) <= set(task.arrays):  # grad_inputs = inputs ...
        given = [tuple(case.arrays[source] for source in sources) for case in task.cases]
        yield "its inputs", _run(task, given)
    nothing = tuple(Outcome(Refused("NoneType")) for _ in task.cases)
    yield "None", Run(task=task.name, outcomes=nothing, defined=True)


def memorised_run(task: TaskSheet, public: TaskSheet) -> Run:
    """Return the run of a stub that knows the answers of the public sheet, and no others."""
    known = {_inputs(case): Answer(tuple(case.answers.values())) for case in public.cases}
    results = [known.get(_inputs(case), Refused("NoneType")) for case in task.cases]
    return Run(task=task.name, outcomes=tuple(map(Outcome, results)), defined=True)


def _inputs(case: SheetCase) -> tuple[object, ...]:
    arrays = [(array.shape, array.dtype, array.tobytes()) for array in case.arrays.values()]
    return repr(case.options), *arrays


def _run(task: TaskSheet, answers: Sequence[Parts]) -> Run:
    outcomes = tuple(Outcome(Answer(parts)) for parts in answers)
    return Run(task=task.name, outcomes=outcomes, defined=True)


# -- the inputs cover the space -----------------------------------------------------------------


def inputs_cover_the_space(proof: Proof) -> Iterator[str]:
    """Yield how much the inputs of each task cover.

    Then yield each hole without a reason, and each reason without a hole.
    """
    for number, task in enumerate(proof.exercise.tasks):
        claimed = claims_for_every_seed(task, [sheet.tasks[number] for sheet in proof.sheets])
        holes = [name for name, is_covered in claimed.items() if not is_covered]
        excuses = {hole: excuse(task, hole) for hole in holes}
        excused = len([hole for hole in holes if excuses[hole]])
        left = f", {excused} not, with a reason" if excused else ""
        yield Counted(f"{task.name}: {len(claimed) - len(holes)} covered{left}")
        for hole in holes:
            if not excuses[hole]:
                yield f"{task.name} draws no case with {hole}: add one, or a reason in `uncovered`."
        for key in task.uncovered:
            if key not in excuses.values():
                yield f"{task.name}: `uncovered` gives a reason for {key!r}, which is covered."


# -- students get what they should -------------------------------------------------------------


@needs_the_solution
def release_is_fresh(proof: Proof) -> Iterator[str]:
    """Yield each released file that is stale, and each line of a solution in a released file."""
    root, name = proof.folder.root.parent, proof.folder.name
    if not release.is_released(root, name):
        yield Note("It is not released yet: run `autograder release`.")
        return
    folder = catalog.released(root, name)
    # A released sheet is made on a CPU: a GPU sums in another order.
    made = folder.sheet.read_bytes() if proof.oracle.on_gpu else sheet.dump(proof.public_sheet)
    yield from release.stale(root, [name], {name: made})
    secret = solution_lines(proof.source.decode(), proof.place)
    for path in folder.path.glob(f"{folder.module}.*"):
        if path.is_file():
            for line in sorted(secret.intersection(bare_lines(path.read_text(encoding="utf-8")))):
                yield f"{path.name} contains a line of the solution: {line}"


# The text that `verify` prints for each promise, in the order in which they are proved.
PROMISES: Mapping[str, Promise] = {
    "exact references are integers": exact_answers_are_integers,
    "allowances count every term of a sum": allowances_count_every_term,
    "TensorFlow's gradient agrees with a numeric one": gradients_agree,
    "steps run twice give the same results": steps_repeat,
    "inputs cover sizes, orders, options, magnitudes and dtypes": inputs_cover_the_space,
    "the solution earns full points, in float32 and float64": solution_earns_full_points,
    "every style in styles/ earns full points, in float32 and float64": styles_earn_full_points,
    "the examples in docstrings hold": docstring_examples_hold,
    "the skeleton earns nothing and fails cleanly": skeleton_earns_nothing,
    "zeros, ones, unchanged inputs and memorised answers earn nothing": lazy_stubs_earn_nothing,
    "every mistake loses points and is named, so that no two are alike": needs_the_solution(
        mistakes_are_named
    ),
    "no mistake about a special value costs more than half of a task": needs_the_solution(
        special_values_cost_at_most_half
    ),
    "exercises/ is what a fresh release gives, with no line of a solution in it": release_is_fresh,
}


def proved(proof: Proof) -> Iterator[Proved]:
    """Prove every promise of an exercise. The same sentence for several seeds appears once."""
    for text, promise in PROMISES.items():
        yield Proved(text, list(dict.fromkeys(promise(proof))))


def promise_lines(proofs: Iterable[Proof]) -> Iterator[tuple[str, bool]]:
    """Yield the output of `verify`, each promise as soon as it is proved.

    Yield each line, and whether it says that a promise is broken.
    """
    for proof in proofs:
        yield proof.folder.name, False
        for promise in proved(proof):
            is_open = any(not isinstance(each, Counted) for each in promise.sentences)
            mark = "✗" if promise.broken else "–" if is_open else "✓"
            yield f"  {mark} {promise.text}", promise.broken
            yield from ((indent(sentence, 6 * " "), False) for sentence in promise.sentences)
