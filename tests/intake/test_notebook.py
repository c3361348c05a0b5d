"""notebook: which cells hold code, their labels, and how outputs are left out."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import Refusal
from autograder.intake import notebook
from autograder.intake.notebook import is_notebook, notebook_cells, without_outputs

AGAIN = " Open it in Jupyter, save it and submit it again, or submit a script."
DEF = "def f(x): pass"


def cell(source: Any, kind: str = "code", **more: Any) -> dict[str, Any]:
    return {"cell_type": kind, "source": source, **more}


def book(*cells: Any) -> bytes:
    return json.dumps({"cells": cells}).encode()


def read(*cells: Any) -> list[tuple[str, str]]:
    return [(label, text.decode()) for text, label in notebook_cells("a.ipynb", book(*cells))]


def refusal(data: bytes, name: str = "a.ipynb") -> str:
    with pytest.raises(Refusal) as refused:
        notebook_cells(name, data)
    return str(refused.value)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([], []),
        ([cell(["a\n", "b"]), cell("c")], [("code cell 1", "a\nb"), ("code cell 2", "c")]),
        ([cell("a", execution_count=7)], [("cell [7]", "a")]),
        ([cell("a", prompt_number=7)], [("cell [7]", "a")]),
        ([cell("a", execution_count=None, prompt_number=7)], [("code cell 1", "a")]),
        (
            [cell("a", execution_count=7), cell("b"), cell("c", execution_count=7)],
            [("code cell 1", "a"), ("code cell 2", "b"), ("code cell 3", "c")],
        ),
        (
            [cell("a", execution_count=1), cell("b", execution_count=2), cell("c")],
            [("cell [1]", "a"), ("cell [2]", "b"), ("code cell 3", "c")],
        ),
        ([cell("a", execution_count=999_999)], [("cell [999999]", "a")]),
        ([cell("a", execution_count=1_000_000)], [("code cell 1", "a")]),
        ([cell("a", execution_count="1\n")], [("code cell 1", "a")]),
        ([cell("x"), cell(DEF, "markdown")], [("a cell of text", DEF), ("code cell 1", "x")]),
        ([cell("x"), cell(["", DEF], "raw")], [("a cell of text", DEF), ("code cell 1", "x")]),
        ([cell("x = 1\n" + DEF, "raw")], [("a cell of text", "x = 1\n" + DEF)]),
        ([cell("async  def\tf(", "raw")], [("a cell of text", "async  def\tf(")]),
        ([cell("class F(G):", "markdown")], [("a cell of text", "class F(G):")]),
        ([cell("class F:", "raw")], [("a cell of text", "class F:")]),
        ([cell("class F:", "markdown"), cell("x = 1\n" + DEF, "markdown")], []),
        ([cell("x = def f", "raw"), cell("x", "raw"), cell("def f", "markdown")], []),
        ([cell(DEF, "heading"), cell(None, "raw"), cell(7, "markdown")], []),
        ([cell("a\ud800b")], [("code cell 1", "a?b")]),
        ([{"cell_type": "code", "input": "x"}], [("code cell 1", "x")]),
        ([cell("new", input="old")], [("code cell 1", "new")]),
    ],
)
def test_cells_with_code_are_read_with_their_labels(
    cells: list[Any], expected: list[tuple[str, str]]
) -> None:
    assert read(*cells) == expected


def test_cells_in_worksheets_are_read_sheet_by_sheet() -> None:
    sheets = [{"cells": [cell("a"), cell("b")]}, {"cells": [cell("c")]}]
    data = json.dumps({"worksheets": sheets}).encode()
    assert [text for text, _ in notebook_cells("a.ipynb", data)] == [b"a", b"b", b"c"]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "not JSON at line 1"),
        (b"{\n\n<<<<<< HEAD", "not JSON at line 3"),
        (b"{ <<<<<<< HEAD", "not JSON at line 1"),
        (b'{"a":\n\n1\n<<<<<<< HEAD', "merge conflict at line 4"),
        (b"{\n<<<<<<< HEAD\n}", "merge conflict at line 2"),
        (b"{}", "the structure is wrong"),
        (b"[]", "the structure is wrong"),
        (b"7", "the structure is wrong"),
        (b"\xff", "the structure is wrong"),
        (b"[" * 100_000, "the structure is wrong"),
        (book(7), "the structure is wrong"),
        (book([]), "the structure is wrong"),
        (book(cell(None)), "the structure is wrong"),
        (book({"cell_type": "code"}), "the structure is wrong"),
        (book({"source": ""}), "the structure is wrong"),
    ],
)
def test_a_file_that_is_not_a_notebook_is_refused_with_the_reason(data: bytes, fault: str) -> None:
    reported = f"a?.ipynb cannot be read as a notebook: {fault}.{AGAIN}"
    assert refusal(data, "a\n.ipynb") == reported


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        (book(), True),
        (b'\n {"worksheets": []}', True),
        (b"{}", False),
        (b'["cells"]', False),
        (b'"worksheets"', False),
        (b"", False),
    ],
)
def test_a_notebook_is_an_object_with_cells_whatever_its_name(data: bytes, is_one: bool) -> None:
    assert is_notebook(data) is is_one


def test_outputs_do_not_count_towards_the_size(monkeypatch: pytest.MonkeyPatch) -> None:
    assert notebook.MAX_NOTEBOOK == 20 << 20
    data = book(cell("x", outputs=[["y" * 99]]))
    bare = without_outputs(data)
    assert json.loads(bare) == {"cells": [cell("x", outputs=[])]}
    monkeypatch.setattr(notebook, "MAX_NOTEBOOK", len(bare))
    assert notebook_cells("a.ipynb", data) == ((b"x", "code cell 1"),)
    monkeypatch.setattr(notebook, "MAX_NOTEBOOK", len(bare) - 1)
    reported = "a? is larger than 0 MiB without its outputs. Submit a smaller file."
    assert refusal(data, "a\n") == reported
    monkeypatch.setattr(notebook, "MAX_NOTEBOOK", 5 << 20)
    assert refusal(bytes((5 << 20) + 1)).startswith("a.ipynb is larger than 5 MiB without")


def test_outputs_within_the_limit_are_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    data = book(cell("x", outputs=[]))
    monkeypatch.setattr(notebook, "MAX_NOTEBOOK", len(data))
    monkeypatch.setattr(notebook, "without_outputs", None)
    assert notebook_cells("a.ipynb", data) == ((b"x", "code cell 1"),)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('{"outputs" :\n [1, [2], "]"], "a": [3]}', '{"outputs" :\n [], "a": [3]}'),
        ('{"outputs": [["outputs": [1]], 2], 3]', '{"outputs": [], 3]'),
        ('["\\"outputs\\": [", 1]', '["\\"outputs\\": [", 1]'),
        ('"outputs": [1], "outputs": [2]', '"outputs": [], "outputs": []'),
        ('"outputs": ["a\\\\"], "b"', '"outputs": [], "b"'),
        ('"outputs": ["a\\\n]"], "b"', '"outputs": [], "b"'),
        ('"outputs": [1', '"outputs": [1'),
        ("]]", "]]"),
    ],
)
def test_every_list_called_outputs_is_emptied_as_a_whole(text: str, left: str) -> None:
    assert without_outputs(text.encode()) == left.encode()


def test_a_file_of_too_many_pieces_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert notebook.MOST_PIECES == 2_000_000
    monkeypatch.setattr(notebook, "MOST_PIECES", 2)
    assert without_outputs(b'"outputs": [1, 1], []') == b'"outputs": [1, 1], []'
    assert without_outputs(b'"outputs": [1, 1], [') == b'"outputs": [], ['


TEXT = st.text(st.sampled_from('ab"\\[]{}:, \nö😀')) | st.just('"outputs": [')
JSON = st.recursive(
    st.none() | st.integers() | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["outputs", "a", '"']), inner),
)


def dropped(value: Any) -> Any:
    """Return a value with every list called "outputs" emptied."""
    if isinstance(value, list):
        return [dropped(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: [] if name == "outputs" and isinstance(each, list) else dropped(each)
        for name, each in value.items()
    }


@settings(deadline=None)  # the machine may be busy
@given(JSON, st.sampled_from([None, 2]), st.booleans())
def test_outputs_are_dropped_wherever_they_are(value: Any, indent: int | None, ascii: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii).encode()
    assert json.loads(without_outputs(text)) == dropped(value)


@settings(deadline=None)  # the machine may be busy
@given(st.text(st.sampled_from('"\\[]outputs: ')))
def test_text_that_is_not_json_is_cut_or_left_but_never_raises(text: str) -> None:
    assert len(without_outputs(f'"outputs": [{text}'.encode())) <= len(text) + 12
