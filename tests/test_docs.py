"""The pages of the documentation: every command on them does what the page says.

slow/test_kit.py proves students.md, and slow/test_nbgrader.py nbgrader.md.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys

import pytest
from support import ROOT
from support.downloads import gradebook, packed, worksheet
from support.pages import commands, links

from autograder import catalog

README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]
DENSE = (ROOT / "solutions/01_dense/dense.py").read_bytes()
SETUP = [
    line.partition("#")[0].strip()
    for line in README.read_text().splitlines()
    if line.startswith("    make ")
]


@pytest.fixture
def small_course(course):
    """Keep two exercises with their hidden cases, and add what was downloaded from a platform."""
    for tree in catalog.TREES:
        for name in catalog.exercises(course, tree):
            if name not in ("01_dense", "03_convolution"):
                shutil.rmtree(course / tree / name)
    folder = course / "submissions/Ada Lovelace_106_assignsubmission_file_"
    folder.mkdir(parents=True)
    (folder / "dense.py").write_bytes(DENSE)
    shutil.make_archive(str(course / "submissions"), "zip", course / "submissions")
    packed(course / "canvas.zip", {"lovelaceada_106_9001_dense.py": DENSE})
    (example,) = re.findall(r"```toml\n(.*?)```", (ROOT / "docs/staff.md").read_text(), re.DOTALL)
    (course / "course.toml").write_text(example, encoding="utf-8")
    worksheet(course / "worksheet.csv")
    book = gradebook(course / "gradebook.csv")
    book.write_text(
        book.read_text(encoding="utf-8").replace("Dense (", "Dense layer ("), encoding="utf-8"
    )
    return course


@pytest.mark.oracle
@pytest.mark.parametrize(
    "page", ["README.md", "docs/staff.md", "docs/assistants.md", "docs/authors.md"]
)
def test_every_command_works_in_the_order_of_the_page(small_course, autograder, page):
    assert len(commands(ROOT / page)) >= 5
    for command in commands(ROOT / page):
        program, *words = shlex.split(command)
        if program in ("mv", "tar"):
            subprocess.run([program, *words], cwd=small_course, check=True)
            continue
        done = autograder(*words, cwd=small_course)
        # 1 says that something is not right yet: a skeleton is not, and two made-up submissions
        # cannot be graded.
        expected = int(
            words[0] == "check" or words == ["grade", "examples/class", "--out", "graded"]
        )
        assert (program, done.returncode) == ("autograder", expected), (
            f"{command}:\n{done.stdout}{done.stderr}"
        )


@pytest.mark.oracle
def test_points_get_from_a_downloaded_zip_into_the_worksheet(small_course, autograder):
    grade = ("grade", "submissions.zip", "--out", "graded", "--exercise", "01_dense")
    export = ("export", "--to", "moodle", "--worksheet", "worksheet.csv")
    assert [autograder(*words, cwd=small_course).returncode for words in (grade, export)] == [0, 0]
    before, after = (
        (small_course / name).read_text() for name in ("worksheet.csv", "upload/worksheet.csv")
    )
    line = 'Participant 106,Ada Lovelace,s106@example.org,"Late, 2 days",,6.00,'
    assert after == before.replace(line, line.replace(",,", ",6,"))
    assert after != before


def test_the_image_holds_the_grader_and_no_secret():
    """Docker is not installed here, so check the paths it copies and the packages it installs."""
    lines = (ROOT / "docs/Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = [word for line in lines if line.startswith("COPY") for word in line.split()[1:-1]]
    assert [name for name in copied if name != "course.tom[l]" and not (ROOT / name).exists()] == []
    assert {"autograder", "solutions", "exercises", "pyproject.toml"} <= set(copied)
    assert ".autograder" not in copied
    assert "bubblewrap" in " ".join(lines)
    assert re.match(r"FROM python:3\.1[1-9]-", lines[1])  # as pyproject.toml asks


def test_ci_runs_the_commands_of_the_readme():
    script = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert SETUP == ["make demo", "make test"]
    assert [line for line in script if line.startswith("make ")] == [*SETUP, "make thorough"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_to_a_file(page):
    assert [link for link in links(page) if not link.exists()] == []


def test_the_readme_leads_to_every_page():
    assert {
        ROOT / f"docs/{name}.md" for name in ("staff", "assistants", "students", "authors")
    } <= set(links(README))


@pytest.mark.skipif(sys.platform == "win32", reason="the workflow runs on Linux")
def test_the_workflow_reports_the_points(project):
    """Run its own lines, without the installation, on a course with one exercise solved."""
    yaml = pytest.importorskip("yaml")
    (job,) = yaml.safe_load((ROOT / "docs/github-classroom.yml").read_text(encoding="utf-8"))[
        "jobs"
    ].values()
    run = {step["name"]: step["run"] for step in job["steps"] if "run" in step}
    assert list(run) == ["Install", "Check", "Report"]
    (project / "exercises/01_dense/dense.py").write_bytes(DENSE)
    (project / "autograder").write_text(
        f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m autograder "$@"\n'
    )
    (project / "autograder").chmod(0o755)
    environment = {
        "PATH": f"{project}:/usr/bin:/bin",
        "EXERCISE": "01",
        "GITHUB_STEP_SUMMARY": "summary.md",
    }
    subprocess.run(["bash", "-e", "-c", run["Check"]], cwd=project, env=environment, check=True)
    done = subprocess.run(
        [sys.executable, "-c", run["Report"]],
        cwd=project,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    last = done.stdout.splitlines()[-1]
    assert json.loads(last.removeprefix("::notice title=Autograding report::")) == {
        "totalPoints": 6,
        "maxPoints": 6,
    }
    assert "| dense | 2.0 | 2.0 | pass |" in (project / "summary.md").read_text()


def test_the_workflow_for_students_machines_checks_solved_exercises(tmp_path, autograder):
    yaml = pytest.importorskip("yaml")
    text = (ROOT / ".github/workflows/students.yml").read_text(encoding="utf-8")
    steps = {step.get("name"): step for step in yaml.safe_load(text)["jobs"]["check"]["steps"]}
    tested = [word for word in steps["Test"]["run"].split() if word.startswith("tests/")]
    assert len(tested) >= 5
    assert [path for path in tested if not (ROOT / path).exists()] == []
    subprocess.run(
        [sys.executable, "-c", steps["Solve"]["run"]],
        cwd=ROOT,
        env={**os.environ, "RUNNER_TEMP": str(tmp_path)},
        check=True,
    )
    program, *words = shlex.split(steps["Check"]["run"])
    done = autograder(*words, cwd=tmp_path / "kit")
    assert (program, done.returncode) == ("autograder", 0), done.stdout
