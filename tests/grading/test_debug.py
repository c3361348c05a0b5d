"""One public case for a student: as an object, and as a script beside their file."""

import os
import re
import runpy
import shutil
import subprocess
import sys

import numpy as np
import pytest
from support import ROOT

import autograder as package
from autograder import catalog
from autograder.answers import sheet
from autograder.errors import Refusal
from autograder.grading import debug

WITHOUT_TENSORFLOW = catalog.exercises(ROOT, "exercises")[:7]
WRONG = "import numpy as np\ndef dense(inputs, kernel, bias):\n    return inputs @ kernel - bias\n"
# Right for few inputs: the case that is shown has more of them than fit.
WRONG_FOR_MANY = WRONG.replace("- bias", "+ (bias if len(inputs) < 9 else -bias)")


@pytest.fixture
def student(tmp_path):
    shutil.copytree(ROOT / "exercises", tmp_path / "exercises")
    return tmp_path


@pytest.mark.parametrize("name", WITHOUT_TENSORFLOW)
def test_the_script_of_every_task_gives_tensorflows_numbers_with_the_solution(
    student, name, monkeypatch, capsys
):
    """The first case of each task, and the largest, which is not written out."""
    folder = catalog.released(student, name)
    shutil.copy(ROOT / "solutions" / name / folder.script.name, folder.script)
    monkeypatch.syspath_prepend(str(folder.path))
    for module in (folder.module, "steps"):  # of another test
        monkeypatch.delitem(sys.modules, module, raising=False)
    for task in sheet.load(folder.sheet.read_bytes()).tasks:
        sizes = [sum(array.size for array in case.arrays.values()) for case in task.cases]
        for number in {1, sizes.index(max(sizes)) + 1}:
            case = debug.public_case(task, number)
            path = debug.write_script(case, folder, folder.script)
            names = runpy.run_path(str(path))
            for part in case.parts:
                yours, right = names[f"your_{part}"], names[f"right_{part}"]
                np.testing.assert_allclose(yours, right, rtol=1e-3, atol=1e-4)
                assert f"{part}, yours:\n" in capsys.readouterr().out or part != case.parts[0]
    for module in (folder.module, "steps"):
        sys.modules.pop(module, None)


def test_debug_takes_the_case_that_check_shows_and_overwrites_nothing(student, autograder):
    (student / "exercises/01_dense/dense.py").write_text(WRONG)
    done = autograder("debug", "01_dense/dense", cwd=student)
    path = student / "exercises/01_dense/debug_dense_1.py"
    assert (done.returncode, path.exists()) == (0, True)
    ran = subprocess.run([sys.executable, path], capture_output=True, text=True, cwd=student)
    assert "[[ -5. -22.]" in ran.stdout
    assert "[[15. 18.]" in ran.stdout
    path.write_text("mine")
    again = autograder("debug", "01_dense/dense", "--case", "1", cwd=student)
    assert (again.returncode, path.read_text()) == (2, "mine")
    assert "already exists" in again.stderr
    checked = autograder("check", "01_dense", "--task", "dense", cwd=student)
    assert "dense.py" in checked.stdout  # the script is not mistaken for a submission


def test_debug_takes_the_case_of_the_aspect_that_check_was_asked_for(student, autograder):
    file = student / "exercises/01_dense/dense.py"
    file.write_text(WRONG_FOR_MANY)
    asked = ("--aspect", "further axes")
    shown = autograder("check", "01_dense/dense", *asked, cwd=student).stdout
    command = '`autograder debug dense --aspect "further axes"` has them.'
    assert command in " ".join(shown.split())
    done = autograder("debug", "01_dense/dense", *asked, cwd=student)
    assert "further axes.\n" in done.stdout
    (path,) = file.parent.glob("debug_dense_*.py")
    shape = re.search(r"inputs \((.*?)\)", shown)[1]
    text = path.read_text()
    inputs = text[text.index("inputs = ") : text.index("kernel = ")]
    namespace = {"np": np}
    exec(inputs, namespace)
    assert ", ".join(map(str, namespace["inputs"].shape)) == shape
    wrong = autograder("debug", "01_dense/dense", "--aspect", "same", cwd=student)
    assert "No aspect has same in its name." in wrong.stderr


def test_for_a_notebook_it_writes_a_cell_instead(student, autograder):
    folder = student / "exercises/01_dense"
    (folder / "dense.py").unlink()
    done = autograder("debug", "dense", "--case", "2", cwd=folder)
    assert 'autograder.case("dense", 2)' in done.stdout
    assert "example.call(dense)" in done.stdout
    assert not list(folder.glob("debug*"))


def test_a_file_that_python_cannot_import_is_refused(student):
    folder = catalog.released(student, "01_dense")
    (task, *_) = sheet.load(folder.sheet.read_bytes()).tasks
    with pytest.raises(Refusal, match=r"Rename it to dense\.py"):
        debug.write_script(debug.public_case(task, 1), folder, folder.path / "dense (1).py")


def test_a_case_gives_copies_and_calls_with_copies():
    case = package.case("01_dense/dense", 3, ROOT)
    case.inputs["bias"][:] = 1e6
    fresh = package.case("01_dense/dense", 3, ROOT)
    assert abs(fresh.inputs["bias"]).max() < 1e6

    def greedy(inputs, kernel, bias):
        bias[:] = 0
        return inputs @ kernel

    fresh.call(greedy)
    assert fresh.inputs["bias"].any()
    right = fresh.call(lambda inputs, kernel, bias: inputs @ kernel + bias)
    np.testing.assert_allclose(right, fresh.answer, rtol=1e-5, atol=1e-5)
    assert "case 3" in repr(fresh)


def test_a_case_of_steps_runs_with_the_classes_in_order():
    case = package.case("07_network/relu_and_flatten", 1, ROOT)
    scope = runpy.run_path(str(ROOT / "solutions/07_network/network.py"))
    outputs, _ = case.call(*(scope[name] for name in case.needs))
    np.testing.assert_allclose(outputs, case.answer[0])
    assert repr(case).endswith("\n`.call(ReLU, Flatten)` gives your answer.")
    with pytest.raises(Refusal, match=r"passed 1 .* `\.call\(ReLU, Flatten\)`"):
        case.call(scope["ReLU"])


def test_a_task_is_found_from_its_folder_and_refused_where_it_is_ambiguous(student, monkeypatch):
    assert package.case("dense", folder=student / "exercises/01_dense").needs == ("dense",)
    assert package.case("dense", folder=student / "exercises/07_network").needs == ("Dense",)
    with pytest.raises(Refusal, match="01_dense/dense or 07_network/dense"):
        package.case("dense", folder=student)
    with pytest.raises(Refusal, match="closest name is toeplitz"):
        package.case("toeplits", folder=student)
    with pytest.raises(Refusal, match="from 1 to"):
        package.case("toeplitz", 0, student)


def test_the_public_name_makes_no_import_slower():
    code = "import autograder, sys; print('numpy' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True)
    assert done.stdout.split() == [b"False"]


def test_the_script_of_a_task_without_arrays_does_not_mention_arrays(student, autograder):
    (student / "exercises/01_dense/dense.py").touch()  # of two skeletons, the later one counts
    autograder("debug", "count_dense_parameters", cwd=student)
    text = (student / "exercises/01_dense/debug_count_dense_parameters_1.py").read_text()
    assert text.startswith('"""Call count_dense_parameters on case 1: image.\n')
    assert "\n\n\n# TensorFlow's answer" not in text
    assert "arrays" not in text


def test_images_are_printed_plane_by_plane_as_check_shows_them(student):
    folder = catalog.released(student, "03_convolution")
    task = debug.task_sheet(folder, "conv2d_backward")
    case = debug.public_case(task, 3)
    text = debug.script(case, folder, "convolution")
    assert 'as_planes("grad_inputs", your_grad_inputs, axes)' in text
    assert max(map(len, text.splitlines())) <= 88
    shown = package.as_planes("grad_inputs", case.answers[0], case.axes["grad_inputs"])
    assert shown == "grad_inputs[0, :, :, 0]\n  1  4  4\n  3 10  8\n  0  0  3"
    assert shown in repr(case)
    assert "[[[" not in repr(case)


def test_a_wide_plane_is_split_into_pieces_that_fit_and_omit_nothing():
    wide = 0.5 + np.arange(90.0).reshape(1, 2, 45, 1)
    text = package.as_planes("outputs", wide, "batch height width channels")
    assert max(map(len, text.splitlines())) <= 88
    assert {f"{value:.1f}" for value in wide.flat} <= set(text.split())
    assert package.as_planes("outputs", None) == "None"
    assert package.as_planes("outputs", np.eye(2)) == str(np.eye(2))
