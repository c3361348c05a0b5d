"""The texts of the exercises: they fit a screen, show an example and describe each figure."""

import ast
import re

import pytest
from support import ROOT

from autograder import catalog
from autograder.authoring.markers import strip_solutions
from autograder.authoring.release import superfluous
from autograder.catalog import ExerciseFolder

COLUMNS = 88
FOLDERS = catalog.folders(ROOT, catalog.SOLUTIONS)
ALL = pytest.mark.parametrize("folder", FOLDERS, ids=[folder.name for folder in FOLDERS])


def skeleton(folder: ExerciseFolder) -> str:
    return strip_solutions(folder.script.read_text(encoding="utf-8"), folder.script.name)


def test_every_released_file_has_a_source():
    assert superfluous(ROOT) == []


@ALL
def test_no_line_of_a_skeleton_is_wider_than_an_editor_shows(folder):
    lines = skeleton(folder).splitlines()
    assert [line for line in lines if len(line) > COLUMNS] == []


@ALL
def test_every_function_that_students_write_has_an_example_in_its_docstring(folder):
    without = [
        node.name
        for node in ast.parse(skeleton(folder)).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and "NotImplementedError" in ast.unparse(node)
        and ">>> " not in (ast.get_docstring(node) or "")
    ]
    assert without == []


@ALL
def test_a_question_that_the_text_asks_is_answered_once_a_task_is_right(folder):
    asked = skeleton(folder).count("**Predict.**")
    assert len(catalog.read_spec(folder).predicted) == asked == 1


@ALL
def test_every_figure_is_in_the_text_and_has_an_alternative_text(folder):
    text = re.sub(r"\n# ?", " ", skeleton(folder))
    described = {path: alt for alt, path in re.findall(r"!\[(.*?)\]\((.*?)\)", text)}
    assert set(described) == {f"figures/{path.name}" for path in folder.figures}
    assert [path for path, alt in described.items() if len(alt.split()) < 12] == []


@ALL
def test_no_aspect_reads_like_an_error_after_next_fix(folder):
    verdict = re.compile(r"(no|not|values)\b|.*\b(differ|coincide|change|overlap|are|is)$")
    for task in catalog.read_spec(folder).tasks:
        aspects = {case.label for case in task.cases}
        assert [aspect for aspect in aspects if verdict.match(aspect)] == [], task.name


def test_the_easiest_border_is_reported_first():
    spec = catalog.read_spec(catalog.solution(ROOT, "03_convolution"))
    for task in (each for each in spec.tasks if each.name.startswith("pad_images")):
        aspects = dict.fromkeys(case.label for case in task.cases)
        assert list(aspects)[:2] == ["mode=same or valid", "even kernel"]
