"""The one error this package raises on purpose, so that one place can print it.

Exception
└── Refusal    what was expected, what is there instead, what to do
"""


class Refusal(Exception):
    """A reason to stop that the reader can remove: one sentence for the problem, one for the remedy.

    `problem` says what was expected and what is there instead; `remedy` says what to do.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem = problem
        self.remedy = remedy
