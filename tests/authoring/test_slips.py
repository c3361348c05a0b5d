"""slips: an author's errors are reported before TensorFlow is imported."""

import subprocess
import sys

import pytest
from support import ROOT

from autograder import catalog
from autograder.authoring import slips
from autograder.authoring.new import new
from autograder.errors import Refusal

WITHOUT_TENSORFLOW = """
import sys
sys.modules["tensorflow"] = None
from autograder.cli import main
main()
"""


def exercise(root, steps=False):
    (root / "solutions").mkdir()
    new(root, "09_scaling", steps)
    return catalog.solution(root, "09_scaling")


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("steps", [False, True])
def test_a_new_exercise_has_no_errors(tmp_path, steps):
    exercise(tmp_path, steps)
    slips.check(tmp_path, ["09_scaling"])


def test_a_solution_takes_its_arrays_in_the_order_of_the_spec(tmp_path):
    folder = exercise(tmp_path)
    change(folder.spec, '{"inputs": "batch features", "factor": "features"}',
           '{"factor": "features", "inputs": "batch features"}')  # fmt: skip
    change(folder.spec, "def scale(tf, inputs, factor)", "def scale(tf, factor, inputs)")
    says = r"scaling\.py: scale takes inputs, factor, and in .*spec\.py its `arrays` are factor, in"
    with pytest.raises(Refusal, match=says):
        slips.check(tmp_path, ["09_scaling"])


def test_steps_take_their_arrays_in_the_order_of_the_spec(tmp_path):
    folder = exercise(tmp_path, steps=True)
    change(folder.steps, "def scale(code, inputs, ", "def scale(code, images, ")
    with pytest.raises(Refusal, match=r"steps\.py has no function scale\(code, inputs, "):
        slips.check(tmp_path, ["09_scaling"])


@pytest.mark.parametrize("command", ["verify", "release"])
def test_the_commands_of_authors_report_errors_without_tensorflow(tmp_path, command):
    folder = exercise(tmp_path)
    change(folder.spec, "points=1", "points=0")
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_TENSORFLOW, command],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("scale: `points` is 0.\nWrite `points=2`, or any number above 0.\n")
