"""Run the examples in the docstrings of a solution, which students try first."""

import doctest
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .. import catalog
from ..errors import Refusal
from ..text import shown


def broken_examples(script: Path) -> Iterator[str]:
    """Yield a sentence for each example that does not give what its docstring says.

    A script that cannot be run has none: it is reported elsewhere.
    """
    try:
        module = catalog.executed(script)
    except Refusal:
        return
    runner = _Runner()
    for test in doctest.DocTestFinder(recurse=True).find(module, module.__name__):
        runner.run(test, out=lambda text: None)
    for line, source, given, wanted in runner.broken:
        yield (
            f"{script.name}, line {line}: {source} gives {given}, but its docstring says {wanted}."
            " Fix the wrong one."
        )


class _Runner(doctest.DocTestRunner):
    """A runner that notes failed examples: line, source, actual and expected output."""

    def __init__(self) -> None:
        super().__init__(verbose=False)
        self.broken: list[tuple[int, str, str, str]] = []

    def report_failure(
        self, out: object, test: doctest.DocTest, example: doctest.Example, got: str
    ) -> None:
        line = (test.lineno or 0) + example.lineno + 1
        source, given, wanted = map(_on_one_line, (example.source, got, example.want))
        self.broken.append((line, source, given, wanted))

    def report_unexpected_exception(
        self, out: object, test: doctest.DocTest, example: doctest.Example, exc_info: Any
    ) -> None:
        self.report_failure(out, test, example, f"{exc_info[0].__name__}: {exc_info[1]}")


def _on_one_line(text: str) -> str:
    return shown(" ".join(text.split())) or "nothing"
