"""Grade layers written by hand against TensorFlow.

records.py defines the terms, and grading/submission.py the order of the stages.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .grading.debug import case as case
    from .reports.panels import as_planes as as_planes

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Import `case` or `as_planes` on first use, so that no command waits for it."""
    if name == "case":
        from .grading.debug import case

        return case
    if name == "as_planes":
        from .reports.panels import as_planes

        return as_planes
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
