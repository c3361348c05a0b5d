"""The kit of a set: only its exercises, with the due date on the page and in the notebooks."""

import io
import re
import zipfile

import nbformat
import pytest
from packaging.requirements import Requirement
from support.pages import commands

from autograder import catalog
from autograder.adapters.nbgrader import write_course
from autograder.authoring import kit
from autograder.authoring.wheel import wheel
from autograder.errors import Refusal
from autograder.grading.sets import find_set

TEXT = """\
title = "Layers, winter 2026"

[sets.week1]
title = "Activations and pooling"
exercises = ["02_activations", "06_pooling"]
due = 2026-11-02T23:59:00

[sets.open]
title = "For practice"
exercises = ["02_activations"]
"""
DUE = "Monday 2 November 2026, 23:59"


@pytest.fixture
def week(project):
    (project / "course.toml").write_text(TEXT, encoding="utf-8")
    return find_set(project, "week1")


def test_the_page_begins_with_the_set_and_its_due_date(project, week):
    page = kit.page_of(project, week, kit.PAGE.read_text(encoding="utf-8"))
    sections = re.findall("^## (.*)$", page, re.MULTILINE)
    assert sections[:2] == ["Layers, winter 2026: Activations and pooling", "Install"]
    assert f"Submit by **{DUE}**." in page
    assert re.findall(r"^\* `(\d\d_\w+)`: ", page, re.MULTILINE) == [*week.exercises]


def test_the_commands_on_the_page_are_about_exercises_of_the_set(project, week, tmp_path):
    (tmp_path / "README.md").write_text(
        kit.page_of(project, week, kit.PAGE.read_text(encoding="utf-8")), encoding="utf-8"
    )
    checks = [line for line in commands(tmp_path / "README.md") if " check " in line]
    assert checks == [
        "autograder check 02_activations",
        "autograder check global_average_pool2d_backward",
        "autograder check 02_activations --task relu",
        "autograder check exercises/02_activations/activations.ipynb",
    ]
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "autograder hint 02_activations/relu " in text
    assert "conv2d" not in text
    lines = text.splitlines()
    comments = [line.index("#") for line in lines if line.startswith("autograder")]
    assert max(comments) < 62
    assert comments.count(52) >= 3


def test_the_due_date_stands_below_the_title_of_the_notebook(project, week):
    for name in week.exercises:
        before = catalog.released(project, name).notebook.read_bytes()
        after = kit.with_due_date(before, week)
        book, old = (nbformat.reads(data.decode(), 4) for data in (after, before))
        nbformat.validate(book)
        lines = book.cells[0].source.splitlines()
        assert lines[0] == old.cells[0].source.splitlines()[0]
        assert lines[2] == f"**Activations and pooling**. Submit by **{DUE}**."
        assert [*lines[:1], *lines[3:]] == old.cells[0].source.splitlines()
        assert book.cells[1:] == old.cells[1:]


def test_without_a_due_date_the_notebook_is_as_it_was_released(project, week):
    open_set = find_set(project, "open")
    data = catalog.released(project, "02_activations").notebook.read_bytes()
    assert kit.with_due_date(data, open_set) == data
    assert "Submit by" not in kit.page_of(project, open_set, "# Page\n")


def test_only_the_exercises_of_the_set_are_packed(project, week):
    names = {path.split("/")[0] for path in kit.released(project, week.exercises)}
    assert names == {*week.exercises}


@pytest.mark.parametrize("name", ["course.toml", "01_dense", "work.zip"])
def test_a_kit_replaces_nothing_but_an_earlier_kit(project, week, name):
    path = project / name
    with zipfile.ZipFile(project / "work.zip", "w") as archive:
        archive.writestr("ada/dense.py", "mine")
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(Refusal, match=r"not end in \.zip|is not a kit"):
        kit.pack(project, path, week)
    assert (path.read_bytes() if path.is_file() else None) == before
    for _ in range(2):
        assert kit.pack(project, project / "kit.zip", week)


def test_a_damaged_sheet_is_not_packed(project, week):
    sheet = catalog.released(project, "06_pooling").sheet
    sheet.write_bytes(sheet.read_bytes()[:3000])
    with pytest.raises(Refusal, match="damaged"):
        kit.pack(project, project / "kit.zip", week)


@pytest.mark.parametrize("exercise", ["02_activations", "06_pooling"])
def test_no_hidden_sheet_is_packed_and_none_of_another_exercise(project, week, exercise):
    sheet = catalog.released(project, "06_pooling").sheet
    sheet.write_bytes(catalog.released(project, exercise).sheet.read_bytes())
    if exercise == "06_pooling":  # as if the hidden sheet had been copied over it
        stored = project / ".autograder/sheets/06_pooling-0123456789abcdef.npz"
        stored.parent.mkdir(parents=True, exist_ok=True)
        stored.write_bytes(sheet.read_bytes())
    with pytest.raises(Refusal, match=r"06_pooling/sheet\.npz is not the exercise's public sheet"):
        kit.pack(project, project / "kit.zip", week)


def test_nbgrader_gets_the_exercises_of_the_set_with_the_due_date(project, week):
    write_course(project, project / "course", week)
    source = project / "course/source"
    assert sorted(path.name for path in source.iterdir()) == [*week.exercises]
    assert DUE in (source / "06_pooling/pooling.ipynb").read_text(encoding="utf-8")
    assert write_course(project, project / "course", week) == []


@pytest.mark.parametrize("version", ["1.26.0", "2.0.2", "2.4.6"])
def test_pip_replaces_no_numpy_that_the_exercises_pass_on(version):
    """Colab and courses come with their own; replacing it would break what else is installed."""
    with zipfile.ZipFile(io.BytesIO(wheel()[1])) as archive:
        (name,) = [each for each in archive.namelist() if each.endswith("/METADATA")]
        found = re.findall("^Requires-Dist: (.*)$", archive.read(name).decode(), re.MULTILINE)
    (numpy,) = [each for each in map(Requirement, found) if each.name == "numpy"]
    assert version in numpy.specifier
