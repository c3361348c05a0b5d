"""The end of an exercise: what was built, and what comes next."""

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace
from support import ROOT
from support.made_up_grades import PASSED, failed, graded, message, one_wrong

from autograder import catalog
from autograder.grading.ending import TOLD, ending, read_ahead, without_advice


def built(name):
    return catalog.read_spec(catalog.solution(ROOT, name)).built


@pytest.fixture
def student(tmp_path):
    """Make a course of two exercises, the first of them solved."""
    for name in ("01_dense", "02_activations"):
        shutil.copytree(ROOT / "exercises" / name, tmp_path / "exercises" / name)
    for name in ("dense.py", "spec.py"):
        shutil.copy(ROOT / "solutions/01_dense" / name, tmp_path / "exercises/01_dense")
    return tmp_path


def test_a_finished_exercise_says_what_was_built_and_what_comes_next(student, autograder):
    said = " ".join(autograder("check", "01_dense", cwd=student).stdout.split())
    assert said.endswith(
        f"{built('01_dense')} Next: 02_activations. Activations: what stands between two layers."
    )


def test_one_right_task_does_not_finish_an_exercise(student, autograder):
    done = autograder("check", "01_dense", "--task", "dense", cwd=student)
    assert (done.returncode, "Next: 02" in done.stdout) == (0, False)


def test_the_answer_to_the_texts_question_comes_with_the_task_that_settles_it(student, autograder):
    check = ("check", "01_dense", "--task")
    before = autograder(*check, "dense", cwd=student).stdout
    after = " ".join(autograder(*check, "count_dense_parameters", cwd=student).stdout.split())
    (answer,) = catalog.read_spec(catalog.solution(ROOT, "01_dense")).predicted.values()
    assert f"Did you predict it? {answer} 1 of 1 task right." in after
    assert "predict" not in before


def test_an_answer_is_shown_once_and_again_with_all(student, autograder):
    (student / "exercises/02_activations/spec.py").unlink()
    checks = [autograder("check", "01_dense", *more, cwd=student) for more in ((), (), ("--all",))]
    counts = [check.stdout.count("Did you predict it?") for check in checks]
    assert counts == [1, 0, 1]
    (student / TOLD).write_text("{}")  # damaged, it is replaced
    assert "Did you predict it?" in autograder("check", "01_dense", cwd=student).stdout


def test_the_last_exercise_names_no_next_one_and_a_broken_spec_has_no_closing_words(
    student, autograder
):
    shutil.rmtree(student / "exercises/02_activations")
    alone = autograder("check", cwd=student)
    assert " ".join(alone.stdout.split()).endswith(built("01_dense"))
    (student / "exercises/01_dense/spec.py").write_text("broken(")
    done = autograder("check", cwd=student)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Next" not in done.stdout


@pytest.mark.parametrize("damage", [Path.unlink, lambda sheet: sheet.write_bytes(b"PK")])
def test_without_the_next_exercises_sheet_only_what_was_built_is_said(student, damage):
    names = {task.name for task in catalog.read_spec(catalog.solution(ROOT, "01_dense")).tasks}
    damage(student / "exercises/02_activations/sheet.npz")
    assert ending(student, "01_dense", names) == [built("01_dense")]


def test_what_was_read_ahead_is_not_read_again(student):
    read_ahead(catalog.released(student, "01_dense"))
    for file in ("spec.py", "sheet.npz"):
        for path in student.glob(f"exercises/*/{file}"):
            path.write_bytes(b"")
    tasks = catalog.read_spec(catalog.solution(ROOT, "01_dense")).tasks
    (text,) = ending(student, "01_dense", {task.name for task in tasks})
    assert text.startswith(f"{built('01_dense')} Next: 02_activations.")


def test_the_network_of_07_is_shown_at_the_end():
    assert all("`python network.py`" in built(name) for name in ("07_network", "08_keras_layers"))


def test_advice_about_right_answers_is_given_once():
    first = graded(replace(PASSED, message=message("float64 is wide.")), failed(one_wrong()))
    seen: set[str] = set()
    assert without_advice(first, seen) == first
    again = without_advice(first, seen)
    assert [str(task.message) for task in again.tasks] == ["", str(first.tasks[1].message)]
