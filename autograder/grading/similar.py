"""Compare the submissions of a class with each other: code, and wrong answers on public cases.

Public cases alone, so that a page may be shown to those whom it concerns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from .. import catalog
from ..intake.notebook import notebook_cells
from ..records import Grade, Submission
from ..sandbox.pool import IsolationChoice, open_sandbox
from ..verdict.compare import compare_run
from ..verdict.copying import Code, Same, Similar, read, similarities, wrong_numbers
from .check import public_sheet
from .inspecting import stored_in, submitted


def similar(
    out: Path, root: Path, exercise: str | None, isolation: IsolationChoice
) -> Iterator[Similar]:
    """Yield what the submissions of each exercise in an output folder share.

    Refusal: there is no result, or no such exercise; a public sheet or code is missing.
    """
    results: dict[str, list[tuple[Grade, Submission]]] = defaultdict(list)
    for folder, grade in stored_in(out):
        if submission := submitted(out, folder, grade):
            results[grade.exercise].append((grade, submission))
    names = [catalog.find(exercise, sorted(results))] if exercise else sorted(results)
    for name in names:
        codes = {each.student or "": _code(each) for _, each in results[name]}
        same = list(_same(root, name, results[name], isolation))
        solution = catalog.solution(root, name)
        others = [read(_text(path.read_bytes())) for path in solution.styles.values()]
        given = [read(_text(text)) for text in _given(root, name)]
        yield similarities(name, codes, same, others, given)


def _given(root: Path, name: str) -> Iterator[bytes]:
    """Yield what students were given, and the solution."""
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
    results: Sequence[tuple[Grade, Submission]],
    isolation: IsolationChoice,
) -> Iterator[Same]:
    """Run the tasks that answered and were wrong, and yield the wrong answers of several."""
    answers = public_sheet(catalog.released(root, name))
    found = defaultdict(list)
    with open_sandbox(isolation, answers.packages) as sandbox:
        for grade, submission in results:
            failed = {task.name for task in grade.tasks if task.verdict == "fail"}
            tasks = [task for task in answers.tasks if task.name in failed]
            for task, run in zip(tasks, sandbox.run(submission, tasks), strict=True):
                if wrong := wrong_numbers(compare_run(task, run), list(answers.hints)):
                    digest, comparison = wrong
                    found[task.name, digest].append((submission.student or "", comparison))
    for (asked, _), students in found.items():
        if len(students) > 1:
            yield Same(asked, tuple(student for student, _ in students), students[0][1])
