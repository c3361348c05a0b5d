"""Prove that mistakes are named, and report what each costs."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from .. import catalog
from .verify import Proof

# In the file of a mistake: "# special value: ties", or "# special value: ties; why it costs more".
SPECIAL = re.compile(r"^# special value: *([^;\n]+)(?:; *(.+))?$", re.MULTILINE)
HALF = 0.5 + 1e-6


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
            yield f"mistakes/{mistake}.py replaces {shared} from the solution: rename it."
        for lost in proof.lost[mistake]:
            if not lost:
                yield f"mistakes/{mistake}.py loses no points.{proof.loading(path)}"
            for task in lost:
                if task.mistakes != (mistake,):
                    others = ", ".join(task.mistakes)
                    named = f"named {others}" if others else "not named"
                    forbidden = task.verdict == "forbidden"
                    why = f" {task.message}" if forbidden else proof.loading(path)
                    yield f"mistakes/{mistake}.py is {named} in {task.name}.{why}"


def special_value(path: Path) -> tuple[str, str]:
    """Return the special value that a mistake is about, and why it may cost more than half.

    Each is "" unless a comment in the file gives it.
    """
    found = SPECIAL.search(path.read_text(encoding="utf-8"))
    return (found[1].strip(), found[2] or "") if found else ("", "")


def special_values_cost_at_most_half(proof: Proof) -> Iterator[str]:
    """Yield each mistake about one special value that costs more than half of a task."""
    for mistake, path in proof.folder.mistakes.items():
        special, reason = special_value(path)
        task, share = cost(proof, mistake)
        if special and not reason and share > HALF:
            yield (
                f"mistakes/{mistake}.py costs {share:.0%} of {task}, although it is only about"
                f" {special}. Draw it only under its own aspect, or give a reason"
                " after a semicolon."
            )


def cost(proof: Proof, mistake: str) -> tuple[str, float]:
    """Return the task in which a mistake costs most, and the share of points lost."""
    shares = {"": 0.0}
    for tasks in proof.lost[mistake]:
        for graded in tasks:
            lost = 1 - (graded.score or 0.0) / graded.max_score
            shares[graded.name] = max(lost, shares.get(graded.name, 0.0))
    return max(shares.items(), key=lambda item: item[1])


def cost_lines(proof: Proof) -> Iterator[str]:
    """Yield the cost of each mistake, most expensive first."""
    costs = [(*cost(proof, mistake), mistake) for mistake in proof.folder.mistakes]
    for task, share, mistake in sorted(costs, key=lambda each: -each[1]):
        special, _ = special_value(proof.folder.mistakes[mistake])
        line = f"{proof.folder.name:<26}{mistake:<44}{task:<28}{share:>6.0%}  {special}"
        yield line.rstrip()


def named_mistakes(proof: Proof) -> Iterator[tuple[str, int, int, int]]:
    """Count the mistakes on file, task by task.

    Yield the task's name, the number of mistakes that lose points in it, how many of these are
    named correctly for every seed, and how many are named as another for any seed.
    """
    for task in proof.exercise.tasks:
        on_file = named = wrongly = 0
        for mistake, by_seed in proof.lost.items():
            names: set[str | None] = set()
            for tasks in by_seed:
                names |= {graded.mistake for graded in tasks if graded.name == task.name}
            on_file += bool(names)
            named += names == {mistake}
            wrongly += bool(names - {mistake, None})
        yield task.name, on_file, named, wrongly


def mistake_lines(proofs: Iterable[Proof]) -> Iterator[tuple[str, bool]]:
    """Yield the mistakes on file as a table, and their costs as another.

    Yield each line, and whether it says that mistakes are not named correctly.
    """
    row = "{:<26}{:<28}{:>8}{:>7}{:>15}".format
    yield row("exercise", "task", "on file", "named", "wrongly named"), False
    totals = [0, 0, 0]
    costs: list[str] = []
    for proof in proofs:
        costs += cost_lines(proof)
        for task, *counts in named_mistakes(proof):
            totals = [total + count for total, count in zip(totals, counts, strict=True)]
            yield row(proof.folder.name, task, *counts), False
    on_file, named, _ = totals
    yield row("", "total", *totals), on_file > named
    yield "", False
    head = ("exercise", "mistake", "task that it costs most", "cost", "special value")
    yield "{:<26}{:<44}{:<28}{:>6}  {}".format(*head), False
    yield from ((line, False) for line in costs)
