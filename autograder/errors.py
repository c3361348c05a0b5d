"""Define Refusal, the only error that this package raises on purpose for its users to read."""

from collections.abc import Iterable
from importlib.util import find_spec

KEPT = "traceback kept in "  # opens the note on an unexpected error that names its file


class Refusal(Exception):
    """A reason to stop that the reader can fix. The command line prints it in one place.

    problem: one sentence with what was expected and what is there instead.
    remedy: one sentence with what to do.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem, remedy)  # as pickle makes it again in another process
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        """Join the problem and the remedy."""
        return f"{self.problem} {self.remedy}"


def lacking(exercise: str, packages: Iterable[str]) -> Refusal | None:
    """Return a Refusal that names the first package that is not installed here, if any."""
    for package in packages:
        if find_spec(package) is None:
            problem = f"{exercise} uses {package}, which is not installed here."
            return Refusal(problem, f"Install it: python -m pip install {package}")
    return None
