"""What Gradescope's image installs beside the grader: what the exercise allows, and no more."""

import pytest
from support import ROOT

from autograder import catalog
from autograder.adapters.gradescope.export import setup


@pytest.mark.parametrize("exercise", catalog.exercises(ROOT, catalog.SOLUTIONS))
def test_tensorflow_is_installed_for_the_exercise_that_allows_it_alone(exercise):
    script = setup(catalog.load_spec(catalog.solution(ROOT, exercise)).packages).decode()
    (line,) = [line for line in script.splitlines() if "pip install" in line]
    assert ("tensorflow" in line) == (exercise == "08_keras_layers")
    assert "{" not in line
