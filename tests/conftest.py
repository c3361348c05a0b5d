"""Share a copy of the project, TensorFlow imported once, and the sheets of one seed among tests."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
from support import ROOT

Command = Callable[..., subprocess.CompletedProcess]

hypothesis.settings.register_profile("untimed", deadline=None)  # a busy machine is not a failure
hypothesis.settings.load_profile("untimed")

# A shell that starts the tests in the background has this ignored, and some send Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Copy the project, for tests that change it."""
    for tree in ("exercises", "solutions", "examples"):
        shutil.copytree(ROOT / tree, tmp_path / tree, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


@pytest.fixture(scope="session")
def hidden_folder(tmp_path_factory, oracle) -> Path:
    """Make a seed and the hidden sheets of two exercises, as a first `autograder grade` does."""
    from autograder.answers import hidden

    root = tmp_path_factory.mktemp("course")
    shutil.copytree(
        ROOT / "solutions", root / "solutions", ignore=shutil.ignore_patterns("__pycache__")
    )
    seed = hidden.secret_seed(root)
    for name in ("01_dense", "03_convolution"):
        hidden.make_hidden_sheet(root, name, seed)
    return root / hidden.FOLDER


@pytest.fixture
def course(project: Path, hidden_folder: Path) -> Path:
    """Copy the project with its hidden sheets, so that grading starts at once."""
    shutil.copytree(hidden_folder, project / hidden_folder.name)
    return project


@pytest.fixture(scope="session")
def autograder() -> Command:
    """Run the command as users do, in its own process."""

    def run(*words: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "autograder", *map(str, words)],
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
        )

    return run


@pytest.fixture(scope="session")
def oracle():
    """Import TensorFlow, for the CPU."""
    from autograder.answers.making import open_oracle

    return open_oracle()
