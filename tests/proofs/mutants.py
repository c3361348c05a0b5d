"""Every small change of a solution loses points, unless it changes nothing: `make mutants`.

A mutant is graded as a student's file is: in a sandbox, on the public cases and, if these let it pass, under two more
seeds. One that passes them all is either listed in equivalent.toml with the reason, or a case is missing. An entry
that excuses no mutant, or one that does lose points, is wrong too: no stale excuses.
"""

import argparse
import sys
import tomllib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from autograder import catalog
from autograder.answers.making import build_sheet, open_oracle, public_sheet
from autograder.answers.sheet import load
from autograder.grading.submission import grade_task
from autograder.records import Sheet, Submission, TaskGrade
from autograder.sandbox.pool import borrowed, close_idle

from . import ROOT, each_exercise
from .mutate import Mutant, mutants

HIDDEN_SEEDS = (101, 102)
SECONDS = 1.0  # of cpu for each mutant: some never end
EXCUSES = Path(__file__).with_name("equivalent.toml")
HEADER = f"{'exercise':<26}{'function':<28}{'mutants':>8}{'caught':>8}{'named':>8}{'equivalent':>12}{'survived':>10}"


@dataclass(frozen=True)
class Verdict:
    """What became of one mutant. mistake: the name it was given, where it was caught."""

    mutant: Mutant
    caught: bool
    mistake: str | None = None


@dataclass(frozen=True)
class Excuse:
    """One mutant that changes nothing a caller may rely on."""

    name: str
    line: str
    why: str


def excuses(exercise: str) -> list[Excuse]:
    """The mutants of this exercise that are listed as equivalent."""
    listed = tomllib.loads(EXCUSES.read_text(encoding="utf-8")).get(exercise, [])
    return [
        Excuse(name, line, entry["why"])
        for entry in listed
        for name in entry
        if name != "why"
        for line in entry[name]
    ]


def of(exercise: str) -> list[Mutant]:
    folder = ROOT / "solutions" / exercise
    return list(
        mutants((folder / f"{catalog.module_name(exercise)}.py").read_text(encoding="utf-8"))
    )


def verdicts(exercise: str, isolation: str = "auto", jobs: int = 1) -> list[Verdict]:
    """What becomes of each mutant of an exercise."""
    folder = ROOT / "solutions" / exercise
    hidden = [build_sheet(folder, seed, open_oracle(), mistakes=False) for seed in HIDDEN_SEEDS]
    sheets = [load(public_sheet(ROOT, exercise)), *hidden]
    solution = (folder / f"{catalog.module_name(exercise)}.py").read_bytes()
    try:
        with ThreadPoolExecutor(jobs) as threads:
            return list(threads.map(partial(_verdict, solution, sheets, isolation), of(exercise)))
    finally:
        close_idle()


def _verdict(solution: bytes, sheets: Iterable[Sheet], isolation: str, mutant: Mutant) -> Verdict:
    for sheet in sheets:
        for task in _grades(solution, sheet, isolation, mutant):
            if task.verdict == "not_graded":
                raise RuntimeError(f"{task.name}: {task.message}")
            if task.verdict != "pass":
                return Verdict(mutant, True, task.mistake)
    return Verdict(mutant, False)


def _grades(solution: bytes, sheet: Sheet, isolation: str, mutant: Mutant) -> Iterator[TaskGrade]:
    """The task that was changed, or every task where a helper or a constant was."""
    meant = [task for task in sheet.tasks if task.name == mutant.name] or sheet.tasks
    tasks = [replace(task, seconds=SECONDS) for task in meant]
    module = catalog.module_name(sheet.exercise)
    submission = Submission(
        exercise=sheet.exercise,
        module=module,
        filename=f"{module}.py",
        cells=(solution, mutant.source.encode()),
        sha256="",
    )
    with borrowed(isolation, sheet.packages) as sandbox:
        runs = sandbox.run(submission, tasks)
    for task, run in zip(tasks, runs, strict=True):
        yield grade_task(task, run, sheet.hints, hidden=False)


def complaints(found: Iterable[Verdict], listed: Iterable[Excuse]) -> Iterator[str]:
    """Survivors without an excuse, and excuses without a survivor."""
    known = {(verdict.mutant.name, verdict.mutant.line) for verdict in found}
    alive = {(verdict.mutant.name, verdict.mutant.line) for verdict in found if not verdict.caught}
    excused = {(excuse.name, excuse.line) for excuse in listed}
    for name, line in sorted(alive - excused):
        yield f"{name} earns full points with: {line}"
    for name, line in sorted(excused - known):
        yield f"{name} has no mutant that reads: {line}"
    for name, line in sorted(excused & known - alive):
        yield f"{name} loses points, and is listed as equivalent, with: {line}"


def rows(
    exercise: str, found: Iterable[Verdict], listed: Iterable[Excuse]
) -> Iterator[tuple[str | int, ...]]:
    """One line of the report for each function: see HEADER."""
    excused = {(excuse.name, excuse.line) for excuse in listed}
    by_name: dict[str, list[Verdict]] = {}
    for verdict in found:
        by_name.setdefault(verdict.mutant.name, []).append(verdict)
    for name, group in by_name.items():
        alive = [
            (verdict.mutant.name, verdict.mutant.line) for verdict in group if not verdict.caught
        ]
        named = sum(verdict.mistake is not None for verdict in group)
        fine = sum(key in excused for key in alive)
        yield exercise, name, len(group), len(group) - len(alive), named, fine, len(alive) - fine


def examine(exercise: str, isolation: str) -> tuple[list[tuple[str | int, ...]], list[str]]:
    """The lines of the report, and what is wrong."""
    found, listed = verdicts(exercise, isolation), excuses(exercise)
    return list(rows(exercise, found, listed)), list(complaints(found, listed))


def main() -> int:
    parser = argparse.ArgumentParser(prog="mutants", description=__doc__)
    parser.add_argument("exercises", nargs="*")
    parser.add_argument("--isolation", choices=("auto", "none"), default="auto")
    words = parser.parse_args()
    print(HEADER)
    totals, wrong = [0] * 5, []
    for lines, problems in each_exercise(
        partial(examine, isolation=words.isolation), words.exercises
    ):
        for exercise, name, *counts in lines:
            print(
                f"{exercise:<26}{name:<28}"
                + "".join(map("{:>{}}".format, counts, (8, 8, 8, 12, 10))),
                flush=True,
            )
            totals = [total + count for total, count in zip(totals, counts, strict=True)]
        wrong += problems
    print(
        "{} mutants: {} lose points, {} of them by name; {} are equivalent; {} survived.".format(
            *totals
        )
    )
    print("\n".join(wrong))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
