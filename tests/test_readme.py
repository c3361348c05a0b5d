"""The README: every command in it does what it says."""

import re
import shlex

import pytest
from conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = "".join(re.findall(r"```sh\n(.*?)```", README, re.DOTALL))
COMMANDS = [line.partition("#")[0].strip() for line in BLOCKS.splitlines()]
SETUP = [line.partition("#")[0].strip() for line in README.splitlines() if line.startswith("    make ")]


@pytest.mark.oracle
def test_every_command_works_in_the_order_of_the_page(project, autograder):
    assert len(COMMANDS) == 10
    for command in COMMANDS:
        program, *words = shlex.split(command)
        done = autograder(*words, cwd=project)
        # 1 says that something is not right yet: a skeleton is not, and two made-up hand-ins cannot be graded.
        expected = 1 if words[0] in ("check", "grade") else 0
        assert (program, done.returncode) == ("autograder", expected), f"{command}:\n{done.stdout}{done.stderr}"


def test_ci_runs_what_a_newcomer_is_told():
    script = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert SETUP == ["make demo", "make test"]
    assert [line for line in script if line.startswith("make ")] == SETUP


def test_every_file_it_points_to_is_there():
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if not link.startswith("http")]
    assert links
    assert [link for link in links if not (ROOT / link).is_file()] == []
