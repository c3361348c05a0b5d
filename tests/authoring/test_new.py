"""new: an exercise keeps its promises from the start; `verify` proves those about TensorFlow."""

import runpy
import shutil

import numpy as np
import pytest

from autograder import catalog
from autograder.authoring.new import new
from autograder.errors import Refusal


@pytest.fixture
def root(tmp_path):
    (tmp_path / "solutions" / "03_convolution").mkdir(parents=True)
    (tmp_path / "exercises" / "05_pooling").mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "folder"), [("attention", "06_attention"), ("04_layer_norm", "04_layer_norm")]
)
def test_a_name_without_a_number_gets_the_next_free_one(root, name, folder):
    assert new(root, name) == root / "solutions" / folder
    assert catalog.exercises(root, "solutions") == [folder]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Attention", "cannot be the name"),
        ("two words", "cannot be"),
        ("../up", "cannot be"),
        ("", "cannot be"),
        ("4_attention", "cannot be"),
        ("04_", "cannot be"),
        ("04_4", "cannot be"),
        ("a\n", "cannot be"),
        ("class", "'class' already has a meaning in Python"),
        ("random", "already has a meaning"),
        ("numpy", "already has a meaning"),
        ("spec", "already has a meaning"),
        ("convolution", "03_convolution already has a module called convolution"),
        ("pooling", "05_pooling already has"),
        ("03_attention", "Number 03 is taken by 03_convolution"),
    ],
)
def test_a_name_that_would_not_work_is_refused(root, name, says):
    before = sorted(root.rglob("*"))
    with pytest.raises(Refusal, match=says):
        new(root, name)
    assert sorted(root.rglob("*")) == before


def test_no_exercise_is_created_in_a_students_copy(root):
    shutil.rmtree(root / "solutions")
    with pytest.raises(Refusal, match=r"There is no folder .*solutions"):
        new(root, "attention")
    assert not (root / "solutions").exists()


def test_after_99_a_number_must_be_given(root):
    (root / "solutions" / "99_last").mkdir()
    with pytest.raises(Refusal, match="no number after 99"):
        new(root, "attention")


def test_no_placeholder_is_left(root):
    texts = [path.read_text() for path in new(root, "layer_norm").rglob("*.py")]
    assert not [text for text in texts if "$" in text or "template" in text]
    assert any("# # 06 Layer norm: " in text for text in texts)


def test_the_spec_loads_and_every_task_has_a_mistake_with_a_hint(root):
    folder = catalog.solution(root, new(root, "attention").name)
    tasks = {task.name for task in catalog.load_spec(folder).tasks}
    paths = folder.mistakes.values()
    assert {name for path in paths for name in runpy.run_path(str(path)) if name in tasks} == tasks
    assert all(len(catalog.hint(path).split()) < 42 for path in paths)


def test_the_solution_is_right_and_each_mistake_is_wrong(root):
    folder = catalog.solution(root, new(root, "attention").name)
    right = runpy.run_path(str(folder.script))
    inputs, factor, upstream = (
        np.array([[1.0, 2, 0], [0, 1, -3]]),
        np.array([2.0, -1, 5]),
        np.array([[1.0, 2, 3], [3, -1, 1]]),
    )
    assert right["scale"](inputs, factor).tolist() == [[2, -2, 0], [0, -1, -15]]
    grads = right["scale_backward"](upstream, inputs, factor)
    assert [grad.tolist() for grad in grads] == [[[2, -2, 15], [6, 1, 5]], [1, 3, -3]]
    wrong = {}
    for path in folder.mistakes.values():
        wrong |= runpy.run_path(str(path))
    assert (wrong["scale"](inputs, factor) != right["scale"](inputs, factor)).any()
    assert (wrong["scale_backward"](upstream, inputs, factor)[1] != grads[1]).any()
