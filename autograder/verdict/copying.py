"""Find what two submissions share and few others have: passages of code, and wrong numbers.

How unlikely it is to share something by chance is counted in bits: what two of 256 students have is
worth seven. What everyone was given, or most people write, is worth nothing. Programs that compare
code report how much of a file is shared instead, and so they report every short right answer.
"""

from __future__ import annotations

import builtins
import hashlib
import keyword
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from ..records import Comparison
from .diagnose import explains, varied

PASSAGE = 12  # tokens that are compared as one
LEAST = 20.0  # bits of code that are worth a look
# What more than 8 of a large class share, and a third of a small one, is what many people do.
CROWD, OF_ALL, OF_FEW = 8, 20, 3
USUAL = 0.95  # of all pairs share no more than what is usual
LONGEST = 2**17  # characters of one submission
DIGITS = 5  # of wrong numbers
TOKEN = re.compile(
    r"(?P<comment>\#[^\n]*+)"
    r"|(?P<string>\"\"\"(?:[^\"]|\"(?!\"\"))*+(?:\"\"\"|\Z)|'''(?:[^']|'(?!''))*+(?:'''|\Z)"
    r"|\"(?:[^\"\\\n]|\\.)*+\"?|'(?:[^'\\\n]|\\.)*+'?)"
    r"|(?P<name>\.?[^\W\d]\w*+)|(?P<other>\w++|[^\w\s])"
)
KEPT = {*keyword.kwlist, *dir(builtins)}
Passage = tuple[str, ...]
Students = tuple[str, str]


@dataclass(frozen=True)
class Code:
    """The text of a submission. passages: each with the numbers of its lines, from 0."""

    text: str
    passages: Mapping[Passage, frozenset[int]]


@dataclass(frozen=True)
class Same:
    """Wrong answers that are the same numbers, and have no name. comparison: one of them."""

    task: str
    students: tuple[str, ...]
    comparison: Comparison


@dataclass(frozen=True, kw_only=True)
class Pair:
    """What two students share. code: in bits. lines: those of each that hold shared passages."""

    students: Students
    code: float
    numbers: float
    lines: tuple[frozenset[int], frozenset[int]]
    same: tuple[Same, ...]

    @property
    def bits(self) -> float:
        """How unlikely all of it is."""
        return self.code + self.numbers


@dataclass(frozen=True)
class Group:
    """Students of whom each shares something with another, the least likely pair first."""

    students: tuple[str, ...]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, kw_only=True)
class Similar:
    """What the submissions of one exercise share, the least likely group first.

    codes: student -> their code. common: unnamed wrong answers of too many students to suspect any
        of them: mistakes to put on file. usual: the bits that 19 of 20 pairs do not exceed.
    """

    exercise: str
    codes: Mapping[str, Code]
    groups: tuple[Group, ...]
    common: tuple[Same, ...]
    usual: float = 0.0

    def share(self, pair: Pair, side: int) -> str:
        """Write how many lines of a student of a pair hold shared code, such as `31 of 42`."""
        lines = self.codes[pair.students[side]].text.split("\n")
        return f"{len(pair.lines[side])} of {sum(map(bool, map(str.strip, lines)))}"


# -- code --------------------------------------------------------------------------------------


def read(text: str) -> Code:
    """Read code as passages of tokens, without comments, and whatever its own names are."""
    text = text[:LONGEST]
    tokens, lines = [], []
    line, at = 0, 0
    for found in TOKEN.finditer(text):
        if found.lastgroup == "comment":
            continue
        line += text.count("\n", at, found.start())
        at = found.start()
        tokens.append(_token(found))
        lines.append(line)
    places: dict[Passage, set[int]] = defaultdict(set)
    for start in range(len(tokens) - PASSAGE + 1):
        end = start + PASSAGE
        places[tuple(tokens[start:end])].update(lines[start:end])
    return Code(text, {passage: frozenset(found) for passage, found in places.items()})


def _token(found: re.Match[str]) -> str:
    """Return a token: names of the student's own choice are all the same, and so are strings."""
    text = found[0]
    if found.lastgroup == "string":
        return "''"
    is_own = found.lastgroup == "name" and not text.startswith(".") and text not in KEPT
    return "name" if is_own else text


def _shared(
    codes: Mapping[str, Code], others: Iterable[Code], given: Iterable[Code]
) -> dict[Students, tuple[float, set[Passage]]]:
    owners: dict[Passage, list[str]] = defaultdict(list)
    for student, code in codes.items():
        for passage in code.passages:
            owners[passage].append(student)
    elsewhere = [code.passages for code in others]
    known = set[Passage]().union(*(code.passages for code in given))
    people = len(codes) + len(elsewhere)
    crowd = _crowd(people)
    shared: dict[Students, tuple[float, set[Passage]]] = {}
    for passage, students in owners.items():
        if not 2 <= len(students) <= crowd or passage in known:
            continue
        having = len(students) + sum(passage in passages for passages in elsewhere)
        for pair in combinations(students, 2):
            bits, passages = shared.get(pair, (0.0, set()))
            passages.add(passage)
            shared[pair] = bits + math.log2(people / having) / PASSAGE, passages
    return shared


# -- numbers -----------------------------------------------------------------------------------


def wrong_numbers(
    comparisons: Iterable[Comparison], mistakes: Sequence[str]
) -> tuple[bytes, Comparison] | None:
    """Return a digest of the wrong answers of a task, and the first of them.

    None if they have a name, or would be the same for many reasons: no numbers, or only zeros.

    mistakes: those on file.
    """
    digest, first = hashlib.sha256(), None
    for position, comparison in enumerate(comparisons):
        if comparison.right or not comparison.case.exact or comparison.outcome is None:
            continue
        if any(explains(comparison, mistake) for mistake in mistakes):
            return None
        parts = comparison.outcome.parts
        gaps = comparison.gaps.values()
        for number, (part, gap) in enumerate(zip(parts, gaps, strict=False)):
            if gap and isinstance(part, np.ndarray) and varied(part):
                first = first or comparison
                digest.update(f"{position} {number} {part.shape} {_written(part)}".encode())
    return (digest.digest(), first) if first else None


def _written(array: np.ndarray) -> str:
    """Write numbers so that those that differ by rounding alone are the same."""
    return " ".join(f"{number + 0.0:.{DIGITS - 1}e}" for number in array.ravel().tolist())


# -- both --------------------------------------------------------------------------------------


def similarities(
    exercise: str,
    codes: Mapping[str, Code],
    same: Iterable[Same],
    others: Sequence[Code] = (),
    given: Iterable[Code] = (),
) -> Similar:
    """Return who shares what with whom in one exercise, the least likely first.

    codes: student -> their code. same: wrong answers of two students or more.
    others: code of independent people, which shows what is common. given: what students were given,
        and the solution.
    """
    shared = _shared(codes, others, given)
    numbers: dict[Students, list[Same]] = defaultdict(list)
    common = []
    for each in same:
        if len(each.students) > _crowd(len(codes)):
            common.append(each)
            continue
        for pair in combinations(each.students, 2):
            numbers[pair].append(each)
    pairs, worths = [], []
    for students in shared.keys() | numbers.keys():
        bits, passages = shared.get(students, (0.0, set()))
        alike = tuple(numbers[students]) if students in numbers else ()
        worth = sum(math.log2(len(codes) / len(each.students)) for each in alike)
        worths.append(bits + worth)
        if bits < LEAST and students not in numbers:
            continue
        one, two = (
            frozenset[int]().union(*(codes[student].passages[each] for each in passages))
            for student in students
        )
        pairs.append(
            Pair(students=students, code=bits, numbers=worth, lines=(one, two), same=alike)
        )
    pairs.sort(key=lambda pair: (-pair.bits, pair.students))
    groups = sorted(_grouped(pairs), key=lambda group: -group.pairs[0].bits)
    return Similar(
        exercise=exercise,
        codes=codes,
        groups=tuple(groups),
        common=tuple(common),
        usual=_usual(worths, math.comb(len(codes), 2)),
    )


def _usual(worths: Iterable[float], pairs: int) -> float:
    """Return the bits that most pairs do not exceed. worths: of the pairs that share anything."""
    above = int(pairs * (1 - USUAL))
    return [*sorted(worths, reverse=True), *[0.0] * (above + 1)][above]


def over_all(found: Iterable[Similar]) -> list[tuple[Students, dict[str, Pair]]]:
    """Return each two students with what they share, by exercise, the least likely first."""
    together: dict[Students, dict[str, Pair]] = defaultdict(dict)
    for each in found:
        for group in each.groups:
            for pair in group.pairs:
                one, two = sorted(pair.students)
                together[one, two][each.exercise] = pair
    return sorted(together.items(), key=lambda item: (-bits(item[1]), item[0]))


def bits(shared: Mapping[str, Pair]) -> float:
    """Return how unlikely it is to share all this, exercise -> pair."""
    return sum(pair.bits for pair in shared.values())


def _crowd(people: int) -> int:
    return max(2, min(CROWD, people // OF_FEW), people // OF_ALL)


def _grouped(pairs: Sequence[Pair]) -> Iterator[Group]:
    together: dict[str, set[str]] = {}
    for pair in pairs:
        joined = set(pair.students).union(*(together.get(each, ()) for each in pair.students))
        together.update(dict.fromkeys(joined, joined))
    for members in {id(each): each for each in together.values()}.values():
        theirs = tuple(pair for pair in pairs if pair.students[0] in members)
        yield Group(tuple(sorted(members)), theirs)
