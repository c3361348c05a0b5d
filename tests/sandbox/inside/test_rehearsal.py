"""Test that the rehearsal goes through the whole worker, and that a submission finds no trace."""

import os
from pathlib import Path

import numpy as np
from support import builders

from autograder.records import Submission
from autograder.sandbox.bubblewrap import WarmSandbox
from autograder.sandbox.inside import rehearsal, worker
from autograder.sandbox.inside.packing import Reader

TRACES = b"""
import linecache, sys

def f(inputs):
    return sum("rehears" in name for name in (*sys.modules, *linecache.cache))
"""


def test_the_rehearsal_gets_two_answers(tmp_path: Path) -> None:
    descriptor = os.open(tmp_path / "results", os.O_RDWR | os.O_CREAT)
    worker.run(rehearsal.REQUEST, descriptor, lambda *_: None)
    os.close(descriptor)
    reader = Reader((tmp_path / "results").read_bytes())
    head, _ = reader.record()
    assert (head["defined"], head["loading"]) == (True, None)
    for _ in range(2):
        header, (product, sums) = reader.record()
        assert "raised" not in header
        np.testing.assert_array_equal(product, [[2, 2], [2, 2]])
        np.testing.assert_array_equal(sums, [2, 2])
    last, _ = reader.record()
    assert (last["overwritten"], last["printed"]) == ([], 0)


def test_a_submission_finds_no_trace_of_the_rehearsal() -> None:
    task = builders.task(builders.case(0), name="f")
    submission = Submission(
        exercise="traces", module="traces", filename="traces.py", cells=(TRACES,), sha256=""
    )
    with WarmSandbox() as sandbox:
        (run,) = sandbox.run(submission, [task])
    # Its own module of the rehearsal is one of the worker's, like `worker` itself.
    assert [part.tolist() for part in run.outcomes[0].parts] == [1]
