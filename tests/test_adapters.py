"""adapters: each system is one file."""

import shutil
import subprocess
import sys

import pytest
from support import ROOT


@pytest.mark.parametrize(("system", "others"), [("moodle", "canvas"), ("canvas", "moodle")])
def test_a_system_is_gone_with_its_file(tmp_path, system, others):
    shutil.copytree(
        ROOT / "autograder", tmp_path / "autograder", ignore=shutil.ignore_patterns("__pycache__")
    )
    (tmp_path / f"autograder/adapters/{system}.py").unlink()
    (tmp_path / "class/ada").mkdir(parents=True)
    (tmp_path / "class/ada/dense.py").touch()
    script = "from pathlib import Path; from autograder.intake import hand_ins; hand_ins(Path('class'), ['01_dense'])"
    assert subprocess.run([sys.executable, "-c", script], cwd=tmp_path).returncode == 0
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "export"], cwd=tmp_path, capture_output=True, text=True
    )
    assert (others in done.stderr, system in done.stderr) == (True, False)
