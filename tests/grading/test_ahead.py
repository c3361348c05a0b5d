"""ahead: answers may be compared before all of them have arrived."""

import pytest
from support import ROOT
from support.realistic import RIGHT

from autograder.answers import sheet
from autograder.grading.ahead import compare_ahead
from autograder.grading.submission import grade
from autograder.records import Submission
from autograder.reports.files import as_json, result
from autograder.sandbox import results
from autograder.sandbox.process import Worker
from autograder.sandbox.requests import request
from autograder.verdict import compare

WRONG = RIGHT.replace(b" + bias", b"")


@pytest.mark.parametrize("source", [RIGHT, WRONG], ids=["right", "wrong"])
@pytest.mark.parametrize("share", [0, 0.5, 1])
def test_answers_compared_ahead_are_not_compared_again_and_change_no_grade(
    share: float, source: bytes
) -> None:
    answers = sheet.load((ROOT / "exercises/01_dense/sheet.npz").read_bytes())
    submission = Submission(
        exercise="01_dense", module="dense", filename="dense.py", cells=(source,)
    )
    death = Worker().finish(request(submission, [[task] for task in answers.tasks]), 60.0)

    def graded() -> str:
        runs = results.read(submission, answers.tasks, death.results, death.output)
        return as_json([result(grade(answers, submission, runs, "none"))])

    expected = graded()
    compare._compare.cache_clear()
    results._usual_call.cache_clear()
    compare_ahead(answers, submission, death.results[: int(share * len(death.results))])
    ahead = compare._compare.cache_info().misses
    assert graded() == expected
    all_calls = sum(len(task.cases) for task in answers.tasks)
    assert compare._compare.cache_info().misses == all_calls
    assert ahead == pytest.approx(share * all_calls, abs=0.2 * all_calls)
