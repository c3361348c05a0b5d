"""versions: only a change to something that a grade depends on regrades."""

import subprocess
import sys

from support import ROOT

from autograder.grading.versions import DECIDE, PACKAGE, deciding_versions, versions

LOADED = """
import sys, autograder.grading.job
print(*(m.__file__ for n, m in sys.modules.items() if n.startswith("autograder.")), sep="\\n")
"""
GIVEN = {"__init__.py"}  # they are empty


def files():
    return {path for pattern in DECIDE for path in PACKAGE.glob(pattern)}


def test_everything_that_a_job_loads_may_change_points():
    done = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {PACKAGE.parent / line for line in done.stdout.splitlines()}
    lacking = [path for path in loaded - files() if path.name not in GIVEN]
    assert len(loaded) > 20
    assert lacking == []


def test_no_page_or_command_may_change_points():
    folders = {path.relative_to(PACKAGE).parts[0] for path in files()}
    assert not folders & {"reports", "cli", "adapters", "authoring", "intake"}
    assert deciding_versions() != versions()
    assert deciding_versions().partition(",")[2] == versions().partition(",")[2]
