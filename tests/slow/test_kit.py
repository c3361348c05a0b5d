"""The kit: students can work with it alone, and it holds nothing that is not for them."""

import io
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile

import pytest
from support import ROOT
from support.pages import commands

from autograder import catalog

FOLDER = "layers-by-hand"
PAGE = ROOT / "docs/students.md"


@pytest.fixture(scope="module")
def kit(tmp_path_factory, autograder):
    path = tmp_path_factory.mktemp("kit") / "kit.zip"
    done = autograder("release", "--kit", path, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    return path


def contents(path):
    """Read every file in the kit and in the wheel that it holds."""
    with zipfile.ZipFile(path) as archive:
        files = {name.removeprefix(FOLDER + "/"): archive.read(name) for name in archive.namelist()}
    (wheel,) = [name for name in files if name.endswith(".whl")]
    with zipfile.ZipFile(io.BytesIO(files[wheel])) as archive:
        return files | {f"wheel/{name}": archive.read(name) for name in archive.namelist()}


def test_the_kit_holds_the_released_files_one_wheel_and_one_page(kit):
    names = {name for name in contents(kit) if not name.startswith("wheel/")}
    folders = {name.split("/")[1] for name in names if name.startswith("exercises/")}
    assert folders == set(catalog.exercises(ROOT, "solutions"))
    assert {"dense.py", "dense.ipynb", "spec.py", "sheet.npz"} <= {
        name.split("/")[2] for name in names if "/01_dense/" in name
    }
    (wheel,) = [name for name in names if name.endswith(".whl")]
    assert {name for name in names if not name.startswith("exercises/")} == {wheel, "README.md"}
    assert wheel in PAGE.read_text(encoding="utf-8")


def test_the_files_of_the_kit_have_the_date_of_the_release(kit):
    files = [path for path in (ROOT / "exercises").rglob("*") if path.is_file()]
    newest = max(path.stat().st_mtime for path in files)
    with zipfile.ZipFile(kit) as archive:
        days = {entry.date_time for entry in archive.infolist()}
    assert days == {(*time.gmtime(newest)[:3], 0, 0, 0)}


def test_the_kit_contains_no_solution_secret_or_staff_dependency(kit):
    files = contents(kit)
    secret = re.compile("solutions|(mistakes|styles)/.*py$|seed|submissions/|tests")
    assert not [name for name in files if secret.search(name)]
    text = b"\n".join(
        data for name, data in files.items() if name.endswith((".py", ".ipynb", ".md"))
    ).decode()
    for name in catalog.exercises(ROOT, "solutions"):
        solution = (ROOT / f"solutions/{name}/{catalog.module_name(name)}.py").read_text(
            encoding="utf-8"
        )
        regions = re.findall(r"# BEGIN SOLUTION\n(.*?)# END SOLUTION", solution, re.DOTALL)
        assert regions
        assert [region for region in regions if region in text] == []
    (metadata,) = [data.decode() for name, data in files.items() if name.endswith("/METADATA")]
    needed = set(re.findall(r"^Requires-Dist: ([\w-]+)[^;\n]*$", metadata, re.MULTILINE))
    assert needed <= {"click", "jinja2", "msgspec", "numpy", "rich", "watchfiles"}


def test_the_kit_works_as_its_page_says(kit, tmp_path):
    """Work in an empty environment, with no package of this one."""
    with zipfile.ZipFile(kit) as archive:
        archive.extractall(tmp_path)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python").symlink_to(sys._base_executable)
    shutil.copy(ROOT / "solutions/01_dense/dense.py", tmp_path)
    solved = ["cp ../dense.py exercises/01_dense/", "autograder check 01_dense"]
    without = ["autograder check 08"]
    lines = [f"{command}; echo exit $?" for command in [*commands(PAGE), *solved, *without]]
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "VIRTUAL"))
    }
    environment["PATH"] = f"{tmp_path / 'bin'}{os.pathsep}{environment['PATH']}"
    done = subprocess.run(
        ["bash", "-c", "\n".join(lines)],
        cwd=tmp_path / FOLDER,
        capture_output=True,
        text=True,
        env=environment,
    )
    # Nothing is solved yet, so every check exits with 1. Without TensorFlow, 08 cannot be checked.
    checks = [str(int(command.startswith("autograder check"))) for command in commands(PAGE)]
    checks[commands(PAGE).index("autograder check")] = "2"
    expected = [*checks, "0", "0", "2"]
    assert re.findall("^exit (.)$", done.stdout, re.MULTILINE) == expected, (
        done.stdout + done.stderr
    )
    assert "6 of 6 points" in done.stdout
    reported = " ".join(done.stdout.split())
    says = "08_keras_layers uses tensorflow, which is not installed here. "
    assert (
        reported.count(says + "Install it: python -m pip install tensorflow") == 3
    )  # list, check, 08
