"""Helpers that several tests share: made-up records, classes and courses; no tests."""

from pathlib import Path

TESTS = Path(__file__).parents[1]
ROOT = TESTS.parent
ZOO = TESTS / "hostile" / "submissions"  # one attack per file
