"""Proves the promises of an exercise: each is a function that says what it promises and yields what breaks it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from .. import catalog, sheet
from ..grade import grade
from ..oracle import Oracle
from ..pipeline import PUBLIC_SEED, build_sheet, run_trusted
from ..records import Grade, Outcome, Run, Sheet, Submission, TaskGrade, TaskSheet
from ..spec import Exercise, Task
from . import release
from .markers import bare_lines, solution_lines, strip_solutions

SEEDS = range(11, 14)
STEP = 1e-5  # of the numeric derivative, in float64
# A central difference of a smooth reference is off by rounding (1e-16 / STEP) and by STEP squared.
NUMERIC_TOLERANCE = 1e-6
# Left and right of a point the slope of a smooth reference changes by about STEP, relative to its size.
KINK = 1e-3


class Note(str):
    """What an author should know, although no promise is broken."""


@dataclass(frozen=True)
class Proof:
    """An exercise under several seeds, each sheet made once."""

    folder: Path
    oracle: Oracle
    seeds: Sequence[int] = SEEDS

    @cached_property
    def exercise(self) -> Exercise:
        return catalog.load_spec(self.folder)

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        return tuple(build_sheet(self.folder, seed, self.oracle) for seed in self.seeds)

    @cached_property
    def public_sheet(self) -> Sheet:
        return build_sheet(self.folder, PUBLIC_SEED, self.oracle)

    @cached_property
    def source(self) -> bytes:
        return (self.folder / f"{catalog.module_name(self.folder.name)}.py").read_bytes()

    @cached_property
    def lost(self) -> dict[str, list[list[TaskGrade]]]:
        """Each mistake -> under each seed, the tasks in which it loses points.

        Whether it touches other tasks than those it defines follows from no seed: once is enough to look.
        """
        graded = {}
        for name, path in catalog.mistakes(self.folder).items():
            defined = catalog.defined_names(path)
            own = [replace(s, tasks=tuple(t for t in s.tasks if t.name in defined)) for s in self.sheets[1:]]
            answers = (self.sheets[0], *own)
            graded[name] = [self.grade(each, self.source, path.read_bytes()).tasks for each in answers]
        return {
            name: [[task for task in tasks if task.verdict != "pass"] for tasks in by_seed]
            for name, by_seed in graded.items()
        }

    @cached_property
    def place(self) -> str:
        """Where the solution is, for messages."""
        return f"solutions/{self.folder.name}/{catalog.module_name(self.folder.name)}.py"

    def loading(self, path: Path) -> str:
        """What a mistake's own lines raised before its functions could be called, as one more sentence."""
        submission = self.submission(self.source, path.read_bytes())
        (run,) = run_trusted(submission, self.sheets[0].tasks[:1])
        raised = run.loading
        return f" Loading it raises {raised.type} in line {raised.line}: {raised.message}." if raised else ""

    def submission(self, *cells: bytes) -> Submission:
        module = catalog.module_name(self.folder.name)
        return Submission(self.folder.name, module, f"{module}.py", cells, sha256="")

    def grade(self, answers: Sheet, *cells: bytes) -> Grade:
        """The grade of these cells, run one after another in one module."""
        submission = self.submission(*cells)
        return grade(answers, submission, run_trusted(submission, answers.tasks), "none", hidden=False)


def solution_earns_full_points(proof: Proof) -> Iterator[str]:
    """the solution earns full points, in float32 and float64"""
    double = [build_sheet(proof.folder, seed, proof.oracle, "float64", mistakes=False) for seed in proof.seeds]
    wrong: dict[str, str] = {}
    for answers in (*proof.sheets, *double):
        for task in proof.grade(answers, proof.source).tasks:
            if task.verdict != "pass":  # its numbers differ from seed to seed: the first will do
                wrong.setdefault(task.name, f"The solution's {task.name} does not earn full points: {task.message}")
    yield from wrong.values()


def skeleton_earns_nothing(proof: Proof) -> Iterator[str]:
    """the skeleton earns nothing and fails cleanly"""
    skeleton = strip_solutions(proof.source.decode(), proof.place).encode()
    for answers in proof.sheets:
        for task in proof.grade(answers, skeleton).tasks:
            if task.score or task.verdict != "not_implemented":
                yield f"The skeleton's {task.name} earns {task.score:g} points with verdict {task.verdict}."


def lazy_stubs_earn_nothing(proof: Proof) -> Iterator[str]:
    """zeros, ones and inputs returned unchanged earn nothing"""
    for answers in proof.sheets:
        for task in answers.tasks:
            for name, run in lazy_runs(task):
                stub = Sheet(answers.exercise, "", (task,), {}, {})
                (graded,) = grade(stub, _nobody(answers.exercise), (run,), "none", hidden=False).tasks
                won = ", ".join(f"{cell.part} of {cell.aspect}" for cell in graded.cells if cell.counts)
                if graded.score:
                    yield f"{task.name} that returns {name} earns {graded.score:g} points, for {won}."


def lazy_runs(task: TaskSheet) -> Iterator[tuple[str, Run]]:
    """Each lazy stub with what it gives, of the right shape where it makes one up: no real stub does better."""
    right = [list(case.answers.values()) for case in task.cases]
    yield "zeros", _run(task, [tuple(np.zeros_like(part) for part in parts) for parts in right])
    yield "ones", _run(task, [tuple(np.ones_like(part) for part in parts) for parts in right])
    for name in task.arrays:
        yield name, _run(task, [(case.arrays[name],) * len(case.answers) for case in task.cases])
    if len(task.parts) > 1:  # grad_inputs = inputs, grad_kernel = kernel ...
        sources = [part.removeprefix("grad_") for part in task.parts]
        yield "its inputs", _run(task, [tuple(case.arrays[source] for source in sources) for case in task.cases])
    yield "None", Run(task.name, tuple(Outcome(refused="NoneType") for _ in task.cases), found=True)


def mistakes_are_named(proof: Proof) -> Iterator[str]:
    """every mistake loses points and is named, so that no two are alike"""
    for mistake, path in catalog.mistakes(proof.folder).items():
        tasks = [task.name for task in proof.exercise.tasks]
        if not catalog.defined_names(path) & set(tasks):
            yield f"mistakes/{mistake}.py defines none of: {', '.join(tasks)}."
            continue
        for lost in proof.lost[mistake]:
            if not lost:
                yield f"mistakes/{mistake}.py loses no points.{proof.loading(path)}"
            for task in lost:
                if task.mistake != mistake:
                    named = task.mistake or "nothing"
                    why = f" {task.message}" if task.verdict == "forbidden" else proof.loading(path)
                    yield f"mistakes/{mistake}.py is named {named} in {task.name}.{why}"


def named_mistakes(proof: Proof) -> Iterator[tuple[str, int, int, int]]:
    """Each task, with how many mistakes on file lose points in it, how many of them get their name under every seed,
    and how many get another one's under any.
    """
    for task in proof.exercise.tasks:
        names = {
            mistake: {graded.mistake for lost in by_seed for graded in lost if graded.name == task.name}
            for mistake, by_seed in proof.lost.items()
        }
        on_file = {mistake: given for mistake, given in names.items() if given}
        named = sum(given == {mistake} for mistake, given in on_file.items())
        wrongly = sum(bool(given - {mistake, None}) for mistake, given in on_file.items())
        yield task.name, len(on_file), named, wrongly


def exact_answers_are_integers(proof: Proof) -> Iterator[str]:
    """exact references are integers"""
    for answers in proof.sheets:
        for task in answers.tasks:
            for case in task.cases:
                if case.exact and any((answer != np.round(answer)).any() for answer in case.answers.values()):
                    yield f"{task.name} ({case.aspect}) has an exact case whose answer is not made of integers."


def gradients_agree(proof: Proof) -> Iterator[str]:
    """TensorFlow's gradient agrees with a numeric one"""
    for task in proof.exercise.tasks:
        if task.gradient:
            for case in proof.oracle.answered(task, proof.seeds[0], "float64", proof.folder.name).cases:
                for part, gap in _derivative_gaps(proof.oracle, task, case.arrays, case.options).items():
                    if gap > NUMERIC_TOLERANCE:
                        yield f"{task.name} ({case.aspect}): {part} is {gap:.1e} (relative) off a numeric gradient."


def _derivative_gaps(
    oracle: Oracle, task: Task, arrays: Mapping[str, np.ndarray], options: Mapping[str, Any]
) -> dict[str, float]:
    """Each part -> relative gap between <gradient, direction> and a central difference along that direction."""
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
            return float((oracle.forward(task, moved, options) * upstream).sum())

        here, ahead, behind = along(0.0), along(STEP), along(-STEP)
        exact = float((gradient * direction).sum())
        scale = float((np.abs(gradient) * np.abs(direction)).sum()) + 1.0
        if abs(ahead - 2 * here + behind) > KINK * STEP * scale:
            continue  # zeros for a ReLU, ties for a maximum: the slopes on both sides differ, and so they should
        gaps[part] = abs(ahead - behind - 2 * STEP * exact) / (2 * STEP * scale)
    return gaps


def release_is_fresh(proof: Proof) -> Iterator[str]:
    """exercises/ is what a fresh release gives, with no line of a solution in it"""
    root, name = proof.folder.parent.parent, proof.folder.name
    if not release.is_released(root, name):
        yield Note("It is not released yet: run `autograder release`.")
        return
    yield from release.stale(root, [name], lambda _: sheet.dump(proof.public_sheet), sheet.difference)
    secret = solution_lines(proof.source.decode(), proof.place)
    for path in (root / "exercises" / name).glob(f"{catalog.module_name(name)}.*"):
        for line in sorted(secret.intersection(bare_lines(path.read_text(encoding="utf-8")))):
            yield f"{path.name} holds a line of the solution: {line}"


PROMISES: tuple[Callable[[Proof], Iterator[str]], ...] = (
    exact_answers_are_integers,
    gradients_agree,
    solution_earns_full_points,
    skeleton_earns_nothing,
    lazy_stubs_earn_nothing,
    mistakes_are_named,
    release_is_fresh,
)


def _run(task: TaskSheet, answers: Sequence[tuple[np.ndarray, ...]]) -> Run:
    return Run(task.name, tuple(Outcome(parts=parts) for parts in answers), found=True)


def _nobody(exercise: str) -> Submission:
    return Submission(exercise, "", "", (), "")
