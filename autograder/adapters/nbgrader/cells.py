"""The cells of a notebook that nbgrader knows: what they are called, where they belong, what stands below them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import nbformat
from nbformat import NotebookNode

from ...records import Grade, TaskGrade
from ...reports.html import cell_output

CHECK, SOLUTION = (
    "check-",
    "solution-",
)  # before a task carries its points; before tasks, with "-" between, comments


def cell_of(
    kind: str, source: str, name: str, points: float | None = None, **roles: bool
) -> NotebookNode:
    """A cell that nbgrader knows. Its schema 3 takes these fields and no others."""
    new = nbformat.v4.new_markdown_cell if kind == "markdown" else nbformat.v4.new_code_cell
    roles = {"grade": False, "solution": False, "locked": False, "task": False, **roles}
    worth = {} if points is None else {"points": points}
    return new(
        source, metadata={"nbgrader": {"schema_version": 3, "grade_id": name, **roles, **worth}}
    )


def grade_id(cell: NotebookNode) -> str:
    found = cell.metadata.get("nbgrader", {})
    return str(found.get("grade_id", "")) if isinstance(found, dict) else ""


def mended(
    cells: Sequence[NotebookNode], known: Mapping[str, NotebookNode], order: Sequence[str]
) -> list[NotebookNode]:
    """The cells in their first order, each with what stands below it; what is locked and lost is there again.

    A solution cell that is lost stays lost: its function may be anywhere.
    """
    place = {name: order.index(name) if name in order else len(order) for name in known}
    cells = _each_once(cells, known)
    blocks: list[tuple[int, list[NotebookNode]]] = [(-1, [])]
    for cell in cells:
        if name := grade_id(cell):
            blocks.append((place[name], []))
        blocks[-1][1].append(cell)
    lost = [
        name for name in known if name not in map(grade_id, cells) and not name.startswith(SOLUTION)
    ]
    blocks += [(place[name], [known[name]]) for name in lost]
    return [cell for _, block in sorted(blocks, key=lambda block: block[0]) for cell in block]


def _each_once(
    cells: Sequence[NotebookNode], known: Mapping[str, NotebookNode]
) -> list[NotebookNode]:
    """Every cell with the data it was released with. Untouched copies of it go."""
    copies: dict[str, list[NotebookNode]] = {}
    for cell in cells:
        if (name := grade_id(cell)) in known:
            copies.setdefault(name, []).append(cell)
        cell.metadata.pop("nbgrader", None)
    gone = []
    for name, group in copies.items():
        touched = [
            cell for cell in group if cell.source.strip() != known[name].source.strip()
        ] or group[-1:]
        gone += [cell for cell in group if not any(cell is each for each in touched)]
        touched[-1].metadata["nbgrader"] = known[name].metadata["nbgrader"]
    return [cell for cell in cells if not any(cell is each for each in gone)]


def fill(nb: NotebookNode, graded: Grade) -> None:
    """Put points and feedback below the grade cells."""
    for cell in nb.cells:
        if name := _checked(cell):
            task = next(task for task in graded.tasks if task.name == name)
            cell.outputs = [_output(task, cell.metadata["nbgrader"]["points"])]


def _checked(cell: NotebookNode) -> str:
    """The task that a grade cell of ours is about; "" for other cells."""
    name = grade_id(cell)
    return (
        name.removeprefix(CHECK)
        if name.startswith(CHECK) and cell.metadata["nbgrader"]["grade"]
        else ""
    )


def _output(task: TaskGrade, most: float) -> NotebookNode:
    """nbgrader takes the first result that is a number for the points, and no text on stderr, or there are none."""
    points = repr(min(float(task.score or 0.0), float(most)))
    return nbformat.v4.new_output(
        "execute_result", {"text/plain": points, "text/html": cell_output(task)}
    )
