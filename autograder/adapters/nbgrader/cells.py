"""Make, order and fill the cells that nbgrader knows by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import nbformat
from nbformat import NotebookNode

from ...records import Grade, TaskGrade
from ...reports.html import cell_output

CHECK = "check-"  # before the name of a task: the cell with the points
SOLUTION = "solution-"  # before names of tasks, joined by "-": the cell with the comments


def cell_of(
    kind: str, source: str, name: str, points: float | None = None, **roles: bool
) -> NotebookNode:
    """Make a cell that nbgrader knows. Its schema 3 accepts these fields and no others."""
    new = nbformat.v4.new_markdown_cell if kind == "markdown" else nbformat.v4.new_code_cell
    roles = {"grade": False, "solution": False, "locked": False, "task": False, **roles}
    worth = {} if points is None else {"points": points}
    return new(
        source, metadata={"nbgrader": {"schema_version": 3, "grade_id": name, **roles, **worth}}
    )


def grade_id(cell: NotebookNode) -> str:
    """Return nbgrader's name of a cell, or "" if it has none."""
    data = cell.metadata.get("nbgrader", {})
    return str(data.get("grade_id", "")) if isinstance(data, dict) else ""


def restored(
    cells: Sequence[NotebookNode], known: Mapping[str, NotebookNode], order: Sequence[str]
) -> list[NotebookNode]:
    """Return the cells in their original order, each with the unknown cells that follow it.

    known: the released cells. order: their names. Locked cells that were deleted are restored, but
    solution cells are not: their functions may be in any other cell.
    """
    place = {name: order.index(name) if name in order else len(order) for name in known}
    cells = _each_once(cells, known)
    blocks: list[tuple[int, list[NotebookNode]]] = [(-1, [])]
    for cell in cells:
        if name := grade_id(cell):
            blocks.append((place[name], []))
        blocks[-1][1].append(cell)
    names = set(map(grade_id, cells))
    for name, cell in known.items():
        if name not in names and not name.startswith(SOLUTION):
            blocks.append((place[name], [cell]))
    ordered = sorted(blocks, key=lambda block: block[0])
    return [cell for _, block in ordered for cell in block]


def _each_once(
    cells: Sequence[NotebookNode], known: Mapping[str, NotebookNode]
) -> list[NotebookNode]:
    """Return the cells with the metadata they were released with, without untouched copies."""
    copies: dict[str, list[NotebookNode]] = {}
    for cell in cells:
        if (name := grade_id(cell)) in known:
            copies.setdefault(name, []).append(cell)
        cell.metadata.pop("nbgrader", None)
    untouched: set[int] = set()
    for name, group in copies.items():
        released = known[name].source.strip()
        kept = [cell for cell in group if cell.source.strip() != released] or group[-1:]
        kept[-1].metadata["nbgrader"] = known[name].metadata["nbgrader"]
        untouched |= {id(cell) for cell in group} - {id(cell) for cell in kept}
    return [cell for cell in cells if id(cell) not in untouched]


def fill(nb: NotebookNode, graded: Grade) -> None:
    """Put points and feedback below the grade cells."""
    for cell in nb.cells:
        if name := _checked(cell):
            task = next(task for task in graded.tasks if task.name == name)
            cell.outputs = [_output(task, cell.metadata["nbgrader"]["points"])]


def _checked(cell: NotebookNode) -> str:
    """Return the task that one of our grade cells checks; "" for other cells."""
    name = grade_id(cell)
    return (
        name.removeprefix(CHECK)
        if name.startswith(CHECK) and cell.metadata["nbgrader"]["grade"]
        else ""
    )


def _output(task: TaskGrade, most: float) -> NotebookNode:
    """Return the output of a grade cell.

    nbgrader takes the first result that is a number as the points, unless there is text on stderr.
    """
    points = repr(min(float(task.score or 0.0), float(most)))
    return nbformat.v4.new_output(
        "execute_result", {"text/plain": points, "text/html": cell_output(task)}
    )
