"""Compare the submissions of a class with each other: code, and wrong answers to public cases.

The page shows no hidden case, so that staff may show it to the students concerned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from .. import catalog
from ..intake.notebook import notebook_cells
from ..intake.submissions import Received
from ..records import Submission
from ..sandbox.pool import IsolationChoice, open_sandbox
from ..verdict.compare import compare_run
from ..verdict.copying import Code, Same, Similar, read, similarities, wrong_numbers
from .check import public_sheet
from .contents import read_undamaged
from .inspecting import graded_code
from .submitted import kept_code
from .tasks import with_results

Wrong = frozenset[str] | None  # tasks with wrong answers; None if not graded


def similar(
    out: Path,
    root: Path,
    exercise: str | None,
    isolation: IsolationChoice,
    further: Mapping[str, Sequence[Received]] | None = None,
) -> Iterator[Similar]:
    """Yield what the submissions of each exercise in an output folder share.

    further: source -> more submissions to compare, such as last year's. For students in the output
        folder, only the graded code counts; if it was not kept, it is looked up in `further`.

    Refusal: there is no result, or no such exercise; a public sheet or code is missing.
    """
    results = _results(out, further or {})
    names = [with_results(exercise, results)] if exercise else sorted(results)
    for name in names:
        codes = {each.student or "": _code(each) for _, each in results[name]}
        same = list(_same(root, name, results[name], isolation))
        solution = catalog.solution(root, name)
        others = [read(_text(path.read_bytes())) for path in solution.styles.values()]
        given = [read(_text(text)) for text in _given(root, name)]
        yield similarities(name, codes, same, others, given)


def _results(
    out: Path, further: Mapping[str, Sequence[Received]]
) -> dict[str, list[tuple[Wrong, Submission]]]:
    """Return what to compare, by exercise."""
    elsewhere = []
    for source, received in further.items():
        elsewhere += [(source, each.submission) for each in received if each.submission]
    by_digest = {(each.exercise, each.sha256): each for _, each in elsewhere}
    results: dict[str, list[tuple[Wrong, Submission]]] = defaultdict(list)
    graded: set[tuple[str, str | None]] = set()
    contents = read_undamaged(out)
    for grade in contents.grades:
        folder = contents.folders[grade.student or ""]
        graded.add((grade.exercise, grade.student))
        submission = kept_code(out, folder, grade.exercise, grade.submission_sha256)
        submission = submission or by_digest.get((grade.exercise, grade.submission_sha256))
        if submission := submission or graded_code(out, folder, grade):
            wrong = frozenset(task.name for task in grade.tasks if task.verdict == "fail")
            results[grade.exercise].append((wrong, replace(submission, student=grade.student)))
    taken = set(graded)
    for source, each in elsewhere:
        if (each.exercise, each.student) in graded or each.exercise not in results:
            continue
        name = f"{each.student} ({source})"
        while (each.exercise, name) in taken:  # a student may be called so
            name += f" ({source})"
        taken.add((each.exercise, name))
        results[each.exercise].append((None, replace(each, student=name)))
    return results


def _given(root: Path, name: str) -> Iterator[bytes]:
    """Yield the released code, and the solution."""
    for file, data in catalog.skeletons(root, [name]).items():
        cells = (
            [cell.text for cell in notebook_cells(file, data)]
            if file.endswith(".ipynb")
            else [data]
        )
        yield b"\n".join(cells)
    yield catalog.solution(root, name).script.read_bytes()


def _code(submission: Submission) -> Code:
    return read("\n".join(map(_text, submission.cells)))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\r\n", "\n")


def _same(
    root: Path,
    name: str,
    results: Sequence[tuple[Wrong, Submission]],
    isolation: IsolationChoice,
) -> Iterator[Same]:
    """Run the wrong tasks again, and yield wrong answers that students share."""
    answers = public_sheet(catalog.released(root, name))
    found = defaultdict(list)
    with open_sandbox(isolation, answers.packages) as sandbox:
        for failed, submission in results:
            tasks = [task for task in answers.tasks if failed is None or task.name in failed]
            for task, run in zip(tasks, sandbox.run(submission, tasks), strict=True):
                if wrong := wrong_numbers(compare_run(task, run), list(answers.hints)):
                    digest, comparison = wrong
                    found[task.name, digest].append((submission.student or "", comparison))
    for (asked, _), students in found.items():
        if len(students) > 1:
            yield Same(asked, tuple(student for student, _ in students), students[0][1])
