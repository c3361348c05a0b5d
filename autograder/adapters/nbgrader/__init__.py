"""nbgrader, both ways: a course made from the exercises, and grades from our sandbox in its notebooks and gradebook.

Exercise -> source/<exercise>/<module>.ipynb;   submitted notebook -> pipeline -> its cells and the gradebook

Everything hangs on the names of cells: `check-<task>` carries a task's points, `solution-<task>-<task>` its comment.
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
from .gradebook import write_gradebook

__all__ = ["configure", "write_course", "write_gradebook"]
