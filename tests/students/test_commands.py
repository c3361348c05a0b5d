"""The commands of students: their arguments, and that one broken file does not stop the others."""

import json
import os

import pytest
from support import ROOT

from autograder import catalog

RIGHT = (ROOT / "solutions/01_dense/dense.py").read_text(encoding="utf-8")
NO_BIAS = RIGHT.replace("inputs @ kernel + bias", "inputs @ kernel")


@pytest.fixture
def student(tmp_path, project):
    """Make a student's folder: exercises, and no solutions."""
    (tmp_path / "course").mkdir()
    (project / "exercises").rename(tmp_path / "course/exercises")
    for script in tmp_path.glob("course/exercises/*/*.py"):
        script.touch()  # of two skeletons, the one saved last is checked
    return tmp_path / "course"


def save_dense(student, source):
    (student / "exercises/01_dense/dense.py").write_text(source, encoding="utf-8")


def tasks(done):
    return [task["name"] for grade in json.loads(done.stdout) for task in grade["tasks"]]


def test_several_tasks_can_be_named(student, autograder):
    words = ("--task", "dense", "--task", "count_dense_parameters", "--json")
    done = autograder("check", "01_dense", *words, cwd=student)
    assert tasks(done) == ["dense", "count_dense_parameters"]


def test_the_name_of_a_task_is_enough(student, autograder):
    done = autograder("check", "dense_backward", "--json", cwd=student)
    assert tasks(done) == ["dense_backward"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["01_dense/dense", "01_dense/dense_backward"], ["dense", "dense_backward"]),
        (["dense_backward", "exercises/01_dense/dense.py"], None),
        (["01_dense", "01_dense/dense"], None),
    ],
)
def test_tasks_in_one_file_get_one_report(student, autograder, words, names):
    done = autograder("check", *words, "--json", cwd=student)
    (grade,) = json.loads(done.stdout)
    every = ["dense", "dense_backward", "count_dense_parameters"]
    assert [task["name"] for task in grade["tasks"]] == (names or every)


@pytest.mark.parametrize(
    ("word", "inside", "exercise", "names"),
    [
        ("03_convolution/conv2d", "exercises", "03_convolution", ["conv2d"]),
        ("exercises/07_network/dense", ".", "07_network", ["dense"]),
        ("conv2d", "exercises/05_strides_and_dilation", "05_strides_and_dilation", ["conv2d"]),
        ("dense", "exercises/07_network", "07_network", ["dense"]),
        ("dense", "exercises/01_dense", "01_dense", None),
        ("exercises/01_dense/", ".", "01_dense", None),
        ("../01_dense", "exercises/07_network", "01_dense", None),
    ],
)
def test_check_takes_the_names_that_hint_takes(student, autograder, word, inside, exercise, names):
    done = autograder("check", word, "--json", cwd=student / inside)
    (grade,) = json.loads(done.stdout)
    every = ["dense", "dense_backward", "count_dense_parameters"]
    assert (grade["exercise"], tasks(done)) == (exercise, names or every)


@pytest.mark.parametrize("command", ["check", "hint", "debug"])
@pytest.mark.parametrize(
    ("word", "problem", "remedy"),
    [
        ("conv2d", "4 exercises have a task called conv2d.", "Write 03_convolution/conv2d or "),
        ("dense_backwards", "There is no exercise or task called", "name is dense_backward."),
        ("01_dense/dens", "01_dense has no task called dens.", "The closest name is dense. Its"),
        ("03_convolutoin/conv2d", "no exercise called 03_convolutoin.", "name is 03_convolution."),
    ],
)
def test_a_name_that_fits_no_task_is_refused_with_the_closest(
    student, autograder, command, word, problem, remedy
):
    done = autograder(command, word, cwd=student)
    said, hint = done.stderr.splitlines()
    assert (done.returncode, problem in said, remedy in hint) == (2, True, True)


@pytest.mark.parametrize("command", ["hint", "debug"])
@pytest.mark.parametrize(
    ("words", "inside"),
    [
        (["01_dense"], "."),
        (["exercises/01_dense/dense.py"], "."),
        (["dense.py"], "exercises/01_dense"),
        ([], "exercises/01_dense"),
    ],
)
def test_an_exercise_in_place_of_a_task_is_refused_with_its_tasks(
    student, autograder, command, words, inside
):
    done = autograder(command, *words, cwd=student / inside)
    named = "dense, dense_backward, count_dense_parameters"
    assert (done.returncode, done.stderr.splitlines()) == (
        2,
        [
            f"01_dense is an exercise. Its tasks are: {named}.",
            "Name one of them, such as 01_dense/dense.",
        ],
    )


@pytest.mark.parametrize("command", ["hint", "debug"])
def test_without_a_name_the_refusal_says_what_is_needed(student, autograder, command):
    done = autograder(command, cwd=student)
    assert (done.returncode, done.stderr.splitlines()) == (
        2,
        [
            "This command needs the name of a task.",
            "Name one, such as 01_dense/dense. `autograder list` shows the tasks.",
        ],
    )


def test_a_path_from_the_root_of_the_kit_works_anywhere_in_it(student, autograder):
    save_dense(student, RIGHT)
    inside = student / "exercises/03_convolution"
    done = autograder("check", "exercises/01_dense/dense.py", cwd=inside)
    path = os.path.join("..", "01_dense", "dense.py")
    assert (done.returncode, f"{path}   6 of 6 points" in done.stdout) == (0, True)


def test_a_script_with_an_ending_that_windows_hides_is_refused_with_its_right_name(
    student, autograder
):
    folder = student / "exercises/01_dense"
    (folder / "dense.py").rename(folder / "dense.py.txt")
    done = autograder("check", "01_dense/dense.py.txt", cwd=student)
    assert done.returncode == 2
    assert "Rename it dense.py: Windows" in done.stderr


def test_an_empty_file_is_called_empty_and_no_task_of_it_missing(student, autograder):
    save_dense(student, "")
    done = autograder("check", "01_dense", cwd=student)
    assert "dense.py is empty" in done.stdout
    assert "missing" not in done.stdout


def test_one_missing_or_broken_file_does_not_stop_the_others(student, autograder):
    save_dense(student, RIGHT)
    for file in catalog.released(student, "02_activations").path.glob("activations.*"):
        file.unlink()
    (student / "exercises/03_convolution/sheet.npz").write_bytes(b"PK")
    done = autograder("check", "01_dense", "02_activations", "03_convolution", cwd=student)
    assert (done.returncode, done.stderr) == (2, "")
    text = " ".join(done.stdout.split())
    assert "✓ 01_dense 3 of 3 6 of 6" in text
    assert "neither activations.py nor activations.ipynb" in text
    assert "The answer sheet cannot be read" in text


def test_the_list_shows_the_last_result_and_whether_the_file_changed(student, autograder):
    save_dense(student, NO_BIAS)
    autograder("check", "01_dense", cwd=student)
    lines = autograder("list", cwd=student).stdout.splitlines()
    assert any("✗ dense " in line and "0 of 2" in line for line in lines)
    assert any("✓ dense_backward" in line and "3 of 3" in line for line in lines)
    assert not any("changed since" in line for line in lines)
    save_dense(student, RIGHT)
    assert "file changed since" in autograder("list", cwd=student).stdout


def test_a_mark_in_the_list_has_words_unless_the_task_is_right(student, autograder):
    half = RIGHT.replace("errors.sum(axis=0)", "errors.sum()")
    save_dense(student, half.replace("(features + 1) * units", "1 / 0"))
    autograder("check", "01_dense", cwd=student)
    lines = autograder("list", cwd=student).stdout.splitlines()
    words = [" ".join(line.split()) for line in lines if any(mark in line for mark in "✓✗!")]
    assert words == [
        "✓ dense 2 of 2",
        "✗ dense_backward partly right 2.1 of 3",
        "! count_dense_parameters raised an error 0 of 1",
    ]


@pytest.mark.parametrize("source", ["def dense(:", "x = 1"])
def test_the_list_works_with_damaged_files(student, autograder, source):
    save_dense(student, source)
    done = autograder("list", cwd=student)
    assert (done.returncode, "count_dense_parameters" in done.stdout) == (0, True)


def test_all_failures_are_shown_on_request(student, autograder):
    save_dense(student, NO_BIAS)
    for words, reported in (
        ((), ["[unequal sizes]"]),
        (("--all",), ["[unequal sizes]", "[equal sizes or 1]", "[further axes]"]),
        (("--aspect", "EQUAL SIZES OR"), ["[equal sizes or 1]"]),
    ):
        text = autograder("check", "01_dense", *words, cwd=student).stdout
        aspects = ("[unequal sizes]", "[equal sizes or 1]", "[further axes]")
        assert [each for each in aspects if each in text] == reported


def ends(done):
    return " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("words", "some"),
    [
        (["01_dense/dense"], "1 of the 3 tasks of 01_dense: `autograder check 01_dense`"),
        (
            ["01_dense", "--task", "dense", "--task", "dense_backward"],
            "2 of the 3 tasks of 01_dense: `autograder check 01_dense`",
        ),
        (
            ["mine.py", "--task", "dense"],
            "1 of the 3 tasks of 01_dense: `autograder check mine.py`",
        ),
    ],
)
def test_if_the_checked_tasks_are_right_the_others_are_named_last(student, autograder, words, some):
    save_dense(student, RIGHT)
    (student / "mine.py").write_text(RIGHT, encoding="utf-8")
    done = autograder("check", *words, cwd=student)
    end = f"Everything that was checked is right. That is {some} checks them all."
    assert (done.returncode, ends(done).endswith(end)) == (0, True)


def test_if_all_tasks_are_right_none_is_said_to_be_left(student, autograder):
    save_dense(student, RIGHT)
    text = ends(autograder("check", "01_dense", cwd=student))
    assert ("Everything that was checked is right." in text, "That is" in text) == (True, False)


def test_a_line_that_was_left_above_or_below_the_code_is_named(student, autograder):
    file = student / "exercises/01_dense/dense.py"
    skeleton = file.read_text(encoding="utf-8")
    stub = '    raise NotImplementedError("dense: replace this line")\n'
    code = "    return inputs @ kernel + bias\n"
    for text, line in ((stub + code, 58), (code.replace("return", "y =") + stub, 59)):
        file.write_text(skeleton.replace(stub, text), encoding="utf-8")
        end = f"Next: write dense. Replace line {line}, which raises NotImplementedError."
        assert ends(autograder("check", "01_dense", cwd=student)).endswith(end)


@pytest.mark.parametrize(
    ("words", "source", "end"),
    [
        (
            ["--all"],
            None,
            "0 of 3 tasks right. No failure to show. Next: write dense. Replace line 58, which"
            " raises NotImplementedError.",
        ),
        (
            ["--aspect", "one axis"],
            NO_BIAS,
            "2 of 3 tasks right. No failure to show. Next: fix dense.",
        ),
    ],
)
def test_the_next_step_is_shown_without_a_failure(student, autograder, words, source, end):
    if source:
        save_dense(student, source)
    done = autograder("check", "01_dense", *words, cwd=student)
    assert (done.returncode, ends(done).endswith(end)) == (1, True)


def test_an_aspect_that_no_task_has_is_refused_with_those_that_exist(student, autograder):
    done = autograder("check", "01_dense", "--aspect", "dilation", cwd=student)
    assert (done.returncode, done.stdout) == (2, "")
    assert "The aspects are: unequal sizes, equal sizes or 1, further axes, " in done.stderr


def test_the_commands_of_students_come_first(student, autograder):
    lines = autograder("--help", cwd=student).stdout.partition("Commands:")[2].splitlines()
    assert [line.split()[0] for line in lines[1:5]] == ["list", "check", "debug", "hint"]


def test_a_hint_fits_the_80_columns_of_a_terminal(student, autograder):
    for _ in range(3):
        text = autograder("hint", "01_dense/dense_backward", cwd=student).stdout
    assert "That was the last one." in text
    assert [line for line in text.splitlines() if len(line) > 80] == []
