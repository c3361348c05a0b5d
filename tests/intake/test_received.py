"""submissions: each student of a class has a file or a reason for each exercise."""

import hashlib
import os
from pathlib import Path

import pytest
from msgspec.structs import asdict

from autograder.errors import Refusal
from autograder.intake.candidate import asked_for
from autograder.intake.submissions import (
    Received,
    exercises_of,
    one_file,
    own_submission,
    received,
    work_in,
)

DENSE, CONVOLUTION = EXERCISES = ["01_dense", "03_convolution"]
WANTED = asked_for({DENSE: ["dense"], CONVOLUTION: ["conv2d", "pad", "a", "b", "c", "d"]})
CODE = "def dense(x): return x\n"
STUB = "def dense(x): raise NotImplementedError\n"
CONV2D = "def conv2d(x): return x\n"
NOTHING = "No file defines anything that an exercise asks for. Submitted: {}."
NO_DENSE = "No file defines dense. Submitted: {}."
NO_CONV = "No file defines a, b, c, conv2d, d or another task. Submitted: {}."
RAR = "a.rar is a RAR archive, which cannot be opened here. Submit a .zip or the file itself."
PACKED = "homework is an archive or a word processor's document, not a Python file."
PACKED += " Submit the .py or .ipynb file itself."
TWO = "There are 2 entries for ada. Keep one of them."


def laid_out(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir() if name.endswith("/") else path.write_text(content)
    return folder


def summary(each: Received) -> tuple[object, ...]:
    """Return the student, the exercise, whether it is late, and the file or the problem."""
    taken = each.submission.filename if each.submission else f"{each.problem}: {each.reason}"
    if each.submission:
        assert (each.problem, each.reason) == (None, "")
        assert (each.submission.student, each.submission.exercise) == (each.student, each.exercise)
    return each.student, each.exercise, each.late, taken


@pytest.mark.parametrize(
    ("files", "only", "results"),
    [
        (
            {"bo/a.py": CODE, "bo/b.py": CONV2D, "ada/dense.py": CODE, "cy/": ""},
            [],
            [
                ("ada", DENSE, False, "dense.py"),
                ("bo", DENSE, False, "a.py"),
                ("bo", CONVOLUTION, False, "b.py"),
                ("cy", None, False, "unusable: " + NOTHING.format("nothing")),
            ],
        ),
        (
            {"bo/a.py": CODE, "ada/x.py": "", "ada/y.txt": "", "cy/c.py": CONV2D},
            [DENSE],
            [
                ("ada", DENSE, False, "missing: " + NO_DENSE.format("x.py and y.txt")),
                ("bo", DENSE, False, "a.py"),
                ("cy", DENSE, False, "missing: " + NO_DENSE.format("c.py")),
            ],
        ),
        (
            {"ada_1_6_a.py": CODE, "bo_LATE_2_7_a.py": CONV2D},
            [CONVOLUTION, DENSE],
            [
                ("ada_1", DENSE, False, "a.py"),
                ("ada_1", CONVOLUTION, False, "missing: " + NO_CONV.format("a.py")),
                ("bo_2", DENSE, True, "missing: " + NO_DENSE.format("a.py")),
                ("bo_2", CONVOLUTION, True, "a.py"),
            ],
        ),
        (
            {"ada/a.py": CODE, "ada.zip": "", "bo/a.rar": "Rar!", "bo/b.py": CODE},
            [],
            [("ada", None, False, "unusable: " + TWO), ("bo", DENSE, False, "b.py")],
        ),
        (
            {"ada/a.py": CODE, "ada.zip": "", "bo/a.rar": "Rar!", "bo/b.py": CODE},
            EXERCISES,
            [
                ("ada", DENSE, False, "unusable: " + TWO),
                ("ada", CONVOLUTION, False, "unusable: " + TWO),
                ("bo", DENSE, False, "b.py"),
                ("bo", CONVOLUTION, False, "unusable: " + RAR),
            ],
        ),
        (
            {"ada_LATE_1_5_a.rar": "Rar!", "bo_LATE_1_6_a.py": CODE, "bo_1_7_b.py": STUB + "x = 1"},
            [DENSE],
            [("ada_1", DENSE, True, "unusable: " + RAR), ("bo_1", DENSE, True, "a.py")],
        ),
        (
            {"ada_LATE_1_5_a.rar": "Rar!", "ada_1_6_b.py": STUB},
            [],
            [("ada_1", DENSE, True, "unusable: " + RAR)],
        ),
        ({"ada/a.rar": "Rar!"}, [], [("ada", None, False, "unusable: " + RAR)]),
        (
            {"ada/x.txt": ""},
            [DENSE],
            [("ada", DENSE, False, "missing: " + NO_DENSE.format("x.txt"))],
        ),
        (
            {"ada/homework": "PK\3\4\0", "bo/a.py": CODE, "bo/homework": "PK\3\4\0"},
            [DENSE],
            [("ada", DENSE, False, "unusable: " + PACKED), ("bo", DENSE, False, "a.py")],
        ),
    ],
)
def test_each_student_has_a_file_or_a_reason_for_each_exercise(
    tmp_path: Path, files: dict[str, str], only: list[str], results: list[tuple[object, ...]]
) -> None:
    assert [summary(each) for each in received(laid_out(tmp_path, files), WANTED, only)] == results


@pytest.mark.parametrize(
    ("files", "only", "problem"),
    [
        (
            {"bo/x.txt": "", "ada\n/": ""},
            [],
            "holds nothing to grade. ada?: No file defines anything that an exercise asks for."
            " Submitted: nothing. Give a folder (or a zip) that holds one folder (or one zip) per"
            " student.",
        ),
        (
            {"ada/a.py": CONV2D, "bo/": ""},
            [DENSE],
            f"holds files for {CONVOLUTION}. Give that assignment's submissions, or name"
            " another exercise.",
        ),
    ],
)
def test_a_class_without_any_work_is_refused(
    tmp_path: Path, files: dict[str, str], only: list[str], problem: str
) -> None:
    with pytest.raises(Refusal) as refused:
        received(laid_out(tmp_path, files), WANTED, only)
    nobody = f"Nobody submitted {' or '.join(only)}; " if only else ""
    assert str(refused.value) == f"{nobody}{tmp_path} {problem}"


def test_several_exercises_that_nobody_submitted_are_named(tmp_path: Path) -> None:
    wanted = asked_for({f"0{number}_{name}": name for number, name in enumerate("abcdefgh")})
    laid_out(tmp_path, {"ada/x.py": "c = g = h = 1", "bo/x.py": "d = e = f = 1"})
    with pytest.raises(Refusal) as refused:
        received(tmp_path, wanted, ["01_b", "00_a"])
    problem = "Nobody submitted 01_b or 00_a; "
    problem += f"{tmp_path} holds files for 02_c, 03_d, 04_e, 05_f, 06_g, 07_h. Give"
    assert str(refused.value).startswith(problem)


def test_a_submission_has_the_bytes_and_properties_of_its_file(tmp_path: Path) -> None:
    broken = CODE + "x = (\n"
    (each,) = received(laid_out(tmp_path, {"ada_LATE_1_5_my\nwork.py": broken}), WANTED, [DENSE])
    submission = each.submission
    assert submission is not None
    given = asdict(submission)
    assert given["problem"].startswith("my?work.py does not parse at line 2: '(' was never closed.")
    assert each.late
    expected = {
        "exercise": DENSE,
        "module": "dense",
        "filename": "my?work.py",
        "cells": (broken.encode(),),
        "labels": (),
        "sha256": hashlib.sha256(broken.encode()).hexdigest(),
        "student": "ada_1",
        "late": True,
    }
    assert {name: given[name] for name in expected} == expected


def test_a_cell_of_a_notebook_keeps_its_label(tmp_path: Path) -> None:
    path = tmp_path / "dense.ipynb"
    cell = '{"cell_type": "code", "execution_count": 7, "source": "dense = 1"}'
    path.write_text(f'{{"cells": [{cell}]}}')
    submission = one_file(path, DENSE, WANTED)
    assert (submission.cells, submission.labels) == ((b"dense = 1",), ("cell [7]",))


def test_a_students_folder_has_one_submission_or_a_reason(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "own", {"a.py": CODE, "b.txt": ""})
    assert summary(own_submission(folder, DENSE, WANTED, "ada")) == ("ada", DENSE, False, "a.py")
    missing = "missing: " + NO_CONV.format("a.py and b.txt")
    assert summary(own_submission(folder, CONVOLUTION, WANTED)) == ("", CONVOLUTION, False, missing)
    five = own_submission(folder, "05_five", asked_for({"05_five": "abcde"}))
    assert five.reason == "No file defines a, b, c, d or e. Submitted: a.py and b.txt."
    unusable = "unusable: none cannot be read: No such file or directory. Submit it again."
    none = own_submission(tmp_path / "none", DENSE, WANTED, "ada")
    assert summary(none) == ("ada", DENSE, False, unusable)


@pytest.mark.parametrize(
    ("files", "path"),
    [
        ({"x/a.py": CODE, "b.zip": "no zip"}, "x/a.py"),
        ({"a.py": STUB, "b.zip": "no zip"}, None),
        ({"a.txt": ""}, None),
        ({}, None),
    ],
)
def test_work_in_a_folder_is_one_file_that_is_not_an_archive(
    tmp_path: Path, files: dict[str, str], path: str | None
) -> None:
    found = work_in(laid_out(tmp_path, files), DENSE, WANTED)
    assert (found and "/".join(found.file.path)) == path


@pytest.mark.parametrize(
    ("name", "code", "exercises"),
    [
        ("x.py", CODE, [DENSE]),
        ("x.py", CONV2D + CODE, EXERCISES),
        ("dense.py", CONV2D + CODE, [DENSE]),
        ("dense.py", "x = 1", []),
    ],
)
def test_a_file_is_for_the_exercises_of_which_it_defines_most(
    tmp_path: Path, name: str, code: str, exercises: list[str]
) -> None:
    laid_out(tmp_path, {name: code})
    assert exercises_of(tmp_path / name, WANTED) == exercises


@pytest.mark.skipif(os.name == "nt", reason="Windows lets only administrators make links")
def test_one_file_may_be_a_link_and_must_be_a_source(tmp_path: Path) -> None:
    laid_out(tmp_path, {"work.txt": CODE})
    (tmp_path / "own.py").symlink_to(tmp_path / "work.txt")
    submission = one_file(tmp_path / "own.py", DENSE, WANTED)
    assert (submission.filename, submission.student) == ("own.py", None)
    with pytest.raises(Refusal) as refused:
        one_file(tmp_path / "work.txt", DENSE, WANTED)
    problem = (
        "work.txt is neither a script (.py) nor a notebook (.ipynb). Name the file you work in."
    )
    assert str(refused.value) == f"{tmp_path}/{problem}"


@pytest.mark.parametrize(
    ("files", "left_out"),
    [
        ({"dense-1.py": CODE + "#", "dense.py": CODE + "##"}, "dense-1.py is older."),
        ({"dense.ipynb": "{", "dense.py": CODE}, "dense.ipynb cannot be read as a notebook: {}."),
        ({"a.rar": "Rar!", "dense.py": CODE}, "a.rar is a RAR archive, which {}."),
        ({f"{n}.ipynb": "" for n in range(7)} | {"dense.py": CODE}, "{} And 2 more."),
        ({"notes.pdf": "%PDF", "dense.py": CODE}, ""),
    ],
)
def test_a_notice_names_what_was_left_out_beside_a_graded_file(tmp_path, files, left_out):
    named = {f"ada_1_{9 - n}_{name}": files[name] for n, name in enumerate(reversed(files))}
    (each,) = received(laid_out(tmp_path, named), WANTED)
    start, _, end = f"dense.py was graded. Left out: {left_out}".partition("{}")
    assert each.submission
    assert each.notice.startswith(start if left_out else "")
    assert each.notice.endswith(end)
    assert bool(each.notice) == bool(left_out)
