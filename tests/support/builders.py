"""Small handmade sheets, to test stages that need no TensorFlow."""

import numpy as np
from msgspec.structs import replace

from autograder.records import Answer, Outcome, Raised, Sheet, SheetCase, Submission, TaskSheet

LAYERS = Submission(
    exercise="03_layers",
    module="layers",
    filename="layers.py",
    cells=(b"1\n2\n3\n4\n", b"def f(x):\n\n    return x\n"),
    sha256="0" * 64,
    student="Ada",
)


def case(
    right,
    *,
    exact=True,
    public=False,
    aspect="values",
    inputs=None,
    allowed=None,
    mistakes=None,
    options=None,
):
    """Make one call with one array `inputs` and one part `outputs`."""
    right = np.asarray(right, np.float32)
    inputs = np.arange(3, dtype=np.float32) if inputs is None else np.asarray(inputs, np.float32)
    allowances = {} if exact else {"outputs": np.full(right.shape, allowed, np.float32)}
    wrong = {
        name: Outcome(Answer((np.asarray(value, np.float32),)))
        for name, value in (mistakes or {}).items()
    }
    return SheetCase(
        aspect=aspect,
        exact=exact,
        public=public,
        arrays={"inputs": inputs},
        options=options or {},
        answers={"outputs": right},
        allowances=allowances,
        mistakes=wrong,
    )


def task(*cases, name="double", points=2.0, integer=False):
    """Make a task with one argument and one part."""
    parts = dict.fromkeys(cases[0].answers, "size")
    return TaskSheet(
        name=name,
        points=points,
        arrays={"inputs": "size"},
        parts=parts,
        integer=integer,
        seconds=5.0,
        cases=cases,
    )


def sheet(*tasks, hints=None):
    """Make a sheet of these tasks."""
    return Sheet(
        exercise="09_doubling",
        title="Doubling",
        tasks=tasks,
        hints=hints or {},
        made_by={"device": "CPU:0"},
    )


def answer(*values, **more):
    """Make an outcome with these parts."""
    return Outcome(Answer(tuple(np.asarray(value) for value in values)), **more)


def example(right=(2.0, 4.0), real=0.5, **changes):
    """Make a sheet with every kind of field: options, an allowance, two mistakes and a hint."""
    options = {"size": (1, 2), "padding": "same"}
    exact = case(right, mistakes={"negated": [-2, -4]}, options=options)
    exact.mistakes["unset"] = Outcome(Raised(type="NameError", message=""), changed=(0,))
    rounded = case([real], exact=False, allowed=1e-6)
    made = sheet(task(exact, rounded), hints={"negated": "The sign."})
    return replace(made, **changes)
