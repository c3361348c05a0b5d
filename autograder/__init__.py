"""Grade layers written by hand against TensorFlow.

records.py defines the terms, and grading/submission.py the order of the stages.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .grading.debug import case as case

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Import `case` on first use: no command waits for it."""
    if name == "case":
        from .grading.debug import case

        return case
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
