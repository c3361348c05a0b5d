"""Find passages of code and wrong numbers that two submissions share and few others have.

The rarer a match, the more bits it counts: seven if two of 256 students share it. Code that was
released, or that most people write, counts nothing. Measuring the share of equal code instead would
flag every short correct function.
"""

from __future__ import annotations

import builtins
import hashlib
import keyword
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
from msgspec import Struct

from ..records import Comparison
from .diagnose import explains, varied

PASSAGE = 12  # tokens compared as a unit
LEAST = 20.0  # bits of code that deserve a look
# Code is common if more than 8 students share it; in a small class more than a third, and in a very
# large one more than a twentieth.
CROWD, OF_ALL, OF_FEW = 8, 20, 3
USUAL = 0.95  # the share of all pairs that counts as usual
LONGEST = 2**17  # characters of one submission
LARGEST = 2**16  # bytes of a wrong answer: all of them stay in memory until they are compared
DIGITS = 5  # significant digits of wrong numbers
TOKEN = re.compile(
    r"(?P<comment>\#[^\n]*+)"
    r"|(?P<string>\"\"\"(?:[^\"]++|\"(?!\"\"))*(?:\"\"\"|\Z)|'''(?:[^']++|'(?!''))*(?:'''|\Z)"
    r"|\"(?:[^\"\\\n]++|\\.)*\"?|'(?:[^'\\\n]++|\\.)*'?)"
    r"|(?P<name>\.?[^\W\d]\w*+)|(?P<other>\w++|[^\w\s])"
)
KEPT = {*keyword.kwlist, *dir(builtins)}
Passage = tuple[str, ...]
Students = tuple[str, str]


class Code(Struct, frozen=True):
    """The text of a submission. passages: each with the numbers of its lines, from 0."""

    text: str
    passages: Mapping[Passage, frozenset[int]]

    def lines_of(self, passages: Iterable[Passage]) -> frozenset[int]:
        """Return the lines that these passages are on."""
        return frozenset[int]().union(*(self.passages[each] for each in passages))


class Same(Struct, frozen=True):
    """Equal wrong answers without a name. comparison: one of them."""

    task: str
    students: tuple[str, ...]
    comparison: Comparison


class Pair(Struct, frozen=True, kw_only=True):
    """The matches of two students. code, numbers: in bits. lines: of each, with shared passages."""

    students: Students
    code: float
    numbers: float
    lines: tuple[frozenset[int], frozenset[int]]
    same: tuple[Same, ...]

    @property
    def bits(self) -> float:
        """The bits of code and numbers together."""
        return self.code + self.numbers


class Group(Struct, frozen=True):
    """Students who each share something with another, the least likely pair first."""

    students: tuple[str, ...]
    pairs: tuple[Pair, ...]


class Similar(Struct, frozen=True, kw_only=True):
    """The matches between submissions of one exercise, the least likely group first.

    codes: student -> their code. common: unnamed wrong answers that too many students share to
        suspect copying; they may become known mistakes. usual: the bits that 19 of 20 pairs do not
        exceed.
    """

    exercise: str
    codes: Mapping[str, Code]
    groups: tuple[Group, ...]
    common: tuple[Same, ...]
    usual: float = 0.0

    def share(self, pair: Pair, side: int) -> str:
        """Write how many lines of one student contain shared code, such as `31 of 42`."""
        lines = self.codes[pair.students[side]].text.split("\n")
        return f"{len(pair.lines[side])} of {sum(map(bool, map(str.strip, lines)))}"


# -- code --------------------------------------------------------------------------------------


def read(text: str) -> Code:
    """Read code as passages of tokens, ignoring comments and the choice of names."""
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
    """Return a token: the student's own names all become the same, and so do strings."""
    text = found[0]
    if found.lastgroup == "string":
        return "''"
    is_own = found.lastgroup == "name" and not text.startswith(".") and text not in KEPT
    return "name" if is_own else text


class _Common(Struct, frozen=True):
    """Passages that only these students share. lines: of each student, with these passages."""

    bits: float
    lines: Mapping[str, frozenset[int]]


def _shared(
    codes: Mapping[str, Code], others: Iterable[Code], given: Iterable[Code]
) -> dict[Students, list[_Common]]:
    """Return the code that each pair of students shares.

    Passages with the same owners are counted together: one by one, long equal files of many
    students would take a minute.
    """
    owners: dict[Passage, list[str]] = defaultdict(list)
    for student, code in codes.items():
        for passage in code.passages:
            owners[passage].append(student)
    elsewhere = [code.passages for code in others]
    known = set[Passage]().union(*(code.passages for code in given))
    people = len(codes) + len(elsewhere)
    crowd = _crowd(people)
    alike: dict[tuple[str, ...], list[Passage]] = defaultdict(list)
    for passage, students in owners.items():
        if 2 <= len(students) <= crowd and passage not in known:
            alike[tuple(students)].append(passage)
    shared: dict[Students, list[_Common]] = defaultdict(list)
    for sharers, passages in alike.items():
        counts = [len(sharers) + sum(each in code for code in elsewhere) for each in passages]
        common = _Common(
            sum(math.log2(people / count) for count in counts) / PASSAGE,
            {each: codes[each].lines_of(passages) for each in sharers},
        )
        for pair in combinations(sharers, 2):
            shared[pair].append(common)
    return shared


# -- numbers -----------------------------------------------------------------------------------


def wrong_numbers(
    comparisons: Iterable[Comparison], mistakes: Sequence[str]
) -> tuple[bytes, Comparison] | None:
    """Return a digest of the wrong answers of a task, and the first of them.

    None if a known mistake explains them, or if they could be equal by chance: no numbers, or only
    zeros. Very large answers do not count.

    mistakes: the names of the known ones.
    """
    digest, first = hashlib.sha256(), None
    for position, comparison in enumerate(comparisons):
        if comparison.right or not comparison.case.exact or comparison.outcome is None:
            continue
        if any(explains(comparison, mistake) for mistake in mistakes):
            return None
        parts = comparison.outcome.parts
        if sum(part.nbytes for part in parts if isinstance(part, np.ndarray)) > LARGEST:
            continue
        gaps = comparison.gaps.values()
        for number, (part, gap) in enumerate(zip(parts, gaps, strict=False)):
            if gap and isinstance(part, np.ndarray) and varied(part):
                first = first or comparison
                digest.update(f"{position} {number} {part.shape} {_written(part)}".encode())
    return (digest.digest(), first) if first else None


def _written(array: np.ndarray) -> str:
    """Write numbers so that those that differ only by rounding are equal."""
    return " ".join(f"{number + 0.0:.{DIGITS - 1}e}" for number in array.ravel().tolist())


# -- both --------------------------------------------------------------------------------------


def similarities(
    exercise: str,
    codes: Mapping[str, Code],
    same: Iterable[Same],
    others: Sequence[Code] = (),
    given: Iterable[Code] = (),
) -> Similar:
    """Return groups of students who share something, the least likely first.

    codes: student -> their code. same: wrong answers of two students or more.
    others: code of independent people, which shows what is common. given: the released code and
        the solution.
    """
    shared = _shared(codes, others, given)
    numbers: dict[Students, list[Same]] = defaultdict(list)
    common = []
    for each in same:
        if len(each.students) > _crowd(len(codes)):
            common.append(each)
            continue
        for students in combinations(each.students, 2):
            numbers[students].append(each)
    pairs, totals = [], []
    for students in shared.keys() | numbers.keys():
        pair = _pair(students, shared.get(students, ()), numbers.get(students, ()), len(codes))
        totals.append(pair.bits)
        if pair.code >= LEAST or pair.same:
            pairs.append(pair)
    pairs.sort(key=lambda pair: (-pair.bits, pair.students))
    groups = sorted(_grouped(pairs), key=lambda group: -group.pairs[0].bits)
    return Similar(
        exercise=exercise,
        codes=codes,
        groups=tuple(groups),
        common=tuple(common),
        usual=_usual(totals, math.comb(len(codes), 2)),
    )


def _pair(students: Students, shared: Sequence[_Common], same: Sequence[Same], people: int) -> Pair:
    """Return the matches of two students of a class with this many people."""
    one, two = (
        frozenset[int]().union(*(each.lines[student] for each in shared)) for student in students
    )
    return Pair(
        students=students,
        code=sum(each.bits for each in shared),
        numbers=sum(math.log2(people / len(each.students)) for each in same),
        lines=(one, two),
        same=tuple(same),
    )


def _usual(totals: Iterable[float], pairs: int) -> float:
    """Return the bits that most pairs do not exceed. totals: of pairs that share anything."""
    above = int(pairs * (1 - USUAL))
    return [*sorted(totals, reverse=True), *[0.0] * (above + 1)][above]


def over_all(found: Iterable[Similar]) -> list[tuple[Students, dict[str, Pair]]]:
    """Return each pair of students with their matches by exercise, the least likely first."""
    together: dict[Students, dict[str, Pair]] = defaultdict(dict)
    for each in found:
        for group in each.groups:
            for pair in group.pairs:
                one, two = sorted(pair.students)
                together[one, two][each.exercise] = pair
    return sorted(together.items(), key=lambda item: (-bits(item[1]), item[0]))


def bits(shared: Mapping[str, Pair]) -> float:
    """Return the bits of two students over all exercises. shared: exercise -> pair."""
    return sum(pair.bits for pair in shared.values())


def _crowd(people: int) -> int:
    return max(2, min(CROWD, people // OF_FEW), people // OF_ALL)


def _grouped(pairs: Sequence[Pair]) -> Iterator[Group]:
    together: dict[str, set[str]] = {}
    for pair in pairs:
        joined = set(pair.students).union(*(together.get(each, ()) for each in pair.students))
        together.update(dict.fromkeys(joined, joined))
    for members in {id(each): each for each in together.values()}.values():
        inside = tuple(pair for pair in pairs if pair.students[0] in members)
        yield Group(tuple(sorted(members)), inside)
