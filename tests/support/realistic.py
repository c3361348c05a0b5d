"""Grade and check realistic submissions, with the real commands and without TensorFlow.

Public sheets replace the hidden ones.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder import catalog
from autograder.answers import hidden
from autograder.disk import write_whole
from autograder.grading.contents import UNRECOGNISED
from support import ROOT, TESTS

CASES = TESTS / "intake/cases"
EXERCISE = "01_dense"
FULL = 6.0
DENSE = b"""import numpy as np
def dense(inputs, kernel, bias):
    return inputs @ kernel + bias
"""
BACKWARD = b"""def dense_backward(grad_outputs, inputs, kernel, bias):
    g = grad_outputs.reshape(-1, grad_outputs.shape[-1])
    x = inputs.reshape(-1, inputs.shape[-1])
    return grad_outputs @ kernel.T, x.T @ g, g.sum(axis=0)
"""
COUNT = b"""def count_dense_parameters(input_shape, units):
    n = 1
    for s in input_shape:
        n *= s
    return (n + 1) * units
"""
RIGHT = DENSE + BACKWARD + COUNT


def course(root: Path) -> Path:
    """Lay out a course with all exercises and their sheets."""
    for tree in ("exercises", "solutions"):
        shutil.copytree(ROOT / tree, root / tree, ignore=shutil.ignore_patterns("__pycache__"))
    for folder in catalog.folders(root, catalog.EXERCISES):
        stored = hidden._path(root, folder.name, hidden.secret_seed(root))
        write_whole(stored, folder.sheet.read_bytes(), hidden.OWNER_ONLY)
    return root


def command(root: Path, *words: object, **environment: str) -> subprocess.CompletedProcess:
    """Run the command as users do."""
    return subprocess.run(
        [sys.executable, "-m", "autograder", *map(str, words)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
    )


def graded(root: Path, submissions: Path, out: Path, *words: object) -> dict[str, dict[str, Any]]:
    """Grade a class, and return the result of each student for 01_dense, or for no exercise."""
    done = command(root, "grade", submissions, "--out", out, *words)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    results = [json.loads(path.read_text()) for path in out.glob("[!.]*/*/result.json")]
    theirs = [each for each in results if each["exercise"] in (EXERCISE, UNRECOGNISED)]
    assert len(theirs) == len({each["student"] for each in theirs})
    return {each["student"]: each for each in theirs}


def checked(root: Path, *files: Path) -> list[dict[str, Any]]:
    """Check files, and return the result of each."""
    done = command(root, "check", *files, "--json")
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)


def lay_out(folder: Path, classes: Mapping[str, Mapping[str, bytes]]) -> Path:
    """Write the files of each student: student -> path -> bytes."""
    for student, files in classes.items():
        (folder / student).mkdir(parents=True)
        for name, data in files.items():
            path = folder / student / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return folder
