"""Small sheets made by hand, for tests of the stages that need no TensorFlow."""

import numpy as np

from autograder.records import Answer, Outcome, Sheet, SheetCase, TaskSheet


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
    """One call with one array `inputs` and one part `outputs`."""
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
    """A task with one argument and one part."""
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
    return Sheet(
        exercise="09_doubling",
        title="Doubling",
        tasks=tasks,
        hints=hints or {},
        made_by={"device": "CPU:0"},
    )


def answer(*values, **more):
    """An outcome that gave these parts."""
    return Outcome(Answer(tuple(np.asarray(value) for value in values)), **more)
