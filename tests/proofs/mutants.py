"""Every small change to a solution loses points, unless it changes no answer: `make mutants`.

A mutant is graded like a student's file: in a sandbox, on the public cases and, if it passes, under
two more seeds. If it passes them all, either equivalent.toml must list it with the reason, or a
case is missing. An entry that fits no mutant, or one that loses points, is an error, too. With
--guards, the mutants are not small changes but guards.
"""

import argparse
import ast
import sys
import tomllib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from os import cpu_count
from pathlib import Path

from msgspec.structs import replace

from autograder import catalog
from autograder.answers.making import build_sheet, open_oracle
from autograder.answers.sheet import load
from autograder.authoring.markers import strip_solutions
from autograder.grading.submission import grade_task
from autograder.records import Sheet, Submission, TaskGrade
from autograder.sandbox.inside.fence import source_of
from autograder.sandbox.pool import borrowed, close_idle
from autograder.sandbox.runner import Runner

from . import ROOT, each_exercise
from .guards import guards
from .mutate import Mutant, mutants

HIDDEN_SEEDS = (101, 102)
FIRST = 2  # cases to try first
SHARE = 5  # a mutant gets one fifth of a task's time: some never end
EXCUSES = Path(__file__).with_name("equivalent.toml")
ROW = "{:<26}{:<28}{:>8}{:>8}{:>8}{:>12}{:>10}".format
HEADER = ROW("exercise", "function", "mutants", "caught", "named", "equivalent", "survived")


@dataclass(frozen=True)
class Verdict:
    """The verdict on one mutant. mistake: the name it got, if it was caught."""

    mutant: Mutant
    caught: bool
    mistake: str | None = None


@dataclass(frozen=True)
class Excuse:
    """One mutant that changes no answer that callers may rely on."""

    name: str
    line: str
    why: str


def excuses(exercise: str, guarded: bool = False) -> list[Excuse]:
    """Read the mutants or guards of this exercise listed as equivalent."""
    key = f"guards of {exercise}" if guarded else exercise
    listed = tomllib.loads(EXCUSES.read_text(encoding="utf-8")).get(key, [])
    excused = []
    for entry in listed:
        why = entry.pop("why")
        for name, lines in entry.items():
            excused += [Excuse(name, line, why) for line in lines]
    return excused


def of(exercise: str, guarded: bool = False) -> list[Mutant]:
    """Make all mutants of an exercise's solution, or all guards."""
    script = catalog.solution(ROOT, exercise).script
    source = script.read_text(encoding="utf-8")
    if guarded:
        return list(guards(source, _public(exercise)))
    return list(mutants(source, strip_solutions(source, script.name)))


def _public(exercise: str) -> Sheet:
    return load(catalog.released(ROOT, exercise).sheet.read_bytes())


def verdicts(
    exercise: str, isolation: str = "auto", jobs: int = 1, every: int = 1, guarded: bool = False
) -> list[Verdict]:
    """Grade each mutant of an exercise, or a sample."""
    folder = catalog.solution(ROOT, exercise)
    hidden = [build_sheet(folder, seed, open_oracle(), mistakes=False) for seed in HIDDEN_SEEDS]
    public = _public(exercise)
    sheets = [_first_cases(public), public, *hidden]
    for task in public.tasks:
        _used(folder.script.read_bytes(), task.names)  # Python 3.11 cannot parse in two threads
    grade = partial(_verdict, folder.script.read_bytes(), sheets, isolation)
    try:
        with ThreadPoolExecutor(jobs) as threads:
            return list(threads.map(grade, of(exercise, guarded)[::every]))
    finally:
        close_idle()


def _first_cases(sheet: Sheet) -> Sheet:
    """Return the sheet with the first cases of each task, which are enough for most mutants."""
    tasks = tuple(replace(task, cases=task.cases[:FIRST]) for task in sheet.tasks)
    return replace(sheet, tasks=tasks)


def _verdict(solution: bytes, sheets: Iterable[Sheet], isolation: str, mutant: Mutant) -> Verdict:
    for sheet in sheets:
        with borrowed(isolation, sheet.packages) as sandbox:
            task = _first_wrong(sandbox, solution, sheet, mutant)
        if task and task.verdict == "not_graded":
            raise RuntimeError(f"{task.name}: {task.message}")
        if task:
            return Verdict(mutant, True, task.mistake)
    return Verdict(mutant, False)


@cache
def _used(solution: bytes, names: tuple[str, ...]) -> set[str]:
    """Return these names and those of all functions of the solution that they use."""
    pieces = source_of(names, {"": ast.parse(solution)})
    return {*names, *(getattr(piece, "name", "") for piece, _ in pieces)}


def _first_wrong(
    sandbox: Runner, solution: bytes, sheet: Sheet, mutant: Mutant
) -> TaskGrade | None:
    """Grade the tasks that use the changed definition, or all tasks if none is known to use it.

    Return the first that fails, if any.
    """
    name = mutant.name.partition(".")[0]
    meant = [task for task in sheet.tasks if name in _used(solution, task.names)]
    tasks = [replace(task, seconds=task.seconds / SHARE) for task in meant or sheet.tasks]
    module = catalog.module_name(sheet.exercise)
    submission = Submission(
        exercise=sheet.exercise,
        module=module,
        filename=f"{module}.py",
        cells=(solution, mutant.source.encode()),
    )
    for task in tasks:
        (run,) = sandbox.run(submission, [task])
        graded = grade_task(task, run, sheet.hints)
        if graded.verdict != "pass":
            return graded
    return None


def complaints(
    graded: Iterable[Verdict], listed: Iterable[Excuse], survives: str = "earns full points"
) -> Iterator[str]:
    """Yield the survivors without an excuse, and the excuses without a survivor."""
    known = {(verdict.mutant.name, verdict.mutant.line) for verdict in graded}
    alive = {(verdict.mutant.name, verdict.mutant.line) for verdict in graded if not verdict.caught}
    excused = {(excuse.name, excuse.line) for excuse in listed}
    for name, line in sorted(alive - excused):
        yield f"{name} {survives} with: {line}"
    for name, line in sorted(excused - known):
        yield f"{name} has no mutant that reads: {line}"
    for name, line in sorted(excused & known - alive):
        yield f"{name} is caught, and listed as equivalent, with: {line}"


def rows(
    exercise: str, graded: Iterable[Verdict], listed: Iterable[Excuse]
) -> Iterator[tuple[str | int, ...]]:
    """Yield a line of the report for each function: see HEADER."""
    excused = {(excuse.name, excuse.line) for excuse in listed}
    by_name: dict[str, list[Verdict]] = {}
    for verdict in graded:
        by_name.setdefault(verdict.mutant.name, []).append(verdict)
    for name, group in by_name.items():
        alive = [
            (verdict.mutant.name, verdict.mutant.line) for verdict in group if not verdict.caught
        ]
        named = sum(verdict.mistake is not None for verdict in group)
        fine = sum(key in excused for key in alive)
        yield exercise, name, len(group), len(group) - len(alive), named, fine, len(alive) - fine


def examine(
    exercise: str, isolation: str, jobs: int, every: int, guarded: bool
) -> tuple[list[tuple[str | int, ...]], list[str]]:
    """Return the lines of the report, and the complaints."""
    graded = verdicts(exercise, isolation, jobs, every, guarded)
    listed = excuses(exercise, guarded)
    if every > 1:
        known = {(verdict.mutant.name, verdict.mutant.line) for verdict in graded}
        listed = [excuse for excuse in listed if (excuse.name, excuse.line) in known]
    return list(rows(exercise, graded, listed)), list(complaints(graded, listed))


def main() -> int:
    """Run the proof for the exercises named, or for all; return the exit code."""
    parser = argparse.ArgumentParser(prog="mutants", description=__doc__)
    parser.add_argument("exercises", nargs="*")
    parser.add_argument("--isolation", choices=("auto", "none"), default="auto")
    parser.add_argument("--every", type=int, default=1, help="grade one mutant in this many")
    parser.add_argument("--guards", action="store_true", help="grade guards, not small changes")
    words = parser.parse_args()
    print(HEADER)
    totals, wrong = [0] * 5, []
    jobs = (cpu_count() or 1) if len(words.exercises) == 1 else 1  # else exercises run in parallel
    examined = partial(
        examine,
        isolation=words.isolation,
        jobs=jobs,
        every=words.every,
        guarded=words.guards,
    )
    for lines, problems in each_exercise(examined, words.exercises):
        for exercise, name, *counts in lines:
            print(ROW(exercise, name, *counts), flush=True)
            totals = [total + count for total, count in zip(totals, counts, strict=True)]
        wrong += problems
    what = "guards" if words.guards else "mutants"
    closing = "{} {}: {} lose points, {} of them by name; {} are equivalent; {} survived."
    print(closing.format(totals[0], what, *totals[1:]))
    print("\n".join(wrong))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
