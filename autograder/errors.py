"""Define Refusal, the only error that this package raises on purpose for its users to read."""

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
