"""Gradescope: what its image installs, and one exercise or a set graded there."""

import json
import subprocess
import sys
import zipfile

import pytest
from support import ROOT
from support.realistic import RIGHT, course

from autograder import catalog
from autograder.adapters.gradescope.export import setup
from autograder.adapters.gradescope.run import run
from autograder.cli import commands


@pytest.mark.parametrize("exercise", catalog.exercises(ROOT, catalog.SOLUTIONS))
def test_tensorflow_is_installed_only_for_the_exercise_that_allows_it(exercise):
    script = setup(catalog.load_spec(catalog.solution(ROOT, exercise)).packages).decode()
    (line,) = [line for line in script.splitlines() if "pip install" in line]
    assert ("tensorflow" in line) == (exercise == "08_keras_layers")
    assert "{" not in line


TEXT = """\
title = "Layers"

[sets.week1]
title = "Dense layers and activations"
exercises = ["02_activations", "01_dense"]
weights = { 01_dense = 40, 02_activations = 60 }
"""
ACTIVATIONS = (ROOT / "solutions/02_activations/activations.py").read_bytes()
WRONG = RIGHT.replace(b"(n + 1) * units", b"n * units")  # costs 1 of 6 points


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    """Unpack the zip of a set as Gradescope does."""
    root = course(tmp_path_factory.mktemp("course"))
    (root / "course.toml").write_text(TEXT, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        line = ["export", "--to", "gradescope", "--set", "week1"]
        commands.main(line, standalone_mode=False)
    with zipfile.ZipFile(root / "upload/week1.zip") as archive:
        archive.extractall(root / "autograder/source")
    return root / "autograder"


def graded(root, files):
    (root / "submission").mkdir(exist_ok=True)
    for path in (root / "submission").iterdir():
        path.unlink()
    for name, data in files.items():
        (root / "submission" / name).write_bytes(data)
    run(root)
    return json.loads((root / "results/results.json").read_text())


def test_a_set_is_one_assignment_whose_tasks_have_the_weights_of_their_exercises(week):
    report = graded(week, {"dense.py": WRONG, "activations.py": ACTIVATIONS})
    scores = {test["name"]: test["score"] for test in report["tests"]}
    assert scores["01_dense: dense"] == pytest.approx(40 * 2 / 6)
    assert scores["01_dense: count_dense_parameters"] == 0.0
    assert sum(scores.values()) == pytest.approx(60 + 40 * 5 / 6)
    assert sum(test["max_score"] for test in report["tests"]) == pytest.approx(100)
    assert report["output"] == "Graded: activations.py\nGraded: dense.py"
    assert [row["name"] for row in report["leaderboard"]] == ["Points"]


def test_an_exercise_that_was_not_submitted_is_reported_and_costs_its_points(week):
    report = graded(week, {"dense.py": RIGHT})
    lacking = report["tests"][0]
    assert (lacking["name"], lacking["score"], lacking["max_score"]) == ("02_activations", 0, 60)
    assert "No file defines" in lacking["output"]
    assert sum(test["score"] for test in report["tests"]) == pytest.approx(40)
    assert [row["name"] for row in report["leaderboard"]] == ["Points"]


def test_an_empty_submission_has_no_points_and_no_rank(week):
    report = graded(week, {"letter.txt": b"I was ill."})
    assert [test["score"] for test in report["tests"]] == [0, 0]
    assert "leaderboard" not in report


def test_the_leaderboard_shows_two_digits_of_a_time_that_could_spell_a_hidden_input(week):
    clock = b"import itertools, time\ntime.perf_counter = itertools.count(0.0, 0.123457).__next__\n"
    report = graded(week, {"dense.py": clock + RIGHT, "activations.py": ACTIVATIONS})
    (value,) = [row["value"] for row in report["leaderboard"] if row["name"] == "Milliseconds"]
    assert value > 10_000
    assert value == float(f"{value:.2g}")


def test_a_refusal_is_one_line_without_a_traceback_and_writes_no_points(tmp_path):
    (tmp_path / "source/sheets").mkdir(parents=True)
    (tmp_path / "source/points.json").write_text('{"01_dense": 6}')
    (tmp_path / "source/sheets/01_dense.npz").write_bytes(b"cut off")
    command = [sys.executable, "-m", "autograder.adapters.gradescope", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    (line,) = done.stderr.splitlines()
    assert (done.returncode, line.split(":")[0]) == (1, "The answer sheet cannot be read")
    assert not (tmp_path / "results").exists()
