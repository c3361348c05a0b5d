"""Test steps: a class is used, and a failure is reported with its line, step and shapes."""

import pytest
from msgspec.structs import replace
from support import builders

from autograder.answers.making import run_trusted
from autograder.grading.submission import grade, grade_task
from autograder.records import Answer, Raised, Submission

PLAY = """import numpy as np

def double(code, inputs):
    layer = code.Double(2)
    layer.forward(inputs[:1])
    return layer.forward(inputs)

def quadruple(code, inputs):
    return code.Twice(code.Double(2)).forward(inputs)
"""
RIGHT = """class Double:
    def __init__(self, factor):
        self.factor = factor

    def forward(self, inputs):
        return self.factor * inputs
"""
TWICE = """
class Twice:
    def __init__(self, layer):
        self.layer = layer

    def forward(self, inputs):
        return self.layer.forward(self.layer.forward(inputs))
"""
DOUBLE = replace(builders.task(builders.case([0, 2, 4], public=True)), steps=PLAY, uses=("Double",))
QUADRUPLE = replace(
    builders.task(builders.case([0, 4, 8], public=True), name="quadruple"),
    steps=PLAY,
    uses=("Twice", "Double"),
)


def submission(*cells):
    return Submission(
        exercise="09_doubling",
        module="doubling",
        filename="doubling.py" if len(cells) == 1 else "doubling.ipynb",
        cells=tuple(cell.encode() for cell in cells),
    )


def run(task, *cells):
    (only,) = run_trusted(submission(*cells), [task])
    return only


def whole(*cells):
    sheet = builders.sheet(DOUBLE, QUADRUPLE)
    runs = run_trusted(submission(*cells), sheet.tasks)
    return {task.name: task for task in grade(sheet, submission(*cells), runs, "none").tasks}


def test_a_correct_class_earns_full_points():
    graded = whole(RIGHT + TWICE)
    assert {name: task.verdict for name, task in graded.items()} == {
        "double": "pass",
        "quadruple": "pass",
    }


def test_every_play_gets_fresh_arrays_and_writing_into_them_is_noticed():
    source = RIGHT.replace("return self.factor * inputs", "inputs *= 2; return inputs")
    outcome = run(DOUBLE, source).outcomes[0]
    assert outcome.changed == (0,)
    assert isinstance(outcome.result, Answer)


def test_arrays_that_steps_return_are_checked_again_after_the_last_play():
    source = RIGHT.replace("def forward", "out = []\n\n    def forward").replace(
        "return self.factor * inputs",
        "self.out.append(self.factor * inputs)\n        for each in self.out[:-1]: each[:] = 0\n"
        "        return self.out[-1]",
    )
    task = replace(DOUBLE, cases=DOUBLE.cases * 2)
    assert [outcome.overwritten for outcome in run(task, RIGHT).outcomes] == [(), ()]
    assert [outcome.overwritten for outcome in run(task, source).outcomes] == [(0,), ()]


@pytest.mark.parametrize(
    ("old", "new", "line", "step"),
    [
        ("self.factor = factor", "self.factor = 1 / 0", 3, 4),
        ("return self.factor * inputs", "return inputs.missing", 6, 5),
        ("def forward(self, inputs)", "def forward(self)", None, 5),
    ],
    ids=["in the constructor", "in a method", "in the call of a method"],
)
def test_an_exception_names_the_students_line_and_the_step(old, new, line, step):
    raised = run(DOUBLE, RIGHT.replace(old, new)).outcomes[0].result
    assert isinstance(raised, Raised)
    assert (raised.line, raised.step) == (line, step)
    text = str(grade_task(DOUBLE, run(DOUBLE, RIGHT.replace(old, new)), {}).message)
    assert f"In this step, line {step} of steps.py" in text
    assert PLAY.splitlines()[step - 1].strip() in text


def test_a_wrong_answer_is_shown_with_its_steps():
    text = str(grade_task(DOUBLE, run(DOUBLE, RIGHT.replace("self.factor *", "3 *")), {}).message)
    assert "The steps, from line 4 of steps.py:" in text
    assert "layer.forward(inputs[:1])" in text


def test_the_shapes_of_a_failing_step_are_reported():
    raised = run(DOUBLE, RIGHT.replace("return self", "1 / 0; return self")).outcomes[0].result
    assert isinstance(raised, Raised)
    assert raised.shapes == "inputs (3,)"


def test_a_missing_name_is_reported_once_and_needed_elsewhere():
    graded = whole(TWICE)
    assert graded["double"].verdict == graded["quadruple"].verdict == "missing"
    assert "There is no Double in the file." in str(graded["double"].message)
    assert graded["quadruple"].needs == ("Double",)
    assert "It needs Double. Get double right first." in str(graded["quadruple"].message)


def test_a_wrong_class_is_blamed_in_the_task_that_is_about_it():
    graded = whole(RIGHT.replace("self.factor *", "3 *") + TWICE)
    assert (graded["double"].needs, graded["quadruple"].needs) == ((), ("Double",))
    assert graded["quadruple"].others == ()


def test_a_task_with_an_error_of_its_own_is_not_excused():
    graded = whole(RIGHT + TWICE.replace("self.layer.forward(self", "(self"))
    assert graded["double"].verdict == "pass"
    assert (graded["quadruple"].verdict, graded["quadruple"].needs) == ("fail", ())


STUB = RIGHT.replace("self.factor = factor", 'raise NotImplementedError("write")').replace(
    "return self.factor * inputs", 'raise NotImplementedError("write")'
)
HALF = RIGHT.replace("return self.factor * inputs", 'raise NotImplementedError("write")')


def test_a_class_of_stubs_is_not_written_yet():
    assert whole(STUB + TWICE)["double"].verdict == "not_implemented"


@pytest.mark.parametrize("below", [STUB, HALF], ids=["a stub", "half a class"])
def test_a_copy_with_more_stubs_does_not_replace_a_class_above_it(below):
    assert grade_task(DOUBLE, run(DOUBLE, RIGHT, below), {}).verdict == "pass"


def test_a_class_with_fewer_stubs_replaces_the_one_above_it():
    assert grade_task(DOUBLE, run(DOUBLE, STUB, RIGHT), {}).verdict == "pass"
    below = RIGHT.replace("self.factor *", "3 *")
    assert grade_task(DOUBLE, run(DOUBLE, RIGHT, below), {}).verdict == "fail"


FORBIDDEN = {
    "a method": RIGHT.replace("return self.factor * inputs", "return np.convolve(inputs, [2])"),
    "a base class": (
        "class Base:\n    def forward(self, inputs):\n        return np.convolve(inputs, [2])\n"
        "class Double(Base):\n    def __init__(self, factor):\n        pass\n"
    ),
    "an attribute of the class": RIGHT + "    by_numpy = np.convolve\n",
    "a function that a method uses": (
        "def helper(x):\n    return np.convolve(x, [2])\n"
        + RIGHT.replace("return self.factor * inputs", "return helper(inputs)")
    ),
}


@pytest.mark.parametrize("source", FORBIDDEN.values(), ids=FORBIDDEN)
def test_an_off_limits_call_is_found_in_classes(source):
    task = replace(DOUBLE, off_limits=("numpy.convolve",))
    graded = grade_task(task, run(task, "import numpy as np\n" + source), {})
    assert (graded.verdict, graded.score) == ("forbidden", 0.0)
    assert "np.convolve at line " in str(graded.message)


def test_a_name_of_one_method_does_not_hide_the_call_in_another():
    source = "from numpy import *\n" + RIGHT.replace(
        "self.factor = factor", "convolve = factor; self.factor = convolve"
    ).replace("return self.factor * inputs", "return convolve(inputs, [2])")
    task = replace(DOUBLE, off_limits=("numpy.convolve",))
    assert grade_task(task, run(task, source), {}).verdict == "forbidden"
