"""The made-up class, graded by the real command in the real sandbox.

Each student must get the points that a fair marker would give.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support import ROOT

CLASS = ROOT / "examples/class"
pytestmark = pytest.mark.oracle

DENSE = ("dense", "dense_backward", "count_dense_parameters")
CONVOLUTION = (
    *("convolve", "cross_correlate", "pad_images", "pad_images_backward"),
    *("conv2d", "conv2d_backward", "count_conv_parameters"),
)


def every(tasks: tuple[str, ...], verdict: str) -> dict[str, str]:
    return dict.fromkeys(tasks, verdict)


# student, exercise, least and most points, tasks that do not pass -> verdict or name of the mistake
GRADED: list[tuple[str, str, float, float, dict[str, str]]] = [
    *((name, "01_dense", 6, 6, {}) for name in ("ada", "bela", "chiara", "dalia")),
    *((name, "01_dense", 6, 6, {}) for name in ("xenia", "yusuf")),
    *((name, "03_convolution", 16, 16, {}) for name in ("ada", "bela", "chiara", "dalia")),
    ("emil", "01_dense", 3, 3, {"dense_backward": "not_implemented"}),
    ("emil", "03_convolution", 8, 8, every(
        ("pad_images_backward", "conv2d_backward", "count_conv_parameters"), "not_implemented")),
    ("fatima", "03_convolution", 12, 12.9, {"conv2d": "flipped_kernel"}),
    ("gregor", "03_convolution", 14, 15.5, {"conv2d": "larger_half_first"}),
    ("hana", "01_dense", 4, 5.5, {"dense_backward": "grad_bias_averaged"}),
    ("hana", "03_convolution", 13, 15.5, {"conv2d_backward": "grad_bias_averaged_over_batch"}),
    ("ivan", "03_convolution", 13, 15.5, {"conv2d_backward": "windows_overwrite"}),
    ("Jürgen Groß", "01_dense", 4, 5.9, {"dense_backward": "fail"}),
    ("katya", "01_dense", 3, 3, {"dense_backward": "kernel_not_transposed"}),
    ("liam", "03_convolution", 12, 12.9, {"conv2d": "height_and_width_swapped"}),
    ("mei", "03_convolution", 13, 15, {
        "pad_images": "edge_repeated_in_reflect", "conv2d_backward": "grad_kernel_averaged"}),
    ("noor", "01_dense", 0, 0, every(DENSE, "not_implemented")),
    ("noor", "03_convolution", 0, 0, every(CONVOLUTION, "not_implemented")),
    ("otto", "01_dense", 0, 0, every(DENSE, "missing")),
    ("priya", "01_dense", 0, 0, every(DENSE, "error")),
    ("quentin", "01_dense", 5, 5, {"count_dense_parameters": "timeout"}),
    ("rosa", "01_dense", 4, 4, {"dense": "memory"}),
    ("sami", "01_dense", 0, 0, every(DENSE, "crash")),
    ("tove", "01_dense", 3, 3, {"dense_backward": "error"}),
    ("uma", "01_dense", 0, 0, every(DENSE, "forbidden")),
]  # fmt: skip
NOT_GRADED = {"viktor": "2 files with different work", "wanda": "letter.txt"}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("graded")
    command = [sys.executable, "-m", "autograder", "grade", str(CLASS), "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 1, (
        f"some of them cannot be graded, and only that is wrong:\n{done.stdout}{done.stderr}"
    )
    return out


def results(out: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in out.glob("*/*/result.json")]


def result(out: Path, student: str, exercise: str) -> dict[str, Any]:
    (only,) = (r for r in results(out) if (r["student"], r["exercise"]) == (student, exercise))
    return only


@pytest.mark.parametrize(
    ("student", "exercise", "least", "most", "wrong"),
    GRADED,
    ids=[f"{name}-{ex}" for name, ex, *_ in GRADED],
)
def test_each_submission_gets_its_points_and_the_mistake_is_named(
    graded: Path, student: str, exercise: str, least: float, most: float, wrong: dict[str, str]
) -> None:
    given = result(graded, student, exercise)
    lost = {
        task["name"]: task["mistake"] or task["verdict"]
        for task in given["tasks"]
        if task["verdict"] != "pass"
    }
    assert (given["status"], lost) == ("graded", wrong)
    assert least <= given["score"] <= most


@pytest.mark.parametrize(("student", "named"), NOT_GRADED.items())
def test_a_submission_that_cannot_be_graded_costs_nothing_and_says_why(
    graded: Path, student: str, named: str
) -> None:
    (given,) = (r for r in results(graded) if r["student"] == student)
    assert (given["status"], given["score"]) == ("not_graded", None)
    assert named in given["reason"]


def test_every_student_has_a_result(graded: Path) -> None:
    students = {path.name for path in CLASS.iterdir() if path.is_dir()}
    assert (
        {r["student"] for r in results(graded)}
        == students
        == {row[0] for row in GRADED} | NOT_GRADED.keys()
    )
    rows = (graded / "grades.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 1 + len(results(graded)) == 1 + len(GRADED) + len(NOT_GRADED)


def test_everything_is_graded_in_namespaces(graded: Path) -> None:
    levels = {r["isolation"] for r in results(graded) if r["status"] == "graded"}
    assert levels in ({"warm"}, {"cold"})
