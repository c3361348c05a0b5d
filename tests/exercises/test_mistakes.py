"""The catalogue of mistakes and the mistakes on file agree."""

import ast
import re

import pytest
from proofs import catalogue
from support import ROOT

PAGE = catalogue.PAGE.read_text(encoding="utf-8")
ROWS = {name: cell.strip() for name, _, cell in catalogue.ROW.findall(PAGE)}


def test_every_id_named_in_a_mistake_is_in_the_catalogue():
    assert set(catalogue.files()) <= set(ROWS)
    assert len(ROWS) == len(catalogue.ROW.findall(PAGE))


def test_every_row_names_its_files_or_says_why_there_are_none():
    assert {name for name, cell in ROWS.items() if not cell.startswith("none: ")} == set(
        catalogue.files()
    )


def test_a_row_names_the_files_whose_comments_name_it():
    assert catalogue.filled(PAGE) == PAGE  # if not: cd tests && python -m proofs.catalogue


@pytest.mark.parametrize("task", ["convolve", "cross_correlate"])
def test_a_mistake_in_one_dimension_is_not_told_with_rows_or_images(task):
    texts = []
    for path in sorted((ROOT / "solutions/03_convolution/mistakes").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(isinstance(node, ast.FunctionDef) and node.name == task for node in tree.body):
            texts.append(ast.get_docstring(tree))
    assert len(texts) > 3
    assert [text for text in texts if re.search("image|pixel|row|column|corner", text)] == []
