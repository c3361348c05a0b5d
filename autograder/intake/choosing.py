"""Choose a student's file for an exercise: the one that defines its names and holds work."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from ..catalog import module_name
from ..errors import Refusal
from ..text import listed
from .archives import INSTEAD, Room, is_archive, opened
from .candidate import MAX_SOURCE, Assigned, Budget, Candidate, inspect_file, is_source
from .downloads import series
from .files import FEWER, File
from .students import source_names
from .work import digest_of_work

NESTED = 2  # levels of archives that are opened: one inside another
MOST_NAMED = 5  # files listed in a sentence
ONE = "Keep the one to grade, or put all of the work into one file."


class Candidates:
    """The files of one student, each inspected once.

    files: including those in archives. inspected: those that may be submissions.
    doubts: why archives, scripts and notebooks cannot be inspected.
    documents: why documents that may hold work cannot be graded. They matter only if there is
        nothing else.
    late: whether any file is late.
    """

    def __init__(self, files: Sequence[File], assigned: Assigned) -> None:
        """Open the archives and inspect every file."""
        self.assigned = assigned
        self.inspected: list[Candidate] = []
        self.doubts: list[Refusal] = []
        self.documents: list[Refusal] = []
        self.late = any(file.late for file in files)
        newest_first = sorted(files, key=lambda file: -file.version)  # room may run out
        unpacked = self._unpacked(newest_first, Room(), NESTED)
        self.files = sorted(unpacked, key=lambda file: (len(file.path), -file.version, file.path))
        self.budget = Budget()
        self.later = [file for file in self.files if not is_source(file.name)]
        for file in self.files:
            if is_source(file.name):
                self._inspect(file, self.doubts)

    def _unpacked(self, files: Sequence[File], room: Room, levels: int) -> Iterator[File]:
        for file in files:
            if not is_archive(file.name):
                yield file
                continue
            try:
                if levels == 0:
                    problem = f"{file.shown} is in an archive in an archive."
                    raise Refusal(problem, INSTEAD)
                if room.packed < 0:
                    raise Refusal(f"With {file.shown}, the archives are too large.", FEWER)
                inside = opened(file, room)
            except Refusal as refusal:
                self.doubts.append(_without_traceback(refusal))
                continue
            yield from self._unpacked(inside, room, levels - 1)

    def _inspect(self, file: File, refused: list[Refusal]) -> None:
        try:
            self.budget.spend(b"", file)  # once it is spent, nothing more is read
            if found := inspect_file(file, self.assigned, self.budget):
                self.inspected.append(found)
        except Refusal as refusal:
            refused.append(_without_traceback(refusal))

    def chosen(self, exercise: str) -> Candidate | None:
        """Return the one file with work for an exercise, or else the skeleton; None without any.

        Refusal: several files have different work, or a file that cannot be inspected may
        have some.
        """
        names = self.assigned.exercises[exercise]
        if not any(found.written & names for found in self.inspected):
            self._inspect_later()
        candidates = [found for found in self.inspected if self._defines_of(exercise, found)]
        done = [found for found in candidates if found.written & names]
        if candidates and not done and self.doubts:
            raise self.doubts[0]
        if not done:
            done = candidates[:1] or self._named_after(exercise)
        done = [found for found in done if is_source(found.file.name)] or done
        done = self._belonging(exercise, done) or done
        done, older = _newest(done, names)
        different = {found.sha256 for found in done}
        # Parsing is bounded for each student: a short zip may hold hundreds of large files.
        if len(different) > 1 and sum(map(_length, done)) <= MAX_SOURCE:
            different = {digest_of_work(found) for found in done}
        if len(different) > 1:
            files = file_list([found.file for found in done])
            problem = f"There are {len(different)} files with different work for {exercise}"
            raise Refusal(f"{problem}: {files}.", ONE)
        return replace(done[0], older=tuple(older)) if done else None

    def _inspect_later(self) -> None:
        """Inspect the files that are named neither as scripts nor as notebooks, but only once."""
        later, self.later = self.later, []
        for file in later:
            self._inspect(file, self.documents)

    def _defines_of(self, exercise: str, found: Candidate) -> bool:
        """Tell whether a file has names of an exercise, but not all these and more of another."""
        theirs = {each: found.names & names for each, names in self.assigned.exercises.items()}
        return bool(theirs[exercise]) and not any(
            theirs[exercise] < names for names in theirs.values()
        )

    def _belonging(self, exercise: str, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Return the files that are for an exercise, rather than for one that uses its functions.

        These have it in `best_exercises`, or define all its names that such a file does.
        """
        names = self.assigned.exercises[exercise]
        at_home = {
            each.names & names
            for each in candidates
            if exercise in best_exercises(each, self.assigned)
        }
        return [found for found in candidates if any(theirs <= found.names for theirs in at_home)]

    def _named_after(self, exercise: str) -> list[Candidate]:
        """Return the files that define nothing but have the skeleton's name."""
        if self.doubts:
            return []
        others = self.assigned.exercises.keys() - {exercise}
        return [
            found
            for found in self.inspected
            if not found.names
            and _original(found.file) in source_names(exercise)
            and not others & set(found.file.path)
        ]

    def exercises(self) -> set[str]:
        """Return the exercises that some of the files are for.

        A file is for the exercise of which it defines most names, and for any of which it defines
        half; fewer may be helpers.
        """
        self._inspect_later()
        exercises = {each for each in self.assigned.exercises if self._named_after(each)}
        for found in self.inspected:
            theirs = best_exercises(found, self.assigned) if found.names else set()
            exercises |= theirs
            rest = found.names.difference(*(self.assigned.exercises[each] for each in theirs))
            for exercise, names in self.assigned.exercises.items():
                if rest & names and len(found.names & names) >= len(names) / 2:
                    exercises.add(exercise)
        return exercises

    def doubt(self) -> Refusal | None:
        """Return why work may be in a file that cannot be inspected, if none was found."""
        doubts = self.doubts if self.exercises() else [*self.doubts, *self.documents]
        return doubts[0] if doubts else None


def _without_traceback(refusal: Refusal) -> Refusal:
    """Return a refusal without its traceback, which would keep all that was read in memory."""
    return Refusal(refusal.problem, refusal.remedy)


def _original(file: File) -> str:
    """Return a file's name without the mark of its version."""
    return series(file.name) if file.version else file.name


def _newest(
    candidates: Sequence[Candidate], names: frozenset[str]
) -> tuple[list[Candidate], list[File]]:
    """Split candidates into those that count and older versions of the same file.

    A version with work that the newest lacks counts: it may be a file of its own.
    """
    versions: dict[str, list[Candidate]] = {}
    for found in candidates:
        versions.setdefault(series(found.file.path[0]), []).append(found)
    kept: list[Candidate] = []
    older: list[File] = []
    for theirs in versions.values():
        last = max(found.file.version for found in theirs)
        done = [found.written for found in theirs if found.file.version == last]
        for found in theirs:
            if found.file.version == last or found.written & names - frozenset().union(*done):
                kept.append(found)
            else:
                older.append(found.file)
    return kept, older


def _length(found: Candidate) -> int:
    return sum(map(len, found.cells))


def best_exercises(found: Candidate, assigned: Assigned) -> set[str]:
    """Return the exercises of which a file defines the most names; its path breaks ties."""
    count = {each: len(found.names & names) for each, names in assigned.exercises.items()}
    most = {each for each in count if count[each] == max(count.values())}
    steps = {step.casefold().partition(".")[0] for step in found.file.path}
    named = {each for each in most if steps & {each, module_name(each)}}
    return named or most


def file_list(files: Sequence[File]) -> str:
    """Name the first files, and count the rest."""
    names = [file.shown for file in files[:MOST_NAMED]]
    more = [f"{len(files) - MOST_NAMED} more"] if len(files) > MOST_NAMED else []
    return listed([*names, *more])
