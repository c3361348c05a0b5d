"""definitions: the functions and classes at the top level, and those only below it."""

import ast

import pytest

from autograder.intake.definitions import nested


@pytest.mark.parametrize(
    ("code", "places"),
    [
        ("class Layers:\n  def dense(self): ...", ["class Layers.dense"]),
        ("def outer():\n  if x:\n    class dense: ...", ["def outer.dense"]),
        ("def a():\n  try: ...\n  except E:\n    def dense(): ...", ["def a.dense"]),
        ("def a():\n  match x:\n    case 1:\n      def dense(): ...", ["def a.dense"]),
        ("if __name__ == '__main__':\n  def dense(): ...", ['if __name__ == "__main__":.dense']),
        ("def dense(): ...", []),
        ("class dense:\n  def other(self): ...", []),
        ("if sys.platform == 'linux':\n  def dense(): ...", []),
        ("if __name__:\n  def dense(): ...", []),
        ("x = 1", []),
    ],
)
def test_a_name_below_the_top_level_has_a_place(code: str, places: list[str]) -> None:
    assert list(nested([ast.parse(code)], {"dense"})) == places
