"""Gradescope: its zip alone, in folders like Gradescope's, gives points and leaks nothing."""

import io
import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

import pytest
from support import ROOT

from autograder.answers import hidden
from autograder.disk import write_whole

DENSE = (ROOT / "solutions/01_dense/dense.py").read_text(encoding="utf-8")
WRONG = DENSE.replace("inputs @ kernel + bias", "inputs @ kernel")
as_root = pytest.mark.skipif(
    os.name == "nt" or os.getuid() != 0, reason="Gradescope's containers belong to root"
)


@pytest.fixture(scope="module")
def autograder_zip(tmp_path_factory, autograder):
    """Return the zip that the command makes from hidden answers that are already stored."""
    course = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "solutions/01_dense", course / "solutions/01_dense")
    answers = (ROOT / "exercises/01_dense/sheet.npz").read_bytes()
    stored = hidden._path(course, "01_dense", hidden.secret_seed(course))
    write_whole(stored, answers, hidden.OWNER_ONLY)
    done = autograder("export", "--to", "gradescope", "01", cwd=course)
    assert (done.returncode, done.stderr) == (0, "")
    return course / "upload/01_dense.zip"


@pytest.fixture(scope="module")
def gradescope(autograder_zip):
    """Lay out a copy of /autograder, and run setup.sh."""
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        root.chmod(0o755)
        for name in ("source", "results", "submission"):
            (root / name).mkdir()
        subprocess.run(["unzip", "-q", autograder_zip, "-d", root / "source"], check=True)
        shutil.copy(root / "source/run_autograder", root)
        done = subprocess.run(
            ["bash", root / "source/setup.sh"], capture_output=True, text=True, env=environment()
        )
        assert done.returncode == 0, done.stdout + done.stderr
        yield root


def environment():
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "VIRTUAL"))
    }


def graded(root, files, path=os.environ["PATH"]):
    """Run run_autograder on these files, and return results.json."""
    shutil.rmtree(root / "submission")
    (root / "submission").mkdir()
    for name, text in files.items():
        (root / "submission" / name).write_text(text, encoding="utf-8")
    (root / "results/results.json").unlink(missing_ok=True)
    done = subprocess.run(
        [root / "run_autograder"],
        capture_output=True,
        text=True,
        env={**environment(), "PATH": path},
    )
    assert done.returncode == 0, done.stderr
    return json.loads((root / "results/results.json").read_text())


def points(results):
    return {test["name"]: test["score"] for test in results["tests"]}


def test_the_zip_holds_no_solution(autograder_zip):
    with zipfile.ZipFile(autograder_zip) as archive:
        names = archive.namelist()
        (wheel,) = [name for name in names if name.endswith(".whl")]
        assert sorted(names) == sorted(
            ["setup.sh", "run_autograder", "points.json", "sheets/01_dense.npz", wheel]
        )
        inside = zipfile.ZipFile(io.BytesIO(archive.read(wheel))).namelist()
    assert not [name for name in inside if "solutions" in name or "dense" in name]


def test_each_task_is_a_test_with_its_cells(gradescope):
    results = graded(gradescope, {"dense.py": WRONG})
    assert points(results) == {"dense": 0.0, "dense_backward": 3.0, "count_dense_parameters": 1.0}
    dense, backward, _ = results["tests"]
    assert (dense["status"], dense["max_score"], dense["visibility"]) == ("failed", 2.0, "visible")
    assert "✗ outputs, " in dense["output"]
    assert "bias" in dense["output"]
    assert (backward["status"], backward["output_format"]) == ("passed", "text")


def test_submissions_with_full_marks_are_ranked_by_speed(gradescope):
    board = graded(gradescope, {"dense.py": DENSE})["leaderboard"]
    assert [(row["name"], row.get("order")) for row in board] == [
        ("Points", None),
        ("Milliseconds", "asc"),
    ]
    assert board[1]["value"] > 0
    assert [row["name"] for row in graded(gradescope, {"dense.py": WRONG})["leaderboard"]] == [
        "Points"
    ]


@pytest.mark.parametrize(
    ("files", "reported"),
    [
        (
            {"letter.txt": "I was ill."},
            "No file defines count_dense_parameters, dense or dense_backward.",
        ),
        ({"a.py": DENSE, "b.py": WRONG}, "There are 2 files with different work for 01_dense"),
        ({"hw.rar": "Rar!"}, "hw.rar is a RAR archive"),
    ],
)
def test_a_submission_that_cannot_be_graded_is_reported(gradescope, files, reported):
    (test,) = graded(gradescope, files)["tests"]
    assert (test["score"], test["max_score"], test["status"]) == (0.0, 6.0, "failed")
    assert reported in test["output"]


def test_a_file_of_any_name_is_graded_and_named(gradescope):
    results = graded(gradescope, {"Dense (final).py": DENSE, "notes.txt": ""})
    assert sum(points(results).values()) == 6.0
    assert results["output"] == "Graded: Dense (final).py"


def test_a_syntax_error_is_reported_once(gradescope):
    results = graded(gradescope, {"dense.py": DENSE + "x = (1,\n"})
    assert sum(points(results).values()) == 0.0
    assert "'(' was never closed." in results["output"]
    assert "never closed" not in str(results["tests"])


SPY = """
import os, socket, subprocess

def works(action):
    try:
        action()
    except OSError:
        return False
    return True

LEAKS = [name for name, action in {{
    "answers": lambda: open("{root}/source/sheets/01_dense.npz", "rb").read(),
    "results": lambda: open("{root}/results/results.json", "w"),
    "code": lambda: open("{root}/run_autograder", "a"),
    "package": lambda: open("{root}/venv/planted.py", "w"),
    "network": lambda: socket.socket(),
    "process": lambda: subprocess.run(["true"]),
    "parent": lambda: os.kill(os.getppid() or 1 << 22, 0),  # 0: it is the first process of all
}}.items() if works(action)] + ["root"] * (os.getuid() == 0)
if LEAKS:
    raise RuntimeError(str(LEAKS))
"""


@as_root
@pytest.mark.parametrize("namespaces", [True, False], ids=["bubblewrap", "no bubblewrap"])
def test_a_students_code_reaches_nothing_at_the_best_isolation_there_is(
    gradescope, tmp_path, namespaces
):
    path = os.environ["PATH"]
    if not namespaces:
        for name in ("dirname", "readlink", "setpriv"):
            (tmp_path / name).symlink_to(shutil.which(name))
        path = str(tmp_path)
    results = graded(gradescope, {"dense.py": SPY.format(root=gradescope) + DENSE}, path)
    assert points(results) == {
        "dense": 2.0,
        "dense_backward": 3.0,
        "count_dense_parameters": 1.0,
    }, results["tests"][0]["output"]
    assert (results["extra_data"]["isolation"] == "none") is not namespaces
