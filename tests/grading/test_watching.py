"""watching: saved files are checked, by the real command."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support import ROOT

from autograder.errors import Refusal
from autograder.grading.watching import watched, with_saved, worth_checking

DENSE = (ROOT / "solutions/01_dense/dense.py").read_text(encoding="utf-8")
WATCHING = "Ctrl-C ends"


@pytest.fixture
def student(tmp_path):
    shutil.copytree(ROOT / "exercises", tmp_path / "exercises")
    return tmp_path


class Watching:
    """`check --watch` in a process of its own."""

    def __init__(self, root, *words, package=ROOT):
        signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever the inherited setting
        self.process = subprocess.Popen(
            [sys.executable, "-m", "autograder", "check", "--watch", *words],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(package), "COLUMNS": "200"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def screen(self):
        """Return what it prints until it waits for the next file."""
        lines = []
        while not lines or WATCHING not in lines[-1]:
            lines.append(self.process.stdout.readline())
            assert lines[-1], self.process.stderr.read()
        return "".join(lines)

    def worker(self):
        """Return the process that will run the next check, once it has started."""
        number = self.process.pid
        while not (found := Path(f"/proc/{number}/task/{number}/children").read_text().split()):
            time.sleep(0.01)
        (worker,) = found
        return worker

    def end(self):
        self.process.send_signal(signal.SIGINT)
        said = self.process.communicate()
        return self.process.returncode, *said


def test_each_save_is_checked_and_ctrl_c_ends_quietly_with_the_last_exit_code(student):
    file = student / "exercises/01_dense/dense.py"
    watching = Watching(student, "01_dense")
    assert "not written yet" in watching.screen()
    file.write_text(DENSE + "\ndef broken(:\n", encoding="utf-8")
    assert "does not parse" in watching.screen()
    file.write_text(DENSE, encoding="utf-8")
    assert "6 of 6 points" in watching.screen()
    assert watching.end() == (0, "", "")


def test_a_saved_file_that_is_refused_says_so(student):
    file = student / "exercises/01_dense/dense.py"
    file.write_text(DENSE, encoding="utf-8")
    watching = Watching(student, "01_dense")
    assert "6 of 6 points" in watching.screen()
    file.with_suffix(".ipynb").write_text('{"cells": [', encoding="utf-8")
    assert "dense.ipynb cannot be read as a notebook" in watching.screen()
    watching.end()


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells what a process has used")
def test_a_save_ends_the_check_of_the_version_before(student):
    file = student / "exercises/01_dense/dense.py"
    watching = Watching(student, "01_dense")
    watching.screen()
    worker = watching.worker()
    endless = "def dense(inputs, kernel, bias):\n    while True:\n        pass\n"
    file.write_text(endless, encoding="utf-8")
    while processor_ticks(worker) < 50:  # until it runs the loop
        time.sleep(0.05)
    file.write_text(DENSE, encoding="utf-8")
    said = watching.screen()
    assert ("6 of 6 points" in said, "Checked at" in said.partition("6 of 6")[0]) == (True, False)
    assert watching.end() == (0, "", "")


def test_a_save_beside_an_ended_check_drops_none_of_its_files(student):
    one, two = (
        str(student / f"exercises/{each}")
        for each in ("01_dense/dense.py", "06_pooling/pooling.py")
    )
    Path(one).touch()  # of two skeletons, the one saved last is checked
    assert with_saved(student, [one, two], [one]) == [two, one]
    assert with_saved(student, ["01_dense"], [one]) == [one]
    assert with_saved(student, ["06_pooling"], [one]) == ["06_pooling", one]
    Path(one).write_text(DENSE, encoding="utf-8")
    Path(one).with_name("other.py").write_text(f"{DENSE}\nnumber = 1\n", encoding="utf-8")
    # Now the exercise's name fits two files.
    assert with_saved(student, ["01_dense"], [one]) == ["01_dense", one]


def processor_ticks(process):
    """Return the processor time that a process has used, in ticks of the system."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11])


def test_the_closing_words_are_shown_once(student):
    file = student / "exercises/01_dense/dense.py"
    file.write_text(DENSE, encoding="utf-8")
    watching = Watching(student, "01_dense")
    built = "Next: 02_activations."
    assert watching.screen().count(built) == 1
    file.write_text(f"{DENSE}\n", encoding="utf-8")
    again = watching.screen()
    assert ("6 of 6 points" in again, built in again) == (True, False)
    watching.end()


@pytest.mark.skipif(sys.platform != "linux", reason="a fork is safe on Linux alone")
def test_the_worker_of_the_next_check_is_a_fork_with_numpy(student):
    watching = Watching(student, "01_dense")
    for _ in range(2):
        watching.screen()
        both = (watching.process.pid, watching.worker())
        lines = {Path(f"/proc/{each}/cmdline").read_text() for each in both}
        assert len(lines) == 1
        (student / "exercises/01_dense/dense.py").write_text(DENSE, encoding="utf-8")
    watching.screen()
    watching.end()


def test_without_a_target_nothing_is_checked_until_a_file_is_saved(student):
    watching = Watching(student)
    assert len(watching.screen().splitlines()) == 1
    (student / "exercises/01_dense/dense.py").write_text(DENSE, encoding="utf-8")
    said = watching.screen()
    assert "6 of 6 points" in said
    assert "02_activations/" not in said.replace(WATCHING, "").partition("Watching")[0]
    watching.end()


def test_only_files_that_an_exercise_asks_for_are_checked(student):
    folder = student / "exercises/07_network"
    watch = watched(student, ["07_network"])
    (folder / "notes.py").write_text("x = 1")
    (folder / "steps.py").touch()
    os.utime(folder / "steps.py", (1, 1))
    (folder / ".network.py").write_text("class Dense: pass")
    (folder / "network.ipynb").touch()
    os.utime(folder / "network.ipynb", (1, 1))
    saved = watch.saved()
    assert [path.name for path in saved] == ["network.ipynb", "notes.py"]
    assert worth_checking(student, saved) == [str(folder / "network.ipynb")]
    assert watch.saved() == []


def test_a_file_that_is_half_written_when_the_wait_begins_is_read_whole(student, monkeypatch):
    file = student / "exercises/01_dense/dense.py"
    watch = watched(student, ["01_dense"])
    file.write_text("")
    monkeypatch.setattr(time, "sleep", lambda _: file.write_text(DENSE, encoding="utf-8"))
    assert watch.wait() == [file]
    assert (file.read_text(encoding="utf-8"), watch.saved()) == (DENSE, [])


def test_a_folder_that_goes_away_and_comes_back_is_watched_again(student, monkeypatch):
    folder = student / "exercises/01_dense"
    watch = watched(student, ["01_dense"])
    folder.rename(student / "elsewhere")
    assert watch.saved() == []

    def back(_):
        if not folder.exists():
            (student / "elsewhere").rename(folder)
            (folder / "dense.py").write_text(DENSE, encoding="utf-8")

    monkeypatch.setattr(time, "sleep", back)
    assert folder / "dense.py" in watch.wait()


def test_a_wrong_name_is_refused_at_once(student):
    with pytest.raises(Refusal, match="no exercise or task called"):
        watched(student, ["09"])


def test_a_check_for_programs_cannot_watch(student, autograder):
    done = autograder("check", "--watch", "--json", cwd=student)
    assert (done.returncode, "Remove one of them" in done.stderr) == (2, True)


def test_an_update_of_the_checker_while_it_waits_is_reported(student):
    shutil.copytree(ROOT / "autograder", student / "package/autograder")
    watching = Watching(student, package=student / "package")
    watching.screen()
    (student / "package/autograder/reports/checked.py").write_text("")
    (student / "exercises/01_dense/dense.py").write_text(DENSE, encoding="utf-8")
    _, said = watching.process.communicate()
    assert said.splitlines() == [
        "The checker was updated while this was running.",
        "Start it again; in a notebook, restart the kernel.",
    ]
    assert watching.process.returncode == 2


def test_the_answer_to_predict_is_shown_once_there_is_room(student):
    file = student / "exercises/03_convolution/convolution.py"
    right = (ROOT / "solutions/03_convolution/convolution.py").read_text(encoding="utf-8")
    file.write_text(right.replace("[::-1]", ""), encoding="utf-8")
    watching = Watching(student, "03_convolution")
    assert "Did you predict it?" not in watching.screen()
    for times in (1, 0):
        file.write_text(f"{right}{times}\n", encoding="utf-8")
        assert watching.screen().count("Did you predict it?") == times
    watching.end()
