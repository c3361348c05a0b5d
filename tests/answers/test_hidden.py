"""hidden: the secret seed and the sheets made from it."""

import os
import stat

import pytest
from support import builders

from autograder.answers import hidden, making
from autograder.answers.hidden import hidden_sheet, make_hidden_sheet, secret_seed
from autograder.answers.sheet import load
from autograder.errors import Refusal


def test_the_seed_is_created_once_and_only_its_owner_can_read_it(tmp_path):
    seed = secret_seed(tmp_path)
    path = tmp_path / ".autograder" / "seed"
    assert secret_seed(tmp_path) == seed > 2**64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_seed_that_others_may_read_is_refused(tmp_path):
    secret_seed(tmp_path)
    os.chmod(tmp_path / ".autograder" / "seed", 0o644)
    with pytest.raises(Refusal, match="Others can read"):
        secret_seed(tmp_path)


@pytest.mark.parametrize("text", ["", "not a number", "-3", "1.5", "²"])
def test_a_seed_file_without_a_number_is_refused(tmp_path, text):
    path = tmp_path / "seed"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(Refusal, match="one whole number"):
        secret_seed(tmp_path, path)


def test_a_missing_seed_file_is_refused(tmp_path):
    with pytest.raises(Refusal, match="no seed file"):
        secret_seed(tmp_path, tmp_path / "seed")


def test_a_hidden_sheet_is_made_once_for_each_seed_and_source(tmp_path, monkeypatch):
    folder = tmp_path / "solutions" / "01_scale"
    folder.mkdir(parents=True)
    (folder / "spec.py").write_text("")
    (folder / "scale.py").write_text("")
    made = []

    def build_sheet(folder, seed, oracle):
        made.append(seed)
        task = builders.task(builders.case([seed]))
        return builders.sheet(task)

    def sheet(seed):
        data = hidden_sheet(tmp_path, "01_scale", seed) or make_hidden_sheet(
            tmp_path, "01_scale", seed
        )
        return load(data).tasks[0].cases[0].answers["outputs"].item()

    monkeypatch.setattr(making, "open_oracle", lambda: None)
    monkeypatch.setattr(making, "build_sheet", build_sheet)
    assert [sheet(1), sheet(1), sheet(2)] == [1, 1, 2]
    (folder / "spec.py").write_text("changed = True")
    assert sheet(1) == 1
    assert made == [1, 2, 1]
    # Another module that decides would make another sheet.
    monkeypatch.setattr(hidden, "DECIDE", hidden.DECIDE[1:])
    assert (sheet(1), made) == (1, [1, 2, 1, 1])
    sheets = list((tmp_path / ".autograder" / "sheets").iterdir())
    assert {stat.S_IMODE(path.stat().st_mode) for path in sheets} == {0o600}


def test_an_exercise_without_its_solution_is_refused(tmp_path):
    folder = tmp_path / "solutions" / "01_scale"
    folder.mkdir(parents=True)
    (folder / "spec.py").write_text("")
    with pytest.raises(Refusal, match=r"scale\.py cannot be read: No such file"):
        hidden_sheet(tmp_path, "01_scale", 1)


def test_hints_and_comments_of_a_spec_do_not_make_its_sheets_stale(tmp_path):
    folder = tmp_path / "solutions" / "01_scale"
    folder.mkdir(parents=True)
    (folder / "scale.py").write_text("")

    def place(spec):
        (folder / "spec.py").write_text(spec)
        return hidden._path(tmp_path, "01_scale", 1)

    bare = place("Exercise(tasks=(Task(points=1),))")
    unchanged = place('# new\nExercise(built="Much.", tasks=(Task(points=1, hints=("One.",)),))')
    assert unchanged == bare
    assert place("Exercise(tasks=(Task(points=2),))") != bare
