"""release: exercises/ is made from solutions/ byte for byte, and contains nothing else."""

import ast
import re
import shutil

import nbformat
import pytest
from msgspec.structs import replace
from support import ROOT, builders

from autograder import catalog
from autograder.answers.sheet import dump
from autograder.authoring.markers import solution_lines
from autograder.authoring.new import new
from autograder.authoring.release import check, generated, notebook, release, stale

FILES = ["README.md", "gain.ipynb", "gain.py", "sheet.npz", "spec.py"]


def answers(*right, device="CPU:0"):
    """Make the bytes of a sheet with one case."""
    one = builders.sheet(builders.task(builders.case(right)))
    return dump(replace(one, made_by={"device": device}))


SHEETS = {"01_gain": answers(2, 4), "02_bias": answers(3, 5)}


@pytest.fixture
def root(tmp_path):
    (tmp_path / "solutions").mkdir()
    new(tmp_path, "gain")
    release(tmp_path, SHEETS)
    return tmp_path


def test_a_release_writes_five_files_and_says_so(root):
    folder = root / "exercises" / "01_gain"
    assert sorted(path.name for path in folder.iterdir()) == FILES
    for path in folder.iterdir():
        path.unlink()
    sentences = release(root, SHEETS)
    assert sorted(sentences) == [f"exercises/01_gain/{name} written." for name in FILES]


def test_a_fresh_release_reports_nothing(root):
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    assert check(root, SHEETS) == release(root, SHEETS) == []
    assert before == {path: path.stat().st_mtime_ns for path in root.rglob("*")}


def test_no_line_of_the_solution_reaches_students(root):
    secret = solution_lines((root / "solutions/01_gain/gain.py").read_text())
    assert len(secret) == 3
    released = "".join(
        (root / "exercises/01_gain" / name).read_text()
        for name in ("gain.py", "gain.ipynb", "README.md")
    )
    assert not [line for line in secret if line in released]


def test_the_spec_is_a_copy_that_says_where_it_comes_from(root):
    first, rest = (root / "exercises/01_gain/spec.py").read_text().split("\n", 1)
    assert (
        first
        == "# Generated from solutions/01_gain/spec.py by `autograder release`: change it there."
    )
    assert rest == (root / "solutions/01_gain/spec.py").read_text()


def test_the_notebook_has_the_cells_of_the_script_and_a_check_for_each_task(root):
    text = (root / "exercises/01_gain/gain.ipynb").read_text(encoding="utf-8")
    book = nbformat.reads(text, as_version=4)
    nbformat.validate(book)
    own = [cell for cell in book.cells if cell.id.startswith("gain-")]
    assert [cell.cell_type[:4] for cell in own] == ["mark", "code"] * 3
    assert [cell.id for cell in own] == [f"gain-0{i}" for i in range(1, 7)]
    checks = [cell.source for cell in book.cells if cell not in own]
    assert checks[1:] == ['check("scale")', 'check("scale_backward")']
    assert [cell.id for cell in book.cells][1] == "checker"
    assert "from autograder.jupyter import case, check, hint" in checks[0]
    assert not any(cell.metadata or cell.get("outputs") for cell in book.cells)
    assert (set(book.metadata), book.metadata.kernelspec.name) == (
        {"kernelspec", "language_info"},
        "python3",
    )
    assert text.endswith("}\n")


def test_the_page_shows_text_figures_and_functions_as_the_notebook_does():
    folder = catalog.solution(ROOT, "01_dense")
    text = generated(ROOT, "01_dense")["README.md"].decode()
    note, rest = text.split("\n\n", 1)
    assert note == (
        "<!-- Generated from solutions/01_dense/dense.py by `autograder release`: change it"
        " there. -->"
    )
    assert rest.startswith("# 01 Dense: every input meets every unit\n")
    shown = re.findall(r"!\[[^]]+\]\((.*?)\)", rest)
    assert shown == [f"figures/{path.name}" for path in folder.figures]
    functions = re.findall(r"^```python\n(.*?)\n```$", rest, re.DOTALL | re.MULTILINE)
    defined = {name for code in functions for name in catalog.bound_names(ast.parse(code).body)}
    assert defined == {*catalog.read_spec(folder).names}


def test_the_header_that_jupytext_writes_stays_out_of_the_notebook():
    header = (
        "# ---\n# jupyter:\n#   jupytext:\n#     text_representation:\n"
        "#       format_name: percent\n# ---\n\n"
    )
    script = '# %% [markdown]\n# Text\n\n# %%\nx = 1\n\n\n# %% tags=["a"]\ny = 1\n'
    assert notebook(header + script, "gain") == notebook(script, "gain")


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        (
            "gain.py",
            lambda data: data.replace(b"float64.", b"float16.", 1),
            "gain.py is stale from line",
        ),
        ("gain.py", lambda data: data.replace(b"\n", b"\r\n"), "gain.py is stale from line 1:"),
        ("gain.py", lambda data: data + b"x", "gain.py is stale from line {end}:"),
        ("gain.ipynb", lambda data: data[:-1], "gain.ipynb is stale from line"),
        ("spec.py", lambda data: data.split(b"\n", 1)[1], "spec.py is stale from line 1:"),
        (
            "sheet.npz",
            lambda data: answers(2, 5),
            "sheet.npz is stale (double, case 0 (values) has other numbers): run"
            " `autograder release`.",
        ),
        ("sheet.npz", lambda data: b"old", "cannot be read: it is damaged): run"),
        ("sheet.npz", None, "sheet.npz is missing: run"),
        ("gain.ipynb", None, "gain.ipynb is missing: run"),
    ],
)
def test_a_file_that_differs_from_a_fresh_release_is_named_and_restored(root, name, change, says):
    path = root / "exercises/01_gain" / name
    right = path.read_bytes()
    path.unlink() if change is None else path.write_bytes(change(right))
    (sentence,) = check(root, SHEETS)
    assert sentence.startswith("exercises/01_gain/")
    assert says.format(end=right.count(b"\n") + 1) in sentence
    release(root, SHEETS)
    assert path.read_bytes() == right


@pytest.mark.parametrize("exercise", catalog.exercises(ROOT, catalog.EXERCISES))
def test_a_sheet_is_small_enough_to_download_and_to_read_at_each_check(exercise):
    assert (catalog.released(ROOT, exercise).path / "sheet.npz").stat().st_size < 300 * 1024


def test_a_sheet_with_the_same_answers_is_left_as_it_is(root):
    path = root / "exercises/01_gain/sheet.npz"
    made_elsewhere = answers(2, 4, device="GPU:0")
    assert made_elsewhere != SHEETS["01_gain"]
    path.write_bytes(made_elsewhere)
    assert release(root, SHEETS) == []
    assert path.read_bytes() == made_elsewhere


def test_a_file_without_a_source_is_named_and_kept(root):
    mine = root / "exercises/01_gain/notes.txt"
    mine.write_text("mine")
    (root / "exercises/02_gone").mkdir()
    (root / "exercises/01_gain/__pycache__").mkdir()
    left = [
        f"exercises/{name} has no source in solutions/: delete it."
        for name in ("02_gone", "01_gain/notes.txt")
    ]
    assert check(root, SHEETS) == release(root, SHEETS) == left
    assert mine.read_text() == "mine"


def test_stale_files_can_be_listed_for_some_exercises(root):
    new(root, "bias")
    assert stale(root, ["01_gain"], SHEETS) == []
    assert len(stale(root, ["02_bias"], SHEETS)) == 5


def test_figures_are_copied_beside_the_notebook(root):
    for name in ("axes.svg", "notes.txt"):
        path = root / "solutions/01_gain/figures" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(name.encode())
    assert release(root, SHEETS) == ["exercises/01_gain/figures/axes.svg written."]
    released = root / "exercises/01_gain/figures"
    assert [(path.name, path.read_bytes()) for path in released.iterdir()] == [
        ("axes.svg", b"axes.svg")
    ]
    assert check(root, SHEETS) == []


def test_a_figure_that_was_removed_from_the_solution_is_named(root):
    mine = root / "exercises/01_gain/figures/old.svg"
    mine.parent.mkdir()
    mine.write_bytes(b"old")
    assert len(check(root, SHEETS)) == 1  # the whole folder
    (root / "solutions/01_gain/figures").mkdir()
    (root / "solutions/01_gain/figures/axes.svg").write_bytes(b"axes")
    left = ["exercises/01_gain/figures/old.svg has no source in solutions/: delete it."]
    assert release(root, SHEETS)[1:] == left


def test_a_solved_notebook_and_a_solved_script_are_the_same_work(tmp_path, autograder):
    """The cells that a notebook adds, the first one and the checks, are not the student's work."""
    shutil.copytree(ROOT / "exercises/01_dense", tmp_path / "exercises/01_dense")
    folder = catalog.released(tmp_path, "01_dense")
    solution = catalog.solution(ROOT, "01_dense").script.read_text(encoding="utf-8")
    tasks = catalog.read_spec(folder).tasks
    folder.script.write_text(solution, encoding="utf-8")
    folder.notebook.write_text(notebook(solution, folder.module, tasks), encoding="utf-8")
    done = autograder("check", "01_dense", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "6 of 6 points" in done.stdout
    assert "!" not in done.stdout
    folder.script.unlink()
    done = autograder("check", "01_dense", cwd=tmp_path)
    assert (done.returncode, "01_dense/dense.ipynb" in done.stdout) == (0, True)
    assert "!" not in done.stdout
