"""Make nbgrader courses from the exercises, and grade nbgrader's notebooks in our sandbox.

Exercise -> source/<exercise>/<module>.ipynb
Submitted notebook -> grading -> its cells and the gradebook

The name of a cell identifies its tasks: `check-<task>` holds a task's points, and
`solution-<task>-<task>` the comment on these tasks.
"""

from ...errors import Refusal

try:
    import nbgrader  # noqa: F401
except ModuleNotFoundError as error:
    raise Refusal(
        "nbgrader is not installed here.", 'Run `pip install "layers-by-hand[nbgrader]"`.'
    ) from error

from .autograde import configure
from .course import write_course
from .gradebook import check_gradebook, write_gradebook

__all__ = ["check_gradebook", "configure", "write_course", "write_gradebook"]
