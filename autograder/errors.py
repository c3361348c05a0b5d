"""The one error this package raises on purpose, so that one place can print it.

Exception
└── Refusal    what was expected, what came, what to do
"""


class Refusal(Exception):
    """We cannot go on, and the reader can mend it: a sentence, and a remedy.

    `problem` says what was expected and what came; `remedy` says what to do.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem = problem
        self.remedy = remedy
