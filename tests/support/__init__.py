"""What several tests share: made-up records, classes and courses; nothing here is a test."""

from pathlib import Path

TESTS = Path(__file__).parents[1]
ROOT = TESTS.parent
ZOO = TESTS / "hostile" / "submissions"  # one attack a file
