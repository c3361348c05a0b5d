"""job: the order in which a submission gets its cases."""

import pytest
from msgspec.structs import replace
from support import builders

from autograder.answers import sheet
from autograder.grading import job
from autograder.grading.job import Job, grade_one
from autograder.records import Submission
from autograder.sandbox import runner
from autograder.sandbox.pool import close_idle
from autograder.sandbox.requests import group, request

NOTES = """
def double(inputs):
    with open({path!r}, "a") as notes:
        notes.write(f"{{inputs.sum():g}} ")
    return inputs
"""


@pytest.fixture(autouse=True)
def nothing_kept_open():
    yield
    close_idle()


def test_a_task_without_a_public_case_shows_nothing_and_is_graded():
    case = replace(builders.case([6, 8]), arrays={}, options={"size": 2})
    task = replace(builders.task(case), arrays={})
    source = b"def double(size):\n    return [6, 9]\n"
    submission = Submission(
        exercise="09_doubling",
        module="doubling",
        filename="doubling.py",
        cells=(source,),
    )
    (graded,) = grade_one(Job(submission, sheet.dump(builders.sheet(task)), "none")).tasks
    assert (graded.verdict, graded.score, graded.shown) == ("fail", 0.0, None)


def test_a_name_that_may_be_meant_for_a_missing_one_is_suggested():
    submission = Submission(
        exercise="09_doubling",
        module="doubling",
        filename="doubling.py",
        cells=(b"def Double(inputs):\n    return 2 * inputs\n",),
        unasked=("Double",),
    )
    answers = sheet.dump(builders.sheet(builders.task(builders.case([2, 4]))))
    (graded,) = grade_one(Job(submission, answers, "none")).tasks
    assert graded.verdict == "missing"
    assert "Rename it to double" in str(graded.message)


def test_results_that_may_be_shown_are_computed_before_a_hidden_input_arrives(tmp_path):
    public, hidden = (
        builders.case([2, 4], public=True, inputs=[1, 2]),
        builders.case([6, 8], inputs=[3, 4]),
    )
    answers = sheet.dump(builders.sheet(builders.task(hidden, public)))
    source = NOTES.format(path=str(tmp_path / "notes")).encode()
    submission = Submission(
        exercise="09_doubling", module="doubling", filename="doubling.py", cells=(source,)
    )
    graded = grade_one(Job(submission, answers, "none"))
    assert (tmp_path / "notes").read_text() == "3 7 3 "
    (task,) = graded.tasks
    assert task.verdict == "fail"
    assert task.shown is not None
    assert replace(task.shown.case, mistakes={}).arrays["inputs"].tolist() == [1, 2]


def graded_together(source):
    """Grade two tasks in one process, whose right answer is twice the inputs."""
    public = builders.case([2, 4], public=True, inputs=[1, 2])
    hidden = builders.case([6, 8], inputs=[3, 4])
    tasks = [builders.task(public, hidden, name=name) for name in ("one", "two")]
    quick = [replace(task, seconds=1.0) for task in tasks]
    submission = Submission(
        exercise="09_doubling", module="doubling", filename="doubling.py", cells=(source.encode(),)
    )
    return grade_one(Job(submission, sheet.dump(builders.sheet(*quick)), "auto")).tasks


def test_a_task_that_damages_its_process_costs_no_other_task_points():
    source = "import os\ndef one(x):\n    del os.sep\n    return 2 * x\n"
    source += "def two(x):\n    return x * len(os.sep + '!')\n"
    one, two = graded_together(source)
    assert (one.verdict, two.verdict, two.score) == ("error", "pass", 2.0)


PLAY = """def one(code, inputs):
    return code.One()(inputs)

def two(code, inputs):
    return code.One()(inputs)
"""


@pytest.mark.parametrize(("factor", "needs"), [(2, ()), (3, ("One",))])
def test_a_wrong_class_is_blamed_in_the_first_task_that_uses_it(factor, needs):
    case = builders.case([2, 4], public=True, inputs=[1, 2])
    tasks = [
        replace(builders.task(case, name=name), steps=PLAY, uses=("One",))
        for name in ("one", "two")
    ]
    source = f"class One:\n    def __call__(self, x):\n        return {factor} * x\n"
    submission = Submission(
        exercise="09_doubling", module="doubling", filename="doubling.py", cells=(source.encode(),)
    )
    grade = grade_one(Job(submission, sheet.dump(builders.sheet(*tasks)), "auto"))
    assert [task.needs for task in grade.tasks] == [(), needs]


def test_tasks_that_take_too_long_together_pass_alone():
    source = "import time\ndef one(x):\n    end = time.process_time() + 0.5\n"
    source += "    while time.process_time() < end:\n        pass\n    return 2 * x\ntwo = one\n"
    assert [task.verdict for task in graded_together(source)] == ["pass", "pass"]


def test_a_process_that_ends_during_the_public_cases_costs_only_the_task_that_ended_it():
    source = "import os\ndef one(x):\n    return 2 * x\ndef two(x):\n    os._exit(0)\n"
    assert [task.verdict for task in graded_together(source)] == ["pass", "crash"]


def test_a_task_that_fails_only_beside_others_shows_no_case_that_is_right_alone():
    source = "import os\ndef one(x):\n    os.note = 1\n    return 2 * x\n"
    source += "def two(x):\n    return x if hasattr(os, 'note') else x + 1\n"
    _, two = graded_together(source)
    assert (two.verdict, two.shown) == ("fail", None)


def test_a_task_that_erases_results_costs_no_other_task_points():
    source = "import os\ndef one(x):\n    for each in range(3, 64):\n        try:\n"
    source += "            os.ftruncate(each, 0)\n        except OSError:\n            pass\n"
    source += "    os._exit(0)\ndef two(x):\n    return 2 * x\n"
    assert [task.verdict for task in graded_together(source)] == ["crash", "pass"]


def test_a_wrong_task_keeps_its_picture_beside_one_that_erases_results():
    source = "import os\ndef one(x):\n    return x\ndef two(x):\n    for each in range(3, 64):\n"
    source += "        try:\n            os.ftruncate(each, 0)\n        except OSError:\n"
    source += "            pass\n    os._exit(0)\n"
    one, two = graded_together(source)
    assert (one.verdict, two.verdict) == ("fail", "crash")
    assert one.shown is not None
    assert one.shown.outcome.parts[0].tolist() == [1, 2]


def test_an_absurdly_large_answer_is_not_kept_for_a_picture():
    source = "import numpy as np\ndef one(x):\n    return np.ones(2**20)\n"
    source += "def two(x):\n    import os\n    os._exit(0)\n"  # so that each runs alone
    one, _ = graded_together(source)
    assert one.verdict == "fail"
    assert one.shown is None or one.shown.outcome.parts == ()


def test_only_tasks_that_are_right_so_far_get_hidden_cases_in_the_shared_process(monkeypatch):
    sent = []

    def noted(tasks):
        sent.append([task.name for task in tasks])
        return group(tasks)

    monkeypatch.setattr(runner, "group", noted)
    source = "def one(x):\n    return x\ndef two(x):\n    return 2 * x\n"
    assert [task.verdict for task in graded_together(source)] == ["fail", "pass"]
    assert sent == [["two"]]


def test_a_file_whose_time_is_up_while_it_is_loaded_runs_only_once_for_each_task(monkeypatch):
    sent = []

    def noted(submission, groups, sealed=False):
        sent.append((submission.module, sealed))
        return request(submission, groups, sealed)

    monkeypatch.setattr(runner, "request", noted)
    source = "def one(x):\n    return 2 * x\ntwo = one\nwhile True:\n    pass\n"
    assert [task.verdict for task in graded_together(source)] == ["timeout", "timeout"]
    assert sent.count(("doubling", True)) == 1
    assert sent.count(("doubling", False)) == 2


def test_tasks_with_different_time_limits_share_no_process():
    public = builders.case([2, 4], public=True, inputs=[1, 2])
    tasks = [builders.task(public, name=name) for name in ("one", "two", "three")]
    quick = replace(tasks[1], seconds=1.0)
    groups = job._fenced_alike(builders.sheet(tasks[0], quick, tasks[2]))
    assert [[task.name for task in group] for group in groups] == [["one", "three"], ["two"]]
